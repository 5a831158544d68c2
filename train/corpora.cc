#include "corpora.h"

namespace kronika::train {

const std::vector<std::string>& left_out_documents() {
  static const std::vector<std::string> names = {
      "GUM_news_asylum", "GUM_news_defector",      "GUM_news_imprisoned", "GUM_news_korea", "GUM_news_flag",
      "GUM_news_expo",   "GUM_news_questionnaire", "GUM_news_sensitive",  "GUM_news_nasa",  "GUM_news_soccer"};
  return names;
}

}  // namespace kronika::train
