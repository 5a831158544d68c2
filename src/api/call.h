// What the functions behind the routes get and share. Each file of a resource has one or more of them, listed in
// routes.h.
#pragma once

#include <functional>
#include <string>

#include "api/coder_access.h"
#include "api/counter.h"
#include "api/parameters.h"
#include "api/problem.h"
#include "api/store_pool.h"
#include "port/http.h"
#include "port/json.h"

namespace kronika {

// What all calls share.
struct ApiWorld {
  StorePool* stores = nullptr;
  Store* writer = nullptr;  // null: nothing may be changed. Of the one thread that changes
  bool writable = false;
  CoderAccess* coder = nullptr;                                      // null: there is none
  std::string store_name;                                            // as it is shown
  std::function<std::string(const std::string& code)> country_name;  // empty: not known
  std::function<std::string(const std::string& id)> entity_name;     // of a public person or organisation
  std::function<std::string()> metrics;                              // the text of /api/metrics
  Counter* counter = nullptr;
};

enum class AnswerForm { json, csv, ndjson };

struct ApiCall {
  ApiWorld& world;
  const Parameters& parameters;
  std::string argument;  // what stands in place of {id} in the path
  AnswerForm form = AnswerForm::json;
  const std::string& body;
  const std::string& state;  // of the store; empty: not known

  std::string filter() const { return parameters.text("filter"); }
};

using ApiFunction = HttpResponse (*)(ApiCall& call);

HttpResponse json_answer(std::string json, int status = 200);
HttpResponse text_answer(std::string text, const char* type);

// The JSON of records, in one list, as `kronika query --format jsonl` prints them.
class RecordList {
 public:
  void add(const StoredRecords& found);
  size_t size() const { return count_; }
  // "[{…},{…}]"
  std::string take() { return "[" + std::move(text_) + "]"; }
  // Of a list with one record.
  const std::string& only() const { return text_; }

 private:
  std::string text_;
  size_t count_ = 0;
};

// The title of an article as lists may show it, without private names; empty: it has none.
std::string article_title(const StoredRecords& found);

// The part of a filter that finds one record by its id or the beginning of it, whatever a person said of it. Fails
// (not_found) on what is no id.
Result<std::string> filter_of_id(const std::string& id);
// The one record of an id or its beginning, as JSON.
Result<std::string> record_json(Store& store, const std::string& id);
// "\"a b\"": a value of a filter in quotes.
std::string quoted_value(const std::string& value);

// A cursor for the page that follows, which is good for the same question only; and back to Question::after.
std::string make_cursor(const std::string& next, const std::string& question);
Result<std::string> read_cursor(const std::string& cursor, const std::string& question);

}  // namespace kronika
