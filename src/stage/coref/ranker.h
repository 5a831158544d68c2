// PronounRanker: which candidate a pronoun means, by a small network over the answers to a fixed list of questions (a
// ranker after Denis & Baldridge 2008, "Specialized models and ranking for coreference resolution").
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/result.h"
#include "nn/model_file.h"

namespace kronika {

// What is asked of a pronoun and one of its candidates. Each answer is a place on one or more axes (axes of
// `question_name`).
enum class PronounQuestion : uint8_t {
  pronoun,
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
  later,
  later_role,
  later_link,
  understood,
  parenthesis,
  predicate,
  named_total,
  named_rank,
  order,
  order_in_sentence,
  main_subject,
  streak,
  streak_role,
  possessed,
  quote_role,
  quote_speaker,
  named_form,
  words,
  path,
  mark,
  mark_later,
  preposition,
  preposition_later,
  case_,
  passive,
  modified,
  coordination,
  introduced,
  subject_between,
  count_
};

enum class PronounKind : uint8_t { he, his, it, its, they, their };

// What is known of a pronoun and one candidate. Answers have numbers; the questions lie one after the other.
class Answers {
 public:
  explicit Answers(PronounKind kind) { add(PronounQuestion::pronoun, {static_cast<uint32_t>(kind)}); }
  // Values on the axes of the question, in their order; each less than its axis is long.
  void add(PronounQuestion question, std::initializer_list<uint32_t> values);
  const std::vector<uint32_t>& numbers() const { return numbers_; }
  // How many there can be, and the name of each: "clause above_subject+possessive".
  static uint32_t count();
  static const std::vector<std::string>& names();

 private:
  std::vector<uint32_t> numbers_;
};

// score = out . tanh(bias + sum of in) + sum of direct, over the rows of the answers.
struct PronounNetwork {
  static constexpr uint32_t kWidth = 32;
  std::vector<float> in;      // [Answers::count() x kWidth]
  std::vector<float> direct;  // one an answer
  std::vector<float> bias, out;
};

// Immutable; safe for concurrent use by multiple threads.
class PronounRanker {
 public:
  // Finds all alike.
  PronounRanker() = default;
  // Rounds the weights as the file does. Rows of nothing but 0 are left out.
  explicit PronounRanker(const PronounNetwork& network);
  // Fails where the model has answers that no question has, or lacks a part.
  static Result<PronounRanker> load(const ModelFile& model);
  ModelFile model() const;
  float score(const Answers& answers) const;

 private:
  Tensor in_;  // int8, a row an answer
  std::vector<float> direct_, bias_, out_;
};

}  // namespace kronika
