#include "inputs.h"

#include <fmt/format.h>

#include "base/calendar.h"
#include "command.h"

namespace kronika::app {

void add_input_options(CLI::App& command, InputOptions& options) {
  command.add_option("files", options.files, "files, folders, or - for standard input")->required();
  command.add_option("--from", options.from, "text, html, jsonl, csv or tsv; default: by the file's ending, else by its content");
  command.add_option("--columns", options.columns, "which columns of a CSV or TSV file are which: text=body,published=date,id=url");
  command.add_option("--published", options.published, "day of publication, YYYY-MM-DD, of documents that do not say it");
}

Result<std::unique_ptr<Reader>> open_inputs(const InputOptions& options) {
  ReaderOptions reader;
  reader.from = options.from;
  reader.columns = options.columns;
  if (!options.published.empty()) {
    reader.published = parse_day(options.published);
    if (!reader.published)
      return Error{ErrorKind::usage, "--published takes a day like 2021-06-29, not \"" + options.published + "\""};
  }
  return open_reader(options.files, reader);
}

int complain(const Error& error) {
  fmt::print(stderr, "kronika: {}\n", error.message);
  // A wrong option and data that are not there are the user's to mend; all else is about one input.
  return error.kind == ErrorKind::usage || error.kind == ErrorKind::not_found ? kUsage : kSomeFailed;
}

}  // namespace kronika::app
