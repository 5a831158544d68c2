// Hashes that are the same on every machine and in every version: record ids and feature tables rest on them.
#pragma once

#include <cstdint>
#include <cstring>
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

// A quick hash of much text, some bytes a cycle: tells whether files are what they were. The same on little-endian
// machines only.
inline uint64_t hash_bulk(std::string_view text, uint64_t seed = 0) {
  constexpr uint64_t kFactor = 0x9e3779b97f4a7c15u;
  constexpr size_t kWord = sizeof(uint64_t), kLanes = 4;
  uint64_t lanes[kLanes] = {seed, seed + 1, seed + 2, seed + 3};
  const uint64_t size = text.size();
  const auto take = [&](size_t lane, const char* from, size_t bytes) {
    uint64_t word = 0;
    std::memcpy(&word, from, bytes);
    lanes[lane] = (lanes[lane] ^ word) * kFactor;
    lanes[lane] ^= lanes[lane] >> 29;
  };
  for (; text.size() >= kWord * kLanes; text.remove_prefix(kWord * kLanes))
    for (size_t lane = 0; lane < kLanes; ++lane) take(lane, text.data() + lane * kWord, kWord);
  for (size_t lane = 0; !text.empty(); ++lane) {
    const size_t bytes = text.size() < kWord ? text.size() : kWord;
    take(lane, text.data(), bytes);
    text.remove_prefix(bytes);
  }
  uint64_t hash = mix64(size ^ seed);
  for (const uint64_t lane : lanes) hash = mix64(hash * kFactor ^ lane);
  return hash;
}

}  // namespace kronika
