// RecordWriter: records to text, in one of the output forms. docs/record.md describes the fields.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kronika/article.h"
#include "kronika/coder.h"
#include "kronika/result.h"
#include "record/public_record.h"
#include "record/terminal_text.h"

namespace kronika {

// Safe for concurrent use by multiple threads. Forms that count (networks, tables of dyads) keep their sums and give
// them in the footer; what they write does not depend on the order of the articles.
class RecordWriter {
 public:
  using Put = std::function<void(std::string_view)>;

  virtual ~RecordWriter() = default;
  // What comes once, before all articles; may be empty.
  virtual std::string header() const { return ""; }
  // The records of one article, whole lines; may be empty.
  virtual std::string article(const Article& article, const CodedArticle& coded) const = 0;
  // What stands between the records of two articles, where both have some.
  virtual std::string between() const { return ""; }
  // What comes once, after all articles, in as many pieces as it takes.
  virtual void footer(const Put&) const {}
  // How many records the form has no place for, and why; empty: none. Asked after all articles.
  virtual std::string left_out() const { return ""; }
};

// `format` is jsonl, csv or table. An unknown format is a usage error. To add a format: write its class in a file of
// its own and name it in record_writer.cc.
Result<std::unique_ptr<RecordWriter>> make_record_writer(const std::string& format, const CoderInfo& info,
                                                         const Terminal& terminal);
// Reviewed records of a store as gold (docs/store.md): a line for each document that has some.
std::unique_ptr<RecordWriter> make_gold_writer();
// For a reader who asks why: each field of a record with its words and the rule that gave it.
std::unique_ptr<RecordWriter> make_explanation_writer(const Terminal& terminal);

}  // namespace kronika
