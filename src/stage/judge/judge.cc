#include "stage/judge/judge.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "nn/linear.h"
#include "base/exact.h"
#include "nn/transformer.h"
#include "stage/judge/seen.h"

namespace kronika {
namespace {

// Rows of floats that are read and never changed.
struct Table {
  uint32_t columns = 0;
  std::vector<float> rows;
  const float* row(size_t index) const { return rows.data() + index * columns; }
};

Result<Table> load_table(const ModelFile& model, const std::string& name, uint32_t rows, uint32_t columns) {
  const auto tensor = model.tensor(name, rows, columns);
  if (!tensor) return tensor.error();
  if (tensor.value()->floats.empty())
    return Error{ErrorKind::invalid, "the tensor " + name + " of the model is not one of floats"};
  return Table{tensor.value()->columns, tensor.value()->floats};
}

// In place: values to chances, or to their logs.
void to_chances(float* values, size_t count) {
  const float top = *std::max_element(values, values + count);
  double all = 0;
  for (size_t i = 0; i < count; ++i) all += exact_exp(values[i] - top);
  for (size_t i = 0; i < count; ++i) values[i] = static_cast<float>(exact_exp(values[i] - top) / all);
}

// To length 1.
void normalise(const float* from, uint32_t n, float* to) {
  double squares = 0;
  for (uint32_t i = 0; i < n; ++i) squares += double{from[i]} * from[i];
  const float down = 1.0f / static_cast<float>(std::sqrt(std::max(squares, 1e-24)));
  for (uint32_t i = 0; i < n; ++i) to[i] = from[i] * down;
}

// Rows rounded to int8, each with its scale.
struct Rounded {
  std::vector<int8_t> bytes;
  std::vector<float> scales;
  void set(const std::vector<float>& rows, uint32_t columns) {
    const size_t count = rows.size() / columns;
    bytes.resize(rows.size());
    scales.resize(count);
    for (size_t i = 0; i < count; ++i)
      scales[i] = quantise_row(rows.data() + i * columns, columns, bytes.data() + i * columns);
  }
};

constexpr float kLeastMode = 0.5f;  // a mode that is less sure than this is left out
constexpr uint32_t kFast = 33, kFlags = 9, kFactualities = 5;

}  // namespace

struct Judge::Heads {
  PieceSplitter pieces;
  WindowSizes sizes;
  Transformer encoder;
  std::vector<std::string> categories, modes;
  Table fast, fast_bias, fast_factuality, flag, unnamed_flag;
  Linear word, turn, category, mode, factuality, again, query, key, unnamed, relation, relation_category;
  uint32_t width = 0, hidden = 0;
  uint32_t mask = 0;  // the piece that stands for a hidden one

