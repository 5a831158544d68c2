#include "stage/judge/judge.h"

#include <algorithm>
#include <cmath>

#include "base/exact.h"
#include "stage/judge/countries.h"
#include "stage/judge/heads.h"
#include "stage/judge/sectors.h"
#include "stage/judge/seen.h"

namespace kronika {
namespace {

constexpr float kLeastMode = 0.5f;  // a mode that is less sure than this is left out

// One window's words after the encoder, on their way to judgements.
class Reader {
 public:
  void read(const JudgeHeads& heads, const Seen& seen, const Window& window, const float* rows, uint32_t first,
            uint32_t last, Judgement& to) {
    weigh(heads, seen, window, rows, first, last);
    const size_t many = heads.categories.size();
    std::vector<uint32_t> likely;
    for (uint32_t i = 0; i < count(); ++i)
      if (1 - categories_[i * many] >= Judge::kLeast || seen.event(places_[i].word)) likely.push_back(i);
    if (!likely.empty()) describe(heads, seen, window, rows, likely, to);
  }

  // The chance that one word is an event of a category.
  float chance(const JudgeHeads& heads, const Seen& seen, const Window& window, const float* rows, uint32_t word,
               size_t category) {
    weigh(heads, seen, window, rows, word, word + 1);
    return places_.empty() ? 0 : categories_[category];
  }

 private:
  uint32_t count() const { return static_cast<uint32_t>(places_.size()); }

  // The chances of all categories for the words [first, last) that may be events.
  void weigh(const JudgeHeads& heads, const Seen& seen, const Window& window, const float* rows, uint32_t first,
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

  void gather(const JudgeHeads& heads, const Seen& seen, const Window& window, const float* rows, uint32_t first,
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

  void describe(const JudgeHeads& heads, const Seen& seen, const Window& window, const float* rows,
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
  void point(const JudgeHeads& heads, const Seen& seen, const float* query, const std::vector<float>& keys,
             const float* unnamed, JudgedWord& word) const {
    const size_t columns = heads.query.rows(), width = columns / kJudgedRoles;
    const float scale = 1.0f / static_cast<float>(std::sqrt(static_cast<double>(width)));
    for (size_t role = 0; role < kPointedRoles; ++role) {
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

Judge::Judge(std::unique_ptr<const JudgeHeads> heads) : heads_(std::move(heads)) {}
Judge::~Judge() = default;

Result<std::unique_ptr<const Judge>> Judge::load(const ModelFile& model) {
  auto heads = JudgeHeads::load(model);
  if (!heads) return heads.error();
  return std::unique_ptr<const Judge>(new Judge(std::move(heads.value())));
}

const std::vector<std::string>& Judge::categories() const { return heads_->categories; }
const std::vector<std::string>& Judge::sectors() const { return heads_->sectors; }

std::vector<float> Judge::sector(const Judgement& judgement, const JudgedWord& event, JudgedRole role,
                                 const AskedParty& party) const {
  const auto side = static_cast<size_t>(role);
  const size_t many = heads_->sectors.size(), unknown = many, unnamed = many + 1;
  std::vector<float> chances = event.sectors[side];
  size_t taken_for = unnamed;
  if (party.head) {
    taken_for = unknown;
    if (party.sector) {
      const auto at = std::find(heads_->sectors.begin(), heads_->sectors.end(), *party.sector);
      taken_for = static_cast<size_t>(at - heads_->sectors.begin());  // one that is not among them is not known
    }
    if (const auto said = judgement.party_sectors.find(*party.head); said != judgement.party_sectors.end())
      for (size_t s = 0; s < many; ++s) chances[s] += said->second[s];
  }
  const float* bias = heads_->sector_taken_for.row(side * (many + 2) + taken_for);
  for (size_t s = 0; s < many; ++s) chances[s] += bias[s];
  to_chances(chances.data(), many);
  return chances;
}

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

Judgement Judge::judge(const JudgeLayers& layers, const std::vector<char>& wanted) const {
  const Seen seen(layers, heads_->categories);
  Judgement out;
  WindowMaker windows(heads_->pieces, heads_->sizes, layers.article, layers.tokens);
  Transformer::Scratch scratch;
  Reader reader;
  CountryPointer countries(*heads_, layers, seen);
  SectorReader sectors(*heads_, seen);
  for (uint32_t s = 0; s < layers.tokens.sentences.size(); ++s) {
    if (!wanted[s]) continue;
    const Sentence& sentence = layers.tokens.sentences[s];
    const Window window = windows.of(s);
    const std::span<const float> rows = heads_->encode(window, scratch);
    const size_t before = out.words.size();
    reader.read(*heads_, seen, window, rows.data(), sentence.first, sentence.last, out);
    countries.keep(window, rows.data(), sentence.first, sentence.last, out, before);
    sectors.read(window, rows.data(), sentence.first, sentence.last, out, before);
  }
  countries.point(out);
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

std::vector<float> Judge::relate(std::string_view text, const Marks& marks) const {
  const Window window = marked_window(heads_->pieces, heads_->sizes, text, marks);
  Transformer::Scratch scratch;
  std::vector<float> chances;
  heads_->relate(window, heads_->encode(window, scratch), chances);
  return chances;
}

}  // namespace kronika
