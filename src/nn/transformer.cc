#include "nn/transformer.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace kronika {
namespace {

// Rows that go through all layers together: enough that weights are not what is waited for, few enough that what lies
// between two layers stays in the caches.
constexpr uint32_t kRowsAtOnce = 192;

Result<std::vector<float>> floats_of(const ModelFile& model, const std::string& name, uint32_t rows, uint32_t columns) {
  const auto tensor = model.tensor(name, rows, columns);
  if (!tensor) return tensor.error();
  if (tensor.value()->floats.empty())
    return Error{ErrorKind::invalid, "the tensor " + name + " of the model is not one of floats"};
  return tensor.value()->floats;
}

}  // namespace

Result<Transformer::Norm> Transformer::load_norm(const ModelFile& model, const std::string& name, uint32_t width) {
  auto weight = floats_of(model, name + ".w", 1, width);
  if (!weight) return weight.error();
  auto bias = floats_of(model, name + ".b", 1, width);
  if (!bias) return bias.error();
  return Norm{std::move(weight.value()), std::move(bias.value())};
}

Result<Transformer> Transformer::load(const ModelFile& model, const std::string& name) {
  Transformer out;
  const auto list = model.list(name + ".vocabulary");
  if (!list) return list.error();
  out.vocabulary_ = *list.value();
  const auto pieces = model.tensor(name + ".pieces", static_cast<uint32_t>(out.vocabulary_.size()), 0);
  if (!pieces) return pieces.error();
  out.pieces_ = *pieces.value();
  const uint32_t width = out.width_ = out.pieces_.columns;
  const auto heads = floats_of(model, name + ".heads", 1, 1);
  if (!heads) return heads.error();
  const float count = heads.value()[0];
  if (out.pieces_.bytes.empty() ||
      (count * 32.0f != static_cast<float>(width) && count * 64.0f != static_cast<float>(width)) || width % 32 != 0)
    return Error{ErrorKind::invalid,
                 "the encoder " + name + " of the model has no pieces of bytes, or its heads are not 32 or 64 wide"};
  out.heads_ = static_cast<uint32_t>(count);
  auto positions = floats_of(model, name + ".positions", 0, width);
  if (!positions) return positions.error();
  auto types = floats_of(model, name + ".types", 0, width);
  if (!types) return types.error();
  out.position_rows_ = std::move(positions.value());
  out.type_rows_ = std::move(types.value());
  out.most_pieces_ = static_cast<uint32_t>(out.position_rows_.size() / width);
  out.types_ = static_cast<uint32_t>(out.type_rows_.size() / width);
  auto norm = load_norm(model, name + ".norm", width);
  if (!norm) return norm.error();
  out.norm_ = std::move(norm.value());
  for (uint32_t n = 0; n == 0 || model.tensors.contains(name + "." + std::to_string(n) + ".attention.w"); ++n) {
    const std::string at = name + "." + std::to_string(n);
    Layer layer;
    Error problem;
    const auto keep = [&](auto result, auto& into) {
      if (result)
        into = std::move(result.value());
      else
        problem = result.error();
      return static_cast<bool>(result);
    };
    if (!keep(Dense::load(model, at + ".attention", 3 * width, width), layer.attention) ||
        !keep(Dense::load(model, at + ".output", width, width), layer.output) ||
        !keep(load_norm(model, at + ".output_norm", width), layer.output_norm) ||
        !keep(Dense::load(model, at + ".up", 0, width), layer.up) ||
        !keep(Dense::load(model, at + ".down", width, layer.up.rows()), layer.down) ||
        !keep(load_norm(model, at + ".down_norm", width), layer.down_norm))
      return problem;
    out.layers_.push_back(std::move(layer));
  }
  return out;
}

std::span<const float> Transformer::encode(std::span<const Input> pieces, std::span<const uint32_t> ends,
                                           Scratch& scratch, const Kernels& set) const {
  assert(pieces.size() == (ends.empty() ? 0 : ends.back()));
  if (scratch.rows.size() < pieces.size() * width_) scratch.rows.resize(pieces.size() * width_);
  embed(pieces, ends, scratch.rows.data());
  for (size_t from = 0; from < ends.size();) {
    const uint32_t first = from == 0 ? 0 : ends[from - 1];
    size_t to = from + 1;
    while (to < ends.size() && ends[to] - first <= kRowsAtOnce) ++to;
    run(ends.subspan(from, to - from), first, ends[to - 1] - first, scratch.rows.data() + size_t{first} * width_,
        scratch, set);
    from = to;
  }
  return {scratch.rows.data(), pieces.size() * width_};
}

