// Entries of a store against those that merging makes of the same articles all at once.
#include "merge/entries.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "base/calendar.h"
#include "kronika/store.h"
#include "merge/entries_writer.h"
#include "merge/report.h"
#include "store/test_stores.h"

namespace kronika {
namespace {

const CoderInfo kCoder{"0.1.0", "plover 2 (abc)", "en-1 (def)"};
const StoreNames kNames{{"PROTEST", "COERCE"}, {}, {}, {"GOV", "MIL", "CVL"}, {"RUS", "UKR", "BLR"}, {}};

struct Made {
  Article article;
  CodedArticle coded;
};

Party party(const std::string& code, Span words) {
  Party out;
  out.code = code;
  out.country = code.substr(0, 3);
  out.sectors = {code.substr(4)};
  out.words = words;
  return out;
}

// Sentences out of few words and few parties, so that many records are tied, some only by way of others.
Made random_article(std::mt19937& random, const std::string& id) {
  const auto below = [&](size_t end) { return static_cast<size_t>(random()) % end; };
  constexpr const char* kWords[] = {"police",  "detained", "protesters", "square",   "capital", "thousands",
                                    "marched", "election", "clashes",    "arrested", "rallies", "opposition"};
  std::string text;
  std::vector<Span> sentences;
  for (size_t sentence = 1 + below(4); sentence > 0; --sentence) {
    const auto start = static_cast<uint32_t>(text.size());
    for (size_t word = 0; word < 6; ++word) text += std::string(word ? " " : "") + kWords[below(12)];
    text += " " + std::to_string(2 + below(2)) + " people.";
    sentences.push_back({start, static_cast<uint32_t>(text.size())});
    text += " ";
  }
  const Day published{2021, 6, 1 + static_cast<int>(below(3))};
  auto article = Article::make({id, "", text, published, "", below(2) ? "Wire" : ""});
  EXPECT_TRUE(article.ok());
  Made out{std::move(article).value(), {}};
  constexpr const char* kCodes[] = {"RUS GOV", "UKR MIL", "BLR CVL", "BLR GOV"};
  for (const Span sentence : sentences) {
    Record record;
    record.event = below(4) ? "PROTEST" : "COERCE";
    record.words = {sentence.start, sentence.start + 5};
    record.sentence = sentence;
    if (below(5)) record.actor = {party(kCodes[below(4)], record.words)};
    if (below(3)) record.recipient = {party(kCodes[below(4)], record.words)};
    if (below(2)) {
      const Day day{2021, 6, 1 + static_cast<int>(below(2))};
      record.date = DateRange{day, add_days(day, static_cast<int64_t>(below(3)) * 4), {}, "expression"};
    }
    if (below(2)) record.place = PlaceRef{"Minsk", "BLR", "", 53.9, 27.57, 625144, "city", {}};
    record.confidence = static_cast<double>(below(100)) / 100;
    record.factuality = below(3) ? Factuality::asserted : Factuality::future;
    out.coded.records.push_back(record);
  }
  return out;
}

using News = std::map<std::string, Made>;

std::string merged(const News& news, const std::set<std::string>& without = {}) {
  Merger merger;
  for (const auto& [id, made] : news) {
    std::vector<Report> reports = reports_of(made.article, made.coded);
    std::erase_if(reports, [&](const Report& report) { return without.contains(report.id); });
    merger.add(bands_of(made.article.text()), reports);
  }
  std::string out;
  for (const Entry& entry : merger.entries()) out += entry_line(entry) + "\n";
  return out;
}

class EntriesTest : public testing::Test {
 protected:
  void SetUp() override { store_ = open("chronicle"); }
  std::unique_ptr<Store> open(const std::string& name) {
    auto store = Store::open(stores_.name_of(name), StoreAccess::create);
    EXPECT_TRUE(store.ok()) << (store.ok() ? "" : store.error().message);
    EXPECT_TRUE(store.value()->begin_run(kCoder, kNames, "").ok());
    return std::move(store).value();
  }
  static void put(Store& store, const Made& made, bool recode = false) {
    PackedArticle packed = pack_article(made.article, true, made.coded);
    packed.recode = recode;
    const auto stored = store.put(packed);
    ASSERT_TRUE(stored.ok()) << stored.error().message;
  }
  static std::vector<StoredEntry> all(Store& store, const Question& question = {}) {
    std::vector<StoredEntry> out;
    const Status done = store.entries(question, [&](const StoredEntry& entry) {
      out.push_back(entry);
      return true;
    });
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().message);
    return out;
  }
  static std::string lines(Store& store) {
    std::vector<StoredEntry> entries = all(store, {"", "published"});
    std::sort(entries.begin(), entries.end(), [](const StoredEntry& a, const StoredEntry& b) {
      return std::tie(a.entry.first_seen, a.entry.id) < std::tie(b.entry.first_seen, b.entry.id);
    });
    std::string out;
    for (const StoredEntry& entry : entries) out += entry_line(entry.entry) + "\n";
    return out;
  }
  static std::string correct(Store& store, const std::string& record, Correction::Action action,
                             const std::string& other = "") {
    Correction correction;
    correction.action = action, correction.other = other, correction.by = "Ana", correction.why = "read again";
    const auto done = store.correct(record, {correction});
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().message);
    return done.ok() ? done.value() : "";
  }
  // The entry that a record is in.
  static std::vector<std::string> with(Store& store, const std::string& record) {
    const std::vector<StoredEntry> found = all(store, {"id:\"" + record + "\""});
    return found.size() == 1 ? found.front().entry.records : std::vector<std::string>{};
  }

