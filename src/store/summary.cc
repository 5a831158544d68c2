// What is in a store, at a glance.
#include <algorithm>

#include "base/calendar.h"
#include "store/parts.h"

namespace kronika {
namespace {

std::string day_text(const Row& row, size_t column) {
  return row.is_null(column) ? "" : format_day(day_from_number(row.integer(column)));
}

Result<std::vector<RunNote>> latest_runs(Database& db) {
  std::vector<RunNote> runs;
  const Status done = db.run(
      "SELECT r.key, c.version, c.codebook, c.model, r.options, r.started, r.ended, r.added, r.changed, r.unchanged, "
      "r.copies, r.skipped, r.failed, r.records FROM run r JOIN coder c ON c.key = r.coder ORDER BY r.key DESC LIMIT "
      "10",
      {}, [&](const Row& row) {
        runs.push_back({row.integer(0),
                        {row.text(1), row.text(2), row.text(3)},
                        row.text(4),
                        row.text(5),
                        row.text(6),
                        {row.integer(7), row.integer(8), row.integer(9), row.integer(10), row.integer(11),
                         row.integer(12), row.integer(13)}});
        return true;
      });
  if (!done) return done.error();
  return runs;
}

}  // namespace

Result<StoreSummary> Store::summarize() {
  StoreSummary out;
  {
    const std::lock_guard lock(parts_->mutex);
    Database& db = *parts_->db;
    const auto articles = db.first(
        "SELECT count(*), coalesce(sum(current), 0), coalesce(sum(CASE WHEN current = 1 THEN bytes ELSE 0 END), 0), "
        "min(published), max(published) FROM article");
    if (!articles) return articles.error();
    out.versions = articles.value().integer(0);
    out.articles = articles.value().integer(1);
    out.text_bytes = articles.value().integer(2);
    out.first_published = day_text(articles.value(), 3);
    out.last_published = day_text(articles.value(), 4);
    const auto copies = db.first("SELECT count(*) FROM copy");
    if (!copies) return copies.error();
    out.copies = copies.value().integer(0);
    const auto skipped = db.first("SELECT count(*) FROM coding WHERE current = 1 AND skipped IS NOT NULL");
    if (!skipped) return skipped.error();
    out.skipped = skipped.value().integer(0);
    const auto records = db.first("SELECT count(*), min(date_start), max(date_start) FROM record WHERE review <> 3");
    if (!records) return records.error();
    out.records = records.value().integer(0);
    out.first_date = day_text(records.value(), 1);
    out.last_date = day_text(records.value(), 2);
    const auto entries =
        db.first("SELECT count(*), coalesce(sum(CASE WHEN reports > 1 THEN 1 ELSE 0 END), 0) FROM entry");
    if (!entries) return entries.error();
    out.entries = entries.value().integer(0);
    out.merged = entries.value().integer(1);
    auto runs = latest_runs(db);
    if (!runs) return runs.error();
    out.runs = std::move(runs).value();
    if (!out.runs.empty()) {
      const Status done = db.run("SELECT place, reason FROM failure WHERE run = ?1 ORDER BY key LIMIT 20",
                                 {out.runs.front().key}, [&](const Row& row) {
                                   out.failures.emplace_back(row.text(0), row.text(1));
                                   return true;
                                 });
      if (!done) return done.error();
    }
  }
  for (const auto& [groups, by] :
       {std::pair(&out.months, "month"), std::pair(&out.events, "event"), std::pair(&out.dyads, "dyad")}) {
    auto counted = group("", by);
    if (!counted) return counted.error();
    *groups = std::move(counted).value();
  }
  const auto by_count = [](const auto& one, const auto& other) { return one.second > other.second; };
  std::stable_sort(out.events.rows.begin(), out.events.rows.end(), by_count);
  std::stable_sort(out.dyads.rows.begin(), out.dyads.rows.end(), by_count);
  constexpr size_t kDyads = 15;
  if (out.dyads.rows.size() > kDyads) out.dyads.rows.resize(kDyads);
  return out;
}

}  // namespace kronika
