#include "corpora.h"

#include <utility>

namespace kronika::train {

const std::vector<std::string>& left_out_documents() {
  static const std::vector<std::string> names = {
      "GUM_news_asylum", "GUM_news_defector",      "GUM_news_imprisoned", "GUM_news_korea", "GUM_news_flag",
      "GUM_news_expo",   "GUM_news_questionnaire", "GUM_news_sensitive",  "GUM_news_nasa",  "GUM_news_soccer"};
  return names;
}

Result<Treebanks> read_treebanks(const std::string& data, const KnownNames& known, Labels& labels) {
  Treebanks banks;
  const std::pair<const char*, std::vector<Example>&> parts[] = {{"en_ewt-train", banks.ewt},
                                                                 {"en_gum_open-train", banks.gum}};
  for (const auto& [name, to] : parts) {
    auto bank = read_treebank(data + "/data/syntax/" + name + ".conllu", left_out_documents(), &known, labels);
    if (!bank) return bank.error();
    to = std::move(bank.value());
  }
  return banks;
}

}  // namespace kronika::train