  TestStores stores_{"entries"};
  std::unique_ptr<Store> store_;
};

using Action = Correction::Action;

TEST_F(EntriesTest, WhateverComesAndChangesTheyAreThoseOfAllAtOnce) {
  for (uint32_t seed = 1; seed <= 8; ++seed) {
    std::mt19937 random(seed);
    auto store = open("seed" + std::to_string(seed));
    News news;
    for (int step = 0; step < 60; ++step) {
      const std::string id = "d" + std::to_string(random() % 25);
      const bool there = news.contains(id);
      if (there && random() % 3 == 0) {  // coded again, with other records
        Made& old = news.at(id);
        Made other = random_article(random, id);
        for (Record& record : old.coded.records)
          if (!other.coded.records.empty()) record.actor = other.coded.records.front().actor;
        put(*store, old, true);
      } else {
        news.erase(id);
        put(*store, news.emplace(id, random_article(random, id)).first->second);
      }
      if (step % 6 == 5) {
        ASSERT_EQ(lines(*store), merged(news)) << "seed " << seed << ", step " << step;
      }
    }
    ASSERT_TRUE(store->commit().ok());
    EXPECT_EQ(store->count_entries("").value(), static_cast<int64_t>(all(*store).size()));
  }
}

TEST_F(EntriesTest, TheOrderOfArticlesMakesNoDifference) {
  std::mt19937 random(99);
  News news;
  for (int i = 0; i < 40; ++i) {
    const std::string id = "d" + std::to_string(i);
    news.emplace(id, random_article(random, id));
  }
  for (const auto& [id, made] : news) put(*store_, made);
  auto turned = open("turned");
  for (auto at = news.rbegin(); at != news.rend(); ++at) put(*turned, at->second);
  EXPECT_EQ(lines(*store_), lines(*turned));
  EXPECT_EQ(lines(*store_), merged(news));
}

// Three articles that print one sentence: one entry.
News three_alike() {
  News news;
  for (const char* id : {"a", "b", "c"}) {
    std::mt19937 random(5);
    news.emplace(id, random_article(random, id));
  }
  return news;
}

TEST_F(EntriesTest, RejectedRecordsLeaveAndComeBack) {
  const News news = three_alike();
  for (const auto& [id, made] : news) put(*store_, made);
  const std::string before = lines(*store_);
  const std::string record = all(*store_).front().entry.records.front();
  correct(*store_, record, Action::reject);
  EXPECT_EQ(lines(*store_), merged(news, {record}));
  EXPECT_NE(lines(*store_), before);
  correct(*store_, record, Action::undo);
  EXPECT_EQ(lines(*store_), before);
}

