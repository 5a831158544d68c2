// Placer: the rules that say where an event happened. A place hangs on a verb or a noun by a preposition; it places
// that word and what shares its clause. What is told without a place goes on where the story is.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "stage/place/place.h"
#include "text/clauses.h"

namespace kronika {

// Views of one article's layers; they must outlive it.
class Placer {
 public:
  Placer(const WordList& words, const PlacingLayers& layers, const Events& events);

  // The place of an event and the rule that found it.
  std::optional<PlaceRef> place(size_t index, std::string& rule) const;

  // Deeds that happen somewhere; the others are words, which are said wherever the speaker is.
  static bool is_bodily(const Event& event);

  // ---- what the rules look at

  struct Anchor {
    uint32_t head = 0;  // of the name
    std::string_view preposition;
    Deprel relation = Deprel::dep;
    std::vector<uint32_t> above;  // from the word that it hangs on to the head of the clause
  };

  struct Range {
    uint32_t first, last;
    bool has(uint32_t w) const { return w >= first && w < last; }
  };
  struct Inherited {
    uint32_t clause, cost;
    bool only_before;  // "In Minsk they met and talked"
  };
  Range words_of(const Event& event) const { return {word_from(event.span.start), word_from(event.span.end - 1) + 1}; }
  // The first word that ends behind a byte; the first place at or behind a word.
  uint32_t word_from(uint32_t byte) const;
  size_t place_from(uint32_t word) const;
  // The clauses whose places hold for an event, the nearest first.
  std::vector<Inherited> clauses_of(const Event& event, Range words) const;
  const Anchor& anchor_of(size_t place) const { return anchors_[place]; }
  const Grammar& grammar() const { return grammar_; }
  const Clauses& clauses() const { return clauses_; }
  // Where the story is in a sentence, by the dateline, by the lead; nullptr where the text does not say.
  const PlaceMention* scene(uint32_t sentence) const { return scenes_[sentence]; }
  const PlaceMention* dateline() const { return dateline_; }
  const PlaceMention* lead() const { return lead_; }
  // Whether something is said to be there: "in", "near" before it.
  bool rests(size_t place) const { return words_.has("in", anchors_[place].preposition); }
  // The countries of the parties: they say whether a scene can be theirs.
  std::set<std::string> countries_of(const std::vector<Id<Mention>>& side) const;

 private:
  Anchor anchor(const PlaceMention& place) const;
  bool is_nominal(uint32_t w) const { return grammar_.is_nominal(w); }
  bool is_settlement(uint32_t w) const { return words_.has("site", grammar_.lemma(w)); }

  std::optional<PlaceRef> own_place(const Event& event) const;
  static uint32_t coarseness(const PlaceRef& place) {
    return place.precision == "site" ? 0 : place.precision == "city" ? 1 : place.precision == "admin" ? 2 : 9;
  }

  uint32_t distance(size_t index, const Event& event, Range words, const std::vector<Inherited>& clauses) const;

  // "flew to Kiev", "moved tanks into Prague"
  bool leads_there(const Anchor& at, const Event& event) const;

  // Whether a place that hangs on the event's own words, or on a phrase of them, is where it happened.
  bool fits(const Anchor& at, const PlaceMention& place, const Event& event, uint32_t level, bool bodily) const;

  // "Homs, where soldiers fired": the place that a clause with "where" says something of.
  std::optional<PlaceRef> antecedent(const Event& event) const;
  // Between the noun and the verb of its clause.
  bool begins_with_where(uint32_t clause, uint32_t noun) const;

  // "In New York the Council condemned": a place at the head of the sentence holds for what the sentence tells.
  std::optional<PlaceRef> fronted_place(const Event& event) const;

  // ---- where the story is

  // The place that each sentence moves the story to, and the dateline.
  void find_scenes();

  // "Suez: protesters have overrun a station", "TIRANA - Government condemns": one of several items of news.
  bool opens_item(const Sentence& sentence, const PlaceMention& place) const;

  // Without a dateline: the first place, finer than a country, where something is said to be.
  const PlaceMention* lead_of(size_t i, uint32_t last) const;

  // "MINSK, Belarus (AP) --", "NAIROBI, June 11 -", "Cochabamba, Tuesday", "ISLAMABAD:": the place that begins the
  // body.
  void find_dateline(const Sentence& sentence, const PlaceMention& place);
  std::string_view text_at(uint32_t w) const { return layers_.article.slice(tokens_.words[w].span); }
  bool spaced(uint32_t w) const { return w > 0 && tokens_.words[w - 1].span.end < tokens_.words[w].span.start; }
  bool has_verb(const Sentence& sentence) const;

  std::optional<PlaceRef> scene_place(const Event& event, const std::optional<DateRange>& date,
                                      std::string& rule) const;

  // The first paragraph under a dateline tells what happened there, words too.
  bool in_lead(const Event& event) const;
  // "Two people died here last Saturday"
  bool is_here(const Event& event) const;

  // What a state does to its own people happens at home.
  std::optional<PlaceRef> home(const Event& event) const;

  const WordList& words_;
  const PlacingLayers& layers_;
  const Tokens& tokens_;
  Grammar grammar_;
  Clauses clauses_;
  const Events& events_;
  std::vector<char> tells_;
  std::vector<Anchor> anchors_;                       // per place
  std::vector<const PlaceMention*> scenes_;           // per sentence
  std::map<std::string, const PlaceMention*> named_;  // the first mention of each country
  const PlaceMention *dateline_ = nullptr, *lead_ = nullptr;
};

}  // namespace kronika
