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
Result<int64_t> add_record(StoreParts& parts, const Value& key, const Place& at, const Record& record, const Kept& kept,
                           const std::optional<Day>& published) {
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
  const Status added = parts.db->run(
      "INSERT INTO record (key, id, coding, number, article, event, cameo, quad, score, confidence, factuality, day, "
      "date_start, date_end, country, admin, place, attribution, review) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
      {key, id_number(kept.id), at.coding, at.number, at.article, event.value(), record.cameo, int64_t{record.quad},
       record.score, record.confidence, static_cast<int64_t>(record.factuality), day, date_start, date_end, country,
       admin, place, attribution, static_cast<int64_t>(review_of(kept))});
  if (!added) return added.error();
  return parts.db->last_key();
}

Status add_rows(StoreParts& parts, const Value& old_key, const Place& at, const Record& record, const Kept& kept,
                const std::optional<Day>& published) {
  Database& db = *parts.db;
  const auto key = add_record(parts, old_key, at, record, kept, published);
  if (!key) return key.error();
  const Value day = day_value(record.date ? std::optional<Day>(record.date->start) : published);
  for (const auto& [side, list] : {std::pair(int64_t{1}, &record.actor), std::pair(int64_t{2}, &record.recipient)})
    if (const Status added = add_parties(db, parts, key.value(), side, *list, day); !added) return added;
  if (const Status added = add_terms(parts, key.value(), term_kind::kMode, record.mode); !added) return added;
  if (const Status added = add_terms(parts, key.value(), term_kind::kContext, record.context); !added) return added;
  if (!record.place || !record.place->latitude || !record.place->longitude) return Done{};
  const double north = *record.place->latitude, east = *record.place->longitude;
  return db.run("INSERT INTO place_box (record, south, north, west, east) VALUES (?1, ?2, ?2, ?3, ?3)",
                {key.value(), north, east});
}

}  // namespace

Status index_records(StoreParts& parts, int64_t coding, int64_t article, const std::optional<Day>& published,
                     const CodedArticle& coded) {
  for (size_t i = 0; i < coded.records.size(); ++i) {
    const Status added =
        add_rows(parts, {}, {coding, static_cast<int64_t>(i), article}, coded.records[i], coded.kept[i], published);
    if (!added) return added;
  }
  return Done{};
}

Status index_again(StoreParts& parts, int64_t key, const Place& at, const Record& record, const Kept& kept,
                   const std::optional<Day>& published) {
  for (const char* table : {"place_box", "party", "record_term"}) {
    const Status done = parts.db->run(std::string("DELETE FROM ") + table + " WHERE record = ?1", {key});
    if (!done) return done;
  }
  if (const Status done = parts.db->run("DELETE FROM record WHERE key = ?1", {key}); !done) return done;
  return add_rows(parts, key, at, record, kept, published);
}

Status forget_records(StoreParts& parts, int64_t coding) {
  for (const char* table : {"place_box", "party", "record_term"}) {
    const Status done = parts.db->run(
        std::string("DELETE FROM ") + table + " WHERE record IN (SELECT key FROM record WHERE coding = ?1)", {coding});
    if (!done) return done;
  }
  return parts.db->run("DELETE FROM record WHERE coding = ?1", {coding});
}

}  // namespace kronika