TEST_F(EntriesTest, CorrectedRecordsMoveToWhereTheyBelong) {
  const News news = three_alike();
  for (const auto& [id, made] : news) put(*store_, made);
  const std::string before = lines(*store_);
  const StoredEntry first = all(*store_).front();
  ASSERT_EQ(first.entry.records.size(), 3u);
  Correction correction;
  correction.action = Action::set, correction.field = "event", correction.by = "Ana", correction.why = "read again";
  correction.value = first.entry.event == "PROTEST" ? "COERCE" : "PROTEST";
  const std::string record = first.entry.records[1];
  ASSERT_TRUE(store_->correct(record, {correction}).ok());
  // It may belong with others now, but no more with those.
  const std::vector<std::string> now = with(*store_, record);
  EXPECT_EQ(std::count(now.begin(), now.end(), record), 1);
  EXPECT_EQ(with(*store_, first.entry.records[0]), (std::vector{first.entry.records[0], first.entry.records[2]}));
  correct(*store_, record, Action::undo);
  EXPECT_EQ(lines(*store_), before);
}

TEST_F(EntriesTest, WhatAPersonPartsStaysApartAndWhatAPersonJoinsStaysTogether) {
  News news = three_alike();
  std::mt19937 random(6);
  news.emplace("z", random_article(random, "z"));
  for (const auto& [id, made] : news) put(*store_, made);
  const std::string before = lines(*store_);
  std::vector<std::string> alike, others;
  for (const StoredEntry& entry : all(*store_))
    (entry.entry.documents.size() == 3 ? alike : others)
        .insert((entry.entry.documents.size() == 3 ? alike : others).end(), entry.entry.records.begin(),
                entry.entry.records.end());
  ASSERT_GE(alike.size(), 3u);
  ASSERT_FALSE(others.empty());
  const std::vector<std::string> together = with(*store_, alike[0]);
  const std::string apart = together[1], far = others[0];

  correct(*store_, apart, Action::split);
  EXPECT_EQ(with(*store_, apart), std::vector<std::string>{apart});
  EXPECT_EQ(with(*store_, together[0]), (std::vector<std::string>{together[0], together[2]}));
  // Articles that come, are coded again or change do not bring it back.
  for (const auto& [id, made] : news) put(*store_, made, true);
  std::mt19937 again(5);
  put(*store_, random_article(again, "d"));
  EXPECT_EQ(with(*store_, apart), std::vector<std::string>{apart});
  EXPECT_EQ(with(*store_, together[0]).size(), 3u);

  // Put together with a third, it still keeps from the others.
  correct(*store_, apart, Action::merge, far);
  EXPECT_EQ(with(*store_, apart).size(), with(*store_, far).size());
  EXPECT_GE(with(*store_, far).size(), 2u);
  EXPECT_EQ(with(*store_, together[0]).size(), 3u);
  for (const auto& [id, made] : news) put(*store_, made, true);
  EXPECT_GE(with(*store_, far).size(), 2u);
  // Set apart once more, from that one too; then all is taken back.
  correct(*store_, far, Action::split);
  EXPECT_EQ(with(*store_, far), std::vector<std::string>{far});
  EXPECT_EQ(with(*store_, apart), std::vector<std::string>{apart});
  correct(*store_, far, Action::undo);
  EXPECT_GE(with(*store_, far).size(), 2u);
  correct(*store_, apart, Action::undo);
  correct(*store_, apart, Action::undo);
  std::mt19937 same(5);
  news.emplace("d", random_article(same, "d"));
  EXPECT_EQ(lines(*store_), merged(news));
}

TEST_F(EntriesTest, MergedRecordsStayTogetherInANewVersionOfEitherArticle) {
  std::mt19937 random(11);
  const Made one = random_article(random, "one"), other = random_article(random, "other");
  put(*store_, one);
  put(*store_, other);
  const auto first_of = [](const Made& made) { return reports_of(made.article, made.coded).front().id; };
  correct(*store_, first_of(one), Action::merge, first_of(other));
  ASSERT_GE(with(*store_, first_of(one)).size(), 2u);
  for (const Made* made : {&one, &other}) {
    // More words before it: other offsets, so another id.
    auto article = Article::make({std::string(made->article.id()), "", "Updated. " + std::string(made->article.text()),
                                  made->article.published(), "", ""});
    ASSERT_TRUE(article.ok());
    Made moved{std::move(article).value(), made->coded};
    for (Record& record : moved.coded.records) {
      for (Span* span : {&record.words, &record.sentence}) span->start += 9, span->end += 9;
      for (auto* side : {&record.actor, &record.recipient})
        for (Party& party : *side) party.words.start += 9, party.words.end += 9;
    }
    put(*store_, moved);
    const std::vector<std::string> both = with(*store_, first_of(moved));
    EXPECT_GE(both.size(), 2u) << made->article.id();
  }
}

