// kronika relate: what one marked party does to the other.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>

#include "command.h"
#include "data_folder.h"
#include "inputs.h"
#include "kronika/coder.h"
#include "port/json.h"
#include "port/marked_text.h"
#include "progress.h"

namespace kronika::app {
namespace {

struct RelateOptions {
  std::string file = "-", labels = "plover16";
  CoderChoice coder;
};

// PLOVER as it was before CONCEDE and RETREAT were told apart: both are YIELD.
std::string label(const std::string& category, bool joined) {
  return joined && (category == "CONCEDE" || category == "RETREAT") ? "YIELD" : category;
}

std::string json_line(const std::string& id, const Relation& relation, bool joined) {
  std::map<std::string, double> scores;
  for (const auto& [category, chance] : relation.scores) scores[label(category, joined)] += chance;
  const auto best =
      std::max_element(scores.begin(), scores.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  JsonWriter json;
  json.open_object().key("id").value(id).key("event").value(best->first).key("scores").open_object();
  for (const auto& [name, chance] : scores) json.key(name).value(static_cast<double>(static_cast<float>(chance)));
  return json.close_object().close_object().take();
}

// A line out for each line in; one that cannot be read is told on stderr and answered by what is wrong with it.
int relate(RelateOptions& options) {
  if (options.labels != "plover16" && options.labels != "plover15")
    return complain({ErrorKind::usage, "--labels is plover16 or plover15, not \"" + options.labels + "\""});
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file) return complain({ErrorKind::not_found, options.file + ": cannot be read"});
  }
  std::istream& in = options.file == "-" ? std::cin : file;
  const auto coder = load_coder(options.coder);
  if (!coder) return complain(coder.error());
  int status = kAllCoded;
  size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const auto text = read_marked_text(line);
    if (!text) {
      status = kSomeFailed;
      complain({ErrorKind::invalid, options.file + ":" + std::to_string(number) + ": " + text.error().message});
      JsonWriter json;
      put("{}\n", json.open_object().key("error").value(text.error().message).close_object().take());
      continue;
    }
    const auto relation = coder.value()->relate(text.value());
    if (!relation) return complain(relation.error());
    put("{}\n", json_line(text.value().id, relation.value(), options.labels == "plover15"));
  }
  return status;
}

}  // namespace

void add_relate(CLI::App& app, int& status) {
  auto* command =
      app.add_subcommand("relate", "Say what one marked party does to the other, in texts with two marked parties");
  auto options = std::make_shared<RelateOptions>();
  command->add_option("FILE", options->file, "JSONL, one text a line; default: standard input");
  command->add_option("--labels", options->labels, "plover16, or plover15: CONCEDE and RETREAT are YIELD")
      ->capture_default_str()
      ->type_name("NAME");
  add_coder_options(*command, options->coder);
  command->footer(
      "A line is {\"id\", \"text\", \"source\": [{\"start\", \"end\"}], \"target\": [{\"start\", \"end\"}]}, offsets "
      "in code\n"
      "points; sides that are missing or null are answered from the text alone. The answer is one line for each,\n"
      "in order: {\"id\", \"event\", \"scores\"}.\n"
      "Example:\n"
      "  kronika relate pairs.jsonl --labels plover15 > categories.jsonl");
  command->callback([options, &status] { status = relate(*options); });
}

}  // namespace kronika::app
