#include "coder/relation.h"

#include <algorithm>
#include <cmath>

#include "base/exact.h"
#include "coder/second_reading.h"

namespace kronika {
namespace {

// Who is not pointed at at all may still be meant: other words name him.
constexpr double kLeastPointed = 0.02;
// Weight of the events between the parties against the view of the whole; set on PLOVER's training sentences.
constexpr double kEvents = 0.7, kLeastChance = 1e-3;

// The chance that a role of a word is filled by one of the marked words.
double pointed(const JudgedWord& word, JudgedRole role, const Tokens& tokens, const std::vector<Span>& marked) {
  double sum = kLeastPointed;
  for (size_t p = 0; p < word.pool.size(); ++p) {
    const uint32_t start = tokens.words[word.pool[p]].span.start;
    if (std::any_of(marked.begin(), marked.end(), [&](Span span) { return span.start <= start && start < span.end; }))
      sum += exact_exp(word.roles[static_cast<size_t>(role)].of[p]);
  }
  return sum;
}

}  // namespace

Relation relate_parties(const Judge& judge, const Article& article, const Analysis& fast, const MarkedText& text) {
  const std::vector<float> whole = judge.relate(text.text, {text.source, text.target});
  std::vector<double> events(whole.size(), 0);
  const Judgement judgement = judge.judge(layers_of(article, fast), std::vector<char>(fast.tokens.sentences.size(), 1));
  double all = 0;
  for (const JudgedWord& word : judgement.words) {
    const double both = pointed(word, JudgedRole::actor, fast.tokens, text.source) *
                        pointed(word, JudgedRole::recipient, fast.tokens, text.target);
    for (size_t c = 0; c < events.size(); ++c) events[c] += both * word.category[c + 1];
    all += both * word.event();
  }
  Relation relation;
  double sum = 0;
  for (size_t c = 0; c < whole.size(); ++c) {
    const double event = all > 0 ? events[c] / all : 1.0 / static_cast<double>(whole.size());
    const double chance = exact_exp(kEvents * exact_log(event + kLeastChance) +
                                    (1 - kEvents) * exact_log(double{whole[c]} + kLeastChance));
    relation.scores.emplace_back(judge.categories()[c + 1], chance);
    sum += chance;
  }
  for (auto& [category, chance] : relation.scores) chance /= sum;
  relation.event = std::max_element(relation.scores.begin(), relation.scores.end(), [](const auto& a, const auto& b) {
                     return a.second < b.second;
                   })->first;
  return relation;
}

}  // namespace kronika
