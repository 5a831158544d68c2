// In which order entries are listed, and where a list goes on. Internal to src/store.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "kronika/result.h"

namespace kronika {

struct EntryOrder {
  enum Column { day, seen, reports } column = day;  // of the table `entry`
  bool down = true;                                 // the last first
};
// "date", "published", "reports", each with a minus before it for the last first; empty: "-date". Fails (usage) on
// another.
Result<EntryOrder> entry_order(const std::string& sort);

// Where an entry stands in an order: the value of its column, then what tells it from those of the same value.
struct EntryStanding {
  int64_t value = 0, head = 0, first = 0;

  bool is_before(const EntryStanding& other, bool down) const {
    if (value != other.value) return down ? value > other.value : value < other.value;
    return std::tie(head, first) < std::tie(other.head, other.first);
  }
};
// Question::after and StoredEntry::cursor.
std::string cursor_text(const EntryStanding& standing);
Result<EntryStanding> parse_cursor(const std::string& text);

}  // namespace kronika
