#include "merge/entries.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "merge/entry_maker.h"

namespace kronika {
namespace {

uint64_t at_day(uint32_t block, int64_t day) { return mix64(uint64_t{block} << 32 | static_cast<uint32_t>(day)); }

}  // namespace

void Merger::add(const std::vector<uint64_t>& bands, const std::vector<Report>& reports) {
  if (reports.empty()) return;
  bands_.push_back(short_bands(bands));
  for (const Report& report : reports) add(report);
}

void Merger::add(Report report) {
  const uint32_t number = sets_.add();
  article_of_.push_back(static_cast<uint32_t>(bands_.size() - 1));
  const auto [found, made] = node_of_.try_emplace(content_of(report), static_cast<uint32_t>(nodes_.size()));
  if (made) nodes_.push_back({number, report.document, ""});
  Node& node = nodes_[found->second];
  const bool had_two = !node.other_document.empty();
  if (!had_two && report.document != node.document) node.other_document = report.document;
  if (!made) sets_.unite(node.report, number);
  const BlockingKeys keys = blocking_keys(report);
  if (made)
    for (const BlockingKeys::Kept& key : keys.kept)
      for (int64_t day = keys.first; day <= keys.last; ++day)
        blocks_[at_day(key.block, day)].push_back({found->second, key.other});
  reports_.push_back(std::move(report));
  // A node of two articles has been compared with every other one: one of its articles is not the other's.
  if (had_two) return;
  const Report& added = reports_.back();
  for (const BlockingKeys::Asked& key : keys.asked)
    for (int64_t day = keys.first; day <= keys.last; ++day) {
      const auto block = blocks_.find(at_day(key.block, day));
      if (block == blocks_.end()) continue;
      for (const InBlock& other : block->second) {
        const Node& candidate = nodes_[other.node];
        if (!key.takes(other.other) || other.node == found->second) continue;
        if (sets_.find(candidate.report) == sets_.find(number)) continue;
        if (candidate.document == added.document && candidate.other_document.empty()) continue;
        if (tied(reports_[candidate.report], added)) sets_.unite(candidate.report, number);
      }
    }
}

std::vector<Entry> Merger::entries() const {
  std::map<uint32_t, std::vector<uint32_t>> members;
  for (uint32_t report = 0; report < reports_.size(); ++report) members[sets_.find(report)].push_back(report);
  std::vector<Entry> out;
  for (const auto& [root, list] : members) {
    EntryMaker maker;
    for (const uint32_t report : list) maker.add(reports_[report], bands_[article_of_[report]]);
    out.push_back(maker.make());
  }
  std::sort(out.begin(), out.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.first_seen, a.id) < std::tie(b.first_seen, b.id); });
  return out;
}

}  // namespace kronika
