// What a Store consists of, and the steps that its calls share. Internal to src/store.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "kronika/store.h"
#include "port/database.h"

namespace kronika {

struct StoreParts {
  std::string name;
  std::unique_ptr<Database> db;
  std::mutex mutex;  // guards everything here
  bool in_batch = false;
  int64_t run = 0, coder = 0;                                    // of begin_run; 0: none
  RunCounts counts;                                              // of the run so far
  std::map<std::pair<std::string, std::string>, int64_t> terms;  // kind, name → key
  std::map<int64_t, CoderInfo> coders;
  std::string state;          // as it was last asked for, when SQLite's number of changes was
  int64_t state_version = 0;  // this

  // Opens a batch if none is open.
  Status in_one_batch();
  // Undoes the batch: what failed halfway is not to be committed. Gives the error on.
  Error give_up(Error error);
  // The key of a name; it is made if it is not there.
  Result<int64_t> term(const char* kind, const std::string& name);
  Result<const CoderInfo*> coder_of(int64_t key);
};

// The kinds of terms; as text in the store, do not change.
namespace term_kind {
constexpr const char *kEvent = "event", *kMode = "mode", *kContext = "context", *kEntity = "entity",
                     *kPublisher = "publisher", *kAdmin = "admin", *kPlace = "place", *kCountry = "country",
                     *kSector = "sector";
}

// A value of factuality by its name, which stores keep as its number; nothing: there is none such.
std::optional<Factuality> factuality_of(std::string_view name);

// Numbers in the column record.review; do not renumber.
enum class ReviewState : int64_t { none = 0, accepted = 1, corrected = 2, rejected = 3 };

// 16 bytes of the SHA-256 of title, text and day.
std::string content_hash(const Article& article);

// An article as the store has it, with all of its current records.
struct LoadedCoding {
  Article article;
  CodedArticle coded;
  int64_t version = 1, coder = 0;
};
// An article by its key; whether its id was given.
Result<std::pair<Article, bool>> load_article(StoreParts& parts, int64_t key);
// `reviewed`: with the corrections that stand applied.
Result<LoadedCoding> load_coding(StoreParts& parts, int64_t coding, bool reviewed = true);
Result<std::pair<std::string, std::string>> unpack_text(const std::string& packed);  // title, text

// Where a record lies: the coding, its number in it from 0, the article.
struct Place {
  int64_t coding = 0, number = 0, article = 0;
};
// The records of an article as they are to be found.
struct Indexed {
  const CodedArticle& coded;
  const std::vector<PackedReport>& reports;  // of each record
  const std::set<int64_t>& alone;            // ids of those that a person set apart from all others
  const std::optional<Day>& published;
};
// The rows by which the records of a coding are found.
Status index_records(StoreParts& parts, int64_t coding, int64_t article, const Indexed& what);
Status forget_records(StoreParts& parts, int64_t article, int64_t coding);
// The rows of one record made anew; its key stays.
Status index_again(StoreParts& parts, int64_t key, const Place& at, const Indexed& what);

// --- entries.cc: records of one happening, kept together as they come and go.
std::vector<PackedReport> packed_reports(const Article& article, const CodedArticle& coded);
// A record that is to be entered.
struct Entering {
  int64_t id = 0, article = 0;
  int64_t day = 0, published = 0;  // 0: unknown
  bool alone = false;
};
// Where a record was entered: columns of its row, which is to be written next.
struct Entered {
  int64_t told = 0, entry = 0;
};
Result<Entered> enter(StoreParts& parts, const Entering& record, const PackedReport& report);
// The column `head` of an entry whose id has these digits, of which the first eight count.
int64_t entry_head(std::string_view digits);
// To be called when rows of records have gone: `left` is where they were entered.
Status leave(StoreParts& parts, const std::set<std::pair<int64_t, int64_t>>& left);  // told, entry
// Enters all records of a store that had no entries.
Status enter_all(StoreParts& parts, const Store::Progress& progress);
// Puts right what people put together with the record that was first corrected as `root`.
Status renew_ties(StoreParts& parts, int64_t root);
// Ids of the records of an article that people set apart from all others.
Result<std::set<int64_t>> records_alone(StoreParts& parts, int64_t story);
// The record under which corrections of this one are noted.
Result<int64_t> root_of(Database& db, int64_t record);

// A correction that was not undone.
struct StandingCorrection {
  int64_t key = 0;
  int64_t root = 0;    // the record that it was first made on
  int64_t record = 0;  // the one that it stands on now
  bool lost = false;   // there is none
  std::string action, field, value, was;
  int64_t other = 0;
  std::string person, why, made;
};
// All that stand on the records of an article, in the order in which they were made.
Result<std::vector<StandingCorrection>> standing_corrections(StoreParts& parts, int64_t story);
// Applies them to the records of an article.
Status review_records(StoreParts& parts, int64_t story, CodedArticle& coded);
// Finds for each the record of a new coding that it belongs to; adds those that the coder finds no more although their
// words are there. `before` is the coding up to now, as the coder gave it.
Status carry_corrections(StoreParts& parts, int64_t story, const LoadedCoding& before, const Article& article,
                         CodedArticle& coded);

// record_id as the store has it, and back.
std::vector<Kept> ids_of(const Article& article, const std::vector<Record>& records);
int64_t id_number(std::string_view id);
std::string id_text(int64_t number);

// Makes the tables of an empty database, or brings older ones up to date. Fails (invalid) on those of a newer version
// and on a database that is no store; where nothing may be written, on an older one.
// `fill` makes what the tables of older versions lack.
Status prepare_schema(Database& db, StoreAccess access, const std::function<Status()>& fill);

// "2026-11-30T20:43:00Z"
std::string now_utc();

}  // namespace kronika
