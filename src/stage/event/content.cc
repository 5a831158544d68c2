#include "stage/event/content.h"

#include <algorithm>
#include <iterator>

#include "codebook/codebook.h"

namespace kronika {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
constexpr int kMostLevels = 6;  // arcs between a governing word and its content; deeper ones are other statements

bool has_contents(const TriggerChoice& choice) {
  return std::any_of(choice.senses.begin(), choice.senses.end(),
                     [](const Trigger& t) { return !t.sense->contents.empty(); });
}

bool links(std::string_view preposition) {
  static constexpr std::string_view kLinking[] = {"of",    "to",   "for",  "on",   "from", "against",
                                                  "about", "over", "with", "into", "in"};
  return std::find(std::begin(kLinking), std::end(kLinking), preposition) != std::end(kLinking);
}

const Content* content_for(const Sense& sense, const Trigger& under) {
  for (const Content& content : sense.contents) {
    if (content.of ? content.of != under.category
                   : under.category->quad < content.quad_from || under.category->quad > content.quad_to)
      continue;
    if (!content.of_mode.empty() &&
        std::find(under.mode.begin(), under.mode.end(), content.of_mode) == under.mode.end())
      continue;
    return &content;
  }
  return nullptr;
}

class Joiner {
 public:
  Joiner(const Grammar& grammar, uint32_t word_count, std::vector<TriggerChoice>& triggers)
      : grammar_(grammar),
        triggers_(triggers),
        owner_(word_count, kNone),
        under_(triggers.size()),
        dropped_(triggers.size(), 0),
        done_(triggers.size(), 0) {}

  void join() {
    for (uint32_t t = 0; t < triggers_.size(); ++t)
      for (const uint32_t word : triggers_[t].best().words) owner_[word] = t;
    for (uint32_t t = 0; t < triggers_.size(); ++t)
      if (const uint32_t above = governing(t); above != kNone) under_[above].push_back(t);
    for (uint32_t t = 0; t < triggers_.size(); ++t) settle(t, 0);
    std::vector<TriggerChoice> kept;
    for (uint32_t t = 0; t < triggers_.size(); ++t)
      if (!dropped_[t]) kept.push_back(std::move(triggers_[t]));
    for (TriggerChoice& one : more_) kept.push_back(std::move(one));
    std::stable_sort(kept.begin(), kept.end(),
                     [](const TriggerChoice& a, const TriggerChoice& b) { return a.best().word < b.best().word; });
    triggers_ = std::move(kept);
  }

 private:
  // The next trigger above whose sense asks for a content; none if a trigger of another kind comes first.
  uint32_t governing(uint32_t t) const {
    uint32_t word = triggers_[t].best().word;
    for (int level = 0; level < kMostLevels && !grammar_.is_root(word); ++level) {
      const uint32_t above = grammar_.head(word);
      const uint32_t other = owner_[above];
      if (grammar_.relation(word) == Deprel::conj) {
        // A coordinated deed has what governs the first; unless the first is the governing word itself.
        if (other != kNone && other != t && has_contents(triggers_[other]) && triggers_[other].best().word == above)
          return kNone;
        word = above;
        continue;
      }
      const bool asks = other != kNone && other != t && has_contents(triggers_[other]);
      if (!is_governed(word, above, asks)) return kNone;
      if (asks) return other;
      if (other != kNone && other != t) return kNone;
      word = above;
    }
    return kNone;
  }

  bool is_governed(uint32_t word, uint32_t above, bool asks) const {
    switch (grammar_.relation(word)) {
      case Deprel::xcomp:
      case Deprel::ccomp:
      case Deprel::obj:
      case Deprel::csubj:
        return true;
      case Deprel::nsubj:
        return grammar_.is_passive(above) || asks;  // "the talks collapsed"
      case Deprel::acl:
        return grammar_.subtype(word) != Deprel::acl_relcl && grammar_.tags().xpos[word] != "VBN";
      case Deprel::obl:
      case Deprel::nmod:
        return links(grammar_.preposition(word)) || grammar_.subtype(word) == Deprel::nmod_poss;
      case Deprel::compound:
      case Deprel::amod:
        return grammar_.upos(word) == Upos::NOUN;  // "the release demand"
      case Deprel::advcl: {
        if (!asks) return false;
        for (const uint32_t mark : grammar_.children(word))
          if ((grammar_.relation(mark) == Deprel::mark || grammar_.relation(mark) == Deprel::case_) &&
              links(grammar_.lemma(mark)))
            return true;
        return false;
      }
      default:
        return false;
    }
  }

