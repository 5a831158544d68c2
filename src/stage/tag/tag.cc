#include "stage/tag/tag.h"

#include <algorithm>

#include "stage/tag/lemma_script.h"

namespace kronika {

Result<std::unique_ptr<const Tagger>> Tagger::load(const ModelFile& model) {
  std::unique_ptr<Tagger> tagger(new Tagger());
  auto hidden = Hidden::load(model, "tag", 0);
  if (!hidden) return hidden.error();
  tagger->hidden_ = std::move(hidden.value());
  const struct {
    const char* name;
    Linear& to;
    std::vector<std::string>* labels;
  } heads[] = {{"upos", tagger->upos_, nullptr},
               {"xpos", tagger->xpos_, &tagger->xpos_names_},
               {"feats", tagger->feats_, &tagger->feats_names_},
               {"script", tagger->script_, &tagger->scripts_}};
  for (const auto& head : heads) {
    uint32_t labels = static_cast<uint32_t>(Upos::X) + 1;
    if (head.labels) {
      const auto list = model.list(head.name);
      if (!list) return list.error();
      *head.labels = *list.value();
      labels = static_cast<uint32_t>(head.labels->size());
    }
    auto linear = Linear::load(model, std::string(head.name) + ".w", std::string(head.name) + ".b", labels,
                               tagger->hidden_.width());
    if (!linear) return linear.error();
    head.to = std::move(linear.value());
  }
  return std::unique_ptr<const Tagger>(std::move(tagger));
}

Tags Tagger::tag(const Article& article, const Tokens& tokens, const Encoding& encoding) const {
  Tags tags;
  tags.upos.reserve(tokens.size());
  std::vector<int8_t> hidden;
  std::vector<uint32_t> upos, xpos, feats, script;
  for (uint32_t first = 0; first < tokens.size(); first += Hidden::kRows) {
    const uint32_t n = std::min(Hidden::kRows, tokens.size() - first);
    hidden_.apply(encoding.row(first), n, hidden);
    upos_.best(hidden.data(), n, upos);
    xpos_.best(hidden.data(), n, xpos);
    feats_.best(hidden.data(), n, feats);
    script_.best(hidden.data(), n, script);
    for (uint32_t i = 0; i < n; ++i) {
      tags.upos.push_back(static_cast<Upos>(upos[i]));
      tags.xpos.push_back(xpos_names_[xpos[i]]);
      tags.feats.push_back(feats_names_[feats[i]]);
      tags.lemma.push_back(apply_lemma_script(scripts_[script[i]], article.slice(tokens.words[first + i].span)));
    }
  }
  return tags;
}

}  // namespace kronika
