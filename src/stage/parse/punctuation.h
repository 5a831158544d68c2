// Where punctuation hangs: the treebanks place it by rule from the rest of the tree, so it need not be guessed.
//
// After the guidelines of Universal Dependencies (universaldependencies.org/u/dep/punct.html) and udapi's FixPunct:
// brackets and quotation marks hang on the head of what they enclose; any other mark on the highest word at its side
// that it can reach without crossing an arc, and of the two sides on the lower one; closing marks look left only.
#pragma once

#include "kronika/article.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Gives words with the relation `punct` their head anew; words that hung on them go to the head above. Cost in
// proportion to the words, times the depth of the tree.
void attach_punctuation(const Article& article, const Tokens& tokens, Trees& trees);

}  // namespace kronika
