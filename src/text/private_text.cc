#include "text/private_text.h"

#include <algorithm>

namespace kronika {

PublicText public_text(const Article& article, const std::vector<PrivateName>& names, Span span) {
  PublicText out;
  uint32_t at = span.start;
  auto name =
      std::partition_point(names.begin(), names.end(), [&](const PrivateName& n) { return n.words.end <= span.start; });
  for (; name != names.end() && name->words.start < span.end; ++name) {
    if (name->words.start > at) out.text += article.slice({at, name->words.start});
    out.text += "[" + (name->role.empty() ? "person" : name->role) + "]";
    out.withheld = true;
    at = std::min(name->words.end, span.end);
  }
  out.text += article.slice({at, span.end});
  return out;
}

}  // namespace kronika
