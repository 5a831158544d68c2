#include "codebook/knowledge.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "codebook/knowledge_tables.h"

namespace kronika {
namespace {

using Words = std::vector<std::string_view>;

const KnowledgeBase& base() {
  static const std::unique_ptr<const KnowledgeBase> loaded = [] {
    Result<std::unique_ptr<const KnowledgeBase>> result = KnowledgeBase::load(KRONIKA_SOURCE_DIR "/data/actors");
    EXPECT_TRUE(result.ok()) << (result ? "" : result.error().message);
    return result ? std::move(result).value() : nullptr;
  }();
  return *loaded;
}

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ";") + part;
  return out;
}

std::string describe(const NameSense& sense) {
  switch (sense.kind) {
    case NameSense::Kind::country:
      return "country " + sense.country->code;
    case NameSense::Kind::demonym:
      return "demonym " + sense.country->code;
    case NameSense::Kind::capital:
      return "capital " + sense.country->code;
    case NameSense::Kind::metonym:
      return "metonym " + (sense.country ? sense.country->code : sense.entity->id) + " " + join(sense.sectors);
    case NameSense::Kind::entity:
      return (sense.short_form ? "short " : "") + sense.entity->id;
  }
  return "";
}

TEST(FoldName, Forms) {
  const std::pair<const char*, const char*> cases[] = {
      {"Lukashenko", "lukashenko"},
      {"Recep Tayyip Erdoğan’s", "recep tayyip erdogan"},
      {"Kim Jong-un", "kim jong un"},
      {"  Ursula  von der\tLeyen ", "ursula von der leyen"},
      {"Côte d’Ivoire", "cote d'ivoire"},
      {"Wałęsa", "walesa"},
      {"Yıldırım", "yildirim"},
      {"Æthelstan", "aethelstan"},
      {"Łódź", "lodz"},
      {"", ""},
      {"-", ""},
      {"'", "'"},
      {"United States'", "united states"},
      {"U.S.", "u.s."},
  };
  for (const auto& [name, key] : cases) EXPECT_EQ(fold_name(name), key) << name;
  EXPECT_EQ(fold_name("\xff\xfe bad"), "\xff\xfe bad");
}

TEST(Find, BestSense) {
  const std::pair<const char*, const char*> cases[] = {
      {"Belarus", "country BLR"},
      {"Belarusians", "demonym BLR"},
      {"Minsk", "capital BLR"},
      {"Kremlin", "metonym RUS GOV"},
      {"the Kremlin", "metonym RUS GOV"},
      {"The Kremlin's", "metonym RUS GOV"},
      {"US", "country USA"},
      {"U.S.", "country USA"},
      {"UK", "country GBR"},
      {"Transnistria", "country PMR"},
      {"Kosovo", "country KOS"},
      {"Hong Kong", "country HKG"},
      {"Burma", "country MMR"},
      {"Soviet Union", "country SUN"},
      {"Pentagon", "metonym USA GOV;MIL"},
      {"Turkey", "country TUR"},
      {"Brussels", "metonym european-union GOV"},
      {"Alexander Lukashenko", "alexander-lukashenko"},
      {"Lukashenko", "short alexander-lukashenko"},
      {"Lukashenka", "short alexander-lukashenko"},
      {"Nikolai Patrushev", "nikolai-patrushev"},
      {"Vladimir Putin", "vladimir-putin"},
      {"Sergei Lavrov", "sergey-lavrov"},
      {"Zelensky", "short volodymyr-zelenskyy"},
      {"Zelenskyy", "short volodymyr-zelenskyy"},
      {"Erdogan", "short recep-tayyip-erdogan"},
      {"Kim Jong Un", "kim-jong-un"},
      {"von der Leyen", "short ursula-von-der-leyen"},
      {"NATO", "nato"},
      {"WHO", "world-health-organization"},
      {"European Union", "european-union"},
      {"ICRC", "international-committee-of-the-red-cross"},
      {"Taliban", "taliban"},
      {"the Taliban", "taliban"},
      {"Islamic State", "islamic-state"},
      {"FSB", "federal-security-service"},
      {"Reuters", "reuters"},
  };
  for (const auto& [name, sense] : cases) {
    const std::vector<NameSense> found = base().find(name, Day{2021, 6, 1});
    ASSERT_FALSE(found.empty()) << name;
    EXPECT_EQ(describe(found.front()), sense) << name;
  }
  for (const char* name : {"us", "who", "is", "it", "Us", "turkey", "apple", "", "the", "Nobody Atall", "\xc3"})
    EXPECT_TRUE(base().find(name).empty()) << name;
}

