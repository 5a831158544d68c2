// What people say of records: kept as they were made, applied when records are read, carried over when an article is
// coded again.
#include <algorithm>
#include <set>

#include "record/public_record.h"
#include "store/corrected_fields.h"
#include "store/filter_sql.h"
#include "store/parts.h"

namespace kronika {
namespace {

const char* action_name(Correction::Action action) {
  constexpr const char* kNames[] = {"set", "accept", "reject", "merge", "split", "undo"};
  return kNames[static_cast<size_t>(action)];
}

struct Found {
  int64_t key = 0, id = 0, coding = 0, number = 0, article = 0, story = 0;
};

// The one record whose id begins so.
Result<Found> find_record(StoreParts& parts, const std::string& given) {
  const auto filter = parse_filter("id:\"" + given + "\"", StoreVocabulary(*parts.db));
  if (!filter) return filter.error();
  SqlText sql;
  sql.text =
      "SELECT r.key, r.id, r.coding, r.number, r.article, a.story FROM record r JOIN article a ON a.key = r.article "
      "WHERE ";
  add_condition(filter.value(), parts.db->dialect(), sql);
  sql.text += " LIMIT 2";
  std::vector<Found> found;
  const Status done = parts.db->run(sql.text, sql.parameters, [&](const Row& row) {
    found.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)});
    return true;
  });
  if (!done) return done.error();
  if (found.empty())
    return Error{ErrorKind::not_found, "no record " + given + " in " + parts.name + "; kronika query lists the ids"};
  if (found.size() > 1)
    return Error{ErrorKind::usage, "more than one record begins with " + given + "; give more of the id"};
  return found.front();
}

Result<CodesOf> codes_of_store(Database& db) {
  std::map<std::pair<std::string, std::string>, CategoryCodes> all;
  const Status done = db.run("SELECT event, mode, cameo, quad, score FROM category", {}, [&](const Row& row) {
    all[{row.text(0), row.text(1)}] = {row.text(2), static_cast<int>(row.integer(3)), row.number(4)};
    return true;
  });
  if (!done) return done.error();
  return CodesOf([all = std::move(all)](const std::string& event, const std::string& mode) {
    auto found = all.find({event, mode});
    if (found == all.end()) found = all.find({event, ""});
    return found == all.end() ? CategoryCodes{} : found->second;
  });
}

// The correction that an undo takes back: the last that stands.
Result<int64_t> last_standing(StoreParts& parts, int64_t story, int64_t root) {
  const auto standing = standing_corrections(parts, story);
  if (!standing) return standing.error();
  for (auto at = standing.value().rbegin(); at != standing.value().rend(); ++at)
    if (at->root == root) return at->key;
  return Error{ErrorKind::usage, "nothing to undo: no correction of " + id_text(root) + " stands"};
}

// Where `part` stands in `text`, nearest to `near`.
size_t find_nearest(std::string_view text, std::string_view part, size_t near) {
  size_t best = std::string_view::npos;
  for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    const auto far = [&](size_t place) { return place > near ? place - near : near - place; };
    if (best == std::string_view::npos || far(at) < far(best)) best = at;
  }
  return best;
}

// Moves all spans by `by`, if the words there are the same; false: they are not.
bool move_record(Record& record, const Article& from, const Article& to, int64_t by) {
  bool same = true;
  const auto move = [&](Span& span) {
    const int64_t start = span.start + by, end = span.end + by;
    if (start < 0 || end > static_cast<int64_t>(to.buffer().size())) {
      same = false;
      return;
    }
    const Span moved{static_cast<uint32_t>(start), static_cast<uint32_t>(end)};
    same = same && from.slice(span) == to.slice(moved);
    span = moved;
  };
  move(record.words), move(record.sentence);
  // What refers to other places of the article may have gone; it is no part of what happened.
  std::erase_if(record.mentions, [&](Span& span) {
    const bool before = same;
    move(span);
    const bool gone = before && !same;
    same = before;
    return gone;
  });
  for (auto* side : {&record.actor, &record.recipient})
    for (Party& party : *side) move(party.words);
  if (record.date && record.date->words) move(*record.date->words);
  if (record.place && record.place->words) move(*record.place->words);
  if (record.attribution) move(record.attribution->words), move(record.attribution->cue);
  for (Reason& reason : record.why)
    for (Span& span : reason.words) move(span);
  return same;
}

}  // namespace