// The sums of the tables' rows, not yet normalised.
void Transformer::embed(std::span<const Input> pieces, std::span<const uint32_t> ends, float* rows) const {
  size_t sequence = 0;
  for (uint32_t i = 0, first = 0; i < pieces.size(); ++i) {
    while (i >= ends[sequence]) first = ends[sequence++];
    const auto [piece, type, mark] = pieces[i];
    assert(piece < vocabulary_.size() && type < types_ && (mark == Input::kNoMark || mark < types_));
    assert(i - first < most_pieces_);
    float* row = rows + size_t{i} * width_;
    const int8_t* bytes = pieces_.bytes.data() + size_t{piece} * width_;
    const float scale = pieces_.scales[piece];
    const float* position = position_rows_.data() + size_t{i - first} * width_;
    const float* type_row = type_rows_.data() + size_t{type} * width_;
    for (uint32_t k = 0; k < width_; ++k) row[k] = static_cast<float>(bytes[k]) * scale + position[k] + type_row[k];
    if (mark == Input::kNoMark) continue;
    const float* mark_row = type_rows_.data() + size_t{mark} * width_;
    for (uint32_t k = 0; k < width_; ++k) row[k] += mark_row[k];
  }
}

// All layers over `n` rows, which begin at piece `first`; `ends` are those of their sequences.
void Transformer::run(std::span<const uint32_t> ends, uint32_t first, uint32_t n, float* rows, Scratch& scratch,
                      const Kernels& set) const {
  uint32_t inner = 3 * width_, longest = 0;
  for (const Layer& layer : layers_) inner = std::max(inner, layer.up.rows());
  for (uint32_t from = first; const uint32_t end : ends) longest = std::max(longest, end - from), from = end;
  const uint32_t head = width_ / heads_;
  const auto grow = [](std::vector<float>& floats, size_t size) {
    if (floats.size() < size) floats.resize(size);
  };
  grow(scratch.wide, size_t{n} * inner);
  grow(scratch.mixed, size_t{n} * width_);
  grow(scratch.attention, attention_scratch(longest, head));
  RoundedBuffer& narrow = scratch.narrow_rounded;
  RoundedBuffer& wide = scratch.wide_rounded;
  narrow.resize(n, width_);
  wide.resize(n, inner);
  std::fill_n(scratch.mixed.data(), size_t{n} * width_, 0.0f);
  const auto normalise = [&](const Norm& norm) {
    for (size_t i = 0; i < n; ++i)
      set.add_normalise(rows + i * width_, scratch.mixed.data() + i * width_, norm.weight.data(), norm.bias.data(),
                        width_, narrow.bytes.data() + i * width_, &narrow.scales[i], &narrow.zeros[i]);
  };
  normalise(norm_);
  const float scale = 1.0f / std::sqrt(static_cast<float>(head));
  for (const Layer& layer : layers_) {
    layer.attention.apply(narrow.rows(n), scratch.wide.data(), set);
    for (uint32_t from = first; const uint32_t end : ends) {
      const size_t row = from - first;
      set.attend({scratch.wide.data() + row * 3 * width_, end - from, heads_, head, scale}, scratch.attention.data(),
                 scratch.mixed.data() + row * width_);
      from = end;
    }
    for (size_t i = 0; i < n; ++i)
      set.round(scratch.mixed.data() + i * width_, width_, narrow.bytes.data() + i * width_, &narrow.scales[i],
                &narrow.zeros[i]);
    layer.output.apply(narrow.rows(n), scratch.mixed.data(), set);
    normalise(layer.output_norm);
    const size_t up = layer.up.rows();
    layer.up.apply(narrow.rows(n), scratch.wide.data(), set);
    for (size_t i = 0; i < n; ++i)
      set.gelu(scratch.wide.data() + i * up, layer.up.rows(), wide.bytes.data() + i * up, &wide.scales[i],
               &wide.zeros[i]);
    layer.down.apply(wide.rows(n), scratch.mixed.data(), set);
    normalise(layer.down_norm);
  }
}

}  // namespace kronika