TEST(Find, TheHolderOnTheDayRanksFirst) {
  EXPECT_EQ(describe(base().find("Johnson", Day{2021, 6, 1}).front()), "short boris-johnson");
  EXPECT_EQ(describe(base().find("Bush", Day{1991, 1, 20}).front()), "short george-h-w-bush");
  EXPECT_EQ(describe(base().find("Bush", Day{2005, 1, 20}).front()), "short george-w-bush");
}

TEST(FindSimilar, OtherSpellingsOfPersons) {
  const Day day{2021, 6, 29};
  const struct {
    const char* name;
    uint32_t most;
    const char* first;  // id of the first found; empty: nobody
  } cases[] = {
      {"Zelenski", 1, "volodymyr-zelenskyy"},
      {"Luckashenko", 1, "alexander-lukashenko"},
      {"Alexander Luckashenko", 1, "alexander-lukashenko"},
      {"Emanuel Macrom", 2, "emmanuel-macron"},
      {"Emanuel Macrom", 1, ""},
      {"Lukashenko", 2, ""},   // known as it stands
      {"Puten", 2, ""},        // too short
      {"luckashenko", 1, ""},  // no name without a capital
      {"", 1, ""},
  };
  for (const auto& one : cases) {
    const std::vector<KnowledgeBase::Similar> found = base().find_similar(one.name, one.most, day);
    EXPECT_EQ(found.empty() ? "" : found.front().entity->id, one.first) << one.name;
    for (const KnowledgeBase::Similar& similar : found) EXPECT_LE(similar.edits, one.most);
  }
}

TEST(LongestName, Words) {
  const std::pair<Words, size_t> cases[] = {
      {{"Kim", "Jong", "-", "un", "said"}, 4},
      {{"Kim", "Jong-un", "said"}, 2},
      {{"the", "Kremlin", "said"}, 2},
      {{"Vladimir", "Putin", "'s", "visit"}, 2},
      {{"Putin", "’s"}, 1},
      {{"Lord", "'s", "Resistance", "Army"}, 4},
      {{"United", "Nations", "Security", "Council"}, 4},
      {{"Bashar", "al-Assad"}, 2},
      {{"who", "is"}, 0},
      {{}, 0},
      {{"-"}, 0},
      {{"South", "Korea", "and"}, 2},
      {{"president"}, 0},
      {{"the", "war"}, 0},
  };
  for (const auto& [words, size] : cases)
    EXPECT_EQ(base().longest_name(words), size) << (words.empty() ? "" : words[0]);
}

TEST(Offices, OnADay) {
  struct Case {
    const char* id;
    Day day;
    const char* expected;  // country and sectors of each
  };
  const Case cases[] = {
      {"alexander-lukashenko", {2021, 6, 29}, "BLR GOV"},
      {"nikolai-patrushev", {2021, 6, 29}, "RUS GOV;SPY"},
      {"barack-obama", {2012, 1, 1}, "USA GOV"},
      {"barack-obama", {2019, 1, 1}, "USA ELI"},
      {"alexei-navalny", {2021, 1, 17}, "RUS OPP"},
      {"alexei-navalny", {2024, 6, 1}, "RUS OPP"},
      {"sviatlana-tsikhanouskaya", {2021, 1, 1}, "BLR OPP"},
      {"jens-stoltenberg", {2020, 1, 1}, "IGO "},
      {"jens-stoltenberg", {2012, 1, 1}, "NOR GOV"},
      {"kofi-annan", {2000, 1, 1}, "UNO "},
      {"antonio-guterres", {2020, 1, 1}, "UNO "},
      {"angela-merkel", {2022, 5, 1}, "DEU ELI"},
      {"volodymyr-zelenskyy", {2015, 5, 1}, "UKR "},
      {"volodymyr-zelenskyy", {2029, 5, 1}, "UKR "},
      {"taliban", {2000, 1, 1}, "AFG REB"},
      {"benjamin-netanyahu", {1997, 1, 1}, "ISR GOV"},
  };
  for (const auto& [id, day, expected] : cases) {
    const Entity* entity = base().entity(id);
    ASSERT_NE(entity, nullptr) << id;
    const std::vector<Office> offices = base().offices_on(*entity, day);
    ASSERT_FALSE(offices.empty()) << id;
    EXPECT_EQ(offices.front().country + " " + join(offices.front().sectors), expected) << id << " " << day.year;
  }
}