Result<int64_t> root_of(Database& db, int64_t record) {
  const auto row = db.first("SELECT root FROM correction_target WHERE record = ?1", {record});
  if (!row) return row.error();
  return row.value().values.empty() ? record : row.value().integer(0);
}

Result<std::vector<StandingCorrection>> standing_corrections(StoreParts& parts, int64_t story) {
  std::vector<StandingCorrection> all;
  std::vector<int64_t> undoes;
  const Status done = parts.db->run(
      "SELECT c.key, c.root, c.action, c.field, c.value, c.was, c.other, c.undoes, c.person, c.why, c.made, t.root, "
      "t.record FROM correction c LEFT JOIN correction_target t ON t.root = c.root WHERE c.story = ?1 ORDER BY c.key",
      {story}, [&](const Row& row) {
        all.push_back({row.integer(0), row.integer(1), row.is_null(11) ? row.integer(1) : row.integer(12),
                       !row.is_null(11) && row.is_null(12), row.text(2), row.text(3), row.text(4), row.text(5),
                       row.integer(6), row.text(8), row.text(9), row.text(10)});
        undoes.push_back(row.integer(7));
        return true;
      });
  if (!done) return done.error();
  // The last word counts: an undo that is itself undone takes nothing back.
  std::set<int64_t> undone;
  for (size_t i = all.size(); i-- > 0;)
    if (all[i].action == "undo" && !undone.contains(all[i].key)) undone.insert(undoes[i]);
  std::erase_if(all, [&](const StandingCorrection& c) { return c.action == "undo" || undone.contains(c.key); });
  return all;
}

Status review_records(StoreParts& parts, int64_t story, CodedArticle& coded) {
  const auto standing = standing_corrections(parts, story);
  if (!standing) return standing.error();
  if (standing.value().empty()) return Done{};
  const auto codes = codes_of_store(*parts.db);
  if (!codes) return codes.error();
  for (size_t i = 0; i < coded.records.size(); ++i)
    for (const StandingCorrection& c : standing.value()) {
      Kept& kept = coded.kept[i];
      if (c.lost || c.record != id_number(kept.id)) continue;
      if (c.action != "set" && c.action != "accept" && c.action != "reject") continue;
      if (c.action == "set") apply_correction(coded.records[i], c.field, c.value, codes.value());
      kept.notes.push_back({c.action, c.field, c.was, c.person, c.why, c.made});
      // A corrected record that is accepted is still another one than the coder's.
      const bool changed = std::any_of(kept.notes.begin(), kept.notes.end(),
                                       [](const ReviewNote& note) { return note.action == "set"; });
      kept.status = c.action == "reject" ? "rejected" : changed ? "corrected" : "accepted";
    }
  return Done{};
}

