#include "store/schema.h"

namespace kronika {
namespace {

// "KRON", in the head of a SQLite file: file(1) and our own check tell by it what the file is.
constexpr int64_t kApplication = 0x4b524f4e;

// Days count from 1970-01-01. docs/store.md tells what each column holds.
constexpr const char* kFirst = R"sql(
CREATE TABLE coder (
  key INTEGER PRIMARY KEY, version TEXT NOT NULL, codebook TEXT NOT NULL, model TEXT NOT NULL,
  UNIQUE (version, codebook, model)) STRICT;
CREATE TABLE run (
  key INTEGER PRIMARY KEY, coder INTEGER NOT NULL REFERENCES coder, options TEXT NOT NULL,
  started TEXT NOT NULL, ended TEXT, added INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0, copies INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0, records INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE failure (
  key INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run, place TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE INDEX failure_run ON failure (run);
CREATE TABLE term (
  key INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (kind, name)) STRICT;

CREATE TABLE article (
  key INTEGER PRIMARY KEY, document TEXT NOT NULL, named INTEGER NOT NULL, story INTEGER NOT NULL,
  version INTEGER NOT NULL, current INTEGER NOT NULL, hash BLOB NOT NULL, published INTEGER,
  publisher INTEGER REFERENCES term, url TEXT, url_hash INTEGER, run INTEGER NOT NULL REFERENCES run,
  bytes INTEGER NOT NULL, text BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX article_document ON article (document) WHERE current = 1;
CREATE INDEX article_url ON article (url_hash) WHERE current = 1 AND url_hash IS NOT NULL;
CREATE TABLE copy (
  key INTEGER PRIMARY KEY, story INTEGER NOT NULL, url TEXT NOT NULL, publisher INTEGER REFERENCES term,
  published INTEGER, run INTEGER NOT NULL REFERENCES run, UNIQUE (story, url)) STRICT;
CREATE VIRTUAL TABLE article_words USING fts5 (
  words, content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2');

CREATE TABLE coding (
  key INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article, coder INTEGER NOT NULL REFERENCES coder,
  run INTEGER NOT NULL REFERENCES run, current INTEGER NOT NULL, skipped TEXT, records BLOB NOT NULL) STRICT;
CREATE INDEX coding_article ON coding (article);

CREATE TABLE record (
  key INTEGER PRIMARY KEY, id INTEGER NOT NULL, coding INTEGER NOT NULL REFERENCES coding, number INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article, event INTEGER NOT NULL REFERENCES term, cameo TEXT NOT NULL,
  quad INTEGER NOT NULL, score REAL NOT NULL, confidence REAL NOT NULL, factuality INTEGER NOT NULL, day INTEGER,
  date_start INTEGER, date_end INTEGER, country TEXT, admin INTEGER REFERENCES term, place INTEGER REFERENCES term,
  attribution TEXT, review INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX record_id ON record (id);
CREATE INDEX record_coding ON record (coding);
CREATE INDEX record_article ON record (article);
CREATE INDEX record_event ON record (event, day);
CREATE INDEX record_day ON record (day);
CREATE TABLE record_term (
  term INTEGER NOT NULL REFERENCES term, record INTEGER NOT NULL REFERENCES record,
  PRIMARY KEY (term, record)) STRICT, WITHOUT ROWID;
CREATE INDEX record_term_record ON record_term (record);
CREATE TABLE party (
  record INTEGER NOT NULL REFERENCES record, side INTEGER NOT NULL, number INTEGER NOT NULL, country TEXT NOT NULL,
  code TEXT NOT NULL, entity INTEGER REFERENCES term, day INTEGER,
  PRIMARY KEY (record, side, number)) STRICT, WITHOUT ROWID;
CREATE INDEX party_country ON party (country, side, day, record);
CREATE INDEX party_entity ON party (entity, side, record) WHERE entity IS NOT NULL;
CREATE VIRTUAL TABLE place_box USING rtree (record, south, north, west, east);

CREATE VIEW articles AS
  SELECT a.key AS article, a.document, a.version, a.current, date(a.published * 86400, 'unixepoch') AS published,
    p.name AS publisher, a.bytes, a.run
  FROM article a LEFT JOIN term p ON p.key = a.publisher;
CREATE VIEW records AS
  SELECT r.key AS record, printf('k1:%016x', r.id) AS id, a.document, e.name AS event, r.cameo, r.quad, r.score,
    r.confidence,
    CASE r.factuality WHEN 0 THEN 'asserted' WHEN 1 THEN 'negated' WHEN 2 THEN 'future' WHEN 3 THEN 'hypothetical'
      ELSE 'historical' END AS factuality,
    date(r.date_start * 86400, 'unixepoch') AS date_start, date(r.date_end * 86400, 'unixepoch') AS date_end,
    date(a.published * 86400, 'unixepoch') AS published, date(r.day * 86400, 'unixepoch') AS day, r.country,
    d.name AS admin, p.name AS place, b.south AS latitude, b.west AS longitude, r.attribution,
    (SELECT group_concat(code, '; ') FROM party WHERE record = r.key AND side = 1) AS actor,
    (SELECT group_concat(code, '; ') FROM party WHERE record = r.key AND side = 2) AS recipient,
    (SELECT group_concat(t.name, '; ') FROM record_term x JOIN term t ON t.key = x.term
      WHERE x.record = r.key AND t.kind = 'mode') AS mode,
    (SELECT group_concat(t.name, '; ') FROM record_term x JOIN term t ON t.key = x.term
      WHERE x.record = r.key AND t.kind = 'context') AS context,
    u.name AS publisher,
    CASE r.review WHEN 1 THEN 'accepted' WHEN 2 THEN 'corrected' WHEN 3 THEN 'rejected' END AS review
  FROM record r JOIN article a ON a.key = r.article JOIN term e ON e.key = r.event
    LEFT JOIN term d ON d.key = r.admin LEFT JOIN term p ON p.key = r.place LEFT JOIN term u ON u.key = a.publisher
    LEFT JOIN place_box b ON b.record = r.key;
CREATE VIEW parties AS
  SELECT p.record, CASE p.side WHEN 1 THEN 'actor' ELSE 'recipient' END AS side, p.number,
    nullif(p.country, '') AS country, p.code, e.name AS entity
  FROM party p LEFT JOIN term e ON e.key = p.entity;
CREATE VIEW runs AS
  SELECT r.key AS run, c.version, c.codebook, c.model, r.options, r.started, r.ended, r.added, r.changed, r.unchanged,
    r.copies, r.skipped, r.failed, r.records
  FROM run r JOIN coder c ON c.key = r.coder;
)sql";

// Corrections: only ever added, as the triggers see to.
constexpr const char* kCorrections = R"sql(
CREATE TABLE category (
  event TEXT NOT NULL, mode TEXT NOT NULL, cameo TEXT NOT NULL, quad INTEGER NOT NULL, score REAL NOT NULL,
  PRIMARY KEY (event, mode)) STRICT, WITHOUT ROWID;
CREATE TABLE correction (
  key INTEGER PRIMARY KEY, story INTEGER NOT NULL, root INTEGER NOT NULL, action TEXT NOT NULL, field TEXT, value TEXT,
  was TEXT, other INTEGER, undoes INTEGER REFERENCES correction, person TEXT NOT NULL, why TEXT NOT NULL,
  made TEXT NOT NULL) STRICT;
CREATE INDEX correction_story ON correction (story);
CREATE TABLE correction_target (root INTEGER PRIMARY KEY, story INTEGER NOT NULL, record INTEGER) STRICT;
CREATE INDEX correction_target_record ON correction_target (record);
CREATE TRIGGER correction_is_not_changed BEFORE UPDATE ON correction
  BEGIN SELECT raise(ABORT, 'corrections are only added'); END;
CREATE TRIGGER correction_is_not_deleted BEFORE DELETE ON correction
  BEGIN SELECT raise(ABORT, 'corrections are only added'); END;
)sql";

// Entries: records of one happening. `told` holds once what several records may tell alike, `told_key` where it is
// looked for; `first` is the smallest id of an entry's records, which names it, `head` the first 31 bits of the entry's
// own id.
constexpr const char* kEntries = R"sql(
CREATE TABLE entry (
  key INTEGER PRIMARY KEY, first INTEGER NOT NULL, head INTEGER NOT NULL, day INTEGER NOT NULL, seen INTEGER NOT NULL,
  reports INTEGER NOT NULL) STRICT;
CREATE INDEX entry_head ON entry (head);
CREATE INDEX entry_day ON entry (day);
CREATE TABLE told (key INTEGER PRIMARY KEY, entry INTEGER NOT NULL, told BLOB NOT NULL) STRICT;
CREATE TABLE told_key (
  spot INTEGER NOT NULL, told INTEGER NOT NULL, marks INTEGER NOT NULL,
  PRIMARY KEY (spot, told, marks)) STRICT, WITHOUT ROWID;
CREATE TABLE article_bands (article INTEGER PRIMARY KEY, bands BLOB NOT NULL) STRICT;
CREATE TABLE entry_tie (
  root INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (root, other)) STRICT, WITHOUT ROWID;
ALTER TABLE record ADD COLUMN told INTEGER;
ALTER TABLE record ADD COLUMN entry INTEGER;
ALTER TABLE record ADD COLUMN numbers TEXT;
CREATE INDEX record_entry ON record (entry, told) WHERE entry IS NOT NULL;
DROP INDEX record_coding;
CREATE INDEX correction_other ON correction (other) WHERE other IS NOT NULL;
CREATE INDEX correction_target_story ON correction_target (story);
INSERT INTO correction_target (root, story, record)
  SELECT DISTINCT c.other, a.story, c.other FROM correction c JOIN record r ON r.id = c.other
    JOIN article a ON a.key = r.article WHERE c.action = 'merge' ON CONFLICT DO NOTHING;

CREATE VIEW entries AS
  SELECT e.key AS entry, printf('k1:%016x', e.first) AS first_record, e.reports,
    CASE WHEN e.day <> 0 THEN date(e.day * 86400, 'unixepoch') END AS day,
    CASE WHEN e.seen <> 0 THEN date(e.seen * 86400, 'unixepoch') END AS first_seen
  FROM entry e;
CREATE VIEW reports AS
  SELECT r.entry, r.key AS record, printf('k1:%016x', r.id) AS id FROM record r WHERE r.entry IS NOT NULL;
)sql";

}  // namespace

const std::vector<std::string>& sqlite_migrations() {
  static const std::vector<std::string> kSqlite = {kFirst, kCorrections, kEntries, kMatters};
  return kSqlite;
}

Result<StoreHead> read_sqlite_head(Database& db) {
  const auto tables = db.first("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  const auto application = db.first("PRAGMA application_id");
  if (!application) return application.error();
  const auto version = db.first("PRAGMA user_version");
  if (!version) return version.error();
  return StoreHead{tables.value().integer(0) == 0, application.value().integer(0) == kApplication,
                   version.value().integer(0)};
}

Status write_sqlite_head(Database& db, int64_t version) {
  return db.run_script("PRAGMA application_id = " + std::to_string(kApplication) +
                       "; PRAGMA user_version = " + std::to_string(version));
}

}  // namespace kronika
