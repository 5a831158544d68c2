// In SQLite the index takes the words apart itself. For PostgreSQL, whose own parser would find other articles, they
// are taken apart here in the same way.
#include "store/words.h"

#include <map>

#include "port/words.h"

namespace kronika {
namespace {

const IndexWords* index_words_of_sqlite() {
  static const auto kMade = IndexWords::make();
  return kMade ? kMade.value().get() : nullptr;
}

// Letters and digits need no quotes within; longer words than PostgreSQL takes are cut, here as in questions.
std::string quoted(const std::string& word) {
  constexpr size_t kLongest = 500;
  size_t size = std::min(word.size(), kLongest);
  while (size < word.size() && size > 0 && (static_cast<unsigned char>(word[size]) & 0xC0) == 0x80) --size;
  return "'" + word.substr(0, size) + "'";
}

// A tsvector counts words up to 16383, keeps 255 places of each and is at most 1 MB large: a longer text is indexed in
// parts. Each begins with the last words of the one before, so that phrases of up to that length are found.
constexpr size_t kMostWords = 16'000, kMostPlaces = 250, kMostBytes = 500'000, kShared = 64;

std::vector<std::string> vectors_of(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  size_t at = 0;
  do {
    std::map<std::string, std::string> places;  // "3,17,20"
    std::map<std::string, size_t> counts;
    size_t bytes = 0, next = at;
    for (; next < words.size() && next - at < kMostWords && bytes < kMostBytes; ++next) {
      const std::string word = quoted(words[next]);
      if (++counts[word] > kMostPlaces) break;
      std::string& list = places[word];
      bytes += 4 + (list.empty() ? word.size() + 8 : 0);
      list += (list.empty() ? "" : ",") + std::to_string(next - at + 1);
    }
    std::string vector;
    for (const auto& [word, list] : places) vector += word + ":" + list + " ";
    out.push_back(std::move(vector));
    at = next < words.size() ? next - kShared : next;
  } while (at < words.size());
  return out;
}

// Empty: the phrase holds no word, so that nothing has it.
std::string query_of(const std::string& phrase) {
  const bool begins = phrase.ends_with('*');
  const IndexWords* index = index_words_of_sqlite();
  std::string out;
  if (index)
    for (const std::string& word : index->split(std::string_view(phrase).substr(0, phrase.size() - begins)))
      out += (out.empty() ? "" : " <-> ") + quoted(word);
  if (begins && !out.empty()) out += ":*";
  return out;
}

}  // namespace

Status index_words(StoreParts& parts, int64_t article, const std::string& words) {
  if (parts.db->dialect() == Database::Dialect::sqlite)
    return parts.db->run("INSERT INTO article_words (rowid, words) VALUES (?1, ?2)", {article, words});
  const IndexWords* index = index_words_of_sqlite();
  if (!index) return IndexWords::make().error();
  int64_t part = 0;
  for (std::string& vector : vectors_of(index->split(words))) {
    const Status added =
        parts.db->run("INSERT INTO article_words (article, part, words) VALUES (?1, ?2, CAST(?3 AS tsvector))",
                      {article, part++, std::move(vector)});
    if (!added) return added;
  }
  return Done{};
}

Status forget_words(StoreParts& parts, int64_t article, const std::string& words) {
  if (parts.db->dialect() == Database::Dialect::postgres)
    return parts.db->run("DELETE FROM article_words WHERE article = ?1", {article});
  // An index that holds no copy of the text must be told what to take out.
  return parts.db->run("INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', ?1, ?2)",
                       {article, words});
}

void add_words_condition(const std::string& phrase, const std::string& column, Database::Dialect dialect,
                         SqlText& sql) {
  if (dialect == Database::Dialect::postgres) {
    const std::string query = query_of(phrase);
    sql.text += query.empty() ? "FALSE"
                              : column + " IN (SELECT article FROM article_words WHERE words @@ CAST(" +
                                    sql.add(query) + " AS tsquery))";
    return;
  }
  // As one phrase of FTS5.
  const bool begins = phrase.ends_with('*');
  std::string quoted_phrase = "\"";
  for (const char letter : phrase.substr(0, phrase.size() - begins))
    quoted_phrase += letter == '"' ? "\"\"" : std::string(1, letter);
  quoted_phrase += begins ? "\" *" : "\"";
  sql.text += column + " IN (SELECT rowid FROM article_words WHERE article_words MATCH " + sql.add(quoted_phrase) + ")";
}

}  // namespace kronika
