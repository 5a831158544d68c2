// Store: the chronicle kept. Articles, the records that were coded of them, and what each run did; docs/store.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kronika/article.h"
#include "kronika/coder.h"
#include "kronika/entry.h"
#include "kronika/result.h"

namespace kronika {

class RecordColumns;

// The names that a codebook and its knowledge base give to what they code: what filters may ask for.
struct StoreNames {
  std::vector<std::string> events, modes, contexts, sectors, countries;
  // What follows from a category and a mode (empty: from the category alone): for records that are corrected.
  struct Codes {
    std::string event, mode, cameo;
    int quad = 0;
    double score = 0;
  };
  std::vector<Codes> codes = {};
};

// What merging compares of a record: src/merge/told_form.h.
struct PackedReport {
  std::string told, numbers;
};

// An article with its records, made ready to be stored: all that can be done by many threads at once.
struct PackedArticle {
  std::string document, url, publisher;
  std::optional<Day> published;
  bool named = false;       // the id was given, not made from the content
  bool recode = false;      // coded again: the records take the place of those of the same words
  std::string hash;         // of title, text and day
  std::string words;        // title and text, for the index of words
  std::string text, coded;  // compressed
  uint64_t title_bytes = 0, text_bytes = 0;
  CodedArticle records;
  std::vector<PackedReport> reports;  // of each record
  std::string bands;                  // what copies of the text have in common; src/merge/copies.h
};
// Of an article that is there as it is (Store::has), and need not be coded.
// `named`: the source gave an id.
PackedArticle outline_article(const Article& article, bool named);
PackedArticle pack_article(const Article& article, bool named, CodedArticle coded);

// What became of an article that was to be stored.
enum class Stored {
  added,      // it was not there
  changed,    // it was there with other words or another date: a new version, the old one superseded
  unchanged,  // it was there as it is
  copy,       // its words were there under another url; the url and its publisher are noted
  uncoded,    // nothing was stored: an outline only, of an article that is not there as it is
};

// What a run is noted with.
struct RunCounts {
  int64_t added = 0, changed = 0, unchanged = 0, copies = 0, skipped = 0, failed = 0, records = 0;
};
struct RunNote {
  int64_t key = 0;
  CoderInfo coder;
  std::string options;         // as given
  std::string started, ended;  // UTC, "2026-11-30T20:43:00Z"; not ended: it was interrupted
  RunCounts counts;
};

// Records of one article that stand together in an answer. The article's other records are left out.
struct StoredRecords {
  const Article& article;
  const CodedArticle& coded;  // its ids are set
  const CoderInfo& coder;
  int64_t version = 1;  // of the article, from 1
};

struct Question {
  // src/query/filter.h; empty: all. Rejected records are left out unless the filter asks of reviews.
  std::string filter = {};
  std::string sort = {};  // document (default), date, published, confidence, score; "-date": the last first
  int64_t limit = -1;     // of records or entries; -1: none
  // Of Store::page: where the page before ended. Of entries: StoredEntry::cursor of the last one that is known, with
  // the same sort; the answer goes on behind it. Empty: from the first on.
  std::string after = {};
  bool outline = false;  // of entries: only StoredEntry::entry and cursor are wanted, which is several times as fast
};

// An entry with what its reports say together. What not all say comes of the best report, or of the next best that says
// it: corrected and accepted ones first, then by confidence.
struct StoredEntry {
  Entry entry;
  std::string record;  // id of the best report
  std::string text;    // its words as outputs may show them
  std::vector<std::string> mode, context;
  std::string cameo;
  int quad = 0;
  double score = 0;
  std::optional<std::pair<Day, Day>> date;  // first and last day, inclusive
  std::optional<PlaceRef> place;            // without its words
  Factuality factuality = Factuality::asserted;
  std::string attribution;  // code of the holder; empty: none, or one without code
  double confidence = 0;    // the highest
  int64_t day = 0;          // number of the first day of any report (its event's, else its article's); 0: none is known
  std::string cursor;       // Question::after that goes on behind this one
};

// An entry that is to be read: a key of the table `entry`, and StoredEntry::cursor.
struct ListedEntry {
  int64_t key = 0;
  std::string cursor;
};

// Counts by group, in the order of the groups.
struct Groups {
  std::vector<std::string> by;
  std::vector<std::pair<std::vector<std::string>, int64_t>> rows;
};

// What a person says of a record. Corrections are only ever added; an undo is one too.
struct Correction {
  enum class Action {
    set,     // a field has another value
    accept,  // it is right
    reject,  // it is no event
    merge,   // it is the same happening as another record
    split,   // it is another happening than those that it was put together with
    undo,    // the last of these that stands on this record is taken back
  } action = Action::accept;
  std::string field, value = {};  // of set; src/store/corrected_fields.h
  std::string other = {};         // of merge: id of the other record
  std::string by, why;
};
struct CorrectionNote {
  int64_t key = 0;
  std::string record;  // id of the record that it stands on now
  std::string action, field, value, was, other, by, why, at;
  bool stands = true;  // false: undone
  bool lost = false;   // the words of the record are no longer in the article
};

// An article of a list. Its title is without private names.
struct ArticleLine {
  int64_t key = 0;
  std::string document, title, publisher, url;
  std::optional<Day> published;
  int64_t records = 0;  // those that the filter finds
};
struct ArticlePage {
  std::vector<ArticleLine> articles;
  std::string next;  // Question::after of the next page; empty: this is the last
};

// What src/store/record_columns.h counts. How many records have a party, by side; a record that has it on a side twice
// counts once.
struct PartyCount {
  std::string code, country, entity;  // the latter two may be empty
  int64_t actor = 0, recipient = 0;
};
struct PlaceCount {
  std::string name, country, admin1;
  std::optional<double> latitude, longitude;  // degrees
  int64_t count = 0;
};
// How many records have an actor and a recipient; empty for a side on which nobody is known.
struct PairCount {
  std::string actor, recipient;
  int64_t quads[4] = {};  // records by quad class 1..4
  double score = 0;       // sum of theirs
  int64_t count() const { return quads[0] + quads[1] + quads[2] + quads[3]; }
};
enum class PartyLevel {
  country,  // "RUS"
  code,     // the id of an entity, else its code "RUS GOV"
};

struct StoreSize {
  int64_t articles = 0;  // as they are now, without old versions
  int64_t records = 0;   // that were not rejected
};

struct StoreSummary {
  int64_t articles = 0, versions = 0, copies = 0, records = 0, skipped = 0, text_bytes = 0;
  int64_t entries = 0, merged = 0;  // happenings that the records tell of; those that two records or more tell of
  std::string first_date, last_date, first_published, last_published;  // empty: none has a date
  Groups months, events, dyads;                                        // the dyads with most records
  std::vector<RunNote> runs;                                           // the latest first
  std::vector<std::pair<std::string, std::string>> failures;           // of the latest run: where, why
};

enum class StoreAccess {
  read,    // a store that is there; nothing is written. Many at once, also while one writes
  write,   // a store that is there
  create,  // made if it is not there
};

// One writer and many readers at once, of one or of several processes. Safe for concurrent use by multiple threads: a
// lock makes them wait for each other. Errors say what the user can do; what commit() confirmed is never lost.
class Store {
 public:
  // `name` is the path of a file, or the address of a PostgreSQL database: postgresql://USER@HOST:PORT/DATABASE. Fails
  // (not_found) if it is not there and not to be made (a database is never made, only its tables), (invalid) if it is
  // no store, damaged, or made by a newer version of Kronika, (io) if it cannot be written or the server does not
  // answer. An older one is brought up to date when it is opened to be written, which may take its time: `progress` is
  // told how many of how many articles are done.
  using Progress = std::function<void(int64_t done, int64_t all)>;
  static Result<std::unique_ptr<Store>> open(const std::string& name, StoreAccess access,
                                             const Progress& progress = {});
  ~Store();
  // As messages give it: without a password.
  const std::string& name() const;
  // The connection to its server is gone: all that is asked fails, until the store is opened anew.
  bool lost() const;

