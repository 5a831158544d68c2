#include "export/column.h"

#include <cmath>
#include <limits>

#include "base/calendar.h"

namespace kronika {
namespace {

using Kind = ColumnType::Kind;

void set_bit(std::vector<uint8_t>& bits, int64_t row, bool value) {
  if (row % 8 == 0) bits.push_back(0);
  if (value) bits.back() = static_cast<uint8_t>(bits.back() | 1u << row % 8);
}

// What an exported array holds on to.
struct ArrayParts {
  std::shared_ptr<const void> owner;
  std::vector<const void*> buffers;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
};

void release_array(ArrowArray* array) {
  auto* parts = static_cast<ArrayParts*>(array->private_data);
  for (ArrowArray& child : parts->children)
    if (child.release) child.release(&child);  // else the receiver took it for itself
  array->release = nullptr;
  delete parts;
}

struct SchemaParts {
  std::string name;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
};

void release_schema(ArrowSchema* schema) {
  auto* parts = static_cast<SchemaParts*>(schema->private_data);
  for (ArrowSchema& child : parts->children)
    if (child.release) child.release(&child);
  schema->release = nullptr;
  delete parts;
}

// An empty buffer has an address too: receivers differ in what they make of none.
template <class Buffer>
const void* address(const Buffer& buffer) {
  alignas(64) static constexpr uint8_t kNothing[64] = {};
  return buffer.empty() ? static_cast<const void*>(kNothing) : static_cast<const void*>(buffer.data());
}

const char* arrow_format(Kind kind) {
  switch (kind) {
    case Kind::boolean:
      return "b";
    case Kind::int32:
      return "i";
    case Kind::int64:
      return "l";
    case Kind::float64:
      return "g";
    case Kind::text:
      return "u";
    case Kind::day:
      return "tdD";
    case Kind::list:
      return "+l";
    case Kind::group:
      return "+s";
  }
  return "n";
}

}  // namespace

Column::Column(const ColumnType& type) : type_(type) {
  if (type.kind == Kind::text || type.kind == Kind::list) offsets_.push_back(0);
  children_.reserve(type.children.size());
  for (const ColumnType& child : type.children) children_.emplace_back(child);
}

Status Column::wrong(const char* what) const {
  return Error{ErrorKind::invalid, "the record's field \"" + type_.name + "\" " + what};
}

void Column::mark(bool valid) {
  set_bit(valid_, length_, valid);
  if (!valid) ++nulls_;
  ++length_;
}

void Column::pad() {
  switch (type_.kind) {
    case Kind::boolean:
      set_bit(bits_, length_, false);
      break;
    case Kind::int32:
    case Kind::day:
      int32s_.push_back(0);
      break;
    case Kind::int64:
      int64s_.push_back(0);
      break;
    case Kind::float64:
      doubles_.push_back(0);
      break;
    case Kind::text:
    case Kind::list:
      offsets_.push_back(offsets_.back());
      break;
    case Kind::group:
      for (Column& child : children_) child.append_below_null();
  }
}

void Column::append_below_null() {
  pad();
  mark(!type_.optional);
}

void Column::append_null() {
  pad();
  mark(false);
}

void Column::append_day(int32_t day) {
  int32s_.push_back(day);
  mark(true);
}

Status Column::append(const JsonValue& value) {
  if (value.is_null()) {
    if (!type_.optional) return wrong("is not there");
    append_null();
    return Done{};
  }
  if (const Status done = append_value(value); !done) return done;
  mark(true);
  return Done{};
}

Status Column::append_group(const JsonValue& value) {
  if (!value.is_object()) return wrong("is no object");
  // Keys stand in the order of the type, some of them left out: one walk over both.
  size_t next = 0;
  for (Column& child : children_) {
    const bool there = next < value.entries().size() && value.entries()[next].first == child.type_.name;
    if (!there) {
      if (!child.type_.optional) return child.wrong("is not there");
      child.append_null();
    } else if (const Status done = child.append(value.entries()[next++].second); !done) {
      return done;
    }
  }
  if (next < value.entries().size())
    return Error{ErrorKind::invalid,
                 "the record has a key \"" + value.entries()[next].first + "\" that no column holds"};
  return Done{};
}

Status Column::append_value(const JsonValue& value) {
  const bool number = value.kind() == JsonValue::Kind::number;
  switch (type_.kind) {
    case Kind::boolean:
      if (value.kind() != JsonValue::Kind::boolean) return wrong("is no truth value");
      set_bit(bits_, length_, value.truth());
      return Done{};
    case Kind::int32:
      if (!number || std::abs(value.number()) > std::numeric_limits<int32_t>::max()) return wrong("is no number");
      int32s_.push_back(static_cast<int32_t>(value.number()));
      return Done{};
    case Kind::int64:
      if (!number || std::abs(value.number()) > 9e15) return wrong("is no number");  // doubles hold those exactly
      int64s_.push_back(static_cast<int64_t>(value.number()));
      return Done{};
    case Kind::float64:
      if (!number) return wrong("is no number");
      doubles_.push_back(value.number());
      return Done{};
    case Kind::day: {
      const auto day = parse_day(value.text());
      if (!day) return wrong("is no date");
      int32s_.push_back(static_cast<int32_t>(day_number(*day)));
      return Done{};
    }
    case Kind::text:
      if (value.kind() != JsonValue::Kind::string) return wrong("is no string");
      text_ += value.text();
      offsets_.push_back(static_cast<int32_t>(text_.size()));
      return Done{};
    case Kind::list:
      if (value.kind() != JsonValue::Kind::list) return wrong("is no list");
      for (const JsonValue& item : value.items())
        if (const Status done = children_[0].append(item); !done) return done;
      offsets_.push_back(static_cast<int32_t>(children_[0].length_));
      return Done{};
    case Kind::group:
      return append_group(value);
  }
  return Done{};
}

void Column::write(size_t row, JsonWriter& json) const {
  switch (type_.kind) {
    case Kind::boolean:
      json.value(((bits_[row / 8] >> row % 8) & 1) != 0);
      break;
    case Kind::int32:
      json.value(int64_t{int32s_[row]});
      break;
    case Kind::int64:
      json.value(int64s_[row]);
      break;
    case Kind::float64:
      json.value(doubles_[row]);
      break;
    case Kind::day:
      json.value(format_day(day_from_number(int32s_[row])));
      break;
    case Kind::text:
      json.value(std::string_view(text_).substr(static_cast<size_t>(offsets_[row]),
                                                static_cast<size_t>(offsets_[row + 1] - offsets_[row])));
      break;
    case Kind::list:
      json.open_list();
      for (int32_t item = offsets_[row]; item < offsets_[row + 1]; ++item)
        children_[0].write(static_cast<size_t>(item), json);
      json.close_list();
      break;
    case Kind::group:
      json.open_object();
      for (const Column& child : children_)
        if (!child.is_null(row)) {
          json.key(child.type_.name);
          child.write(row, json);
        }
      json.close_object();
  }
}

void Column::hand_over(const std::shared_ptr<const void>& owner, ArrowArray* out, const Column* beside) const {
  auto parts = std::make_unique<ArrayParts>();
  parts->owner = owner;
  parts->buffers.push_back(nulls_ ? valid_.data() : nullptr);
  switch (type_.kind) {
    case Kind::boolean:
      parts->buffers.push_back(address(bits_));
      break;
    case Kind::int32:
    case Kind::day:
      parts->buffers.push_back(address(int32s_));
      break;
    case Kind::int64:
      parts->buffers.push_back(address(int64s_));
      break;
    case Kind::float64:
      parts->buffers.push_back(address(doubles_));
      break;
    case Kind::text:
      parts->buffers.push_back(address(offsets_));
      parts->buffers.push_back(address(text_));
      break;
    case Kind::list:
      parts->buffers.push_back(address(offsets_));
      break;
    case Kind::group:
      break;
  }
  std::vector<const Column*> children;
  for (const Column& child : children_) children.push_back(&child);
  if (beside) children.push_back(beside);
  parts->children.resize(children.size());
  for (size_t i = 0; i < children.size(); ++i) {
    children[i]->hand_over(owner, &parts->children[i]);
    parts->pointers.push_back(&parts->children[i]);
  }
  *out = {};
  out->length = length_;
  out->null_count = nulls_;
  out->n_buffers = static_cast<int64_t>(parts->buffers.size());
  out->buffers = parts->buffers.data();
  out->n_children = static_cast<int64_t>(children.size());
  out->children = children.empty() ? nullptr : parts->pointers.data();
  out->release = release_array;
  out->private_data = parts.release();
}

void hand_over_type(const ColumnType& type, ArrowSchema* out, const ColumnType* beside) {
  auto parts = std::make_unique<SchemaParts>();
  parts->name = type.name;
  std::vector<const ColumnType*> children;
  for (const ColumnType& child : type.children) children.push_back(&child);
  if (beside) children.push_back(beside);
  parts->children.resize(children.size());
  for (size_t i = 0; i < children.size(); ++i) {
    hand_over_type(*children[i], &parts->children[i]);
    parts->pointers.push_back(&parts->children[i]);
  }
  *out = {};
  out->format = arrow_format(type.kind);
  out->name = parts->name.c_str();
  out->flags = type.optional ? kArrowNullable : 0;
  out->n_children = static_cast<int64_t>(children.size());
  out->children = children.empty() ? nullptr : parts->pointers.data();
  out->release = release_schema;
  out->private_data = parts.release();
}

}  // namespace kronika
