// Coder: article in, records out.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kronika/article.h"
#include "kronika/record.h"
#include "kronika/result.h"
#include "kronika/span.h"

namespace kronika {

struct CoderOptions {
  std::string model;     // "fast" or "accurate"; empty: the best that the data holds
  std::string codebook;  // path of a user's codebook; empty: the shipped PLOVER
  // The folder of the compiled tables of actors and places, a cache: used where they fit the tables in `data`, made
  // anew where they do not and the folder can be written. Empty: the folder image/ of `data`, if it is there.
  std::string images = {};
};

// What made the records: the record's `coder` field.
struct CoderInfo {
  std::string version;   // of Kronika
  std::string codebook;  // "plover 2.0 (sha256…)"
  std::string model;     // "en-1 (sha256…)"
};

// Words of an article that were not coded, and why: "language de".
struct SkippedText {
  Span words;
  std::string reason;
};

// What a person did to a record of a store.
struct ReviewNote {
  std::string action;  // set, accept, reject
  std::string field;   // of set
  std::string was;     // of set: the value before
  std::string by, why;
  std::string at;  // UTC, "2026-11-30T20:43:00Z"
};

// What a store knows of a record beside what was coded.
struct Kept {
  std::string id;                 // made from what the coder found, and kept when that is corrected
  std::string status;             // of its review: accepted, corrected, rejected; empty: nobody has looked at it
  std::vector<ReviewNote> notes;  // in the order in which they were made
};

struct CodedArticle {
  std::vector<Record> records;                  // in text order
  std::vector<PrivateName> private_names;       // in text order, none overlaps another: no output may show them
  std::string skipped;                          // why the article was not coded ("language de"); empty: it was
  std::vector<SkippedText> skipped_paragraphs;  // paragraphs in other languages within what was coded, in text order
  std::vector<Kept> kept = {};                  // of a store: one for each record, in their order; else empty
  // Of a store: what coded it, for outputs that name the coder; lives as long as the store is asked.
  const CoderInfo* coder = nullptr;
};

// A text in which the words of two parties are marked, as bytes of `text`. A side may be empty.
struct MarkedText {
  std::string id;
  std::string text;  // valid UTF-8
  std::vector<Span> source, target;
};
// What the source does to the target.
struct Relation {
  std::string event;                                   // the likeliest category
  std::vector<std::pair<std::string, double>> scores;  // the chance of each, they add up to 1
};

// Immutable once loaded; safe for concurrent use by multiple threads.
class Coder {
 public:
  // `data` is the folder that holds models/, codebook/, actors/, places/ and language/.
  static Result<std::unique_ptr<const Coder>> load(const std::string& data, const CoderOptions& options);
  ~Coder();

  CodedArticle code(const Article& article) const;
  // The same records, with reasons that cost time: the words that moved the accurate model.
  CodedArticle explain(const Article& article) const;
  // Fails (not_found) where the coder was loaded without the accurate model.
  Result<Relation> relate(const MarkedText& text) const;
  const CoderInfo& info() const;

  // The pipeline inside, for programs that show the layers; src/coder/pipeline.h.
  const class Pipeline& pipeline() const { return *pipeline_; }

 private:
  explicit Coder(std::unique_ptr<const Pipeline> pipeline);
  CodedArticle code(const Article& article, bool explain) const;
  std::unique_ptr<const Pipeline> pipeline_;
};

}  // namespace kronika
