// News made up with known truth, for tests and measurements: happenings, articles that tell of them in their own words,
// and copies of those articles with small edits and cuts.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "merge/happening.h"

namespace kronika {

struct MadeArticle {
  std::string text;
  uint32_t original = 0;  // articles of one number are copies of one
  std::vector<Report> reports;
  std::vector<uint32_t> happenings;  // of each report
};

// The same articles for the same seed on every machine. The news grow with the days that they cover: some 60 articles a
// day, as the world's do.
std::vector<MadeArticle> make_news(size_t articles, uint32_t seed);

}  // namespace kronika