Status carry_corrections(StoreParts& parts, int64_t story, const LoadedCoding& before, const Article& article,
                         CodedArticle& coded) {
  const auto standing = standing_corrections(parts, story);
  if (!standing) return standing.error();
  std::set<int64_t> roots;
  std::set<std::string> exact;
  for (const Kept& kept : coded.kept) exact.insert(kept.id);
  std::vector<StandingCorrection> carried = standing.value();
  // Records that others were merged with are carried over too, if the coder still finds them.
  const Status targets =
      parts.db->run("SELECT root, record FROM correction_target WHERE story = ?1 AND record IS NOT NULL", {story},
                    [&](const Row& row) {
                      StandingCorrection other;
                      other.root = row.integer(0), other.record = row.integer(1), other.action = "merge";
                      carried.push_back(std::move(other));
                      return true;
                    });
  if (!targets) return targets;
  for (const StandingCorrection& c : carried) {
    if (c.lost || exact.contains(id_text(c.record)) || !roots.insert(c.root).second) continue;
    const auto kept = std::find_if(before.coded.kept.begin(), before.coded.kept.end(),
                                   [&](const Kept& known) { return id_number(known.id) == c.record; });
    Value target;
    if (kept != before.coded.kept.end()) {
      const Record* old = &before.coded.records[static_cast<size_t>(kept - before.coded.kept.begin())];
      const size_t at = find_nearest(article.buffer(), before.article.slice(old->sentence), old->sentence.start);
      if (at != std::string_view::npos) {
        const int64_t by = static_cast<int64_t>(at) - old->sentence.start;
        const Span words{static_cast<uint32_t>(old->words.start + by), static_cast<uint32_t>(old->words.end + by)};
        // Whom the coder found at the same words now; the same category first.
        std::optional<size_t> best;
        for (size_t i = 0; i < coded.records.size(); ++i)
          if (coded.records[i].words.overlaps(words) &&
              (!best || (coded.records[*best].event != old->event && coded.records[i].event == old->event)))
            best = i;
        const bool rejected = std::any_of(standing.value().begin(), standing.value().end(), [&](const auto& other) {
          return other.root == c.root && other.action == "reject";
        });
        Record moved = *old;
        if (best) {
          target = id_number(coded.kept[*best].id);
        } else if (!rejected && c.key != 0 && move_record(moved, before.article, article, by)) {
          // The coder finds it no more, but a person did: it stays.
          const std::string id = record_id(article, moved);
          target = id_number(id);
          const auto place = std::find_if(coded.records.begin(), coded.records.end(),
                                          [&](const Record& record) { return moved.words.start < record.words.start; });
          coded.kept.insert(coded.kept.begin() + (place - coded.records.begin()), {id, "", {}});
          coded.records.insert(place, std::move(moved));
        }
      }
    }
    const Status noted = parts.db->run(
        "INSERT INTO correction_target (root, story, record) VALUES (?1, ?2, ?3) ON CONFLICT (root) DO UPDATE SET "
        "record = excluded.record",
        {c.root, story, target});
    if (!noted) return noted;
  }
  return Done{};
}

