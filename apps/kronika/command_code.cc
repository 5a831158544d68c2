// kronika code: articles in, records out.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

#include "base/calendar.h"
#include "base/ordered_parallel.h"
#include "command.h"
#include "data_folder.h"
#include "inputs.h"
#include "kronika/coder.h"
#include "progress.h"
#include "record/record_writer.h"

namespace kronika::app {
namespace {

struct CodeOptions {
  InputOptions inputs;
  std::string format, model, codebook, data;
  unsigned threads = 0;
};

// One input document on its way through the workers.
struct Rendered {
  std::string lines;    // for stdout
  std::string message;  // for stderr, empty: none
  bool failed = false;
};

int code(const CodeOptions& options) {
  const auto data = find_data_folder(options.data);
  if (!data) return complain(data.error());
  const auto coder = Coder::load(data.value(), {options.model, options.codebook});
  if (!coder) return complain(coder.error());
  auto reader = open_inputs(options.inputs);
  if (!reader) return complain(reader.error());
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  const std::string format = !options.format.empty() ? options.format : terminal ? "table" : "jsonl";
  const auto writer = make_record_writer(format, coder.value()->info(), terminal ? terminal_width() : 0);
  if (!writer) return complain(writer.error());

  Progress progress("articles");
  uint64_t coded = 0, failed = 0, skipped = 0, written = 0;
  std::fputs(writer.value()->header().c_str(), stdout);
  ordered_parallel<ReadItem>(
      options.threads ? options.threads : std::max(1u, std::thread::hardware_concurrency()),
      [&] { return reader.value()->next(); },
      [&](ReadItem item) -> Rendered {
        if (const auto* failure = std::get_if<Failure>(&item))
          return {"", fmt::format("{}: {}", failure->where, failure->reason), true};
        auto article = Article::make(std::get<ArticleSource>(std::move(item)));
        if (!article) return {"", article.error().message, true};
        const CodedArticle result = coder.value()->code(article.value());
        if (!result.skipped.empty())
          return {"", fmt::format("{}: skipped: {}", article.value().id(), result.skipped), false};
        return {writer.value()->article(article.value(), result.records), "", false};
      },
      [&](Rendered rendered) {
        if (!rendered.message.empty()) {
          progress.clear();
          fmt::print(stderr, "kronika: {}\n", rendered.message);
          rendered.failed ? ++failed : ++skipped;
        } else {
          ++coded;
        }
        written += std::fwrite(rendered.lines.data(), 1, rendered.lines.size(), stdout) == rendered.lines.size();
        progress.step();
      });
  progress.clear();
  const bool flushed = std::fflush(stdout) == 0 && !std::ferror(stdout);
  if (!flushed) return complain({ErrorKind::io, "the output could not be written; is the disk full or the pipe closed?"});
  if (failed || skipped)
    fmt::print(stderr, "kronika: {} coded, {} failed, {} skipped\n", coded, failed, skipped);
  return failed ? kSomeFailed : kAllCoded;
}

}  // namespace

void add_code(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("code", "Code articles into event records");
  auto options = std::make_shared<CodeOptions>();
  add_input_options(*command, options->inputs);
  command->add_option("--format", options->format, "table (on a terminal), jsonl (in a pipe) or csv");
  command->add_option("--model", options->model, "fast or accurate; default: the best that the data holds");
  command->add_option("--codebook", options->codebook, "a codebook of your own instead of PLOVER");
  command->add_option("--threads", options->threads, "threads; default: all");
  command->add_option("--data", options->data, "folder of models, codebook and knowledge base");
  command->footer(
      "Examples:\n"
      "  kronika code article.txt\n"
      "  kronika code pages/ --published 2024-05-01 > records.jsonl\n"
      "  kronika code news.csv --columns text=body,published=date,id=url\n"
      "  echo 'France expelled two Russian diplomats.' | kronika code -\n"
      "Exit status: 0 all coded, 1 some documents failed (each named on stderr), 2 wrong usage.");
  command->callback([options, &status] { status = code(*options); });
}

}  // namespace kronika::app
