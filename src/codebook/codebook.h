// Codebook: what PLOVER codes, and the words that report it, as data/codebook holds them. docs/codebook.md has the form.
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
  // Where the text leaves a side out: "domestic" (across the line between state and society in the other side's country),
  // "nearest" (the other party spoken of last); in order. Empty: the side stays empty.
  std::vector<std::string> implied_actor, implied_recipient;
};

enum class WordClass : uint8_t { verb, noun, adjective };

// What must, or must not, stand in a slot: one of these lemmas, or something of one of these kinds.
struct SlotCondition {
  std::string slot;
  bool wanted = true;
  std::unordered_set<std::string> lemmas;
  std::vector<std::string> kinds;  // actor, person, organization, country, place
};

struct SenseTest {
  std::string text, actor, recipient;
};

// One meaning of a group of words. docs/codebook.md describes each field.
struct Sense {
  std::string id, category;
  const Category* in = nullptr;  // the category; owned by the codebook
  std::vector<std::string> mode;
  std::string cameo;
  std::vector<std::string> actor, recipient, noun_actor, noun_recipient;  // slots, the best first
  std::vector<SlotCondition> conditions;
  bool reciprocal = false, alone = false;
  std::vector<SenseTest> tests;
};

// An expression that reports a sense: its head first, then the lemmas that must stand with it.
struct Pattern {
  WordClass word_class = WordClass::verb;
  std::string head;
  std::vector<std::string> others;
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
  // `path` is a folder of .yaml files, or one such file. Fails with file and line on whatever is not known: a category, a
  // mode, a slot, a class, an id that stands twice.
  static Result<std::unique_ptr<const Codebook>> load(const std::string& path);

  const std::vector<Category>& categories() const { return categories_; }
  const Category* category(std::string_view name) const;
  const std::vector<std::unique_ptr<const Sense>>& senses() const { return senses_; }
  // The expressions that begin with a lemma (for nouns: end with it), those of most words first.
  const std::vector<Pattern>& patterns(WordClass word_class, const std::string& lemma) const;
  const std::vector<LightVerb>& light_verbs(const std::string& lemma) const;
  // Lemma or phrase → contexts.
  const std::vector<std::string>& contexts_of(const std::string& lemma) const;
  // "plover 2.0 (1f3a…)": name, version and hash of the files.
  const std::string& label() const { return label_; }

 private:
  friend class CodebookReader;
  Codebook() = default;
  std::vector<Category> categories_;
  std::vector<std::unique_ptr<const Sense>> senses_;
  std::unordered_map<std::string, std::vector<Pattern>> patterns_[3];
  std::unordered_map<std::string, std::vector<LightVerb>> light_verbs_;
  std::unordered_map<std::string, std::vector<std::string>> contexts_;
  std::string label_;
};

// Fills what the codebook says of a record that has its category, mode and sense: CAMEO code, quad class, score, contexts.
void describe(const Codebook& codebook, const Article& article, const Tokens& tokens, const Tags& tags, const Event& event, Record& record);

}  // namespace kronika
