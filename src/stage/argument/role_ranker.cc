#include "stage/argument/role_ranker.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "stage/argument/role_axes.h"
#include "text/weights.h"

namespace kronika {
namespace {

// What a question has weights of its own for, besides those for all events: the one before and ...
enum class Grain { all, category, mode };

struct Asked {
  std::string_view name, clue;
  Grain grain;
  std::vector<Axis> axes;
};

constexpr size_t kFirstOfBoth = static_cast<size_t>(RoleQuestion::countries);

const std::vector<Asked>& questions() {
  using namespace role_axes;
  static const std::vector<Asked> all = {
      {"rule", "slot", Grain::category, {kRank}},
      {"way", "slot", Grain::category, {kRank, kWay}},
      {"filled", "slot", Grain::mode, {kFilling, kKind}},
      {"shape", "slot", Grain::all, {kShape, kKind}},
      {"path", "position", Grain::category, {kAscent, kArc}},
      {"path_kind", "position", Grain::all, {kAscent, kArc, kShape}},
      {"preposition", "position", Grain::category, {kPreposition, kAscent}},
      {"below", "position", Grain::all, {kArc, kArc}},
      {"distance", "nearness", Grain::all, {kSentence, kKind}},
      {"order", "position", Grain::all, {kOrder, kShape}},
      {"recency", "nearness", Grain::all, {kRecency, kKind}},
      {"evidence", "kind", Grain::all, {kEvidence, kYes}},
      {"sort", "kind", Grain::category, {kSort}},
      {"sector", "kind", Grain::mode, {kSector}},
      {"country", "story", Grain::category, {kCountry, kKind}},
      {"scene", "story", Grain::category, {kScene, kKind}},
      {"dateline", "story", Grain::all, {kScene, kKind}},
      {"salience", "story", Grain::all, {kSize, kYes}},
      {"located", "position", Grain::all, {kYes, kSort}},
      {"nested", "position", Grain::all, {kNesting, kKind}},
      {"quote", "speech", Grain::category, {kQuote}},
      {"before", "elsewhere", Grain::all, {kBefore, kYes}},
      {"number", "kind", Grain::all, {kYes, kKind}},
      {"named_near", "nearness", Grain::all, {kSize, kKind}},
      {"side_filled", "slot", Grain::all, {kFilling, kFilling, kKind}},
      {"same_word", "position", Grain::all, {kYes}},
      {"told", "elsewhere", Grain::category, {kTimes, kTimes}},
      {"countries", "counterpart", Grain::mode, {kCountries, kSector}},
      {"same", "counterpart", Grain::all, {kSame, kShape}},
      {"kinds", "counterpart", Grain::mode, {kKind, kKind}},
      {"sequence", "counterpart", Grain::all, {kSequence, kShape}},
      {"sectors", "counterpart", Grain::all, {kSector, kSector, kYes}},
      {"rules", "slot", Grain::category, {kRank, kRank}},
      {"elsewhere", "elsewhere", Grain::category, {kTimes, kTimes}},
  };
  return all;
}

constexpr uint32_t kQuads = 4;

}  // namespace

RoleRanker::RoleRanker(std::vector<RoleCategory> categories) : categories_(std::move(categories)) {
  for (const RoleCategory& category : categories_)
    for (const std::string& mode : category.modes) modes_.push_back(category.name + "/" + mode);
  for (const RoleCategory& category : categories_)
    block_index_.emplace(category.name, static_cast<uint32_t>(block_index_.size()));
  for (const std::string& mode : modes_) block_index_.emplace(mode, static_cast<uint32_t>(block_index_.size()));
  uint32_t start = 0;
  for (size_t q = 0; q < questions().size(); ++q) {
    const uint32_t answers = size_of(questions()[q].axes);
    start_.push_back(start);
    answers_.push_back(answers);
    start += answers * blocks_of(q);
  }
  weights_.assign(start, 0.0f);
}

// Blocks, of each side: all events, the quad classes, the categories, the modes.
uint32_t RoleRanker::blocks_of(size_t question) const {
  const Grain grain = questions()[question].grain;
  uint32_t blocks = 1;
  if (grain != Grain::all) blocks += kQuads + static_cast<uint32_t>(categories_.size());
  if (grain == Grain::mode) blocks += static_cast<uint32_t>(modes_.size());
  return blocks * (question >= kFirstOfBoth ? 1 : 2);
}

std::string RoleRanker::block_name(size_t question, uint32_t block) const {
  const bool both = question >= kFirstOfBoth;
  const uint32_t a_side = blocks_of(question) / (both ? 1 : 2);
  const std::string side = both ? "both" : block < a_side ? "actor" : "recipient";
  const uint32_t which = block % a_side;
  if (which == 0) return side + " any";
  if (which <= kQuads) return side + " quad" + std::to_string(which);
  const uint32_t category = which - 1 - kQuads;
  return side + " " +
         (category < categories_.size() ? categories_[category].name : modes_[category - categories_.size()]);
}

RoleKind RoleRanker::kind(std::string_view category, std::string_view mode) const {
  RoleKind out{static_cast<uint32_t>(categories_.size()), static_cast<uint32_t>(modes_.size())};
  if (const auto at = block_index_.find(std::string(category)); at != block_index_.end()) out.category = at->second;
  const auto at = block_index_.find(std::string(category) + "/" + std::string(mode));
  if (at != block_index_.end()) out.mode = at->second - static_cast<uint32_t>(categories_.size());
  return out;
}

void RoleRanker::add(RoleQuestion question, RoleSide side, RoleKind kind, std::initializer_list<uint32_t> values,
                     RoleFeatures& to) const {
  const auto q = static_cast<size_t>(question);
  assert((q >= kFirstOfBoth) == (side == RoleSide::both) && "a question is of one side or of both");
  const uint32_t answer = place_of(questions()[q].axes, values);
  const uint32_t a_side = blocks_of(q) / (side == RoleSide::both ? 1 : 2);
  const uint32_t first = start_[q] + (side == RoleSide::recipient ? a_side * answers_[q] : 0) + answer;
  to.push_back(first);
  const Grain grain = questions()[q].grain;
  const auto count = static_cast<uint32_t>(categories_.size());
  if (grain == Grain::all || kind.category >= count) return;
  to.push_back(first + static_cast<uint32_t>(categories_[kind.category].quad) * answers_[q]);
  to.push_back(first + (1 + kQuads + kind.category) * answers_[q]);
  if (grain == Grain::mode && kind.mode < modes_.size())
    to.push_back(first + (1 + kQuads + count + kind.mode) * answers_[q]);
}

size_t RoleRanker::question_of(uint32_t weight) const {
  return static_cast<size_t>(std::upper_bound(start_.begin(), start_.end(), weight) - start_.begin()) - 1;
}

std::string RoleRanker::name(uint32_t weight) const {
  const size_t q = question_of(weight);
  return block_name(q, (weight - start_[q]) / answers_[q]) + " " + std::string(questions()[q].name) + " " +
         name_of(questions()[q].axes, (weight - start_[q]) % answers_[q]);
}

std::string_view RoleRanker::clue(uint32_t weight) const { return questions()[question_of(weight)].clue; }

float RoleRanker::rarity(uint32_t weight) const {
  const size_t q = question_of(weight);
  const uint32_t a_side = blocks_of(q) / (q >= kFirstOfBoth ? 1 : 2);
  const uint32_t which = (weight - start_[q]) / answers_[q] % a_side;
  const float block = which == 0 ? 1.0f : which <= kQuads ? 2.0f : 3.0f;
  return block * std::max(1.0f, std::sqrt(static_cast<float>(answers_[q]) / 8.0f));
}

// The weight of a name; `passed_over` says that it is one of another codebook's categories.
std::optional<uint32_t> RoleRanker::find(std::string_view name, bool& passed_over) const {
  const std::string_view side = next_word(name), block = next_word(name), question = next_word(name);
  const auto found =
      std::find_if(questions().begin(), questions().end(), [&](const Asked& asked) { return asked.name == question; });
  if (found == questions().end()) return std::nullopt;
  const auto q = static_cast<size_t>(found - questions().begin());
  const bool both = q >= kFirstOfBoth;
  if (both ? side != "both" : side != "actor" && side != "recipient") return std::nullopt;
  const auto answer = place_named(found->axes, name);
  if (!answer) return std::nullopt;
  const uint32_t a_side = blocks_of(q) / (both ? 1 : 2);
  const uint32_t first = side == "recipient" ? a_side : 0;
  if (found->grain == Grain::all && block != "any") return std::nullopt;
  uint32_t which = 0;
  if (block.size() == 5 && block.starts_with("quad") && block[4] >= '1' && block[4] <= '4') {
    which = static_cast<uint32_t>(block[4] - '0');
  } else if (block != "any") {
    const auto known = block_index_.find(std::string(block));
    if (known == block_index_.end()) {
      passed_over = true;
      return std::nullopt;
    }
    which = 1 + kQuads + known->second;
    if (which >= a_side) return std::nullopt;
  }
  return start_[q] + (first + which) * answers_[q] + *answer;
}

Result<RoleRanker> RoleRanker::load(const std::string& path, std::vector<RoleCategory> categories) {
  RoleRanker ranker(std::move(categories));
  const Status read = read_weights(path, [&](std::string_view name, float weight) -> std::optional<std::string> {
    bool passed_over = false;
    if (const auto at = ranker.find(name, passed_over))
      ranker.weights_[*at] = weight;
    else if (!passed_over)
      return "no question has the answer \"" + std::string(name) + "\"";
    return std::nullopt;
  });
  if (!read) return read.error();
  return ranker;
}

std::string RoleRanker::format() const {
  std::string out;
  for (uint32_t i = 0; i < size(); ++i) out += weight_line(name(i), weights_[i], 3);
  return out;
}

}  // namespace kronika
