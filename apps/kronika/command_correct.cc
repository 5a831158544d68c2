// kronika correct: what a person says of a record of a store.
#include <fmt/format.h>

#include "command.h"
#include "inputs.h"
#include "kronika/store.h"
#include "port/json.h"
#include "progress.h"
#include "store/correction_json.h"
#include "store_option.h"
#include "stored_records.h"

namespace kronika::app {
namespace {

struct CorrectOptions {
  std::string store, record, by, why;
  std::vector<std::string> what;
  bool log = false;
};

using Action = Correction::Action;

// "event=PROTEST", accept, reject, split, undo, or merge and an id.
Result<std::vector<Correction>> read_corrections(const CorrectOptions& options) {
  std::vector<Correction> out;
  for (size_t i = 0; i < options.what.size(); ++i) {
    const std::string& word = options.what[i];
    Correction correction;
    correction.by = options.by;
    correction.why = options.why;
    const size_t equals = word.find('=');
    if (equals != std::string::npos) {
      correction.action = Action::set;
      correction.field = word.substr(0, equals);
      correction.value = word.substr(equals + 1);
    } else if (word == "accept" || word == "reject" || word == "split" || word == "undo") {
      correction.action = word == "accept"   ? Action::accept
                          : word == "reject" ? Action::reject
                          : word == "split"  ? Action::split
                                             : Action::undo;
    } else if (word == "merge" && i + 1 < options.what.size()) {
      correction.action = Action::merge;
      correction.other = options.what[++i];
    } else {
      return Error{ErrorKind::usage,
                   "\"" + word + "\" is no correction; write FIELD=VALUE, accept, reject, merge ID, split or undo"};
    }
    out.push_back(std::move(correction));
  }
  if (out.empty())
    return Error{ErrorKind::usage, "nothing to correct; write FIELD=VALUE, accept, reject, merge ID, split or undo"};
  return out;
}

int print_log(Store& store, const std::string& record) {
  const auto notes = store.corrections(record);
  if (!notes) return complain(notes.error());
  const bool terminal = output_terminal().width > 0;
  for (const CorrectionNote& note : notes.value()) {
    const std::string what = note.action == "set"     ? fmt::format("{}: {} -> {}", note.field, note.was, note.value)
                             : note.action == "merge" ? "merge " + note.other
                                                      : note.action;
    if (terminal) {
      put("{}  {}  {}{}{}  by {}: {}\n", note.at, note.record, what, note.stands ? "" : " (undone)",
          note.lost ? " (its words are gone)" : "", one_line(note.by), one_line(note.why));
      continue;
    }
    JsonWriter json;
    put_correction(json, note);
    put("{}\n", json.text());
  }
  return kAllCoded;
}

int correct(const CorrectOptions& options) {
  const auto store =
      options.log ? Store::open(options.store, StoreAccess::read) : open_to_write(options.store, StoreAccess::write);
  if (!store) return complain(store.error());
  if (options.log) return print_log(*store.value(), options.record);
  if (options.record.empty())
    return complain({ErrorKind::usage, "name a record; kronika query " + store.value()->name() + " lists the ids"});
  const auto corrections = read_corrections(options);
  if (!corrections) return complain(corrections.error());
  const auto id = store.value()->correct(options.record, corrections.value());
  if (!id) return complain(id.error());
  put("{}\n", id.value());
  return kAllCoded;
}

}  // namespace

void add_correct(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("correct", "Correct, accept or reject a record of a store");
  auto options = std::make_shared<CorrectOptions>();
  add_store_option(*command, options->store);
  command->add_option("RECORD", options->record, "the id of a record, or its beginning")->type_name("");
  command
      ->add_option(
          "CORRECTION", options->what,
          "FIELD=VALUE (event mode context actor recipient date place factuality attribution), accept, reject, "
          "merge ID, split, undo")
      ->type_name("");
  command->add_option("--by", options->by, "who says so")->type_name("NAME");
  command->add_option("--why", options->why, "for what reason")->type_name("TEXT");
  command->add_flag("--log", options->log, "print the corrections of the record, or of all records");
  command->footer(
      "Examples:\n"
      "  kronika correct chronicle.db 5f0c3e event=COERCE mode=arrest --by Ana --why 'detained, not attacked'\n"
      "  kronika correct chronicle.db 5f0c3e 'actor=BLR COP; BLR MIL' --by Ana --why 'both are named'\n"
      "  kronika correct chronicle.db 5f0c3e reject --by Ana --why 'a football match'\n"
      "  kronika correct chronicle.db 5f0c3e undo --by Ana --why 'it was right'\n"
      "  kronika correct chronicle.db --log");
  command->callback([options, &status] { status = correct(*options); });
}

}  // namespace kronika::app