Result<std::string> Store::correct(const std::string& record, const std::vector<Correction>& corrections) {
  // What was put before is no part of it: a wrong correction must not undo that.
  if (const Status before = commit(); !before) return before.error();
  const std::lock_guard lock(parts_->mutex);
  if (const Status begun = parts_->in_one_batch(); !begun) return begun.error();
  Database& db = *parts_->db;
  const auto found = find_record(*parts_, record);
  if (!found) return parts_->give_up(found.error());
  const Found& at = found.value();
  const auto root = root_of(db, at.id);
  if (!root) return parts_->give_up(root.error());
  for (const Correction& c : corrections) {
    if (c.by.empty() || c.why.empty())
      return parts_->give_up({ErrorKind::usage, "a correction needs who made it and why: --by NAME --why TEXT"});
    // Read anew for each: one may build on another.
    auto loaded = load_coding(*parts_, at.coding);
    if (!loaded) return parts_->give_up(loaded.error());
    if (at.number >= static_cast<int64_t>(loaded.value().coded.records.size()))
      return parts_->give_up({ErrorKind::invalid, parts_->name + ": is damaged: a record without its coding"});
    const Record& now = loaded.value().coded.records[static_cast<size_t>(at.number)];
    Value field, value, was, other, undoes;
    if (c.action == Correction::Action::set) {
      const Status good = check_correction(c.field, c.value, StoreVocabulary(db));
      if (!good) return parts_->give_up(good.error());
      field = c.field, value = c.value, was = field_value(now, c.field);
      if (was == value)
        return parts_->give_up(
            {ErrorKind::usage, c.field + " is " + c.value + " already; there is nothing to correct"});
    } else if (c.action == Correction::Action::merge) {
      const auto with = find_record(*parts_, c.other);
      if (!with) return parts_->give_up(with.error());
      if (with.value().id == at.id)
        return parts_->give_up({ErrorKind::usage, "a record cannot be merged with itself; name another one"});
      const auto with_root = root_of(db, with.value().id);
      if (!with_root) return parts_->give_up(with_root.error());
      other = with_root.value();
      const Status noted = db.run(
          "INSERT INTO correction_target (root, story, record) VALUES (?1, ?2, ?3) ON CONFLICT (root) DO NOTHING",
          {other, with.value().story, with.value().id});
      if (!noted) return parts_->give_up(noted.error());
    } else if (c.action == Correction::Action::undo) {
      const auto last = last_standing(*parts_, at.story, root.value());
      if (!last) return parts_->give_up(last.error());
      undoes = last.value();
    }
    const Status added = db.run(
        "INSERT INTO correction (story, root, action, field, value, was, other, undoes, person, why, made) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        {at.story, root.value(), std::string(action_name(c.action)), field, value, was, other, undoes, c.by, c.why,
         now_utc()});
    if (!added) return parts_->give_up(added.error());
  }
  if (const Status tied = renew_ties(*parts_, root.value()); !tied) return parts_->give_up(tied.error());
  const auto loaded = load_coding(*parts_, at.coding);
  if (!loaded) return parts_->give_up(loaded.error());
  const auto& [article, coded, version, coder] = loaded.value();
  const auto alone = records_alone(*parts_, at.story);
  if (!alone) return parts_->give_up(alone.error());
  const std::vector<PackedReport> reports = packed_reports(article, coded);
  const Status indexed = index_again(*parts_, at.key, {at.coding, at.number, at.article},
                                     {coded, reports, alone.value(), article.published()});
  if (!indexed) return parts_->give_up(indexed.error());
  if (const Status done = db.commit(); !done) return parts_->give_up(done.error());
  parts_->in_batch = false;
  return id_text(at.id);
}

Result<std::vector<CorrectionNote>> Store::corrections(const std::string& record) {
  const std::lock_guard lock(parts_->mutex);
  Database& db = *parts_->db;
  std::string where;
  std::vector<Value> parameters;
  if (!record.empty()) {
    const auto found = find_record(*parts_, record);
    if (!found) return found.error();
    const auto root = root_of(db, found.value().id);
    if (!root) return root.error();
    where = " WHERE c.root = ?1";
    parameters.push_back(root.value());
  }
  std::vector<CorrectionNote> out;
  std::set<int64_t> stories;
  std::vector<int64_t> keys;
  const Status done = db.run(
      "SELECT c.key, c.root, coalesce(t.record, c.root), c.action, c.field, c.value, c.was, c.other, c.person, c.why, "
      "c.made, c.story, t.root IS NOT NULL AND t.record IS NULL FROM correction c LEFT JOIN correction_target t ON "
      "t.root = c.root" +
          where + " ORDER BY c.key",
      parameters, [&](const Row& row) {
        CorrectionNote note;
        note.key = row.integer(0);
        note.record = id_text(row.integer(2));
        note.action = row.text(3), note.field = row.text(4), note.value = row.text(5), note.was = row.text(6);
        if (!row.is_null(7)) note.other = id_text(row.integer(7));
        note.by = row.text(8), note.why = row.text(9), note.at = row.text(10);
        note.lost = row.integer(12) != 0;
        stories.insert(row.integer(11));
        out.push_back(std::move(note));
        return true;
      });
  if (!done) return done.error();
  std::set<int64_t> standing;
  for (const int64_t story : stories) {
    const auto some = standing_corrections(*parts_, story);
    if (!some) return some.error();
    for (const StandingCorrection& c : some.value()) standing.insert(c.key);
  }
  for (CorrectionNote& note : out) note.stands = note.action == "undo" || standing.contains(note.key);
  return out;
}

}  // namespace kronika
