// KnowledgeBase: countries, office-holders with dates, organisations and role nouns, as data/actors/ holds them.
//
// Names are looked up after `fold`: NFKD, marks dropped, lower case, hyphens and runs of space as one space, curly
// quotes made straight, a final possessive dropped. Acronym aliases of up to 3 letters match in upper case only, names
// written with a capital do not match text without any ("turkey"), and "the" before a name is passed over.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/article.h"
#include "kronika/result.h"

namespace kronika {

struct Country {
  std::string code;  // ISO 3166 alpha-3, KOS for Kosovo: the code that records use
  std::string name;
  std::string coded_as;  // where PLOVER 5.1.2 and 5.1.3 fold it into another state: that state's code; else code
  bool partial = false;  // partly recognised: sector PRE is added
  std::string capital;
  int cow = 0;                  // Correlates of War number, 0 where none
  std::optional<Day> from, to;  // of the state itself; empty: always / still
};

enum class EntityKind : uint8_t { person, organization };

// A term of office, or an organisation's standing. Days as precise as known: a bare year is its first / last day.
struct Office {
  std::string country;               // as ActorCode::country
  std::vector<std::string> sectors;  // the main one first
  std::string title;                 // "President", "Secretary of the Security Council"
  std::string kind;  // head_of_state, head_of_government, foreign, defence, interior, security, speaker, other
  std::optional<Day> from, to;
  Day known_until;  // an office without `to` is known to have been held until this day
};

struct Entity {
  std::string id;  // "nikolai-patrushev"
  std::string name;
  EntityKind kind = EntityKind::person;
  std::vector<Office> offices;  // by start; organisations have one, without title
  bool surname_alone = false;   // the last name alone names this person in the news
  int weight = 1;               // 3 well known .. 1 obscure; ranks equal keys
};

// What a name can stand for.
struct NameSense {
  enum class Kind : uint8_t {
    country,  // "Belarus"
    demonym,  // "Belarusian", "Belarusians": adjective or people
    capital,  // "Minsk"
    metonym,  // "the Kremlin", "Westminster": a seat of power, with `sectors`
    entity,   // person or organisation
  } kind = Kind::country;
  const Country* country = nullptr;  // not for entities
  const Entity* entity = nullptr;    // of entities, and of a metonym for an organisation ("Brussels" for the EU)
  std::vector<std::string> sectors;  // of a metonym
  bool short_form = false;           // matched by surname or short alias only
};

// A common noun for an actor: "dissident" OPP, "security chief" GOV. Phrases of one to four lemmas.
struct RoleNoun {
  std::string phrase;
  std::vector<std::string> sectors;
  std::string office_kind;  // the office that "the president", "foreign minister" name; empty for most
  bool person = true;       // false: an organisation or a crowd ("parliament", "police")
  std::string country;      // ISM, NGO, ...: roles that belong to no state; empty for most
};

// A word that tells in names what they are names of: "Airways" BUS, "Gazette" JRN.
struct NameWord {
  std::string word;
  std::vector<std::string> sectors;  // empty: no political actor is called so (clubs, hotels, prizes)
};

// Immutable once loaded; safe for concurrent use by multiple threads.
class KnowledgeBase {
 public:
  // `folder` is data/actors. Fails with file and line on a wrong row (unknown code, end before start, bad UTF-8).
  // `image` is the file of their compiled image (codebook/image.h), used if it fits the tables and else made anew where
  // it can be written; empty: none. The answers are the same with and without it.
  static Result<std::unique_ptr<const KnowledgeBase>> load(const std::string& folder, const std::string& image = {});
  ~KnowledgeBase();

  // All senses of a name, best first; empty where it is unknown. On a day: who held an office then ranks first.
  std::vector<NameSense> find(std::string_view name, const std::optional<Day>& day = {}) const;
  // Persons whose names are near one that find() does not know, as misspellings and other transliterations are: one
  // edit apart where it has six letters or more, two where it has ten or more and `most` is 2; the nearest first, then
  // as find() ranks. A name alone does not make somebody this person: ask what the text says of him.
  struct Similar {
    const Entity* entity = nullptr;
    bool short_form = false;
    uint32_t edits = 0;
    std::string key;  // the name that is known, as fold_name gives it
  };
  std::vector<Similar> find_similar(std::string_view name, uint32_t most, const std::optional<Day>& day = {}) const;
  // The number of words, from the front of `words`, of the longest name that find() knows; 0 for none.
  size_t longest_name(const std::vector<std::string_view>& words) const;

  const Country* country(std::string_view code) const;
  const Entity* entity(std::string_view id) const;
  // Who held an office of a country on a day, the most certain first.
  std::vector<const Entity*> holders(std::string_view country, std::string_view office_kind, Day day) const;
  // What an entity was on a day: the offices held then; former offices give "ELI" with the country (PLOVER 5.2), those
  // of rebels, opposition and other non-officials stay what they were. Before the first office, and where it is no
  // longer known whether an office goes on (18 months after known_until): the country without sectors. Without a day:
  // the latest offices. Organisations give their one office.
  std::vector<Office> offices_on(const Entity& entity, const std::optional<Day>& day) const;
  // The longest role noun that ends a phrase of lemmas ("russian security chief" → "security chief"); null for none.
  const RoleNoun* role_noun(const std::vector<std::string_view>& lemmas) const;
  // What a word in small letters tells in the name of an unknown organization; null for nothing.
  const NameWord* name_word(std::string_view word) const;

 private:
  KnowledgeBase();
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

// The key under which names are looked up.
std::string fold_name(std::string_view name);

}  // namespace kronika
