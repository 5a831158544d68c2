// Speed and quality of merging on made news: measure_merge [ARTICLES…]. With --lines it reads mentions, one a line
// ("document<TAB>group<TAB>word<TAB>sentence<TAB>article"), and prints the number of the set that each is put into:
// what eval/merge asks.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <iostream>
#include <map>
#include <string>

#include "base/utf8.h"
#include "merge/entries.h"
#include "merge/made_news.h"
#include "merge/words.h"

namespace kronika {
namespace {

// Of the processor: what else the machine does is not measured.
double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Pairs within sets: of the sets that were found, of the true ones, and of those that both have.
struct PairCounts {
  double found = 0, truth = 0, both = 0;
};
PairCounts count_pairs(const std::vector<std::pair<uint32_t, uint32_t>>& found_and_true) {
  std::map<uint32_t, double> found, truth;
  std::map<std::pair<uint32_t, uint32_t>, double> both;
  for (const auto& item : found_and_true) ++found[item.first], ++truth[item.second], ++both[item];
  const auto pairs = [](const auto& sets) {
    double sum = 0;
    for (const auto& [key, size] : sets) sum += size * (size - 1) / 2;
    return sum;
  };
  return {pairs(found), pairs(truth), pairs(both)};
}

void measure(size_t articles) {
  const std::vector<MadeArticle> news = make_news(articles, 20261130);
  double bands_time = 0, bytes = 0;
  std::vector<std::vector<uint64_t>> bands;
  double start = seconds();
  for (const MadeArticle& article : news) {
    bands.push_back(bands_of(article.text));
    bytes += static_cast<double>(article.text.size());
  }
  bands_time = seconds() - start;
  start = seconds();
  CopyGroups copies;
  for (const auto& b : bands) copies.add(b);
  const double copies_time = seconds() - start;
  start = seconds();
  Merger merger;
  for (size_t i = 0; i < news.size(); ++i) merger.add(bands[i], news[i].reports);
  const double merge_time = seconds() - start;
  start = seconds();
  const std::vector<Entry> entries = merger.entries();
  const double entries_time = seconds() - start;

  std::vector<std::pair<uint32_t, uint32_t>> copy_sets, entry_sets;
  std::map<std::string, uint32_t> happening_of;
  for (uint32_t i = 0; i < news.size(); ++i) {
    copy_sets.emplace_back(copies.group_of(i), news[i].original);
    happening_of[news[i].reports[0].id] = news[i].happenings[0];
  }
  for (uint32_t e = 0; e < entries.size(); ++e)
    for (const std::string& id : entries[e].records) entry_sets.emplace_back(e, happening_of[id]);
  const PairCounts c = count_pairs(copy_sets), e = count_pairs(entry_sets);
  std::printf(
      "%7zu articles of %.0f bytes, %zu entries: bands %.2f s, copies %.2f s, merge %.2f s, entries %.2f s; copies "
      "precision %.4f recall %.4f; entries precision %.4f recall %.4f\n",
      news.size(), bytes / static_cast<double>(news.size()), entries.size(), bands_time, copies_time, merge_time,
      entries_time, c.both / c.found, c.both / c.truth, e.both / e.found, e.both / e.truth);
}

// A mention is a report of which only the word and the sentence are known: the category is the word.
int cluster_lines() {
  Merger merger;
  std::vector<std::string> ids;
  std::string line;
  for (uint64_t number = 1; std::getline(std::cin, line); ++number) {
    std::vector<std::string> cells;
    size_t at = 0;
    for (size_t tab = line.find('\t'); tab != std::string::npos && cells.size() < 4; tab = line.find('\t', at))
      cells.push_back(line.substr(at, tab - at)), at = tab + 1;
    if (cells.size() != 4 || find_invalid_utf8(line)) {
      std::fprintf(stderr,
                   "measure_merge: line %llu is not DOCUMENT, GROUP, WORD, SENTENCE and ARTICLE with tabs between\n",
                   static_cast<unsigned long long>(number));
      return 1;
    }
    Report report;
    report.id = "m" + std::to_string(number);
    report.document = cells[0];
    report.event = cells[2];
    // Mentions of one group only may meet; all that is known of the parties is that.
    report.actor = {{"", cells[1], ""}};
    report.published = report.first_day = report.last_day = 1;
    report.words = content_words(cells[3]);
    report.trigger = trigger_words(cells[2]);
    report.about = topic_words(line.substr(at));
    ids.push_back(report.id);
    merger.add({number}, {report});
  }
  std::map<std::string, size_t> set_of;
  const std::vector<Entry> entries = merger.entries();
  for (size_t e = 0; e < entries.size(); ++e)
    for (const std::string& id : entries[e].records) set_of[id] = e;
  for (const std::string& id : ids) std::printf("%zu\n", set_of[id]);
  return 0;
}

}  // namespace
}  // namespace kronika

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--lines") == 0) return kronika::cluster_lines();
  if (argc == 1) {
    for (const size_t articles : {10000, 30000, 100000}) kronika::measure(articles);
    return 0;
  }
  for (int i = 1; i < argc; ++i) kronika::measure(static_cast<size_t>(std::strtoul(argv[i], nullptr, 10)));
  return 0;
}
