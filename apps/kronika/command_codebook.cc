// kronika codebook: check a codebook, list what it holds, run its test sentences.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <sstream>

#include "codebook/codebook.h"
#include "coder/pipeline.h"
#include "command.h"
#include "data_folder.h"
#include "inputs.h"
#include "kronika/coder.h"

namespace kronika::app {
namespace {

struct CodebookOptions {
  std::string what, path, data;
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

int list(const Codebook& codebook) {
  for (const auto& category : codebook.categories()) {
    size_t senses = 0;
    for (const auto& sense : codebook.senses()) senses += sense->category == category.get();
    put("{:<12} CAMEO {:<3} quad {}  score {:+5.1f}  {} senses\n", category->name, category->cameo, category->quad,
        category->score, senses);
  }
  put("{} expressions with a verb, {} with a noun, {} with an adjective\n", codebook.pattern_count(WordClass::verb),
      codebook.pattern_count(WordClass::noun), codebook.pattern_count(WordClass::adjective));
  return kAllCoded;
}

// Whether a party has all that is asked for: "RUS GOV", or only "JRN".
bool has_code(const std::vector<Party>& parties, const std::string& wanted) {
  std::istringstream words(wanted);
  const std::vector<std::string> parts{std::istream_iterator<std::string>(words), {}};
  return parts.empty() || std::any_of(parties.begin(), parties.end(), [&](const Party& party) {
           return std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
             return part == party.country ||
                    std::find(party.sectors.begin(), party.sectors.end(), part) != party.sectors.end();
           });
         });
}

// A sense's sentence must give a record of its category with the parties and the mode given; one marked `none` no such
// record.
bool passes(const Sense& sense, const SenseTest& test, const std::vector<Record>& records) {
  const bool found = std::any_of(records.begin(), records.end(), [&](const Record& record) {
    return record.event == sense.category->name && has_code(record.actor, test.actor) &&
           has_code(record.recipient, test.recipient) &&
           (test.mode.empty() || std::find(record.mode.begin(), record.mode.end(), test.mode) != record.mode.end());
  });
  return found != test.none;
}

std::string codes(const std::vector<Party>& parties) {
  std::vector<std::string> list;
  for (const Party& party : parties) list.push_back(party.code);
  return joined(list);
}

// Codes each test sentence of the codebook.
int test(const Codebook& codebook, const std::string& data, const std::string& path) {
  const auto coder = Coder::load(data, {"fast", path, find_image_folder(data)});
  if (!coder) return complain(coder.error());
  size_t run = 0, failed = 0;
  for (const auto& sense : codebook.senses())
    for (const SenseTest& one : sense->tests) {
      ++run;
      const auto article = Article::make({"test", "", one.text, {}, "", ""});
      if (!article) return complain(article.error());
      const std::vector<Record> records = coder.value()->code(article.value()).records;
      if (passes(*sense, one, records)) continue;
      ++failed;
      put("{}: {}\n      want {}{} {} {} -> {}\n", sense->id, one.text, one.none ? "no " : "", sense->category->name,
          one.mode, one.actor, one.recipient);
      for (const Record& record : records)
        put("      got {} {} {} -> {}  by {}\n", record.event, joined(record.mode), codes(record.actor),
            codes(record.recipient), record.why.empty() ? "" : record.why.front().rule);
    }
  put("{} test sentences, {} failed\n", run, failed);
  return failed ? kSomeFailed : kAllCoded;
}

int codebook_command(const CodebookOptions& options) {
  if (options.what != "check" && options.what != "list" && options.what != "test")
    return complain({ErrorKind::usage, "codebook does check, list or test, not \"" + options.what + "\""});
  const auto data = find_data_folder(options.data);
  if (!data) return complain(data.error());
  const std::string path = options.path.empty() ? data.value() + "/codebook/plover" : options.path;
  const auto codebook = Codebook::load(path, data.value() + "/codebook");
  if (!codebook) return complain(codebook.error());
  if (options.what == "list") return list(*codebook.value());
  if (options.what == "test") return test(*codebook.value(), data.value(), path);
  const auto knowledge = KnowledgeBase::load(data.value() + "/actors");
  if (!knowledge) return complain(knowledge.error());
  put("{}: {} categories, {} senses, no error; the tables of actors are well-formed too\n", codebook.value()->label(),
      codebook.value()->categories().size(), codebook.value()->senses().size());
  return kAllCoded;
}

}  // namespace

void add_codebook(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("codebook", "Check, list or test a codebook");
  auto options = std::make_shared<CodebookOptions>();
  command
      ->add_option("check|list|test", options->what,
                   "check: is it well-formed; list: what it holds; test: do its test sentences come out as it says")
      ->required()
      ->type_name("");
  command->add_option("FILE", options->path, "the codebook, a file or a folder of them; default: the PLOVER shipped")
      ->type_name("");
  add_data_option(*command, options->data);
  command->footer(
      "Examples:\n"
      "  kronika codebook check data/codebook/plover\n"
      "  kronika codebook list\n"
      "  kronika codebook test");
  command->callback([options, &status] { status = codebook_command(*options); });
}

}  // namespace kronika::app
