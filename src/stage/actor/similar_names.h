// Office-holders whose names are spelt otherwise than the knowledge base has them: "President Luckashenko".
#pragma once

#include "stage/actor/view.h"

namespace kronika {

// The office-holder whom a person's name that nobody knows means by another spelling; null for none. A name is never
// enough to make a private person a public one: the words before it must give the office that he holds, or his country
// and an office; else there is one alone at a distance of one letter, well known, in office, and of a country that the
// text speaks of, if it speaks of any.
const Entity* similar_person(const ActorView& view, const Mention& mention);

}  // namespace kronika
