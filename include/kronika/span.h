// Positions in an article and typed links between layers.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace kronika {

// Bytes [start, end) of Article::buffer(). Always on code point borders.
struct Span {
  uint32_t start = 0;
  uint32_t end = 0;

  constexpr uint32_t size() const { return end - start; }
  constexpr bool empty() const { return start >= end; }
  constexpr bool contains(Span other) const { return start <= other.start && other.end <= end; }
  constexpr bool overlaps(Span other) const { return start < other.end && other.start < end; }
  constexpr auto operator<=>(const Span&) const = default;
};

// Index of a `What` in its layer. An Id<Word> is no Id<Mention>; the default is "none".
template <class What>
struct Id {
  static constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
  uint32_t index = kNone;

  constexpr bool valid() const { return index != kNone; }
  constexpr explicit operator bool() const { return valid(); }
  constexpr auto operator<=>(const Id&) const = default;
};

}  // namespace kronika
