#include "stage/encode/encode.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"
#include "nn/linear.h"
#include "stage/encode/features.h"
#include "stage/encode/pieces.h"

namespace kronika {
namespace {

// Words that go through the layers together: enough for the matrix products, few enough for the cache.
constexpr uint32_t kBlockWords = 256;

void add_row(const Tensor& table, uint32_t row, float share, float* to) {
  kernels().add_scaled(table.bytes.data() + size_t{row} * table.columns, table.scales[row] * share, table.columns, to);
}

}  // namespace

struct Encoder::Weights {
  struct Layer {
    Linear linear;                     // 3 x width: values, forget gates, reset gates
    std::vector<float> forget, reset;  // peepholes
  };
  Tensor form, gram, affix, piece;  // `piece` is empty in a model without word pieces
  WordPieces pieces;
  Linear word;
  std::vector<Layer> layers;
  std::unordered_map<std::string, uint32_t> form_row;
  uint32_t width = 0;

  // Vectors of distinct words, before the recurrent layers.
  void word_vectors(const std::vector<std::string_view>& words, std::vector<float>& vectors,
                    std::vector<int8_t>& rounded) const;
  void run_layers(const std::vector<Sentence>& sentences, size_t first, size_t last, std::vector<float>& x,
                  std::vector<int8_t>& x8) const;
};

Encoder::Encoder() : weights_(std::make_unique<Weights>()) {
  static std::atomic<uint64_t> count = 0;
  number_ = ++count;
}
Encoder::~Encoder() = default;

Result<std::unique_ptr<const Encoder>> Encoder::load(const ModelFile& model) {
  std::unique_ptr<Encoder> encoder(new Encoder());
  Weights& weights = *encoder->weights_;
  const auto forms = model.list("form");
  if (!forms) return forms.error();
  const struct {
    const char* name;
    uint32_t rows;
    Tensor& to;
  } tables[] = {{"form", static_cast<uint32_t>(forms.value()->size()) + 1, weights.form},
                {"gram", kGramRows, weights.gram},
                {"affix", kAffixRows, weights.affix}};
  uint32_t input = 0;
  for (const auto& table : tables) {
    const auto tensor = model.tensor(table.name, table.rows, 0);
    if (!tensor) return tensor.error();
    if (tensor.value()->bytes.empty())
      return Error{ErrorKind::invalid, std::string("the table ") + table.name + " of the model is not one of bytes"};
    table.to = *tensor.value();
    input += table.to.columns;
  }
  if (model.tensors.contains("piece")) {
    const auto pieces = model.list("piece");
    if (!pieces) return pieces.error();
    const auto tensor = model.tensor("piece", static_cast<uint32_t>(pieces.value()->size()), 0);
    if (!tensor) return tensor.error();
    if (tensor.value()->bytes.empty() || pieces.value()->empty())
      return Error{ErrorKind::invalid, "the table piece of the model is not one of bytes"};
    weights.piece = *tensor.value();
    weights.pieces = WordPieces(*pieces.value());
    input += weights.piece.columns;
  }
  auto word = Linear::load(model, "word.w", "word.b", 0, input);
  if (!word) return word.error();
  weights.word = std::move(word.value());
  weights.width = weights.word.rows();
  if (weights.width % 8 != 0)
    return Error{ErrorKind::invalid, "the width of the model's encoder is not a multiple of 8"};
  for (int l = 0; model.tensors.contains("layer" + std::to_string(l) + ".w"); ++l) {
    const std::string name = "layer" + std::to_string(l);
    auto linear = Linear::load(model, name + ".w", name + ".b", 3 * weights.width, weights.width);
    if (!linear) return linear.error();
    const auto peepholes = model.tensor(name + ".v", 2, weights.width);
    if (!peepholes) return peepholes.error();
    const std::vector<float>& v = peepholes.value()->floats;
    if (v.size() != 2 * weights.width)
      return Error{ErrorKind::invalid, "the tensor " + name + ".v of the model is not one of floats"};
    weights.layers.push_back(
        {std::move(linear.value()), {v.begin(), v.begin() + weights.width}, {v.begin() + weights.width, v.end()}});
  }
  if (weights.layers.empty()) return Error{ErrorKind::invalid, "the model has no recurrent layer"};
  for (size_t i = 0; i < forms.value()->size(); ++i)
    weights.form_row[(*forms.value())[i]] = static_cast<uint32_t>(i + 1);
  return std::unique_ptr<const Encoder>(std::move(encoder));
}

void Encoder::Weights::word_vectors(const std::vector<std::string_view>& words, std::vector<float>& vectors,
                                    std::vector<int8_t>& rounded) const {
  const uint32_t n = static_cast<uint32_t>(words.size()), in = word.columns();
  std::vector<float> input(in), scales(n);
  std::vector<int8_t> bytes(size_t{n} * in);
  for (uint32_t i = 0; i < n; ++i) {
    const WordFeatures features = word_features(words[i]);
    std::fill(input.begin(), input.end(), 0.0f);
    const auto row = form_row.find(features.form);
    add_row(form, row == form_row.end() ? 0 : row->second, 1.0f, input.data());
    const float share = 1.0f / static_cast<float>(std::max<size_t>(1, features.grams.size()));
    for (const uint32_t g : features.grams) add_row(gram, g, share, input.data() + form.columns);
    for (const uint32_t a : features.affixes) add_row(affix, a, 1.0f, input.data() + form.columns + gram.columns);
    if (piece.rows > 0) {
      const std::vector<uint32_t> rows = pieces.split(words[i]);
      for (const uint32_t p : rows)
        add_row(piece, p, 1.0f / static_cast<float>(rows.size()),
                input.data() + form.columns + gram.columns + affix.columns);
    }
    scales[i] = quantise_row(input.data(), in, bytes.data() + size_t{i} * in);
  }
  word.apply(bytes.data(), scales.data(), n, vectors);
  rounded.resize(vectors.size());
  kernels().tanh(vectors.data(), rounded.data(), static_cast<uint32_t>(vectors.size()));
}

// The vectors of words that a thread met lately, by a hash of the word: a few thousand words are most of any text. Kept
// for one encoder at a time.
class WordCache {
 public:
  static WordCache& of_this_thread(uint64_t encoder, uint32_t width) {
    static thread_local WordCache cache;
    if (cache.encoder_ != encoder) cache = WordCache(encoder, width);
    return cache;
  }

