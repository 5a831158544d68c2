// PronounRanker: which candidate a pronoun means, by a log-linear model over the answers to a fixed list of questions
// (a ranker after Denis & Baldridge 2008, "Specialized models and ranking for coreference resolution").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/result.h"

namespace kronika {

// What is asked of a pronoun and one of its candidates. Each answer is a place on one or more axes (axes of
// `question_name`).
enum class Question : uint8_t {
  kind,
  distance,
  recency,
  fitting_recency,
  named_distance,
  parallel,
  same_sentence,
  sentence_before,
  two_before,
  clause,
  clause_link,
  form,
  sort,
  gender,
  ending,
  size,
  recent_size,
  size_rank,
  first_person,
  opening,
  paragraph,
  quote,
  speech,
  depth,
  coordinated,
  reflexive,
  newness,
  fitting,
  sentence_start,
  pleonastic,
  ahead,
  count_
};
std::string_view question_name(Question question);

// Kinds of pronouns, each with weights of its own beside those that all share.
enum class PronounKind : uint8_t { he, his, it, its, they, their };
constexpr uint32_t kPronounKinds = 6;

// Weights have indices; the questions lie one after the other, each with one block a kind of pronoun and one for all.
class Answers {
 public:
  explicit Answers(PronounKind kind) : kind_(kind) {}
  // Values on the axes of the question, in their order; each less than its axis is long.
  void add(Question question, std::initializer_list<uint32_t> values);
  // Indices of weights that apply.
  const std::vector<uint32_t>& features() const { return features_; }

 private:
  PronounKind kind_;
  std::vector<uint32_t> features_;
};

class PronounRanker {
 public:
  // Number of weights, and the name of each: "he clause governed+subject".
  static uint32_t size();
  static const std::vector<std::string>& names();
  // How much of a weight rests on few examples, by the number of answers of its question: what the trainer holds
  // against it.
  static const std::vector<float>& rarity();

  // A text file, one weight a line: name, tab, number; those that are not there are 0. Fails with file and line on
  // anything else.
  static Result<PronounRanker> load(const std::string& path);
  // That text, weights of 0 left out.
  static std::string format(const std::vector<float>& weights);

  PronounRanker() : weights_(size(), 0.0f) {}
  explicit PronounRanker(std::vector<float> weights) : weights_(std::move(weights)) {}
  float score(const Answers& answers) const;
  const std::vector<float>& weights() const { return weights_; }

 private:
  std::vector<float> weights_;
};

}  // namespace kronika
