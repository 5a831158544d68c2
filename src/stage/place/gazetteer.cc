#include "stage/place/gazetteer.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <vector>

#include "codebook/knowledge.h"
#include "codebook/name_automaton.h"
#include "codebook/table.h"

namespace kronika {
namespace {

enum Section : size_t {
  kPool,
  kPlaces,
  kNames,  // an automaton
  kFirst,  // of each name its first sense, and at the end their number
  kSenses,
};

struct PlaceRow {
  double latitude, longitude;
  int64_t geonames, population;
  uint32_t name, country, admin1, precision;  // in the pool
};

class Compiler {
 public:
  Status read(const std::string& path) {
    const auto table = Table::read(
        path, {"name", "aliases", "country", "admin1", "latitude", "longitude", "geonames", "population", "precision"});
    if (!table) return table.error();
    for (const Table::Row& row : table.value().rows()) {
      PlaceRow place{};
      const auto number = [&](size_t column, auto& to) {
        const std::string_view text = row.cells[column];
        return std::from_chars(text.data(), text.data() + text.size(), to).ec == std::errc();
      };
      if (!number(4, place.latitude) || !number(5, place.longitude) || !number(6, place.geonames) ||
          !number(7, place.population))
        return table.value().error_at(row, "latitude, longitude, geonames and population are numbers");
      constexpr std::string_view kPrecisions[] = {"site", "city", "admin", "country"};
      if (std::find(std::begin(kPrecisions), std::end(kPrecisions), row.cells[8]) == std::end(kPrecisions))
        return table.value().error_at(row, "precision is site, city, admin or country");
      place.name = pool_.add(row.cells[0]);
      place.country = pool_.add(row.cells[2]);
      place.admin1 = pool_.add(row.cells[3]);
      place.precision = pool_.add(row.cells[8]);
      const auto index = static_cast<uint32_t>(places_.size());
      named_.push_back({fold_name(row.cells[0]), {index, 0}});
      for (const std::string_view alias : split_cell(row.cells[1], '|'))
        named_.push_back({fold_name(alias), {index, 1}});
      places_.push_back(place);
    }
    return Done{};
  }

  Result<std::string> compile(uint64_t sources) {
    std::stable_sort(named_.begin(), named_.end(), [](const Named& a, const Named& b) { return a.name < b.name; });
    std::vector<std::string> names;
    std::vector<uint32_t> first;
    std::vector<Gazetteer::Sense> senses;
    for (Named& named : named_) {
      if (named.name.empty()) continue;  // "-": nobody asks for it
      if (names.empty() || names.back() != named.name) {
        names.push_back(std::move(named.name));
        first.push_back(static_cast<uint32_t>(senses.size()));
      }
      senses.push_back(named.sense);
    }
    first.push_back(static_cast<uint32_t>(senses.size()));
    const auto edges = build_automaton(names);
    if (!edges) return Error{ErrorKind::invalid, "the tables of places hold more names than can be numbered"};
    ImageWriter writer;
    writer.add(pool_.bytes());
    writer.add(places_);
    writer.add(*edges);
    writer.add(first);
    writer.add(senses);
    return writer.finish(ImageKind::places, sources);
  }

 private:
  struct Named {
    std::string name;  // folded
    Gazetteer::Sense sense;
  };
  StringPool pool_;
  std::vector<PlaceRow> places_;
  std::vector<Named> named_;
};

}  // namespace

std::vector<std::string> Gazetteer::tables(const std::string& folder) {
  std::vector<std::string> files = {folder + "/places_hand.tsv"};
  for (const char* file : {"/regions.tsv", "/cities.tsv"}) {
    std::error_code error;
    files.push_back((std::filesystem::exists(folder + file, error) ? folder : KRONIKA_BUILT_PLACES) + file);
  }
  return files;
}

Result<Gazetteer> Gazetteer::load(const std::string& folder, const std::string& image) {
  const std::vector<std::string> files = tables(folder);
  for (const std::string& file : files)
    if (std::error_code error; !std::filesystem::exists(file, error))
      return Error{ErrorKind::not_found, "there is no " + file + "; ./dev build in the source tree makes it"};
  Result<Image> loaded = load_image(image, ImageKind::places, files, [&](uint64_t sources) -> Result<std::string> {
    Compiler compiler;
    for (const std::string& file : files)
      if (const Status read = compiler.read(file); !read) return read.error();
    return compiler.compile(sources);
  });
  if (!loaded) return loaded.error();
  return Gazetteer(std::move(loaded).value());
}

std::span<const Gazetteer::Sense> Gazetteer::senses(std::string_view name) const {
  const std::optional<uint32_t> number = find_name(image_.rows<NameEdge>(kNames), fold_name(name));
  return image_.part<Sense>(kSenses, kFirst, number);
}

Gazetteer::Place Gazetteer::place(uint32_t index) const {
  const std::span<const PlaceRow> places = image_.rows<PlaceRow>(kPlaces);
  if (index >= places.size()) return {};
  const PlaceRow& row = places[index];
  const auto text = [&](uint32_t at) { return image_.pooled(kPool, at); };
  return {text(row.name), text(row.country), text(row.admin1), text(row.precision),
          row.latitude,   row.longitude,     row.geonames,     row.population};
}

}  // namespace kronika
