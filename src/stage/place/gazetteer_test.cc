#include "stage/place/gazetteer.h"

#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <unordered_map>
#include <vector>

#include "codebook/fold.h"
#include "codebook/knowledge.h"
#include "codebook/table.h"

namespace kronika {
namespace {

namespace fs = std::filesystem;

const std::string kData = KRONIKA_SOURCE_DIR "/data/places";

// All places of all names, as the tables list them, from the text and from the image of it.
TEST(Gazetteer, SameWithImageAndWithout) {
  const std::string path = testing::TempDir() + "kronika_places.image";
  fs::remove(path);
  const auto text = Gazetteer::load(kData, "");
  const auto made = Gazetteer::load(kData, path);
  ASSERT_TRUE(text.ok() && made.ok());
  const auto time = fs::last_write_time(path);
  const auto mapped = Gazetteer::load(kData, path);
  ASSERT_TRUE(mapped.ok());
  EXPECT_EQ(fs::last_write_time(path), time);

  struct Listed {
    std::vector<std::string_view> cells;
    bool alias;
  };
  std::vector<Table> tables;
  std::unordered_map<std::string, std::vector<Listed>> by_name;
  for (const std::string& file : Gazetteer::tables(kData)) {
    auto table = Table::read(
        file, {"name", "aliases", "country", "admin1", "latitude", "longitude", "geonames", "population", "precision"});
    ASSERT_TRUE(table.ok());
    tables.push_back(std::move(table).value());
    for (const Table::Row& row : tables.back().rows()) {
      by_name[fold_name(row.cells[0])].push_back({row.cells, false});
      for (const std::string_view alias : split_cell(row.cells[1], '|'))
        by_name[fold_name(alias)].push_back({row.cells, true});
    }
  }
  ASSERT_GT(by_name.size(), 1000u);
  EXPECT_FALSE(by_name.contains(""));  // such a name would be left out
  for (const Gazetteer* gazetteer : {&text.value(), &made.value(), &mapped.value()}) {
    for (const auto& [name, listed] : by_name) {
      const auto senses = gazetteer->senses(name);
      ASSERT_EQ(senses.size(), listed.size()) << name;
      for (size_t i = 0; i < senses.size(); ++i) {
        const std::vector<std::string_view>& cells = listed[i].cells;
        EXPECT_EQ(senses[i].alias != 0, listed[i].alias) << name;
        const Gazetteer::Place place = gazetteer->place(senses[i].place);
        EXPECT_EQ(std::tie(place.name, place.country, place.admin1, place.precision),
                  std::tie(cells[0], cells[2], cells[3], cells[8]))
            << name;
        const auto number = [](std::string_view cell, auto value) {
          std::from_chars(cell.data(), cell.data() + cell.size(), value);
          return value;
        };
        EXPECT_EQ(place.latitude, number(cells[4], 0.0)) << name;
        EXPECT_EQ(place.longitude, number(cells[5], 0.0)) << name;
        EXPECT_EQ(place.geonames, number(cells[6], int64_t{0})) << name;
        EXPECT_EQ(place.population, number(cells[7], int64_t{0})) << name;
      }
      for (const std::string& other : {name + "q", name.substr(1)})
        EXPECT_EQ(gazetteer->senses(other).size(),
                  by_name.contains(fold_name(other)) ? by_name.at(fold_name(other)).size() : 0)
            << other;
    }
  }
  EXPECT_TRUE(mapped.value().senses("").empty());
  EXPECT_EQ(mapped.value().place(1u << 30).name, "");
  fs::remove(path);
}

}  // namespace
}  // namespace kronika
