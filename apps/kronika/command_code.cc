// kronika code: articles in, records out.
#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <thread>
#include <utility>

#include "base/calendar.h"
#include "base/ordered_parallel.h"
#include "command.h"
#include "inputs.h"
#include "kronika/coder.h"
#include "manifest.h"
#include "outputs.h"
#include "progress.h"

namespace kronika::app {
namespace {

struct CodeOptions {
  InputOptions inputs;
  CoderChoice coder;
  std::string format, manifest;
  unsigned threads = 0;
};

// One input document on its way through the workers.
struct Rendered {
  std::string lines;    // for stdout
  std::string message;  // for stderr, empty: none
  enum { coded, skipped, failed, note } as = coded;
  uint64_t skipped_paragraphs = 0;
};

int code(CodeOptions& options) {
  // What was asked for wrongly is said before the coder is loaded, which takes its time.
  auto reader = open_inputs(options.inputs);
  if (!reader) return complain(reader.error());
  const Terminal terminal = output_terminal();
  const std::string format = !options.format.empty() ? options.format : terminal.width > 0 ? "table" : "jsonl";
  if (const Status known = check_output_format(format, RecordsOf::coder); !known) return complain(known.error());
  const auto coder = load_coder(options.coder);
  if (!coder) return complain(coder.error());
  const auto writer = make_output_writer(format, coder.value()->info(), terminal, options.coder.data);
  if (!writer) return complain(writer.error());

  Progress progress("articles", [&] { return reader.value()->done(); });
  uint64_t coded = 0, failed = 0, skipped = 0, paragraphs = 0;
  std::atomic<bool> unwritable = false;  // then there is no use in going on
  const auto put = [&](std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) unwritable = true;
  };
  const std::string between = writer.value()->between();
  bool any_lines = false;
  put(writer.value()->header());
  ordered_parallel<ReadItem>(
      options.threads ? options.threads : std::max(1u, std::thread::hardware_concurrency()),
      [&]() -> std::optional<ReadItem> {
        if (unwritable) return std::nullopt;
        return reader.value()->next();
      },
      [&](ReadItem item) -> Rendered {
        if (const auto* failure = std::get_if<Failure>(&item))
          return {"", fmt::format("{}: {}", failure->where, failure->reason),
                  failure->note ? Rendered::note : Rendered::failed};
        const std::string where = std::get<ArticleSource>(item).where, id = std::get<ArticleSource>(item).id;
        auto article = Article::make(std::get<ArticleSource>(std::move(item)));
        if (!article) return {"", where + ": " + article.error().message, Rendered::failed};
        const CodedArticle result = coder.value()->code(article.value());
        std::string message = skipped_message(result);
        if (!message.empty()) message = fmt::format("{}: {}{}", where, id.empty() ? "" : id + ": ", message);
        if (!result.skipped.empty()) return {"", message, Rendered::skipped};
        return {writer.value()->article(article.value(), result), message, Rendered::coded,
                result.skipped_paragraphs.size()};
      },
      [&](Rendered rendered) {
        if (!rendered.message.empty()) {
          progress.clear();
          fmt::print(stderr, "kronika: {}\n", rendered.message);
        }
        if (rendered.as == Rendered::note) return;
        ++(rendered.as == Rendered::failed ? failed : rendered.as == Rendered::skipped ? skipped : coded);
        paragraphs += rendered.skipped_paragraphs;
        if (!rendered.lines.empty() && std::exchange(any_lines, true)) put(between);
        put(rendered.lines);
        progress.step();
      });
  writer.value()->footer(put);
  progress.clear();
  if (const std::string left_out = writer.value()->left_out(); !left_out.empty())
    fmt::print(stderr, "kronika: {}: {}\n", format, left_out);
  if (failed || skipped || paragraphs)
    fmt::print(stderr, "kronika: {} {} coded, {} failed, {} skipped{}\n", coded, coded == 1 ? "article" : "articles",
               failed, skipped,
               paragraphs == 0
                   ? ""
                   : fmt::format("; {} {} skipped", paragraphs, paragraphs == 1 ? "paragraph" : "paragraphs"));
  if (!options.manifest.empty()) {
    const Status written = write_manifest({"code",
                                           coder.value()->info(),
                                           {{"model", options.coder.model},
                                            {"codebook", options.coder.codebook},
                                            {"format", format},
                                            {"from", options.inputs.from},
                                            {"columns", options.inputs.columns},
                                            {"published", options.inputs.published}},
                                           options.inputs.files,
                                           {{"coded", static_cast<int64_t>(coded)},
                                            {"failed", static_cast<int64_t>(failed)},
                                            {"skipped", static_cast<int64_t>(skipped)},
                                            {"skipped paragraphs", static_cast<int64_t>(paragraphs)}}},
                                          options.manifest);
    if (!written) return complain(written.error());
  }
  return failed ? kSomeFailed : kAllCoded;
}

}  // namespace

void add_code(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("code", "Code articles into event records");
  auto options = std::make_shared<CodeOptions>();
  add_input_options(*command, options->inputs);
  command
      ->add_option(
          "--format", options->format,
          "table (default on a terminal), jsonl (default in a pipe), or one of: " + output_formats(RecordsOf::coder))
      ->type_name("NAME");
  command->add_option("--threads", options->threads, "threads; default: as many as the machine has cores")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  command
      ->add_option("--manifest", options->manifest,
                   "write there what made the records: versions, hashes, options, counts")
      ->type_name("FILE");
  add_coder_options(*command, options->coder);
  command->footer(
      "Examples:\n"
      "  kronika code article.txt\n"
      "  kronika code pages/ --published 2024-05-01 > records.jsonl\n"
      "  kronika code feed.xml crawl.warc.gz --format gdelt > events.csv\n"
      "  kronika code news.csv --columns text=body,published=date,id=url\n"
      "  echo 'France expelled two Russian diplomats.' | kronika code -\n"
      "Exit status: 0 all coded, 1 some documents failed (each named on stderr), 2 wrong usage.");
  command->callback([options, &status] { status = code(*options); });
}

}  // namespace kronika::app
