// Answers to questions with a few values each: a question's axes make a table, an answer is a place in it.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
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

// How many places the table has.
inline uint32_t size_of(const std::vector<Axis>& axes) {
  uint32_t size = 1;
  for (const Axis& axis : axes) size *= static_cast<uint32_t>(axis.size());
  return size;
}

// The values of a place in words: "verb+past".
inline std::string name_of(const std::vector<Axis>& axes, uint32_t place) {
  std::string name;
  for (size_t axis = axes.size(); axis-- > 0;) {
    const auto length = static_cast<uint32_t>(axes[axis].size());
    name = std::string(axes[axis][place % length]) + (name.empty() ? "" : "+") + name;
    place /= length;
  }
  return name;
}

// The place that has this name; nothing where there is none.
inline std::optional<uint32_t> place_named(const std::vector<Axis>& axes, std::string_view name) {
  uint32_t place = 0;
  for (const Axis& axis : axes) {
    const size_t plus = &axis == &axes.back() ? name.size() : std::min(name.find('+'), name.size());
    const auto value = std::find(axis.begin(), axis.end(), name.substr(0, plus));
    if (value == axis.end()) return std::nullopt;
    place = place * static_cast<uint32_t>(axis.size()) + static_cast<uint32_t>(value - axis.begin());
    name.remove_prefix(std::min(plus + 1, name.size()));
  }
  return place;
}

}  // namespace kronika
