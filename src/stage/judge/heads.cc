#include "stage/judge/heads.h"

#include <algorithm>
#include <cmath>

#include "base/exact.h"
#include "stage/judge/judge.h"

namespace kronika {
namespace {

Result<FloatTable> load_table(const ModelFile& model, const std::string& name, uint32_t rows, uint32_t columns) {
  const auto tensor = model.tensor(name, rows, columns);
  if (!tensor) return tensor.error();
  if (tensor.value()->floats.empty())
    return Error{ErrorKind::invalid, "the tensor " + name + " of the model is not one of floats"};
  return FloatTable{tensor.value()->columns, tensor.value()->floats};
}

}  // namespace

void to_chances(float* values, size_t count) {
  const float top = *std::max_element(values, values + count);
  double all = 0;
  for (size_t i = 0; i < count; ++i) all += exact_exp(values[i] - top);
  for (size_t i = 0; i < count; ++i) values[i] = static_cast<float>(exact_exp(values[i] - top) / all);
}

void normalise(const float* from, uint32_t n, float* to) {
  double squares = 0;
  for (uint32_t i = 0; i < n; ++i) squares += double{from[i]} * from[i];
  const float down = 1.0f / static_cast<float>(std::sqrt(std::max(squares, 1e-24)));
  for (uint32_t i = 0; i < n; ++i) to[i] = from[i] * down;
}

Result<std::unique_ptr<const JudgeHeads>> JudgeHeads::load(const ModelFile& model) {
  auto heads = std::make_unique<JudgeHeads>();
  if (const auto wrong = heads->read(model)) return *wrong;
  return std::unique_ptr<const JudgeHeads>(std::move(heads));
}

std::optional<Error> JudgeHeads::read(const ModelFile& model) {
  auto loaded = Transformer::load(model, "encoder");
  if (!loaded) return loaded.error();
  encoder = std::move(loaded.value());
  width = encoder.width();
  if (encoder.types() <= static_cast<uint32_t>(PieceType::target))
    return Error{ErrorKind::invalid, "the tensor encoder.types of the model has no rows for marked parties"};
  sizes.longest = std::min(sizes.longest, encoder.most_pieces());
  auto split = PieceSplitter::make(encoder.vocabulary());
  if (!split) return split.error();
  pieces = std::move(split.value());
  const auto hides = std::find(encoder.vocabulary().begin(), encoder.vocabulary().end(), "[MASK]");
  if (hides == encoder.vocabulary().end())
    return Error{ErrorKind::invalid, "the encoder's vocabulary has no piece [MASK]"};
  mask = static_cast<uint32_t>(hides - encoder.vocabulary().begin());
  for (const auto& [name, list] : {std::pair{"heads.categories", &categories}, std::pair{"heads.modes", &modes},
                                   std::pair{"heads.sectors", &sectors}}) {
    const auto found = model.list(name);
    if (!found) return found.error();
    *list = *found.value();
  }
  const auto many = static_cast<uint32_t>(categories.size());
  if (const auto shape = model.tensor("heads.word.w", 0, width); shape) hidden = shape.value()->rows;
  std::optional<Error> wrong;
  const auto linear = [&](const char* name, uint32_t rows, uint32_t columns, Linear& to) {
    if (wrong) return;
    auto one =
        Linear::load(model, std::string("heads.") + name + ".w", std::string("heads.") + name + ".b", rows, columns);
    if (one)
      to = std::move(one.value());
    else
      wrong = one.error();
  };
  const auto table = [&](const char* name, uint32_t rows, uint32_t columns, FloatTable& to) {
    if (wrong) return;
    auto one = load_table(model, std::string("heads.") + name, rows, columns);
    if (one)
      to = std::move(one.value());
    else
      wrong = one.error();
  };
  linear("word", hidden, width, word);
  linear("turn", width, hidden, turn);
  linear("category", many, width, category);
  linear("mode", static_cast<uint32_t>(modes.size()), hidden, mode);
  linear("factuality", kFactualities, hidden, factuality);
  linear("again", 1, hidden, again);
  linear("query", 0, hidden, query);
  if (!wrong) linear("key", query.rows(), width, key);
  linear("special", kJudgedRoles * kUnnamed, hidden, unnamed);
  linear("country_query", 0, width, country_query);
  if (!wrong) linear("country_key", country_query.rows(), width, country_key);
  linear("country_special", kPointedRoles * kUncountried, width, country_special);
  const auto kinds = static_cast<uint32_t>(sectors.size());
  linear("sector_event", kPointedRoles * kinds, width, sector_event);
  linear("sector_party", kinds, width, sector_party);
  linear("relation", width, 3 * width, relation);
  linear("relation_category", many, width, relation_category);
  table("fast", kFast, width, fast);
  table("fast_bias", kFast, many, fast_bias);
  table("fast_factuality", kFactualities + 1, kFactualities, fast_factuality);
  table("flag", kJudgedRoles * kFlags, 1, flag);
  table("special_flag", kJudgedRoles * kUnnamed * 3, 1, unnamed_flag);
  table("sector_taken_for", kPointedRoles * (kinds + 2), kinds, sector_taken_for);
  table("country_distance", kPointedRoles * kCountryDistances, 1, country_distance);
  table("country_rank", kPointedRoles * kCountryRanks, 1, country_rank);
  table("country_said", kPointedRoles * kCountrySaid, 1, country_said);
  table("country_said_special", kPointedRoles * kUncountried * kCountrySaid, 1, country_said_special);
  if (!wrong && country_query.rows() % kPointedRoles != 0)
    wrong = Error{ErrorKind::invalid, "the tensor heads.country_query.w of the model does not hold two sides"};
  if (!wrong && query.rows() % kJudgedRoles != 0)
    wrong = Error{ErrorKind::invalid, "the tensor heads.query.w of the model does not hold three roles"};
  return wrong;
}

void JudgeHeads::relate(const Window& window, std::span<const float> rows, std::vector<float>& chances) const {
  std::vector<float> joined(3 * size_t{width}, 0.0f);
  // The means of all pieces, of the source's and of the target's, each of length 1.
  for (size_t part = 0; part < 3; ++part) {
    float* mean = joined.data() + part * width;
    float count = 0;
    for (size_t p = 0; p < window.pieces.size(); ++p) {
      const auto type = static_cast<PieceType>(window.pieces[p].type);
      if ((part == 1 && type != PieceType::source) || (part == 2 && type != PieceType::target)) continue;
      for (uint32_t c = 0; c < width; ++c) mean[c] += rows[p * width + c];
      ++count;
    }
    for (uint32_t c = 0; c < width; ++c) mean[c] /= std::max(count, 1.0f);
    normalise(mean, width, mean);
  }
  Rounded rounded;
  std::vector<float> values;
  rounded.set(joined, 3 * width);
  relation.apply(rounded.bytes.data(), rounded.scales.data(), 1, values);
  rounded.set(values, width);
  relation_category.apply(rounded.bytes.data(), rounded.scales.data(), 1, chances);
  chances.erase(chances.begin());
  to_chances(chances.data(), chances.size());
}

}  // namespace kronika
