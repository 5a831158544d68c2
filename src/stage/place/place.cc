#include "stage/place/place.h"

#include <algorithm>
#include <map>

#include "codebook/fold.h"

namespace kronika {
namespace {

// A name without other support in the text is taken for a place only if it is as large as this.
constexpr int64_t kWellKnown = 300000;
constexpr uint32_t kMostNameWords = 5;

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

// Towns have names like these; in the news they are days.
constexpr std::string_view kDays[] = {"monday",   "tuesday",   "wednesday", "thursday",  "friday",  "saturday",
                                      "sunday",   "january",   "february",  "march",     "april",   "may",
                                      "june",     "july",      "august",    "september", "october", "november",
                                      "december", "president", "minister",  "general",   "police",  "parliament"};

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
    for (size_t i = 0; i < found_.size(); ++i) resolve(i);
    return std::move(out_);
  }

 private:
  struct Found {
    uint32_t first, last;
    const Country* country = nullptr;
    std::span<const PlaceFinder::Sense> senses;  // neither: a site that is not in the gazetteer
    bool capital = false;                        // "the capital", "the Chadian capital": of `country`
  };

  std::string_view slice(uint32_t first, uint32_t last) const {
    return article_.slice({tokens_.words[first].span.start, tokens_.words[last - 1].span.end});
  }

