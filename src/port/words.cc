#include "port/words.h"

#include <sqlite3.h>

#include <mutex>

namespace kronika {

struct IndexWords::State {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (tokenizer) calls.xDelete(tokenizer);
    sqlite3_close_v2(db);
  }

  sqlite3* db = nullptr;  // in memory; it holds nothing but the tokenizers
  fts5_tokenizer calls = {};
  Fts5Tokenizer* tokenizer = nullptr;
  std::mutex mutex;  // guards the tokenizer, which keeps a buffer
};

IndexWords::IndexWords(std::unique_ptr<State> state) : state_(std::move(state)) {}
IndexWords::~IndexWords() = default;

Result<std::unique_ptr<IndexWords>> IndexWords::make() {
  const Error missing{ErrorKind::io,
                      "the SQLite library of this machine has no full-text search (FTS5); install one that "
                      "has, such as Debian's libsqlite3-0"};
  auto state = std::make_unique<State>();
  if (sqlite3_open(":memory:", &state->db) != SQLITE_OK) return missing;
  // The way that SQLite's documentation gives to its tokenizers ("Extending FTS5").
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(state->db, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  void* context = nullptr;
  if (!api || api->xFindTokenizer(api, "porter", &context, &state->calls) != SQLITE_OK) return missing;
  const char* arguments[] = {"unicode61", "remove_diacritics", "2"};
  if (state->calls.xCreate(context, arguments, static_cast<int>(std::size(arguments)), &state->tokenizer) != SQLITE_OK)
    return missing;
  return std::unique_ptr<IndexWords>(new IndexWords(std::move(state)));
}

std::vector<std::string> IndexWords::split(std::string_view text) const {
  std::vector<std::string> words;
  const auto take = [](void* to, int, const char* word, int size, int, int) {
    static_cast<std::vector<std::string>*>(to)->emplace_back(word, static_cast<size_t>(size));
    return SQLITE_OK;
  };
  const std::lock_guard lock(state_->mutex);
  state_->calls.xTokenize(state_->tokenizer, &words, FTS5_TOKENIZE_DOCUMENT, text.data(), static_cast<int>(text.size()),
                          take);
  return words;
}

}  // namespace kronika
