// The rows by which records are found: what a query can ask for without unpacking anything.
#include "base/calendar.h"
#include "store/parts.h"

namespace kronika {
namespace {

Value day_value(const std::optional<Day>& day) { return day ? Value(day_number(*day)) : Value(); }

Status add_parties(Database& db, StoreParts& parts, int64_t record, int64_t side, const std::vector<Party>& list,
                   const Value& day) {
  for (size_t i = 0; i < list.size(); ++i) {
    Value entity;
    // A filter may ask for whatever stands in a record, also where the coder's own lists lack it.
    if (!list[i].country.empty())
      if (const auto known = parts.term(term_kind::kCountry, list[i].country); !known) return known.error();
    for (const std::string& sector : list[i].sectors)
      if (const auto known = parts.term(term_kind::kSector, sector); !known) return known.error();
    if (!list[i].entity.empty()) {
      const auto key = parts.term(term_kind::kEntity, list[i].entity);
      if (!key) return key.error();
      entity = key.value();
    }
    const Status added = db.run(
        "INSERT INTO party (record, side, number, country, code, entity, day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        {record, side, static_cast<int64_t>(i), list[i].country, list[i].code, entity, day});
    if (!added) return added;
  }
  return Done{};
}

Status add_terms(StoreParts& parts, int64_t record, const char* kind, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto term = parts.term(kind, name);
    if (!term) return term.error();
    const Status added = parts.db->run("INSERT INTO record_term (term, record) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                                       {term.value(), record});
    if (!added) return added;
  }
  return Done{};
}

ReviewState review_of(const Kept& kept) {
  return kept.status.empty()         ? ReviewState::none
         : kept.status == "accepted" ? ReviewState::accepted
         : kept.status == "rejected" ? ReviewState::rejected
                                     : ReviewState::corrected;
}

// The key of the row made; `key` is null for a new one.
Result<int64_t> add_record(StoreParts& parts, const Value& key, const Place& at, const Indexed& what) {
  const auto number = static_cast<size_t>(at.number);
  const Record& record = what.coded.records[number];
  const Kept& kept = what.coded.kept[number];
  const std::optional<Day>& published = what.published;
  const auto event = parts.term(term_kind::kEvent, record.event);
  if (!event) return event.error();
  Value admin, place, country, date_start, date_end, attribution;
  Value day = day_value(published);
  if (record.place) {
    country = record.place->country;
    const auto name = parts.term(term_kind::kPlace, record.place->name);
    if (!name) return name.error();
    place = name.value();
    if (!record.place->admin1.empty()) {
      const auto region = parts.term(term_kind::kAdmin, record.place->admin1);
      if (!region) return region.error();
      admin = region.value();
    }
  }
  if (record.date) {
    day = date_start = day_value(record.date->start);
    date_end = day_value(record.date->end);
  }
  if (record.attribution) attribution = record.attribution->code;
  const int64_t id = id_number(kept.id);
  Value told, entry, numbers;
  if (review_of(kept) != ReviewState::rejected) {
    const PackedReport& report = what.reports[number];
    const auto entered = enter(parts,
                               {id, at.article, std::holds_alternative<int64_t>(day) ? std::get<int64_t>(day) : 0,
                                published ? day_number(*published) : 0, what.alone.contains(id)},
                               report);
    if (!entered) return entered.error();
    told = entered.value().told, entry = entered.value().entry;
    if (!report.numbers.empty()) numbers = report.numbers;
  }
  std::vector<Value> values = {id,
                               at.coding,
                               at.number,
                               at.article,
                               event.value(),
                               record.cameo,
                               int64_t{record.quad},
                               record.score,
                               record.confidence,
                               static_cast<int64_t>(record.factuality),
                               day,
                               date_start,
                               date_end,
                               country,
                               admin,
                               place,
                               attribution,
                               static_cast<int64_t>(review_of(kept)),
                               told,
                               entry,
                               numbers};
  const int64_t* old_key = std::get_if<int64_t>(&key);
  if (old_key) values.emplace_back(*old_key);
  const Status added = parts.db->run(
      std::string("INSERT INTO record (id, coding, number, article, event, cameo, quad, score, confidence, factuality, "
                  "day, date_start, date_end, country, admin, place, attribution, review, told, entry, numbers") +
          (old_key ? ", key" : "") +
          ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21" +
          (old_key ? ", ?22)" : ")"),
      values);
  if (!added) return added.error();
  return old_key ? *old_key : parts.db->last_key();
}

Status add_rows(StoreParts& parts, const Value& old_key, const Place& at, const Indexed& what) {
  Database& db = *parts.db;
  const Record& record = what.coded.records[static_cast<size_t>(at.number)];
  const auto key = add_record(parts, old_key, at, what);
  if (!key) return key.error();
  const Value day = day_value(record.date ? std::optional<Day>(record.date->start) : what.published);
  for (const auto& [side, list] : {std::pair(int64_t{1}, &record.actor), std::pair(int64_t{2}, &record.recipient)})
    if (const Status added = add_parties(db, parts, key.value(), side, *list, day); !added) return added;
  if (const Status added = add_terms(parts, key.value(), term_kind::kMode, record.mode); !added) return added;
  if (const Status added = add_terms(parts, key.value(), term_kind::kContext, record.context); !added) return added;
  if (!record.place || !record.place->latitude || !record.place->longitude) return Done{};
  const double north = *record.place->latitude, east = *record.place->longitude;
  return db.run("INSERT INTO place_box (record, south, north, west, east) VALUES (?1, ?2, ?2, ?3, ?3)",
                {key.value(), north, east});
}

// Deletes the rows of the records that `where` names.
Status delete_rows(StoreParts& parts, const std::string& where, const std::vector<Value>& parameters) {
  Database& db = *parts.db;
  std::set<std::pair<int64_t, int64_t>> left;
  std::vector<int64_t> keys;
  Status done = db.run("SELECT key, told, entry FROM record WHERE " + where, parameters, [&](const Row& row) {
    keys.push_back(row.integer(0));
    if (!row.is_null(2)) left.emplace(row.integer(1), row.integer(2));
    return true;
  });
  for (const int64_t key : keys) {
    for (const char* table : {"place_box", "party", "record_term"})
      if (done) done = db.run(std::string("DELETE FROM ") + table + " WHERE record = ?1", {key});
    if (done) done = db.run("DELETE FROM record WHERE key = ?1", {key});
  }
  return done ? leave(parts, left) : done;
}

}  // namespace

Status index_records(StoreParts& parts, int64_t coding, int64_t article, const Indexed& what) {
  for (size_t i = 0; i < what.coded.records.size(); ++i)
    if (const Status added = add_rows(parts, {}, {coding, static_cast<int64_t>(i), article}, what); !added)
      return added;
  return Done{};
}

Status index_again(StoreParts& parts, int64_t key, const Place& at, const Indexed& what) {
  const Status done = delete_rows(parts, "key = ?1", {key});
  return done ? add_rows(parts, key, at, what) : done;
}

Status forget_records(StoreParts& parts, int64_t article, int64_t coding) {
  return delete_rows(parts, "article = ?1 AND coding = ?2", {article, coding});
}

}  // namespace kronika
