#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "merge/copies.h"
#include "merge/entries.h"
#include "merge/made_news.h"
#include "merge/report.h"
#include "merge/told_form.h"
#include "merge/words.h"

namespace kronika {
namespace {

// Everything that an entry says, to compare.
std::string shown(const std::vector<Entry>& entries) {
  std::string out;
  for (const Entry& entry : entries) {
    out += entry.id + " " + std::to_string(entry.first_seen) + " " + std::to_string(entry.last_seen) + " " +
           std::to_string(entry.independent);
    for (const std::string& record : entry.records) out += " " + record;
    for (const Disagreement& d : entry.disagreements) {
      out += " " + d.field;
      for (const auto& [value, ids] : d.saying) {
        out += "=" + value;
        for (const std::string& id : ids) out += "," + id;
      }
    }
    out += "\n";
  }
  return out;
}

// Made news, each with its bands.
struct News {
  std::vector<MadeArticle> articles;
  std::vector<std::vector<uint64_t>> bands;
  std::vector<uint32_t> order;  // as they were made
};

News news_of(size_t articles, uint32_t seed) {
  News news{make_news(articles, seed), {}, {}};
  for (const MadeArticle& article : news.articles) {
    news.order.push_back(static_cast<uint32_t>(news.order.size()));
    news.bands.push_back(bands_of(article.text));
  }
  return news;
}

std::vector<Entry> merged(const News& news, const std::vector<uint32_t>& order) {
  Merger merger;
  for (const uint32_t i : order) merger.add(news.bands[i], news.articles[i].reports);
  return merger.entries();
}

TEST(Merge, OrderOfArticlesDoesNotMatter) {
  for (uint32_t seed = 1; seed <= 12; ++seed) {
    const News news = news_of(120, seed);
    const std::string expected = shown(merged(news, news.order));
    std::vector<uint32_t> order = news.order;
    std::mt19937 random(seed);
    for (int round = 0; round < 3; ++round) {
      for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
      ASSERT_EQ(shown(merged(news, order)), expected) << "seed " << seed;
    }
  }
}

TEST(Merge, OneByOneIsAllAtOnce) {
  const News news = news_of(200, 7);
  Merger growing;
  std::vector<uint32_t> so_far;
  for (const uint32_t i : news.order) {
    growing.add(news.bands[i], news.articles[i].reports);
    so_far.push_back(i);
    if (i % 40 == 39) {
      EXPECT_EQ(shown(growing.entries()), shown(merged(news, so_far)));
    }
  }
}

TEST(Merge, PairsMatchEveryPairThatTheRuleAllows) {
  // The keys must not miss a pair that same_happening takes: compared with all pairs of a small world.
  const News made = news_of(300, 11);
  const std::vector<MadeArticle>& news = made.articles;
  UnionFind sets;
  for (size_t i = 0; i < news.size(); ++i) sets.add();
  for (uint32_t a = 0; a < news.size(); ++a)
    for (uint32_t b = 0; b < a; ++b)
      if (same_happening(news[a].reports[0], news[b].reports[0]) ||
          content_of(news[a].reports[0]) == content_of(news[b].reports[0]))
        sets.unite(a, b);
  std::map<uint32_t, std::set<std::string>> expected;
  for (uint32_t i = 0; i < news.size(); ++i) expected[sets.find(i)].insert(news[i].reports[0].id);
  std::set<std::set<std::string>> expected_sets, found;
  for (const auto& [root, ids] : expected) expected_sets.insert(ids);
  for (const Entry& entry : merged(made, made.order)) found.insert({entry.records.begin(), entry.records.end()});
  EXPECT_EQ(found, expected_sets);
}

TEST(Merge, ReportsOfOneHappening) {
  const std::vector<uint64_t> words = content_words("shelling killed civilians near the eastern town market"),
                              other = content_words("the president met ministers for talks about grain exports");
  const Report base{"k1:1",
                    "d1",
                    "A",
                    18000,
                    "ASSAULT",
                    {},
                    {{"", "RUS", "MIL"}},
                    {{"", "UKR", "CVL"}},
                    18000,
                    18000,
                    "706483",
                    "UKR",
                    words,
                    {{10, "people"}},
                    "asserted",
                    {},
                    {}};
  Report on_matter = base;
  on_matter.trigger = trigger_words("shelling");
  on_matter.about = topic_words("kharkiv hospital wheat convoy");
  const struct {
    const char* what;
    void (*change)(Report&, const std::vector<uint64_t>& other);
    bool same;
  } cases[] = {
      {"nothing", [](Report&, const std::vector<uint64_t>&) {}, true},
      {"another count",
       [](Report& r, const std::vector<uint64_t>&) {
         r.numbers = {{12, "people"}};
       },
       true},
      {"no date", [](Report& r, const std::vector<uint64_t>&) { r.first_day = r.last_day = 0; }, true},
      {"no place", [](Report& r, const std::vector<uint64_t>&) { r.place.clear(); }, true},
      {"no recipient", [](Report& r, const std::vector<uint64_t>&) { r.recipient.clear(); }, true},
      {"a state for its government", [](Report& r, const std::vector<uint64_t>&) { r.recipient[0].sector = ""; }, true},
      {"another category", [](Report& r, const std::vector<uint64_t>&) { r.event = "COERCE"; }, false},
      {"another day", [](Report& r, const std::vector<uint64_t>&) { r.first_day = r.last_day = 18001; }, false},
      {"another place", [](Report& r, const std::vector<uint64_t>&) { r.place = "703448"; }, false},
      {"another doer", [](Report& r, const std::vector<uint64_t>&) { r.actor[0].country = "USA"; }, false},
      {"another sector", [](Report& r, const std::vector<uint64_t>&) { r.actor[0].sector = "COP"; }, false},
      {"other words", [](Report& r, const std::vector<uint64_t>& other) { r.words = other, r.about = {}; }, false},
      {"other words, the matter and its word alike",
       [](Report& r, const std::vector<uint64_t>& other) {
         r.words = other, r.trigger = trigger_words("shelled the market");
         r.about = topic_words("kharkiv hospital wheat tractor");
       },
       true},
      {"other words and matter",
       [](Report& r, const std::vector<uint64_t>& other) {
         r.words = other, r.trigger = trigger_words("shelled");
         r.about = topic_words("kharkiv geneva pipeline railway");
       },
       false},
  };
  for (const auto& c : cases) {
    Report changed = on_matter;
    changed.id = "k1:2", changed.document = "d2";
    c.change(changed, other);
    EXPECT_EQ(same_happening(on_matter, changed), c.same) << c.what;
    EXPECT_EQ(same_happening(changed, on_matter), c.same) << c.what;
    Merger merger;
    merger.add({1}, {on_matter});
    merger.add({2}, {changed});
    EXPECT_EQ(merger.entries().size(), c.same ? 1u : 2u) << c.what;
  }
}

TEST(Merge, AnEntryKeepsWhoSaysWhat) {
  const std::vector<uint64_t> words = content_words("shelling killed civilians near the eastern town market");
  Merger merger;
  const auto report = [&](const char* id, const char* document, const char* publisher, int64_t published,
                          int64_t count) {
    return Report{id,         document, publisher, published, "ASSAULT", {},    {{"", "RUS", "MIL"}},
                  {},         18000,    18000,     "",        "UKR",     words, {{count, "people"}},
                  "asserted", {},       {}};
  };
  merger.add({1}, {report("k1:a", "d1", "A", 18000, 10)});
  merger.add({1, 5}, {report("k1:b", "d2", "B", 18001, 10)});  // a copy of A's
  merger.add({2}, {report("k1:c", "d3", "C", 18002, 12)});
  merger.add({3}, {report("k1:d", "d4", "C", 18002, 12)});  // the same paper again
  const std::vector<Entry> entries = merger.entries();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].records, (std::vector<std::string>{"k1:a", "k1:b", "k1:c", "k1:d"}));
  EXPECT_EQ(entries[0].independent, 2u);
  EXPECT_EQ(entries[0].first_seen, 18000);
  EXPECT_EQ(entries[0].last_seen, 18002);
  ASSERT_EQ(entries[0].disagreements.size(), 1u);
  EXPECT_EQ(entries[0].disagreements[0].field, "number:people");
  EXPECT_EQ(entries[0].disagreements[0].saying,
            (std::map<std::string, std::vector<std::string>>{{"10", {"k1:a", "k1:b"}}, {"12", {"k1:c", "k1:d"}}}));
}