TEST_F(EntriesTest, AreAskedSortedAndPaged) {
  std::mt19937 random(3);
  News news;
  for (int i = 0; i < 40; ++i) {
    const std::string id = "d" + std::to_string(i);
    put(*store_, news.emplace(id, random_article(random, id)).first->second);
  }
  const std::vector<StoredEntry> entries = all(*store_);
  EXPECT_EQ(store_->count_entries("").value(), static_cast<int64_t>(entries.size()));
  for (const char* sort : {"date", "-date", "published", "-published", "reports", "-reports"}) {
    const std::vector<StoredEntry> sorted = all(*store_, {"", sort});
    const auto value = [&](const StoredEntry& e) {
      const std::string name = sort[0] == '-' ? sort + 1 : sort;
      const auto of = static_cast<int64_t>(name == "date"        ? e.day
                                           : name == "published" ? e.entry.first_seen
                                                                 : static_cast<int64_t>(e.entry.records.size()));
      return sort[0] == '-' ? -of : of;
    };
    for (size_t i = 1; i < sorted.size(); ++i) EXPECT_LE(value(sorted[i - 1]), value(sorted[i])) << sort;
    // Page by page the same.
    std::vector<std::string> paged;
    std::string after;
    while (true) {
      const std::vector<StoredEntry> page = all(*store_, {"", sort, 7, after});
      for (const StoredEntry& entry : page) paged.push_back(entry.entry.id);
      if (page.size() < 7) break;
      after = page.back().cursor;
    }
    ASSERT_EQ(paged.size(), sorted.size()) << sort;
    for (size_t i = 0; i < paged.size(); ++i) EXPECT_EQ(paged[i], sorted[i].entry.id) << sort;
  }
  int64_t coerce = 0;
  for (const StoredEntry& entry : all(*store_, {"event:COERCE"})) {
    ++coerce;
    EXPECT_EQ(entry.entry.event, "COERCE");
    const auto alone = store_->entry(entry.entry.id);
    ASSERT_TRUE(alone.ok());
    EXPECT_EQ(entry_line(alone.value().entry), entry_line(entry.entry));
    EXPECT_EQ(alone.value().record, entry.record);
    EXPECT_EQ(store_->count("entry:\"" + entry.entry.id + "\"").value(),
              static_cast<int64_t>(entry.entry.records.size()));
    EXPECT_NE(std::find(entry.entry.records.begin(), entry.entry.records.end(), entry.record),
              entry.entry.records.end());
  }
  EXPECT_EQ(store_->count_entries("event:COERCE").value(), coerce);
  EXPECT_FALSE(store_->entry("e1:0000000000000000").ok());
  EXPECT_FALSE(store_->entries({"", "size"}, [](const StoredEntry&) { return true; }).ok());
  EXPECT_FALSE(store_->entries({"", "", -1, "nonsense"}, [](const StoredEntry&) { return true; }).ok());
}

TEST_F(EntriesTest, TheBestReportSpeaksForTheEntry) {
  News news = three_alike();
  news.at("b").coded.records[0].confidence = 0.99;
  news.at("a").coded.records[0].confidence = 0.5;
  news.at("c").coded.records[0].confidence = 0.7;
  for (const auto& [id, made] : news) put(*store_, made);
  const std::string best = reports_of(news.at("b").article, news.at("b").coded)[0].id,
                    other = reports_of(news.at("a").article, news.at("a").coded)[0].id;
  const auto entry_of = [&] { return all(*store_, {"id:\"" + best + "\""}).front(); };
  EXPECT_EQ(entry_of().record, best);
  EXPECT_DOUBLE_EQ(entry_of().confidence, 0.99);
  EXPECT_EQ(entry_of().text, news.at("b").article.slice(news.at("b").coded.records[0].words));
  correct(*store_, other, Action::accept);
  EXPECT_EQ(entry_of().record, other);
}

}  // namespace
}  // namespace kronika
