// kronika export: the records of a store in a form for other programs.
#include <fmt/format.h>

#include "command.h"
#include "inputs.h"
#include "kronika/store.h"
#include "stored_records.h"

namespace kronika::app {
namespace {

struct ExportOptions {
  std::string store, format = "jsonl";
  std::vector<std::string> filter;
};

int export_records(const ExportOptions& options) {
  const auto store = Store::open(options.store, StoreAccess::read);
  if (!store) return complain(store.error());
  std::string filter = filter_of(options.filter);
  // Gold is what people looked at, also what they rejected.
  if (options.format == "gold")
    filter = (filter.empty() ? "" : "(" + filter + ") ") + std::string("review:accepted,corrected,rejected");
  const auto found = print_records(*store.value(), {filter, "document"}, options.format, {});
  if (!found) return complain(found.error());
  fmt::print(stderr, "kronika: {} records\n", found.value());
  return kAllCoded;
}

}  // namespace

void add_export(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("export", "Write the records of a store, ordered by document");
  auto options = std::make_shared<ExportOptions>();
  command->add_option("STORE", options->store, "the store")->required()->type_name("");
  command->add_option("FILTER", options->filter, "which records; default: all that were not rejected")->type_name("");
  command
      ->add_option(
          "--format", options->format,
          "jsonl (as kronika code prints them), csv, table, or gold: what people looked at, as training examples")
      ->type_name("NAME");
  command->footer(
      "Examples:\n"
      "  kronika export chronicle.db > records.jsonl\n"
      "  kronika export chronicle.db event:PROTEST date:2021 --format csv > protests.csv\n"
      "  kronika export chronicle.db --format gold > gold.jsonl");
  command->callback([options, &status] { status = export_records(*options); });
}

}  // namespace kronika::app
