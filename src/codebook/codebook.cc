#include "codebook/codebook.h"

#include <algorithm>
#include <set>

namespace kronika {
namespace {

template <class T>
const T& none() {
  static const T empty;
  return empty;
}

}  // namespace

bool has_lemma(const LemmaSet& list, const std::string& lemma) {
  return list.contains(lemma) ||
         (lemma.size() > 3 && lemma.back() == 's' && list.contains(lemma.substr(0, lemma.size() - 1)));
}

const Category* Codebook::category(std::string_view name) const {
  const auto at = std::find_if(categories_.begin(), categories_.end(), [&](const auto& c) { return c->name == name; });
  return at == categories_.end() ? nullptr : at->get();
}

const std::vector<Pattern>& Codebook::patterns(WordClass word_class, const std::string& lemma) const {
  const auto& by_lemma = patterns_[static_cast<size_t>(word_class)];
  auto at = by_lemma.find(lemma);
  if (at == by_lemma.end() && word_class == WordClass::noun && lemma.size() > 3 && lemma.back() == 's')
    at = by_lemma.find(lemma.substr(0, lemma.size() - 1));
  return at == by_lemma.end() ? none<std::vector<Pattern>>() : at->second;
}

size_t Codebook::pattern_count(WordClass word_class) const {
  size_t count = 0;
  for (const auto& [lemma, patterns] : patterns_[static_cast<size_t>(word_class)]) count += patterns.size();
  return count;
}

const std::vector<LightVerb>& Codebook::light_verbs(const std::string& lemma) const {
  const auto at = light_verbs_.find(lemma);
  return at == light_verbs_.end() ? none<std::vector<LightVerb>>() : at->second;
}

std::vector<std::string> Codebook::contexts() const {
  std::set<std::string> names;
  for (const auto& [word, contexts] : contexts_) names.insert(contexts.begin(), contexts.end());
  return {names.begin(), names.end()};
}

const std::vector<std::string>& Codebook::contexts_of(const std::string& lemma) const {
  const auto at = contexts_.find(lemma);
  return at == contexts_.end() ? none<std::vector<std::string>>() : at->second;
}

const std::string& Codebook::other_field(const std::string& lemma) const {
  const auto at = fields_.find(lemma);
  return at == fields_.end() ? none<std::string>() : at->second;
}

Standing Codebook::standing(const std::string& sector) const {
  const auto at = standings_.find(sector);
  return at == standings_.end() ? Standing::any : at->second;
}

void describe(const Codebook& codebook, const Article&, const Tokens& tokens, const Tags& tags, const Event& event,
              Record& record) {
  const Category* category = codebook.category(event.category);
  if (category) {
    record.cameo = category->cameo + "0";
    record.quad = category->quad;
    record.score = category->score;
    for (const std::string& mode : event.mode)
      if (const auto at = category->modes.find(mode); at != category->modes.end()) {
        if (!at->second.cameo.empty()) record.cameo = at->second.cameo;
        record.score = at->second.score;
      }
  }
  if (event.sense && event.sense->category->name == event.category && !event.sense->cameo.empty())
    record.cameo = event.sense->cameo;
  // Contexts are told by the words of the event's sentence.
  const Sentence& sentence = tokens.sentences[tokens.sentence_of(event.word)];
  for (uint32_t word = sentence.first; word < sentence.last; ++word) {
    std::string lemma = tags.lemma[word];
    for (int words = 1; words <= 3; ++words) {
      for (const std::string& context : codebook.contexts_of(lemma))
        if (std::find(record.context.begin(), record.context.end(), context) == record.context.end()) {
          record.context.push_back(context);
          record.why.push_back(
              {"context",
               context,
               {{tokens.words[word].span.start, tokens.words[word + static_cast<uint32_t>(words) - 1].span.end}}});
        }
      if (word + 1 >= sentence.last) break;
      lemma += " " + tags.lemma[word + 1];
    }
  }
}

}  // namespace kronika
