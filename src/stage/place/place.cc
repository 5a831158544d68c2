#include "stage/place/place.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <charconv>

#include "base/utf8.h"
#include "codebook/table.h"
#include "text/grammar.h"

namespace kronika {
namespace {

// A name without other support in the text is taken for a city only if it is as large as this.
constexpr int64_t kWellKnown = 300000;
constexpr uint32_t kMostNameWords = 4;

bool is_locative(std::string_view preposition) {
  static const std::unordered_set<std::string_view> kAll = {"in", "at", "near", "outside", "around", "across", "inside", "throughout", "within", "to", "from", "into", "over", "on"};
  return kAll.contains(preposition);
}

bool is_place_of_event(std::string_view preposition) {
  static const std::unordered_set<std::string_view> kAll = {"in", "at", "near", "outside", "around", "across", "inside", "throughout", "within"};
  return kAll.contains(preposition);
}

}  // namespace

Result<std::unique_ptr<const PlaceFinder>> PlaceFinder::load(const std::string& folder, const KnowledgeBase& knowledge) {
  std::unique_ptr<PlaceFinder> finder(new PlaceFinder(knowledge));
  const std::string path = folder + "/places.tsv";
  const auto table = Table::read(path, {"name", "aliases", "country", "admin1", "latitude", "longitude", "geonames", "population"});
  if (!table) return table.error();
  for (const Table::Row& row : table.value().rows()) {
    City city;
    city.name = row.cells[0];
    city.country = row.cells[2];
    city.admin1 = row.cells[3];
    const auto number = [&](size_t column, auto& to) {
      const std::string_view text = row.cells[column];
      return std::from_chars(text.data(), text.data() + text.size(), to).ec == std::errc();
    };
    if (!number(4, city.latitude) || !number(5, city.longitude) || !number(6, city.geonames) || !number(7, city.population))
      return table.value().error_at(row, "latitude, longitude, geonames and population are numbers");
    const uint32_t index = static_cast<uint32_t>(finder->cities_.size());
    finder->by_name_[fold_name(city.name)].push_back(index);
    for (const std::string_view alias : split_cell(row.cells[1], '|'))
      finder->by_name_[fold_name(alias)].push_back(index);
    finder->cities_.push_back(std::move(city));
  }
  return std::unique_ptr<const PlaceFinder>(std::move(finder));
}

Places PlaceFinder::find(const Article& article, const Tokens& tokens, const Tags& tags, const Names& names) const {
  std::vector<NameType> type(tokens.size(), NameType::other);
  std::vector<char> named(tokens.size(), 0);
  for (const Name& name : names.names)
    for (uint32_t w = name.first; w < name.last; ++w) {
      type[w] = name.type;
      named[w] = 1;
    }
  const auto slice = [&](uint32_t first, uint32_t last) { return article.slice({tokens.words[first].span.start, tokens.words[last - 1].span.end}); };
  Places out;
  std::map<std::string, int> countries;  // named in the text: they decide between cities of one name
  struct Candidate {
    uint32_t first, last;
    const std::vector<uint32_t>* cities;
  };
  std::vector<Candidate> candidates;
  for (const Sentence& sentence : tokens.sentences)
    for (uint32_t w = sentence.first; w < sentence.last; ++w) {
      if (tags.upos[w] != Upos::PROPN) continue;
      for (uint32_t last = std::min(w + kMostNameWords, sentence.last); last > w; --last) {
        if (tags.upos[last - 1] != Upos::PROPN && last - w > 1) continue;
        const std::string_view name = slice(w, last);
        const std::vector<NameSense> senses = knowledge_.find(name, article.published());
        const auto country = std::find_if(senses.begin(), senses.end(), [](const NameSense& s) { return s.kind == NameSense::Kind::country; });
        if (country != senses.end()) {
          PlaceMention place{{}, w, last, {}};
          place.span = {tokens.words[w].span.start, tokens.words[last - 1].span.end};
          place.place.name = country->country->name;
          place.place.country = country->country->code;
          place.place.precision = "country";
          place.place.words = place.span;
          ++countries[country->country->code];
          out.places.push_back(std::move(place));
          w = last - 1;
          break;
        }
        // A person or an organisation may have the name of a city.
        if (named[w] && (type[w] == NameType::person || type[w] == NameType::organization)) continue;
        const auto at = by_name_.find(fold_name(name));
        if (at == by_name_.end()) continue;
        const std::string_view before = w > sentence.first ? std::string_view(tags.lemma[w - 1]) : std::string_view();
        const bool supported = (named[w] && type[w] == NameType::place) || is_locative(before);
        if (!supported && cities_[at->second.front()].population < kWellKnown) continue;
        candidates.push_back({w, last, &at->second});
        w = last - 1;
        break;
      }
    }
  for (const Candidate& candidate : candidates) {
    // In a country that the text names, else the largest.
    const City* best = nullptr;
    double best_score = -1;
    for (const uint32_t index : *candidate.cities) {
      const City& city = cities_[index];
      const auto mentioned = countries.find(city.country);
      const double score = static_cast<double>(city.population) * (mentioned == countries.end() ? 1.0 : 20.0);
      if (score > best_score) {
        best_score = score;
        best = &city;
      }
    }
    PlaceMention place{{tokens.words[candidate.first].span.start, tokens.words[candidate.last - 1].span.end}, candidate.first, candidate.last, {}};
    place.place = {best->name, best->country, best->admin1, best->latitude, best->longitude, best->geonames, "city", place.span};
    out.places.push_back(std::move(place));
  }
  std::sort(out.places.begin(), out.places.end(), [](const PlaceMention& a, const PlaceMention& b) { return a.first < b.first; });
  return out;
}

EventPlaces place_events(const Article&, const Tokens& tokens, const Tags& tags, const Trees& trees, const Places& places, const Events& events) {
  constexpr uint32_t kMostArcs = 4;
  const Grammar grammar(tags, trees);
  // "MINSK, Belarus (AP) --": the place that begins the body, before a dash or a bracket.
  const PlaceMention* dateline = nullptr;
  for (const Sentence& sentence : tokens.sentences) {
    if (sentence.kind != SentenceKind::body) continue;
    for (const PlaceMention& place : places.places)
      if (place.first == sentence.first && place.place.precision == "city")
        for (uint32_t w = place.last; w < std::min(place.last + 8, sentence.last); ++w)
          if (tags.lemma[w] == "--" || tags.lemma[w] == "\u2014" || tags.lemma[w] == "\u2013") dateline = &place;
    break;
  }
  EventPlaces out;
  for (const Event& event : events.events) {
    const Sentence& sentence = tokens.sentences[tokens.sentence_of(event.word)];
    std::optional<PlaceRef> best;
    uint32_t best_distance = UINT32_MAX;
    for (const PlaceMention& place : places.places) {
      if (place.first < sentence.first || place.first >= sentence.last) continue;
      // The word of the name that hangs on something outside of it.
      uint32_t head = place.first;
      while (head + 1 < place.last && !grammar.is_root(head) && grammar.head(head) >= place.first && grammar.head(head) < place.last) head = grammar.head(head);
      std::string_view preposition = grammar.preposition(head);
      const bool visits = event.category == "CONSULT" && (preposition == "to" || grammar.relation(head) == Deprel::obj);
      if (!is_place_of_event(preposition) && !visits) continue;
      // Arcs from the place up to the event's clause.
      uint32_t distance = 0;
      bool reached = false;
      std::vector<uint32_t> above = {event.word};
      while (!grammar.is_root(above.back()) && above.size() <= kMostArcs) above.push_back(grammar.head(above.back()));
      for (uint32_t w = head; distance <= kMostArcs; ++distance) {
        const auto at = std::find(above.begin(), above.end(), w);
        if (at != above.end()) {
          distance += static_cast<uint32_t>(at - above.begin());
          reached = true;
          break;
        }
        if (grammar.is_root(w)) break;
        w = grammar.head(w);
      }
      if (!reached || distance > kMostArcs) continue;
      // Of "in Minsk, Belarus" the city is the finer.
      if (place.place.precision == "country") distance += 1;
      if (distance < best_distance) {
        best_distance = distance;
        best = place.place;
      }
    }
    if (!best && dateline && sentence.paragraph <= tokens.sentences[tokens.sentence_of(dateline->first)].paragraph && sentence.kind == SentenceKind::body)
      best = dateline->place;
    out.of.push_back(std::move(best));
  }
  return out;
}

}  // namespace kronika
