// Dater: the rules that say when an event happened. An expression hangs on a verb or a noun; it dates that word, what
// the word takes along ("held talks on Monday") and the parts of the same clause that have no time of their own ("flew
// there on Monday to plead"). Clauses with a time of their own are borders.
#pragma once

#include <optional>
#include <vector>

#include "stage/time/time.h"
#include "text/clauses.h"

namespace kronika {

// Views of one article's layers; they must outlive it.
class Dater {
 public:
  Dater(const DatingLayers& layers, const Events& events);

  // The expression in the event's own clause.
  std::optional<DateRange> own(const Event& event) const;
  // What the story says where `date`, that of the event's own clause, does not; looks at scenes, so only after
  // find_scenes().
  std::optional<DateRange> implied(const Event& event, Factuality factuality,
                                   const std::optional<DateRange>& date) const;
  // The day that each sentence moves the story to, and that of the lead.
  void find_scenes();

  // ---- what the rules look at

  // Where an expression hangs: the words above it up to its clause.
  struct Anchor {
    std::vector<uint32_t> above;  // from the word that it hangs on to the head of the clause
    bool modifier = false;        // before a noun: "Monday's meeting", "the January election"
  };
  struct Inherited {
    uint32_t clause;
    uint32_t cost;
    bool only_before;  // a date that stands before both holds for both: "On Monday they met and talked"
  };
  // The words of a span in the sentence of `word`, by binary search.
  uint32_t first_of(Span span) const;
  uint32_t last_of(Span span) const;
  // The first expression at or after a word.
  size_t timex_from(uint32_t word) const;
  // The clauses whose dates hold for an event, the nearest first.
  std::vector<Inherited> clauses_of(uint32_t word, uint32_t first, uint32_t last) const;
  const Anchor& anchor_of(size_t timex) const { return anchors_[timex]; }
  const Grammar& grammar() const { return grammar_; }
  const Clauses& clauses() const { return clauses_; }
  // The day of a sentence by what its paragraph names, else by the lead.
  std::optional<DateRange> scene(uint32_t sentence) const;
  const std::optional<DateRange>& dateline() const { return dateline_; }
  const std::optional<DateRange>& lead() const { return lead_; }
  // An entry of a diary or live report begins with its time: "14:30 - ", also after a bullet.
  bool is_entry(const Sentence& sentence) const;

 private:
  Anchor anchor(const Timex& timex) const;

  // The nearest expression for an event with words [first, last) round `word`.
  std::optional<DateRange> own_of(uint32_t word, uint32_t first, uint32_t last) const;

  uint32_t distance(size_t index, const Timex& timex, uint32_t word, uint32_t first, uint32_t last,
                    const std::vector<Inherited>& clauses) const;

  // A month at most; of times over a year ago, that are remembered as a whole, a year.
  bool can_set_scene(const DateRange& date) const;

  // The day of what is told in the present.
  std::optional<DateRange> now() const { return dateline_ ? dateline_ : lead_; }

  std::optional<DateRange> told(const Event& event) const;

  // Deeds done by words: told in the present they are news ("urges", "condemns"), while others told so are habits
  // ("they jail").
  static bool is_speech(const Event& event);

  // A promise was made when its words were said.
  std::optional<DateRange> day_of_promise(const Event& event) const;

  const DatingLayers& layers_;
  const Tokens& tokens_;
  Grammar grammar_;
  Clauses clauses_;
  std::vector<char> tells_;
  std::vector<Anchor> anchors_;                   // per expression
  std::vector<std::optional<DateRange>> scenes_;  // per sentence
  std::vector<char> entries_;                     // per sentence
  std::optional<DateRange> lead_, dateline_;
  uint32_t lead_sentence_ = 0;
};

}  // namespace kronika
