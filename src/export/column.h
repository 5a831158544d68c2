// Column: values of one field in the memory layout of Arrow, filled from JSON and turned back into it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "export/arrow_abi.h"
#include "kronika/result.h"
#include "port/json.h"
#include "port/json_value.h"

namespace kronika {

// A field and what lies in it. A list has one child, its items; a group has a child for each of its keys.
struct ColumnType {
  enum class Kind { boolean, int32, int64, float64, text, day, list, group };
  std::string name;
  Kind kind = Kind::text;
  bool optional = false;  // may be absent: null in the column, no key in JSON
  std::vector<ColumnType> children = {};
};

// The type must outlive the column.
class Column {
 public:
  explicit Column(const ColumnType& type);

  // Adds a value as JSON has it. Fails (invalid), naming the field, where it is absent and may not be, is of another
  // kind, or has a key that the type has not; the column is of no use then.
  Status append(const JsonValue& value);
  // Days since 1970-01-01, for a column of days; what is no part of the JSON.
  void append_day(int32_t day);
  void append_null();

  bool is_null(size_t row) const { return !((valid_[row / 8] >> row % 8) & 1); }
  int32_t day(size_t row) const { return int32s_[row]; }
  // The value of a row, which is not null.
  void write(size_t row, JsonWriter& json) const;
  int64_t length() const { return length_; }

  // Hands the values over as they lie in memory; `owner` is kept until the receiver releases them. Of a group, `beside`
  // is given as one more child, the last.
  void hand_over(const std::shared_ptr<const void>& owner, ArrowArray* out, const Column* beside = nullptr) const;

 private:
  Status wrong(const char* what) const;
  void mark(bool valid);
  void pad();                // the room that a value takes
  void append_below_null();  // the group above is null: nobody reads what stands here
  Status append_value(const JsonValue& value);
  Status append_group(const JsonValue& value);

  const ColumnType& type_;
  int64_t length_ = 0, nulls_ = 0;
  std::vector<uint8_t> valid_, bits_;  // a bit a row
  std::vector<int32_t> offsets_;       // text, list
  std::string text_;
  std::vector<int32_t> int32s_;
  std::vector<int64_t> int64s_;
  std::vector<double> doubles_;
  std::vector<Column> children_;
};

// The type as Arrow says it; `beside` as above.
void hand_over_type(const ColumnType& type, ArrowSchema* out, const ColumnType* beside = nullptr);

}  // namespace kronika
