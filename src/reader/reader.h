// Reader: files of many forms to articles, one after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kronika/article.h"
#include "kronika/result.h"

namespace kronika {

// A document that could not be read, or one that a person should look at.
struct Failure {
  std::string where;   // "news.jsonl:12", "page.html"
  std::string reason;  // what is wrong there and what to do
  bool note = false;   // nothing failed: what was passed over because it is no article
};

using ReadItem = std::variant<ArticleSource, Failure>;

// Used by one thread at a time.
class Reader {
 public:
  virtual ~Reader() = default;
  // The next document, or why there is none in its place; nothing at the end.
  virtual std::optional<ReadItem> next() = 0;
  // The part of the input that was read, 0 to 1; nothing where its size is not known (standard input). May be asked by
  // another thread.
  virtual std::optional<double> done() const { return {}; }
};

struct ReaderOptions {
  std::string from;  // text, html, jsonl, csv, tsv, feed or warc; empty: by the file's ending, else by its first bytes
  std::string columns;  // CSV and TSV: "text=body,published=date"; a field not named is the column of its own name
  std::optional<Day> published;  // of documents that do not say it themselves
};

// `paths` are files, folders (with all that is below, sorted by name, hidden files left out) and "-" for standard
// input. Strings of articles are valid UTF-8. The text of plain text, JSONL, CSV and TSV is kept code point for code
// point, that of HTML is rebuilt. An id is the one given or empty, never a path. Two documents of one id, or without id
// and of one content, are both given, the second with a Failure that says so. Fails (usage) on an unknown form, on
// columns that the first file does not have, and on no path at all; what is wrong with any one file is a Failure in its
// place. A file of any form may be compressed with gzip. Nothing is fetched: of a feed the articles that stand in it
// are read, of an archive the pages.
Result<std::unique_ptr<Reader>> open_reader(const std::vector<std::string>& paths, const ReaderOptions& options);

}  // namespace kronika
