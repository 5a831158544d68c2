// Documents with events as data/corpus/build.py writes them, and which of the events found are theirs.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "coder/pipeline.h"
#include "kronika/article.h"
#include "kronika/result.h"
#include "text/grammar.h"

namespace kronika::train {

struct GoldParty {
  std::vector<std::string> codes;
  std::vector<Span> spans;
  std::set<std::string> countries, sectors;
};
struct GoldEvent {
  std::vector<std::string> categories;  // the best first
  std::vector<Span> spans;              // the clearest words first
  GoldParty actor, recipient;
  std::string date, place;  // as the corpus has them ("2019-06", "Nairobi, KEN"); empty: the text does not say
  bool required = true;
};
// All mentions of one somebody.
struct GoldChain {
  std::set<std::string> countries;  // "---" for none
  std::vector<Span> spans;
};
struct GoldDocument {
  explicit GoldDocument(Article a) : article(std::move(a)) {}
  Article article;
  std::vector<GoldChain> chains;
  std::vector<GoldEvent> events;
  size_t fold = 0;
};

// Fails (not_found, invalid) with the path on what is no such file.
Result<std::vector<GoldDocument>> read_gold(const std::string& path);

// For each event that was found, the gold event of its category and sentence, one to one, those whose words overlap
// first; nullptr for none. Events of the title have none.
std::vector<const GoldEvent*> match(const GoldDocument& document, const Analysis& analysis);

inline bool overlap(Span a, Span b) { return a.start < b.end && b.start < a.end; }

// The word of a span that the others hang on; UINT32_MAX for none.
uint32_t head_of(Span span, const Tokens& tokens, const Grammar& grammar);

}  // namespace kronika::train
