// kronika add: articles in, coded, into a store.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <thread>

#include "base/ordered_parallel.h"
#include "coder/store_names.h"
#include "command.h"
#include "inputs.h"
#include "kronika/coder.h"
#include "kronika/store.h"
#include "manifest.h"
#include "port/json.h"
#include "progress.h"
#include "store_option.h"
#include "stored_records.h"

namespace kronika::app {
namespace {

struct AddOptions {
  std::string store;
  InputOptions inputs;
  CoderChoice coder;
  std::string manifest;
  unsigned threads = 0;
  bool report = false, upgrade = false, recode = false;
};

// One document on its way: read, looked up, coded, stored.
struct Incoming {
  std::string where;
  std::optional<Article> article;  // none: it failed
  std::string failure;
  bool named = false, there = false, recode = false;
};
struct Ready {
  Incoming from;
  PackedArticle packed;
};

// Takes what the workers made, in order, and commits it in batches.
class Writer {
 public:
  Writer(Store& store, const Coder& coder, Progress& progress, bool report)
      : store_(store), coder_(coder), progress_(progress), report_(report) {}

  bool stopped() const { return stopped_; }
  uint64_t failed() const { return failed_; }
  const std::string& error() const { return error_; }
  int64_t records() const { return records_; }
  int64_t count(Stored what) const { return counts_[static_cast<size_t>(what)]; }

  void take(Ready ready) {
    if (stopped_) return;
    const Incoming& from = ready.from;
    std::string message = from.failure.empty() ? skipped_message(ready.packed.records) : from.failure;
    if (!message.empty()) {
      progress_.clear();
      fmt::print(stderr, "kronika: {}: {}\n", from.where, message);
    }
    if (!from.article) {
      ++failed_;
      if (const Status noted = store_.note_failure(from.where, from.failure); !noted) return stop(noted.error());
      remember(from.where, "failed", 0);
    } else {
      auto stored = store_.put(ready.packed);
      // It was there when it was read, and another version came between.
      if (stored && stored.value() == Stored::uncoded)
        stored = store_.put(pack_article(*from.article, from.named, coder_.code(*from.article)));
      if (!stored) return stop(stored.error());
      static constexpr const char* kNames[] = {"added", "changed", "unchanged", "copy", "uncoded"};
      ++counts_[static_cast<size_t>(stored.value())];
      const bool new_records = stored.value() == Stored::added || stored.value() == Stored::changed;
      const size_t records = new_records ? ready.packed.records.records.size() : 0;
      records_ += static_cast<int64_t>(records);
      remember(from.article->id(), kNames[static_cast<size_t>(stored.value())], records);
    }
    progress_.step();
    // A batch is what a kill can cost: little of either time or work; each costs a sync of the disk.
    constexpr uint64_t kBatch = 500;
    constexpr auto kBatchTime = std::chrono::seconds(1);
    if (++in_batch_ >= kBatch || std::chrono::steady_clock::now() - committed_ >= kBatchTime) commit();
  }

  void commit() {
    if (stopped_) return;
    if (const Status done = store_.commit(); !done) return stop(done.error());
    in_batch_ = 0;
    committed_ = std::chrono::steady_clock::now();
    if (!report_) return;
    std::fwrite(lines_.data(), 1, lines_.size(), stdout);
    std::fflush(stdout);
    lines_.clear();
  }

  void stop(const Error& error) {
    stopped_ = true;
    error_ = error.message;
  }

 private:
  // A line of the report, which is printed once what it tells is safe.
  void remember(std::string_view document, const char* what, size_t records) {
    if (!report_) return;
    JsonWriter json;
    json.open_object().key("document").value(document).key("stored").value(what);
    json.key("records").value(static_cast<int64_t>(records)).close_object();
    lines_ += json.take() + "\n";
  }

