// kronika diff: what differs between two codings.
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>

#include "command.h"
#include "inputs.h"
#include "port/json.h"
#include "progress.h"
#include "score/difference.h"

namespace kronika::app {
namespace {

struct DiffOptions {
  std::string first, second, format;
};

Result<std::string> read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorKind::not_found, path + ": cannot be read; is it there?"};
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

const char* kind_name(Difference::Kind kind) {
  return kind == Difference::Kind::added ? "added" : kind == Difference::Kind::removed ? "removed" : "changed";
}

void put_json(const Difference& difference) {
  JsonWriter json;
  json.open_object().key("difference").value(kind_name(difference.kind)).key("document").value(difference.document);
  json.key("id").value(difference.id).key("event").value(difference.event).key("text").value(difference.words);
  if (!difference.fields.empty()) {
    json.key("fields").open_object();
    for (const Difference::Field& field : difference.fields)
      json.key(field.name).open_list().value(field.first).value(field.second).close_list();
    json.close_object();
  }
  json.close_object();
  put("{}\n", json.text());
}

void put_text(const Difference& difference) {
  const char sign = difference.kind == Difference::Kind::added     ? '+'
                    : difference.kind == Difference::Kind::removed ? '-'
                                                                   : '~';
  put("{} {} {} {} \"{}\"\n", sign, difference.document, difference.id, difference.event, one_line(difference.words));
  for (const Difference::Field& field : difference.fields)
    put("    {}: {} -> {}\n", field.name, one_line(field.first.empty() ? "(none)" : field.first),
        one_line(field.second.empty() ? "(none)" : field.second));
}

int diff(const DiffOptions& options) {
  const std::string format = !options.format.empty() ? options.format : output_terminal().width > 0 ? "text" : "jsonl";
  if (format != "text" && format != "jsonl")
    return complain({ErrorKind::usage, "no format " + format + "; --format is text or jsonl"});
  const auto first = read(options.first);
  if (!first) return complain(first.error());
  const auto second = read(options.second);
  if (!second) return complain(second.error());
  const auto found = difference_of(first.value(), options.first, second.value(), options.second);
  if (!found) return complain(found.error());
  std::map<std::string, int64_t> kinds, fields;
  for (const Difference& difference : found.value().all) {
    ++kinds[kind_name(difference.kind)];
    for (const Difference::Field& field : difference.fields) ++fields[field.name];
    format == "jsonl" ? put_json(difference) : put_text(difference);
  }
  fmt::print(stderr, "kronika: {} the same, {} changed, {} added, {} removed", found.value().same, kinds["changed"],
             kinds["added"], kinds["removed"]);
  for (const auto& [field, count] : fields)
    fmt::print(stderr, "{} {} {}", &field == &fields.begin()->first ? ";" : ",", field, count);
  fmt::print(stderr, "\n");
  return kAllCoded;
}

}  // namespace

void add_diff(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("diff", "Compare two codings of the same articles, field by field");
  auto options = std::make_shared<DiffOptions>();
  command->add_option("FIRST", options->first, "records as kronika code prints them")->required()->type_name("");
  command->add_option("SECOND", options->second, "other records of the same articles")->required()->type_name("");
  command->add_option("--format", options->format, "text (default on a terminal) or jsonl (default in a pipe)")
      ->type_name("NAME");
  command->footer("Example:\n  kronika diff before.jsonl after.jsonl");
  command->callback([options, &status] { status = diff(*options); });
}

}  // namespace kronika::app
