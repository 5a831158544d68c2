#include "kronika/store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/calendar.h"
#include "port/database.h"
#include "record/record_writer.h"
#include "store/record_columns.h"
#include "store/test_stores.h"

namespace kronika {
namespace {

namespace fs = std::filesystem;

const CoderInfo kCoder{"0.1.0", "plover 2 (abc)", "en-1 (def)"};
const StoreNames kNames{
    {"PROTEST", "COERCE", "CONSULT"},
    {"arrest", "visit"},
    {"military"},
    {"GOV", "MIL", "OPP"},
    {"RUS", "UKR", "BLR"},
    {{"PROTEST", "", "140", 3, -6.5}, {"COERCE", "", "170", 4, -7}, {"COERCE", "arrest", "173", 4, -7.5}}};

struct Told {
  const char *event, *actor, *recipient, *day;
  const char* mode = "";
  double confidence = 0.9;
};

// An article whose records stand in its words, one after the other.
struct Made {
  Article article;
  CodedArticle coded;
};

Party party(const std::string& code, Span words) {
  Party out;
  out.code = code;
  out.country = code.substr(0, 3) == "---" ? "" : code.substr(0, 3);
  if (code.size() > 4) out.sectors = {code.substr(4)};
  out.words = words;
  out.by = "name";
  return out;
}

Made made(const std::string& id, const std::string& text, const std::vector<Told>& told, const std::string& url = "",
          const std::string& published = "2021-06-01", const std::string& publisher = "Reuters") {
  auto article = Article::make({id, "A title", text, parse_day(published), url, publisher});
  EXPECT_TRUE(article.ok());
  Made out{std::move(article).value(), {}};
  uint32_t at = out.article.text_start();
  for (const Told& t : told) {
    Record record;
    record.event = t.event;
    if (*t.mode) record.mode = {t.mode};
    record.words = {at, at + 3};
    record.sentence = {out.article.text_start(), static_cast<uint32_t>(out.article.buffer().size())};
    if (*t.actor) record.actor = {party(t.actor, {at, at + 2})};
    if (*t.recipient) record.recipient = {party(t.recipient, {at + 1, at + 3})};
    if (*t.day) record.date = DateRange{*parse_day(t.day), *parse_day(t.day), {}, "expression"};
    record.place = PlaceRef{"Minsk", "BLR", "Minsk City", 53.9, 27.57, 625144, "city", {}};
    record.cameo = "145";
    record.quad = 3;
    record.score = -6.5;
    record.confidence = t.confidence;
    record.why = {{"event", "rule", {{at, at + 1}}}};
    out.coded.records.push_back(record);
    ++at;
  }
  return out;
}

class StoreTest : public testing::Test {
 protected:
  static bool on_postgres() { return TestStores::on_postgres(); }
  // What lies in the store, past its interface.
  std::unique_ptr<Database> tables(Access access) { return std::move(open_database(path_, access)).value(); }

  std::unique_ptr<Store> open(StoreAccess access = StoreAccess::create) {
    auto store = Store::open(path_, access);
    EXPECT_TRUE(store.ok()) << (store.ok() ? "" : store.error().message);
    return store.ok() ? std::move(store).value() : nullptr;
  }
  static std::unique_ptr<Store> with_run(std::unique_ptr<Store> store) {
    EXPECT_TRUE(store->begin_run(kCoder, kNames, "--model fast").ok());
    return store;
  }
  static Stored put(Store& store, const Made& m, bool named = true) {
    const auto stored = store.put(pack_article(m.article, named, m.coded));
    EXPECT_TRUE(stored.ok()) << (stored.ok() ? "" : stored.error().message);
    return stored.ok() ? stored.value() : Stored::uncoded;
  }
  // What a question gives, as JSON lines.
  static std::string lines(Store& store, const Question& question) {
    std::string out;
    const Status done = store.each(question, [&](const StoredRecords& found) {
      out += make_record_writer("jsonl", found.coder, {}).value()->article(found.article, found.coded);
      return true;
    });
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().message);
    return out;
  }
  static std::string coded_lines(const Made& m) {
    return make_record_writer("jsonl", kCoder, {}).value()->article(m.article, m.coded);
  }

