// Places: names of cities, regions, sites and countries in the text, and where each event happened.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "codebook/knowledge.h"
#include "kronika/article.h"
#include "kronika/result.h"
#include "stage/place/gazetteer.h"
#include "text/actors.h"
#include "text/choice.h"
#include "text/events.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// What is read of an article when events are placed; the layers must outlive the call.
struct PlacingLayers {
  const Article& article;
  const Tokens& tokens;
  const Tags& tags;
  const Trees& trees;
  const Places& places;
  const Mentions& mentions;
  const Actors& actors;
  const EventDates& dates;
  const Factualities& factualities;
};

// A place that an event may have happened at, nullptr for none, and what speaks for it.
struct PlaceCandidate {
  const PlaceRef* place = nullptr;  // of a PlaceMention
  ChoiceFeatures features;
};

// What the model of places is asked.
std::vector<ChoiceQuestion> place_questions();

// The place that most speaks for, among candidates of one event; nullptr where not enough does.
const PlaceRef* likeliest_place(const std::vector<PlaceCandidate>& candidates, const ChoiceModel& model);

// Immutable once loaded; safe for concurrent use by multiple threads. The knowledge base must outlive it.
class PlaceFinder {
 public:
  // `folder` is data/places, `image` as Gazetteer has it. Fails with file and line on a wrong row.
  static Result<std::unique_ptr<const PlaceFinder>> load(const std::string& folder, const KnowledgeBase& knowledge,
                                                         const std::string& image = {});
  // Of several places of one name: the one that the words after it say ("Paris, Texas", "Richmond, Va."), which then
  // holds for the whole text; else by population, the countries and regions that the text speaks of, and the other
  // places in it. Names of sites that the gazetteer lacks lie in the country of the place named nearest before.
  Places find(const Article& article, const Tokens& tokens, const Tags& tags, const Names& names) const;

  // Where each event happened. By rule that is the place under a locative preposition on it or in its clause, the place
  // that it is done to ("bombed Natanz") or goes to ("flew to Kiev"); of several as near the finest. Deeds that need a
  // place (not mere words) lie else where the paragraph or the dateline is set, if the parties belong there; acts of a
  // state at home lie in its country. With a model, which has to be of place_questions(), that is one kind of evidence
  // among others. Not a place that is only named near it.
  EventPlaces place_events(const PlacingLayers& layers, const Events& events, const ChoiceModel* model = nullptr) const;
  // What the model chooses among, for each event; the first candidate is no place.
  std::vector<std::vector<PlaceCandidate>> candidates(const PlacingLayers& layers, const Events& events,
                                                      const ChoiceModel& model) const;

  struct Region {
    std::string country, admin1;
  };
  // "Va.", "CA": the state or province of a short form; nullptr for none.
  const Region* abbreviation(std::string_view word) const;
  // Towns and regions have names like these ("March", "South"); in the news they are something else.
  bool is_common_word(std::string_view name) const;
  using Place = Gazetteer::Place;
  using Sense = Gazetteer::Sense;
  std::span<const Sense> senses(std::string_view name) const { return gazetteer_.senses(name); }
  Place place(uint32_t index) const { return gazetteer_.place(index); }
  const KnowledgeBase& knowledge() const { return knowledge_; }

 private:
  PlaceFinder(const KnowledgeBase& knowledge, Gazetteer gazetteer, WordList words)
      : knowledge_(knowledge), gazetteer_(std::move(gazetteer)), words_(std::move(words)) {}
  Status read_abbreviations(const std::string& path);

  const KnowledgeBase& knowledge_;
  Gazetteer gazetteer_;
  WordList words_;
  std::unordered_map<std::string, Region> abbreviations_;  // without full stops
};

}  // namespace kronika
