// CountryRanker: which country somebody is of whose words do not say it ("the police", "protesters"), by a log-linear
// model over the answers to a fixed list of questions.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/result.h"

namespace kronika {

// How the name of a country, or of somebody or some place of it, stands in its sentence.
enum class Stance : uint8_t { none, where, subject, owner, subject_modifier, modifier, people, city, actor, other };
// What the mention looks like.
enum class Guise : uint8_t { definite, indefinite, bare, person, organization, country_noun };

// Each answer is a place on one or more axes; the list of axes is in country_ranker.cc.
enum class CountryQuestion : uint8_t {
  nobody,
  share,
  share_sector,
  share_guise,
  near,
  after,
  back,
  recency,
  lead,
  foreign,
  clause,
  conjunct,
  same_noun,
  same_sector,
  inner,
  single,
  count_
};

// The weights that apply to a candidate.
using CountryFeatures = std::vector<uint32_t>;

// Immutable once made; safe for concurrent use by multiple threads.
class CountryRanker {
 public:
  CountryRanker();
  // A text file, one weight a line: question, answer, tab, number; those that are not there are 0. Fails with file and
  // line on anything else.
  static Result<CountryRanker> load(const std::string& path);
  // That text, weights of 0 left out.
  std::string format() const;

  // Adds the weight of one answer: values on the axes of the question, in their order, each less than its axis is long.
  void add(CountryQuestion question, std::initializer_list<uint32_t> values, CountryFeatures& to) const;

  uint32_t size() const { return static_cast<uint32_t>(weights_.size()); }
  const std::vector<float>& weights() const { return weights_; }
  void set_weights(std::vector<float> weights) { weights_ = std::move(weights); }
  std::string name(uint32_t weight) const;
  // What kind of evidence a weight stands for: story, sentence, clause, noun or kind.
  std::string_view clue(uint32_t weight) const;
  // How many answers the question of a weight has: the more, the fewer examples each.
  uint32_t answers(uint32_t weight) const;
  float score(const CountryFeatures& features) const {
    float sum = 0;
    for (const uint32_t feature : features) sum += weights_[feature];
    return sum;
  }

 private:
  size_t question_of(uint32_t weight) const;

  std::vector<uint32_t> start_;  // per question: index of its first weight
  std::vector<float> weights_;
};

}  // namespace kronika
