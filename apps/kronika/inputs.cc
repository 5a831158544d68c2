#include "inputs.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/calendar.h"
#include "command.h"
#include "data_folder.h"
#include "port/database.h"

namespace kronika::app {

void add_input_options(CLI::App& command, InputOptions& options) {
  command.add_option("FILES", options.files, "files, folders, - for standard input")->type_name("");
  command
      .add_option("--from", options.from,
                  "text, html, jsonl, csv, tsv, feed (RSS, Atom) or warc, compressed with gzip or not; default: by the "
                  "file's ending, else by its first bytes")
      ->type_name("FORM");
  command.add_option("--columns", options.columns, "CSV, TSV: which column holds what: text=body,published=date")
      ->type_name("FIELD=COLUMN,...");
  command.add_option("--published", options.published, "publication date of documents that do not say theirs")
      ->type_name("YYYY-MM-DD");
}

void add_coder_options(CLI::App& command, CoderChoice& choice) {
  command.add_option("--model", choice.model, "fast or accurate; default: the best that the data holds")
      ->type_name("NAME");
  command.add_option("--codebook", choice.codebook, "a codebook of your own instead of PLOVER")
      ->type_name("FILE|FOLDER");
  add_data_option(command, choice.data);
}

void add_data_option(CLI::App& command, std::string& data) {
  command
      .add_option(
          "--data", data,
          "folder of models, codebook and knowledge base; default: KRONIKA_DATA, else what belongs to the program")
      ->type_name("FOLDER");
}

Result<const Coder*> load_coder(CoderChoice& choice) {
  const auto data = find_data_folder(choice.data);
  if (!data) return data.error();
  auto coder = Coder::load(data.value(), {choice.model, choice.codebook, find_image_folder(data.value())});
  if (!coder) return coder.error();
  choice.coder = std::move(coder).value();
  return choice.coder.get();
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
  for (const std::string& file : options.files)
    if (is_postgres_address(file))
      return Error{ErrorKind::usage, file + ": is the address of a store, and no file of articles"};
  return open_reader(options.files, reader);
}

int complain(const Error& error) {
  std::fflush(stdout);
  fmt::print(stderr, "kronika: {}\n", without_passwords(error.message));
  return error.kind == ErrorKind::usage || error.kind == ErrorKind::not_found ? kUsage : kSomeFailed;
}

}  // namespace kronika::app
