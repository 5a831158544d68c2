// Records of one happening, kept together as records come, change and go.
//
// A record tells something (src/merge/told_form.h); records that tell the same, as those of wire copies, share a row of
// `told`. Two rows are tied if merging says so (src/merge/happening.h) and they stand in different articles, or if a
// person put their records together. An entry is what ties hold together. What comes can only join entries, and looks
// for its like under the keys of `told_key`; where something goes, its entry alone is looked at anew. So the entries
// are those of the records that are there, in whatever order they came.
#include <algorithm>
#include <map>

#include "base/calendar.h"
#include "base/hash.h"
#include "merge/copies.h"
#include "merge/entry_maker.h"
#include "merge/report.h"
#include "merge/told_form.h"
#include "merge/union_find.h"
#include "store/parts.h"

namespace kronika {
namespace {

// A row of `entry`.
struct EntryRow {
  int64_t key = 0, first = 0, day = 0, seen = 0, reports = 0;
};

// Ids are compared as their text is.
bool is_before(int64_t id, int64_t other) { return static_cast<uint64_t>(id) < static_cast<uint64_t>(other); }

int64_t earlier(int64_t day, int64_t other) { return day == 0 || other == 0 ? day + other : std::min(day, other); }

void add_report(EntryRow& row, int64_t id, int64_t day, int64_t published) {
  if (row.reports == 0 || is_before(id, row.first)) row.first = id;
  row.day = earlier(row.day, day), row.seen = earlier(row.seen, published);
  ++row.reports;
}

Result<EntryRow> entry_row(Database& db, int64_t key) {
  const auto row = db.first("SELECT first, day, seen, reports FROM entry WHERE key = ?1", {key});
  if (!row) return row.error();
  if (row.value().values.empty()) return Error{ErrorKind::invalid, "the store is damaged: an entry is missing"};
  return EntryRow{key, row.value().integer(0), row.value().integer(1), row.value().integer(2), row.value().integer(3)};
}

int64_t head_of(int64_t first) { return entry_head(std::string_view(entry_id(id_text(first))).substr(3)); }

// Makes the row where it has no key yet.
Status write_row(Database& db, EntryRow& row) {
  if (row.key != 0)
    return db.run("UPDATE entry SET first = ?2, head = ?3, day = ?4, seen = ?5, reports = ?6 WHERE key = ?1",
                  {row.key, row.first, head_of(row.first), row.day, row.seen, row.reports});
  Status done = db.run("INSERT INTO entry (first, head, day, seen, reports) VALUES (?1, ?2, ?3, ?4, ?5)",
                       {row.first, head_of(row.first), row.day, row.seen, row.reports});
  row.key = db.last_key();
  return done;
}

// `row` takes in another entry. The larger one stays, so that no record changes its entry often.
Status unite(Database& db, EntryRow& row, int64_t with) {
  const auto found = entry_row(db, with);
  if (!found) return found.error();
  EntryRow other = found.value();
  if (row.key == 0 || other.reports > row.reports) std::swap(row, other);
  Status done = Done{};
  if (other.key != 0) {
    const std::vector<Value> from_to = {other.key, row.key};
    done = db.run("UPDATE told SET entry = ?2 WHERE key IN (SELECT told FROM record WHERE entry = ?1)", from_to);
    if (done) done = db.run("UPDATE record SET entry = ?2 WHERE entry = ?1", from_to);
    if (done) done = db.run("DELETE FROM entry WHERE key = ?1", {other.key});
  }
  if (is_before(other.first, row.first)) row.first = other.first;
  row.day = earlier(row.day, other.day), row.seen = earlier(row.seen, other.seen);
  row.reports += other.reports;
  return done;
}

// --- told_key

// A block and a day as one number, so that the days of a block stand together: 31 and 16 bits.
int64_t spot_of(uint32_t block, int64_t day) {
  constexpr int64_t kEarliest = -32768, kLatest = 32767;  // 1880 to 2059; what lies outside meets at the ends
  return int64_t{block} << 16 | (std::clamp(day, kEarliest, kLatest) - kEarliest);
}
// Where a row lies by all that it tells.
int64_t content_spot(const std::string& told) { return spot_of(static_cast<uint32_t>(mix64(hash64(told)) >> 33), 0); }
constexpr int64_t kSpanValues = 8;
static_assert(kLongestSpan < kSpanValues);

Status change_keys(Database& db, int64_t told, const std::string& bytes, const char* sql) {
  if (is_alone(bytes)) return Done{};
  const auto report = unpack_told(bytes);
  if (!report) return report.error();
  Status done = db.run(sql, {content_spot(bytes), told, int64_t{0}});
  const BlockingKeys keys = blocking_keys(report.value());
  for (const BlockingKeys::Kept& key : keys.kept)
    if (done)
      done = db.run(sql,
                    {spot_of(key.block, keys.first), told, int64_t{key.other} * kSpanValues + keys.last - keys.first});
  return done;
}
Status add_keys(Database& db, int64_t told, const std::string& bytes) {
  return change_keys(db, told, bytes,
                     "INSERT INTO told_key (spot, told, marks) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
}
Status delete_keys(Database& db, int64_t told, const std::string& bytes) {
  return change_keys(db, told, bytes, "DELETE FROM told_key WHERE spot = ?1 AND told = ?2 AND marks = ?3");
}

// Rows of `told` that may be tied to this report.
Result<std::set<int64_t>> near_ones(Database& db, const Report& report, int64_t without) {
  std::set<int64_t> found;
  const BlockingKeys keys = blocking_keys(report);
  for (const BlockingKeys::Asked& key : keys.asked) {
    // From the first day on which the longest span can begin that reaches this one.
    const Status done =
        db.run("SELECT spot, told, marks FROM told_key WHERE spot BETWEEN ?1 AND ?2",
               {spot_of(key.block, keys.first - kLongestSpan), spot_of(key.block, keys.last)}, [&](const Row& row) {
                 const int64_t marks = row.integer(2);
                 const bool reaches = row.integer(0) + marks % kSpanValues >= spot_of(key.block, keys.first);
                 if (reaches && row.integer(1) != without && key.takes(static_cast<uint8_t>(marks / kSpanValues)))
                   found.insert(row.integer(1));
                 return true;
               });
    if (!done) return done.error();
  }
  return found;
}

// --- told

struct Told {
  int64_t key = 0, entry = 0;
};

// The row that tells exactly this; key 0: there is none.
Result<Told> find_told(Database& db, const std::string& bytes) {
  Told found;
  const Status done =
      db.run("SELECT t.key, t.entry, t.told FROM told_key k JOIN told t ON t.key = k.told WHERE k.spot = ?1",
             {content_spot(bytes)}, [&](const Row& row) {
               if (row.bytes(2) != bytes) return true;
               found = {row.integer(0), row.integer(1)};
               return false;
             });
  if (!done) return done.error();
  return found;
}

// Whether a record of another article than this one tells it.
Result<bool> is_told_elsewhere(Database& db, const Told& told, int64_t article) {
  const auto row = db.first("SELECT 1 FROM record WHERE entry = ?1 AND told = ?2 AND article <> ?3 LIMIT 1",
                            {told.entry, told.key, article});
  if (!row) return row.error();
  return !row.value().values.empty();
}

// Joins the entries of all that a new row, or one that a second article tells now, is tied to.
Status join_near_ones(Database& db, int64_t told, const Report& report, int64_t article, bool elsewhere,
                      EntryRow& row) {
  const auto near = near_ones(db, report, told);
  if (!near) return near.error();
  for (const int64_t key : near.value()) {
    const auto found = db.first("SELECT entry, told FROM told WHERE key = ?1", {key});
    if (!found) return found.error();
    if (found.value().values.empty() || found.value().integer(0) == row.key) continue;
    const auto other = unpack_told(found.value().bytes(1));
    if (!other) return other.error();
    if (!tied(other.value(), report)) continue;
    const Told candidate{key, found.value().integer(0)};
    if (!elsewhere) {
      const auto apart = is_told_elsewhere(db, candidate, article);
      if (!apart) return apart.error();
      if (!apart.value()) continue;
    }
    if (const Status done = unite(db, row, candidate.entry); !done) return done;
  }
  return Done{};
}

// --- what people put together

// Ids of the records that this one was put together with.
Result<std::vector<int64_t>> ties_of(Database& db, int64_t id) {
  std::vector<int64_t> out;
  const auto any = db.first("SELECT 1 FROM entry_tie LIMIT 1");
  if (!any) return any.error();
  if (any.value().values.empty()) return out;
  const auto root = root_of(db, id);
  if (!root) return root.error();
  const Status done = db.run(
      "SELECT t.other, c.root, c.record FROM entry_tie t LEFT JOIN correction_target c ON c.root = t.other WHERE "
      "t.root "
      "= ?1",
      {root.value()}, [&](const Row& row) {
        if (row.is_null(1))
          out.push_back(row.integer(0));
        else if (!row.is_null(2))
          out.push_back(row.integer(2));
        return true;
      });
  if (!done) return done.error();
  return out;
}

Status join_ties(Database& db, int64_t id, EntryRow& row) {
  const auto others = ties_of(db, id);
  if (!others) return others.error();
  for (const int64_t other : others.value()) {
    const auto found = db.first("SELECT entry FROM record WHERE id = ?1 AND entry IS NOT NULL", {other});
    if (!found) return found.error();
    if (found.value().values.empty() || found.value().integer(0) == row.key) continue;
    if (const Status done = unite(db, row, found.value().integer(0)); !done) return done;
  }
  return Done{};
}

// --- an entry that lost something

struct Member {
  int64_t id = 0, day = 0, published = 0;
  uint32_t node = 0;  // which of the rows of `told`
};
struct Node {
  int64_t told = 0;
  std::set<int64_t> articles;  // two at most
  Report report;
  bool alone = false;
};
struct Group {
  std::vector<Member> members;
  std::vector<Node> nodes;
};

Result<Group> group_of(Database& db, int64_t entry) {
  Group group;
  std::map<int64_t, uint32_t> node_of;
  Status done = db.run(
      "SELECT r.id, r.day, a.published, r.told, r.article FROM record r JOIN article a ON a.key = r.article WHERE "
      "r.entry = ?1 ORDER BY r.key",
      {entry}, [&](const Row& row) {
        const auto [node, fresh] = node_of.try_emplace(row.integer(3), static_cast<uint32_t>(group.nodes.size()));
        if (fresh) group.nodes.push_back({row.integer(3), {}, {}, false});
        std::set<int64_t>& articles = group.nodes[node->second].articles;
        if (articles.size() < 2) articles.insert(row.integer(4));
        group.members.push_back({row.integer(0), row.integer(1), row.integer(2), node->second});
        return true;
      });
  if (!done) return done.error();
  if (group.nodes.size() < 2) return group;
  for (Node& node : group.nodes) {
    const auto row = db.first("SELECT told FROM told WHERE key = ?1", {node.told});
    if (!row) return row.error();
    if (row.value().values.empty()) return Error{ErrorKind::invalid, "the store is damaged: a report is missing"};
    auto report = unpack_told(row.value().bytes(0));
    if (!report) return report.error();
    node.alone = is_alone(row.value().bytes(0));
    node.report = std::move(report).value();
  }
  return group;
}

// Which nodes still hold together.
Result<UnionFind> sets_of(Database& db, const Group& group) {
  UnionFind sets;
  const std::vector<Node>& nodes = group.nodes;
  for (uint32_t i = 0; i < nodes.size(); ++i) {
    sets.add();
    for (uint32_t k = 0; k < i; ++k) {
      if (nodes[i].alone || nodes[k].alone || sets.find(i) == sets.find(k)) continue;
      const bool one_article = nodes[i].articles.size() == 1 && nodes[i].articles == nodes[k].articles;
      if (!one_article && tied(nodes[i].report, nodes[k].report)) sets.unite(i, k);
    }
  }
  std::map<int64_t, uint32_t> node_of;
  for (const Member& member : group.members) node_of[member.id] = member.node;
  if (nodes.size() > 1)
    for (const Member& member : group.members) {
      const auto others = ties_of(db, member.id);
      if (!others) return others.error();
      for (const int64_t other : others.value())
        if (const auto found = node_of.find(other); found != node_of.end()) sets.unite(member.node, found->second);
    }
  return sets;
}

// Parts an entry into those that still hold together. The first of them keeps its row.
Status regroup(Database& db, int64_t entry) {
  const auto group = group_of(db, entry);
  if (!group) return group.error();
  if (group.value().members.empty()) return db.run("DELETE FROM entry WHERE key = ?1", {entry});
  const auto sets = sets_of(db, group.value());
  if (!sets) return sets.error();
  std::map<uint32_t, EntryRow> rows;
  rows[0].key = entry;
  for (const Member& member : group.value().members)
    add_report(rows[sets.value().find(member.node)], member.id, member.day, member.published);
  for (auto& [set, row] : rows)
    if (const Status done = write_row(db, row); !done) return done;
  for (uint32_t i = 0; i < group.value().nodes.size(); ++i) {
    const int64_t to = rows[sets.value().find(i)].key, told = group.value().nodes[i].told;
    if (to == entry) continue;
    Status done = db.run("UPDATE record SET entry = ?3 WHERE entry = ?1 AND told = ?2", {entry, told, to});
    if (done) done = db.run("UPDATE told SET entry = ?2 WHERE key = ?1", {told, to});
    if (!done) return done;
  }
  return Done{};
}

}  // namespace

std::vector<PackedReport> packed_reports(const Article& article, const CodedArticle& coded) {
  std::vector<PackedReport> out;
  for (const Report& report : reports_of(article, coded)) out.push_back({pack_told(report), pack_numbers(report)});
  return out;
}

Result<Entered> enter(StoreParts& parts, const Entering& record, const PackedReport& packed) {
  Database& db = *parts.db;
  const auto report = unpack_told(packed.told);
  if (!report) return report.error();
  const std::string bytes = record.alone ? pack_told(report.value(), true) : packed.told;
  Told told;
  if (!record.alone) {
    const auto found = find_told(db, bytes);
    if (!found) return found.error();
    told = found.value();
  }
  EntryRow row;
  const bool there = told.key != 0;
  bool compare = !record.alone;
  if (there) {
    const auto known = entry_row(db, told.entry);
    if (!known) return known.error();
    row = known.value();
    std::set<int64_t> articles;
    const Status asked = db.run("SELECT DISTINCT article FROM record WHERE entry = ?1 AND told = ?2 LIMIT 2",
                                {told.entry, told.key}, [&](const Row& found) {
                                  articles.insert(found.integer(0));
                                  return true;
                                });
    if (!asked) return asked.error();
    // What stands in two articles has been compared with all others: one of the two is not theirs.
    compare = articles.size() == 1 && !articles.contains(record.article);
  }
  add_report(row, record.id, record.day, record.published);
  Status done = Done{};
  if (compare) done = join_near_ones(db, told.key, report.value(), record.article, there, row);
  if (done) done = join_ties(db, record.id, row);
  if (done) done = write_row(db, row);
  if (!there) {
    if (done) done = db.run("INSERT INTO told (entry, told) VALUES (?1, ?2)", {row.key, Bytes{bytes}});
    told.key = db.last_key();
    if (done) done = add_keys(db, told.key, bytes);
  } else if (row.key != told.entry && done) {
    done = db.run("UPDATE told SET entry = ?2 WHERE key = ?1", {told.key, row.key});
  }
  if (!done) return done.error();
  return Entered{told.key, row.key};
}

Status leave(StoreParts& parts, const std::set<std::pair<int64_t, int64_t>>& left) {
  Database& db = *parts.db;
  std::set<int64_t> entries;
  for (const auto& [told, entry] : left) {
    entries.insert(entry);
    const auto still = db.first("SELECT 1 FROM record WHERE entry = ?1 AND told = ?2 LIMIT 1", {entry, told});
    if (!still) return still.error();
    if (!still.value().values.empty()) continue;
    const auto row = db.first("SELECT told FROM told WHERE key = ?1", {told});
    if (!row) return row.error();
    Status done = delete_keys(db, told, row.value().values.empty() ? "" : row.value().bytes(0));
    if (done) done = db.run("DELETE FROM told WHERE key = ?1", {told});
    if (!done) return done;
  }
  for (const int64_t entry : entries)
    if (const Status done = regroup(db, entry); !done) return done;
  return Done{};
}

Result<std::set<int64_t>> records_alone(StoreParts& parts, int64_t story) {
  const auto standing = standing_corrections(parts, story);
  if (!standing) return standing.error();
  std::set<int64_t> ids;
  for (const StandingCorrection& c : standing.value())
    if (c.action == "split" && !c.lost) ids.insert(c.record);
  return ids;
}

Status renew_ties(StoreParts& parts, int64_t root) {
  Database& db = *parts.db;
  struct Merge {
    int64_t key = 0, story = 0, root = 0, other = 0;
  };
  std::vector<Merge> merges;
  Status done = db.run(
      "SELECT key, story, root, other FROM correction WHERE action = 'merge' AND (root = ?1 OR other = ?1) ORDER BY "
      "key",
      {root}, [&](const Row& row) {
        merges.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3)});
        return true;
      });
  if (done) done = db.run("DELETE FROM entry_tie WHERE root = ?1 OR other = ?1", {root});
  if (!done) return done;
  for (const Merge& merge : merges) {
    // It stands if it was not undone, and neither of the two was set apart since.
    const auto of_other = db.first("SELECT story FROM correction_target WHERE root = ?1", {merge.other});
    if (!of_other) return of_other.error();
    std::set<int64_t> stories = {merge.story};
    if (!of_other.value().values.empty()) stories.insert(of_other.value().integer(0));
    bool stands = false, parted = false;
    for (const int64_t story : stories) {
      const auto standing = standing_corrections(parts, story);
      if (!standing) return standing.error();
      for (const StandingCorrection& c : standing.value()) {
        stands |= c.key == merge.key;
        parted |= c.action == "split" && c.key > merge.key && (c.root == merge.root || c.root == merge.other);
      }
    }
    if (!stands || parted) continue;
    for (const auto& [one, other] : {std::pair(merge.root, merge.other), std::pair(merge.other, merge.root)})
      if (done)
        done = db.run("INSERT INTO entry_tie (root, other) VALUES (?1, ?2) ON CONFLICT DO NOTHING", {one, other});
    if (!done) return done;
  }
  return Done{};
}

