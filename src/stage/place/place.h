// Places: names of cities and countries in the text, and where each event happened.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "codebook/knowledge.h"
#include "kronika/article.h"
#include "kronika/result.h"
#include "text/events.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads. The knowledge base must outlive it.
class PlaceFinder {
 public:
  // `folder` is data/places. Fails with file and line on a wrong row.
  static Result<std::unique_ptr<const PlaceFinder>> load(const std::string& folder, const KnowledgeBase& knowledge);
  Places find(const Article& article, const Tokens& tokens, const Tags& tags, const Names& names) const;

 private:
  struct City {
    std::string name, country, admin1;
    double latitude = 0, longitude = 0;
    int64_t geonames = 0, population = 0;
  };
  explicit PlaceFinder(const KnowledgeBase& knowledge) : knowledge_(knowledge) {}
  const KnowledgeBase& knowledge_;
  std::vector<City> cities_;
  std::unordered_map<std::string, std::vector<uint32_t>> by_name_;  // folded name → cities, the largest first
};

// Where each event happened: a place under a locative preposition in its clause, else the city of the dateline for the events of
// the first paragraph. Not a place that is only named near it.
EventPlaces place_events(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Places& places,
                         const Events& events);

}  // namespace kronika
