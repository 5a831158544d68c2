#include "stage/event/expression.h"

#include <algorithm>

namespace kronika {
namespace {

// Words looked at for one expression: bounds the search in absurd trees; real ones need some dozens.
constexpr int kMostSteps = 400;

class Search {
 public:
  Search(const Grammar& grammar, const Pattern& pattern, uint32_t head)
      : grammar_(grammar), pattern_(pattern), head_(head), words_{head}, anchors_{head} {}

  bool find() { return find(0); }
  std::vector<uint32_t>& words() { return words_; }

 private:
  bool used(uint32_t word) const { return std::find(words_.begin(), words_.end(), word) != words_.end(); }
  bool fits(size_t wanted, uint32_t word) const { return pattern_.others[wanted].fits(grammar_.lemma(word)); }

  // Takes a word for the expression's word `wanted` and goes on; gives it back if the rest cannot be found.
  bool take(size_t wanted, uint32_t word, uint32_t anchor) {
    words_.push_back(word);
    anchors_.push_back(anchor);
    if (find(wanted + 1)) return true;
    words_.pop_back();
    anchors_.pop_back();
    return false;
  }

  bool find(size_t wanted) {
    if (wanted == pattern_.others.size()) return true;
    // The newest anchor first: the noun of a preposition just found is its own phrase.
    for (size_t a = anchors_.size(); a-- > 0;) {
      const uint32_t anchor = anchors_[a];
      if (anchor != head_ && !used(anchor))
        for (const uint32_t one : grammar_.with_conjuncts(anchor))
          if (!used(one) && fits(wanted, one) && take(wanted, one, one)) return true;
      for (const uint32_t child : grammar_.children(anchor)) {
        if (++steps_ > kMostSteps) return false;
        if (try_child(wanted, anchor, child)) return true;
      }
    }
    // The noun of a passive or a relative clause: "a ban was placed on travel", "the ban that they placed".
    if (pattern_.word_class == WordClass::verb)
      for (const uint32_t patient : patients())
        if (!used(patient) && fits(wanted, patient) && take(wanted, patient, patient)) return true;
    return false;
  }

  bool try_child(size_t wanted, uint32_t anchor, uint32_t child) {
    const Deprel relation = grammar_.relation(child);
    if (used(child) || relation == Deprel::conj || relation == Deprel::parataxis || relation == Deprel::punct)
      return false;
    if (fits(wanted, child) && may_stand(anchor, child) && take(wanted, child, child)) return true;
    // The preposition of a phrase below: "call on the government", "take to the streets". What stands before a noun
    // comes before it in the expression too: "use chemical weapon".
    const bool modifiers =
        relation == Deprel::obj || ((relation == Deprel::obl || relation == Deprel::nsubj) && may_stand(anchor, child));
    if (!modifiers && relation != Deprel::obl && relation != Deprel::nmod && relation != Deprel::advcl &&
        relation != Deprel::ccomp && relation != Deprel::xcomp && relation != Deprel::acl && relation != Deprel::obj)
      return false;
    for (const uint32_t mark : grammar_.children(child)) {
      if (++steps_ > kMostSteps) return false;
      const Deprel m = grammar_.relation(mark);
      // Of a clause also what it says of itself: "said it would not".
      const bool marks =
          m == Deprel::case_ || m == Deprel::mark ||
          ((relation == Deprel::ccomp || relation == Deprel::xcomp) && (m == Deprel::aux || m == Deprel::advmod)) ||
          (modifiers && (m == Deprel::amod || m == Deprel::compound || m == Deprel::nmod));
      if (marks && !used(mark) && fits(wanted, mark) && !(m == Deprel::case_ && needs_particle(wanted)) &&
          take(wanted, mark, child))
        return true;
    }
    return false;
  }

  // "Give in", "hand over": at its end an expression has an adverb, not the preposition of a phrase that says where,
  // unless the sense looks into that phrase: "move in on".
  bool needs_particle(size_t wanted) const {
    static constexpr std::string_view kAdverbs[] = {"in",   "up",      "out",    "off", "down",
                                                    "over", "through", "around", "by"};
    if (pattern_.word_class != WordClass::verb || wanted + 1 != pattern_.others.size()) return false;
    const std::string& word = pattern_.others[wanted].lemma;
    if (std::find(std::begin(kAdverbs), std::end(kAdverbs), word) == std::end(kAdverbs)) return false;
    const Sense& sense = *pattern_.sense;
    const auto asks = [&](const std::vector<std::string>& slots) {
      return std::any_of(slots.begin(), slots.end(), [&](const std::string& slot) {
        return slot == word || (slot.size() > word.size() && slot.ends_with("." + word));
      });
    };
    return !asks(sense.actor) && !asks(sense.recipient) &&
           std::none_of(sense.conditions.begin(), sense.conditions.end(),
                        [&](const SlotCondition& c) { return c.wanted && c.slot == word; });
  }

  bool may_stand(uint32_t anchor, uint32_t child) const {
    const Deprel relation = grammar_.relation(child);
    if (anchor == head_ && pattern_.word_class == WordClass::verb && relation == Deprel::nsubj)
      return grammar_.is_passive(head_);
    if (relation == Deprel::nsubj || relation == Deprel::csubj) return false;
    // The "to" of its own infinitive belongs to the verb above: "unable to open the door" opens no door to anybody.
    if (anchor == head_ && relation == Deprel::mark) return false;
    // What stands under a preposition belongs to the expression only with that preposition.
    if (relation == Deprel::obl || relation == Deprel::nmod)
      for (const uint32_t mark : grammar_.children(child))
        if (grammar_.relation(mark) == Deprel::case_ && !used(mark) && grammar_.subtype(child) != Deprel::nmod_poss)
          return false;
    return true;
  }

  const std::vector<uint32_t>& patients() {
    if (!asked_patients_) patients_ = grammar_.patients(head_);
    asked_patients_ = true;
    return patients_;
  }

  const Grammar& grammar_;
  const Pattern& pattern_;
  const uint32_t head_;
  std::vector<uint32_t> words_, anchors_, patients_;
  bool asked_patients_ = false;
  int steps_ = 0;
};

}  // namespace

bool find_expression(const Grammar& grammar, const Pattern& pattern, uint32_t head, std::vector<uint32_t>& words) {
  for (size_t part = 0; part < pattern.tail.size(); ++part) {
    const uint32_t word = head + 1 + static_cast<uint32_t>(part);
    if (word >= grammar.tags().lemma.size() || grammar.lemma(word) != pattern.tail[part]) return false;
  }
  Search search(grammar, pattern, head);
  if (!search.find()) return false;
  words = std::move(search.words());
  for (size_t part = 0; part < pattern.tail.size(); ++part) words.push_back(head + 1 + static_cast<uint32_t>(part));
  if (pattern.word_class == WordClass::verb)
    for (const uint32_t child : grammar.children(head))
      if (child < head + 12 && grammar.subtype(child) == Deprel::compound_prt &&
          std::find(words.begin(), words.end(), child) == words.end())
        return false;
  std::sort(words.begin(), words.end());
  return true;
}

}  // namespace kronika
