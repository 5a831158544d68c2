// kronika query: records of a store that a filter asks for, or their numbers.
#include <fmt/format.h>

#include <cstdio>

#include "command.h"
#include "inputs.h"
#include "kronika/store.h"
#include "outputs.h"
#include "port/json.h"
#include "progress.h"
#include "record/terminal_text.h"
#include "store_option.h"
#include "stored_entries.h"
#include "stored_records.h"

namespace kronika::app {
namespace {

struct QueryOptions {
  std::string store, format, sort, group_by, data;
  std::vector<std::string> filter;
  int64_t limit = -1;
  bool count = false, entries = false;
};

int print_groups(const Groups& groups, const std::string& format, const Terminal& terminal) {
  if (format == "jsonl") {
    for (const auto& [group, count] : groups.rows) {
      JsonWriter json;
      json.open_object();
      for (size_t i = 0; i < group.size(); ++i) json.key(groups.by[i]).value(group[i]);
      json.key("count").value(count).close_object();
      put("{}\n", json.text());
    }
    return kAllCoded;
  }
  std::vector<size_t> widths;
  for (size_t i = 0; i < groups.by.size(); ++i) {
    widths.push_back(groups.by[i].size());
    for (const auto& [group, count] : groups.rows) widths[i] = std::max(widths[i], columns_of(one_line(group[i])));
  }
  const auto heading = [&](const std::string& text) { return terminal.colour ? inked(text, Ink::bold) : text; };
  for (size_t i = 0; i < groups.by.size(); ++i) put("{}  ", heading(fitted(groups.by[i], widths[i])));
  put("{}\n", heading("   count"));
  for (const auto& [group, count] : groups.rows) {
    for (size_t i = 0; i < group.size(); ++i) put("{}  ", fitted(one_line(group[i]), widths[i]));
    put("{:>8}\n", count);
  }
  return kAllCoded;
}

int query(const QueryOptions& options) {
  const auto store = Store::open(options.store, StoreAccess::read);
  if (!store) return complain(store.error());
  const Terminal terminal = output_terminal();
  std::string format = !options.format.empty() ? options.format : terminal.width > 0 ? "table" : "jsonl";
  const bool entries = options.entries || format == "entries";
  if (format == "entries") format = "jsonl";
  const std::string filter = filter_of(options.filter);
  if (entries && !options.group_by.empty())
    return complain({ErrorKind::usage, "--group-by counts records; give it without --entries"});
  if (options.count) {
    const auto count = entries ? store.value()->count_entries(filter) : store.value()->count(filter);
    if (!count) return complain(count.error());
    put("{}\n", count.value());
    return kAllCoded;
  }
  if (!options.group_by.empty()) {
    const auto groups = store.value()->group(filter, options.group_by);
    return groups ? print_groups(groups.value(), format, terminal) : complain(groups.error());
  }
  const Question question{filter, options.sort, options.limit};
  if (entries) {
    const auto found = print_entries(*store.value(), question, format, terminal);
    if (!found) return complain(found.error());
    if (found.value() == 0) fmt::print(stderr, "kronika: no entry has a record that fits the filter\n");
    return kAllCoded;
  }
  if (const Status known = check_output_format(format, RecordsOf::store); !known) return complain(known.error());
  const auto writer = make_output_writer(format, {}, terminal, options.data);
  if (!writer) return complain(writer.error());
  const auto found = print_records(*store.value(), question, *writer.value());
  if (!found) return complain(found.error());
  if (found.value() == 0) fmt::print(stderr, "kronika: no record fits the filter\n");
  return kAllCoded;
}

}  // namespace

void add_query(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("query", "Find records of a store");
  auto options = std::make_shared<QueryOptions>();
  add_store_option(*command, options->store);
  command->add_option("FILTER", options->filter, "which records; all of the conditions must hold")->type_name("");
  command
      ->add_option(
          "--format", options->format,
          "table (default on a terminal), jsonl (default in a pipe), csv, or another of those of kronika export")
      ->type_name("NAME");
  command->add_flag("--entries", options->entries,
                    "the records of one happening as one: entries of which the filter finds a record (table or jsonl)");
  command
      ->add_option("--sort", options->sort,
                   "document, date, published, confidence or score; of entries date, published or reports (how many); "
                   "-date: the last first")
      ->type_name("ORDER");
  command->add_option("--limit", options->limit, "at most so many records")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  command->add_flag("--count", options->count, "only how many there are");
  command
      ->add_option("--group-by", options->group_by,
                   "counts by dyad, actor, recipient, event, mode, context, quad, factuality, country, publisher, "
                   "attribution, day, month, year")
      ->type_name("NAME,...");
  command->footer(
      "Examples:\n"
      "  kronika query chronicle.db actor:RUS recipient:UKR date:2021-05\n"
      "  kronika query chronicle.db 'event:COERCE,ASSAULT (actor:MIL or actor:COP) not factuality:negated'\n"
      "  kronika query chronicle.db 'text:\"border police\" near:53.9,27.57,50' --sort -date --limit 20\n"
      "  kronika query chronicle.db event:PROTEST --group-by country,month\n"
      "  kronika query chronicle.db actor:RUS --entries --sort -reports --limit 20\n"
      "  kronika query postgresql://ana@db.example/news actor:RUS\n"
      "docs/store.md tells all fields.");
  add_data_option(*command, options->data);
  command->callback([options, &status] { status = query(*options); });
}

}  // namespace kronika::app
