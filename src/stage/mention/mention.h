// Mentions: noun phrases and pronouns, from the trees and the names.
#pragma once

#include "kronika/article.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// Names before a noun ("the US sanctions", "Russian troops") are mentions too: they say whose it is.
Mentions find_mentions(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                       const Names& names);

}  // namespace kronika
