#include "known_names.h"

#include <algorithm>
#include <cstdlib>

#include "base/ascii.h"
#include "codebook/table.h"
#include "stage/place/gazetteer.h"
#include "text/word_list.h"

namespace kronika::train {
namespace {

constexpr int kLeastPeople = 50000;  // small towns share their names with too many people and things

}  // namespace

void KnownNames::add(std::string_view name, const char* type) {
  if (name.size() < 2) return;
  const auto [at, added] = types_.try_emplace(std::string(name), type);
  if (!added && at->second != type) at->second.clear();
}

Result<KnownNames> KnownNames::load(const std::string& data) {
  KnownNames names;
  const auto countries =
      Table::read(data + "/actors/countries.tsv", {"code", "name", "type", "coded_as", "aliases", "adjectives",
                                                   "demonyms", "capital", "cow", "start", "end", "source"});
  if (!countries) return countries.error();
  for (const Table::Row& row : countries.value().rows()) {
    names.add(row.cells[1], "place");
    for (const std::string_view alias : split_cell(row.cells[4], '|')) names.add(alias, "place");
    names.add(row.cells[7], "place");
    for (const size_t people : {size_t{5}, size_t{6}})
      for (const std::string_view name : split_cell(row.cells[people], '|')) names.add(name, "group");
  }
  for (const std::string& file : Gazetteer::tables(data + "/places")) {
    if (file.ends_with("_hand.tsv")) continue;
    const auto places = Table::read(
        file, {"name", "aliases", "country", "admin1", "latitude", "longitude", "geonames", "population", "precision"});
    if (!places) return places.error();
    for (const Table::Row& row : places.value().rows())
      if (std::atol(std::string(row.cells[7]).c_str()) >= kLeastPeople) names.add(row.cells[0], "place");
  }
  const auto organizations =
      Table::read(data + "/actors/organizations.tsv",
                  {"id", "name", "aliases", "country", "sectors", "start", "end", "weight", "source"});
  if (!organizations) return organizations.error();
  for (const Table::Row& row : organizations.value().rows()) {
    names.add(row.cells[1], "organization");
    for (const std::string_view alias : split_cell(row.cells[2], '|')) names.add(alias, "organization");
  }
  for (const auto& [file, to] : {std::pair{"given_names", &names.given_}, std::pair{"titles", &names.titles_}}) {
    const auto list = WordList::load(data + "/language/" + file + ".txt");
    if (!list) return list.error();
    for (const char* section : {"masculine", "feminine", "any"})
      to->insert(list.value().words(section).begin(), list.value().words(section).end());
  }
  const auto peoples = WordList::load(data + "/language/peoples.txt");
  if (!peoples) return peoples.error();
  for (const char* section : {"faiths", "peoples", "movements"})
    for (const std::string& word : peoples.value().words(section)) names.add(word, "group");
  return names;
}

bool KnownNames::is_group(const std::string& word) const {
  const auto at = types_.find(word);
  return at != types_.end() && at->second == "group";
}

bool KnownNames::is_title(const std::string& word) const { return titles_.contains(lower_ascii(word)); }

std::optional<KnownNames::Name> KnownNames::find(const std::vector<std::string>& words) const {
  size_t titles = 0;
  while (titles < words.size() && is_title(words[titles])) ++titles;
  if (titles == words.size()) return {};
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : " ") + word;
  const auto at = types_.find(joined);
  const size_t bare = words.size() - titles;
  const bool given = given_.contains(lower_ascii(words[titles])) && bare <= 3;
  if (at != types_.end()) {
    if (at->second.empty() || (given && words.size() == 1)) return {};
    return Name{0, at->second};
  }
  if (titles > 0 && bare <= 3) return Name{titles, "person"};
  if (given) return Name{0, "person"};
  return {};
}

}  // namespace kronika::train
