// From a coded article to the reports that merging compares.
#pragma once

#include <vector>

#include "kronika/article.h"
#include "kronika/coder.h"
#include "merge/happening.h"

namespace kronika {

// One for each record, in their order. Words are taken from what outputs may show, so no private name is in them.
std::vector<Report> reports_of(const Article& article, const CodedArticle& coded);

}  // namespace kronika
