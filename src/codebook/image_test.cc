#include "codebook/image.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "codebook/knowledge_image.h"
#include "codebook/name_automaton.h"

namespace kronika {
namespace {

namespace fs = std::filesystem;

class ImageFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              (std::string("kronika_image_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  fs::path folder_;
};

TEST(NameAutomaton, NumbersNames) {
  const std::vector<std::string> lists[] = {
      {},
      {"a"},
      {"a", "ab", "abc"},
      {"bar", "car", "cart"},
      {"minsk", "minsk region", "pinsk", "pinsk region", "\xc3\xa9"},
      {std::string("\0", 1), std::string("\0a", 2), "\xff"},
  };
  for (const std::vector<std::string>& names : lists) {
    const auto edges = build_automaton(names);
    ASSERT_TRUE(edges);
    for (uint32_t i = 0; i < names.size(); ++i) EXPECT_EQ(find_name(*edges, names[i]), i) << names[i];
    for (const char* other : {"", "b", "abcd", "minsk ", "mins", "region", "\xc3", "\xff\xff"})
      EXPECT_EQ(find_name(*edges, other).has_value(), std::count(names.begin(), names.end(), other) > 0) << other;
  }
  const std::vector<std::string> wrong[] = {{""}, {"b", "a"}, {"a", "a"}, {"ab", "a"}};
  for (const std::vector<std::string>& names : wrong) EXPECT_FALSE(build_automaton(names));
}

TEST(NameAutomaton, RandomNames) {
  std::mt19937 random(20260301);
  std::map<std::string, uint32_t> numbers;
  std::vector<std::string> names;
  for (int i = 0; i < 20000; ++i) {
    std::string name;
    for (size_t size = 1 + random() % 12; size > 0; --size) name += static_cast<char>("abcd \xd0"[random() % 6]);
    numbers.emplace(name, 0);
  }
  for (auto& [name, number] : numbers) {
    number = static_cast<uint32_t>(names.size());
    names.push_back(name);
  }
  const auto edges = build_automaton(names);
  ASSERT_TRUE(edges);
  for (const auto& [name, number] : numbers) {
    EXPECT_EQ(find_name(*edges, name), number);
    for (const std::string& other : {name + "a", name.substr(1), name.substr(0, name.size() - 1)}) {
      const auto known = numbers.find(other);
      EXPECT_EQ(find_name(*edges, other), known == numbers.end() ? std::nullopt : std::optional(known->second));
    }
  }
}

// Restricted Damerau-Levenshtein distance, by the book.
uint32_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<uint32_t>> d(a.size() + 1, std::vector<uint32_t>(b.size() + 1));
  for (uint32_t i = 0; i <= a.size(); ++i)
    for (uint32_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

TEST(NameAutomaton, FindsNearNames) {
  std::mt19937 random(7);
  const auto random_name = [&](size_t most) {
    std::string name;
    for (size_t left = 1 + random() % most; left > 0; --left) name += static_cast<char>('a' + random() % 3);
    return name;
  };
  std::set<std::string> sorted;
  for (int i = 0; i < 400; ++i) sorted.insert(random_name(9));
  const std::vector<std::string> names(sorted.begin(), sorted.end());
  const auto edges = build_automaton(names);
  ASSERT_TRUE(edges);
  for (int i = 0; i < 200; ++i) {
    const std::string asked = random_name(10);
    for (const uint32_t most : {0u, 1u, 2u}) {
      std::vector<std::pair<uint32_t, uint32_t>> wanted, found;
      for (uint32_t n = 0; n < names.size(); ++n)
        if (names[n][0] == asked[0] && distance(names[n], asked) <= most)
          wanted.emplace_back(n, distance(names[n], asked));
      for (const NearName& near : find_near_names(*edges, asked, most)) found.emplace_back(near.number, near.edits);
      EXPECT_EQ(found, wanted) << asked << " within " << most;
    }
  }
}

// A damaged file gives wrong answers at worst.
TEST(NameAutomaton, NearNamesOfAnyEdges) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 50; ++i) {
    std::vector<NameEdge> edges(1 + random() % 30);
    // Labels from a few letters, targets mostly inside: ways that meet and go in circles.
    for (NameEdge& edge : edges)
      edge = ('a' + random() % 3) | (random() % 4) << 8 | (random() % (edges.size() + 2)) << 10 | (random() % 9) << 37;
    for (const NearName& near : find_near_names(edges, "abcabcabcabc", 2)) EXPECT_LE(near.edits, 2u);
  }
  EXPECT_TRUE(find_near_names({}, "a", 2).empty());
  EXPECT_TRUE(find_near_names(std::vector<NameEdge>{0}, std::string(65, 'a'), 2).empty());
}

TEST_F(ImageFile, HoldsRowsAndStrings) {
  StringPool pool;
  const std::string texts[] = {
      "", "Minsk", std::string("a\0b", 3), std::string(127, 'x'), std::string(128, 'y'), std::string(70000, 'z')};
  std::vector<uint32_t> at;
  for (const std::string& text : texts) at.push_back(pool.add(text));
  EXPECT_EQ(pool.add("Minsk"), at[1]);
  ImageWriter writer;
  writer.add(at);
  writer.add(pool.bytes());
  writer.add(std::vector<double>{1.5, -2});
  write(path("image"), writer.finish(ImageKind::places, 7));
  const auto image = Image::open(path("image"), ImageKind::places, 7);
  ASSERT_TRUE(image);
  for (size_t i = 0; i < std::size(texts); ++i) EXPECT_EQ(image->pooled(1, image->rows<uint32_t>(0)[i]), texts[i]);
  EXPECT_EQ(image->rows<double>(2)[1], -2);
  EXPECT_TRUE(image->rows<double>(3).empty());
  EXPECT_EQ(image->pooled(1, 1 << 30), "");
}

TEST_F(ImageFile, BrokenOrForeignIsRefused) {
  ImageWriter writer;
  writer.add(std::vector<uint64_t>{1, 2, 3});
  const std::string good = writer.finish(ImageKind::actors, 7);
  EXPECT_TRUE(Image::own(good, ImageKind::actors, 7));
  EXPECT_FALSE(Image::own(good, ImageKind::places, 7));
  EXPECT_FALSE(Image::own(good, ImageKind::actors, 8));
  EXPECT_FALSE(Image::own(good + "x", ImageKind::actors, 7));
  for (size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(Image::own(good.substr(0, size), ImageKind::actors, 7));
  for (size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] ^= 4;
    EXPECT_FALSE(Image::own(bad, ImageKind::actors, 7)) << "byte " << at;
  }
  EXPECT_FALSE(Image::open(path("none"), ImageKind::actors, 7));
  EXPECT_FALSE(Image::open(folder_.string(), ImageKind::actors, 7));
  write(path("empty"), "");
  EXPECT_FALSE(Image::open(path("empty"), ImageKind::actors, 7));
}

// A small folder of tables with one country's capital as the fact that changes.
class ImageCache : public ImageFile {
 protected:
  void write_tables(const std::string& capital) const {
    write(path("countries.tsv"),
          "code\tname\ttype\tcoded_as\taliases\tadjectives\tdemonyms\tcapital\tcow\tstart\tend\tsource\n"
          "BLR\tBelarus\tstate\t\t\tBelarusian\t\t" +
              capital + "\t370\t\t\thand\n");
    write(path("metonyms.tsv"), "name\tcountry\tsectors\tsource\n");
    write(path("offices.tsv"),
          "id\tname\taliases\tshort\tcountry\tsectors\ttitle\tkind\tstart\tend\tknown_until\tweight\tsource\n");
    write(path("organizations.tsv"), "id\tname\taliases\tcountry\tsectors\tstart\tend\tweight\tsource\n");
    write(path("roles.tsv"), "phrase\tsectors\tkind\tperson\tcountry\tsource\n-\tGOV\t\tyes\t\thand\n");
  }
  std::string capital() const {
    const auto base = KnowledgeBase::load(folder_.string(), path("actors.image"));
    EXPECT_TRUE(base.ok()) << (base ? "" : base.error().message);
    return base ? base.value()->country("BLR")->capital : "";
  }
};

TEST_F(ImageCache, TextIsTheTruth) {
  write_tables("Minsk");
  EXPECT_EQ(capital(), "Minsk");
  const std::string first = read(path("actors.image"));
  ASSERT_FALSE(first.empty());
  EXPECT_EQ(capital(), "Minsk");
  EXPECT_EQ(read(path("actors.image")), first);
  // An edit that keeps size and, where clocks are coarse, time.
  write_tables("Brest");
  EXPECT_EQ(capital(), "Brest");
  EXPECT_NE(read(path("actors.image")), first);
  // A broken image is made anew.
  const std::string second = read(path("actors.image"));
  write(path("actors.image"), second.substr(0, second.size() / 2));
  EXPECT_EQ(capital(), "Brest");
  EXPECT_EQ(read(path("actors.image")), second);
  // A hand table that comes later counts, and one that goes.
  fs::copy(path("countries.tsv"), path("countries_hand.tsv"));
  write_tables("Minsk");
  EXPECT_EQ(capital(), "Brest");
  fs::remove(path("countries_hand.tsv"));
  EXPECT_EQ(capital(), "Minsk");
  // A wrong row is an error though there is an image.
  write(path("countries.tsv"), "nothing\n");
  EXPECT_FALSE(KnowledgeBase::load(folder_.string(), path("actors.image")).ok());
  for (const auto& entry : fs::directory_iterator(folder_))
    EXPECT_TRUE(entry.path().extension() == ".tsv" || entry.path().extension() == ".image") << entry.path();
}

TEST_F(ImageCache, WorksWhereNothingCanBeWritten) {
  write_tables("Minsk");
  const auto base = KnowledgeBase::load(folder_.string(), path("no/such/folder/actors.image"));
  ASSERT_TRUE(base.ok());
  EXPECT_EQ(base.value()->country("BLR")->capital, "Minsk");
  EXPECT_EQ(base.value()->role_noun({"-"}), nullptr);
}

std::string described(const Office& office) {
  const auto day = [](const std::optional<Day>& d) {
    return d ? std::to_string(d->year) + "-" + std::to_string(d->month) + "-" + std::to_string(d->day) : "?";
  };
  std::string out = office.country + "|" + office.title + "|" + office.kind + "|" + day(office.from) + "|" +
                    day(office.to) + "|" + day(office.known_until);
  for (const std::string& sector : office.sectors) out += "|" + sector;
  return out;
}

// Whatever the tables hold comes out of the image of them: all keys, and keys that are none.
TEST_F(ImageFile, SameLookUpsAsTheTables) {
  const Result<KnowledgeTables> loaded = KnowledgeLoader::load(KRONIKA_SOURCE_DIR "/data/actors");
  ASSERT_TRUE(loaded.ok());
  const KnowledgeTables& tables = loaded.value();
  const auto bytes = KnowledgeImage::compile(tables, 7);
  ASSERT_TRUE(bytes.ok());
  ASSERT_TRUE(write_file(path("image"), bytes.value()));
  const KnowledgeImage image(Image::open(path("image"), ImageKind::actors, 7).value());

  using Sense = KnowledgeTables::Sense;
  const auto fields = [](const Sense& s) {
    return std::tuple(s.kind, s.index, s.short_form, s.upper_only, s.needs_capital);
  };
  ASSERT_GT(tables.names.size(), 40000u);
  for (const auto& [key, senses] : tables.names) {
    const auto found = image.senses(key);
    ASSERT_EQ(found.size(), senses.size()) << key;
    for (size_t i = 0; i < senses.size(); ++i) EXPECT_EQ(fields(found[i].read()), fields(senses[i])) << key;
    for (const std::string& other : {key + "x", key + " ", key.substr(0, key.size() / 2), key.substr(1)})
      EXPECT_EQ(image.senses(other).size(), tables.names.contains(other) ? tables.names.at(other).size() : 0) << other;
  }
  for (const auto& [word, longest] : tables.longest_by_first_word) EXPECT_EQ(image.longest_from(word), longest) << word;
  EXPECT_EQ(image.longest_from("no such word"), 0u);
  for (const auto& [key, holders] : tables.holders) {
    const auto found = image.holders(key);
    ASSERT_EQ(found.size(), holders.size()) << key;
    for (size_t i = 0; i < holders.size(); ++i)
      EXPECT_EQ(std::tuple(found[i].entity, found[i].office), std::tuple(holders[i].entity, holders[i].office)) << key;
  }
  for (const auto& [code, index] : tables.country_by_code) {
    const Country &expected = tables.countries[index], *found = image.country(code);
    ASSERT_EQ(found, image.country_at(index)) << code;
    EXPECT_EQ(std::tie(found->code, found->name, found->coded_as, found->partial, found->capital, found->cow,
                       found->from, found->to),
              std::tie(expected.code, expected.name, expected.coded_as, expected.partial, expected.capital,
                       expected.cow, expected.from, expected.to))
        << code;
  }
  for (const auto& [id, index] : tables.entity_by_id) {
    const Entity &expected = tables.entities[index], *found = image.entity(id);
    ASSERT_EQ(found, image.entity_at(index)) << id;
    EXPECT_EQ(std::tie(found->id, found->name, found->kind, found->surname_alone, found->weight),
              std::tie(expected.id, expected.name, expected.kind, expected.surname_alone, expected.weight))
        << id;
    ASSERT_EQ(found->offices.size(), expected.offices.size()) << id;
    for (size_t i = 0; i < expected.offices.size(); ++i)
      EXPECT_EQ(described(found->offices[i]), described(expected.offices[i])) << id;
  }
  for (size_t i = 0; i < tables.metonyms.size(); ++i) {
    EXPECT_EQ(image.metonym_at(i).country, tables.metonyms[i].country);
    EXPECT_EQ(image.metonym_at(i).sectors, tables.metonyms[i].sectors);
  }
  for (const auto& [key, role] : tables.roles) {
    const RoleNoun* found = image.role(key);
    ASSERT_NE(found, nullptr) << key;
    EXPECT_EQ(std::tie(found->phrase, found->sectors, found->office_kind, found->person, found->country),
              std::tie(role.phrase, role.sectors, role.office_kind, role.person, role.country))
        << key;
    EXPECT_EQ(image.role(key + "x") != nullptr, tables.roles.contains(key + "x"));
  }
  for (const auto& [key, word] : tables.name_words) {
    const NameWord* found = image.name_word(key);
    ASSERT_NE(found, nullptr) << key;
    EXPECT_EQ(std::tie(found->word, found->sectors), std::tie(word.word, word.sectors));
  }
  EXPECT_EQ(image.country("XXX"), nullptr);
  EXPECT_EQ(image.entity("nobody"), nullptr);
  EXPECT_EQ(image.entity_at(1u << 30), nullptr);
}

TEST(LazyObjects, OneObjectForAllThreads) {
  const LazyObjects<std::string> objects(1000);
  std::vector<const std::string*> seen[4];
  std::vector<std::thread> threads;
  for (auto& own : seen)
    threads.emplace_back([&] {
      for (size_t i = 0; i < 1000; ++i) own.push_back(objects.get(i, [&] { return std::to_string(i); }));
    });
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(*seen[0][i], std::to_string(i));
    for (const auto& own : seen) EXPECT_EQ(own[i], seen[0][i]);
  }
}

}  // namespace
}  // namespace kronika
