// RoleRanker: which two candidates are the parties of an event, by a log-linear model over the answers to a fixed list
// of questions: some of one candidate for one side, some of the two together.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kronika/result.h"

namespace kronika {

enum class RoleSide : uint8_t { actor, recipient, both };

// What is asked of a candidate (first those of one side), or of the candidates of both sides. Each answer is a place on
// one or more axes; the list of axes is in role_ranker.cc.
enum class RoleQuestion : uint8_t {
  rule,
  way,
  filled,
  shape,
  path,
  path_kind,
  preposition,
  below,
  distance,
  order,
  recency,
  evidence,
  sort,
  sector,
  country,
  scene,
  dateline,
  salience,
  located,
  nested,
  quote,
  before,
  number,
  named_near,
  side_filled,
  same_word,
  told,
  // of both sides
  countries,
  same,
  kinds,
  sequence,
  sectors,
  rules,
  elsewhere,
  count_
};

// The weights that apply to a candidate or a pair.
using RoleFeatures = std::vector<uint32_t>;

// A category of events. Weights are of all events, of those of a quad class, of a category, of a mode.
struct RoleCategory {
  std::string name;
  int quad = 1;  // 1..4
  std::vector<std::string> modes;
};

// What an event is to the ranker: indices of its category and mode among all; those behind the last for none.
struct RoleKind {
  uint32_t category = 0, mode = 0;
};

// Immutable once made; safe for concurrent use by multiple threads.
class RoleRanker {
 public:
  explicit RoleRanker(std::vector<RoleCategory> categories);
  // A text file, one weight a line: name, tab, number; those that are not there are 0, those of categories that are not
  // in the codebook are passed over. Fails with file and line on anything else.
  static Result<RoleRanker> load(const std::string& path, std::vector<RoleCategory> categories);
  // That text, weights of 0 left out.
  std::string format() const;

  // Adds the weights of one answer: values on the axes of the question, in their order, each less than its axis is
  // long.
  void add(RoleQuestion question, RoleSide side, RoleKind kind, std::initializer_list<uint32_t> values,
           RoleFeatures& to) const;
  RoleKind kind(std::string_view category, std::string_view mode) const;

  uint32_t size() const { return static_cast<uint32_t>(weights_.size()); }
  const std::vector<float>& weights() const { return weights_; }
  void set_weights(std::vector<float> weights) { weights_ = std::move(weights); }
  std::string name(uint32_t weight) const;
  // What kind of evidence a weight stands for: slot, position, nearness, story, kind, counterpart, speech or elsewhere.
  std::string_view clue(uint32_t weight) const;
  // How much of a weight rests on few examples: what the trainer holds against it.
  float rarity(uint32_t weight) const;
  float score(const RoleFeatures& features) const {
    float sum = 0;
    for (const uint32_t feature : features) sum += weights_[feature];
    return sum;
  }

 private:
  std::optional<uint32_t> find(std::string_view name, bool& passed_over) const;
  uint32_t blocks_of(size_t question) const;
  std::string block_name(size_t question, uint32_t block) const;
  size_t question_of(uint32_t weight) const;

  std::vector<RoleCategory> categories_;
  std::vector<std::string> modes_;                         // "COERCE/arrest"
  std::unordered_map<std::string, uint32_t> block_index_;  // the categories, then the modes
  std::vector<uint32_t> start_, answers_;                  // per question: index of its first weight, number of answers
  std::vector<float> weights_;
};

}  // namespace kronika
