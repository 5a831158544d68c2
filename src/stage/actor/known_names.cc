#include "stage/actor/known_names.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "base/utf8.h"

namespace kronika {
namespace {

constexpr uint32_t kMostWords = 10;

class Finder {
 public:
  Finder(const Article& article, const Tokens& tokens, const Tags& tags, const Names& names, const WordList& parties,
         const KnowledgeBase& knowledge)
      : article_(article),
        tokens_(tokens),
        tags_(tags),
        names_(names),
        parties_(parties),
        knowledge_(knowledge),
        name_of_(tokens.size(), UINT32_MAX) {
    for (uint32_t n = 0; n < names.names.size(); ++n)
      for (uint32_t w = names.names[n].first; w < names.names[n].last; ++w) name_of_[w] = n;
  }

  std::vector<KnownName> find() {
    for (const Sentence& sentence : tokens_.sentences) {
      words_.clear();
      for (uint32_t w = sentence.first; w < sentence.last; ++w) words_.push_back(word(w));
      for (uint32_t w = sentence.first; w < sentence.last;) {
        const uint32_t length = starts_name(w, sentence) ? longest(w, sentence) : 0;
        if (length > 0) add(w, w + length);
        w += std::max(length, 1u);
      }
    }
    return std::move(found_);
  }

 private:
  std::string_view word(uint32_t w) const { return article_.slice(tokens_.words[w].span); }
  bool capital(uint32_t w) const {
    return is_upper_code_point(decode_utf8(article_.buffer(), tokens_.words[w].span.start).value);
  }

  // At a capital, or at a short word before one: "al Qaeda", "al-Shabab" (one word or three), "the Hague".
  bool starts_name(uint32_t w, const Sentence& sentence) const {
    return capital(w) || has_particle(word(w)) ||
           (w + 2 < sentence.last && word(w).size() <= 3 && word(w + 1) == "-" && capital(w + 2)) ||
           (w + 1 < sentence.last && capital(w + 1) && word(w).size() <= 3 && word(w) != "the" && word(w) != "in");
  }

  // "el-Sisi"
  static bool has_particle(std::string_view text) {
    constexpr size_t kLongest = 3;
    const size_t hyphen = text.find('-');
    return hyphen != std::string_view::npos && hyphen > 0 && hyphen <= kLongest && hyphen + 1 < text.size() &&
           text[hyphen + 1] >= 'A' && text[hyphen + 1] <= 'Z';
  }

  uint32_t longest(uint32_t w, const Sentence& sentence) const {
    const auto first = words_.begin() + (w - sentence.first);
    return static_cast<uint32_t>(
        knowledge_.longest_name({first, first + std::min<long>(kMostWords, words_.end() - first)}));
  }

  void add(uint32_t first, uint32_t last) {
    const NameType type = type_at(first);
    if (type == NameType::date || type == NameType::number) return;  // "Friday" is also somebody's name
    const Span span{tokens_.words[first].span.start, tokens_.words[last - 1].span.end};
    KnownName found{first, last, knowledge_.find(article_.slice(span), article_.published())};
    std::erase_if(found.senses, [&](const NameSense& sense) { return !fits(found, sense); });
    if (!found.senses.empty()) found_.push_back(std::move(found));
  }

  static bool is_country(const NameSense& sense) {
    return sense.kind == NameSense::Kind::country || sense.kind == NameSense::Kind::demonym ||
           sense.kind == NameSense::Kind::capital;
  }

  NameType type_at(uint32_t w) const {
    return name_of_[w] == UINT32_MAX ? NameType::other : names_.names[name_of_[w]].type;
  }
  static bool is_acronym(std::string_view text) {
    return text.size() > 1 && std::all_of(text.begin(), text.end(), [](char c) { return c < 'a' || c > 'z'; });
  }

  // Whether the sense can be meant where the name stands.
  bool fits(const KnownName& found, const NameSense& sense) const {
    const bool person = sense.kind == NameSense::Kind::entity && sense.entity->kind == EntityKind::person;
    // "May" the month, "Will" the verb: a word alone must at least be tagged a name.
    if (person && found.last - found.first == 1 && tags_.upos[found.first] != Upos::PROPN) return false;
    const bool alone = found.last - found.first == 1, seen_as_person = type_at(found.last - 1) == NameType::person;
    if (person && sense.short_form && !seen_as_person && parties_.has("also words", lower_ascii(word(found.last - 1))))
      return false;
    // Parties called "Change" or "Mass": a word alone of the language must be seen as an organization.
    const bool obscure = sense.kind == NameSense::Kind::entity && !person && sense.entity->weight == 1;
    if (obscure && alone && type_at(found.first) != NameType::organization && !is_acronym(word(found.first)))
      return false;
    const uint32_t n = name_of_[found.last - 1] != UINT32_MAX ? name_of_[found.last - 1] : name_of_[found.first];
    if (n == UINT32_MAX) return true;
    const Name& around = names_.names[n];
    const bool left = around.first<found.first, right = around.last> found.last;
    if (!left && !right) return true;
    switch (around.type) {
      case NameType::person:
        return person && (!sense.short_form || is_title(around.first, found.first, right));
      case NameType::organization:
      case NameType::facility:
      case NameType::event:
      case NameType::other:
        if (is_country(sense)) return true;  // says whose it is: "British Airways", "Bank of England"
        // "Hezbollah fighters" are Hezbollah's.
        if (right && (capital(found.last) || tags_.upos[found.last] == Upos::ADP)) return false;
        return !left || country_words(around.first, found.first);
      default:
        return true;
    }
  }

  // "President Putin" is he; "Julie Chung" and "Chung Smith" are not the Chung that the knowledge base has.
  bool is_title(uint32_t first, uint32_t last, bool right) const {
    if (right) return false;
    std::vector<std::string> small;
    for (uint32_t w = first; w < last; ++w) small.push_back(lower_ascii(word(w)));
    return word(last - 1).back() == '.' || lower_ascii(word(last - 1)) == "mr" ||
           knowledge_.role_noun({small.begin(), small.end()}) != nullptr;
  }

  // "the Mexican" before "National Guard"
  bool country_words(uint32_t first, uint32_t last) const {
    for (uint32_t w = first; w < last; ++w) {
      if (!capital(w) || word(w) == "The") continue;
      const bool known = !found_.empty() && found_.back().first <= w && w < found_.back().last &&
                         is_country(found_.back().senses.front());
      if (!known) return false;
    }
    return true;
  }

  const Article& article_;
  const Tokens& tokens_;
  const Tags& tags_;
  const Names& names_;
  const WordList& parties_;
  const KnowledgeBase& knowledge_;
  std::vector<uint32_t> name_of_;        // per word: the name of the name model
  std::vector<std::string_view> words_;  // of the sentence looked at
  std::vector<KnownName> found_;
};

}  // namespace

KnownNames::KnownNames(const Article& article, const Tokens& tokens, const Tags& tags, const Names& names,
                       const WordList& parties, const KnowledgeBase& knowledge)
    : names_(Finder(article, tokens, tags, names, parties, knowledge).find()), at_(tokens.size(), UINT32_MAX) {
  for (uint32_t n = 0; n < names_.size(); ++n) {
    for (uint32_t w = names_[n].first; w < names_[n].last; ++w) at_[w] = n;
    for (const NameSense& sense : names_[n].senses)
      if (sense.kind == NameSense::Kind::entity && !sense.short_form) in_full_.insert(sense.entity);
  }
}

}  // namespace kronika