  // --- writing
  // What follows is noted under this run.
  Result<int64_t> begin_run(const CoderInfo& coder, const StoreNames& names, const std::string& options);
  // Whether put() would find it unchanged: then it need not be coded.
  Result<bool> has(const Article& article, bool named);
  Result<Stored> put(const PackedArticle& packed);
  // A document that could not be read or coded.
  Status note_failure(const std::string& where, const std::string& reason);
  // What was put and noted before is safe once this returns; what was not committed is as if it had not been.
  Status commit();
  Status end_run();
  // Articles whose records another coder made than that of the run: to be coded again.
  Result<std::vector<int64_t>> outdated();
  // An article by such a key; whether its id was given.
  Result<std::pair<Article, bool>> article(int64_t key);

  // `record` is an id or its beginning. All of the corrections are made and safe once this returns, or none; gives the
  // whole id. They live on when the article changes or is coded again, as long as the words are there.
  Result<std::string> correct(const std::string& record, const std::vector<Correction>& corrections);

  // --- reading
  // Calls `take` with records that stand together, until it says false; `take` must not call this store.
  Status each(const Question& question, const std::function<bool(const StoredRecords&)>& take);
  Result<int64_t> count(const std::string& filter);
  // Calls `take` with entries of which at least one record is found by the filter, until it says false; `take` must not
  // call this store. Whole entries: also their records that the filter does not find, but none that was rejected. Sort:
  // date (StoredEntry::day), published (first seen), reports; default -date. A day that is not known stands for
  // 1970-01-01.
  Status entries(const Question& question, const std::function<bool(const StoredEntry&)>& take);
  // The same for those that are listed (by RecordColumns::entries), in that order; what is no longer there is left out.
  Status read_entries(const std::vector<ListedEntry>& listed, const std::function<bool(const StoredEntry&)>& take);
  // `id` is that of an entry or its beginning. Fails (not_found), and (usage) where several begin so.
  Result<StoredEntry> entry(const std::string& id);
  Result<int64_t> count_entries(const std::string& filter);
  // `by`: dyad actor recipient event mode context quad factuality country publisher attribution day month year, parted
  // by commas. A record of several actors counts once for each.
  Result<Groups> group(const std::string& filter, const std::string& by);
  // For counting by the same filter in many ways: what src/store/record_columns.h counts with, and which of its records
  // a filter finds: positions in the columns, ascending.
  Result<std::shared_ptr<const RecordColumns>> columns();
  Result<std::vector<uint32_t>> select(const RecordColumns& columns, const std::string& filter);
  Result<StoreSummary> summarize();
  // The next records of a question, at most `limit` of them; gives Question::after for those that follow, empty where
  // none do. What is stored meanwhile moves no page. Fails (usage) on an `after` that no page gave.
  Result<std::string> page(const Question& question, const std::function<bool(const StoredRecords&)>& take);
  // Current articles with at least one record that the filter finds (empty: all articles), the latest first; `sort` is
  // not asked.
  Result<ArticlePage> articles(const Question& question);
  // The key of an article by its id, or by its key as text; 0: there is none.
  Result<int64_t> find_article(const std::string& given);
  // An article with all of its records, also rejected ones. `take` must not call this store.
  Status read_article(int64_t key, const std::function<void(const StoredRecords&)>& take);
  // Names that the store knows of a kind (event mode context sector country entity publisher admin place), sorted,
  // which begin so in any case.
  Result<std::vector<std::string>> names(const std::string& kind, const std::string& beginning, int64_t limit);
  Result<std::vector<StoreNames::Codes>> categories();
  Result<StoreSize> size();
  // A text that is the same as long as what the store holds is the same, whichever program changes it. Quick.
  Result<std::string> state();
  // All corrections in the order in which they were made, of one record or (empty) of all.
  Result<std::vector<CorrectionNote>> corrections(const std::string& record);

 private:
  explicit Store(std::unique_ptr<struct StoreParts> parts);
  std::unique_ptr<StoreParts> parts_;
};

}  // namespace kronika
