#include "stage/place/place.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "codebook/fold.h"
#include "codebook/table.h"

namespace kronika {
namespace {

// A name without other support in the text is taken for a place only if it is as large as this.
constexpr int64_t kWellKnown = 300000;
constexpr uint32_t kMostNameWords = 5;
// Other names that support a place; the bound keeps long texts linear.
constexpr size_t kMostNeighbours = 40;
// A province has as many more people than the town that is meant by its name.
constexpr int64_t kProvinceToTown = 20;
// What the text around can weigh: four powers of ten of people.
constexpr double kMostSupport = 4;

template <size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

constexpr std::string_view kLocative[] = {"in",         "at",      "near",    "outside", "around", "across", "inside",
                                          "throughout", "within",  "to",      "from",    "into",   "over",   "on",
                                          "toward",     "towards", "between", "along",   "of"};
// What stands after the name of a region, in small letters.
constexpr std::string_view kRegion[] = {"region",   "province", "oblast",     "governorate", "state",
                                        "district", "county",   "prefecture", "department",  "valley"};

class Finder {
 public:
  Finder(const PlaceFinder& gazetteer, const Article& article, const Tokens& tokens, const Tags& tags,
         const Names& names)
      : gazetteer_(gazetteer), article_(article), tokens_(tokens), tags_(tags), names_(names) {}

  Places find() {
    name_of_.resize(tokens_.size(), nullptr);
    for (const Name& name : names_.names)
      for (uint32_t w = name.first; w < name.last; ++w) name_of_[w] = &name;
    for (const Sentence& sentence : tokens_.sentences)
      for (uint32_t w = sentence.first; w < sentence.last;) w = std::max(w + 1, look(w, sentence));
    choose_all();
    for (const Found& found : found_) resolve(found);
    return std::move(out_);
  }

 private:
  using Sense = PlaceFinder::Sense;
  struct Found {
    uint32_t first, last;
    const Country* country = nullptr;
    std::span<const Sense> senses;  // neither: a site that is not in the gazetteer
    bool capital = false;           // "the capital", "the Chadian capital": of `country`
    const Sense* chosen = nullptr;  // of `senses`
  };
  // All that the text says by one name, which is taken for one place.
  struct Group {
    std::vector<size_t> found;
    bool region = false;           // "Donetsk region"
    const Sense* said = nullptr;   // what the words after it say
    const Sense* first = nullptr;  // without regard to the other names
  };

  std::string_view slice(uint32_t first, uint32_t last) const {
    return article_.slice({tokens_.words[first].span.start, tokens_.words[last - 1].span.end});
  }

