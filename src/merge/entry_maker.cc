#include "merge/entry_maker.h"

#include <algorithm>
#include <utility>

#include "base/calendar.h"
#include "base/hash.h"

namespace kronika {
namespace {

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

std::string entry_id(const std::string& first_record) {
  const uint64_t hash = mix64(hash64(first_record, hash64("entry")));
  std::string id = "e1:";
  for (int shift = 60; shift >= 0; shift -= 4) id += "0123456789abcdef"[hash >> shift & 15];
  return id;
}

void EntryMaker::add(const Report& report, std::string_view bands) {
  if (entry_.records.empty() || report.id < first_) first_ = report.id, entry_.event = report.event;
  add_names(report.actor, actor_);
  add_names(report.recipient, recipient_);
  entry_.records.push_back(report.id);
  documents_.insert(report.document);
  const auto [article, fresh] = article_of_.try_emplace(report.document, 0);
  if (fresh) {
    article->second = copies_.add(long_bands(bands));
    publishers_.emplace_back(article->second, report.publisher);
  }
  if (report.published != 0) {
    entry_.first_seen = entry_.first_seen == 0 ? report.published : std::min(entry_.first_seen, report.published);
    entry_.last_seen = std::max(entry_.last_seen, report.published);
  }
  for (const auto& [field, value] : sayings(report)) said_[field][value].push_back(report.id);
}

Entry EntryMaker::make() {
  // Publishers and groups of copies are tied by the articles that both have: each tied set is one voice.
  UnionFind voices;
  std::map<uint32_t, uint32_t> of_copies;
  std::map<std::string, uint32_t> of_publisher;
  const auto voice = [&](auto& known, const auto& name) {
    const auto [found, fresh] = known.try_emplace(name, 0);
    if (fresh) found->second = voices.add();
    return found->second;
  };
  for (const auto& [article, publisher] : publishers_) {
    const uint32_t copy = voice(of_copies, copies_.group_of(article));
    if (!publisher.empty()) voices.unite(copy, voice(of_publisher, publisher));
  }
  std::set<uint32_t> distinct;
  for (uint32_t v = 0; v < voices.size(); ++v) distinct.insert(voices.find(v));
  entry_.independent = static_cast<uint32_t>(distinct.size());
  std::sort(entry_.records.begin(), entry_.records.end());
  entry_.documents.assign(documents_.begin(), documents_.end());
  entry_.id = entry_id(first_);
  entry_.actor.assign(actor_.begin(), actor_.end());
  entry_.recipient.assign(recipient_.begin(), recipient_.end());
  for (auto& [field, saying] : said_) {
    if (saying.size() < 2) continue;
    for (auto& [value, ids] : saying) std::sort(ids.begin(), ids.end());
    entry_.disagreements.push_back({field, std::move(saying)});
  }
  return std::move(entry_);
}

}  // namespace kronika
