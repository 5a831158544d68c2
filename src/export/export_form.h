// What the export forms share: which records they take, parties in pairs, places and numbers as their columns want
// them.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/country_codes.h"
#include "kronika/article.h"
#include "record/public_record.h"

namespace kronika {

// Most forms have no column that says whether a thing happened. They hold what the text asserts, and count the rest.
class HappenedOnly {
 public:
  // Counts a record that is not taken.
  bool takes(const Record& record) const;
  // "12 records left out: …"; empty: none.
  std::string told() const;

 private:
  mutable std::atomic<uint64_t> left_out_ = 0;
};

// The day of the event, else that of publication: forms that must have one take the latter where the text gives none.
std::optional<Day> event_day(const Article& article, const Record& record);
// "20210629"; empty for none.
std::string compact_day(const std::optional<Day>& day);

// One actor and one recipient; null where that side is empty. `index` counts the pairs of the record, from 0.
struct Pair {
  const PublicParty *actor = nullptr, *recipient = nullptr;
  size_t index = 0;
};
// All pairs of the two sides, one with a null for an empty side.
std::vector<Pair> pairs_of(const PublicRecord& record);

// A number below 2^53 for a record's pair: what statistics programs hold exactly. The same on every machine.
uint64_t event_number(const PublicRecord& record, size_t pair);

// The public name of an entity; empty for everyone else.
std::string entity_name(const PublicParty& party);
std::string entity_id(const PublicParty& party);
// A name for a row: that of the entity, else "Police (Poland)" by role or sector and country, else the country.
std::string display_name(const PublicParty& party, const CountryCodes& codes);
// "Government" for GOV; PLOVER's table 5.2. The code itself where it is another.
std::string sector_label(std::string_view sector);
// The label of a country code that is no country: "International Government Organization" for IGO; else its name.
std::string country_label(std::string_view country, const CountryCodes& codes);

// The parts of a place that a finer precision gives: the city of a city, the province of all but countries.
struct PlaceParts {
  std::string city, province, country;  // names
  std::string latitude, longitude;      // degrees, up to five decimals
};
PlaceParts place_parts(const Record& record, const CountryCodes& codes);
// Degrees with up to five decimals, without zeros at the end.
std::string degrees(double value);

// The url, cut to its host where its words name a private person; else the document's id.
std::string public_address(const Article& article, const std::vector<PrivateName>& private_names);

// A cell of a tab-separated file: tabs and line ends are spaces.
std::string tab_cell(std::string_view text);
// Cells with tabs between and a line end.
std::string tab_row(const std::vector<std::string>& cells);
// Text and attribute values of XML: marks escaped, characters that XML does not have left out.
std::string xml_text(std::string_view text);

}  // namespace kronika
