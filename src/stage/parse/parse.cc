#include "stage/parse/parse.h"

#include <algorithm>

#include "stage/parse/mst.h"

namespace kronika {

Result<std::unique_ptr<const Parser>> Parser::load(const ModelFile& model) {
  std::unique_ptr<Parser> parser(new Parser());
  auto dependent = Hidden::load(model, "dependent", 0);
  if (!dependent) return dependent.error();
  parser->dependent_ = std::move(dependent.value());
  const uint32_t width = parser->dependent_.columns(), arc = parser->dependent_.width();
  auto governor = Hidden::load(model, "governor", width);
  if (!governor) return governor.error();
  parser->governor_ = std::move(governor.value());
  const struct {
    const char *weights, *bias;
    uint32_t rows, columns;
    Linear& to;
  } linears[] = {{"arc", "", arc, arc, parser->arc_},
                 {"label.dependent", "", 0, width, parser->label_dependent_},
                 {"label.governor", "", 0, width, parser->label_governor_},
                 {"label.out.w", "label.out.b", static_cast<uint32_t>(Deprel::xcomp) + 1, 0, parser->label_out_}};
  for (const auto& linear : linears) {
    auto loaded = Linear::load(model, linear.weights, linear.bias, linear.rows, linear.columns);
    if (!loaded) return loaded.error();
    linear.to = std::move(loaded.value());
  }
  const uint32_t label = parser->label_out_.columns();
  if (parser->governor_.width() != arc || parser->label_dependent_.rows() != label ||
      parser->label_governor_.rows() != label)
    return Error{ErrorKind::invalid, "the layers of the model's parser do not fit together"};
  std::vector<float> root;
  const struct {
    const char* name;
    uint32_t columns;
    std::vector<float>& to;
  } vectors[] = {{"arc.root", arc, root},
                 {"arc.u", arc, parser->arc_bias_},
                 {"label.b", label, parser->label_bias_},
                 {"label.root", label, parser->label_root_}};
  for (const auto& vector : vectors) {
    const auto tensor = model.tensor(vector.name, 1, vector.columns);
    if (!tensor) return tensor.error();
    if (tensor.value()->floats.empty())
      return Error{ErrorKind::invalid, std::string("the tensor ") + vector.name + " of the model is not one of floats"};
    vector.to = tensor.value()->floats;
  }
  // The root's vector may leave [-1, 1]; what it loses by rounding is made good by its scale, kept at 1/127 for all
  // rows.
  for (const float value : root)
    parser->root_.push_back(
        static_cast<int8_t>(static_cast<int>(std::clamp(value, -1.0f, 1.0f) * 127.0f + 128.5f) - 128));
  return std::unique_ptr<const Parser>(std::move(parser));
}

Trees Parser::parse(const Tokens& tokens, const Encoding& encoding) const {
  Trees trees;
  trees.head.resize(tokens.size());
  trees.deprel.resize(tokens.size(), Deprel::dep);
  for (const Sentence& sentence : tokens.sentences) {
    uint32_t root = sentence.first;
    for (uint32_t first = sentence.first; first < sentence.last; first += kMostWords) {
      const uint32_t last = std::min(first + kMostWords, sentence.last);
      parse_piece(first, last, encoding, trees);
      uint32_t piece_root = first;
      while (!trees.is_root(piece_root)) ++piece_root;
      if (first == sentence.first) {
        root = piece_root;
      } else {
        trees.head[piece_root] = root;
        trees.deprel[piece_root] = Deprel::parataxis;
      }
    }
  }
  return trees;
}

void Parser::parse_piece(uint32_t first, uint32_t last, const Encoding& encoding, Trees& trees) const {
  const uint32_t n = last - first, width = dependent_.width();
  if (n == 1) {
    trees.head[first] = first;
    trees.deprel[first] = Deprel::root;
    return;
  }
  std::vector<int8_t> dependents, governors = root_, words;
  dependent_.apply(encoding.row(first), n, dependents);
  governor_.apply(encoding.row(first), n, words);
  governors.insert(governors.end(), words.begin(), words.end());

  // scores = dependents * (governors * arc)' + governors * u', the products in integers.
  std::vector<float> turned;
  arc_.apply(governors.data(), n + 1, turned);
  std::vector<int8_t> turned8(turned.size());
  std::vector<float> scale(n + 1), bias(n + 1, 0.0f);
  for (uint32_t h = 0; h <= n; ++h) {
    scale[h] = quantise_row(turned.data() + size_t{h} * width, width, turned8.data() + size_t{h} * width) * kUnitScale;
    for (uint32_t k = 0; k < width; ++k)
      bias[h] += static_cast<float>(governors[size_t{h} * width + k]) * kUnitScale * arc_bias_[k];
  }
  const PackedRows packed(turned8.data(), n + 1, width);
  std::vector<int32_t> sums(size_t{n} * packed.padded_rows());
  packed.multiply(dependents.data(), n, sums.data());
  std::vector<float> scores(size_t{n} * (n + 1));
  for (uint32_t i = 0; i < n; ++i)
    for (uint32_t h = 0; h <= n; ++h)
      scores[size_t{i} * (n + 1) + h] =
          static_cast<float>(sums[size_t{i} * packed.padded_rows() + h]) * scale[h] + bias[h];
  const std::vector<uint32_t> heads = best_tree(scores, n);

  std::vector<float> as_dependent, as_governor;
  label_dependent_.apply(encoding.row(first), n, as_dependent);
  label_governor_.apply(encoding.row(first), n, as_governor);
  const uint32_t label_width = label_out_.columns();
  for (uint32_t i = 0; i < n; ++i) {
    const float* governor =
        heads[i] == 0 ? label_root_.data() : as_governor.data() + size_t{heads[i] - 1} * label_width;
    for (uint32_t k = 0; k < label_width; ++k)
      as_dependent[size_t{i} * label_width + k] += governor[k] + label_bias_[k];
  }
  std::vector<int8_t> hidden(as_dependent.size());
  kernels().tanh(as_dependent.data(), hidden.data(), static_cast<uint32_t>(hidden.size()));
  std::vector<uint32_t> labels;
  label_out_.best(hidden.data(), n, labels);
  for (uint32_t i = 0; i < n; ++i) {
    trees.head[first + i] = heads[i] == 0 ? first + i : first + heads[i] - 1;
    Deprel deprel = static_cast<Deprel>(labels[i]);
    if (heads[i] == 0)
      deprel = Deprel::root;
    else if (deprel == Deprel::root)
      deprel = Deprel::parataxis;
    trees.deprel[first + i] = deprel;
  }
}

}  // namespace kronika