Status enter_all(StoreParts& parts, const Store::Progress& progress) {
  Database& db = *parts.db;
  std::vector<int64_t> roots, codings;
  Status done = db.run("SELECT DISTINCT root FROM correction WHERE action = 'merge'", {}, [&](const Row& row) {
    roots.push_back(row.integer(0));
    return true;
  });
  for (const int64_t root : roots)
    if (done) done = renew_ties(parts, root);
  if (done)
    done = db.run("SELECT key FROM coding WHERE current = 1 ORDER BY key", {}, [&](const Row& row) {
      codings.push_back(row.integer(0));
      return true;
    });
  if (!done) return done;
  for (size_t i = 0; i < codings.size(); ++i) {
    if (progress) progress(static_cast<int64_t>(i), static_cast<int64_t>(codings.size()));
    const auto loaded = load_coding(parts, codings[i]);
    if (!loaded) return loaded.error();
    const auto& [article, coded, version, coder] = loaded.value();
    const std::vector<PackedReport> reports = packed_reports(article, coded);
    const auto at = db.first("SELECT a.key, a.story FROM coding c JOIN article a ON a.key = c.article WHERE c.key = ?1",
                             {codings[i]});
    if (!at) return at.error();
    const int64_t key = at.value().integer(0);
    const auto alone = records_alone(parts, at.value().integer(1));
    if (!alone) return alone.error();
    done = db.run("INSERT INTO article_bands (article, bands) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                  {key, Bytes{short_bands(bands_of(article.text()))}});
    struct Found {
      int64_t key = 0, number = 0, id = 0, day = 0;
    };
    std::vector<Found> records;
    constexpr auto kRejected = static_cast<int64_t>(ReviewState::rejected);
    if (done)
      done = db.run("SELECT key, number, id, day FROM record WHERE article = ?1 AND coding = ?2 AND review <> ?3",
                    {key, codings[i], kRejected}, [&](const Row& row) {
                      records.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3)});
                      return true;
                    });
    if (!done) return done;
    for (const Found& record : records) {
      if (static_cast<size_t>(record.number) >= reports.size()) continue;
      const PackedReport& report = reports[static_cast<size_t>(record.number)];
      const auto entered =
          enter(parts,
                {record.id, key, record.day, article.published() ? day_number(*article.published()) : 0,
                 alone.value().contains(record.id)},
                report);
      if (!entered) return entered.error();
      done = db.run("UPDATE record SET told = ?2, entry = ?3, numbers = ?4 WHERE key = ?1",
                    {record.key, entered.value().told, entered.value().entry,
                     report.numbers.empty() ? Value() : Value(report.numbers)});
      if (!done) return done;
    }
  }
  if (progress && !codings.empty())
    progress(static_cast<int64_t>(codings.size()), static_cast<int64_t>(codings.size()));
  return Done{};
}

}  // namespace kronika
