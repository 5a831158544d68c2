#include "merge/entries.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "base/calendar.h"
#include "base/hash.h"

namespace kronika {
namespace {

std::string entry_id(const std::string& first_record) {
  const uint64_t hash = mix64(hash64(first_record, hash64("entry")));
  std::string id = "e1:";
  for (int shift = 60; shift >= 0; shift -= 4) id += "0123456789abcdef"[hash >> shift & 15];
  return id;
}

// What one report says of each thing that reports may differ in; what it does not say is not there.
std::vector<std::pair<std::string, std::string>> sayings(const Report& report) {
  std::vector<std::pair<std::string, std::string>> out;
  if (!report.place.empty()) out.emplace_back("place", report.place);
  if (!report.country.empty()) out.emplace_back("country", report.country);
  if (!report.factuality.empty()) out.emplace_back("factuality", report.factuality);
  if (report.first_day != 0) out.emplace_back("first_day", format_day(day_from_number(report.first_day)));
  // "10 of the 12 soldiers": a report with two numbers of one thing says nothing that can be set against another's.
  std::map<std::string, std::set<int64_t>> numbers;
  for (const auto& [number, thing] : report.numbers) numbers[thing].insert(number);
  for (const auto& [thing, values] : numbers)
    if (values.size() == 1) out.emplace_back("number:" + thing, std::to_string(*values.begin()));
  return out;
}

void add_names(const std::vector<ReportParty>& side, std::set<std::string>& names) {
  for (const ReportParty& party : side) {
    std::string code = party.country.empty() ? "---" : party.country;
    if (!party.sector.empty()) code += " " + party.sector;
    names.insert(party.entity.empty() ? code : party.entity);
  }
}

}  // namespace

void Merger::add(const std::vector<uint64_t>& bands, const std::vector<Report>& reports) {
  const uint32_t article = copies_.add(bands);
  for (const Report& report : reports) add(report, article);
}

void Merger::add(Report report, uint32_t article) {
  const uint32_t number = sets_.add();
  article_of_.push_back(article);
  const auto [found, made] = node_of_.try_emplace(content_of(report), static_cast<uint32_t>(nodes_.size()));
  if (made) nodes_.push_back({number, report.document, ""});
  Node& node = nodes_[found->second];
  const bool had_two = !node.other_document.empty();
  if (!had_two && report.document != node.document) node.other_document = report.document;
  if (!made) sets_.unite(node.report, number);
  const BlockingKeys keys = blocking_keys(report);
  if (made)
    for (const uint64_t key : keys.kept) blocks_[key].push_back(found->second);
  reports_.push_back(std::move(report));
  // A node of two articles has been compared with every other one: one of its articles is not the other's.
  if (had_two) return;
  const Report& added = reports_.back();
  for (const uint64_t key : keys.asked) {
    const auto block = blocks_.find(key);
    if (block == blocks_.end()) continue;
    for (const uint32_t other : block->second) {
      const Node& candidate = nodes_[other];
      if (other == found->second || sets_.find(candidate.report) == sets_.find(number)) continue;
      if (candidate.document == added.document && candidate.other_document.empty()) continue;
      if (same_happening(reports_[candidate.report], added)) sets_.unite(candidate.report, number);
    }
  }
}

std::vector<Entry> Merger::entries() const {
  std::map<uint32_t, std::vector<uint32_t>> members;
  for (uint32_t report = 0; report < reports_.size(); ++report) members[sets_.find(report)].push_back(report);
  std::vector<Entry> out;
  for (const auto& [root, list] : members) {
    Entry entry;
    std::map<std::string, std::map<std::string, std::vector<std::string>>> said;
    std::set<std::string> actor, recipient;
    // Publishers and copy groups are tied by the articles that both have: each tied set is one voice.
    UnionFind voices;
    std::map<std::string, uint32_t> voice_of;
    const auto voice = [&](const std::string& name) {
      const auto [known, fresh] = voice_of.try_emplace(name, 0);
      if (fresh) known->second = voices.add();
      return known->second;
    };
    for (const uint32_t number : list) {
      const Report& report = reports_[number];
      entry.event = report.event;
      add_names(report.actor, actor);
      add_names(report.recipient, recipient);
      entry.records.push_back(report.id);
      entry.documents.push_back(report.document);
      const uint32_t copy = voice("copy " + std::to_string(copies_.group_of(article_of_[number])));
      if (!report.publisher.empty()) voices.unite(copy, voice("publisher " + report.publisher));
      if (report.published != 0) {
        entry.first_seen = entry.first_seen == 0 ? report.published : std::min(entry.first_seen, report.published);
        entry.last_seen = std::max(entry.last_seen, report.published);
      }
      for (const auto& [field, value] : sayings(report)) said[field][value].push_back(report.id);
    }
    std::set<uint32_t> distinct;
    for (uint32_t v = 0; v < voices.size(); ++v) distinct.insert(voices.find(v));
    entry.independent = static_cast<uint32_t>(distinct.size());
    std::sort(entry.records.begin(), entry.records.end());
    std::sort(entry.documents.begin(), entry.documents.end());
    entry.documents.erase(std::unique(entry.documents.begin(), entry.documents.end()), entry.documents.end());
    entry.id = entry_id(entry.records[0]);
    entry.actor.assign(actor.begin(), actor.end());
    entry.recipient.assign(recipient.begin(), recipient.end());
    for (auto& [field, saying] : said) {
      if (saying.size() < 2) continue;
      for (auto& [value, ids] : saying) std::sort(ids.begin(), ids.end());
      entry.disagreements.push_back({field, std::move(saying)});
    }
    out.push_back(std::move(entry));
  }
  std::sort(out.begin(), out.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.first_seen, a.id) < std::tie(b.first_seen, b.id); });
  return out;
}

}  // namespace kronika
