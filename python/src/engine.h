// Engine: a loaded coder with what the Python package needs of its articles. No Python here: it runs on any thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kronika/coder.h"
#include "kronika/store.h"
#include "record/record_writer.h"

namespace kronika::python {

// The fields of a document as input JSONL has them: id title text html published url publisher; UTF-8.
using Fields = std::map<std::string, std::string>;

// Words of an article in code points of their field, and what is said of them.
struct Marked {
  bool in_title = false;
  uint32_t start = 0, end = 0;
  std::string text;
};

struct CodedDocument {
  Article article;
  std::string lines;                       // the records as `kronika code --format jsonl` prints them
  std::string skipped;                     // why it was not coded; empty: it was
  std::vector<Marked> skipped_paragraphs;  // and why each was skipped
  std::vector<Marked> private_names;       // and what outputs show in their stead
};

// A document on its way into a store.
struct Prepared {
  std::optional<Article> article;  // none: it failed
  bool named = false;              // its source gave an id
  PackedArticle packed;
  std::string failure;
};

// Immutable once loaded; safe for concurrent use by multiple threads.
class Engine {
 public:
  static Result<std::shared_ptr<Engine>> load(const std::string& data, const CoderOptions& options);

  // Fails (invalid) where the fields make no document, as the reader of JSONL does.
  Result<std::shared_ptr<CodedDocument>> code(Fields fields) const;
  // Codes unless the store has the document as it is. Errors of the document are said in it, those of the store fail.
  Result<std::shared_ptr<Prepared>> prepare(Store& store, Fields fields) const;
  // The layers of an article as JSON: {"sentences", "tokens", "mentions", "chains"}; offsets in code points of the
  // field, chains as lists of indexes of mentions. Fails (invalid) on an article that is coded in parts for its length.
  Result<std::string> layers(const Article& article) const;

  const Coder& coder() const { return *coder_; }

 private:
  std::unique_ptr<const Coder> coder_;
  std::unique_ptr<RecordWriter> writer_;
};

}  // namespace kronika::python
