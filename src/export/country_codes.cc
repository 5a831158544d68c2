#include "export/country_codes.h"

#include <filesystem>

#include "codebook/table.h"

namespace kronika {

Result<CountryCodes> CountryCodes::load(const std::string& folder) {
  CountryCodes out;
  for (const char* name : {"/countries.tsv", "/countries_hand.tsv"}) {
    std::error_code ignored;
    if (name == std::string("/countries_hand.tsv") && !std::filesystem::exists(folder + name, ignored)) continue;
    const auto table = Table::read(folder + name, {"code", "name", "type", "coded_as", "aliases", "adjectives",
                                                   "demonyms", "capital", "cow", "start", "end", "source"});
    if (!table) return table.error();
    for (const Table::Row& row : table.value().rows())
      out.codes_[std::string(row.cells[0])] = {std::string(row.cells[1]), "", std::string(row.cells[8]), ""};
  }
  const auto table = Table::read(folder + "/country_codes.tsv", {"code", "fips", "gw"});
  if (!table) return table.error();
  for (const Table::Row& row : table.value().rows()) {
    const auto found = out.codes_.find(row.cells[0]);
    if (found == out.codes_.end())
      return table.value().error_at(row, "no country \"" + std::string(row.cells[0]) + "\" in countries.tsv");
    found->second.fips = row.cells[1];
    found->second.gw = row.cells[2];
  }
  return out;
}

const CountryCode& CountryCodes::of(std::string_view country) const {
  static const CountryCode kNone;
  const auto found = codes_.find(country);
  return found == codes_.end() ? kNone : found->second;
}

}  // namespace kronika