  // "promised not to attack" promises no attack: a negation is part of the governing expression, or what is governed is
  // not meant.
  bool is_negated(const Trigger& below, const Trigger& above) const {
    for (const uint32_t word : below.words)
      for (const uint32_t c : grammar_.children(word)) {
        const std::string& lemma = grammar_.lemma(c);
        if (grammar_.relation(c) == Deprel::advmod && (lemma == "not" || lemma == "never" || lemma == "n't"))
          return std::find(above.words.begin(), above.words.end(), c) == above.words.end();
      }
    return false;
  }

  // Decides what a trigger is, its contents first.
  void settle(uint32_t t, int depth) {
    if (done_[t] || depth > 2 * kMostLevels) return;
    done_[t] = 1;
    for (const uint32_t c : under_[t]) settle(c, depth + 1);
    if (!has_contents(triggers_[t])) return;
    std::vector<Trigger>& senses = triggers_[t].senses;
    for (size_t s = 0; s < senses.size(); ++s) {
      for (const uint32_t c : under_[t]) {
        if (dropped_[c]) continue;
        const Content* content = content_for(*senses[s].sense, triggers_[c].best());
        if (!content || is_negated(triggers_[c].best(), senses[s])) continue;
        std::rotate(senses.begin(), senses.begin() + static_cast<long>(s), senses.begin() + static_cast<long>(s) + 1);
        if (!content->becomes) {
          dropped_[t] = 1;
          return;
        }
        take_up(t);
        return;
      }
    }
    std::erase_if(senses, [](const Trigger& one) { return one.sense->needs_content; });
    if (senses.empty()) dropped_[t] = 1;
  }

  // The first content decides; coordinated ones that come to something else are acts of their own by the same words.
  void take_up(uint32_t t) {
    const Trigger plain = triggers_[t].best();
    std::vector<Trigger> spare;
    bool first = true;
    for (const uint32_t c : under_[t]) {
      if (dropped_[c]) continue;
      const Trigger& below = triggers_[c].best();
      const Content* content = content_for(*plain.sense, below);
      if (!content || !content->becomes || is_negated(below, plain)) continue;
      Trigger whole = plain;
      whole.category = content->becomes;
      whole.mode = content->mode;
      add_parties(plain.sense->actor, plain.sense->noun_actor, below, whole, whole.actor);
      add_parties(plain.sense->recipient, plain.sense->noun_recipient, below, whole, whole.recipient);
      if (!content->keeps) {
        whole.words.insert(whole.words.end(), below.words.begin(), below.words.end());
        std::sort(whole.words.begin(), whole.words.end());
        whole.words.erase(std::unique(whole.words.begin(), whole.words.end()), whole.words.end());
        dropped_[c] = 1;
        // Should the whole turn out to be no event, its content is one still.
        if (first) spare.insert(spare.end(), triggers_[c].senses.begin(), triggers_[c].senses.end());
      }
      if (first)
        triggers_[t].senses.front() = std::move(whole);
      else if (const Trigger& head = triggers_[t].best(); whole.category != head.category || whole.mode != head.mode)
        more_.push_back({{std::move(whole)}});
      first = false;
    }
    std::vector<Trigger>& senses = triggers_[t].senses;
    senses.insert(senses.end(), std::make_move_iterator(spare.begin()), std::make_move_iterator(spare.end()));
  }

  // "content.actor" and "content.recipient" among a side's slots: the parties of the deed below.
  static void add_parties(const std::vector<std::string>& verb_slots, const std::vector<std::string>& noun_slots,
                          const Trigger& below, const Trigger& whole, std::vector<std::vector<uint32_t>>& to) {
    for (const std::string& slot : whole.nominal ? noun_slots : verb_slots) {
      if (slot == "content.actor") to.insert(to.end(), below.actor.begin(), below.actor.end());
      if (slot == "content.recipient") to.insert(to.end(), below.recipient.begin(), below.recipient.end());
    }
  }

  const Grammar& grammar_;
  std::vector<TriggerChoice>& triggers_;
  std::vector<uint32_t> owner_;               // per word: the trigger that it belongs to
  std::vector<std::vector<uint32_t>> under_;  // per trigger: its contents
  std::vector<char> dropped_, done_;
  std::vector<TriggerChoice> more_;
};

}  // namespace

void join_contents(const Grammar& grammar, uint32_t word_count, std::vector<TriggerChoice>& triggers) {
  Joiner(grammar, word_count, triggers).join();
}

}  // namespace kronika
