// What one marked party does to the other: the events that the judge sees between them, and its view of the marked text
// as a whole.
#pragma once

#include "coder/pipeline.h"
#include "stage/judge/judge.h"

namespace kronika {

// `article` is made of text.text, `fast` what the fast coder says of it.
Relation relate_parties(const Judge& judge, const Article& article, const Analysis& fast, const MarkedText& text);

}  // namespace kronika