TEST(Holders, OnADay) {
  struct Case {
    const char *country, *kind;
    Day day;
    const char* id;
  };
  const Case cases[] = {
      {"GBR", "head_of_government", {2019, 8, 1}, "boris-johnson"},
      {"GBR", "head_of_government", {1995, 8, 1}, "john-major"},
      {"BLR", "head_of_state", {2021, 6, 29}, "alexander-lukashenko"},
      {"RUS", "head_of_state", {1998, 8, 1}, "boris-yeltsin"},
      {"RUS", "foreign", {2014, 3, 1}, "sergey-lavrov"},
      {"RUS", "security", {2021, 6, 29}, nullptr},
      {"RUS", "defence", {2021, 6, 1}, "sergey-shoygu"},
      {"USA", "head_of_state", {2021, 1, 20}, "joe-biden"},
      {"USA", "head_of_state", {1991, 1, 20}, "george-h-w-bush"},
      {"USA", "foreign", {2022, 1, 1}, "antony-blinken"},
      {"DEU", "head_of_government", {2003, 1, 1}, "gerhard-schroder"},
      {"FRA", "head_of_state", {1992, 1, 1}, "francois-mitterrand"},
      {"CHN", "head_of_state", {2021, 1, 1}, "xi-jinping"},
      {"IRN", "head_of_state", {2021, 1, 1}, "hassan-rouhani"},
      {"ISR", "head_of_government", {2024, 1, 1}, "benjamin-netanyahu"},
      {"GEO", "head_of_state", {2015, 1, 1}, "giorgi-margvelashvili"},
      {"IND", "head_of_government", {2020, 1, 1}, "narendra-modi"},
      {"SYR", "head_of_state", {2015, 1, 1}, "bashar-al-assad"},
      {"VEN", "head_of_state", {2019, 2, 1}, "nicolas-maduro"},
      {"BRA", "head_of_state", {2020, 2, 1}, "jair-bolsonaro"},
      {"BLR", "head_of_state", {2031, 1, 1}, "alexander-lukashenko"},
      {"XXX", "head_of_state", {2020, 1, 1}, nullptr},
  };
  for (const auto& [country, kind, day, id] : cases) {
    const std::vector<const Entity*> found = base().holders(country, kind, day);
    if (!id) continue;
    ASSERT_FALSE(found.empty()) << country << " " << kind << " " << day.year;
    EXPECT_EQ(found.front()->id, id) << country << " " << kind << " " << day.year;
  }
  EXPECT_TRUE(base().holders("BLR", "head_of_state", Day{1990, 1, 1}).empty());
}

TEST(RoleNoun, LongestThatEndsThePhrase) {
  struct Case {
    Words lemmas;
    const char *phrase, *sectors;
  };
  const Case cases[] = {
      {{"russian", "security", "chief"}, "security chief", "GOV"},
      {{"law", "-", "enforcement", "agency"}, "law enforcement agency", "COP"},
      {{"law-enforcement", "agency"}, "law enforcement agency", "COP"},
      {{"human", "right", "group"}, "human rights group", "SOC"},
      {{"belarusian", "president"}, "president", "GOV"},
      {{"armed", "force"}, "armed force", "MIL"},
      {{"unidentified", "gunman"}, "unidentified gunman", "UAF"},
      {{"drug", "cartel"}, "drug cartel", "CRM"},
      {{"un", "peacekeeper"}, "un peacekeeper", "MIL"},
      {{"former", "prime", "minister"}, "former prime minister", "ELI"},
  };
  for (const auto& [lemmas, phrase, sectors] : cases) {
    const RoleNoun* found = base().role_noun(lemmas);
    ASSERT_NE(found, nullptr) << phrase;
    EXPECT_EQ(found->phrase, phrase);
    EXPECT_EQ(join(found->sectors), sectors) << phrase;
  }
  EXPECT_EQ(base().role_noun({"president"})->office_kind, "head_of_state");
  EXPECT_FALSE(base().role_noun({"police"})->person);
  EXPECT_EQ(base().role_noun({"table"}), nullptr);
  EXPECT_EQ(base().role_noun({}), nullptr);
}

