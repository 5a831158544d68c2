// Answers to questions with a few values each: a question's axes make a table, an answer is a place in it.
#pragma once

#include <cassert>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace kronika {

using Axis = std::vector<std::string_view>;  // the values that a question, or a part of it, can have

// The place of `values`, one for each of `axes`, in the table of all their combinations; the last axis runs fastest.
inline uint32_t place_of(const std::vector<Axis>& axes, std::initializer_list<uint32_t> values) {
  assert(axes.size() == values.size() && "each axis of a question has a value");
  uint32_t place = 0;
  size_t axis = 0;
  for (const uint32_t value : values) {
    const auto length = static_cast<uint32_t>(axes[axis++].size());
    assert(value < length && "a value lies on its axis");
    place = place * length + value;
  }
  return place;
}

}  // namespace kronika