TEST(CopyGroups, CopiesAreFoundAndOthersAreNot) {
  std::string text, edited, cut, alike;
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    const std::string word = "w" + std::to_string(random() % 5000) + " ";
    text += word;
    edited += i % 50 == 7 ? "changed " : word;
    if (i < 150) cut += word;
    alike += i % 3 == 0 ? "else " + word : word;  // the words, but hardly three in a row
  }
  CopyGroups groups;
  const uint32_t first = groups.add(text);
  EXPECT_EQ(groups.group_of(groups.add(edited)), first);
  EXPECT_EQ(groups.group_of(groups.add(cut)), first);
  EXPECT_NE(groups.group_of(groups.add(alike)), first);
  const uint32_t note = groups.add("Talks ended.");
  EXPECT_EQ(groups.group_of(groups.add("talks ENDED")), note);
  EXPECT_NE(groups.group_of(groups.add("Talks began.")), note);
}

TEST(CopyGroups, MadeWireCopies) {
  const std::vector<MadeArticle> news = make_news(1500, 5);
  CopyGroups groups;
  for (const MadeArticle& article : news) groups.add(article.text);
  size_t found = 0, truth = 0, both = 0;
  for (uint32_t a = 0; a < news.size(); ++a)
    for (uint32_t b = 0; b < a; ++b) {
      const bool is = news[a].original == news[b].original, said = groups.group_of(a) == groups.group_of(b);
      truth += is, found += said, both += is && said;
    }
  EXPECT_GE(static_cast<double>(both), 0.95 * static_cast<double>(found));
  EXPECT_GE(static_cast<double>(both), 0.9 * static_cast<double>(truth));
}