  TestStores stores_{"store"};
  std::string path_ = stores_.name_of("chronicle");
};

const std::string kText = "Police in Minsk arrested two members of the opposition on Monday, witnesses said.";

TEST_F(StoreTest, WhatIsCodedComesBackByteForByteInTheOrderOfDocuments) {
  const Made b = made("b", kText, {{"COERCE", "BLR GOV", "BLR OPP", "2021-05-24", "arrest"}, {"PROTEST", "", "", ""}});
  const Made a = made("a", "Пратэст. " + kText, {{"PROTEST", "BLR OPP", "", "2021-05-20"}});
  auto store = with_run(open());
  EXPECT_EQ(put(*store, b), Stored::added);
  EXPECT_EQ(put(*store, a), Stored::added);
  ASSERT_TRUE(store->commit().ok());
  EXPECT_EQ(lines(*store, {}), coded_lines(a) + coded_lines(b));
}

TEST_F(StoreTest, PrivateNamesStayWithheld) {
  Made m = made("a", kText, {{"COERCE", "BLR GOV", "BLR OPP", ""}});
  m.coded.private_names = {{{m.article.text_start(), m.article.text_start() + 6}, "dissident"}};
  auto store = with_run(open());
  put(*store, m);
  const std::string out = lines(*store, {});
  EXPECT_EQ(out, coded_lines(m));
  EXPECT_NE(out.find("[dissident]"), std::string::npos);
}

TEST_F(StoreTest, TheSameArticleIsStoredOnce) {
  const Made m = made("a", kText, {{"PROTEST", "BLR", "", ""}}, "https://example.org/1");
  auto store = with_run(open());
  EXPECT_EQ(put(*store, m), Stored::added);
  EXPECT_EQ(put(*store, m), Stored::unchanged);
  EXPECT_TRUE(store->has(m.article, true).value());
  EXPECT_EQ(store->put(outline_article(m.article, true)).value(), Stored::unchanged);
  EXPECT_EQ(store->count("").value(), 1);
}

TEST_F(StoreTest, AChangedArticleSupersedesTheOldVersion) {
  const Made old = made("a", kText, {{"COERCE", "BLR GOV", "", ""}, {"PROTEST", "", "", ""}});
  const Made changed = made("a", kText + " Zebras were seen.", {{"PROTEST", "BLR", "", ""}});
  auto store = with_run(open());
  put(*store, old);
  EXPECT_FALSE(store->has(changed.article, true).value());
  EXPECT_EQ(store->put(outline_article(changed.article, true)).value(), Stored::uncoded);
  EXPECT_EQ(put(*store, changed), Stored::changed);
  EXPECT_EQ(lines(*store, {}), coded_lines(changed));
  EXPECT_EQ(store->count("text:zebras").value(), 1);
  EXPECT_EQ(store->count("event:COERCE").value(), 0);
  EXPECT_EQ(put(*store, old), Stored::changed);  // and back
  EXPECT_EQ(store->count("text:zebras").value(), 0);
  EXPECT_EQ(store->count("text:police").value(), 2);
  const auto summary = store->summarize();
  EXPECT_EQ(summary.value().articles, 1);
  EXPECT_EQ(summary.value().versions, 3);
}

TEST_F(StoreTest, WithoutAnIdTheUrlTellsAChangedArticle) {
  const Made old = made("", kText, {{"COERCE", "BLR GOV", "", ""}}, "https://example.org/1");
  const Made changed = made("", kText + " More.", {{"COERCE", "BLR GOV", "", ""}}, "https://example.org/1");
  auto store = with_run(open());
  EXPECT_EQ(put(*store, old, false), Stored::added);
  EXPECT_EQ(put(*store, changed, false), Stored::changed);
  EXPECT_EQ(store->count("").value(), 1);
}

TEST_F(StoreTest, TheSameWordsUnderAnotherUrlAreACopy) {
  auto store = with_run(open());
  EXPECT_EQ(put(*store, made("", kText, {{"COERCE", "BLR", "", ""}}, "https://one.org/1"), false), Stored::added);
  const Made other = made("", kText, {{"COERCE", "BLR", "", ""}}, "https://two.org/1", "2021-06-01", "AP");
  EXPECT_EQ(put(*store, other, false), Stored::copy);
  EXPECT_EQ(put(*store, other, false), Stored::unchanged);
  EXPECT_EQ(store->count("").value(), 1);
  EXPECT_EQ(store->summarize().value().copies, 1);
}

TEST_F(StoreTest, FiltersFindWhatTheyAskFor) {
  auto store = with_run(open());
  put(*store, made("a", kText,
                   {{"COERCE", "BLR GOV", "BLR OPP", "2021-05-24", "arrest", 0.9}, {"PROTEST", "BLR OPP", "", ""}}));
  put(*store, made("b", "Talks were held in Moscow between the presidents.",
                   {{"CONSULT", "RUS GOV", "BLR GOV", "2021-06-02", "visit", 0.5}}, "", "2021-06-03", "AP"));
  ASSERT_TRUE(store->commit().ok());
  const struct {
    const char* filter;
    int64_t count;
  } cases[] = {
      {"", 3},
      {"event:COERCE", 1},
      {"event:COERCE,PROTEST", 2},
      {"not event:COERCE", 2},
      {"mode:arrest", 1},
      {"mode:none", 1},
      {"context:none", 3},
      {"context:military", 0},
      {"actor:BLR", 2},
      {"actor:BLR recipient:OPP", 1},
      {"actor:\"BLR GOV\"", 1},
      {"party:BLR", 3},
      {"party:GOV", 2},
      {"party:UKR", 0},
      {"recipient:none", 1},
      {"actor:RUS date:2021-06", 1},
      {"actor:RUS date:2021-05", 0},
      {"party:BLR date:2021-05..2021-06", 2},
      {"actor:RUS or event:PROTEST", 2},
      {"not (actor:RUS or event:PROTEST)", 1},
      {"date:2021-05", 1},
      {"date:none", 1},
      {"not date:2021-05", 2},
      {"day:2021-06", 2},  // the protest has no date of its own: the article's
      {"published:2021-06-03", 1},
      {"confidence>=0.6", 2},
      {"confidence:0.4..0.6", 1},
      {"quad:3", 3},
      {"quad:4", 0},
      {"score<-6.5", 0},
      {"score<=-6.5", 3},
      {"country:BLR", 3},
      {"country:none", 0},
      {"place:Minsk admin:\"Minsk City\"", 3},
      {"near:53.9,27.6,10", 3},
      {"near:52.9,27.6,10", 0},
      {"near:52.9,27.6,120", 3},
      {"text:opposition", 2},
      {"text:arrest", 2},
      {"text:\"members of the opposition\"", 2},
      {"text:\"opposition of the members\"", 0},
      {"text:oppos*", 2},
      {"text:\"!!\"", 0},
      {"publisher:AP", 1},
      {"publisher:AP,Reuters", 3},
      {"factuality:asserted", 3},
      {"factuality:negated", 0},
      {"attribution:none", 3},
      {"cameo:14", 3},
      {"cameo:19", 0},
      {"document:b", 1},
      {"id:zz", 0},
      {"review:none", 3},
      {"review:rejected", 0},
  };
  for (const auto& c : cases) {
    const auto count = store->count(c.filter);
    ASSERT_TRUE(count.ok()) << c.filter << ": " << count.error().message;
    EXPECT_EQ(count.value(), c.count) << c.filter;
  }
  const auto wrong = store->count("event:PROTESTS");
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(wrong.error().message.find("did you mean PROTEST?"), std::string::npos);
}

TEST_F(StoreTest, RecordsAreSortedAndLimited) {
  auto store = with_run(open());
  put(*store,
      made("a", kText, {{"COERCE", "BLR", "", "2021-05-24", "", 0.3}, {"PROTEST", "BLR", "", "2021-05-22", "", 0.7}}));
  put(*store, made("b", kText + " Again.", {{"CONSULT", "RUS", "", "2021-05-23", "", 0.5}}));
  const auto events = [&](const Question& question) {
    std::string out;
    EXPECT_TRUE(store
                    ->each(question,
                           [&](const StoredRecords& found) {
                             for (const Record& record : found.coded.records) out += record.event.substr(0, 3) + " ";
                             return true;
                           })
                    .ok());
    return out;
  };
  EXPECT_EQ(events({}), "COE PRO CON ");
  EXPECT_EQ(events({"", "date"}), "PRO CON COE ");
  EXPECT_EQ(events({"", "-date", 2}), "COE CON ");
  EXPECT_EQ(events({"", "-confidence"}), "PRO CON COE ");
  EXPECT_FALSE(store->each({"", "dates"}, [](const StoredRecords&) { return true; }).ok());
}

TEST_F(StoreTest, CountsAreGrouped) {
  auto store = with_run(open());
  Made two = made("a", kText, {{"COERCE", "RUS", "UKR", "2021-05-24"}, {"COERCE", "RUS", "UKR", "2021-05-02"}});
  two.coded.records[0].actor.push_back(party("RUS MIL", {50, 52}));  // of one country: still one record
  put(*store, two);
  put(*store, made("b", kText + " Again.", {{"CONSULT", "RUS", "BLR", "2021-06-24"}, {"PROTEST", "", "", ""}}));
  const auto rows = [&](const std::string& by) {
    const auto groups = store->group("", by);
    EXPECT_TRUE(groups.ok()) << (groups.ok() ? "" : groups.error().message);
    std::string out;
    for (const auto& [group, count] : groups.value().rows) {
      for (const std::string& key : group) out += key + " ";
      out += std::to_string(count) + "; ";
    }
    return out;
  };
  EXPECT_EQ(rows("dyad,month"), "--- --- 2021-06 1; RUS BLR 2021-06 1; RUS UKR 2021-05 2; ");
  EXPECT_EQ(rows("actor,recipient"), "--- --- 1; RUS BLR 1; RUS UKR 2; ");
  EXPECT_EQ(rows("actor,dyad"), "--- --- --- 1; RUS RUS BLR 1; RUS RUS UKR 2; ");
  EXPECT_EQ(rows("event"), "COERCE 2; CONSULT 1; PROTEST 1; ");
  EXPECT_EQ(rows("mode"), "--- 4; ");
  EXPECT_EQ(rows("year"), "2021 4; ");
  EXPECT_EQ(rows("publisher,factuality"), "Reuters asserted 4; ");
  EXPECT_FALSE(store->group("", "months").ok());
}

// What columns count is what the database counts.
TEST_F(StoreTest, ColumnsCountTheSame) {
  auto store = with_run(open());
  Made two = made("a", kText, {{"COERCE", "RUS", "UKR", "2021-05-24"}, {"COERCE", "RUS", "UKR", "2021-05-02"}});
  two.coded.records[0].actor.push_back(party("RUS MIL", {50, 52}));  // of one country: still one record of that
  put(*store, two);
  put(*store, made("b", kText + " Again.", {{"CONSULT", "RUS", "BLR", "2021-06-24"}, {"PROTEST", "", "", ""}}));
  put(*store, made("c", kText + " Once more.", {{"PROTEST", "BLR", "", "2021-06-24"}, {"AID", "", "UKR", ""}}));
  ASSERT_TRUE(store->commit().ok());
  const auto columns = store->columns();
  ASSERT_TRUE(columns.ok()) << columns.error().message;
  const RecordColumns& c = *columns.value();
  EXPECT_EQ(c.size(), 6u);
  EXPECT_TRUE(c.find({123456}).empty());
  const std::vector<std::string> names = {"RUS", "UKR", "BLR", "\"RUS MIL\"", "MIL", "none", "any"};
  std::vector<std::string> filters = {"",
                                      "event:COERCE",
                                      "event:PROTEST",
                                      "date:2021-05-02",
                                      "date:2020-05-02",
                                      "text:again",
                                      "not event:COERCE",
                                      "quad:1",
                                      "quad:>=3",
                                      "score:<0",
                                      "day:2021-05..2021-06",
                                      "day:none",
                                      "country:none",
                                      "country:UKR",
                                      "publisher:Reuters",
                                      "factuality:asserted",
                                      "review:rejected",
                                      "actor:RUS (text:again or event:COERCE)",
                                      "text:again actor:RUS",
                                      "event:COERCE or actor:BLR",
                                      "not (actor:RUS recipient:UKR)"};
  for (const char* side : {"actor", "recipient", "party"})
    for (const std::string& name : names) {
      filters.push_back(std::string(side) + ":" + name);
      filters.push_back(std::string("not ") + side + ":" + name);
      filters.push_back(std::string(side) + ":" + name + " recipient:UKR day:..2021-05-20");
    }
  using Rows = std::vector<std::pair<std::vector<std::string>, int64_t>>;
  for (const std::string& filter : filters) {
    const auto selected = store->select(c, filter);
    ASSERT_TRUE(selected.ok()) << filter << ": " << selected.error().message;
    const RecordSelection& found = selected.value();
    EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
    EXPECT_EQ(found.size(), static_cast<size_t>(store->count(filter).value())) << filter;
    for (const auto& [name, field] :
         {std::pair("event", CountedField::event), std::pair("quad", CountedField::quad),
          std::pair("factuality", CountedField::factuality), std::pair("country", CountedField::country),
          std::pair("publisher", CountedField::publisher)}) {
      Rows rows, by_day;
      for (const auto& [value, count] : c.count(found, field)) rows.push_back({{value}, count});
      EXPECT_EQ(rows, store->group(filter, name).value().rows) << filter << name;
      for (const auto& [day, value, count] : c.count_by_day(found, field))
        by_day.push_back({{day ? format_day(day_from_number(*day)) : "---", value}, count});
      std::sort(by_day.begin(), by_day.end());
      EXPECT_EQ(by_day, store->group(filter, std::string("day,") + name).value().rows) << filter << name;
    }
    Rows dyads;
    for (const PairCount& pair : c.pairs(found, PartyLevel::country))
      dyads.push_back(
          {{(pair.actor.empty() ? "---" : pair.actor) + " " + (pair.recipient.empty() ? "---" : pair.recipient)},
           pair.count()});
    std::sort(dyads.begin(), dyads.end());
    EXPECT_EQ(dyads, store->group(filter, "dyad").value().rows) << filter;
    for (const char* sort : {"", "date", "-published", "reports"}) {
      // Page by page, in the columns and in the database.
      std::vector<std::string> listed, stored;
      for (std::string after; listed.size() < 10;) {
        const auto page = c.entries(found, sort, after, 2);
        ASSERT_TRUE(page.ok()) << page.error().message;
        if (page.value().empty()) break;
        const auto note = [&](const StoredEntry& entry) {
          listed.push_back(entry.entry.id + " " + entry.cursor);
          return true;
        };
        ASSERT_TRUE(store->read_entries(page.value(), note).ok());
        after = page.value().back().cursor;
      }
      ASSERT_TRUE(store
                      ->entries({filter, sort},
                                [&](const StoredEntry& entry) {
                                  stored.push_back(entry.entry.id + " " + entry.cursor);
                                  return true;
                                })
                      .ok());
      EXPECT_EQ(listed, stored) << filter << sort;
    }
  }
  const RecordSelection all = store->select(c, "").value();
  const std::vector<PartyCount> actors = c.actors(all, 2);
  ASSERT_EQ(actors.size(), 2u);
  EXPECT_EQ(actors[0].country, "RUS");
  EXPECT_EQ(actors[0].actor, 3);
  EXPECT_EQ(actors[0].recipient, 0);
  EXPECT_EQ(c.actors(all, -1).size(), 4u);
  EXPECT_FALSE(c.entries(all, "size", "", 2).ok());
  EXPECT_FALSE(c.entries(all, "", "1.2", 2).ok());
  EXPECT_EQ(c.pairs(store->select(c, "date:2021-05-24").value(), PartyLevel::code).size(), 2u);
}

TEST_F(StoreTest, WhatWasNotCommittedIsAsIfItHadNotBeen) {
  {
    auto store = with_run(open());
    put(*store, made("a", kText, {{"PROTEST", "BLR", "", ""}}));
    ASSERT_TRUE(store->commit().ok());
    put(*store, made("b", kText, {{"PROTEST", "BLR", "", ""}}));
  }
  auto store = open(StoreAccess::read);
  EXPECT_EQ(store->count("").value(), 1);
}

TEST_F(StoreTest, ReadersSeeWhatIsCommittedWhileOneWrites) {
  auto writer = with_run(open());
  put(*writer, made("a", kText, {{"PROTEST", "BLR", "", ""}}));
  ASSERT_TRUE(writer->commit().ok());
  auto one = open(StoreAccess::read), other = open(StoreAccess::read);
  put(*writer, made("b", kText, {{"PROTEST", "BLR", "", ""}}));
  EXPECT_EQ(one->count("").value(), 1);
  EXPECT_EQ(other->count("").value(), 1);
  ASSERT_TRUE(writer->commit().ok());
  EXPECT_EQ(one->count("").value(), 2);
}

TEST_F(StoreTest, RunsAreNotedWithTheirFailures) {
  {
    auto store = with_run(open());
    put(*store, made("a", kText, {{"PROTEST", "BLR", "", ""}}));
    ASSERT_TRUE(store->note_failure("news.jsonl:7", "not JSON").ok());
    ASSERT_TRUE(store->end_run().ok());
    ASSERT_TRUE(store->begin_run({"0.2.0", "c", "m"}, kNames, "").ok());
  }
  const auto summary = open(StoreAccess::read)->summarize();
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  ASSERT_EQ(summary.value().runs.size(), 2u);
  EXPECT_TRUE(summary.value().runs[0].ended.empty());  // interrupted
  const RunNote& run = summary.value().runs[1];
  EXPECT_FALSE(run.ended.empty());
  EXPECT_EQ(run.coder.model, kCoder.model);
  EXPECT_EQ(run.options, "--model fast");
  EXPECT_EQ(run.counts.added, 1);
  EXPECT_EQ(run.counts.failed, 1);
  EXPECT_EQ(run.counts.records, 1);
}

TEST_F(StoreTest, CorrectionsChangeWhatIsFoundAndCanBeUndone) {
  auto store = with_run(open());
  put(*store, made("a", kText, {{"PROTEST", "BLR GOV", "BLR OPP", "2021-05-24"}, {"PROTEST", "", "", ""}}));
  const Made before = made("a", kText, {{"PROTEST", "BLR GOV", "BLR OPP", "2021-05-24"}, {"PROTEST", "", "", ""}});
  ASSERT_TRUE(store->commit().ok());
  const std::string id = record_id(before.article, before.coded.records[0]);
  using Action = Correction::Action;
  const auto by = [](Action action, const std::string& field = "", const std::string& value = "") {
    return Correction{action, field, value, "", "Ana", "because"};
  };
  const auto done =
      store->correct(id, {by(Action::set, "event", "COERCE"), by(Action::set, "mode", "arrest"),
                          by(Action::set, "actor", "BLR MIL; RUS GOV"), by(Action::set, "date", "2021-05-25")});
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_EQ(done.value(), id);
  EXPECT_EQ(store->count("event:COERCE mode:arrest actor:MIL actor:RUS date:2021-05-25 review:corrected").value(), 1);
  EXPECT_EQ(store->count("event:PROTEST").value(), 1);
  const std::string out = lines(*store, {"event:COERCE", ""});
  EXPECT_NE(out.find("\"id\":\"" + id + "\""), std::string::npos);
  EXPECT_NE(out.find("\"cameo\":\"173\",\"quad\":4,\"score\":-7.5"), std::string::npos) << out;
  EXPECT_NE(out.find("{\"action\":\"set\",\"field\":\"event\",\"was\":\"PROTEST\",\"by\":\"Ana\",\"why\":\"because\""),
            std::string::npos)
      << out;
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(store->correct(id.substr(0, 12), {by(Action::undo)}).ok());
  EXPECT_EQ(lines(*store, {}), coded_lines(before));
  const auto nothing = store->correct(id, {by(Action::undo)});
  ASSERT_FALSE(nothing.ok());
  EXPECT_NE(nothing.error().message.find("nothing to undo"), std::string::npos);
  EXPECT_EQ(store->corrections("").value().size(), 8u);
}

TEST_F(StoreTest, RejectedRecordsAreLeftOutUnlessAskedFor) {
  auto store = with_run(open());
  const Made m = made("a", kText, {{"PROTEST", "BLR", "", ""}, {"COERCE", "BLR", "", ""}});
  put(*store, m);
  const std::string id = record_id(m.article, m.coded.records[0]);
  ASSERT_TRUE(store->correct(id, {{Correction::Action::reject, "", "", "", "Ana", "sport"}}).ok());
  EXPECT_EQ(store->count("").value(), 1);
  EXPECT_EQ(store->count("event:PROTEST").value(), 0);
  EXPECT_EQ(store->count("review:rejected").value(), 1);
  ASSERT_TRUE(store->correct(id, {{Correction::Action::accept, "", "", "", "Bo", "no, politics"}}).ok());
  EXPECT_EQ(store->count("review:accepted").value(), 1);
  EXPECT_EQ(store->count("").value(), 2);
}

TEST_F(StoreTest, WrongCorrectionsAreExplainedAndChangeNothing) {
  auto store = with_run(open());
  const Made m = made("a", kText, {{"PROTEST", "BLR", "", ""}});
  put(*store, m);
  ASSERT_TRUE(store->commit().ok());
  const std::string id = record_id(m.article, m.coded.records[0]);
  using Action = Correction::Action;
  const struct {
    Correction correction;
    const char* message;
  } cases[] = {
      {{Action::set, "event", "PROTESTS", "", "Ana", "x"}, "did you mean PROTEST?"},
      {{Action::set, "evnt", "PROTEST", "", "Ana", "x"}, "did you mean event?"},
      {{Action::set, "event", "PROTEST", "", "Ana", "x"}, "is PROTEST already"},
      {{Action::set, "actor", "BLR GVO", "", "Ana", "x"}, "no sector GVO; did you mean GOV?"},
      {{Action::set, "date", "yesterday", "", "Ana", "x"}, "is no date"},
      {{Action::set, "place", "Minsk", "", "Ana", "x"}, "is no place"},
      {{Action::accept, "", "", "", "", "x"}, "who made it and why"},
      {{Action::merge, "", "", "0000000000000000", "Ana", "x"}, "no record"},
      {{Action::merge, "", "", id, "Ana", "x"}, "with itself"},
  };
  for (const auto& c : cases) {
    const auto done = store->correct(id, {{Action::accept, "", "", "", "Ana", "first"}, c.correction});
    ASSERT_FALSE(done.ok()) << c.message;
    EXPECT_NE(done.error().message.find(c.message), std::string::npos) << done.error().message;
  }
  EXPECT_TRUE(store->corrections("").value().empty());  // not even the first of each pair
  EXPECT_EQ(lines(*store, {}), coded_lines(m));
}

TEST_F(StoreTest, CorrectionsOutliveNewVersionsWhileTheWordsAreThere) {
  auto store = with_run(open());
  const Made old = made("a", kText, {{"PROTEST", "BLR", "", ""}});
  put(*store, old);
  const std::string id = record_id(old.article, old.coded.records[0]);
  ASSERT_TRUE(store->correct(id, {{Correction::Action::set, "event", "COERCE", "", "Ana", "arrests"}}).ok());

  // Moved down by a new first line, and coded as before: the correction goes with the words.
  const Made moved = made("a", "Новая строка.\n" + kText, {{"PROTEST", "BLR", "", ""}});
  Made at_words = moved;
  const auto shift = static_cast<uint32_t>(std::string("Новая строка.\n").size());
  Record& record = at_words.coded.records[0];
  record.words = {record.words.start + shift, record.words.end + shift};
  for (Span* span : {&record.actor[0].words, &record.why[0].words[0]}) *span = {span->start + shift, span->end + shift};
  record.sentence = {at_words.article.text_start() + shift, static_cast<uint32_t>(at_words.article.buffer().size())};
  put(*store, at_words);
  EXPECT_EQ(store->count("event:COERCE review:corrected").value(), 1);

  // Coded no more: a person found it, so it stays.
  const Made unfound = made("a", "Другая строка.\n" + kText, {});
  put(*store, unfound);
  EXPECT_EQ(store->count("event:COERCE review:corrected").value(), 1);

  // The words are gone; and back.
  put(*store, made("a", "Something else altogether.", {}));
  EXPECT_EQ(store->count("").value(), 0);
  EXPECT_TRUE(store->corrections("").value().at(0).lost);
}

TEST_F(StoreTest, CodingAgainReplacesTheRecordsOfOlderCoders) {
  auto store = with_run(open());
  const Made m = made("a", kText, {{"PROTEST", "BLR", "", ""}});
  put(*store, m);
  ASSERT_TRUE(store->end_run().ok());
  EXPECT_TRUE(store->outdated().value().empty());
  ASSERT_TRUE(store->begin_run({"0.2.0", "c", "m"}, kNames, "").ok());
  const auto keys = store->outdated();
  ASSERT_EQ(keys.value().size(), 1u);
  auto article = store->article(keys.value()[0]);
  ASSERT_TRUE(article.ok());
  EXPECT_EQ(article.value().first.buffer(), m.article.buffer());
  EXPECT_TRUE(article.value().second);
  const Made again = made("a", kText, {{"COERCE", "BLR", "", ""}});
  PackedArticle packed = pack_article(again.article, true, again.coded);
  packed.recode = true;
  EXPECT_EQ(store->put(packed).value(), Stored::changed);
  EXPECT_TRUE(store->outdated().value().empty());
  const std::string out = lines(*store, {});
  EXPECT_NE(out.find("\"event\":\"COERCE\""), std::string::npos);
  EXPECT_NE(out.find("\"version\":\"0.2.0\""), std::string::npos);
  EXPECT_EQ(store->count("text:police").value(), 1);
  EXPECT_EQ(store->summarize().value().versions, 1);
}

TEST_F(StoreTest, AStoreOfTheFirstVersionIsBroughtUpToDate) {
  {
    auto store = with_run(open());
    put(*store, made("a", kText, {{"PROTEST", "BLR", "", ""}}));
    ASSERT_TRUE(store->end_run().ok());
  }
  {
    // As the first version left it.
    const Status done =
        tables(Access::write)
            ->run_script(std::string("DROP VIEW entries; DROP VIEW reports; DROP TABLE entry; DROP TABLE told; "
                                     "DROP TABLE told_key; DROP TABLE article_bands; DROP TABLE entry_tie; "
                                     "DROP INDEX record_entry; ALTER TABLE record DROP COLUMN told; "
                                     "ALTER TABLE record DROP COLUMN entry; ALTER TABLE record DROP COLUMN numbers; "
                                     "CREATE INDEX record_coding ON record (coding); DROP TABLE correction; "
                                     "DROP TABLE correction_target; DROP TABLE category; ") +
                         (on_postgres() ? "DROP FUNCTION correction_stays; UPDATE kronika_store SET version = 1"
                                        : "PRAGMA user_version = 1"));
    ASSERT_TRUE(done.ok()) << done.error().message;
  }
  const auto reader = Store::open(path_, StoreAccess::read);
  ASSERT_FALSE(reader.ok());
  EXPECT_NE(reader.error().message.find("--upgrade"), std::string::npos);
  auto store = open(StoreAccess::write);
  ASSERT_TRUE(store);
  EXPECT_EQ(store->count("").value(), 1);
  EXPECT_TRUE(store->corrections("").value().empty());
  EXPECT_EQ(store->count_entries("").value(), 1);
}

TEST_F(StoreTest, ViewsForAnalystsHoldNoWordsOfArticles) {
  Made m = made("a", kText, {{"COERCE", "BLR GOV", "BLR OPP", "2021-05-24", "arrest"}});
  m.coded.records[0].actor[0].role = "Secretname";
  m.coded.records[0].actor[0].name = "Secretname";
  m.coded.records[0].attribution = AttributionRef{{50, 60}, "BLR GOV", {61, 64}, false};
  {
    auto store = with_run(open());
    put(*store, m);
    ASSERT_TRUE(store->commit().ok());
  }
  auto db = tables(Access::read);
  std::string all;
  for (const char* view : {"articles", "records", "parties", "runs", "entries", "reports"}) {
    size_t rows = 0;
    ASSERT_TRUE(db->run(std::string("SELECT * FROM ") + view, {}, [&](const Row& row) {
                    ++rows;
                    for (size_t i = 0; i < row.values.size(); ++i) all += row.text(i) + "|";
                    return true;
                  }).ok());
    EXPECT_GT(rows, 0u) << view;
  }
  EXPECT_NE(all.find("|COERCE|"), std::string::npos);
  EXPECT_NE(all.find("|2021-05-24|"), std::string::npos);
  for (const char* word : {"Secretname", "opposition", "A title", "Police"})
    EXPECT_EQ(all.find(word), std::string::npos) << word;
}

TEST_F(StoreTest, WhatIsNoStoreIsRefusedWithAReason) {
  if (on_postgres()) GTEST_SKIP() << "of files; src/store/postgres_test.cc has the like";
  const auto refused = [&](StoreAccess access) {
    const auto store = Store::open(path_, access);
    return store.ok() ? std::string("opened") : store.error().message;
  };
  EXPECT_NE(refused(StoreAccess::read).find("there is no such store"), std::string::npos);
  std::ofstream(path_) << "This is a text, long enough to be looked at as the head of a database, and it is none. It "
                          "goes on for a while so that a whole head is there to be read by the library.";
  EXPECT_NE(refused(StoreAccess::create).find("is no store"), std::string::npos);
  fs::remove(path_);
  {
    auto db = std::move(open_sqlite(path_, Access::create)).value();
    ASSERT_TRUE(db->run_script("CREATE TABLE other (a)").ok());
  }
  EXPECT_NE(refused(StoreAccess::create).find("no store of Kronika"), std::string::npos);
  fs::remove(path_);
  { open(); }
  {
    auto db = std::move(open_sqlite(path_, Access::write)).value();
    ASSERT_TRUE(db->run_script("PRAGMA user_version = 99").ok());
  }
  EXPECT_NE(refused(StoreAccess::write).find("newer Kronika (version 99"), std::string::npos);
  EXPECT_NE(refused(StoreAccess::read).find("newer Kronika (version 99"), std::string::npos);
  path_ = stores_.folder().string();
  EXPECT_NE(refused(StoreAccess::read).find("is a folder"), std::string::npos);
}

TEST_F(StoreTest, ADamagedPageIsAClearErrorAndNoCrash) {
  if (on_postgres()) GTEST_SKIP() << "of files";
  {
    auto store = with_run(open());
    for (int i = 0; i < 50; ++i)
      put(*store, made("a" + std::to_string(i), kText + std::to_string(i), {{"PROTEST", "BLR", "", "2021-05-24"}}));
    ASSERT_TRUE(store->end_run().ok());
  }
  std::string bytes;
  {
    std::ifstream in(path_, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  constexpr size_t kPage = 8192;
  size_t errors = 0;
  for (size_t page = 1; page < bytes.size() / kPage; ++page) {
    std::string broken = bytes;
    for (size_t i = 0; i < kPage; ++i) broken[page * kPage + i] = static_cast<char>(i * 37 + page);
    std::ofstream(path_, std::ios::binary) << broken;
    auto store = Store::open(path_, StoreAccess::read);
    Status done = Done{};
    if (store.ok()) {
      done = store.value()->each({}, [](const StoredRecords&) { return true; });
      if (done) {
        const auto grouped = store.value()->group("", "dyad,month");
        if (!grouped) done = grouped.error();
      }
    } else {
      done = store.error();
    }
    if (!done) {
      ++errors;
      EXPECT_NE(done.error().message.find("damaged"), std::string::npos) << done.error().message;
    }
  }
  EXPECT_GT(errors, 5u);
}

}  // namespace
}  // namespace kronika
