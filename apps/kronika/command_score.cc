// kronika score: a coding against gold, or two coders against each other.
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "command.h"
#include "inputs.h"
#include "port/json.h"
#include "score/scorer.h"

namespace kronika::app {
namespace {

struct ScoreOptions {
  std::string gold, coded, format = "text";
  bool agreement = false;
  size_t errors = 0;
};

Result<std::vector<CodedDocument>> read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorKind::not_found, path + ": cannot be read; is it there?"};
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  return read_coded_events(bytes, path);
}

void put_agreement(const Agreement& agreement, bool as_json) {
  if (as_json) {
    JsonWriter json;
    json.open_object().key("both").value(agreement.both).key("only_first").value(agreement.only_first);
    json.key("only_second").value(agreement.only_second).key("f1").value(agreement.f1()).key("fields").open_object();
    for (const Agreement::Field& field : agreement.fields)
      json.key(field.name)
          .open_object()
          .key("events")
          .value(field.asked)
          .key("same")
          .value(field.same)
          .key("kappa")
          .value(field.kappa)
          .close_object();
    json.close_object().close_object();
    put("{}\n", json.text());
    return;
  }
  put("events   both {}, only the first {}, only the second {}; F1 {:.3f}\n", agreement.both, agreement.only_first,
      agreement.only_second, agreement.f1());
  put("over the events that both have:\n");
  for (const Agreement::Field& field : agreement.fields)
    put("  {:<20} same {:5.1f} %  kappa {:.3f}\n", field.name,
        field.asked ? 100.0 * static_cast<double>(field.same) / static_cast<double>(field.asked) : 100.0, field.kappa);
}

void put_score(const Score& score, bool as_json) {
  const std::pair<const char*, const EventTally*> views[] = {{"events", &score.events}, {"dyads", &score.dyads}};
  if (as_json) {
    JsonWriter json;
    json.open_object();
    for (const auto& [name, tally] : views)
      json.key(name)
          .open_object()
          .key("precision")
          .value(tally->precision())
          .key("recall")
          .value(tally->recall())
          .key("f1")
          .value(tally->f1())
          .key("matched")
          .value(tally->matched)
          .key("predicted")
          .value(tally->coded)
          .key("gold")
          .value(tally->gold)
          .close_object();
    json.key("details").open_object();
    for (const auto& [name, tally] : score.fields) json.key(name).value(tally.f1());
    json.close_object().close_object();
    put("{}\n", json.text());
    return;
  }
  put("details over dyad matches (F1):");
  for (const auto& [name, tally] : score.fields) put("  {} {:.2f}", name, tally.f1());
  put("\n");
  for (const auto& [name, tally] : views)
    put("{:<7} precision {:.3f}  recall {:.3f}  F1 {:.3f}  ({} matched, {} predicted, {} gold)\n", name,
        tally->precision(), tally->recall(), tally->f1(), tally->matched, tally->coded, tally->gold);
}

int score(const ScoreOptions& options) {
  if (options.format != "text" && options.format != "json")
    return complain({ErrorKind::usage, "no format " + options.format + "; --format is text or json"});
  const auto gold = read(options.gold);
  if (!gold) return complain(gold.error());
  const auto coded = read(options.coded);
  if (!coded) return complain(coded.error());
  if (options.agreement) {
    put_agreement(agreement_of(gold.value(), coded.value()), options.format == "json");
    return kAllCoded;
  }
  const auto score = score_events(gold.value(), coded.value());
  if (!score) return complain(score.error());
  for (size_t i = 0; i < std::min(options.errors, score.value().errors.size()); ++i)
    put("{}\n", score.value().errors[i]);
  put_score(score.value(), options.format == "json");
  return kAllCoded;
}

}  // namespace

void add_score(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("score", "Measure a coding against gold, or two coders against each other");
  auto options = std::make_shared<ScoreOptions>();
  command->add_option("GOLD", options->gold, "a document a line: {\"id\", \"text\", \"events\": [...]}")
      ->required()
      ->type_name("");
  command->add_option("FILE", options->coded, "records as kronika code prints them, or gold")
      ->required()
      ->type_name("");
  command->add_flag("--agreement", options->agreement, "neither is right: agreement of two coders, with Cohen's kappa");
  command->add_option("--errors", options->errors, "show so many events that were missed or are too much")
      ->type_name("N");
  command->add_option("--format", options->format, "text or json")->type_name("NAME");
  command->footer(
      "Examples:\n"
      "  kronika score gold.jsonl records.jsonl --errors 20\n"
      "  kronika score ana.jsonl bo.jsonl --agreement");
  command->callback([options, &status] { status = score(*options); });
}

}  // namespace kronika::app
