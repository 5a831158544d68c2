// Every case file in tests/cases runs through the whole coder: the records must be those written there, no more.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/calendar.h"
#include "case_file.h"
#include "kronika/coder.h"

namespace kronika::testing {
namespace {

const Coder& coder() {
  static const std::unique_ptr<const Coder> loaded = [] {
    auto result = Coder::load(KRONIKA_SOURCE_DIR "/data", {"fast", ""});
    if (!result) {
      ADD_FAILURE() << result.error().message;
      std::abort();
    }
    return std::move(result).value();
  }();
  return *loaded;
}

std::string quoted(const Article& article, Span span) { return "[" + std::string(article.slice(span)) + "]"; }

bool fits(const std::vector<Expected>& expected, std::vector<std::pair<std::string, std::string>> found) {
  if (expected.size() != found.size()) return false;
  for (const Expected& one : expected) {
    const auto match = std::find_if(found.begin(), found.end(), [&](const auto& pair) {
      return (!one.words || pair.first == *one.words) && (!one.value || pair.second == *one.value);
    });
    if (match == found.end()) return false;
    found.erase(match);
  }
  return true;
}

std::vector<std::pair<std::string, std::string>> parties(const Article& article, const std::vector<Party>& list) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const Party& party : list) found.emplace_back(article.slice(party.words), party.code);
  return found;
}

std::string range(const DateRange& date) {
  const std::string start = format_day(date.start), end = format_day(date.end);
  return start == end ? start : start + "/" + end;
}

// What the record says in a field: pairs of words and value, none where the record is silent.
std::vector<std::pair<std::string, std::string>> said(const Article& article, const Record& record,
                                                      const std::string& field) {
  const auto words = [&](const std::optional<Span>& span) {
    return span ? std::string(article.slice(*span)) : std::string();
  };
  if (field == "actor") return parties(article, record.actor);
  if (field == "recipient") return parties(article, record.recipient);
  if (field == "factuality") return {{"", std::string(factuality_name(record.factuality))}};
  if (field == "words") return {{std::string(article.slice(record.words)), ""}};
  if (field == "date" && record.date) return {{words(record.date->words), range(*record.date)}};
  if (field == "place" && record.place)
    return {{words(record.place->words), record.place->name + ", " + record.place->country}};
  if (field == "attribution" && record.attribution)
    return {{std::string(article.slice(record.attribution->words)), record.attribution->code}};
  return {};
}

bool fits(const Article& article, const Record& record, const ExpectedEvent& expected) {
  if (record.event != expected.category) return false;
  if (!expected.mode.empty() && std::find(record.mode.begin(), record.mode.end(), expected.mode) == record.mode.end())
    return false;
  for (const auto& [field, values] : expected.fields)
    if (!fits(values, said(article, record, field))) return false;
  return true;
}

std::string describe(const Article& article, const Record& record) {
  std::string text = record.event;
  for (const std::string& mode : record.mode) text += " " + mode;
  text += " " + quoted(article, record.words);
  for (const char* field : {"actor", "recipient", "place", "date", "factuality", "attribution"}) {
    text += std::string("  ") + field;
    for (const auto& [words, value] : said(article, record, field)) text += " [" + words + "] = " + value;
  }
  return text;
}

// Empty if the case passes, else what differs.
std::string difference(const Case& one) {
  ArticleSource source;
  source.id = "case";
  source.title = one.title;
  source.text = one.text;
  if (!one.published.empty()) source.published = parse_day(one.published);
  auto article = Article::make(std::move(source));
  if (!article) return article.error().message;
  std::vector<Record> records = coder().code(article.value()).records;
  std::string text;
  for (const ExpectedEvent& expected : one.events) {
    const auto match = std::find_if(records.begin(), records.end(),
                                    [&](const Record& record) { return fits(article.value(), record, expected); });
    if (match == records.end())
      text += "\n  missing: the event of line " + std::to_string(expected.line) + ", " + expected.category;
    else
      records.erase(match);
  }
  for (const Record& record : records) text += "\n  not asked for: " + describe(article.value(), record);
  return text;
}

std::vector<Case> all_cases() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(KRONIKA_SOURCE_DIR "/tests/cases"))
    if (entry.path().extension() == ".case") paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  std::vector<Case> cases;
  for (const std::string& path : paths) {
    auto read = read_cases(path);
    if (!read) {
      ADD_FAILURE() << read.error().message;
      continue;
    }
    for (Case& one : read.value()) cases.push_back(std::move(one));
  }
  return cases;
}

TEST(Cases, give_the_records_written_in_them) {
  const std::vector<Case> cases = all_cases();
  ASSERT_FALSE(cases.empty());
  size_t todo = 0;
  for (const Case& one : cases) {
    const std::string differs = difference(one);
    if (one.todo.empty()) {
      EXPECT_TRUE(differs.empty()) << one.file << ":" << one.line << ": " << one.name << differs;
    } else {
      ++todo;
      EXPECT_FALSE(differs.empty()) << one.file << ":" << one.line << ": passes now: take its todo line out";
    }
  }
  std::printf("%zu cases, %zu of them todo\n", cases.size(), todo);
}

}  // namespace
}  // namespace kronika::testing
