#include "stored_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "progress.h"

namespace kronika::app {
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

Result<std::unique_ptr<Store>> open_to_write(const std::string& name, StoreAccess access) {
  double part = 0;
  Progress progress("articles", [&] { return std::optional(part); });
  bool said = false;
  return Store::open(name, access, [&](int64_t done, int64_t all) {
    constexpr int64_t kMany = 2000;
    if (!std::exchange(said, true) && all >= kMany)
      fmt::print(stderr, "kronika: {} is of an older version: its {} articles are merged once\n", name, all);
    part = static_cast<double>(done) / static_cast<double>(std::max<int64_t>(1, all));
    progress.set(static_cast<uint64_t>(done));
  });
}

Result<int64_t> print_records(Store& store, const Question& question, const RecordWriter& writer) {
  bool written = true, any = false;
  const auto put = [&](std::string_view text) {
    written = written && std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  };
  put(writer.header());
  const std::string between = writer.between();
  int64_t records = 0;
  const Status done = store.each(question, [&](const StoredRecords& found) {
    records += static_cast<int64_t>(found.coded.records.size());
    const std::string lines = writer.article(found.article, found.coded);
    if (!lines.empty() && std::exchange(any, true)) put(between);
    put(lines);
    return written;
  });
  if (!done) return done.error();
  writer.footer(put);
  if (const std::string left_out = writer.left_out(); !left_out.empty())
    fmt::print(stderr, "kronika: left out: {}\n", left_out);
  return records;
}

}  // namespace kronika::app
