// kronika summarize: what a store holds.
#include <fmt/format.h>

#include <algorithm>

#include "command.h"
#include "inputs.h"
#include "kronika/store.h"
#include "progress.h"
#include "store_option.h"

namespace kronika::app {
namespace {

struct SummarizeOptions {
  std::string store;
};

// A row of a chart: a name, a bar, a number.
void put_bars(const Groups& groups, size_t width) {
  size_t names = 0;
  int64_t most = 1;
  for (const auto& [group, count] : groups.rows) {
    names = std::max(names, columns_of(one_line(group[0])));
    most = std::max(most, count);
  }
  constexpr size_t kNumber = 12, kLeast = 10;
  const size_t room = std::max(kLeast, width > names + kNumber + 4 ? width - names - kNumber - 4 : kLeast);
  for (const auto& [group, count] : groups.rows) {
    const size_t bar = std::max<size_t>(1, static_cast<size_t>(count) * room / static_cast<size_t>(most));
    std::string blocks;
    for (size_t i = 0; i < bar; ++i) blocks += "█";
    put("  {}  {} {}\n", fitted(one_line(group[0]), names), blocks, count);
  }
}

// At most so many rows: months become years where there are more.
Groups shortened(const Groups& months) {
  constexpr size_t kMost = 36;
  if (months.rows.size() <= kMost) return months;
  Groups years{{"year"}, {}};
  for (const auto& [group, count] : months.rows) {
    const std::string year = group[0].substr(0, 4);
    if (years.rows.empty() || years.rows.back().first[0] != year) years.rows.push_back({{year}, 0});
    years.rows.back().second += count;
  }
  return years;
}

std::string span_of(const std::string& first, const std::string& last) {
  return first.empty() ? "no dates" : first == last ? first : first + " to " + last;
}

int summarize(const SummarizeOptions& options) {
  const auto store = Store::open(options.store, StoreAccess::read);
  if (!store) return complain(store.error());
  const auto summary = store.value()->summarize();
  if (!summary) return complain(summary.error());
  const StoreSummary& s = summary.value();
  put("{} articles ({} versions, {} copies under other urls, {} not coded), {:.1f} MB of text\n", s.articles,
      s.versions, s.copies, s.skipped, static_cast<double>(s.text_bytes) / 1e6);
  put("{} records of {} happenings ({} told more than once)\n", s.records, s.entries, s.merged);
  put("published  {}\n", span_of(s.first_published, s.last_published));
  put("events     {}\n", span_of(s.first_date, s.last_date));
  constexpr size_t kUsualWidth = 80;
  const int width = output_terminal().width;
  const size_t columns = width > 0 ? static_cast<size_t>(width) : kUsualWidth;
  const Groups months = shortened(s.months);
  for (const auto& [heading, groups] :
       {std::pair("by " + months.by[0], &months), std::pair(std::string("by category"), &s.events),
        std::pair(std::string("top dyads (actor, recipient)"), &s.dyads)}) {
    if (groups->rows.empty()) continue;
    put("\n{}\n", heading);
    put_bars(*groups, columns);
  }
  put("\nlatest runs\n");
  for (const RunNote& run : s.runs)
    put("  {}  {}  added {}, changed {}, unchanged {}, copies {}, not coded {}, failed {}, records {}\n    kronika {}, "
        "{}, {}; {}\n",
        run.started, run.ended.empty() ? "interrupted" : "ended " + run.ended, run.counts.added, run.counts.changed,
        run.counts.unchanged, run.counts.copies, run.counts.skipped, run.counts.failed, run.counts.records,
        run.coder.version, run.coder.codebook, run.coder.model, one_line(run.options));
  if (!s.failures.empty()) put("\nfailures of the latest run\n");
  for (const auto& [where, reason] : s.failures) put("  {}: {}\n", one_line(where), one_line(reason));
  return kAllCoded;
}

}  // namespace

void add_summarize(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("summarize", "Tell what a store holds");
  auto options = std::make_shared<SummarizeOptions>();
  add_store_option(*command, options->store);
  command->callback([options, &status] { status = summarize(*options); });
}

}  // namespace kronika::app