  // Gives the word after a name that was taken up or passed over, else w.
  uint32_t look(uint32_t w, const Sentence& sentence) {
    if (tags_.lemma[w] == "capital" && tags_.upos[w] == Upos::NOUN) return capital(w, sentence);
    if (const Sense* state = short_state(w)) {
      found_.push_back({w, w + 1, nullptr, gazetteer_.senses(gazetteer_.place(state->place).name), false, state});
      return w + 1;
    }
    const bool proper = tags_.upos[w] == Upos::PROPN;
    const char initial = article_.slice(tokens_.words[w].span).front();
    if (!proper && !(initial >= 'A' && initial <= 'Z' && tags_.upos[w] == Upos::ADJ)) return w;
    for (uint32_t last = std::min(w + kMostNameWords, sentence.last); last > w; --last) {
      if (tags_.upos[last - 1] != Upos::PROPN && last - w > 1 && !is_site(w, last)) continue;
      const Country* country = nullptr;
      bool demonym = false;
      for (const NameSense& sense : gazetteer_.knowledge().find(slice(w, last), article_.published())) {
        if (sense.kind == NameSense::Kind::country && !country) country = sense.country;
        if (sense.kind == NameSense::Kind::demonym && sense.country)
          ++countries_[sense.country->code], demonym = true, last_country_ = sense.country;
      }
      if (country) countries_[country->code] += 2, last_country_ = country;
      if (country || demonym) named_.push_back({w, last_country_});
      if (country && (proper || last - w > 1)) {
        // "Atlanta, Georgia": a state that has the name of a country.
        const Sense* state = state_named(w, last, country);
        if (!is_in_organization(w, last))
          found_.push_back({w, last, state ? nullptr : country,
                            state ? gazetteer_.senses(slice(w, last)) : std::span<const Sense>(), false, state});
        return last;
      }
      if (demonym || (!proper && last - w == 1)) continue;
      const std::span<const Sense> senses = gazetteer_.senses(slice(w, last));
      if (senses.empty() || (last == w + 1 && gazetteer_.is_common_word(slice(w, last)))) continue;
      const bool sure = opens_item(w, last, sentence) || (last < sentence.last && within_next(last, senses));
      if (!sure && (is_in_organization(w, last) || is_person(w, last, sentence))) continue;
      if (!sure && !is_supported(w, last, sentence, senses)) continue;
      found_.push_back({w, last, nullptr, senses});
      return last;
    }
    // "on Flower Road": a name of a place or building that the gazetteer lacks.
    const Name* name = name_of_[w];
    if (name && name->first == w && (name->type == NameType::place || name->type == NameType::facility) &&
        is_acted_on(w, sentence) && !gazetteer_.is_common_word(slice(w, name->last))) {
      found_.push_back({w, name->last, nullptr, {}});
      return name->last;
    }
    return w;
  }

  // ---- what the words after a name say of it

  // After "Richmond,": "Va.", where there is a Richmond in Virginia.
  const Sense* short_state(uint32_t w) const {
    if (w < 2 || found_.empty() || found_.back().last + 1 != w || found_.back().senses.empty() ||
        slice(w - 1, w) != ",")
      return nullptr;
    const PlaceFinder::Region* region = gazetteer_.abbreviation(slice(w, w + 1));
    return region && best_in(found_.back().senses, region->country, region->admin1) ? state(*region) : nullptr;
  }
  const Sense* state(const PlaceFinder::Region& region) const {
    for (const Sense& sense : gazetteer_.senses(region.admin1)) {
      const PlaceFinder::Place place = gazetteer_.place(sense.place);
      if (place.precision == "admin" && place.country == region.country) return &sense;
    }
    return nullptr;
  }
  // A state that has the name of another country, after a town of it that the country has none of.
  const Sense* state_named(uint32_t w, uint32_t last, const Country* country) const {
    if (w < 2 || found_.empty() || found_.back().last + 1 != w || found_.back().senses.empty() ||
        slice(w - 1, w) != ",")
      return nullptr;
    for (const Sense& sense : gazetteer_.senses(slice(w, last))) {
      const PlaceFinder::Place place = gazetteer_.place(sense.place);
      if (place.precision == "admin" && place.country != country->code &&
          best_in(found_.back().senses, place.country, place.admin1) &&
          !best_in(found_.back().senses, country->code, {}))
        return &sense;
    }
    return nullptr;
  }
  // Of the senses the largest in the country and, if given, its region, a town rather than a province unless that is
  // far larger; nullptr for none.
  const Sense* best_in(std::span<const Sense> senses, std::string_view country, std::string_view admin1) const {
    const Sense* best = nullptr;
    for (const Sense& sense : senses) {
      const PlaceFinder::Place place = gazetteer_.place(sense.place);
      if (place.country != country || (!admin1.empty() && (place.admin1 != admin1 || place.precision == "admin")))
        continue;
      const auto size = [](const PlaceFinder::Place& one) {
        return one.precision == "admin" ? one.population / kProvinceToTown : one.population;
      };
      if (!best || size(place) > size(gazetteer_.place(best->place))) best = &sense;
    }
    return best;
  }
  // The sense of a name before `comma` that the name after it holds: "Paris, Texas", "Kent, Wash."; nullptr for none.
  const Sense* within_next(uint32_t comma, std::span<const Sense> senses) const {
    const uint32_t next = comma + 1;
    if (next >= tokens_.size() || (slice(comma, next) != "," && slice(comma, next) != "(")) return nullptr;
    const char initial = slice(next, next + 1).front();
    if (initial < 'A' || initial > 'Z') return nullptr;
    if (const PlaceFinder::Region* region = gazetteer_.abbreviation(slice(next, next + 1)))
      return best_in(senses, region->country, region->admin1);
    for (uint32_t last = std::min<uint32_t>(next + 3, static_cast<uint32_t>(tokens_.size())); last > next; --last) {
      if (tags_.upos[last - 1] != Upos::PROPN) continue;
      const std::string_view name = slice(next, last);
      for (const Sense& region : gazetteer_.senses(name)) {
        const PlaceFinder::Place place = gazetteer_.place(region.place);
        if (place.precision != "admin") continue;
        if (const Sense* best = best_in(senses, place.country, place.admin1)) return best;
      }
      for (const NameSense& sense : gazetteer_.knowledge().find(name, article_.published()))
        if (sense.kind == NameSense::Kind::country && sense.country) return best_in(senses, sense.country->code, {});
    }
    return nullptr;
  }

