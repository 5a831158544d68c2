#include "lemmas.h"

#include <map>

#include "corpora.h"
#include "known_names.h"
#include "nn/model_file.h"
#include "text/syntax.h"

namespace kronika::train {
namespace {

constexpr int kLeastSeen = 1;
constexpr double kLeastShare = 0.8;

}  // namespace

std::vector<std::string> lemma_dictionary(const std::vector<const std::vector<Example>*>& banks) {
  std::map<std::pair<std::string, std::string>, std::string> known;
  for (const std::vector<Example>* bank : banks) {
    std::map<std::pair<std::string, std::string>, std::map<std::string, int>> seen;
    for (const Example& example : *bank)
      for (size_t w = 0; w < example.lemmas.size(); ++w)
        if (example.lemmas[w] != "_")
          ++seen[{example.words[w], std::string(upos_name(static_cast<Upos>(example.upos[w])))}][example.lemmas[w]];
    for (const auto& [word, lemmas] : seen) {
      int all = 0;
      const std::pair<const std::string, int>* most = nullptr;
      for (const auto& lemma : lemmas) {
        all += lemma.second;
        if (!most || lemma.second > most->second) most = &lemma;
      }
      if (all >= kLeastSeen && most->second >= kLeastShare * all) known.try_emplace(word, most->first);
    }
  }
  std::vector<std::string> entries;
  for (const auto& [word, lemma] : known) entries.push_back(word.first + "\t" + word.second + "\t" + lemma);
  return entries;
}

Status train_lemmas(const LemmasOptions& options) {
  auto model = ModelFile::read(options.model);
  if (!model) return model.error();
  const auto known = KnownNames::load(options.kronika);
  if (!known) return known.error();
  Labels labels;
  const auto banks = read_treebanks(options.data, known.value(), labels);
  if (!banks) return banks.error();
  model.value().strings["lemma"] = lemma_dictionary({&banks.value().ewt, &banks.value().gum});
  return model.value().write(options.out.empty() ? options.model : options.out);
}

}  // namespace kronika::train
