#include "merge/copies.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "merge/words.h"

namespace kronika {
namespace {

constexpr size_t kRun = 3, kRows = 8, kBands = 32;
constexpr size_t kLeadWords = 100, kLeadBands = 8;
constexpr size_t kFewestWords = 16;

// The k-th number is the least of the runs' hashes under the k-th of as many hash functions: an odd factor and a sum.
void add_bands(const std::vector<uint64_t>& runs, size_t bands, uint64_t kind, std::vector<uint64_t>& out) {
  std::vector<uint64_t> least(bands * kRows, ~uint64_t{0});
  std::vector<uint64_t> factors(least.size());
  for (size_t k = 0; k < least.size(); ++k) factors[k] = mix64(k + 1 + kind) | 1;
  for (const uint64_t run : runs)
    for (size_t k = 0; k < least.size(); ++k) {
      // The high half of a product is mixed best.
      const uint64_t value = run * factors[k];
      least[k] = std::min(least[k], value ^ value >> 32);
    }
  for (size_t band = 0; band < bands; ++band) {
    uint64_t hash = mix64(kind + band);
    for (size_t row = 0; row < kRows; ++row) hash = mix64(hash ^ least[band * kRows + row]);
    out.push_back(hash);
  }
}

}  // namespace

std::vector<uint64_t> bands_of(std::string_view text) {
  const std::vector<std::string> words = folded_words(text);
  std::vector<uint64_t> hashes, runs, bands;
  for (const std::string& word : words) hashes.push_back(mix64(hash64(word)));
  if (hashes.size() < kFewestWords) {
    uint64_t hash = hash64("short");
    for (const uint64_t word : hashes) hash = mix64(hash ^ word);
    return {hash};
  }
  for (size_t i = 0; i + kRun <= hashes.size(); ++i) {
    uint64_t run = 0;
    for (size_t k = 0; k < kRun; ++k) run = mix64(run * 31 + hashes[i + k]);
    runs.push_back(run);
  }
  constexpr uint64_t kWhole = 0, kLead = 1 << 20;
  add_bands(runs, kBands, kWhole, bands);
  runs.resize(std::min(runs.size(), kLeadWords));
  add_bands(runs, kLeadBands, kLead, bands);
  return bands;
}

std::string short_bands(const std::vector<uint64_t>& bands) {
  std::string bytes;
  for (const uint64_t band : bands)
    for (const int shift : {0, 8, 16}) bytes += static_cast<char>(band >> shift);
  return bytes;
}

std::vector<uint64_t> long_bands(std::string_view bytes) {
  std::vector<uint64_t> bands;
  const auto byte = [&](size_t at) { return uint64_t{static_cast<unsigned char>(bytes[at])}; };
  for (size_t at = 0; at + 3 <= bytes.size(); at += 3)
    bands.push_back(bands.size() << 24 | byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16);
  return bands;
}

uint32_t CopyGroups::add(const std::vector<uint64_t>& bands) {
  const uint32_t article = groups_.add();
  for (const uint64_t band : bands) {
    const auto [found, made] = first_with_.try_emplace(band, article);
    if (!made) groups_.unite(found->second, article);
  }
  return article;
}

}  // namespace kronika
