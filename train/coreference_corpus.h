// Texts with gold coreference: whole documents of GUM, and GAP's pronouns with two names each.
#pragma once

#include <string>
#include <vector>

#include "kronika/result.h"
#include "kronika/span.h"

namespace kronika::train {

// What the gold says of a mention.
struct Gold {
  bool marked = false;
  uint32_t chain = 0;
  bool chain_is_named = true;  // GAP: false for a pronoun that means neither name
  bool has_before = false;     // its chain has an earlier mention
};

struct GoldMention {
  Span span;                // bytes of the text
  std::vector<Span> heads;  // of the words that its meaning rests on; empty: the whole span
  Gold gold;
};

struct CoreferenceDocument {
  std::string text;
  std::vector<GoldMention> mentions;
  bool complete = false;  // all mentions of the text are marked

  // The gold of a mention with these bytes of its head and of the name in it.
  Gold find(Span head, Span name) const;
};

// Whether two spans are the same but for little: three fifths of the longer one.
bool overlap(Span a, Span b);

// The documents of a file of UD_English-GUM with its Entity layer, but for those that event coding is judged on.
Status read_gum(const std::string& path, std::vector<CoreferenceDocument>& documents);
Status read_gap(const std::string& path, std::vector<CoreferenceDocument>& documents);

}  // namespace kronika::train
