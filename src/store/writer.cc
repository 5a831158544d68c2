// Writing: runs, articles and their versions.
#include "base/calendar.h"
#include "base/hash.h"
#include "port/zstd.h"
#include "store/coded_form.h"
#include "store/parts.h"
#include "store/schema.h"
#include "store/words.h"

namespace kronika {
namespace {

// The current version of an article that is there.
struct Known {
  int64_t key = 0, story = 0, version = 0;
  std::string hash, url;
};

Value url_hash(std::string_view url) { return url.empty() ? Value() : Value(static_cast<int64_t>(mix64(hash64(url)))); }

// By its id; one that has none of its own also by its url, as its id changes with its words. Key 0: it is not there.
Result<Known> find_known(Database& db, std::string_view document, bool named, std::string_view url) {
  constexpr const char* kColumns = "SELECT key, story, version, hash, url FROM article WHERE current = 1 AND ";
  auto row = db.first(std::string(kColumns) + "document = ?1", {std::string(document)});
  if (!row) return row.error();
  if (row.value().values.empty() && !named && !url.empty())
    row = db.first(std::string(kColumns) + "url_hash IS NOT NULL AND url_hash = ?1 AND url = ?2 AND named = 0",
                   {url_hash(url), std::string(url)});
  if (!row) return row.error();
  if (row.value().values.empty()) return Known{};
  const Row& found = row.value();
  return Known{found.integer(0), found.integer(1), found.integer(2), found.bytes(3), found.text(4)};
}

// Old records are kept, and found no more.
Status supersede_records(StoreParts& parts, int64_t article) {
  Database& db = *parts.db;
  std::vector<int64_t> codings;
  Status done = db.run("SELECT key FROM coding WHERE article = ?1 AND current = 1", {article}, [&](const Row& row) {
    codings.push_back(row.integer(0));
    return true;
  });
  for (const int64_t coding : codings) {
    if (done) done = forget_records(parts, article, coding);
    if (done) done = db.run("UPDATE coding SET current = 0 WHERE key = ?1", {coding});
  }
  return done;
}

Status supersede_article(StoreParts& parts, int64_t key) {
  Database& db = *parts.db;
  const auto text = db.first("SELECT document, text FROM article WHERE key = ?1", {key});
  if (!text) return text.error();
  const auto words = unpack_text(text.value().bytes(1));
  if (!words) return words.error();
  const auto article = Article::make({text.value().text(0), words.value().first, words.value().second, {}, "", ""});
  if (!article) return article.error();
  Status done = forget_words(parts, key, std::string(article.value().buffer()));
  if (done) done = db.run("DELETE FROM article_bands WHERE article = ?1", {key});
  if (!done) return done;
  return db.run("UPDATE article SET current = 0 WHERE key = ?1", {key});
}

Result<Value> publisher_term(StoreParts& parts, const std::string& publisher) {
  if (publisher.empty()) return Value();
  const auto key = parts.term(term_kind::kPublisher, publisher);
  if (!key) return key.error();
  return Value(key.value());
}

Result<Stored> note_copy(StoreParts& parts, const Known& known, const PackedArticle& packed) {
  const auto publisher = publisher_term(parts, packed.publisher);
  if (!publisher) return publisher.error();
  const auto there = parts.db->first("SELECT key FROM copy WHERE story = ?1 AND url = ?2", {known.story, packed.url});
  if (!there) return there.error();
  if (!there.value().values.empty()) return Stored::unchanged;
  const Status added =
      parts.db->run("INSERT INTO copy (story, url, publisher, published, run) VALUES (?1, ?2, ?3, ?4, ?5)",
                    {known.story, packed.url, publisher.value(),
                     packed.published ? Value(day_number(*packed.published)) : Value(), parts.run});
  if (!added) return added.error();
  return Stored::copy;
}

// A new version of an article; its key.
Result<int64_t> add_article(StoreParts& parts, const Known& old, const PackedArticle& packed) {
  Database& db = *parts.db;
  const auto publisher = publisher_term(parts, packed.publisher);
  if (!publisher) return publisher.error();
  Status done = db.run(
      "INSERT INTO article (document, named, story, version, current, hash, published, publisher, url, url_hash, run, "
      "bytes, text) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
      {packed.document, int64_t{packed.named}, old.story, old.version + 1, Bytes{packed.hash},
       packed.published ? Value(day_number(*packed.published)) : Value(), publisher.value(),
       packed.url.empty() ? Value() : Value(packed.url), url_hash(packed.url), parts.run,
       static_cast<int64_t>(packed.title_bytes + packed.text_bytes), Bytes{packed.text}});
  if (!done) return done.error();
  const int64_t article = db.last_key();
  if (old.key == 0) done = db.run("UPDATE article SET story = key WHERE key = ?1 AND story = 0", {article});
  if (done) done = index_words(parts, article, packed.words);
  if (done) done = db.run("INSERT INTO article_bands (article, bands) VALUES (?1, ?2)", {article, Bytes{packed.bands}});
  if (!done) return done.error();
  return article;
}

// An article with its records and with what people said of those that it had before.
struct Carried {
  Article article;
  CodedArticle coded;
};
Result<Carried> carried_over(StoreParts& parts, const Known& old, const PackedArticle& packed) {
  auto text = unpack_text(packed.text);
  if (!text) return text.error();
  auto article = Article::make(
      {packed.document, std::move(text.value().first), std::move(text.value().second), packed.published, "", ""});
  if (!article) return article.error();
  Carried out{std::move(article).value(), packed.records};
  const auto coding = parts.db->first("SELECT key FROM coding WHERE article = ?1 AND current = 1", {old.key});
  if (!coding) return coding.error();
  if (coding.value().values.empty()) return out;
  const auto before = load_coding(parts, coding.value().integer(0), false);
  if (!before) return before.error();
  const Status done = carry_corrections(parts, old.story, before.value(), out.article, out.coded);
  if (!done) return done.error();
  return out;
}

Result<Stored> put_article(StoreParts& parts, const PackedArticle& packed) {
  Database& db = *parts.db;
  const auto known = find_known(db, packed.document, packed.named, packed.url);
  if (!known) return known.error();
  const Known& old = known.value();
  const bool same_words = old.key != 0 && old.hash == packed.hash;
  if (same_words && !packed.recode)
    return packed.url.empty() || packed.url == old.url ? Result<Stored>(Stored::unchanged)
                                                       : note_copy(parts, old, packed);
  if (packed.coded.empty()) return Stored::uncoded;
  const CodedArticle* coded = &packed.records;
  const std::vector<PackedReport>* reports = &packed.reports;
  std::string bytes = packed.coded;
  std::optional<Carried> carried;
  std::vector<PackedReport> carried_reports;
  std::set<int64_t> alone;
  if (old.key != 0) {
    const auto corrected = db.first(
        "SELECT key FROM correction WHERE story = ?1 UNION ALL SELECT root FROM correction_target WHERE story = ?1 "
        "LIMIT 1",
        {old.story});
    if (!corrected) return corrected.error();
    if (!corrected.value().values.empty()) {
      auto both = carried_over(parts, old, packed);
      if (!both) return both.error();
      carried = std::move(both).value();
      coded = &carried->coded;
      bytes = compress(pack_coded(carried->coded));
      if (const Status done = review_records(parts, old.story, carried->coded); !done) return done.error();
      carried_reports = packed_reports(carried->article, carried->coded);
      reports = &carried_reports;
      auto apart = records_alone(parts, old.story);
      if (!apart) return apart.error();
      alone = std::move(apart).value();
    }
    Status done = supersede_records(parts, old.key);
    if (done && !same_words) done = supersede_article(parts, old.key);
    if (!done) return done.error();
  }
  const auto article = same_words ? Result<int64_t>(old.key) : add_article(parts, old, packed);
  if (!article) return article.error();
  Status done =
      db.run("INSERT INTO coding (article, coder, run, current, skipped, records) VALUES (?1, ?2, ?3, 1, ?4, ?5)",
             {article.value(), parts.coder, parts.run, coded->skipped.empty() ? Value() : Value(coded->skipped),
              Bytes{std::move(bytes)}});
  if (done) done = index_records(parts, db.last_key(), article.value(), {*coded, *reports, alone, packed.published});
  if (!done) return done.error();
  return old.key == 0 ? Stored::added : Stored::changed;
}

Status note_counts(StoreParts& parts) {
  const RunCounts& c = parts.counts;
  return parts.db->run(
      "UPDATE run SET added = ?2, changed = ?3, unchanged = ?4, copies = ?5, skipped = ?6, failed = ?7, records = ?8 "
      "WHERE key = ?1",
      {parts.run, c.added, c.changed, c.unchanged, c.copies, c.skipped, c.failed, c.records});
}

}  // namespace

Result<int64_t> Store::begin_run(const CoderInfo& coder, const StoreNames& names, const std::string& options) {
  const std::lock_guard lock(parts_->mutex);
  Database& db = *parts_->db;
  if (const Status begun = parts_->in_one_batch(); !begun) return begun.error();
  const std::pair<const char*, const std::vector<std::string>*> kinds[] = {{term_kind::kEvent, &names.events},
                                                                           {term_kind::kMode, &names.modes},
                                                                           {term_kind::kContext, &names.contexts},
                                                                           {term_kind::kSector, &names.sectors},
                                                                           {term_kind::kCountry, &names.countries}};
  for (const auto& [kind, list] : kinds)
    for (const std::string& name : *list)
      if (const auto term = parts_->term(kind, name); !term) return parts_->give_up(term.error());
  for (const StoreNames::Codes& codes : names.codes) {
    const Status known = db.run(
        "INSERT INTO category (event, mode, cameo, quad, score) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (event, mode) DO UPDATE SET cameo = excluded.cameo, quad = excluded.quad, score = excluded.score",
        {codes.event, codes.mode, codes.cameo, int64_t{codes.quad}, codes.score});
    if (!known) return parts_->give_up(known.error());
  }
  const std::vector<Value> made_by = {coder.version, coder.codebook, coder.model};
  Status done =
      db.run("INSERT INTO coder (version, codebook, model) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", made_by);
  if (!done) return parts_->give_up(done.error());
  const auto key = db.first("SELECT key FROM coder WHERE version = ?1 AND codebook = ?2 AND model = ?3", made_by);
  if (!key) return parts_->give_up(key.error());
  parts_->coder = key.value().integer(0);
  done = db.run("INSERT INTO run (coder, options, started) VALUES (?1, ?2, ?3)", {parts_->coder, options, now_utc()});
  if (!done) return parts_->give_up(done.error());
  parts_->run = db.last_key();
  parts_->counts = {};
  done = db.commit();
  if (!done) return parts_->give_up(done.error());
  parts_->in_batch = false;
  return parts_->run;
}

Result<bool> Store::has(const Article& article, bool named) {
  const std::string hash = content_hash(article);
  const std::lock_guard lock(parts_->mutex);
  const auto known = find_known(*parts_->db, article.id(), named, article.url());
  if (!known) return known.error();
  return known.value().key != 0 && known.value().hash == hash;
}

Result<std::vector<int64_t>> Store::outdated() {
  const std::lock_guard lock(parts_->mutex);
  std::vector<int64_t> keys;
  const Status done = parts_->db->run("SELECT article FROM coding WHERE current = 1 AND coder <> ?1 ORDER BY article",
                                      {parts_->coder}, [&](const Row& row) {
                                        keys.push_back(row.integer(0));
                                        return true;
                                      });
  if (!done) return done.error();
  return keys;
}

Result<std::pair<Article, bool>> Store::article(int64_t key) {
  const std::lock_guard lock(parts_->mutex);
  return load_article(*parts_, key);
}

Result<Stored> Store::put(const PackedArticle& packed) {
  const std::lock_guard lock(parts_->mutex);
  if (const Status begun = parts_->in_one_batch(); !begun) return begun.error();
  auto stored = put_article(*parts_, packed);
  if (!stored) return parts_->give_up(stored.error());
  RunCounts& counts = parts_->counts;
  const Stored what = stored.value();
  if (what == Stored::uncoded) return stored;
  ++(what == Stored::added       ? counts.added
     : what == Stored::changed   ? counts.changed
     : what == Stored::unchanged ? counts.unchanged
                                 : counts.copies);
  if (what == Stored::added || what == Stored::changed) {
    counts.skipped += !packed.records.skipped.empty();
    counts.records += static_cast<int64_t>(packed.records.records.size());
  }
  return stored;
}

Status Store::note_failure(const std::string& where, const std::string& reason) {
  const std::lock_guard lock(parts_->mutex);
  if (const Status begun = parts_->in_one_batch(); !begun) return begun;
  ++parts_->counts.failed;
  const Status done =
      parts_->db->run("INSERT INTO failure (run, place, reason) VALUES (?1, ?2, ?3)", {parts_->run, where, reason});
  if (!done) return parts_->give_up(done.error());
  return Done{};
}

Status Store::commit() {
  const std::lock_guard lock(parts_->mutex);
  if (!parts_->in_batch) return Done{};
  Status done = parts_->run ? note_counts(*parts_) : Status(Done{});
  if (done) done = parts_->db->commit();
  if (!done) return parts_->give_up(done.error());
  parts_->in_batch = false;
  return Done{};
}

Status Store::end_run() {
  {
    const std::lock_guard lock(parts_->mutex);
    if (const Status begun = parts_->in_one_batch(); !begun) return begun;
    const Status done = parts_->db->run("UPDATE run SET ended = ?2 WHERE key = ?1", {parts_->run, now_utc()});
    if (!done) return parts_->give_up(done.error());
  }
  const Status done = commit();
  const std::lock_guard lock(parts_->mutex);
  if (done && parts_->counts.added + parts_->counts.changed > 0) tidy(*parts_->db);
  return done;
}

}  // namespace kronika
