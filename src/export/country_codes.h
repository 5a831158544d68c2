// Countries as other data sets number and name them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "kronika/result.h"

namespace kronika {

struct CountryCode {
  std::string name;  // "Belarus"
  std::string fips;  // FIPS 10-4, two letters; empty: has none
  std::string cow;   // Correlates of War number; empty: no state of that list
  std::string gw;    // Gleditsch and Ward's number; empty: as above
};

// Immutable once loaded; safe for concurrent use by multiple threads.
class CountryCodes {
 public:
  CountryCodes() = default;  // knows none
  // `folder` is data/actors: countries.tsv and country_codes.tsv. Fails with file and line.
  static Result<CountryCodes> load(const std::string& folder);
  // By the code that records use (ISO 3166 alpha-3, KOS); all empty for others, such as IGO.
  const CountryCode& of(std::string_view country) const;

 private:
  std::map<std::string, CountryCode, std::less<>> codes_;
};

}  // namespace kronika
