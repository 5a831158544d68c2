#include "countries.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "coder/pipeline.h"
#include "gold_events.h"

namespace kronika::train {
namespace {

struct Example {
  std::vector<CountryFeatures> candidates;
  std::vector<char> right;
  size_t fold = 0;
};

// How much two spans have in common, of both.
double shared_part(Span a, Span b) {
  const double shared = static_cast<double>(std::min(a.end, b.end)) - static_cast<double>(std::max(a.start, b.start));
  return shared <= 0 ? 0 : shared / static_cast<double>(std::max(a.end, b.end) - std::min(a.start, b.start));
}

class Trainer {
 public:
  Trainer(const CountriesOptions& options, const Pipeline& pipeline)
      : options_(options), pipeline_(pipeline), ranker_(pipeline.countries()) {}

  void look_on(const GoldDocument& document, size_t fold) {
    std::vector<CountryChoice> choices;
    const Analysis a = pipeline_.analyse_fast(document.article, {}, [&](const CountryChoice& choice) {
      choices.push_back(choice);
      size_t best = 0;
      for (size_t i = 1; i < choice.candidates.size(); ++i)
        if (ranker_.score(choice.candidates[i].features) > ranker_.score(choice.candidates[best].features)) best = i;
      return best;
    });
    for (const CountryChoice& choice : choices) {
      const GoldChain* gold = nullptr;
      double most = 0.5;
      for (const Id<Mention> id : choice.mentions)
        for (const GoldChain& chain : document.chains)
          for (const Span span : chain.spans)
            if (const double shared = shared_part(span, a.mentions.mentions[id.index].span); shared > most) {
              most = shared;
              gold = &chain;
            }
      if (!gold) continue;
      ++asked_;
      Example example;
      example.fold = fold;
      bool possible = false;
      for (const CountryCandidate& candidate : choice.candidates) {
        example.candidates.push_back(candidate.features);
        example.right.push_back(gold->countries.contains(candidate.country.empty() ? "---" : candidate.country));
        possible = possible || example.right.back();
      }
      if (possible) examples_.push_back(std::move(example));
    }
  }

  // Right of all choices, by weights of the other documents.
  void report() {
    size_t right = 0;
    for (int fold = 0; fold < options_.folds; ++fold) {
      CountryRanker ranker = ranker_;
      descend(ranker, fold);
      for (const Example& example : examples_)
        right += example.fold == static_cast<size_t>(fold) && is_right(ranker, example);
    }
    size_t before = 0;
    for (const Example& example : examples_) before += is_right(ranker_, example);
    const auto percent = [&](size_t part) { return 100.0 * static_cast<double>(part) / static_cast<double>(asked_); };
    std::printf(
        "%zu choices; the right country is a candidate in %.1f %%, chosen in %.1f %% (by the weights before: %.1f)\n",
        asked_, percent(examples_.size()), percent(right), percent(before));
  }

  CountryRanker train() {
    CountryRanker ranker = ranker_;
    descend(ranker, -1);
    return ranker;
  }

 private:
  static bool is_right(const CountryRanker& ranker, const Example& example) {
    size_t best = 0;
    for (size_t i = 1; i < example.candidates.size(); ++i)
      if (ranker.score(example.candidates[i]) > ranker.score(example.candidates[best])) best = i;
    return example.right[best];
  }

  // Adam (Kingma & Ba 2015) on the log-likelihood over all examples at once: the same result each time.
  void descend(CountryRanker& ranker, int without) const {
    const size_t n = ranker.size();
    std::vector<double> w(n, 0), gradient(n), mean(n, 0), square(n, 0), score;
    for (int step = 1; step <= options_.steps; ++step) {
      for (uint32_t i = 0; i < n; ++i)
        gradient[i] = static_cast<double>(options_.decay) * w[i] * (ranker.answers(i) > 20 ? 2 : 1);
      for (const Example& example : examples_) {
        if (without >= 0 && example.fold == static_cast<size_t>(without)) continue;
        score.assign(example.candidates.size(), 0);
        double highest = -1e30, all = 0, right = 0;
        for (size_t i = 0; i < score.size(); ++i) {
          for (const uint32_t f : example.candidates[i]) score[i] += w[f];
          highest = std::max(highest, score[i]);
        }
        for (size_t i = 0; i < score.size(); ++i) {
          score[i] = std::exp(score[i] - highest);
          all += score[i];
          if (example.right[i]) right += score[i];
        }
        right = std::max(right, 1e-12);
        for (size_t i = 0; i < score.size(); ++i) {
          const double slope = score[i] / all - (example.right[i] ? score[i] / right : 0);
          for (const uint32_t f : example.candidates[i]) gradient[f] += slope;
        }
      }
      const double rate = 0.05 * (step < options_.steps * 3 / 4 ? 1.0 : 0.2);
      for (size_t i = 0; i < n; ++i) {
        mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
        square[i] = 0.99 * square[i] + 0.01 * gradient[i] * gradient[i];
        const double m = mean[i] / (1 - std::pow(0.9, step)), s = square[i] / (1 - std::pow(0.99, step));
        w[i] -= rate * m / (std::sqrt(s) + 1e-3);
      }
    }
    ranker.set_weights({w.begin(), w.end()});
  }

  const CountriesOptions& options_;
  const Pipeline& pipeline_;
  CountryRanker ranker_;
  std::vector<Example> examples_;
  size_t asked_ = 0;
};

}  // namespace

Status train_countries(const CountriesOptions& options) {
  if (options.folds < 2) return Error{ErrorKind::usage, "--folds is at least 2"};
  const auto pipeline = Pipeline::load(options.kronika, {"fast", "", ""});
  if (!pipeline) return pipeline.error();
  const auto documents = read_gold(options.corpus);
  if (!documents) return documents.error();
  Trainer trainer(options, *pipeline.value());
  for (size_t i = 0; i < documents.value().size(); ++i)
    trainer.look_on(documents.value()[i], i % static_cast<size_t>(options.folds));
  trainer.report();
  std::ofstream out(options.out, std::ios::binary);
  out << "# How much each answer speaks for a country to be that of somebody whose words do not say it: question, "
         "answer.\n"
         "# Made by kronika-train countries from data/corpus; the questions are those of "
         "src/stage/actor/country_ranker.cc.\n"
      << trainer.train().format();
  out.close();
  if (!out) return Error{ErrorKind::io, options.out + ": cannot be written"};
  return Done{};
}

}  // namespace kronika::train
