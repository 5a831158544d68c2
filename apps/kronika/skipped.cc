#include <algorithm>
#include <vector>

#include "command.h"

namespace kronika::app {

std::string skipped_message(const CodedArticle& coded) {
  if (!coded.skipped.empty()) return "skipped: " + coded.skipped;
  const size_t count = coded.skipped_paragraphs.size();
  if (count == 0) return "";
  std::vector<std::string> reasons;
  for (const SkippedText& skipped : coded.skipped_paragraphs)
    if (std::find(reasons.begin(), reasons.end(), skipped.reason) == reasons.end()) reasons.push_back(skipped.reason);
  return fmt::format("{} {} skipped: {}", count, count == 1 ? "paragraph" : "paragraphs", fmt::join(reasons, ", "));
}

}  // namespace kronika::app
