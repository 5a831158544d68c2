// Store: the chronicle kept. Articles, the records that were coded of them, and what each run did; docs/store.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kronika/article.h"
#include "kronika/coder.h"
#include "kronika/result.h"

namespace kronika {

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
  std::string
      filter;        // src/query/filter.h; empty: all. Rejected records are left out unless the filter asks of reviews
  std::string sort;  // document (default), date, published, confidence, score; "-date": the last first
  int64_t limit = -1;  // of records; -1: none
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

struct StoreSummary {
  int64_t articles = 0, versions = 0, copies = 0, records = 0, skipped = 0, text_bytes = 0;
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
  // `name` is the path of a file. Fails (not_found) if it is not there and not to be made, (invalid) if it is no store,
  // damaged, or made by a newer version of Kronika, (io) if it cannot be written. An older one is brought up to date
  // when it is opened to be written.
  static Result<std::unique_ptr<Store>> open(const std::string& name, StoreAccess access);
  ~Store();

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
  // `by`: dyad actor recipient event mode context quad factuality country publisher attribution day month year, parted
  // by commas. A record of several actors counts once for each.
  Result<Groups> group(const std::string& filter, const std::string& by);
  Result<StoreSummary> summarize();
  // All corrections in the order in which they were made, of one record or (empty) of all.
  Result<std::vector<CorrectionNote>> corrections(const std::string& record);

 private:
  explicit Store(std::unique_ptr<struct StoreParts> parts);
  std::unique_ptr<StoreParts> parts_;
};

}  // namespace kronika
