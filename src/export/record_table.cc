#include "export/record_table.h"

#include <algorithm>

#include "base/calendar.h"
#include "port/json.h"
#include "port/json_value.h"

namespace kronika {
namespace {

using Kind = ColumnType::Kind;

ColumnType text(const char* name) { return {name, Kind::text}; }
ColumnType whole(const char* name) { return {name, Kind::int32}; }
ColumnType optional(ColumnType type) {
  type.optional = true;
  return type;
}
ColumnType list(const char* name, ColumnType item) {
  item.name = "item";
  return {name, Kind::list, false, {std::move(item)}};
}
ColumnType group(const char* name, std::vector<ColumnType> children) {
  return {name, Kind::group, false, std::move(children)};
}

ColumnType parties(const char* name) {
  return list(name,
              group("", {text("code"), optional(text("country")), list("sectors", text("")), optional(text("entity")),
                         optional(text("name")), optional(text("role")), text("text"), optional(text("field")),
                         whole("start"), whole("end"), text("by"), optional({"withheld", Kind::boolean})}));
}

// As src/record/json_writer.cc writes them, key for key.
ColumnType make_record_columns() {
  const auto degrees = [&](const char* name) { return optional({name, Kind::float64}); };
  return group(
      "", {text("id"),
           text("document"),
           optional(text("field")),
           text("event"),
           list("mode", text("")),
           list("context", text("")),
           parties("actor"),
           parties("recipient"),
           text("text"),
           whole("start"),
           whole("end"),
           optional({"withheld", Kind::boolean}),
           group("sentence", {whole("index"), whole("start"), whole("end")}),
           optional(list("mentions", group("", {whole("start"), whole("end")}))),
           optional(group("date", {{"start", Kind::day}, {"end", Kind::day}, optional(text("text")), text("by")})),
           optional(group("place", {text("name"), text("country"), optional(text("admin1")), degrees("latitude"),
                                    degrees("longitude"), optional({"geonames", Kind::int64}), text("precision")})),
           text("factuality"),
           optional(group("attribution", {text("text"),
                                          optional(text("code")),
                                          text("cue"),
                                          {"quoted", Kind::boolean},
                                          optional(text("field")),
                                          whole("start"),
                                          whole("end"),
                                          optional({"withheld", Kind::boolean})})),
           text("cameo"),
           whole("quad"),
           {"score", Kind::float64},
           {"confidence", Kind::float64},
           list("why", group("", {text("field"), text("rule"), list("words", list("", whole("")))})),
           group("coder", {text("version"), text("codebook"), text("model")}),
           optional(group("review", {text("status"), list("notes", group("", {text("action"), optional(text("field")),
                                                                              optional(text("was")), text("by"),
                                                                              text("why"), text("at")}))}))});
}

const ColumnType& published_column() {
  static const ColumnType column{"published", Kind::day, true};
  return column;
}

}  // namespace

struct RecordTable::Batch {
  Column records{record_columns()};
  Column published{published_column()};  // of the article: no part of the record's JSON
};

struct RecordTable::Stream {
  std::vector<std::shared_ptr<Batch>> batches;
  size_t next = 0;

  static int get_schema(ArrowArrayStream*, ArrowSchema* out) {
    hand_over_type(record_columns(), out, &published_column());
    return 0;
  }

  static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    auto* self = static_cast<Stream*>(stream->private_data);
    *out = {};
    if (self->next == self->batches.size()) return 0;
    const std::shared_ptr<Batch>& batch = self->batches[self->next++];
    batch->records.hand_over(batch, out, &batch->published);
    return 0;
  }

  static const char* get_last_error(ArrowArrayStream*) { return nullptr; }

  static void release(ArrowArrayStream* stream) {
    delete static_cast<Stream*>(stream->private_data);
    stream->release = nullptr;
  }
};

const ColumnType& record_columns() {
  static const ColumnType columns = make_record_columns();
  return columns;
}

Status RecordTable::append(std::string_view lines, const std::optional<Day>& published) {
  constexpr size_t kBatchBytes = size_t{1} << 28;  // far below what the offsets of a column can say
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const auto record = JsonValue::parse(line);
    if (!record) return record.error();
    if (!open_ || size_ - starts_.back() == kBatchRows || bytes_ + line.size() > kBatchBytes) {
      batches_.push_back(std::make_shared<Batch>());
      starts_.push_back(size_);
      bytes_ = 0;
      open_ = true;
    }
    Batch& batch = *batches_.back();
    if (const Status done = batch.records.append(record.value()); !done) return done;
    if (published)
      batch.published.append_day(static_cast<int32_t>(day_number(*published)));
    else
      batch.published.append_null();
    bytes_ += line.size();
    ++size_;
  }
  return Done{};
}

const RecordTable::Batch& RecordTable::find(size_t& row) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), row);
  const auto batch = static_cast<size_t>(after - starts_.begin()) - 1;
  row -= starts_[batch];
  return *batches_[batch];
}

std::string RecordTable::line(size_t row) const {
  const Batch& batch = find(row);
  JsonWriter json;
  batch.records.write(row, json);
  return json.take();
}

std::optional<Day> RecordTable::published(size_t row) const {
  const Column& days = find(row).published;
  if (days.is_null(row)) return std::nullopt;
  return day_from_number(days.day(row));
}

void RecordTable::hand_over(ArrowArrayStream* out) {
  open_ = false;
  out->get_schema = Stream::get_schema;
  out->get_next = Stream::get_next;
  out->get_last_error = Stream::get_last_error;
  out->release = Stream::release;
  out->private_data = new Stream{batches_, 0};
}

}  // namespace kronika
