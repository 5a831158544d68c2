#include "stage/actor/actor.h"

#include <gtest/gtest.h>

#include "text/by_hand.h"

namespace kronika {
namespace {

const KnowledgeBase& knowledge() {
  static const std::unique_ptr<const KnowledgeBase> loaded = [] {
    auto result = KnowledgeBase::load(KRONIKA_SOURCE_DIR "/data/actors");
    return result ? std::move(result).value() : nullptr;
  }();
  return *loaded;
}

const ActorResolver& resolver() {
  static const std::unique_ptr<const ActorResolver> loaded = [] {
    auto result = ActorResolver::load(KRONIKA_SOURCE_DIR "/data/language", knowledge());
    return result ? std::move(result).value() : nullptr;
  }();
  return *loaded;
}

// A text whose mentions are added one by one; each is a chain of its own until it is joined with one before.
struct Scene {
  explicit Scene(const std::string& sentences, std::optional<Day> published = {})
      : text(by_hand(sentences, published)) {
    mentions.of_head.resize(text.tokens.size());
  }

  Scene& name(const std::string& first, const std::string& last, NameType type, const std::string& head = "") {
    text.mention(mentions, first, last, MentionForm::name, head);
    mentions.mentions.back().type = type;
    names.names.push_back({text.word(first), text.word(last) + 1, type});
    return *this;
  }
  // A name that the name model did not see.
  Scene& unseen(const std::string& first, const std::string& last, const std::string& head = "") {
    text.mention(mentions, first, last, MentionForm::name, head);
    mentions.mentions.back().type = NameType::other;
    return *this;
  }
  // The name of the last mention begins at this word.
  Scene& bare_name(const std::string& first) {
    mentions.mentions.back().name_first = names.names.back().first = text.word(first);
    return *this;
  }
  // The last mention is a plural.
  Scene& many() {
    mentions.mentions.back().plural = true;
    return *this;
  }
  Scene& description(const std::string& first, const std::string& last, const std::string& head, bool plural = false) {
    text.mention(mentions, first, last, MentionForm::description, head);
    mentions.mentions.back().plural = plural;
    return *this;
  }
  Scene& pronoun(const std::string& word) {
    text.mention(mentions, word, word, MentionForm::pronoun);
    return *this;
  }
  Scene& place(const std::string& word, const std::string& country) {
    PlaceMention place{{}, text.word(word), text.word(word) + 1, {}};
    place.place.country = country;
    places.places.push_back(place);
    return *this;
  }
  // The last mention is the same as the one with this number, counted from 0.
  Scene& same_as(uint32_t other) {
    joined.push_back({static_cast<uint32_t>(mentions.mentions.size()) - 1, other});
    return *this;
  }

  Actors resolve() const {
    Chains chains;
    for (uint32_t m = 0; m < mentions.mentions.size(); ++m) {
      Id<Chain> chain{static_cast<uint32_t>(chains.chains.size())};
      for (const auto& [one, other] : joined)
        if (one == m) chain = chains.of[other];
      if (chain.index == chains.chains.size()) chains.chains.emplace_back();
      chains.chains[chain.index].mentions.push_back({m});
      chains.of.push_back(chain);
    }
    return resolver().resolve({text.article, text.tokens, text.tags, text.trees, names, places, mentions, chains});
  }