  // Gives the word after a name that was taken up or passed over, else w.
  uint32_t look(uint32_t w, const Sentence& sentence) {
    if (tags_.lemma[w] == "capital" && tags_.upos[w] == Upos::NOUN) return capital(w, sentence);
    const bool proper = tags_.upos[w] == Upos::PROPN;
    const char initial = article_.slice(tokens_.words[w].span).front();
    if (!proper && !(initial >= 'A' && initial <= 'Z' && tags_.upos[w] == Upos::ADJ)) return w;
    for (uint32_t last = std::min(w + kMostNameWords, sentence.last); last > w; --last) {
      if (tags_.upos[last - 1] != Upos::PROPN && last - w > 1) continue;
      const Country* country = nullptr;
      bool demonym = false;
      for (const NameSense& sense : gazetteer_.knowledge().find(slice(w, last), article_.published())) {
        if (sense.kind == NameSense::Kind::country && !country) country = sense.country;
        if (sense.kind == NameSense::Kind::demonym && sense.country)
          ++countries_[sense.country->code], demonym = true, last_country_ = sense.country;
      }
      if (country) countries_[country->code] += 2, last_country_ = country;
      if (country && proper) {
        if (!is_in_organization(w, last)) found_.push_back({w, last, country, {}});
        return last;
      }
      if (demonym || !proper) continue;
      const bool opens = opens_item(w, last, sentence);
      if (!opens && (is_in_organization(w, last) || is_person(w, last, sentence))) continue;
      if ((last == w + 1 && is_one_of(fold_name(slice(w, last)), kDays))) continue;
      const std::span<const PlaceFinder::Sense> senses = gazetteer_.senses(slice(w, last));
      if (senses.empty() || (!opens && !is_supported(w, last, sentence, senses))) continue;
      found_.push_back({w, last, nullptr, senses});
      return last;
    }
    // "on Flower Road": a name of a place or building that the gazetteer lacks.
    const Name* name = name_of_[w];
    if (name && name->first == w && (name->type == NameType::place || name->type == NameType::facility) &&
        is_acted_on(w, sentence) && !is_one_of(fold_name(slice(w, name->last)), kDays)) {
      found_.push_back({w, name->last, nullptr, {}});
      return name->last;
    }
    return w;
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
    return name && name->type == NameType::organization && last - w < name->last - name->first;
  }
  // A person may have the name of a city; under "in" it is the city.
  bool is_person(uint32_t w, uint32_t last, const Sentence& sentence) const {
    const Name* name = name_of_[w];
    if (!name || (name->type != NameType::person && name->type != NameType::organization)) return false;
    return !(name->first == w && name->last == last && is_placed(w, sentence));
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

  bool is_supported(uint32_t w, uint32_t last, const Sentence& sentence,
                    std::span<const PlaceFinder::Sense> senses) const {
    const Name* name = name_of_[w];
    if (name && name->type == NameType::place) return true;
    if (is_one_of(before(w, sentence), kLocative) || (last < sentence.last && is_one_of(tags_.lemma[last], kRegion)))
      return true;
    return std::any_of(senses.begin(), senses.end(), [&](const PlaceFinder::Sense& s) {
      return gazetteer_.place(s.place).population >= kWellKnown && !s.alias;
    });
  }

  void resolve(size_t i) {
    const Found& found = found_[i];
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
      const PlaceFinder::Sense* best = choose(i);
      // The name as the text has it ("Hodeida"), unless that is all in capitals.
      const std::string name(slice(found.first, found.last));
      const bool shouts = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      fill(gazetteer_.place(best->place), best->alias && !shouts ? name : gazetteer_.place(best->place).name, place);
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

  const PlaceFinder::Sense* choose(size_t i) const {
    const Found& found = found_[i];
    const bool region = found.last < tokens_.size() && is_one_of(tags_.lemma[found.last], kRegion);
    // "Paris, Texas": the next name, after a comma.
    const Found* next =
        i + 1 < found_.size() && found_[i + 1].first == found.last + 1 && slice(found.last, found.last + 1) == ","
            ? &found_[i + 1]
            : nullptr;
    const PlaceFinder::Sense* best = nullptr;
    double best_score = -1;
    for (const PlaceFinder::Sense& sense : found.senses) {
      const PlaceFinder::Place place = gazetteer_.place(sense.place);
      double score = 0;
      for (int64_t people = place.population; people >= 10; people /= 10) score += 1;
      score += 0.1 * static_cast<double>(leading_digit(place.population));
      const auto mentioned = countries_.find(place.country);
      if (mentioned != countries_.end()) score += 1.5 + 0.4 * std::min(mentioned->second, 5);
      if (sense.alias) score -= 1;
      if (region == (place.precision == "admin")) score += region ? 4 : 0.5;
      if (next && next->country && next->country->code == place.country) score += 6;
      if (next && !next->senses.empty() && in_region(place, next->senses)) score += 6;
      if (score > best_score) {
        best_score = score;
        best = &sense;
      }
    }
    return best;
  }
  static int leading_digit(int64_t number) {
    while (number >= 10) number /= 10;
    return static_cast<int>(number);
  }
  bool in_region(const PlaceFinder::Place& place, std::span<const PlaceFinder::Sense> senses) const {
    return std::any_of(senses.begin(), senses.end(), [&](const PlaceFinder::Sense& sense) {
      const PlaceFinder::Place other = gazetteer_.place(sense.place);
      return other.precision == "admin" && other.country == place.country && other.admin1 == place.admin1;
    });
  }

  const PlaceFinder& gazetteer_;
  const Article& article_;
  const Tokens& tokens_;
  const Tags& tags_;
  const Names& names_;
  std::vector<const Name*> name_of_;                   // per word
  std::vector<Found> found_;                           // in text order
  std::map<std::string, int, std::less<>> countries_;  // named in the text, how often
  const Country* last_country_ = nullptr;              // named last
  Places out_;
};

}  // namespace

Result<std::unique_ptr<const PlaceFinder>> PlaceFinder::load(const std::string& folder, const KnowledgeBase& knowledge,
                                                             const std::string& image) {
  auto words = WordList::load(folder + "/words.txt");
  if (!words) return words.error();
  auto gazetteer = Gazetteer::load(folder, image);
  if (!gazetteer) return gazetteer.error();
  return std::unique_ptr<const PlaceFinder>(
      new PlaceFinder(knowledge, std::move(gazetteer).value(), std::move(words).value()));
}

Places PlaceFinder::find(const Article& article, const Tokens& tokens, const Tags& tags, const Names& names) const {
  return Finder(*this, article, tokens, tags, names).find();
}

}  // namespace kronika
