#include "inputs.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/calendar.h"
#include "command.h"

namespace kronika::app {

void add_input_options(CLI::App& command, InputOptions& options) {
  command.add_option("FILES", options.files, "files, folders, - for standard input")->required();
  command.add_option("--from", options.from, "text, html, jsonl, csv or tsv; default: by the file's ending, else by its first bytes");
  command.add_option("--columns", options.columns, "CSV, TSV: which column holds what: text=body,published=date")->type_name("FIELD=COLUMN,...");
  command.add_option("--published", options.published, "publication date of documents that do not say theirs")->type_name("YYYY-MM-DD");
}

Result<std::unique_ptr<Reader>> open_inputs(const InputOptions& options) {
  ReaderOptions reader;
  reader.from = options.from;
  reader.columns = options.columns;
  if (!options.published.empty()) {
    reader.published = parse_day(options.published);
    if (!reader.published)
      return Error{ErrorKind::usage, "--published: \"" + options.published + "\" is not a date of the form 2021-06-29"};
  }
  return open_reader(options.files, reader);
}

int complain(const Error& error) {
  std::fflush(stdout);
  fmt::print(stderr, "kronika: {}\n", error.message);
  return error.kind == ErrorKind::usage || error.kind == ErrorKind::not_found ? kUsage : kSomeFailed;
}

}  // namespace kronika::app
