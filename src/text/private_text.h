// Words of an article as they may be shown: private persons by their role.
#pragma once

#include <string>
#include <vector>

#include "kronika/article.h"
#include "kronika/record.h"

namespace kronika {

struct PublicText {
  std::string text;
  bool withheld = false;  // a role in brackets stands where a private name stood
};

// `names` by start, none overlapping another.
PublicText public_text(const Article& article, const std::vector<PrivateName>& names, Span span);

}  // namespace kronika
