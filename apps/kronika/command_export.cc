// kronika export: the records of a store in a form for other programs.
#include <fmt/format.h>

#include "command.h"
#include "inputs.h"
#include "kronika/store.h"
#include "outputs.h"
#include "store_option.h"
#include "stored_entries.h"
#include "stored_records.h"

namespace kronika::app {
namespace {

struct ExportOptions {
  std::string store, format, data;
  std::vector<std::string> filter;
  bool entries = false;
};

int export_records(const ExportOptions& options) {
  const std::string format = !options.format.empty() ? options.format : "jsonl";
  if (const Status known = check_output_format(format, RecordsOf::store); !known) return complain(known.error());
  const bool entries = options.entries || format == "entries";
  if (options.entries && format != "jsonl" && format != "entries")
    return complain({ErrorKind::usage, "--entries are written as jsonl; give it without --format " + format});
  const auto store = Store::open(options.store, StoreAccess::read);
  if (!store) return complain(store.error());
  std::string filter = filter_of(options.filter);
  if (entries) {
    const auto found = print_entries(*store.value(), {filter, "published"}, "jsonl", {});
    if (!found) return complain(found.error());
    fmt::print(stderr, "kronika: {} entries\n", found.value());
    return kAllCoded;
  }
  // Gold is what people looked at, also what they rejected.
  if (format == "gold")
    filter = (filter.empty() ? "" : "(" + filter + ") ") + std::string("review:accepted,corrected,rejected");
  const auto writer = make_output_writer(format, {}, {}, options.data);
  if (!writer) return complain(writer.error());
  const auto found = print_records(*store.value(), {filter, "document"}, *writer.value());
  if (!found) return complain(found.error());
  fmt::print(stderr, "kronika: {} records\n", found.value());
  return kAllCoded;
}

}  // namespace

void add_export(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("export", "Write the records of a store, ordered by document");
  auto options = std::make_shared<ExportOptions>();
  add_store_option(*command, options->store);
  command->add_option("FILTER", options->filter, "which records; default: all that were not rejected")->type_name("");
  command
      ->add_option("--format", options->format,
                   "jsonl (default: as kronika code prints them), gold (what people looked at, as training examples), "
                   "or one of: " +
                       output_formats(RecordsOf::coder))
      ->type_name("NAME");
  command->add_flag("--entries", options->entries,
                    "the records of each happening together, as kronika code --format entries prints them; of a filter "
                    "those entries of which it finds a record");
  add_data_option(*command, options->data);
  command->footer(
      "Examples:\n"
      "  kronika export chronicle.db > records.jsonl\n"
      "  kronika export chronicle.db event:PROTEST date:2021 --format csv > protests.csv\n"
      "  kronika export chronicle.db date:2021 --format dyads-month > dyads.csv\n"
      "  kronika export chronicle.db --entries > entries.jsonl\n"
      "  kronika export chronicle.db --format gold > gold.jsonl");
  command->callback([options, &status] { status = export_records(*options); });
}

}  // namespace kronika::app
