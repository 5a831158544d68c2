#include "stage/name/name.h"

#include <algorithm>
#include <string>

namespace kronika {
namespace {

std::optional<NameType> type_from(std::string_view name) {
  for (const NameType type : {NameType::person, NameType::organization, NameType::place, NameType::group,
                              NameType::event, NameType::facility, NameType::date, NameType::number, NameType::other})
    if (name_type_name(type) == name) return type;
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<const NameFinder>> NameFinder::load(const ModelFile& model) {
  std::unique_ptr<NameFinder> finder(new NameFinder());
  auto hidden = Hidden::load(model, "name.hidden", 0);
  if (!hidden) return hidden.error();
  finder->hidden_ = std::move(hidden.value());
  const auto names = model.list("name");
  if (!names) return names.error();
  for (const std::string& name : *names.value()) {
    Label label;
    if (name != "O") {
      const auto type = type_from(name.size() > 2 ? std::string_view(name).substr(2) : std::string_view());
      if (!type) return Error{ErrorKind::invalid, "the model knows an unknown type of name: " + name};
      label = {name[0] == 'B', name[0] == 'I', *type};
    }
    finder->labels_.push_back(label);
  }
  auto out =
      Linear::load(model, "name.w", "name.b", static_cast<uint32_t>(finder->labels_.size()), finder->hidden_.width());
  if (!out) return out.error();
  finder->out_ = std::move(out.value());
  return std::unique_ptr<const NameFinder>(std::move(finder));
}

Names NameFinder::find(const Tokens& tokens, const Tags& tags, const Encoding& encoding) const {
  std::vector<int8_t> hidden;
  std::vector<uint32_t> best, all;
  for (uint32_t first = 0; first < tokens.size(); first += Hidden::kRows) {
    const uint32_t n = std::min(Hidden::kRows, tokens.size() - first);
    hidden_.apply(encoding.row(first), n, hidden);
    out_.best(hidden.data(), n, best);
    all.insert(all.end(), best.begin(), best.end());
  }
  Names names;
  for (const Sentence& sentence : tokens.sentences) {
    bool open = false;
    for (uint32_t word = sentence.first; word < sentence.last; ++word) {
      const Label& label = labels_[all[word]];
      if (!label.begins && !label.inside) {
        open = false;
      } else if (label.inside && open && names.names.back().type == label.type) {
        names.names.back().last = word + 1;
      } else {
        names.names.push_back({word, word + 1, label.type});
        open = true;
      }
    }
  }
  std::erase_if(names.names, [&](const Name& name) {
    if (name.type != NameType::person && name.type != NameType::organization && name.type != NameType::place)
      return false;
    return std::none_of(tags.upos.begin() + name.first, tags.upos.begin() + name.last,
                        [](Upos upos) { return upos == Upos::PROPN; });
  });
  return names;
}

}  // namespace kronika
