// Expressions of the codebook in a tree: "call on", "impose ban", "pull out of @document".
#pragma once

#include <cstdint>
#include <vector>

#include "codebook/codebook.h"
#include "text/grammar.h"

namespace kronika {

// Finds the words of `pattern` around its head; `words` are then all of them, in text order. Particles, objects,
// prepositions and clauses may stand in any order that the tree allows; the noun after a preposition must stand in its
// phrase. A verb with a particle that the pattern does not name is another verb ("hold up") and does not match. Bounded
// work for each call.
bool find_expression(const Grammar& grammar, const Pattern& pattern, uint32_t head, std::vector<uint32_t>& words);

}  // namespace kronika
