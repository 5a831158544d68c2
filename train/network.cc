#include "network.h"

#include <algorithm>
#include <cmath>

#include "stage/parse/mst.h"
#include "text/syntax.h"

namespace kronika::train {
namespace {

constexpr float kInputDropout = 0.25f;  // features of words, entries of the encoder's input
constexpr float kLayerDropout = 0.25f;  // input of each recurrent layer, one mask a sentence
constexpr float kHeadDropout = 0.33f;   // input of the heads, one mask a sentence
constexpr float kFormDropout = 0.2f;    // whole forms become unknown
constexpr float kContextWeight = 3.0f;  // of the error against the pre-trained encoder, beside the heads' losses
constexpr float kNever = -1e9f;

// Independent of the standard library's distributions, whose results differ between implementations.
float uniform(std::mt19937_64& random) { return static_cast<float>(random() >> 40) * (1.0f / 16777216.0f); }

// 0 or 1/(1-p).
void fill_mask(Eigen::Ref<Matrix> mask, float p, std::mt19937_64& random) {
  for (Eigen::Index i = 0; i < mask.rows(); ++i)
    for (Eigen::Index j = 0; j < mask.cols(); ++j) mask(i, j) = uniform(random) < p ? 0.0f : 1.0f / (1.0f - p);
}

Matrix affine(const Matrix& x, const Matrix& w, const Matrix& b) {
  Matrix y = x * w.transpose();
  y.rowwise() += b.row(0);
  return y;
}

// Turns logits into the gradient of cross-entropy in place; labels < 0 get none. Returns the loss.
double cross_entropy(Matrix& logits, const std::vector<int>& gold, float scale) {
  double loss = 0;
  for (Eigen::Index i = 0; i < logits.rows(); ++i) {
    auto row = logits.row(i);
    const int label = gold[static_cast<size_t>(i)];
    if (label < 0) {
      row.setZero();
      continue;
    }
    const float top = row.maxCoeff();
    row = (row.array() - top).exp();
    const float sum = row.sum();
    loss -= std::log(std::max(row(label) / sum, 1e-30f));
    row *= scale / sum;
    row(label) -= scale;
  }
  return loss;
}

int best(const Matrix& logits, Eigen::Index row) {
  Eigen::Index column = 0;
  logits.row(row).maxCoeff(&column);
  return static_cast<int>(column);
}

}  // namespace

// What forward leaves for backward. Rows of the matrices are the words of all sentences, one after the other.
struct Network::Pass {
  std::vector<const Prepared*> sentences;
  std::vector<Eigen::Index> first;  // row of each sentence, and the end
  std::vector<std::vector<uint32_t>> form_row, grams, affixes;
  Matrix input, input_mask, word;  // concatenated embeddings, dropout, tanh of the word layer
  struct Layer {
    Matrix x, mask, masked, u, f, r, c, g, h;
  };
  std::vector<Layer> layers;
  bool training = false;