  // The slot of a word, if it holds that word.
  std::optional<uint32_t> find(std::string_view word) const {
    const uint32_t slot = slot_of(word);
    return words_[slot] == word ? std::optional(slot) : std::nullopt;
  }
  void get(uint32_t slot, float* vector, int8_t* rounded) const {
    std::copy_n(vectors_.data() + size_t{slot} * width_, width_, vector);
    std::copy_n(rounded_.data() + size_t{slot} * width_, width_, rounded);
  }
  void put(std::string_view word, const float* vector, const int8_t* rounded) {
    if (word.empty() || word.size() > kLongest) return;
    const uint32_t slot = slot_of(word);
    words_[slot] = word;
    std::copy_n(vector, width_, vectors_.data() + size_t{slot} * width_);
    std::copy_n(rounded, width_, rounded_.data() + size_t{slot} * width_);
  }

 private:
  static constexpr uint32_t kSlots = 8192;  // 16 MB at a width of 384
  static constexpr size_t kLongest = 64;    // bytes
  WordCache() = default;
  WordCache(uint64_t encoder, uint32_t width)
      : encoder_(encoder), width_(width), words_(kSlots), vectors_(size_t{kSlots} * width), rounded_(vectors_.size()) {}
  static uint32_t slot_of(std::string_view word) { return static_cast<uint32_t>(mix64(hash64(word))) & (kSlots - 1); }

