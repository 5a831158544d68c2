#include "stage/parse/punctuation.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace kronika {
namespace {

constexpr uint32_t kLongestPair = 160;  // words between two marks; beyond, they are no pair
constexpr size_t kMostOpen = 32;        // marks that wait for their partner

std::string_view closing_of(std::string_view mark) {
  static constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"(", ")"},           {"[", "]"},           {"{", "}"}, {"\"", "\""},         {"'", "'"},          {"``", "''"},
      {"\u201C", "\u201D"}, {"\u2018", "\u2019"}, {"*", "*"}, {"\u00AB", "\u00BB"}, {"\u201E", "\u201D"}};
  for (const auto& [open, close] : kPairs)
    if (open == mark) return close;
  return {};
}

bool ends_clause(std::string_view mark) {
  return mark == ";" || mark == "\u2026" || mark.find_first_not_of(".!?") == std::string_view::npos;
}

class Attacher {
 public:
  Attacher(const Article& article, const Tokens& tokens, Trees& trees)
      : article_(article), tokens_(tokens), trees_(trees) {}

  void sentence(uint32_t first, uint32_t last) {
    first_ = first;
    last_ = last;
    if (std::none_of(trees_.deprel.begin() + first, trees_.deprel.begin() + last,
                     [](Deprel relation) { return relation == Deprel::punct; }))
      return;
    lift();
    const std::vector<Pair> pairs = find_pairs();
    std::vector<bool> paired(last - first, false);
    for (const Pair& pair : pairs)
      if (const auto head = head_between(pair.open + 1, pair.close)) {
        trees_.head[pair.open] = trees_.head[pair.close] = *head;
        paired[pair.open - first] = paired[pair.close - first] = true;
      }
    // The innermost pair around each word: no mark hangs on a word beyond its brackets.
    std::vector<Pair> around(last - first, {first_, last_, true});
    for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair)  // outer pairs close later
      for (uint32_t w = pair->open + 1; w < pair->close; ++w) around[w - first] = {pair->open, pair->close, false};
    for (uint32_t w = first; w < last; ++w)
      if (is_mark(w) && !paired[w - first]) attach(w, around[w - first]);
  }

 private:
  struct Pair {
    uint32_t open, close;
    bool none = false;  // no brackets: the words [open, close) of the sentence
  };

  bool is_mark(uint32_t word) const { return trees_.deprel[word] == Deprel::punct; }
  std::string_view text(uint32_t word) const { return article_.slice(tokens_.words[word].span); }

  // No word hangs on a mark.
  void lift() {
    for (uint32_t w = first_; w < last_; ++w)
      for (uint32_t steps = 0; !trees_.is_root(w) && is_mark(trees_.head[w]) && steps < last_ - first_; ++steps) {
        const uint32_t above = trees_.head[trees_.head[w]];
        if (above == trees_.head[w] || above == w) break;
        trees_.head[w] = above;
      }
  }

  std::vector<Pair> find_pairs() const {
    std::vector<Pair> pairs;
    std::vector<uint32_t> open;
    for (uint32_t w = first_; w < last_; ++w) {
      if (!is_mark(w)) continue;
      const auto at =
          std::find_if(open.rbegin(), open.rend(), [&](uint32_t o) { return closing_of(text(o)) == text(w); });
      if (at != open.rend()) {
        if (w - *at > 1 && w - *at <= kLongestPair) pairs.push_back({*at, w});
        open.erase(std::prev(at.base()), open.end());
      } else if (!closing_of(text(w)).empty()) {
        if (open.size() == kMostOpen) open.erase(open.begin());
        open.push_back(w);
      }
    }
    return pairs;
  }

  uint32_t depth(uint32_t word) const {
    uint32_t steps = 0;
    for (; !trees_.is_root(word) && steps < last_ - first_; ++steps) word = trees_.head[word];
    return steps;
  }

  // Of the words between two marks whose head lies outside, the highest in the tree; the first of equals.
  std::optional<uint32_t> head_between(uint32_t from, uint32_t to) const {
    std::optional<uint32_t> best;
    uint32_t least = UINT32_MAX;
    for (uint32_t w = from; w < to; ++w) {
      const uint32_t head = trees_.head[w];
      if (is_mark(w) || (!trees_.is_root(w) && head >= from && head < to)) continue;
      if (const uint32_t d = depth(w); d < least) best = w, least = d;
    }
    return best;
  }

  bool is_below(uint32_t word, uint32_t other) const {
    for (uint32_t steps = 0; steps <= last_ - first_; ++steps) {
      if (word == other) return true;
      if (trees_.is_root(word)) return false;
      word = trees_.head[word];
    }
    return false;
  }

  void attach(uint32_t mark, const Pair& around) {
    const uint32_t low = around.none ? around.open : around.open + 1;
    std::optional<uint32_t> left, right;
    for (uint32_t w = mark; w > low && !left; --w)
      if (!is_mark(w - 1)) left = w - 1;
    if (!ends_clause(text(mark)))
      for (uint32_t w = mark + 1; w < around.close && !right; ++w)
        if (!is_mark(w)) right = w;
    const auto climb = [&](uint32_t word, uint32_t from, uint32_t to) {
      while (!trees_.is_root(word) && trees_.head[word] >= from && trees_.head[word] < to) word = trees_.head[word];
      return word;
    };
    if (left) left = climb(*left, low, mark);
    if (right) right = climb(*right, mark + 1, around.close);
    if (left && (!right || is_below(*left, *right)))
      trees_.head[mark] = *left;
    else if (right)
      trees_.head[mark] = *right;
  }

  const Article& article_;
  const Tokens& tokens_;
  Trees& trees_;
  uint32_t first_ = 0, last_ = 0;
};

}  // namespace

void attach_punctuation(const Article& article, const Tokens& tokens, Trees& trees) {
  Attacher attacher(article, tokens, trees);
  for (const Sentence& sentence : tokens.sentences) attacher.sentence(sentence.first, sentence.last);
}

}  // namespace kronika
