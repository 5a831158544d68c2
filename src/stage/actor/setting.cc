#include "stage/actor/setting.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/ascii.h"

namespace kronika {
namespace {

// Chosen on the documents to work with of the corpus and the gold set.
// A country's share of the whole text against what is named near.
constexpr double kShare = 2.2, kFading = 0.5;
constexpr uint32_t kMostSentencesBack = 4;
constexpr size_t kMostNamesBack = 100;
// Title and first sentences say what a report is about.
constexpr uint32_t kLeadSentences = 3;
constexpr double kLead = 2;

// How much a name says of where its sentence plays, and of what the text is about. "in Mali" is the place itself; an
// adjective or a people are more often named for being foreign there: "the American nun", "Chinese labourers".
struct Weight {
  double near, whole;
};
Weight weight_of(Stance stance) {
  switch (stance) {
    case Stance::where:
      return {1.0, 1.5};
    case Stance::subject_modifier:
      return {0.5, 0.5};
    case Stance::modifier:
      return {0.3, 0.5};
    case Stance::people:
      return {0.35, 0.5};
    case Stance::subject:
    case Stance::owner:
      return {0.6, 1.0};
    default:
      return {0.35, 1.0};
  }
}

// What is named: a country, a people, a place in it, or somebody of it.
enum class Sort { country, people, city, actor };

Stance stance_of(const Grammar& grammar, uint32_t head, Sort sort) {
  constexpr std::array<std::string_view, 5> kWhere = {"in", "at", "near", "across", "throughout"};
  if (std::find(kWhere.begin(), kWhere.end(), grammar.preposition(head)) != kWhere.end()) return Stance::where;
  const Deprel relation = grammar.relation(head);
  if (relation == Deprel::amod || relation == Deprel::compound)
    return grammar.relation(grammar.head(head)) == Deprel::nsubj ? Stance::subject_modifier : Stance::modifier;
  if (sort == Sort::people) return Stance::people;
  if (relation == Deprel::nsubj) return Stance::subject;
  if (grammar.subtype(head) == Deprel::nmod_poss) return Stance::owner;
  return sort == Sort::city ? Stance::city : sort == Sort::actor ? Stance::actor : Stance::other;
}

}  // namespace

std::string country_of(const NameSense& sense, const KnowledgeBase& knowledge, const std::optional<Day>& day) {
  if (sense.country) return sense.country->coded_as;
  if (!sense.entity) return "";
  const std::vector<Office> offices = knowledge.offices_on(*sense.entity, day);
  return offices.empty() ? "" : offices.front().country;
}

bool is_international(std::string_view code) {
  constexpr std::array<std::string_view, 7> kAll = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"};
  return std::find(kAll.begin(), kAll.end(), code) != kAll.end();
}

Setting::Setting(const Article& article, const Tokens& tokens, const Grammar& grammar, const KnownNames& names,
                 const Places& places, const KnowledgeBase& knowledge)
    : place_(tokens.size()) {
  const auto add = [&](uint32_t head, std::string country, Sort sort) {
    if (country.size() != 3 || is_international(country)) return;
    const Stance stance = stance_of(grammar, head, sort);
    const Weight weight = weight_of(stance);
    const uint32_t sentence = tokens.sentence_of(head);
    named_.push_back({head, sentence, std::move(country), weight.near,
                      weight.whole * (sentence < kLeadSentences ? kLead : 1.0), stance});
  };
  const auto sort_of = [](const NameSense& sense) {
    return sense.kind == NameSense::Kind::demonym   ? Sort::people
           : sense.kind == NameSense::Kind::capital ? Sort::city
           : sense.kind == NameSense::Kind::country ? Sort::country
                                                    : Sort::actor;
  };
  // "National Guard", "Supreme Court": any country has one.
  const auto is_common = [&](const KnownName& name) {
    if (name.senses.front().kind != NameSense::Kind::entity ||
        name.senses.front().entity->kind != EntityKind::organization)
      return false;
    std::vector<std::string> words;
    for (uint32_t w = name.first; w < name.last; ++w) words.push_back(lower_ascii(article.slice(tokens.words[w].span)));
    const RoleNoun* role = knowledge.role_noun({words.begin(), words.end()});
    return role &&
           std::count(role->phrase.begin(), role->phrase.end(), ' ') + 1 == static_cast<std::ptrdiff_t>(words.size());
  };
  for (const KnownName& name : names.all()) {
    const NameSense& sense = name.senses.front();
    if (!is_common(name)) add(name.last - 1, country_of(sense, knowledge, article.published()), sort_of(sense));
  }
  std::set<std::string> by_name;
  for (const Named& named : named_) by_name.insert(named.country);
  for (const PlaceMention& place : places.places) {
    const Country* country = knowledge.country(place.place.country);
    if (!country || names.at(place.last - 1)) continue;
    // A site that no gazetteer knows has the country of the text around: it can't vouch for it.
    if (place.place.precision == "site" && !place.place.latitude) continue;
    // The largest city of a name need not be the one that is meant: the text must speak of its country, or begin there.
    const uint32_t head = place.last - 1;
    const bool lead = tokens.sentence_of(head) < kLeadSentences;
    const bool alone = by_name.empty() && !grammar.preposition(head).empty();
    if (!lead && !alone && !by_name.contains(country->coded_as)) continue;
    for (uint32_t w = place.first; w < place.last; ++w) place_[w] = country->coded_as;
    add(head, country->coded_as, Sort::city);
  }
  std::stable_sort(named_.begin(), named_.end(), [](const Named& a, const Named& b) { return a.word < b.word; });
  std::map<std::string, double> weights;
  double total = 0;
  for (const Named& named : named_) {
    weights[named.country] += named.whole;
    total += named.whole;
  }
  for (const auto& [country, weight] : weights) shares_.emplace_back(country, weight / total);
}

double Setting::share(const std::string& country) const {
  const auto at = std::lower_bound(shares_.begin(), shares_.end(), country,
                                   [](const auto& pair, const std::string& c) { return pair.first < c; });
  return at != shares_.end() && at->first == country ? at->second : 0;
}

std::string Setting::around(const Mention& mention) const {
  std::map<std::string, double> weights;
  auto at = std::upper_bound(named_.begin(), named_.end(), mention.sentence,
                             [](uint32_t s, const Named& named) { return s < named.sentence; });
  for (size_t seen = 0; at != named_.begin() && seen < kMostNamesBack; ++seen) {
    --at;
    const uint32_t distance = mention.sentence - at->sentence;
    if (distance > kMostSentencesBack) break;
    if (mention.first <= at->word && at->word < mention.last) continue;
    double weight = at->near;
    for (uint32_t i = 0; i < distance; ++i) weight *= kFading;
    weights[at->country] += weight;
  }
  for (const auto& [country, share] : shares_) weights[country] += kShare * share;
  std::string best;
  double most = 0;
  for (const auto& [country, weight] : weights)
    if (weight > most) {
      most = weight;
      best = country;
    }
  return best;
}

std::vector<std::string> Setting::last_two(uint32_t before) const {
  std::vector<std::string> countries;
  auto at = std::lower_bound(named_.begin(), named_.end(), before,
                             [](const Named& named, uint32_t w) { return named.word < w; });
  for (size_t seen = 0; at != named_.begin() && seen < kMostNamesBack && countries.size() < 2; ++seen) {
    --at;
    if (std::find(countries.begin(), countries.end(), at->country) == countries.end()) countries.push_back(at->country);
  }
  std::reverse(countries.begin(), countries.end());
  return countries;
}

}  // namespace kronika