  // "Rafah crossing", "Kakhovka dam": the last word is a common noun.
  bool is_site(uint32_t w, uint32_t last) const {
    if (tags_.upos[last - 1] != Upos::NOUN) return false;
    const std::span<const Sense> senses = gazetteer_.senses(slice(w, last));
    return std::any_of(senses.begin(), senses.end(),
                       [&](const auto& sense) { return gazetteer_.place(sense.place).precision == "site"; });
  }

  // "MINSK, Belarus", "HALABJA -", "Suez: protesters": what a report or an item of one begins with.
  bool opens_item(uint32_t w, uint32_t last, const Sentence& sentence) const {
    if (w != sentence.first || last >= sentence.last) return false;
    const std::string_view name = slice(w, last), next = slice(last, last + 1);
    const bool shouts =
        std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; }) && name.size() > 3;
    constexpr std::string_view kAfter[] = {",", "-", "\u2013", "\u2014", "--", "(", ":"};
    return next == ":" || (shouts && is_one_of(next, kAfter));
  }

  // "Bank of Cyprus", "the University of Nairobi": no place by itself.
  bool is_in_organization(uint32_t w, uint32_t last) const {
    const Name* name = name_of_[w];
    if (!name || name->type != NameType::organization) return false;
    const uint32_t first = tags_.upos[name->first] == Upos::DET ? name->first + 1 : name->first;  // "the United States"
    return last - w < name->last - first;
  }
  // A person may have the name of a city; under "in" it is the city.
  bool is_person(uint32_t w, uint32_t last, const Sentence& sentence) const {
    const Name* name = name_of_[w];
    if (!name || (name->type != NameType::person && name->type != NameType::organization)) return false;
    // "Tamil Nadu wants a board": the state as a party.
    if (name->type == NameType::organization && is_region(w, last)) return false;
    return !(name->first == w && name->last == last && is_placed(w, sentence));
  }
  bool is_region(uint32_t w, uint32_t last) const {
    const std::span<const Sense> senses = gazetteer_.senses(slice(w, last));
    return std::any_of(senses.begin(), senses.end(), [&](const Sense& sense) {
      return gazetteer_.place(sense.place).precision == "admin" && !sense.alias;
    });
  }
  std::string_view before(uint32_t w, const Sentence& sentence) const {
    while (w > sentence.first && (tags_.upos[w - 1] == Upos::ADJ || tags_.upos[w - 1] == Upos::DET)) --w;
    return w > sentence.first ? std::string_view(tags_.lemma[w - 1]) : std::string_view();
  }
  bool is_placed(uint32_t w, const Sentence& sentence) const {
    constexpr std::string_view kIn[] = {"in", "at", "near", "outside", "on", "inside", "around"};
    return is_one_of(before(w, sentence), kIn);
  }
  // Under a preposition of place, or the object of a verb: "shelled Nabatiyeh".
  bool is_acted_on(uint32_t w, const Sentence& sentence) const {
    if (is_placed(w, sentence) || before(w, sentence) == "of" || before(w, sentence) == "to") return true;
    return w > sentence.first && tags_.upos[w - 1] == Upos::VERB;
  }

