#include "merge/words.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <unordered_map>

#include "base/hash.h"
#include "base/utf8.h"
#include "merge/common_words.h"

namespace kronika {
namespace {

bool is_word(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0xC0 && c != 0xD7 && c != 0xF7 && c < 0x2000) ||
         (c >= 0x2C00 && c < 0xFE00);
}

template <size_t N>
bool is_in(const std::array<std::string_view, N>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

// Words of four letters and more that every sentence may have; shorter ones are dropped unasked.
constexpr std::array<std::string_view, 40> kFunctionWords = {
    "about", "after",   "against", "also",  "amid",   "among", "another", "because", "been", "before",
    "being", "between", "both",    "could", "during", "from",  "have",    "having",  "into", "more",
    "most",  "other",   "over",    "said",  "says",   "some",  "such",    "than",    "that", "their",
    "them",  "there",   "they",    "this",  "were",   "when",  "which",   "while",   "will", "with"};

constexpr std::array<std::string_view, 12> kMonths = {"april",   "august",   "december", "february",
                                                      "january", "july",     "june",     "march",
                                                      "may",     "november", "october",  "september"};

// Verbs that are told by their object.
constexpr std::array<std::string_view, 16> kLightVerbs = {"began",    "carried", "gave",  "give",  "held",   "hold",
                                                          "launched", "made",    "make",  "place", "placed", "put",
                                                          "take",     "took",    "under", "went"};

constexpr std::array<std::string_view, 8> kEndings = {"ings", "ing", "ies", "ied", "es", "ed", "s", "e"};

// Forms of verbs of the news that no ending tells, sorted, and what they are forms of.
constexpr std::array<std::pair<std::string_view, std::string_view>, 51> kIrregular = {
    {{"beaten", "beat"},       {"bought", "buy"},       {"broke", "break"},         {"broken", "break"},
     {"brought", "bring"},     {"burnt", "burn"},       {"caught", "catch"},        {"chose", "choose"},
     {"chosen", "choose"},     {"dead", "death"},       {"dealt", "deal"},          {"die", "death"},
     {"died", "death"},        {"dies", "death"},       {"drew", "draw"},           {"drove", "drive"},
     {"dying", "death"},       {"fallen", "fall"},      {"fell", "fall"},           {"fled", "flee"},
     {"forbade", "forbid"},    {"forbidden", "forbid"}, {"fought", "fight"},        {"hidden", "hide"},
     {"lost", "lose"},         {"met", "meet"},         {"overthrew", "overthrow"}, {"overthrown", "overthrow"},
     {"paid", "pay"},          {"risen", "rise"},       {"rose", "rise"},           {"sank", "sink"},
     {"sent", "send"},         {"shot", "shoot"},       {"slain", "slay"},          {"sold", "sell"},
     {"sought", "seek"},       {"spoke", "speak"},      {"spoken", "speak"},        {"stole", "steal"},
     {"stolen", "steal"},      {"stricken", "strike"},  {"struck", "strike"},       {"sworn", "swear"},
     {"threw", "throw"},       {"thrown", "throw"},     {"told", "tell"},           {"withdrawn", "withdraw"},
     {"withdrew", "withdraw"}, {"won", "win"},          {"wrote", "write"}}};

std::string stem(std::string word) {
  const auto irregular = std::lower_bound(kIrregular.begin(), kIrregular.end(), word,
                                          [](const auto& form, const auto& w) { return form.first < w; });
  if (irregular != kIrregular.end() && irregular->first == word) word = irregular->second;
  for (const std::string_view ending : kEndings)
    if (word.size() >= ending.size() + 4 && word.ends_with(ending)) {
      word.resize(word.size() - ending.size());
      break;
    }
  return word;
}

uint64_t word_hash(const std::string& word) { return mix64(hash64(stem(word))) >> 40; }

// How much a word (as stem gives it) says of what an article is about.
int rarity(std::string_view word) {
  static const std::unordered_map<std::string_view, int> kKnown = [] {
    std::unordered_map<std::string_view, int> known;
    for (auto [words, weight] : {std::pair(kEverywhere, 2), std::pair(kOften, 3), std::pair(kNowAndThen, 4)})
      while (!words.empty()) {
        const size_t end = std::min(words.find(' '), words.size());
        known.emplace(words.substr(0, end), weight);
        words.remove_prefix(std::min(end + 1, words.size()));
      }
    return known;
  }();
  constexpr int kRare = 6;
  const auto found = kKnown.find(word);
  return found == kKnown.end() ? kRare : found->second;
}

std::optional<int64_t> number_of(const std::string& word) {
  static constexpr std::array<const char*, 21> kNames = {
      "zero",     "one",     "two",     "three",     "four",     "five",     "six",
      "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
      "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
  for (size_t i = 2; i < kNames.size(); ++i)
    if (word == kNames[i]) return static_cast<int64_t>(i);
  if (word.empty() || word.size() > 9) return {};
  int64_t value = 0;
  for (const char c : word) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const char32_t c = lower_code_point(point.value);
    // "10,000" is one number.
    const bool digit_comma = c == ',' && !word.empty() && word.back() >= '0' && word.back() <= '9' &&
                             point.next < text.size() && text[point.next] >= '0' && text[point.next] <= '9';
    if (is_word(c))
      append_utf8(word, c);
    else if (!digit_comma && !word.empty())
      words.push_back(std::exchange(word, {}));
    at = point.next;
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::vector<uint64_t> content_words(std::string_view text) {
  std::vector<uint64_t> out;
  for (const std::string& word : folded_words(text))
    if (word.size() > 3 && !is_in(kFunctionWords, word)) out.push_back(word_hash(word));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<uint64_t> trigger_words(std::string_view text) {
  std::vector<uint64_t> out;
  for (const std::string& word : folded_words(text))
    if (word.size() > 2 && !is_in(kFunctionWords, word) && !is_in(kLightVerbs, word) && word != "the" && word != "and")
      out.push_back(word_hash(word));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<uint64_t> topic_words(std::string_view text) {
  constexpr size_t kMost = 12;
  std::map<std::string, size_t> counts;
  for (const std::string& word : folded_words(text))
    if (word.size() > 3 && !is_in(kFunctionWords, word) && !number_of(word)) ++counts[stem(word)];
  // Each further time counts less, as ten times one and a logarithm would have it.
  static constexpr std::array<int, 11> kTimes = {0, 10, 17, 21, 24, 26, 28, 29, 31, 32, 33};
  std::vector<std::pair<int, std::string_view>> weighed;
  for (const auto& [word, count] : counts)
    weighed.emplace_back(-kTimes[std::min(count, kTimes.size() - 1)] * rarity(word), word);
  std::sort(weighed.begin(), weighed.end());
  weighed.resize(std::min(weighed.size(), kMost));
  std::vector<uint64_t> out;
  for (const auto& [weight, word] : weighed) out.push_back(mix64(hash64(word)) >> 48);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<std::pair<int64_t, std::string>> counted_things(std::string_view text) {
  std::vector<std::pair<int64_t, std::string>> out;
  const std::vector<std::string> words = folded_words(text);
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    const auto number = number_of(words[i]);
    const std::string& next = words[i + 1];
    if (!number || next.size() < 3 || number_of(next) || is_in(kMonths, next)) continue;
    if (i > 0 && is_in(kMonths, words[i - 1])) continue;
    if (*number >= 1900 && *number < 2100 && words[i].size() == 4) continue;
    const bool plural = next.size() > 4 && next.ends_with('s') && !next.ends_with("ss");
    out.emplace_back(*number, next.substr(0, next.size() - plural));
  }
  return out;
}

size_t shared_words(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  size_t both = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    both += a[i] == b[j];
    const bool step_a = a[i] <= b[j], step_b = b[j] <= a[i];
    i += step_a, j += step_b;
  }
  return both;
}

double overlap(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  if (a.empty() || b.empty()) return 0;
  return static_cast<double>(shared_words(a, b)) / static_cast<double>(std::min(a.size(), b.size()));
}

}  // namespace kronika