  HandMade text;
  Mentions mentions;
  Names names;
  Places places;
  std::vector<std::pair<uint32_t, uint32_t>> joined;
};

std::string code(const Actor& actor) {
  std::string out;
  for (const ActorCode& one : actor.codes) {
    out += (out.empty() ? "" : ", ") + (one.country.empty() ? std::string("---") : one.country);
    for (const std::string& sector : one.sectors) out += " " + sector;
  }
  return out;
}

TEST(Actor, NamesAndDescriptions) {
  const struct {
    const char* what;
    Scene scene;
    std::vector<std::string> codes;  // per mention
  } cases[] = {
      {"a country acts",
       Scene("Kenya/NNP/2/nsubj left/VBD/0/root").name("Kenya", "Kenya", NameType::place),
       {"KEN GOV"}},
      {"a capital acts for its government",
       Scene("Nairobi/NNP/2/nsubj protested/VBD/0/root").name("Nairobi", "Nairobi", NameType::place),
       {"KEN GOV"}},
      {"the people with the article, and nothing else said of them, are the state",
       Scene("the/DT/2/det Russians/NNPS/3/nsubj left/VBD/0/root").unseen("the", "Russians").many(),
       {"RUS GOV"}},
      {"people of a country without it are people",
       Scene("Russians/NNPS/2/nsubj left/VBD/0/root").unseen("Russians", "Russians").many(),
       {"RUS CVL"}},
      {"an adjective says whose soldiers",
       Scene("Kenyan/JJ/2/amod soldiers|soldier/NNS/3/nsubj left/VBD/0/root")
           .unseen("Kenyan", "Kenyan")
           .description("Kenyan", "soldiers", "soldiers", true),
       {"KEN GOV", "KEN MIL"}},
      {"a city says whose police, where the text speaks of its country",
       Scene("Mombasa/NNP/2/compound police/NNS/3/nsubj blamed/VBD/0/root Kenya/NNP/3/obj")
           .description("Mombasa", "police", "police")
           .name("Kenya", "Kenya", NameType::place)
           .place("Mombasa", "KEN"),
       {"KEN COP", "KEN GOV"}},
      {"a part of a state says of which",
       Scene("Gujarat/NNP/2/compound police/NNS/3/nsubj left/VBD/0/root")
           .name("Gujarat", "Gujarat", NameType::place)
           .description("Gujarat", "police", "police"),
       {"IND GOV", "IND COP"}},
      {"a leader of an organization has its sectors",
       Scene("a/DT/3/det Hezbollah/NNP/3/compound leader/NN/4/nsubj fled/VBD/0/root")
           .name("Hezbollah", "Hezbollah", NameType::organization)
           .description("a", "leader", "leader"),
       {"LBN REB PTY", "LBN REB PTY"}},
      {"who works for the United Nations is the United Nations",
       Scene("investigators|investigator/NNS/5/nsubj for/IN/4/case United/NNP/4/compound Nations/NNP/1/nmod "
             "left/VBD/0/root")
           .description("investigators", "Nations", "investigators", true)
           .name("United", "Nations", NameType::organization),
       {"UNO", "UNO"}},
      {"the noun before a leader tells more than that he leads",
       Scene("a/DT/3/det militant/JJ/3/amod commander/NN/4/nsubj fled/VBD/0/root Kenya/NNP/4/obj")
           .description("a", "commander", "commander")
           .name("Kenya", "Kenya", NameType::place),
       {"KEN REB", "KEN GOV"}},
      {"former officials hold no office",
       Scene("a/DT/4/det deposed/JJ/4/amod Kenyan/JJ/4/amod general/NN/5/nsubj fled/VBD/0/root")
           .description("a", "general", "general"),
       {"KEN ELI"}},
      {"a state of emergency is no state",
       Scene("a/DT/2/det state/NN/5/nsubj of/IN/4/case emergency/NN/2/nmod began/VBD/0/root")
           .description("a", "emergency", "state"),
       {""}},
      {"a group is what it is made of",
       Scene("a/DT/2/det group/NN/6/nsubj of/IN/5/case Kenyan/JJ/5/amod soldiers|soldier/NNS/2/nmod left/VBD/0/root")
           .description("a", "soldiers", "group")
           .description("Kenyan", "soldiers", "soldiers", true),
       {"KEN MIL", "KEN MIL"}},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    const Actors actors = one.scene.resolve();
    ASSERT_EQ(actors.of.size(), one.codes.size());
    for (size_t m = 0; m < one.codes.size(); ++m) EXPECT_EQ(code(actors.of[m]), one.codes[m]) << "mention " << m;
  }
}

TEST(Actor, NamesInsideOtherNames) {
  const struct {
    const char* what;
    Scene scene;
    std::string code;  // of the last mention
  } cases[] = {
      {"the church of a longer name is not the Catholic one",
       Scene("the/DT/2/det Church/NNP/5/nsubj of/IN/4/case Light/NNP/2/nmod sued/VBD/0/root")
           .name("Church", "Light", NameType::organization, "Church"),
       "--- REL"},
      {"a country's own guard is not that of the country best known for one",
       Scene("the/DT/4/det Mexican/JJ/4/amod National/NNP/4/compound Guard/NNP/5/nsubj left/VBD/0/root")
           .unseen("Mexican", "Mexican")
           .name("Mexican", "Guard", NameType::organization, "Guard"),
       "MEX MIL"},
      {"the supreme court of the country that is spoken of",
       Scene("In/IN/2/case Kenya/NNP/6/obl the/DT/5/det Supreme/NNP/5/amod Court/NNP/6/nsubj ruled/VBD/0/root")
           .name("Kenya", "Kenya", NameType::place)
           .name("Supreme", "Court", NameType::organization),
       "KEN JUD"},
      {"a date is nobody's name",
       Scene("on/IN/2/case Friday/NNP/3/obl left/VBD/0/root").name("Friday", "Friday", NameType::date), ""},
      {"a surname that is a word names nobody by itself",
       Scene("New/NNP/3/amod Year's/NNP/3/compound Day/NNP/4/nsubj came/VBD/0/root").unseen("New", "Day"), ""},
      {"another person of a known surname is not the known one",
       Scene("Julie/NNP/3/nsubj Putin/NNP/1/flat sang/VBD/0/root").name("Julie", "Putin", NameType::person, "Julie"),
       "--- CVL"},
      {"a title within the name tells what somebody is",
       Scene("Archbishop/NNP/2/nmod:desc Muli/NNP/3/nsubj prayed/VBD/0/root")
           .name("Archbishop", "Muli", NameType::person),
       "--- REL"},
      {"a dateline acts for nobody",
       Scene("ALGIERS/NNP/4/nsubj ,/,/1/punct Rebels|rebel/NNS/4/nsubj fled/VBD/0/root")
           .name("ALGIERS", "ALGIERS", NameType::place),
       ""},
      {"a title of two words says in which office somebody acts",
       Scene("army/NN/2/compound chief/NN/3/nmod:desc Putin/NNP/4/nsubj left/VBD/0/root")
           .name("army", "Putin", NameType::person, "Putin")
           .bare_name("Putin"),
       "RUS MIL"},
      {"a nerve agent is nobody",
       Scene("a/DT/3/det nerve/NN/3/compound agent/NN/4/nsubj spread/VBD/0/root").description("a", "agent", "agent"),
       ""},
      {"the adjective may follow",
       Scene("the/DT/3/det Kenyan/JJ/3/amod attorney/NN/5/nsubj general/JJ/3/amod spoke/VBD/0/root")
           .description("the", "general", "attorney"),
       "KEN JUD"},
      {"a newspaper by its name",
       Scene("the/DT/3/det Nyeri/NNP/3/compound Gazette/NNP/4/nsubj wrote/VBD/0/root")
           .name("Nyeri", "Gazette", NameType::organization),
       "--- JRN"},
      {"a sports club is no actor",
       Scene("Nyeri/NNP/2/compound FC/NNP/3/nsubj won/VBD/0/root").name("Nyeri", "FC", NameType::organization), ""},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    EXPECT_EQ(code(one.scene.resolve().of.back()), one.code);
  }
}

TEST(Actor, OtherSpellingsOfKnownNames) {
  const struct {
    const char* what;
    Scene scene;
    std::string code, entity;
    bool is_private;
  } cases[] = {
      {"an office that he holds makes him the one who is spelt otherwise",
       Scene("President/NNP/2/nmod:desc Luckashenko/NNP/3/nsubj left/VBD/0/root", Day{2021, 6, 29})
           .name("President", "Luckashenko", NameType::person, "Luckashenko")
           .bare_name("Luckashenko"),
       "BLR GOV", "alexander-lukashenko", false},
      {"an office of another country does not",
       Scene("Kenyan/JJ/2/amod President/NNP/3/nmod:desc Luckashenko/NNP/4/nsubj left/VBD/0/root", Day{2021, 6, 29})
           .name("Kenyan", "Luckashenko", NameType::person, "Luckashenko")
           .bare_name("Luckashenko"),
       "KEN GOV", "", true},
      {"another first name is another person",
       Scene("Anna/NNP/3/nsubj Luckashenko/NNP/1/flat sang/VBD/0/root", Day{2021, 6, 29})
           .name("Anna", "Luckashenko", NameType::person, "Anna"),
       "--- CVL", "", true},
      {"a stranger's profession is not the office of whom his name is like",
       Scene("baker/NN/2/nmod:desc Luckashenko/NNP/3/nsubj sang/VBD/0/root Belarus/NNP/3/obj", Day{2021, 6, 29})
           .name("baker", "Luckashenko", NameType::person, "Luckashenko")
           .bare_name("Luckashenko"),
       "--- CVL", "", true},
      {"one alone at a letter's distance, in a text about his country",
       Scene(
           "Belarus/NNP/2/nmod:poss leader/NN/3/nmod:desc Alexander/NNP/5/nsubj Luckashenko/NNP/3/flat left/VBD/0/root",
           Day{2021, 6, 29})
           .name("Belarus", "Belarus", NameType::place)
           .name("Alexander", "Luckashenko", NameType::person, "Alexander"),
       "BLR GOV", "alexander-lukashenko", false},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    const Actor actor = one.scene.resolve().of.back();
    EXPECT_EQ(actor.codes.front().entity, one.entity);
    if (one.code != "--- CVL") {
      EXPECT_EQ(code(actor), one.code);
    }
    EXPECT_EQ(actor.is_private, one.is_private);
  }
}

TEST(Actor, OfficesOfOtherTimesAndFamilies) {
  const struct {
    const char* what;
    Scene scene;
    std::string code;  // of the last mention
  } cases[] = {
      {"then president: in the office that he had",
       Scene("then/RB/2/advmod president/NN/3/nmod:desc Putin/NNP/4/nsubj left/VBD/0/root", Day{2010, 6, 1})
           .name("president", "Putin", NameType::person, "Putin")
           .bare_name("Putin"),
       "RUS GOV"},
      {"the family of who holds an office",
       Scene("Putin/NNP/3/nmod:poss 's/POS/1/case daughter/NN/4/nsubj left/VBD/0/root", Day{2021, 6, 29})
           .name("Putin", "Putin", NameType::person)
           .description("Putin", "daughter", "daughter"),
       "RUS ELI CVL"},
      {"a policeman's family is nobody's elite",
       Scene("the/DT/4/det Kenyan/JJ/4/amod policeman/NN/4/nmod:poss son/NN/5/nsubj left/VBD/0/root")
           .description("Kenyan", "policeman", "policeman")
           .description("the", "son", "son"),
       "KEN CVL"},
      {"what follows under of is part of the role",
       Scene("a/DT/3/det Kenyan/JJ/3/amod member/NN/6/nsubj of/IN/5/case parliament/NN/3/nmod left/VBD/0/root")
           .description("a", "parliament", "member"),
       "KEN LEG"},
      {"a title with an adjective is no person's name",
       Scene("Armenian/JJ/3/amod Prime/NNP/3/compound Minister/NNP/4/nsubj left/VBD/0/root")
           .name("Armenian", "Minister", NameType::person, "Minister"),
       "ARM GOV"},
      {"a name may begin with a particle",
       Scene("al-Shabab/NNP/2/compound fighters|fighter/NNS/3/nsubj left/VBD/0/root")
           .description("al-Shabab", "fighters", "fighters", true),
       "SOM REB"},
      {"a part of two states is that of the one that is spoken of",
       Scene("Punjab/NNP/2/compound police/NNS/3/nsubj left/VBD/0/root Pakistan/NNP/3/obj")
           .name("Pakistan", "Pakistan", NameType::place)
           .description("Punjab", "police", "police"),
       "PAK COP"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    EXPECT_EQ(code(one.scene.resolve().of.back()), one.code);
  }
}

TEST(Actor, CountriesThatNoWordsSayComeWithTheirReason) {
  Scene scene(
      "In/IN/2/case Bolivia/NNP/5/obl a/DT/4/det strike/NN/5/nsubj began/VBD/0/root\n"
      "Police/NNS/2/nsubj watched/VBD/0/root");
  scene.name("Bolivia", "Bolivia", NameType::place).description("Police", "Police", "Police", true);
  const Actor police = scene.resolve().of[1];
  EXPECT_EQ(code(police), "BOL COP");
  EXPECT_TRUE(police.country_guessed);
  EXPECT_FALSE(police.country_by.empty());
  EXPECT_EQ(scene.text.article.slice(police.country_words), "Bolivia");
  EXPECT_FALSE(scene.resolve().of[0].country_guessed);
}

TEST(Actor, ChainsCarryTheRole) {
  Scene scene(
      "Kenya/NNP/3/obl 's/POS/1/case leader/NN/5/nsubj Asha/NNP/3/appos resigned/VBD/0/root\n"
      "Muli/NNP/2/nsubj fled/VBD/0/root\n"
      "She/PRP/2/nsubj wept/VBD/0/root");
  scene.name("Kenya", "Kenya", NameType::place)
      .description("leader", "leader", "leader")
      .name("Muli", "Muli", NameType::person)
      .same_as(1)
      .pronoun("She")
      .same_as(1);
  const Actors actors = scene.resolve();
  EXPECT_EQ(code(actors.of[1]), "KEN GOV");
  EXPECT_EQ(code(actors.of[2]), "KEN GOV");
  EXPECT_EQ(code(actors.of[3]), "KEN GOV");
  EXPECT_EQ(actors.of[3].by, "coreference");
}

TEST(Actor, WhoLeftAFewDaysAgoIsSpokenOfByTheOffice) {
  const std::string text = "Gotabaya/NNP/3/nsubj Rajapaksa/NNP/1/flat fled/VBD/0/root";
  const auto on = [&](Day day) {
    return code(Scene(text, day).name("Gotabaya", "Rajapaksa", NameType::person, "Gotabaya").resolve().of[0]);
  };
  EXPECT_EQ(on({2022, 7, 13}), "LKA GOV");
  EXPECT_EQ(on({2022, 7, 16}), "LKA GOV");
  EXPECT_EQ(on({2022, 9, 30}), "LKA ELI");
}

TEST(Actor, SidesNamedBefore) {
  Scene states(
      "Kenya/NNP/2/nsubj blamed/VBD/0/root Uganda/NNP/2/obj\nBoth/DT/2/det countries|country/NNS/3/nsubj "
      "agreed/VBD/0/root");
  states.name("Kenya", "Kenya", NameType::place)
      .name("Uganda", "Uganda", NameType::place)
      .description("Both", "countries", "countries", true);
  EXPECT_EQ(code(states.resolve().of[2]), "KEN GOV, UGA GOV");

  Scene camps(
      "Kenyan/JJ/2/amod rebels|rebel/NNS/3/nsubj attacked/VBD/0/root Kenyan|kenyan/JJ/5/amod "
      "soldiers|soldier/NNS/3/obj\n"
      "The/DT/3/det two/CD/3/nummod sides|side/NNS/4/nsubj agreed/VBD/0/root");
  camps.description("Kenyan", "rebels", "rebels", true)
      .description("soldiers", "soldiers", "soldiers", true)
      .description("The", "sides", "sides", true);
  EXPECT_EQ(code(camps.resolve().of[2]), "KEN REB, KEN MIL");

  Scene one("two/CD/2/nummod leaders|leader/NNS/3/nsubj met/VBD/0/root Kenya/NNP/3/obj Uganda/NNP/3/obj");
  one.description("two", "leaders", "leaders", true)
      .name("Kenya", "Kenya", NameType::place)
      .name("Uganda", "Uganda", NameType::place);
  EXPECT_EQ(one.resolve().of[0].codes.size(), 1u) << "any two are not those two";
}

TEST(Actor, PossessionGivesCountryAndSector) {
  Scene scene(
      "The/DT/2/det army/NN/3/nsubj denied/VBD/0/root Uganda/NNP/3/obj\n"
      "Its/PRP$/2/nmod:poss men|man/NNS/3/nsubj left/VBD/0/root");
  scene.description("The", "army", "army")
      .name("Uganda", "Uganda", NameType::place)
      .pronoun("Its")
      .same_as(0)
      .description("Its", "men", "men", true);
  EXPECT_EQ(code(scene.resolve().of[3]), "UGA MIL");
}

TEST(Actor, ThePlaceOfTheTextOutweighsAStranger) {
  Scene scene(
      "In/IN/2/case Bolivia/NNP/5/obl a/DT/4/det strike/NN/5/nsubj began/VBD/0/root\n"
      "A/DT/3/det British/JJ/3/amod company/NN/4/nsubj left/VBD/0/root\n"
      "Protesters|protester/NNS/2/nsubj cheered/VBD/0/root");
  scene.name("Bolivia", "Bolivia", NameType::place)
      .description("A", "company", "company")
      .description("Protesters", "Protesters", "Protesters", true);
  const Actors actors = scene.resolve();
  EXPECT_EQ(code(actors.of[1]), "GBR BUS");
  EXPECT_EQ(code(actors.of[2]), "BOL CVL OPP");
}

TEST(Actor, PrivateNamesAreMarked) {
  Scene scene(
      "Mr/NNP/2/compound Muli/NNP/3/nsubj met/VBD/0/root Vladimir/NNP/3/obj Putin/NNP/4/flat\n"
      "Friends|friend/NNS/4/nsubj of/IN/3/case Muli/NNP/1/nmod came/VBD/0/root",
      Day{2015, 2, 12});
  scene.name("Mr", "Muli", NameType::person)
      .name("Vladimir", "Putin", NameType::person, "Vladimir")
      .description("Friends", "Friends", "Friends", true);
  scene.mentions.mentions.back().last += 2;  // the phrase takes the name along
  const Actors actors = scene.resolve();
  EXPECT_TRUE(actors.of[0].is_private);
  EXPECT_FALSE(actors.of[1].is_private) << "holds a public office";
  EXPECT_TRUE(actors.of[2].is_private);
}

}  // namespace
}  // namespace kronika