  // "the capital", "the Chadian capital", "its capital"; not "capital punishment" nor "raised capital".
  uint32_t capital(uint32_t w, const Sentence& sentence) {
    if (w == sentence.first || (w + 1 < sentence.last && tags_.upos[w + 1] == Upos::NOUN)) return w;
    const Country* country = nullptr;
    for (const NameSense& sense : gazetteer_.knowledge().find(slice(w - 1, w), article_.published()))
      if (sense.kind == NameSense::Kind::demonym && !country) country = sense.country;
    const std::string& left = tags_.lemma[w - 1];
    if (!country && left != "the" && left != "its" && left != "their" && left != "country") return w;
    // "the capital, Minsk" names it itself.
    if (w + 2 < sentence.last && slice(w + 1, w + 2) == "," && tags_.upos[w + 2] == Upos::PROPN) return w;
    if (!country) country = last_country_;
    if (country) found_.push_back({w, w + 1, country, {}, true});
    return w + 1;
  }

  bool is_supported(uint32_t w, uint32_t last, const Sentence& sentence, std::span<const Sense> senses) const {
    const Name* name = name_of_[w];
    if (name && (name->type == NameType::place || name->type == NameType::facility)) return true;
    if (is_one_of(before(w, sentence), kLocative) || (last < sentence.last && is_one_of(tags_.lemma[last], kRegion)))
      return true;
    return std::any_of(senses.begin(), senses.end(), [&](const PlaceFinder::Sense& s) {
      return gazetteer_.place(s.place).population >= kWellKnown && !s.alias;
    });
  }

  void resolve(const Found& found) {
    PlaceMention mention{
        {tokens_.words[found.first].span.start, tokens_.words[found.last - 1].span.end}, found.first, found.last, {}};
    PlaceRef& place = mention.place;
    if (found.capital) {
      const Country* country = found.country;
      if (country->capital.empty()) return;
      for (const PlaceFinder::Sense& sense : gazetteer_.senses(country->capital)) {
        const PlaceFinder::Place one = gazetteer_.place(sense.place);
        if (one.country != country->code || one.precision != "city") continue;
        fill(one, country->capital, place);
        place.words = mention.span;
        out_.places.push_back(std::move(mention));
        return;
      }
      return;
    }
    if (found.country) {
      place.name = found.country->name;
      place.country = found.country->code;
      place.precision = "country";
    } else if (!found.senses.empty()) {
      const Sense* best = found.chosen;
      // The name as the text has it ("Hodeida"), unless that is all in capitals.
      const std::string name(slice(found.first, found.last));
      const bool shouts = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      fill(gazetteer_.place(best->place),
           best->alias && !shouts ? std::string_view(name) : gazetteer_.place(best->place).name, place);
    } else {
      if (out_.places.empty() && countries_.empty()) return;
      place.name = std::string(slice(found.first, found.last));
      std::replace(place.name.begin(), place.name.end(), '\n', ' ');
      const bool near = !out_.places.empty() && out_.places.back().last + 12 >= found.first;
      place.country = near || countries_.empty() ? out_.places.back().place.country : chief_country();
      place.precision = "site";
    }
    place.words = mention.span;
    out_.places.push_back(std::move(mention));
  }

  static void fill(const PlaceFinder::Place& from, std::string_view name, PlaceRef& place) {
    place.name = name;
    std::replace(place.name.begin(), place.name.end(), '\n', ' ');
    place.country = from.country;
    place.admin1 = from.admin1;
    place.latitude = from.latitude;
    place.longitude = from.longitude;
    if (from.geonames) place.geonames = from.geonames;
    place.precision = from.precision;
  }

