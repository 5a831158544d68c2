// kronika explain: why each field of a record is what it is.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>

#include "command.h"
#include "inputs.h"
#include "kronika/coder.h"
#include "kronika/store.h"
#include "port/database.h"
#include "progress.h"
#include "record/record_writer.h"

namespace kronika::app {
namespace {

struct ExplainOptions {
  InputOptions inputs;
  CoderChoice coder;
  std::string record;
};

bool is_store(const std::string& path) {
  if (is_postgres_address(path)) return true;
  std::ifstream file(path, std::ios::binary);
  std::string head(15, '\0');
  return file.read(head.data(), static_cast<std::streamsize>(head.size())) && head == "SQLite format 3";
}

// explain STORE RECORD...
int explain_stored(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2)
    return complain({ErrorKind::usage, "name a record of the store: kronika explain " + arguments[0] +
                                           " ID; kronika query lists the ids"});
  const auto store = Store::open(arguments[0], StoreAccess::read);
  if (!store) return complain(store.error());
  const auto writer = make_explanation_writer(output_terminal());
  for (size_t i = 1; i < arguments.size(); ++i) {
    size_t shown = 0;
    const Question question{fmt::format("id:\"{}\" review:none,accepted,corrected,rejected", arguments[i]), ""};
    const Status done = store.value()->each(question, [&](const StoredRecords& found) {
      std::fputs(writer->article(found.article, found.coded).c_str(), stdout);
      shown += found.coded.records.size();
      return true;
    });
    if (!done) return complain(done.error());
    if (shown == 0)
      return complain({ErrorKind::not_found,
                       "no record " + arguments[i] + " in " + store.value()->name() + "; kronika query lists the ids"});
  }
  return kAllCoded;
}

int explain(ExplainOptions& options) {
  if (!options.inputs.files.empty() && is_store(options.inputs.files[0])) return explain_stored(options.inputs.files);
  const auto coder = load_coder(options.coder);
  if (!coder) return complain(coder.error());
  auto reader = open_inputs(options.inputs);
  if (!reader) return complain(reader.error());
  const auto writer = make_explanation_writer(output_terminal());
  int status = kAllCoded;
  size_t shown = 0;
  while (auto item = reader.value()->next()) {
    if (const auto* failure = std::get_if<Failure>(&*item)) {
      complain({ErrorKind::invalid, failure->where + ": " + failure->reason});
      if (!failure->note) status = kSomeFailed;
      continue;
    }
    const auto article = Article::make(std::get<ArticleSource>(std::move(*item)));
    if (!article) return complain(article.error());
    CodedArticle coded = coder.value()->explain(article.value());
    if (const std::string message = skipped_message(coded); !message.empty())
      fmt::print(stderr, "kronika: {}: {}\n", article.value().id(), message);
    // An id may be given by its beginning, with or without "k1:".
    std::erase_if(coded.records, [&](const Record& record) {
      const std::string id = record_id(article.value(), record);
      return !id.starts_with(options.record) && !id.substr(3).starts_with(options.record);
    });
    std::fputs(writer->article(article.value(), coded).c_str(), stdout);
    shown += coded.records.size();
  }
  if (shown == 0 && status == kAllCoded) {
    if (!options.record.empty())
      return complain(
          {ErrorKind::not_found, "no record " + options.record + " in the input; kronika code FILE lists the ids"});
    fmt::print(stderr, "kronika: no event was found in the input\n");
  }
  return status;
}

}  // namespace

void add_explain(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("explain", "Say why each field of a record is what it is");
  auto options = std::make_shared<ExplainOptions>();
  add_input_options(*command, options->inputs);
  command->add_option("--record", options->record, "the id of one record, or its beginning; default: all records")
      ->type_name("ID");
  add_coder_options(*command, options->coder);
  command->footer(
      "Examples:\n"
      "  kronika explain article.txt\n"
      "  kronika explain article.txt --record 5f0c3e          the record of that id in the table\n"
      "  kronika explain chronicle.db 5f0c3e                  a record of a store\n"
      "  kronika explain postgresql://ana@db.example/news 5f0c3e");
  command->callback([options, &status] { status = explain(*options); });
}

}  // namespace kronika::app