TEST(Country, FoldedIntoOthers) {
  const std::tuple<const char*, const char*, bool> cases[] = {
      {"PMR", "MDA", true},  {"ESH", "MAR", true},  {"SML", "SOM", true},  {"GRL", "DNK", false}, {"KOS", "KOS", false},
      {"TWN", "TWN", false}, {"PSE", "PSE", false}, {"SUN", "RUS", false}, {"BLR", "BLR", false}};
  for (const auto& [code, coded_as, partial] : cases) {
    const Country* country = base().country(code);
    ASSERT_NE(country, nullptr) << code;
    EXPECT_EQ(country->coded_as, coded_as);
    EXPECT_EQ(country->partial, partial) << code;
  }
  EXPECT_EQ(base().country("BLR")->capital, "Minsk");
  EXPECT_EQ(base().country("BLR")->cow, 370);
  EXPECT_EQ(base().country("XKX"), nullptr);
}

// Each wrong row is refused with its line and a word of help.
TEST(Loader, WrongRows) {
  const std::string header =
      "id\tname\taliases\tshort\tcountry\tsectors\ttitle\tkind\tstart\tend\tknown_until\tweight\tsource\n";
  struct Case {
    const char *row, *message;
  };
  const Case cases[] = {
      {"a\tA B\t\t\tBLX\tGOV\t\tother\t2000\t2001\t\t1\thand\n", "f:2: unknown country \"BLX\""},
      {"a\tA B\t\t\tBLR\tGOV;XXX\t\tother\t2000\t2001\t\t1\thand\n", "f:2: unknown sector \"XXX\""},
      {"a\tA B\t\t\tBLR\tGOV\t\tboss\t2000\t2001\t\t1\thand\n", "f:2: unknown kind \"boss\""},
      {"a\tA B\t\t\tBLR\tGOV\t\tother\t2001\t2000\t\t1\thand\n", "f:2: ends before it starts"},
      {"a\tA B\t\t\tBLR\tGOV\t\tother\t2001-13\t\t2002\t1\thand\n", "f:2: bad date \"2001-13\""},
      {"a\tA B\t\t\tBLR\tGOV\t\tother\t2001\t\t\t1\thand\n", "f:2: an office without end needs known_until"},
      {"a\tA B\t\t\tBLR\tGOV\t\tother\t2001\t2002\t\t9\thand\n", "f:2: weight must be 1, 2 or 3"},
      {"a\tA B\n", "f:2: 2 cells, but there are 13 columns"},
      {"\tA B\t\t\tBLR\tGOV\t\tother\t2001\t2002\t\t1\thand\n", "f:2: an office needs an id"},
      {"# fine\n\xff\n", "f:3: not UTF-8"},
  };
  const Result<Table> countries = Table::parse(
      "code\tname\ttype\tcoded_as\taliases\tadjectives\tdemonyms\tcapital\tcow\tstart\tend\tsource\n"
      "BLR\tBelarus\tstate\t\t\t\t\tMinsk\t370\t\t\thand\n",
      "c", KnowledgeLoader::kCountryColumns);
  ASSERT_TRUE(countries.ok());
  for (const auto& [row, message] : cases) {
    KnowledgeLoader loader;
    ASSERT_TRUE(loader.add_countries(countries.value()).ok());
    const Result<Table> table = Table::parse(header + row, "f", KnowledgeLoader::kOfficeColumns);
    const Status status = table ? loader.add_offices(table.value(), false) : Status(table.error());
    ASSERT_FALSE(status.ok()) << row;
    EXPECT_TRUE(status.error().message.starts_with(message)) << status.error().message;
  }
  EXPECT_FALSE(Table::parse("", "f", KnowledgeLoader::kRoleColumns).ok());
  EXPECT_FALSE(Table::parse("phrase\n", "f", KnowledgeLoader::kRoleColumns).ok());
  const Result<std::unique_ptr<const KnowledgeBase>> missing = KnowledgeBase::load("/nowhere");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
}