  std::string chief_country() const {
    const auto most = std::max_element(countries_.begin(), countries_.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == countries_.end() ? std::string() : most->first;
  }

  // ---- which of the places of a name

  void choose_all() {
    std::map<std::pair<std::string, bool>, Group> groups;
    for (size_t i = 0; i < found_.size(); ++i) {
      const Found& found = found_[i];
      if (found.senses.empty()) continue;
      const bool region = found.last < tokens_.size() && is_one_of(tags_.lemma[found.last], kRegion);
      Group& group = groups[{fold_name(slice(found.first, found.last)), region}];
      group.region = region;
      group.found.push_back(i);
      if (!group.said) group.said = found.chosen ? found.chosen : within_next(found.last, found.senses);
      for (const Sense& sense : found.senses)
        if (gazetteer_.place(sense.place).precision == "admin") regions_.insert(region_key(sense));
    }
    for (auto& [name, group] : groups) group.first = group.said ? group.said : best(group, {});
    std::vector<const Group*> others;
    for (const auto& [name, group] : groups)
      if (others.size() < kMostNeighbours) others.push_back(&group);
    for (const auto& [name, group] : groups) {
      const Sense* sense = group.said ? group.said : best(group, others);
      for (const size_t i : group.found)
        if (!found_[i].chosen) found_[i].chosen = sense;
    }
  }
  std::pair<std::string_view, std::string_view> region_key(const Sense& sense) const {
    const PlaceFinder::Place place = gazetteer_.place(sense.place);
    return {place.country, place.admin1};
  }

  const Sense* best(const Group& group, const std::vector<const Group*>& others) const {
    const Sense* best = nullptr;
    double best_score = -1;
    for (const Sense& sense : found_[group.found.front()].senses) {
      const double score =
          weigh(sense, group) +
          std::min(kMostSupport, mentioned(sense, group) + support_of(gazetteer_.place(sense.place), group, others));
      if (score > best_score) {
        best_score = score;
        best = &sense;
      }
    }
    return best;
  }
  // By itself, how large it is: one point is a power of ten of people.
  double weigh(const Sense& sense, const Group& group) const {
    const PlaceFinder::Place place = gazetteer_.place(sense.place);
    double score = 0;
    for (int64_t people = place.population; people >= 10; people /= 10) score += 1;
    score += 0.1 * static_cast<double>(leading_digit(place.population));
    if (sense.alias) score -= 1;
    const bool admin = place.precision == "admin";
    if (group.region == admin) score += group.region ? 4 : 0.5;
    // "Washington", "Luxembourg": the seat rather than the province.
    const Country* country = gazetteer_.knowledge().country(place.country);
    if (country && !group.region && place.precision == "city" && fold_name(country->capital) == fold_name(place.name))
      score += 1.5;
    return score;
  }
  // From names of its country, its people and its region in the text.
  double mentioned(const Sense& sense, const Group& group) const {
    const PlaceFinder::Place place = gazetteer_.place(sense.place);
    double score = 0;
    const auto country = countries_.find(place.country);
    if (country != countries_.end()) score += 1.5 + 0.4 * std::min(country->second, 5);
    // "Libyan Tripoli", "Tripoli in northern Lebanon".
    for (const size_t i : group.found)
      if (is_beside(found_[i], place.country)) {
        score += 2;
        break;
      }
    if (place.precision != "admin" && regions_.contains(region_key(sense)) && !is_named_as_its_region(sense))
      score += 1.5;
    return score;
  }
  // From the other names: how many of their places are near, or in the same country.
  double support_of(const PlaceFinder::Place& place, const Group& group,
                    const std::vector<const Group*>& others) const {
    double near = 0, together = 0, counted = 0;
    for (const Group* other : others) {
      if (other == &group || !other->first) continue;
      const PlaceFinder::Place there = gazetteer_.place(other->first->place);
      if (there.name == place.name) continue;
      counted += 1;
      together += there.country == place.country;
      const double far = degrees_apart(place, there);
      near += far < 0.7 ? 0.6 : far < 2 ? 0.3 : 0;
    }
    return std::min(near, 1.8) + (counted > 0 ? 1.5 * together / std::max(counted, 3.0) : 0);
  }
  // Degrees of latitude, some 111 km each; near enough for short ways.
  static double degrees_apart(const PlaceFinder::Place& a, const PlaceFinder::Place& b) {
    const double north = a.latitude - b.latitude;
    const double east = (a.longitude - b.longitude) * std::cos(a.latitude * 0.017453292519943295);
    return std::sqrt(north * north + east * east);
  }
  bool is_named_as_its_region(const Sense& sense) const {
    const PlaceFinder::Place place = gazetteer_.place(sense.place);
    return place.name == place.admin1;
  }
  bool is_beside(const Found& found, std::string_view country) const {
    constexpr uint32_t kBeside = 4;
    const uint32_t from = found.first > kBeside ? found.first - kBeside : 0;
    for (auto at =
             std::partition_point(named_.begin(), named_.end(), [&](const auto& one) { return one.first < from; });
         at != named_.end() && at->first < found.last + kBeside; ++at)
      if (at->second->code == country) return true;
    return false;
  }
  static int leading_digit(int64_t number) {
    while (number >= 10) number /= 10;
    return static_cast<int>(number);
  }

  const PlaceFinder& gazetteer_;
  const Article& article_;
  const Tokens& tokens_;
  const Tags& tags_;
  const Names& names_;
  std::vector<const Name*> name_of_;                                 // per word
  std::vector<Found> found_;                                         // in text order
  std::map<std::string, int, std::less<>> countries_;                // named in the text, how often
  std::vector<std::pair<uint32_t, const Country*>> named_;           // names of countries and peoples, by word
  std::set<std::pair<std::string_view, std::string_view>> regions_;  // country and region that a name may mean
  const Country* last_country_ = nullptr;                            // named last
  Places out_;
};

}  // namespace