  std::optional<Error> load(const ModelFile& model);
  std::span<const float> encode(const Window& window, Transformer::Scratch& scratch) const {
    const uint32_t end = static_cast<uint32_t>(window.pieces.size());
    return encoder.encode(window.pieces, {&end, 1}, scratch);
  }
  void relate(const Window& window, std::span<const float> rows, std::vector<float>& chances) const;
};

Judge::Judge() = default;
Judge::~Judge() = default;

std::optional<Error> Judge::Heads::load(const ModelFile& model) {
  auto loaded = Transformer::load(model, "encoder");
  if (!loaded) return loaded.error();
  encoder = std::move(loaded.value());
  width = encoder.width();
  sizes.longest = std::min(sizes.longest, encoder.most_pieces());
  auto split = PieceSplitter::make(encoder.vocabulary());
  if (!split) return split.error();
  pieces = std::move(split.value());
  const auto hides = std::find(encoder.vocabulary().begin(), encoder.vocabulary().end(), "[MASK]");
  if (hides == encoder.vocabulary().end())
    return Error{ErrorKind::invalid, "the encoder's vocabulary has no piece [MASK]"};
  mask = static_cast<uint32_t>(hides - encoder.vocabulary().begin());
  for (const auto& [name, list] : {std::pair{"heads.categories", &categories}, std::pair{"heads.modes", &modes}}) {
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
  const auto table = [&](const char* name, uint32_t rows, uint32_t columns, Table& to) {
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
  linear("relation", width, 3 * width, relation);
  linear("relation_category", many, width, relation_category);
  table("fast", kFast, width, fast);
  table("fast_bias", kFast, many, fast_bias);
  table("fast_factuality", kFactualities + 1, kFactualities, fast_factuality);
  table("flag", kJudgedRoles * kFlags, 1, flag);
  table("special_flag", kJudgedRoles * kUnnamed * 3, 1, unnamed_flag);
  if (!wrong && query.rows() % kJudgedRoles != 0)
    wrong = Error{ErrorKind::invalid, "the tensor heads.query.w of the model does not hold three roles"};
  return wrong;
}

Result<std::unique_ptr<const Judge>> Judge::load(const ModelFile& model) {
  auto heads = std::make_unique<Heads>();
  if (const auto wrong = heads->load(model)) return *wrong;
  std::unique_ptr<Judge> judge(new Judge());
  judge->heads_ = std::move(heads);
  return std::unique_ptr<const Judge>(std::move(judge));
}

const std::vector<std::string>& Judge::categories() const { return heads_->categories; }

std::string Judge::mode(const JudgedWord& word, const std::string& category) const {
  const std::string prefix = category + "/";
  std::vector<float> chances;
  std::vector<size_t> own;
  for (size_t m = 0; m < heads_->modes.size(); ++m)
    if (heads_->modes[m].starts_with(prefix)) {
      own.push_back(m);
      chances.push_back(word.mode[m]);
    }
  if (own.empty()) return "";
  to_chances(chances.data(), chances.size());
  const auto best = std::max_element(chances.begin(), chances.end());
  if (*best < kLeastMode) return "";
  return heads_->modes[own[static_cast<size_t>(best - chances.begin())]].substr(prefix.size());
}

const JudgedWord* Judgement::of(uint32_t word) const {
  const auto at = std::lower_bound(words.begin(), words.end(), word,
                                   [](const JudgedWord& one, uint32_t other) { return one.word < other; });
  return at != words.end() && at->word == word ? &*at : nullptr;
}

namespace {

// One window's words after the encoder, on their way to judgements.
class Reader {
 public:
  template <class Heads>
  void read(const Heads& heads, const Seen& seen, const Window& window, const float* rows, uint32_t first,
            uint32_t last, Judgement& to) {
    weigh(heads, seen, window, rows, first, last);
    const size_t many = heads.categories.size();
    std::vector<uint32_t> likely;
    for (uint32_t i = 0; i < count(); ++i)
      if (1 - categories_[i * many] >= Judge::kLeast || seen.event(places_[i].word)) likely.push_back(i);
    if (!likely.empty()) describe(heads, seen, window, rows, likely, to);
  }

  // The chance that one word is an event of a category.
  template <class Heads>
  float chance(const Heads& heads, const Seen& seen, const Window& window, const float* rows, uint32_t word,
               size_t category) {
    weigh(heads, seen, window, rows, word, word + 1);
    return places_.empty() ? 0 : categories_[category];
  }

 private:
  uint32_t count() const { return static_cast<uint32_t>(places_.size()); }

  // The chances of all categories for the words [first, last) that may be events.
  template <class Heads>
  void weigh(const Heads& heads, const Seen& seen, const Window& window, const float* rows, uint32_t first,
             uint32_t last) {
    gather(heads, seen, window, rows, first, last);
    if (places_.empty()) return;
    rounded_.set(values_, heads.width);
    heads.word.apply(rounded_.bytes.data(), rounded_.scales.data(), count(), hidden_);
    hidden_bytes_.resize(hidden_.size());
    kernels().tanh(hidden_.data(), hidden_bytes_.data(), static_cast<uint32_t>(hidden_.size()));
    heads.turn.apply(hidden_bytes_.data(), count(), turned_);
    for (uint32_t i = 0; i < count(); ++i) {
      float* turned = turned_.data() + size_t{i} * heads.width;
      normalise(rows + size_t{places_[i].piece} * heads.width, heads.width, normal_.data());
      for (uint32_t c = 0; c < heads.width; ++c) turned[c] += normal_[c];
    }
    rounded_.set(turned_, heads.width);
    heads.category.apply(rounded_.bytes.data(), rounded_.scales.data(), count(), categories_);
    const size_t many = heads.categories.size();
    for (uint32_t i = 0; i < count(); ++i) {
      float* of = categories_.data() + i * many;
      const float* bias = heads.fast_bias.row(fast_[i]);
      for (size_t c = 0; c < many; ++c) of[c] += bias[c];
      to_chances(of, many);
    }
  }

  template <class Heads>
  void gather(const Heads& heads, const Seen& seen, const Window& window, const float* rows, uint32_t first,
              uint32_t last) {
    places_.clear();
    fast_.clear();
    values_.clear();
    normal_.resize(heads.width);
    for (const Window::WordPiece& one : window.words) {
      if (one.word < first || one.word >= last || !seen.may_be_event(one.word)) continue;
      places_.push_back(one);
      fast_.push_back(seen.fast(one.word));
      const float* row = rows + size_t{one.piece} * heads.width;
      const float* more = heads.fast.row(fast_.back());
      for (uint32_t c = 0; c < heads.width; ++c) values_.push_back(row[c] + more[c]);
    }
  }

  template <class Heads>
  void describe(const Heads& heads, const Seen& seen, const Window& window, const float* rows,
                const std::vector<uint32_t>& likely, Judgement& to) {
    std::vector<int8_t> bytes;
    for (const uint32_t i : likely)
      bytes.insert(bytes.end(), hidden_bytes_.begin() + static_cast<long>(size_t{i} * heads.hidden),
                   hidden_bytes_.begin() + static_cast<long>(size_t{i + 1} * heads.hidden));
    const auto many = static_cast<uint32_t>(likely.size());
    std::vector<float> modes, facts, again, queries, unnamed, keys;
    heads.mode.apply(bytes.data(), many, modes);
    heads.factuality.apply(bytes.data(), many, facts);
    heads.again.apply(bytes.data(), many, again);
    heads.query.apply(bytes.data(), many, queries);
    heads.unnamed.apply(bytes.data(), many, unnamed);
    std::vector<uint32_t> pool;
    values_.clear();
    for (const Window::WordPiece& one : window.words)
      if (seen.is_head(one.word)) {
        pool.push_back(one.word);
        const float* row = rows + size_t{one.piece} * heads.width;
        values_.insert(values_.end(), row, row + heads.width);
      }
    if (!pool.empty()) {
      rounded_.set(values_, heads.width);
      heads.key.apply(rounded_.bytes.data(), rounded_.scales.data(), static_cast<uint32_t>(pool.size()), keys);
    }
    for (uint32_t n = 0; n < many; ++n) {
      const uint32_t i = likely[n];
      JudgedWord word;
      word.word = places_[i].word;
      const float* of = categories_.data() + i * heads.categories.size();
      word.category.assign(of, of + heads.categories.size());
      word.mode.assign(modes.begin() + static_cast<long>(n * heads.modes.size()),
                       modes.begin() + static_cast<long>((n + 1) * heads.modes.size()));
      const float* bias = heads.fast_factuality.row(seen.fast_factuality(word.word));
      for (size_t f = 0; f < kFactualities; ++f) word.factuality[f] = facts[n * kFactualities + f] + bias[f];
      to_chances(word.factuality.data(), kFactualities);
      word.again = static_cast<float>(1 / (1 + exact_exp(-double{again[n]})));
      word.pool = pool;
      point(heads, seen, queries.data() + size_t{n} * heads.query.rows(), keys,
            unnamed.data() + size_t{n} * kJudgedRoles * kUnnamed, word);
      to.words.push_back(std::move(word));
    }
  }

  // Whom the roles of an event point at.
  template <class Heads>
  void point(const Heads& heads, const Seen& seen, const float* query, const std::vector<float>& keys,
             const float* unnamed, JudgedWord& word) const {
    const size_t columns = heads.query.rows(), width = columns / kJudgedRoles;
    const float scale = 1.0f / static_cast<float>(std::sqrt(static_cast<double>(width)));
    for (size_t role = 0; role < kJudgedRoles; ++role) {
      const auto flags = seen.flags(word.word, static_cast<JudgedRole>(role), word.pool);
      const auto marks = seen.unnamed_flags(word.word, static_cast<JudgedRole>(role));
      std::vector<float> scores;
      for (size_t p = 0; p < word.pool.size(); ++p) {
        const float *a = query + role * width, *b = keys.data() + p * columns + role * width;
        float sum = 0;
        for (size_t c = 0; c < width; ++c) sum += a[c] * b[c];
        scores.push_back(sum * scale + *heads.flag.row(role * kFlags + flags[p]));
      }
      for (size_t u = 0; u < kUnnamed; ++u)
        scores.push_back(unnamed[role * kUnnamed + u] + *heads.unnamed_flag.row((role * kUnnamed + u) * 3 + marks[u]));
      const float top = *std::max_element(scores.begin(), scores.end());
      double all = 0;
      for (const float score : scores) all += exact_exp(score - top);
      const auto below = static_cast<float>(exact_log(all)) + top;
      for (float& score : scores) score -= below;
      RoleChances& chances = word.roles[role];
      std::copy(scores.end() - kUnnamed, scores.end(), chances.unnamed.begin());
      scores.resize(word.pool.size());
      chances.of = std::move(scores);
    }
  }

  std::vector<Window::WordPiece> places_;
  std::vector<uint32_t> fast_;
  std::vector<float> values_, hidden_, turned_, normal_, categories_;
  std::vector<int8_t> hidden_bytes_;
  Rounded rounded_;
};

}  // namespace

Judgement Judge::judge(const JudgeLayers& layers, const std::vector<char>& wanted) const {
  const Seen seen(layers, heads_->categories);
  Judgement out;
  WindowMaker windows(heads_->pieces, heads_->sizes, layers.article, layers.tokens);
  Transformer::Scratch scratch;
  Reader reader;
  for (uint32_t s = 0; s < layers.tokens.sentences.size(); ++s) {
    if (!wanted[s]) continue;
    const Sentence& sentence = layers.tokens.sentences[s];
    const Window window = windows.of(s);
    const std::span<const float> rows = heads_->encode(window, scratch);
    reader.read(*heads_, seen, window, rows.data(), sentence.first, sentence.last, out);
  }
  return out;
}

std::vector<uint32_t> Judge::deciding_words(const JudgeLayers& layers, const JudgedWord& event) const {
  constexpr float kLeastDrop = 0.05f;
  constexpr size_t kMost = 3;
  const Seen seen(layers, heads_->categories);
  const uint32_t s = layers.tokens.sentence_of(event.word);
  const Sentence& sentence = layers.tokens.sentences[s];
  WindowMaker windows(heads_->pieces, heads_->sizes, layers.article, layers.tokens);
  const Window whole = windows.of(s);
  const auto category =
      static_cast<size_t>(std::max_element(event.category.begin() + 1, event.category.end()) - event.category.begin());
  Transformer::Scratch scratch;
  Reader reader;
  std::vector<std::pair<float, uint32_t>> drops;
  for (size_t w = 0; w < whole.words.size(); ++w) {
    const uint32_t word = whole.words[w].word;
    const Upos upos = layers.tags.upos[word];
    const bool content = upos == Upos::VERB || upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::ADJ ||
                         upos == Upos::ADV || upos == Upos::AUX || upos == Upos::PART;
    if (word < sentence.first || word >= sentence.last || !content) continue;
    Window hidden = whole;
    const uint32_t end =
        w + 1 < whole.words.size() ? whole.words[w + 1].piece : static_cast<uint32_t>(whole.pieces.size()) - 1;
    for (uint32_t p = whole.words[w].piece; p < std::max(end, whole.words[w].piece + 1); ++p)
      hidden.pieces[p].piece = heads_->mask;
    const float chance =
        reader.chance(*heads_, seen, hidden, heads_->encode(hidden, scratch).data(), event.word, category);
    if (event.category[category] - chance >= kLeastDrop) drops.push_back({event.category[category] - chance, word});
  }
  std::stable_sort(drops.begin(), drops.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (drops.size() > kMost) drops.resize(kMost);
  std::vector<uint32_t> out;
  for (const auto& [drop, word] : drops) out.push_back(word);
  std::sort(out.begin(), out.end());
  return out;
}

void Judge::Heads::relate(const Window& window, std::span<const float> rows, std::vector<float>& chances) const {
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

std::vector<float> Judge::relate(std::string_view text, const Marks& marks) const {
  const Window window = marked_window(heads_->pieces, heads_->sizes, text, marks);
  Transformer::Scratch scratch;
  std::vector<float> chances;
  heads_->relate(window, heads_->encode(window, scratch), chances);
  return chances;
}

}  // namespace kronika
