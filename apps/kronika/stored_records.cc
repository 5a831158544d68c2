#include "stored_records.h"

#include <cstdio>
#include <memory>

#include "record/record_writer.h"

namespace kronika::app {
namespace {

Result<std::unique_ptr<RecordWriter>> make_writer(const std::string& format, const CoderInfo& info,
                                                  const Terminal& terminal) {
  if (format == "gold") return make_gold_writer();
  return make_record_writer(format, info, terminal);
}

}  // namespace

std::string filter_of(const std::vector<std::string>& words) {
  std::string filter;
  for (const std::string& word : words) {
    if (!filter.empty()) filter += " ";
    const size_t colon = word.find_first_of(":=");
    const bool one_value = colon != std::string::npos && word.find_first_of(" \"()") > colon &&
                           word.find_first_of("\"()") == std::string::npos && word.find(' ') != std::string::npos &&
                           word.find_first_of(":=<>", colon + 1) == std::string::npos;
    filter += one_value ? word.substr(0, colon + 1) + "\"" + word.substr(colon + 1) + "\"" : word;
  }
  return filter;
}

Result<int64_t> print_records(Store& store, const Question& question, const std::string& format,
                              const Terminal& terminal) {
  auto writer = make_writer(format, {}, terminal);
  if (!writer) return writer.error();
  std::fputs(writer.value()->header().c_str(), stdout);
  CoderInfo made_for;
  int64_t records = 0;
  const Status done = store.each(question, [&](const StoredRecords& found) {
    // The writer names the coder, and a store may hold the work of several.
    if (found.coder.version != made_for.version || found.coder.codebook != made_for.codebook ||
        found.coder.model != made_for.model) {
      made_for = found.coder;
      writer = make_writer(format, made_for, terminal);
    }
    records += static_cast<int64_t>(found.coded.records.size());
    const std::string lines = writer.value()->article(found.article, found.coded);
    return std::fwrite(lines.data(), 1, lines.size(), stdout) == lines.size();
  });
  if (!done) return done.error();
  return records;
}

}  // namespace kronika::app
