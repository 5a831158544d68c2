// Which words of an article name private persons.
#pragma once

#include <vector>

#include "coder/pipeline.h"
#include "kronika/record.h"

namespace kronika {

// Mentions that name a private person; persons' names that the knowledge base does not know, coded or not; and wherever
// else the last of those names stands. In text order, none overlaps another.
std::vector<PrivateName> find_private_names(const Article& article, const Analysis& analysis);

}  // namespace kronika