  uint64_t encoder_ = 0;  // 0: none
  uint32_t width_ = 0;
  std::vector<std::string> words_;
  std::vector<float> vectors_;
  std::vector<int8_t> rounded_;
};

void Encoder::Weights::run_layers(const std::vector<Sentence>& sentences, size_t first, size_t last,
                                  std::vector<float>& x, std::vector<int8_t>& x8) const {
  const uint32_t base = sentences[first].first, n = sentences[last - 1].last - base, half = width / 2;
  std::vector<float> u, h(size_t{n} * width), state(half);
  std::vector<int8_t> h8(size_t{n} * width);
  for (const Layer& layer : layers) {
    layer.linear.apply(x8.data(), n, u);
    for (size_t s = first; s < last; ++s) {
      const uint32_t from = sentences[s].first - base, length = sentences[s].size();
      for (const uint32_t unit : {0u, half}) {
        std::fill(state.begin(), state.end(), 0.0f);
        for (uint32_t t = 0; t < length; ++t) {
          const size_t i = unit == 0 ? from + t : from + length - 1 - t;
          const float* row = u.data() + i * 3 * width + unit;
          kernels().recur(row, row + width, row + 2 * size_t{width}, layer.forget.data() + unit,
                          layer.reset.data() + unit, x.data() + i * width + unit, half, state.data(),
                          h.data() + i * width + unit, h8.data() + i * width + unit);
        }
      }
    }
    x.swap(h);
    x8.swap(h8);
  }
}

Encoding Encoder::encode(const Article& article, const Tokens& tokens) const {
  const uint32_t width = weights_->width;
  Encoding encoding;
  encoding.width = width;
  encoding.rows.resize(size_t{tokens.size()} * width);

  std::unordered_map<std::string_view, uint32_t> row_of;
  std::vector<std::string_view> distinct;
  std::vector<uint32_t> rows(tokens.size());
  for (uint32_t word = 0; word < tokens.size(); ++word) {
    const std::string_view text = article.slice(tokens.words[word].span);
    const auto [at, added] = row_of.try_emplace(text, static_cast<uint32_t>(distinct.size()));
    if (added) distinct.push_back(text);
    rows[word] = at->second;
  }
  std::vector<float> vectors, x;
  std::vector<int8_t> rounded, x8;
  vectors.resize(distinct.size() * width);
  rounded.resize(vectors.size());
  WordCache& cache = WordCache::of_this_thread(number_, width);
  std::vector<std::string_view> fresh;
  std::vector<size_t> fresh_rows;
  for (size_t i = 0; i < distinct.size(); ++i) {
    if (const auto slot = cache.find(distinct[i])) {
      cache.get(*slot, vectors.data() + i * width, rounded.data() + i * width);
    } else {
      fresh.push_back(distinct[i]);
      fresh_rows.push_back(i);
    }
  }
  weights_->word_vectors(fresh, x, x8);
  for (size_t i = 0; i < fresh.size(); ++i) {
    const float* vector = x.data() + i * width;
    const int8_t* bytes = x8.data() + i * width;
    std::copy_n(vector, width, vectors.data() + fresh_rows[i] * width);
    std::copy_n(bytes, width, rounded.data() + fresh_rows[i] * width);
    cache.put(fresh[i], vector, bytes);
  }

  const std::vector<Sentence>& sentences = tokens.sentences;
  for (size_t first = 0; first < sentences.size();) {
    size_t last = first + 1;
    while (last < sentences.size() && sentences[last].last - sentences[first].first <= kBlockWords) ++last;
    const uint32_t begin = sentences[first].first, end = sentences[last - 1].last;
    x.resize(size_t{end - begin} * width);
    x8.resize(x.size());
    for (uint32_t word = begin; word < end; ++word) {
      std::copy_n(vectors.begin() + static_cast<long>(size_t{rows[word]} * width), width,
                  x.begin() + static_cast<long>(size_t{word - begin} * width));
      std::copy_n(rounded.begin() + static_cast<long>(size_t{rows[word]} * width), width,
                  x8.begin() + static_cast<long>(size_t{word - begin} * width));
    }
    weights_->run_layers(sentences, first, last, x, x8);
    std::copy_n(x8.begin(), size_t{end - begin} * width,
                encoding.rows.begin() + static_cast<long>(size_t{begin} * width));
    first = last;
  }
  return encoding;
}

}  // namespace kronika
