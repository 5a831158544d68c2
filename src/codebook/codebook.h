// Codebook: what PLOVER codes, and the words that report it, as data/codebook holds them. docs/codebook.md has the
// form.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kronika/record.h"
#include "kronika/result.h"
#include "text/events.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Whom an event of a category must have as a party to count: PLOVER codes politics, not private life.
enum class Standing : uint8_t {
  any,        // anybody who can be coded
  group,      // at least a social force: press, church, union, students, refugees, a crowd
  political,  // a state, an organisation, a party, armed men, somebody who holds an office
};

struct Category {
  std::string name;
  std::string cameo;  // root code
  int quad = 0;
  double score = 0;
  struct Mode {
    std::string cameo;
    double score = 0;
  };
  std::map<std::string, Mode> modes;
  Standing needs = Standing::any;
};

enum class WordClass : uint8_t { verb, noun, adjective };

using LemmaSet = std::unordered_set<std::string>;
// Whether a word is in a list. Nouns that taggers leave in the plural ("troops", "talks") are found by their singular.
bool has_lemma(const LemmaSet& list, const std::string& lemma);

// What must, or must not, stand in a slot: one of these lemmas, or something of one of these kinds. The slot `sentence`
// holds all words of the sentence.
struct SlotCondition {
  std::string slot;
  bool wanted = true;
  LemmaSet lemmas;
  std::vector<std::string> kinds;  // actor, person, organization, country, place, group, political, self
};

struct SenseTest {
  std::string text, actor, recipient, mode;
  bool none = false;  // the sense must not be found in the text
};

// What a sense becomes when the clause or noun that it governs reports something of this kind: "refuse to meet" is
// REJECT meet.
struct Content {
  const Category* of = nullptr;  // null: any
  int quad_from = 1, quad_to = 4;
  std::string of_mode;                // empty: any
  const Category* becomes = nullptr;  // null: the governing words are no event, the content stands
  std::vector<std::string> mode;
  bool keeps = false;  // the content is an event of its own as well: "claimed that the army had shot them"
};

// One meaning of a group of words. docs/codebook.md describes each field.
struct Sense {
  std::string id;
  const Category* category = nullptr;
  std::vector<std::string> mode;
  std::string cameo;
  std::vector<std::string> actor, recipient, noun_actor, noun_recipient;  // slots, the best first
  std::vector<SlotCondition> conditions;
  std::vector<Content> contents;  // the first that fits counts
  bool needs_content = false;     // no event without it
  bool reciprocal = false, alone = false;
  bool fallback = false;  // tried only where no other sense of the words fits
  Standing needs = Standing::any;
  std::vector<SenseTest> tests;
};

inline bool is_plural_of(const std::string& plural, const std::string& word) {
  return plural.size() == word.size() + 1 && plural.back() == 's' && plural.starts_with(word) && word.size() > 2;
}

// A word that an expression asks for: a lemma, or one of a class.
struct PatternWord {
  std::string lemma;
  const LemmaSet* any = nullptr;  // owned by the codebook
  bool fits(const std::string& other) const {
    return any ? has_lemma(*any, other) : lemma == other || is_plural_of(other, lemma) || is_plural_of(lemma, other);
  }
};

// An expression that reports a sense: its head first, then the words that must stand with it.
struct Pattern {
  WordClass word_class = WordClass::verb;
  std::string head;
  std::vector<std::string> tail;  // the further parts of a hyphenated head, which is several words: "sit" "-" "in"
  std::vector<PatternWord> others;
  const Sense* sense = nullptr;
};

// A verb that only carries an event noun: "hold talks", "come under attack".
struct LightVerb {
  std::string preposition;       // under which the noun stands; empty: the noun is the object
  bool subject_is_actor = true;  // else the subject is the recipient
};

// Immutable once loaded; safe for concurrent use by multiple threads.
class Codebook {
 public:
  // `path` is a folder of .yaml files, or one such file. Fails with file and line on whatever is not known: a category,
  // a mode, a slot, a class, an id that stands twice. A codebook that `extends` another by name, not by a path beside
  // its own, finds it in the folder `home`.
  static Result<std::unique_ptr<const Codebook>> load(const std::string& path, const std::string& home = "");

  const std::vector<std::unique_ptr<const Category>>& categories() const { return categories_; }
  const Category* category(std::string_view name) const;
  const std::vector<std::unique_ptr<const Sense>>& senses() const { return senses_; }
  // The expressions that begin with a lemma (for nouns: whose head it is), those of most words first.
  const std::vector<Pattern>& patterns(WordClass word_class, const std::string& lemma) const;
  size_t pattern_count(WordClass word_class) const;
  const std::vector<LightVerb>& light_verbs(const std::string& lemma) const;
  // Lemma or phrase → contexts.
  const std::vector<std::string>& contexts_of(const std::string& lemma) const;
  // The names of all contexts, sorted.
  std::vector<std::string> contexts() const;
  // Words that speak of a field where the words of politics mean something else ("attack", "defend", "strike" in
  // sport): the name of that field, empty for none.
  const std::string& other_field(const std::string& lemma) const;
  // How a party of this sector, or of this international country code, stands in politics.
  Standing standing(const std::string& sector) const;
  // "plover 2.0 (1f3a…)": name, version and hash of the files.
  const std::string& label() const { return label_; }

 private:
  friend class CodebookReader;
  Codebook() = default;
  std::vector<std::unique_ptr<const Category>> categories_;
  std::vector<std::unique_ptr<const Sense>> senses_;
  std::map<std::string, LemmaSet> classes_;
  std::unordered_map<std::string, std::vector<Pattern>> patterns_[3];
  std::unordered_map<std::string, std::vector<LightVerb>> light_verbs_;
  std::unordered_map<std::string, std::vector<std::string>> contexts_;
  std::unordered_map<std::string, std::string> fields_;
  std::unordered_map<std::string, Standing> standings_;
  std::string label_;
};

// Fills what the codebook says of a record that has its category, mode and sense: CAMEO code, quad class, score,
// contexts.
void describe(const Codebook& codebook, const Article& article, const Tokens& tokens, const Tags& tags,
              const Event& event, Record& record);

}  // namespace kronika
