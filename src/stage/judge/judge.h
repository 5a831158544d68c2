// Judge: a pre-trained encoder reads each sentence with what stands before it and says, of each word, whether it
// reports an event, of which category and mode, how surely, who does it to whom and on whose word. It sees what the
// fast coder found. Heads and training: train/accurate/network.py.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kronika/article.h"
#include "kronika/record.h"
#include "kronika/result.h"
#include "nn/model_file.h"
#include "stage/judge/windows.h"
#include "text/actors.h"
#include "text/events.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

struct JudgeHeads;  // stage/judge/heads.h

// The layers of one article that the judge reads.
struct JudgeLayers {
  const Article& article;
  const Tokens& tokens;
  const Tags& tags;
  const Trees& trees;
  const Mentions& mentions;
  const Actors& actors;
  const Triggers& triggers;
  const Events& events;
  const Factualities& factualities;
  const Quotations& quotations;
  const Attributions& attributions;
};

// Who may fill a role though no word in the window names them.
enum class Unnamed : uint8_t { nobody, elsewhere, state, people };
constexpr size_t kUnnamed = 4;
enum class JudgedRole : uint8_t { actor, recipient, holder };
constexpr size_t kJudgedRoles = 3;
constexpr size_t kPointedRoles = 2;  // the holder is known to the heads only: the fast coder's rules find him better

// Log chances that a role is filled by a mention, by its head word, or by somebody whom no word here names.
struct RoleChances {
  std::vector<float> of;  // as long as JudgedWord::pool
  std::array<float, kUnnamed> unnamed{};
};

// Log chances that a side of an event is of a country that the article names, that it is empty, and that it is of none
// of them: above countries, of none, of one that is not named.
struct CountryChances {
  std::vector<std::pair<std::string, float>> of;
  float nobody = 0, other = 0;
};

// A word that may report an event.
struct JudgedWord {
  uint32_t word = 0;
  std::vector<float> category;        // chance of each; the first is that of none
  std::vector<float> mode;            // of all modes of Judge::modes, as they stand before the category is known
  std::array<float, 5> factuality{};  // chances, in the order of the enum
  float again = 0;                    // chance that it tells what was told before
  std::vector<uint32_t> pool;         // heads of the mentions in the window
  std::array<RoleChances, kPointedRoles> roles;
  std::array<CountryChances, kPointedRoles> countries;
  std::array<std::vector<float>, kPointedRoles> sectors;  // what the event alone says of each of Judge::sectors

  float event() const { return 1 - category.front(); }
};

struct Judgement {
  std::vector<JudgedWord> words;  // in text order; only those whose chance of an event is above Judge::kLeast, or which
                                  // are words of an event
  std::unordered_map<uint32_t, std::vector<float>> party_sectors;  // likewise what heads of mentions say, by word
  // The entry of a word; null for none.
  const JudgedWord* of(uint32_t word) const;
};

// A party of an event, of which the sector is asked.
struct AskedParty {
  std::optional<uint32_t> head;       // of its words; nothing where no words name it
  std::optional<std::string> sector;  // what it is taken for, "" for a country as such; nothing where that is not known
};

// Immutable once loaded; safe for concurrent use by multiple threads.
class Judge {
 public:
  static constexpr float kLeast = 0.05f;

  // Of a file of train/accurate: the tensors `encoder.*` and `heads.*`. Fails with what is wrong with it.
  static Result<std::unique_ptr<const Judge>> load(const ModelFile& model);
  ~Judge();

  // `wanted`: per sentence, whether it is read.
  Judgement judge(const JudgeLayers& layers, const std::vector<char>& wanted) const;
  // The words of an event's sentence that moved the judge most towards its category, in text order: those without which
  // (Li et al. 2016, arXiv:1612.08220) it is less likely. Reads the sentence once for each word.
  std::vector<uint32_t> deciding_words(const JudgeLayers& layers, const JudgedWord& event) const;
  // What one marked party does to the other in a text: a chance for each category, in the order of categories() without
  // none.
  std::vector<float> relate(std::string_view text, const Marks& marks) const;

  const std::vector<std::string>& categories() const;  // the first is "none"
  const std::vector<std::string>& sectors() const;     // the first is "", a country as such
  // A chance for each of sectors().
  std::vector<float> sector(const Judgement& judgement, const JudgedWord& event, JudgedRole role,
                            const AskedParty& party) const;
  // The likeliest mode of a category's; empty where that is to have none, and where it is not sure.
  std::string mode(const JudgedWord& word, const std::string& category) const;

 private:
  explicit Judge(std::unique_ptr<const JudgeHeads> heads);
  std::unique_ptr<const JudgeHeads> heads_;
};

}  // namespace kronika