  Eigen::Index rows() const { return first.back(); }
  const Matrix& top() const { return layers.back().h; }
};

Network::Network(const Sizes& sizes, std::vector<std::string> forms, std::vector<std::string> pieces,
                 const Matrix& piece_vectors, const Labels& labels, uint64_t seed)
    : sizes_(sizes), forms_(std::move(forms)), pieces_(std::move(pieces)), word_pieces_(pieces_), labels_(labels) {
  std::mt19937_64 random(seed);
  for (size_t i = 0; i < forms_.size(); ++i) form_row_[forms_[i]] = static_cast<uint32_t>(i + 1);
  const int w = sizes.width, half = w / 2, in = sizes.form + sizes.gram + sizes.affix + sizes.piece;
  const auto glorot = [](int rows, int columns) { return std::sqrt(6.0f / static_cast<float>(rows + columns)); };
  const auto dense = [&](const std::string& name, int rows, int columns, int& weight, int& bias) {
    weight = add(name + ".w", rows, columns, glorot(rows, columns), random);
    bias = add(name + ".b", 1, rows, 0, random);
  };
  form_ = add("form", static_cast<int>(forms_.size()) + 1, sizes.form, 0.1f, random, true);
  gram_ = add("gram", kGramRows, sizes.gram, 0.3f, random, true);
  affix_ = add("affix", kAffixRows, sizes.affix, 0.1f, random, true);
  if (sizes.piece > 0) {
    piece_ = add("piece", static_cast<int>(pieces_.size()), sizes.piece, 0, random, true);
    parameters_.back().value = piece_vectors;
    parameters_.back().fixed = true;
  }
  dense("word", w, in, word_w_, word_b_);
  for (int l = 0; l < sizes.layers; ++l) {
    int weight = 0, bias = 0;
    dense("layer" + std::to_string(l), 3 * w, w, weight, bias);
    layer_w_.push_back(weight);
    layer_b_.push_back(bias);
    layer_v_.push_back(
        add("layer" + std::to_string(l) + ".v", 2, w, 0.5f / std::sqrt(static_cast<float>(half)), random));
  }
  dense("tag", sizes.tag, w, tag_w_, tag_b_);
  dense("upos", 17, sizes.tag, upos_w_, upos_b_);
  dense("xpos", static_cast<int>(labels_.xpos.size()), sizes.tag, xpos_w_, xpos_b_);
  dense("feats", static_cast<int>(labels_.feats.size()), sizes.tag, feats_w_, feats_b_);
  dense("script", static_cast<int>(labels_.script.size()), sizes.tag, script_w_, script_b_);
  dense("dependent", sizes.arc, w, dep_w_, dep_b_);
  dense("governor", sizes.arc, w, gov_w_, gov_b_);
  arc_ = add("arc", sizes.arc, sizes.arc, 0.05f, random);
  arc_u_ = add("arc.u", 1, sizes.arc, 0, random);
  arc_root_ = add("arc.root", 1, sizes.arc, 0.1f, random);
  label_dep_w_ = add("label.dependent", sizes.label, w, glorot(sizes.label, w), random);
  label_gov_w_ = add("label.governor", sizes.label, w, glorot(sizes.label, w), random);
  label_b_ = add("label.b", 1, sizes.label, 0, random);
  label_root_ = add("label.root", 1, sizes.label, 0.1f, random);
  dense("label.out", static_cast<int>(Deprel::xcomp) + 1, sizes.label, label_out_w_, label_out_b_);
  if (sizes.piece > 0) dense("context", kContextWidth, w, context_w_, context_b_);
  dense("name.hidden", sizes.name, w, name_hidden_w_, name_hidden_b_);
  dense("name", std::max(1, static_cast<int>(labels_.name.size())), sizes.name, name_w_, name_b_);
}

int Network::add(const std::string& name, int rows, int columns, float spread, std::mt19937_64& random, bool sparse) {
  Parameter parameter{name, Matrix(rows, columns), sparse};
  for (Eigen::Index i = 0; i < parameter.value.size(); ++i)
    parameter.value.data()[i] = (uniform(random) * 2 - 1) * spread;
  parameters_.push_back(std::move(parameter));
  return static_cast<int>(parameters_.size()) - 1;
}

Prepared Network::prepare(const Example& example) const {
  Prepared prepared;
  prepared.example = &example;
  for (const std::string& word : example.words) {
    WordFeatures features = word_features(word);
    const auto row = form_row_.find(features.form);
    prepared.form.push_back(row == form_row_.end() ? 0 : row->second);
    prepared.affixes.push_back(std::move(features.affixes));
    prepared.grams.push_back(std::move(features.grams));
    prepared.pieces.push_back(word_pieces_.split(word));
  }
  return prepared;
}

Gradients Network::make_gradients() const {
  Gradients gradients;
  for (const Parameter& parameter : parameters_)
    gradients.of.push_back(Matrix::Zero(parameter.value.rows(), parameter.value.cols()));
  gradients.touched.resize(parameters_.size());
  return gradients;
}

void Network::encode(const std::vector<const Prepared*>& sentences, std::mt19937_64* random, Pass& pass) const {
  pass.sentences = sentences;
  pass.training = random != nullptr;
  pass.first = {0};
  for (const Prepared* sentence : sentences)
    pass.first.push_back(pass.first.back() + static_cast<Eigen::Index>(sentence->form.size()));
  const Eigen::Index rows = pass.rows();
  const int w = sizes_.width, half = w / 2, in = sizes_.form + sizes_.gram + sizes_.affix + sizes_.piece;

  pass.input = Matrix::Zero(rows, in);
  Eigen::Index row = 0;
  for (const Prepared* sentence : sentences)
    for (size_t i = 0; i < sentence->form.size(); ++i, ++row) {
      const bool drop = random && uniform(*random) < kFormDropout;
      pass.form_row.push_back({drop ? 0 : sentence->form[i]});
      pass.input.row(row).head(sizes_.form) = at(form_).row(pass.form_row.back()[0]);
      auto grams = pass.input.row(row).segment(sizes_.form, sizes_.gram);
      for (const uint32_t gram : sentence->grams[i]) grams += at(gram_).row(gram);
      if (!sentence->grams[i].empty()) grams /= static_cast<float>(sentence->grams[i].size());
      auto affixes = pass.input.row(row).segment(sizes_.form + sizes_.gram, sizes_.affix);
      for (const uint32_t affix : sentence->affixes[i]) affixes += at(affix_).row(affix);
      if (piece_ < 0) continue;
      auto pieces = pass.input.row(row).tail(sizes_.piece);
      for (const uint32_t piece : sentence->pieces[i]) pieces += at(piece_).row(piece);
      pieces /= static_cast<float>(sentence->pieces[i].size());
    }
  if (random) {
    pass.input_mask.resize(rows, in);
    fill_mask(pass.input_mask, kInputDropout, *random);
    pass.input.array() *= pass.input_mask.array();
  }
  pass.word = affine(pass.input, at(word_w_), at(word_b_)).array().tanh();

  const Matrix* below = &pass.word;
  pass.layers.resize(static_cast<size_t>(sizes_.layers));
  for (int l = 0; l < sizes_.layers; ++l) {
    Pass::Layer& layer = pass.layers[static_cast<size_t>(l)];
    layer.x = *below;
    if (random) {
      layer.mask.resize(rows, w);
      for (size_t s = 0; s + 1 < pass.first.size(); ++s) {
        Matrix mask(1, w);
        fill_mask(mask, kLayerDropout, *random);
        for (Eigen::Index i = pass.first[s]; i < pass.first[s + 1]; ++i) layer.mask.row(i) = mask;
      }
      layer.masked = layer.x.array() * layer.mask.array();
    }
    layer.u = affine(random ? layer.masked : layer.x, at(layer_w_[static_cast<size_t>(l)]),
                     at(layer_b_[static_cast<size_t>(l)]));
    layer.f.resize(rows, w);
    layer.r.resize(rows, w);
    layer.c.resize(rows, w);
    layer.g.resize(rows, w);
    layer.h.resize(rows, w);
    const Matrix& v = at(layer_v_[static_cast<size_t>(l)]);
    Eigen::Array<float, 1, Eigen::Dynamic> before(half);
    for (size_t s = 0; s + 1 < pass.first.size(); ++s)
      for (int direction = 0; direction < 2; ++direction) {
        const int from = direction * half;
        before.setZero();
        const Eigen::Index length = pass.first[s + 1] - pass.first[s];
        for (Eigen::Index t = 0; t < length; ++t) {
          const Eigen::Index i = direction == 0 ? pass.first[s] + t : pass.first[s + 1] - 1 - t;
          const auto u = layer.u.row(i).segment(from, half).array();
          auto f = layer.f.row(i).segment(from, half).array();
          auto r = layer.r.row(i).segment(from, half).array();
          auto c = layer.c.row(i).segment(from, half).array();
          auto g = layer.g.row(i).segment(from, half).array();
          f = ((layer.u.row(i).segment(w + from, half).array() + v.row(0).segment(from, half).array() * before) * 0.5f)
                      .tanh() *
                  0.5f +
              0.5f;
          r = ((layer.u.row(i).segment(2 * w + from, half).array() + v.row(1).segment(from, half).array() * before) *
               0.5f)
                      .tanh() *
                  0.5f +
              0.5f;
          c = f * before + (1 - f) * u;
          g = c.tanh();
          layer.h.row(i).segment(from, half).array() = r * g + (1 - r) * layer.x.row(i).segment(from, half).array();
          before = c;
        }
      }
    below = &layer.h;
  }
}

void Network::encode_backward(Pass& pass, const Matrix& d_top, Gradients& gradients) const {
  const int w = sizes_.width, half = w / 2;
  const auto grad = [&](int parameter) -> Matrix& { return gradients.of[static_cast<size_t>(parameter)]; };
  Matrix dh = d_top;
  for (int l = sizes_.layers - 1; l >= 0; --l) {
    const Pass::Layer& layer = pass.layers[static_cast<size_t>(l)];
    const Matrix& v = at(layer_v_[static_cast<size_t>(l)]);
    Matrix& dv = grad(layer_v_[static_cast<size_t>(l)]);
    Matrix du(layer.u.rows(), layer.u.cols());
    Matrix dx(layer.x.rows(), w);
    using Row = Eigen::Array<float, 1, Eigen::Dynamic>;
    Row dc_next(half), before(half);
    for (size_t s = 0; s + 1 < pass.first.size(); ++s)
      for (int direction = 0; direction < 2; ++direction) {
        const int from = direction * half;
        dc_next.setZero();
        const Eigen::Index length = pass.first[s + 1] - pass.first[s];
        for (Eigen::Index t = length; t-- > 0;) {
          const Eigen::Index i = direction == 0 ? pass.first[s] + t : pass.first[s + 1] - 1 - t;
          if (t == 0)
            before.setZero();
          else
            before = layer.c.row(direction == 0 ? i - 1 : i + 1).segment(from, half).array();
          const Row f = layer.f.row(i).segment(from, half).array(), r = layer.r.row(i).segment(from, half).array();
          const Row g = layer.g.row(i).segment(from, half).array(), x = layer.x.row(i).segment(from, half).array();
          const Row u = layer.u.row(i).segment(from, half).array(), d = dh.row(i).segment(from, half).array();
          const Row dc = dc_next + d * r * (1 - g * g);
          const Row dr = d * (g - x) * r * (1 - r);
          const Row df = dc * (before - u) * f * (1 - f);
          dx.row(i).segment(from, half).array() = d * (1 - r);
          du.row(i).segment(from, half).array() = dc * (1 - f);
          du.row(i).segment(w + from, half).array() = df;
          du.row(i).segment(2 * w + from, half).array() = dr;
          dv.row(0).segment(from, half).array() += df * before;
          dv.row(1).segment(from, half).array() += dr * before;
          dc_next = dc * f + df * v.row(0).segment(from, half).array() + dr * v.row(1).segment(from, half).array();
        }
      }
    grad(layer_w_[static_cast<size_t>(l)]).noalias() += du.transpose() * layer.masked;
    grad(layer_b_[static_cast<size_t>(l)]) += du.colwise().sum();
    Matrix through = du * at(layer_w_[static_cast<size_t>(l)]);
    dx.array() += through.array() * layer.mask.array();
    dh = std::move(dx);
  }
  Matrix dz = dh.array() * (1 - pass.word.array().square());
  grad(word_w_).noalias() += dz.transpose() * pass.input;
  grad(word_b_) += dz.colwise().sum();
  Matrix din = dz * at(word_w_);
  din.array() *= pass.input_mask.array();

  const auto touch = [&](int parameter, uint32_t row) {
    gradients.touched[static_cast<size_t>(parameter)].push_back(row);
  };
  Eigen::Index row = 0;
  for (const Prepared* sentence : pass.sentences)
    for (size_t i = 0; i < sentence->form.size(); ++i, ++row) {
      const uint32_t form = pass.form_row[static_cast<size_t>(row)][0];
      grad(form_).row(form) += din.row(row).head(sizes_.form);
      touch(form_, form);
      const float share = 1.0f / static_cast<float>(std::max<size_t>(1, sentence->grams[i].size()));
      for (const uint32_t gram : sentence->grams[i]) {
        grad(gram_).row(gram) += din.row(row).segment(sizes_.form, sizes_.gram) * share;
        touch(gram_, gram);
      }
      for (const uint32_t affix : sentence->affixes[i]) {
        grad(affix_).row(affix) += din.row(row).segment(sizes_.form + sizes_.gram, sizes_.affix);
        touch(affix_, affix);
      }
    }
}

Losses Network::train(const std::vector<const Prepared*>& sentences, float scale, uint64_t seed,
                      Gradients& gradients) const {
  std::mt19937_64 random(seed);
  Losses losses;
  Pass pass;
  encode(sentences, &random, pass);
  const Eigen::Index rows = pass.rows();
  const int w = sizes_.width;
  losses.words = static_cast<double>(rows);
  const auto grad = [&](int parameter) -> Matrix& { return gradients.of[static_cast<size_t>(parameter)]; };

  Matrix mask(rows, w);
  for (size_t s = 0; s + 1 < pass.first.size(); ++s) {
    Matrix one(1, w);
    fill_mask(one, kHeadDropout, random);
    for (Eigen::Index i = pass.first[s]; i < pass.first[s + 1]; ++i) mask.row(i) = one;
  }
  const Matrix top = pass.top().array() * mask.array();
  Matrix d_top = Matrix::Zero(rows, w);

  // Adds the gradient of out = x w' + b; gives the gradient of x.
  const auto back = [&](const Matrix& d_out, const Matrix& x, int weight, int bias) -> Matrix {
    grad(weight).noalias() += d_out.transpose() * x;
    grad(bias) += d_out.colwise().sum();
    return d_out * at(weight);
  };
  const auto gather = [&](std::vector<int> Example::*field) {
    std::vector<int> all;
    for (const Prepared* sentence : sentences) {
      const std::vector<int>& labels = sentence->example->*field;
      if (labels.empty()) all.insert(all.end(), sentence->form.size(), kUnknown);
      all.insert(all.end(), labels.begin(), labels.end());
    }
    return all;
  };

  {  // tags and lemma scripts
    Matrix hidden = affine(top, at(tag_w_), at(tag_b_)).array().tanh();
    Matrix hidden_mask(rows, sizes_.tag);
    fill_mask(hidden_mask, kHeadDropout, random);
    const Matrix dropped = hidden.array() * hidden_mask.array();
    Matrix d_hidden = Matrix::Zero(rows, sizes_.tag);
    const struct {
      int weight, bias;
      std::vector<int> gold;
    } heads[] = {{upos_w_, upos_b_, gather(&Example::upos)},
                 {xpos_w_, xpos_b_, gather(&Example::xpos)},
                 {feats_w_, feats_b_, gather(&Example::feats)},
                 {script_w_, script_b_, gather(&Example::script)}};
    for (const auto& head : heads) {
      Matrix logits = affine(dropped, at(head.weight), at(head.bias));
      losses.tags += cross_entropy(logits, head.gold, scale);
      d_hidden += back(logits, dropped, head.weight, head.bias);
    }
    const Matrix d_pre = d_hidden.array() * hidden_mask.array() * (1 - hidden.array().square());
    d_top += back(d_pre, top, tag_w_, tag_b_);
  }

  {  // trees
    Matrix dep = affine(top, at(dep_w_), at(dep_b_)).array().tanh(),
           gov = affine(top, at(gov_w_), at(gov_b_)).array().tanh();
    Matrix dep_mask(rows, sizes_.arc), gov_mask(rows, sizes_.arc);
    fill_mask(dep_mask, kHeadDropout, random);
    fill_mask(gov_mask, kHeadDropout, random);
    const Matrix label_dep = top * at(label_dep_w_).transpose(), label_gov = top * at(label_gov_w_).transpose();
    Matrix d_dep = Matrix::Zero(rows, sizes_.arc), d_gov = Matrix::Zero(rows, sizes_.arc);
    Matrix d_label_dep = Matrix::Zero(rows, sizes_.label), d_label_gov = Matrix::Zero(rows, sizes_.label);
    for (size_t s = 0; s < sentences.size(); ++s) {
      const Example& example = *sentences[s]->example;
      if (example.head.empty()) continue;
      const Eigen::Index first = pass.first[s], n = pass.first[s + 1] - first;
      const Matrix d_s = dep.middleRows(first, n).array() * dep_mask.middleRows(first, n).array();
      Matrix g_s(n + 1, sizes_.arc);
      g_s.row(0) = at(arc_root_);
      g_s.bottomRows(n) = gov.middleRows(first, n).array() * gov_mask.middleRows(first, n).array();
      const Matrix q = g_s * at(arc_);
      Matrix scores = d_s * q.transpose();
      const Matrix bias = g_s * at(arc_u_).transpose();
      for (Eigen::Index i = 0; i < n; ++i) {
        scores.row(i) += bias.transpose();
        scores(i, i + 1) = kNever;
      }
      losses.arcs += cross_entropy(scores, example.head, scale);
      const Matrix dq = scores.transpose() * d_s;
      const Matrix column = scores.colwise().sum().transpose();
      Matrix dg = dq * at(arc_).transpose() + column * at(arc_u_);
      grad(arc_).noalias() += g_s.transpose() * dq;
      grad(arc_u_).noalias() += column.transpose() * g_s;
      grad(arc_root_) += dg.row(0);
      d_gov.middleRows(first, n).array() += dg.bottomRows(n).array() * gov_mask.middleRows(first, n).array();
      d_dep.middleRows(first, n).array() += (scores * q).array() * dep_mask.middleRows(first, n).array();

      Matrix hidden(n, sizes_.label);
      for (Eigen::Index i = 0; i < n; ++i) {
        const int head = example.head[static_cast<size_t>(i)];
        hidden.row(i) = label_dep.row(first + i) + at(label_b_);
        hidden.row(i) += head == 0 ? at(label_root_).row(0) : label_gov.row(first + head - 1);
      }
      hidden = hidden.array().tanh();
      Matrix hidden_mask(n, sizes_.label);
      fill_mask(hidden_mask, kHeadDropout, random);
      const Matrix dropped = hidden.array() * hidden_mask.array();
      Matrix logits = affine(dropped, at(label_out_w_), at(label_out_b_));
      losses.labels += cross_entropy(logits, example.deprel, scale);
      const Matrix d_hidden = back(logits, dropped, label_out_w_, label_out_b_).array() * hidden_mask.array() *
                              (1 - hidden.array().square());
      grad(label_b_) += d_hidden.colwise().sum();
      d_label_dep.middleRows(first, n) += d_hidden;
      for (Eigen::Index i = 0; i < n; ++i) {
        const int head = example.head[static_cast<size_t>(i)];
        if (head == 0)
          grad(label_root_) += d_hidden.row(i);
        else
          d_label_gov.row(first + head - 1) += d_hidden.row(i);
      }
    }
    d_top += back(d_dep.array() * (1 - dep.array().square()), top, dep_w_, dep_b_);
    d_top += back(d_gov.array() * (1 - gov.array().square()), top, gov_w_, gov_b_);
    grad(label_dep_w_).noalias() += d_label_dep.transpose() * top;
    grad(label_gov_w_).noalias() += d_label_gov.transpose() * top;
    d_top += d_label_dep * at(label_dep_w_) + d_label_gov * at(label_gov_w_);
  }

  {  // names
    const std::vector<int> gold = gather(&Example::name);
    if (std::any_of(gold.begin(), gold.end(), [](int label) { return label != kUnknown; })) {
      Matrix hidden = affine(top, at(name_hidden_w_), at(name_hidden_b_)).array().tanh();
      Matrix logits = affine(hidden, at(name_w_), at(name_b_));
      // A source that does not mark dates, numbers and groups says nothing about them, but for what it does mark.
      std::vector<bool> silent;
      for (const std::string& name : labels_.name.names())
        silent.push_back(name.ends_with("date") || name.ends_with("number") || name.ends_with("group"));
      for (size_t s = 0; s < sentences.size(); ++s)
        for (Eigen::Index row = pass.first[s]; !sentences[s]->example->all_names && row < pass.first[s + 1]; ++row) {
          const int label = gold[static_cast<size_t>(row)];
          if (label >= 0 && silent[static_cast<size_t>(label)]) continue;
          for (size_t other = 0; other < silent.size(); ++other)
            if (silent[other]) logits(row, static_cast<Eigen::Index>(other)) = kNever;
        }
      losses.names += cross_entropy(logits, gold, scale);
      const Matrix d_pre = back(logits, hidden, name_w_, name_b_).array() * (1 - hidden.array().square());
      d_top += back(d_pre, top, name_hidden_w_, name_hidden_b_);
    }
  }

  if (context_w_ >= 0) {  // mean square error, an entry's share of a word
    Matrix error = affine(top, at(context_w_), at(context_b_));
    Eigen::Index row = 0;
    for (const Prepared* sentence : sentences) {
      const std::vector<int8_t>& gold = sentence->example->context;
      for (size_t i = 0; i < sentence->form.size(); ++i, ++row)
        for (int k = 0; k < kContextWidth; ++k) {
          float& e = error(row, k);
          e = gold.empty() ? 0.0f
                           : e - static_cast<float>(gold[i * kContextWidth + static_cast<size_t>(k)]) / kContextSteps;
        }
    }
    losses.context += error.squaredNorm() / kContextWidth;
    error *= scale * kContextWeight * 2 / kContextWidth;
    d_top += back(error, top, context_w_, context_b_);
  }

  d_top.array() *= mask.array();
  encode_backward(pass, d_top, gradients);
  return losses;
}

std::vector<Prediction> Network::predict(const std::vector<const Prepared*>& sentences) const {
  Pass pass;
  encode(sentences, nullptr, pass);
  const Matrix& top = pass.top();
  const Matrix tag = affine(top, at(tag_w_), at(tag_b_)).array().tanh();
  const Matrix upos = affine(tag, at(upos_w_), at(upos_b_)), xpos = affine(tag, at(xpos_w_), at(xpos_b_));
  const Matrix feats = affine(tag, at(feats_w_), at(feats_b_)), script = affine(tag, at(script_w_), at(script_b_));
  const Matrix dep = affine(top, at(dep_w_), at(dep_b_)).array().tanh(),
               gov = affine(top, at(gov_w_), at(gov_b_)).array().tanh();
  const Matrix label_dep = top * at(label_dep_w_).transpose(), label_gov = top * at(label_gov_w_).transpose();
  const Matrix name_hidden = affine(top, at(name_hidden_w_), at(name_hidden_b_)).array().tanh();
  const Matrix name = affine(name_hidden, at(name_w_), at(name_b_));
  std::vector<Prediction> predictions;
  for (size_t s = 0; s < sentences.size(); ++s) {
    const Eigen::Index first = pass.first[s], n = pass.first[s + 1] - first;
    Prediction out;
    Matrix g_s(n + 1, sizes_.arc);
    g_s.row(0) = at(arc_root_);
    g_s.bottomRows(n) = gov.middleRows(first, n);
    Matrix scores = dep.middleRows(first, n) * (g_s * at(arc_)).transpose();
    scores.rowwise() += (g_s * at(arc_u_).transpose()).transpose().row(0);
    out.head = best_tree({scores.data(), scores.data() + scores.size()}, static_cast<uint32_t>(n));
    for (Eigen::Index i = 0; i < n; ++i) {
      out.upos.push_back(best(upos, first + i));
      out.xpos.push_back(best(xpos, first + i));
      out.feats.push_back(best(feats, first + i));
      out.script.push_back(best(script, first + i));
      out.name.push_back(best(name, first + i));
      const uint32_t head = out.head[static_cast<size_t>(i)];
      Matrix hidden = label_dep.row(first + i) + at(label_b_);
      hidden += head == 0 ? at(label_root_).row(0) : label_gov.row(first + head - 1);
      out.deprel.push_back(best(affine(hidden.array().tanh(), at(label_out_w_), at(label_out_b_)), 0));
    }
    predictions.push_back(std::move(out));
  }
  return predictions;
}

}  // namespace kronika::train