// Of the offices that one person holds at a time, rows by hand name one; a handover's days may overlap.
TEST(Loader, OneHolderAtATime) {
  const std::string header =
      "id\tname\taliases\tshort\tcountry\tsectors\ttitle\tkind\tstart\tend\tknown_until\tweight\tsource\n";
  const std::string first = "a\tA B\t\t\tUNO\tGOV\tPremier\thead_of_government\t2001-03-01\t2003-05-10\t\t1\thand\n";
  struct Case {
    const char *row, *message;
  };
  const Case cases[] = {
      {"b\tB C\t\t\tUNO\tGOV\tPremier\thead_of_government\t2003-01\t2004\t\t1\thand\n", "f:3: \"a\" is Premier of UNO"},
      {"b\tB C\t\t\tUNO\tGOV\tPremier\thead_of_government\t2000\t\t2001-06\t1\thand\n", "f:3: \"a\" is Premier of UNO"},
      {"b\tB C\t\t\tUNO\tGOV\tPremier\thead_of_government\t2003-05\t2004\t\t1\thand\n", ""},
      {"b\tB C\t\t\tUNO\tGOV\tFirst Premier\thead_of_government\t2002\t2004\t\t1\thand\n", ""},
      {"b\tB C\t\t\tUNO\tGOV;PRE\tPremier\thead_of_government\t2002\t2004\t\t1\thand\n", ""},
      {"b\tB C\t\t\tUNO\tGOV\tPremier\tother\t2002\t2004\t\t1\thand\n", ""},
      {"a\tA B\t\t\tUNO\tGOV\tPremier\thead_of_government\t2002\t2004\t\t1\thand\n", ""},
  };
  for (const auto& [row, message] : cases)
    for (const bool by_hand : {true, false}) {
      KnowledgeLoader loader;
      const Result<Table> table = Table::parse(header + first + row, "f", KnowledgeLoader::kOfficeColumns);
      ASSERT_TRUE(table.ok());
      const Status status = loader.add_offices(table.value(), by_hand);
      ASSERT_EQ(status.ok(), !by_hand || std::string_view(message).empty()) << row;
      const std::string said = status.ok() ? "" : status.error().message;
      EXPECT_TRUE(said.starts_with(by_hand ? message : "")) << said;
    }
}

TEST(Loader, HandRowsReplace) {
  KnowledgeLoader loader;
  const std::string header =
      "id\tname\taliases\tshort\tcountry\tsectors\ttitle\tkind\tstart\tend\tknown_until\tweight\tsource\n";
  const auto add = [&](const std::string& row, bool by_hand) {
    const Result<Table> table = Table::parse(header + row, "f", KnowledgeLoader::kOfficeColumns);
    ASSERT_TRUE(table.ok());
    ASSERT_TRUE(loader.add_offices(table.value(), by_hand).ok());
  };
  add("a\tA B\t\t\tUNO\t\tX\tsecurity\t2000\t\t2005\t1\tx\na\tA B\t\t\tUNO\t\tY\tother\t2000\t\t2005\t1\tx\n", false);
  add("a\tA B\t\t\tUNO\t\tZ\tsecurity\t2001\t2003\t\t1\thand\n", true);
  const KnowledgeTables tables = std::move(loader).finish();
  ASSERT_EQ(tables.entities.size(), 1u);
  ASSERT_EQ(tables.entities[0].offices.size(), 2u);
  EXPECT_EQ(tables.entities[0].offices[0].title, "Y");
  EXPECT_EQ(tables.entities[0].offices[1].title, "Z");
}

TEST(Speed, LoadAndFind) {
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(KnowledgeBase::load(KRONIKA_SOURCE_DIR "/data/actors").ok());
  const auto loaded = std::chrono::steady_clock::now();
  size_t found = 0;
  for (int i = 0; i < 100000; ++i) found += base().longest_name({"Nikolai", "Patrushev", "said", "that"});
  const auto done = std::chrono::steady_clock::now();
  EXPECT_EQ(found, 200000u);
  const auto ms = [](auto span) { return std::chrono::duration_cast<std::chrono::milliseconds>(span).count(); };
  RecordProperty("load_ms", static_cast<int>(ms(loaded - start)));
  RecordProperty("find_ns", static_cast<int>(ms(done - loaded) * 10));
  std::printf("load %d ms, longest_name %d ns\n", static_cast<int>(ms(loaded - start)),
              static_cast<int>(ms(done - loaded) * 10));
}

}  // namespace
}  // namespace kronika
