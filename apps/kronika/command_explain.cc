// kronika explain: why each field of a record is what it is.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/calendar.h"
#include "command.h"
#include "data_folder.h"
#include "inputs.h"
#include "kronika/coder.h"
#include "record/record_writer.h"

namespace kronika::app {
namespace {

struct ExplainOptions {
  InputOptions inputs;
  std::string record, model, codebook, data;
};

std::string one_line(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

// The words of a party, or its role where they would name a private person.
std::string shown(const Article& article, Span words, bool withheld, const std::string& role) {
  return withheld ? "[" + (role.empty() ? "person" : role) + "]" : "“" + one_line(article.slice(words)) + "”";
}

void print_parties(const Article& article, const char* field, const std::vector<Party>& parties) {
  if (parties.empty()) fmt::print("  {:<12} none named\n", field);
  for (const Party& party : parties) {
    fmt::print("  {:<12} {:<12} {}, by {}", field, party.code, shown(article, party.words, party.withheld, party.role), party.by);
    if (!party.name.empty()) fmt::print(": {}", party.name);
    if (!party.role.empty()) fmt::print(" ({})", party.role);
    fmt::print("\n");
  }
}

void explain_record(const Article& article, const Record& record, const std::string& id) {
  // A private name must not come back through the sentence.
  std::vector<Span> hidden;
  for (const auto* side : {&record.actor, &record.recipient})
    for (const Party& party : *side)
      if (party.withheld) hidden.push_back(party.words);
  if (record.attribution && record.attribution->withheld) hidden.push_back(record.attribution->words);
  const auto overlaps = [&](Span span) { return std::any_of(hidden.begin(), hidden.end(), [&](Span h) { return h.overlaps(span); }); };
  const auto quoted = [&](Span span) { return overlaps(span) ? std::string("[withheld]") : "“" + one_line(article.slice(span)) + "”"; };

  fmt::print("{}  {}", id, record.event);
  for (const std::string& mode : record.mode) fmt::print("/{}", mode);
  fmt::print("  {}  confidence {:.2f}\n", factuality_name(record.factuality), record.confidence);
  fmt::print("  {:<12} {}\n", "words", quoted(record.words));
  fmt::print("  {:<12} {}\n", "sentence", quoted(record.sentence));
  print_parties(article, "actor", record.actor);
  print_parties(article, "recipient", record.recipient);
  if (record.date) {
    fmt::print("  {:<12} {}/{} by {}", "date", format_day(record.date->start), format_day(record.date->end), record.date->by);
    if (record.date->words) fmt::print(", {}", quoted(*record.date->words));
    fmt::print("\n");
  }
  if (record.place) {
    fmt::print("  {:<12} {}, {} ({})", "place", record.place->name, record.place->country, record.place->precision);
    if (record.place->words) fmt::print(", {}", quoted(*record.place->words));
    fmt::print("\n");
  }
  if (record.attribution)
    fmt::print("  {:<12} {} by {}\n", "attribution", shown(article, record.attribution->words, record.attribution->withheld, ""),
               quoted(record.attribution->cue));
  fmt::print("  {:<12} CAMEO {}, quad class {}, score {:+.1f}\n", "codes", record.cameo, record.quad, record.score);
  for (const std::string& context : record.context) fmt::print("  {:<12} {}\n", "context", context);
  for (const Reason& reason : record.why) {
    fmt::print("  why {:<8} {}", reason.field, reason.rule);
    for (const Span words : reason.words) fmt::print(" {}", quoted(words));
    fmt::print("\n");
  }
  fmt::print("\n");
}

int explain(const ExplainOptions& options) {
  const auto data = find_data_folder(options.data);
  if (!data) return complain(data.error());
  const auto coder = Coder::load(data.value(), {options.model, options.codebook});
  if (!coder) return complain(coder.error());
  auto reader = open_inputs(options.inputs);
  if (!reader) return complain(reader.error());
  int status = kAllCoded;
  size_t shown = 0;
  while (auto item = reader.value()->next()) {
    if (const auto* failure = std::get_if<Failure>(&*item)) {
      complain({ErrorKind::invalid, failure->where + ": " + failure->reason});
      status = kSomeFailed;
      continue;
    }
    const auto article = Article::make(std::get<ArticleSource>(std::move(*item)));
    if (!article) return complain(article.error());
    const std::vector<Record> records = coder.value()->code(article.value()).records;
    for (const Record& record : records) {
      const std::string id = record_id(article.value(), record);
      // An id may be given by its beginning, with or without "k1:".
      if (!options.record.empty() && !id.starts_with(options.record) && !id.substr(3).starts_with(options.record)) continue;
      explain_record(article.value(), record, id);
      ++shown;
    }
  }
  if (shown == 0 && status == kAllCoded)
    return complain({ErrorKind::not_found, options.record.empty() ? "no event was found in the input"
                                                                 : "no record " + options.record + " in the input; kronika code FILE lists the ids"});
  return status;
}

}  // namespace

void add_explain(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("explain", "Say why each field of a record is what it is");
  auto options = std::make_shared<ExplainOptions>();
  add_input_options(*command, options->inputs);
  command->add_option("--record", options->record, "the id of one record, or its beginning; default: all records");
  command->add_option("--model", options->model, "fast or accurate");
  command->add_option("--codebook", options->codebook, "a codebook of your own instead of PLOVER");
  command->add_option("--data", options->data, "folder of models, codebook and knowledge base");
  command->footer(
      "Examples:\n"
      "  kronika explain article.txt\n"
      "  kronika explain article.txt --record k1:5f0c");
  command->callback([options, &status] { status = explain(*options); });
}

}  // namespace kronika::app
