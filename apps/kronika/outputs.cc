#include "outputs.h"

#include <algorithm>

#include "data_folder.h"
#include "export/export_writer.h"
#include "merge/entries_writer.h"

namespace kronika::app {
namespace {

constexpr char kEntries[] = "entries", kGold[] = "gold";

bool is_export(const std::string& format) {
  const std::vector<std::string> formats = export_formats();
  return std::find(formats.begin(), formats.end(), format) != formats.end();
}

}  // namespace

std::string output_formats(RecordsOf records) {
  std::string list = "table, jsonl, csv";
  for (const std::string& format : export_formats()) list += ", " + format;
  return list + ", " + kEntries + (records == RecordsOf::store ? std::string(", ") + kGold : "");
}

Status check_output_format(const std::string& format, RecordsOf records) {
  if (format == kEntries || is_export(format) || (records == RecordsOf::store && format == kGold)) return Done{};
  const auto writer = make_record_writer(format, {}, {});
  if (writer) return Done{};
  return Error{ErrorKind::usage,
               "there is no output format \"" + format + "\"; the formats are " + output_formats(records)};
}

Result<std::unique_ptr<RecordWriter>> make_output_writer(const std::string& format, const CoderInfo& info,
                                                         const Terminal& terminal, const std::string& data) {
  if (format == kEntries) return make_entries_writer();
  if (format == kGold) return make_gold_writer();
  if (!is_export(format)) return make_record_writer(format, info, terminal);
  const auto folder = find_data_folder(data);
  if (!folder) return folder.error();
  auto codes = CountryCodes::load(folder.value() + "/actors");
  if (!codes) return codes.error();
  return make_export_writer(format, info, std::make_shared<const CountryCodes>(std::move(codes).value()));
}

}  // namespace kronika::app
