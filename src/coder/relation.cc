#include "coder/relation.h"

#include <algorithm>
#include <cmath>

#include "base/exact.h"
#include "coder/second_reading.h"

namespace kronika {
namespace {

// Who is not pointed at at all may still be meant: other words name him.
constexpr double kLeastPointed = 0.02;
// Weights of the events between the parties, of the view of the whole and of the fast coder's events; set on PLOVER's
// training sentences.
constexpr double kEvents = 0.9, kWhole = 0.1, kFast = 0.5, kLeastChance = 0.01, kLeastFast = 0.05;
// What an event of the fast coder counts whose parties are others.
constexpr double kOtherParties = 0.2;

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

bool names(const std::vector<Id<Mention>>& side, const Mentions& mentions, const std::vector<Span>& marked) {
  return std::any_of(side.begin(), side.end(), [&](Id<Mention> id) {
    const Span words = mentions.mentions[id.index].span;
    return std::any_of(marked.begin(), marked.end(),
                       [&](Span span) { return words.start < span.end && span.start < words.end; });
  });
}

// For each category the share of the fast coder's events, those between the marked parties first; all alike without
// any.
std::vector<double> shares_of_fast(const Judge& judge, const Analysis& fast, const MarkedText& text) {
  std::vector<double> shares(judge.categories().size() - 1, 0);
  double all = 0;
  for (const Event& event : fast.events.events) {
    const auto at = std::find(judge.categories().begin() + 1, judge.categories().end(), event.category);
    if (at == judge.categories().end()) continue;
    const double counts = kOtherParties + names(event.actor, fast.mentions, text.source) +
                          names(event.recipient, fast.mentions, text.target);
    double& share = shares[static_cast<size_t>(at - judge.categories().begin() - 1)];
    all += std::max(share, counts) - share;
    share = std::max(share, counts);
  }
  for (double& share : shares) share = all > 0 ? share / all : 1.0 / static_cast<double>(shares.size());
  return shares;
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
  const std::vector<double> found = shares_of_fast(judge, fast, text);
  Relation relation;
  double sum = 0;
  for (size_t c = 0; c < whole.size(); ++c) {
    const double event = all > 0 ? events[c] / all : 1.0 / static_cast<double>(whole.size());
    const double chance =
        exact_exp(kEvents * exact_log(event + kLeastChance) + kWhole * exact_log(double{whole[c]} + kLeastChance) +
                  kFast * exact_log(found[c] + kLeastFast));
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