Result<std::unique_ptr<const PlaceFinder>> PlaceFinder::load(const std::string& folder, const KnowledgeBase& knowledge,
                                                             const std::string& image) {
  auto words = WordList::load(folder + "/words.txt");
  if (!words) return words.error();
  auto gazetteer = Gazetteer::load(folder, image);
  if (!gazetteer) return gazetteer.error();
  std::unique_ptr<PlaceFinder> finder(
      new PlaceFinder(knowledge, std::move(gazetteer).value(), std::move(words).value()));
  if (const auto status = finder->read_abbreviations(folder + "/abbreviations.tsv"); !status) return status.error();
  return std::unique_ptr<const PlaceFinder>(std::move(finder));
}

Status PlaceFinder::read_abbreviations(const std::string& path) {
  const auto table = Table::read(path, {"short", "country", "admin1"});
  if (!table) return table.error();
  for (const Table::Row& row : table.value().rows())
    abbreviations_[std::string(row.cells[0])] = {std::string(row.cells[1]), std::string(row.cells[2])};
  return Done{};
}

bool PlaceFinder::is_common_word(std::string_view name) const { return words_.has("common", fold_name(name)); }

const PlaceFinder::Region* PlaceFinder::abbreviation(std::string_view word) const {
  // With a full stop or in capitals: "Miss Smith" names no state.
  const bool shouts = word.size() == 2 && word[1] >= 'A' && word[1] <= 'Z';
  if (word.size() > 6 || (!shouts && word.find('.') == word.npos)) return nullptr;
  std::string letters;
  std::copy_if(word.begin(), word.end(), std::back_inserter(letters), [](char c) { return c != '.'; });
  const auto at = abbreviations_.find(letters);
  return at == abbreviations_.end() ? nullptr : &at->second;
}

Places PlaceFinder::find(const Article& article, const Tokens& tokens, const Tags& tags, const Names& names) const {
  return Finder(*this, article, tokens, tags, names).find();
}

}  // namespace kronika
