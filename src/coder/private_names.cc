#include "coder/private_names.h"

#include <algorithm>
#include <map>

namespace kronika {
namespace {

class Finder {
 public:
  Finder(const Article& article, const Analysis& analysis) : article_(article), a_(analysis) {}

  std::vector<PrivateName> find() {
    mark_public();
    private_.assign(a_.tokens.size(), false);
    for (const Name& name : a_.names.names)
      if (name.type == NameType::person && !is_public(name.first, name.last)) add(name.first, name.last);
    for (size_t m = 0; m < a_.mentions.mentions.size(); ++m) {
      const Mention& mention = a_.mentions.mentions[m];
      if (a_.actors.of[m].is_private && mention.form == MentionForm::name && !private_[mention.head])
        add(mention.head, mention.head + 1);
    }
    add_repeated();
    return joined();
  }

 private:
  // Words of mentions that the knowledge base knows: officials, organisations, countries.
  void mark_public() {
    public_.assign(a_.tokens.size(), false);
    for (size_t m = 0; m < a_.mentions.mentions.size(); ++m) {
      const Actor& actor = a_.actors.of[m];
      const bool known = actor.by == "name" || actor.by == "place" || actor.by == "office" ||
                         std::any_of(actor.codes.begin(), actor.codes.end(),
                                     [](const ActorCode& code) { return !code.entity.empty(); });
      if (!known || actor.is_private) continue;
      const Mention& mention = a_.mentions.mentions[m];
      public_[mention.head] = true;
      if (mention.form == MentionForm::name)
        std::fill(public_.begin() + mention.first, public_.begin() + mention.last, true);
    }
  }
  bool is_public(uint32_t first, uint32_t last) const {
    return std::find(public_.begin() + first, public_.begin() + last, true) != public_.begin() + last;
  }
  static std::string role_of(const Actor& actor) { return actor.codes.empty() ? "" : actor.codes.front().role; }
  std::string_view word(uint32_t w) const { return article_.slice(a_.tokens.words[w].span); }
  Span span(uint32_t first, uint32_t last) const {
    return {a_.tokens.words[first].span.start, a_.tokens.words[last - 1].span.end};
  }

  // The name of words [first, last), with the title or the role before it ("the dissident", "Dr") where they are one
  // mention.
  void add(uint32_t first, uint32_t last) {
    const Mention* mention = nullptr;
    std::string role;
    for (uint32_t w = first; w < last && !mention; ++w)
      if (const Id<Mention> id = a_.mentions.of_head[w]) {
        mention = &a_.mentions.mentions[id.index];
        role = role_of(a_.actors.of[id.index]);
      }
    last_names_.emplace(word(last - 1), role);
    constexpr uint32_t kMostBefore = 8;  // words; a longer run of nouns is no title
    const uint32_t least = mention ? std::max(mention->first, first - std::min(first, kMostBefore)) : first;
    while (first > least && !public_[first - 1] && stands_before_names(a_.tags.upos[first - 1])) --first;
    std::fill(private_.begin() + first, private_.begin() + last, true);
    found_.push_back({span(first, last), std::move(role)});
  }
  static bool stands_before_names(Upos upos) {
    return upos == Upos::PROPN || upos == Upos::NOUN || upos == Upos::ADJ || upos == Upos::DET || upos == Upos::NUM;
  }

  // Where the model misses a name that it found elsewhere.
  void add_repeated() {
    for (uint32_t w = 0; w < a_.tokens.size() && !last_names_.empty(); ++w) {
      if (public_[w] || a_.tags.upos[w] != Upos::PROPN) continue;
      const auto known = last_names_.find(word(w));
      if (known == last_names_.end()) continue;
      const Sentence& sentence = a_.tokens.sentences[a_.tokens.sentence_of(w)];
      const auto goes_on = [&](uint32_t other) { return a_.tags.upos[other] == Upos::PROPN && !public_[other]; };
      uint32_t first = w, last = w + 1;
      while (first > sentence.first && goes_on(first - 1)) --first;
      while (last < sentence.last && goes_on(last)) ++last;
      found_.push_back({span(first, last), known->second});
      w = last - 1;
    }
  }

  // Spans that overlap become one, under the role of the first that has one.
  std::vector<PrivateName> joined() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const PrivateName& a, const PrivateName& b) { return a.words.start < b.words.start; });
    std::vector<PrivateName> out;
    for (PrivateName& next : found_) {
      if (out.empty() || !out.back().words.overlaps(next.words)) {
        out.push_back(std::move(next));
        continue;
      }
      out.back().words.end = std::max(out.back().words.end, next.words.end);
      if (out.back().role.empty()) out.back().role = next.role;
    }
    return out;
  }

  const Article& article_;
  const Analysis& a_;
  std::vector<bool> public_, private_;  // per word
  std::vector<PrivateName> found_;
  std::map<std::string_view, std::string> last_names_;  // with the role of who bears it
};

}  // namespace

std::vector<PrivateName> find_private_names(const Article& article, const Analysis& analysis) {
  return Finder(article, analysis).find();
}

}  // namespace kronika