  Store& store_;
  const Coder& coder_;
  Progress& progress_;
  bool report_;
  std::atomic<bool> stopped_ = false;  // also asked by the thread that reads
  uint64_t failed_ = 0, in_batch_ = 0;
  int64_t counts_[5] = {}, records_ = 0;
  std::string lines_, error_;
  std::chrono::steady_clock::time_point committed_ = std::chrono::steady_clock::now();
};

// Gives the documents one by one, from files or, to be coded again, from the store itself.
using NextDocument = std::function<Result<std::optional<Incoming>>()>;

NextDocument from_files(Reader& reader, Store& store) {
  return [&]() -> Result<std::optional<Incoming>> {
    auto item = reader.next();
    if (!item) return std::optional<Incoming>();
    Incoming out;
    if (const auto* failure = std::get_if<Failure>(&*item)) {
      out.where = failure->where;
      out.failure = failure->reason;
      return std::optional(std::move(out));
    }
    auto& source = std::get<ArticleSource>(*item);
    out.where = source.id.empty() ? source.where : source.where + ": " + source.id;
    out.named = !source.id.empty();
    auto article = Article::make(std::move(source));
    if (!article) {
      out.failure = article.error().message;
      return std::optional(std::move(out));
    }
    out.article = std::move(article).value();
    const auto there = store.has(*out.article, out.named);
    if (!there) return there.error();
    out.there = there.value();
    return std::optional(std::move(out));
  };
}

NextDocument from_store(Store& store, const std::vector<int64_t>& keys) {
  return [&, next = size_t{0}]() mutable -> Result<std::optional<Incoming>> {
    if (next == keys.size()) return std::optional<Incoming>();
    auto article = store.article(keys[next++]);
    if (!article) return article.error();
    Incoming out;
    out.article = std::move(article.value().first);
    out.where = out.article->id();
    out.named = article.value().second;
    out.recode = true;
    return std::optional(std::move(out));
  };
}

int add(AddOptions& options) {
  if (options.upgrade && options.inputs.files.empty()) {
    const auto store = open_to_write(options.store, StoreAccess::write);
    return store ? kAllCoded : complain(store.error());
  }
  if (options.recode && !options.inputs.files.empty())
    return complain({ErrorKind::usage, "--recode codes what the store holds; give it without FILES"});
  auto reader = options.recode ? Result<std::unique_ptr<Reader>>(nullptr) : open_inputs(options.inputs);
  if (!reader) return complain(reader.error());
  // Before the coder, which takes its time to load: a store that cannot be written is said at once.
  const auto store = open_to_write(options.store, options.recode ? StoreAccess::write : StoreAccess::create);
  if (!store) return complain(store.error());
  const auto coder = load_coder(options.coder);
  if (!coder) return complain(coder.error());
  const std::string noted = fmt::format("model={} codebook={} from={} published={}", options.coder.model,
                                        options.coder.codebook, options.inputs.from, options.inputs.published);
  const auto run = store.value()->begin_run(coder.value()->info(), store_names(coder.value()->pipeline()), noted);
  if (!run) return complain(run.error());

  const auto outdated =
      options.recode ? store.value()->outdated() : Result<std::vector<int64_t>>(std::vector<int64_t>());
  if (!outdated) return complain(outdated.error());
  const NextDocument next =
      options.recode ? from_store(*store.value(), outdated.value()) : from_files(*reader.value(), *store.value());

  uint64_t again = 0;  // of those to be coded again, how many are
  Progress progress("articles", [&] {
    if (!options.recode) return reader.value()->done();
    return std::optional(static_cast<double>(again) /
                         static_cast<double>(std::max<size_t>(1, outdated.value().size())));
  });
  Writer writer(*store.value(), *coder.value(), progress, options.report);
  Error lookup_error{ErrorKind::io, ""};
  ordered_parallel<Incoming>(
      options.threads ? options.threads : std::max(1u, std::thread::hardware_concurrency()),
      [&]() -> std::optional<Incoming> {
        if (writer.stopped() || !lookup_error.message.empty()) return std::nullopt;
        auto document = next();
        if (document) return std::move(document).value();
        lookup_error = document.error();
        return std::nullopt;
      },
      [&](Incoming from) -> Ready {
        Ready ready{std::move(from), {}};
        const auto& article = ready.from.article;
        if (article)
          ready.packed = ready.from.there ? outline_article(*article, ready.from.named)
                                          : pack_article(*article, ready.from.named, coder.value()->code(*article));
        ready.packed.recode = ready.from.recode;
        return ready;
      },
      [&](Ready ready) {
        ++again;
        writer.take(std::move(ready));
      });
  writer.commit();
  if (!lookup_error.message.empty()) writer.stop(lookup_error);
  if (!writer.stopped())
    if (const Status ended = store.value()->end_run(); !ended) writer.stop(ended.error());
  progress.clear();
  if (writer.stopped()) return complain({ErrorKind::io, writer.error()});
  fmt::print(stderr, "kronika: {} added, {} changed, {} unchanged, {} copies, {} failed\n", writer.count(Stored::added),
             writer.count(Stored::changed), writer.count(Stored::unchanged), writer.count(Stored::copy),
             writer.failed());
  if (!options.manifest.empty()) {
    const Status written = write_manifest({"add",
                                           coder.value()->info(),
                                           {{"store", store.value()->name()},
                                            {"model", options.coder.model},
                                            {"codebook", options.coder.codebook},
                                            {"from", options.inputs.from},
                                            {"columns", options.inputs.columns},
                                            {"published", options.inputs.published}},
                                           options.inputs.files,
                                           {{"added", writer.count(Stored::added)},
                                            {"changed", writer.count(Stored::changed)},
                                            {"unchanged", writer.count(Stored::unchanged)},
                                            {"copies", writer.count(Stored::copy)},
                                            {"failed", static_cast<int64_t>(writer.failed())},
                                            {"records", writer.records()}}},
                                          options.manifest);
    if (!written) return complain(written.error());
  }
  return writer.failed() ? kSomeFailed : kAllCoded;
}

}  // namespace

void add_add(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("add", "Code articles and keep them in a store");
  auto options = std::make_shared<AddOptions>();
  add_store_option(*command, options->store, "; made in it if it is not there");
  add_input_options(*command, options->inputs);
  command->add_flag("--report", options->report, "a line of JSON for each document, printed once it is stored safely");
  command
      ->add_option("--manifest", options->manifest,
                   "write there what made the records: versions, hashes, options, counts")
      ->type_name("FILE");
  command->add_flag("--upgrade", options->upgrade,
                    "without FILES: only bring the store of an older version up to date");
  command->add_flag("--recode", options->recode,
                    "without FILES: code again what an older coder, codebook or model coded; corrections stay");
  command->add_option("--threads", options->threads, "threads that code; default: as many as the machine has cores")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  add_coder_options(*command, options->coder);
  command->footer(
      "Examples:\n"
      "  kronika add chronicle.db news/*.jsonl\n"
      "  kronika add chronicle.db pages/ --published 2024-05-01\n"
      "  kronika add postgresql://ana@db.example/news news/*.jsonl    docs/store.md: PostgreSQL\n"
      "Given again, the same command stores only what is new or changed: so an interrupted one is resumed.\n"
      "Exit status: 0 all stored, 1 some documents failed (each named on stderr), 2 wrong usage.");
  command->callback([options, &status] { status = add(*options); });
}

}  // namespace kronika::app