TEST(ToldForm, ComesBackAndNeverReadsPastItsEnd) {
  const std::vector<MadeArticle> news = make_news(200, 3);
  for (const MadeArticle& article : news) {
    const Report& report = article.reports[0];
    const std::string bytes = pack_told(report);
    const auto back = unpack_told(bytes);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(content_of(back.value()), content_of(report));
    EXPECT_EQ(pack_told(back.value()), bytes);
    EXPECT_TRUE(same_happening(back.value(), report));
    EXPECT_EQ(unpack_numbers(pack_numbers(report)), report.numbers);
    EXPECT_FALSE(is_alone(bytes));
    EXPECT_TRUE(is_alone(pack_told(report, true)));
    for (size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(unpack_told(bytes.substr(0, size)).ok());
  }
  std::mt19937 random(1);
  std::string bytes = pack_told(news[0].reports[0]);
  for (int i = 0; i < 20000; ++i) {
    std::string broken = bytes;
    for (int k = 0; k < 3; ++k) broken[random() % broken.size()] = static_cast<char>(random());
    (void)unpack_told(broken).ok();
  }
}

TEST(Words, WhatMergingSees) {
  EXPECT_EQ(folded_words("At least 10,000 people—all of Łódź's—left."),
            (std::vector<std::string>{"at", "least", "10000", "people", "all", "of", "łódź", "s", "left"}));
  EXPECT_EQ(content_words("Protesters protested against the bombing"),
            content_words("the BOMBINGS, protesters protest: protested"));
  using Things = std::vector<std::pair<int64_t, std::string>>;
  EXPECT_EQ(counted_things("Twelve soldiers and 1,200 people died on 3 June 2021, in 2021 alone."),
            (Things{{12, "soldier"}, {1200, "people"}}));
  EXPECT_EQ(overlap({1, 2, 3}, {2, 3, 4, 5}), 2.0 / 3);
  EXPECT_EQ(overlap({}, {1}), 0);
}

TEST(Report, HoldsNoPrivateName) {
  const auto article =
      Article::make({"d1", "", "Police arrested Jane Doe and 12 Doe followers.", Day{2021, 6, 29}, "", "Wire"});
  Record record;
  record.event = "COERCE";
  record.actor = {{"POL COP", "POL", {"COP"}, "", "", "police", {0, 6}, "role"}};
  record.recipient = {{"POL CVL", "POL", {"CVL"}, "jane-doe", "Jane Doe", "", {16, 24}, "context"}};
  record.words = {7, 15};
  record.sentence = {0, 46};
  const CodedArticle coded{{record}, {{{16, 24}, ""}, {{32, 35}, ""}}, "", {}};
  const std::vector<Report> reports = reports_of(article.value(), coded);
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].recipient[0].entity, "");
  for (const uint64_t word : content_words("Jane Doe"))
    EXPECT_EQ(std::count(reports[0].words.begin(), reports[0].words.end(), word), 0);
  for (const auto& [number, thing] : reports[0].numbers) EXPECT_NE(thing, "doe");
  EXPECT_EQ(reports[0].published, 18807);
}

}  // namespace
}  // namespace kronika
