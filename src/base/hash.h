// Hashes that are the same on every machine and in every version: record ids and feature tables rest on them.
#pragma once

#include <cstdint>
#include <string_view>

namespace kronika {

// FNV-1a, 64 bits.
constexpr uint64_t hash64(std::string_view text, uint64_t seed = 0xcbf29ce484222325u) {
  uint64_t hash = seed;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

// Spreads the bits of a hash, so that its low bits can index a table (the finaliser of MurmurHash3).
constexpr uint64_t mix64(uint64_t hash) {
  hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu;
  hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53u;
  return hash ^ hash >> 33;
}

}  // namespace kronika
