#include "stage/tokenize/tokenize.h"

#include <algorithm>

#include "base/utf8.h"
#include "port/icu.h"

namespace kronika {
namespace {

// The bytes of the white space at `at`, 0 if there is none. Control and zero-width characters count as space.
uint32_t space_at(std::string_view text, uint32_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c <= 0x20 || c == 0x7F) return 1;
  if (c == 0xC2) {
    const auto d = static_cast<unsigned char>(text[at + 1]);
    return d == 0xA0 || d == 0xAD || d < 0xA0 ? 2 : 0;  // no-break space, soft hyphen, C1 controls
  }
  if (c == 0xE2) {
    const std::string_view three = text.substr(at, 3);
    if (three >= "\u2000" && three <= "\u200F") return 3;
    return three == "\u2028" || three == "\u2029" || three == "\u202F" || three == "\u2060" ? 3 : 0;
  }
  if (c == 0xE3) return text.substr(at, 3) == "\u3000" ? 3 : 0;
  if (c == 0xEF) return text.substr(at, 3) == "\uFEFF" ? 3 : 0;
  return 0;
}

bool is_lower_start(std::string_view text, uint32_t at) {
  const char32_t c = decode_utf8(text, at).value;
  return c < 0x80 ? c >= U'a' && c <= U'z' : is_letter(c) && !is_upper_code_point(c) && c < 0x500;
}

std::string ascii_lower(std::string_view word) {
  std::string low(word);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return low;
}

struct Line {
  uint32_t from, to;  // without space around
  uint32_t width;     // code points
};

// Stretches of text that no sentence crosses: paragraphs, headings, items of lists.
std::vector<Span> find_blocks(std::string_view text, uint32_t from, uint32_t to) {
  std::vector<Span> blocks;
  std::vector<Line> lines;  // of the paragraph so far
  const auto end_paragraph = [&] {
    // Wrapped text: at every line end the next word would not have fitted into the widest line.
    uint32_t widest = 0;
    for (const Line& line : lines) widest = std::max(widest, line.width);
    bool wrapped = lines.size() > 1 && widest >= 40 && widest <= 120;
    for (size_t i = 0; wrapped && i + 1 < lines.size(); ++i) {
      const std::string_view next = text.substr(lines[i + 1].from, lines[i + 1].to - lines[i + 1].from);
      const size_t first_word = count_code_points(next.substr(0, next.find(' ')));
      wrapped = lines[i].width + 1 + first_word > widest;
    }
    for (const Line& line : lines) {
      const bool goes_on = !blocks.empty() && &line != &lines.front() && (wrapped || is_lower_start(text, line.from));
      if (goes_on)
        blocks.back().end = line.to;
      else
        blocks.push_back({line.from, line.to});
    }
    lines.clear();
  };
  while (from < to) {
    const uint32_t end = static_cast<uint32_t>(std::min<size_t>(text.find('\n', from), to));
    uint32_t first = from, last = end;
    while (first < last) {
      const uint32_t size = space_at(text, first);
      if (size == 0) break;
      first += size;
    }
    first = std::min(first, last);
    while (last > first && static_cast<unsigned char>(text[last - 1]) <= 0x20) --last;
    if (first == last)
      end_paragraph();
    else
      lines.push_back({first, last, static_cast<uint32_t>(count_code_points(text.substr(first, last - first)))});
    from = end + 1;
  }
  end_paragraph();
  return blocks;
}

class SentenceSplitter {
 public:
  SentenceSplitter(std::string_view text, const WordList& abbreviations, const WordList& starters,
                   const HashedWords& small, const BoundaryModel& model, const BoundaryTeacher& teacher)
      : text_(text),
        abbreviations_(abbreviations),
        starters_(starters),
        reader_(text, abbreviations, small),
        model_(model),
        teacher_(teacher) {}

  // Cuts words [first, words.size()) of one block into sentences.
  void split(std::vector<Word>& words, uint32_t first, uint32_t paragraph, SentenceKind kind,
             std::vector<Sentence>& out) {
    const uint32_t end = static_cast<uint32_t>(words.size());
    apply_rules(words, first, end);
    reader_.begin_block(words, first, end);
    const size_t first_sentence = out.size();
    uint32_t begin = first;
    for (uint32_t i = first; i + 1 < end; ++i) {
      if (words[i + 1].joined) continue;
      uint32_t last = i + 1;
      if (!ends_by_model(words, begin, i, rules_[i - first])) {
        if (last - begin < Tokenizer::kMostWords) continue;
        last = best_cut(words, begin, last);
      }
      add(words, begin, last, paragraph, kind, out);
      begin = last;
      i = last - 1;
    }
    if (begin < end) add(words, begin, end, paragraph, kind, out);
    part_last_stops(words, first, first_sentence, out);
  }

 private:
  void apply_rules(const std::vector<Word>& words, uint32_t first, uint32_t end) {
    rules_.assign(end - first, false);
    for (uint32_t i = first; i < end; ++i) {
      uint32_t last = i + 1;
      if (!ends_sentence(words, i, end, last)) continue;
      i = last - 1;
      rules_[i - first] = true;
    }
  }

  bool ends_by_model(const std::vector<Word>& words, uint32_t begin, uint32_t i, bool rule) {
    // The treebanks' mail and reviews leave marks out far more often than news do: without one the model must be sure.
    constexpr int64_t kSure = 1500;
    if (is_item(word(words[i + 1]))) return true;
    if (!reader_.asks(begin, i)) return false;
    const bool unmarked = !rule && reader_.is_word(i);
    if (unmarked && starters_.has("within", word(words[i + 1]))) return false;
    const std::span<const Answer> answers = reader_.answers(begin, i, rule);
    const bool said = model_.score(answers) > (unmarked ? kSure : 0);
    return teacher_ ? teacher_(words[i], answers, said) : said;
  }

  std::string_view word(const Word& w) const { return text_.substr(w.span.start, w.span.size()); }

  static bool is_final(std::string_view w) {
    return w == "." || w[0] == '!' || w[0] == '?' || w == "\u2026" ||
           (w.size() > 1 && w.find_first_not_of('.') == std::string_view::npos) || w == "\u3002";
  }
  // A list that has gone flat: each item begins with its bullet.
  static bool is_item(std::string_view w) { return w == "\u2022" || w == "\u25CF" || w == "\u25AA"; }
  // ":)" ends what it comments on.
  static bool is_face(std::string_view w) { return w.size() > 1 && (w[0] == ':' || w[0] == ';') && w.size() < 4; }
  static bool is_closing(std::string_view w) {
    return w == "\"" || w == "''" || w == "'" || w == "\u201D" || w == "\u2019" || w == ")" || w == "]" ||
           w == "\u00BB" || w == "}";
  }
  static bool is_opening(std::string_view w) {
    return w == "\"" || w == "``" || w == "'" || w == "\u201C" || w == "\u2018" || w == "(" || w == "[" ||
           w == "\u00AB" || w == "\u201E" || w == "-" || w == "--" || w == "\u2014" || w == "\u2013" || w == "\u2022" ||
           w == "*";
  }

  // Whether the sentence ends with word i; `last` is then the word after its closing marks.
  bool ends_sentence(const std::vector<Word>& words, uint32_t i, uint32_t end, uint32_t& last) const {
    const std::string_view w = word(words[i]);
    const bool final = is_final(w) || is_face(w);
    const bool abbreviation = !final && w.size() > 1 && w.back() == '.';
    if (!final && !abbreviation) return false;
    // Further and closing marks belong to it if they touch.
    while (last < end && words[last].span.start == words[last - 1].span.end &&
           (is_closing(word(words[last])) || (final && is_final(word(words[last])))))
      ++last;
    if (last == end) return true;
    const bool touches = words[last].span.start == words[last - 1].span.end;
    uint32_t next = last;
    while (next + 1 < end && is_opening(word(words[next]))) ++next;
    const std::string_view follower = word(words[next]);
    const bool lower = is_lower_start(text_, words[next].span.start);
    if (abbreviation) {
      const std::string low = ascii_lower(w.substr(0, w.size() - 1));
      if (abbreviations_.has("title", low) || low.size() == 1) return false;
      return !lower && (starters_.has(follower) || next > last);
    }
    if (touches && w == "." && !is_closing(follower) && next == last)
      return !lower && is_upper_code_point(decode_utf8(text_, words[next].span.start).value);
    if (follower == "," || follower == ";" || follower == ":") return false;
    if (!lower) return true;
    // A small letter goes on with the sentence after the mark of a quote, after dots that trail off and after what may
    // be an abbreviation; after others the writer does without capitals.
    if (last > i + 1 || touches) return false;
    if (w[0] == '!' || w[0] == '?') return true;
    if (w != "." || i == 0) return false;
    const std::string_view before = word(words[i - 1]);
    return before.size() > 1 && std::all_of(before.begin(), before.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  uint32_t best_cut(const std::vector<Word>& words, uint32_t begin, uint32_t end) const {
    for (const std::string_view marks : {";:", ",\u2014-"})
      for (uint32_t cut = end; cut > begin + Tokenizer::kMostWords / 2; --cut)
        if (const std::string_view w = word(words[cut - 1]); w.size() == 1 && marks.find(w) != std::string_view::npos)
          return cut;
    uint32_t cut = end;
    while (cut > begin + 1 && cut < words.size() && words[cut].joined) --cut;
    return cut;
  }

  void add(const std::vector<Word>& words, uint32_t begin, uint32_t end, uint32_t paragraph, SentenceKind kind,
           std::vector<Sentence>& out) const {
    out.push_back({begin, end, {words[begin].span.start, words[end - 1].span.end}, paragraph, kind});
  }

  std::string_view text_;
  // "They sell fruit, vegetables, etc." The stop of an abbreviation that ends a sentence is a word of its own, as in
  // EWT; that of letters with stops ("in the U.S.") is not.
  void part_last_stops(std::vector<Word>& words, uint32_t first, size_t first_sentence,
                       std::vector<Sentence>& sentences) {
    const auto parted = [&](const Sentence& sentence) {
      const std::string_view last = word(words[sentence.last - 1]);
      return last.size() > 2 && last.back() == '.' && sentence.size() < Tokenizer::kMostWords &&
             last.find('.') + 1 == last.size() &&
             abbreviations_.has("open", ascii_lower(last.substr(0, last.size() - 1)));
    };
    if (std::none_of(sentences.begin() + static_cast<std::ptrdiff_t>(first_sentence), sentences.end(), parted)) return;
    std::vector<Word> all;
    for (size_t i = first_sentence; i < sentences.size(); ++i) {
      Sentence& sentence = sentences[i];
      const bool parts = parted(sentence);
      const uint32_t from = sentence.first, to = sentence.last;
      sentence.first = first + static_cast<uint32_t>(all.size());
      all.insert(all.end(), words.begin() + from, words.begin() + to);
      if (parts) {
        const uint32_t end = all.back().span.end;
        all.back().span.end = end - 1;
        all.push_back({{end - 1, end}, false});
      }
      sentence.last = first + static_cast<uint32_t>(all.size());
    }
    words.resize(first);
    words.insert(words.end(), all.begin(), all.end());
  }

  const WordList &abbreviations_, &starters_;
  BoundaryReader reader_;
  const BoundaryModel& model_;
  const BoundaryTeacher& teacher_;
  std::vector<bool> rules_;  // of the words of the block: whether the rules end a sentence behind it
};

// A line of its own that no mark ends: a headline, a byline, a caption.
bool is_heading(std::string_view text, const std::vector<Word>& words, uint32_t first) {
  constexpr uint32_t kMostHeadingWords = 25;
  if (words.size() - first > kMostHeadingWords) return false;
  const std::string_view last = text.substr(words.back().span.start, words.back().span.size());
  constexpr std::string_view kEnds[] = {".", "!", "?", ":", ";", ",", "\"", "\u201D", "\u2026", "...", ")", "'", "''"};
  return std::find(std::begin(kEnds), std::end(kEnds), last) == std::end(kEnds) && last.back() != '.';
}

}  // namespace

Result<std::unique_ptr<const Tokenizer>> Tokenizer::load(const std::string& folder) {
  std::unique_ptr<Tokenizer> tokenizer(new Tokenizer());
  const struct {
    const char* name;
    WordList& to;
  } lists[] = {{"abbreviations.txt", tokenizer->abbreviations_},
               {"prefixes.txt", tokenizer->prefixes_},
               {"sentence_starters.txt", tokenizer->starters_}};
  for (const auto& list : lists) {
    auto loaded = WordList::load(folder + "/" + list.name);
    if (!loaded) return loaded.error();
    list.to = std::move(loaded.value());
  }
  const auto small = WordList::load(folder + "/small_words.txt");
  if (!small) return small.error();
  tokenizer->small_ = HashedWords(small.value().words());
  const auto contractions = WordList::load(folder + "/contractions.txt");
  if (!contractions) return contractions.error();
  for (const std::string& word : contractions.value().words()) {
    std::string whole;
    std::vector<uint32_t> cuts;
    for (const char c : word)
      if (c == '|')
        cuts.push_back(static_cast<uint32_t>(whole.size()));
      else
        whole += c;
    if (cuts.empty() || cuts.front() == 0 || cuts.back() == whole.size())
      return Error{ErrorKind::invalid, folder + "/contractions.txt: \"" + word + "\" does not show where it is cut"};
    tokenizer->contractions_.emplace(std::move(whole), std::move(cuts));
  }
  auto model = BoundaryModel::load(folder + "/sentence_weights.txt");
  if (!model) return model.error();
  tokenizer->model_ = std::move(model.value());
  return std::unique_ptr<const Tokenizer>(std::move(tokenizer));
}

Tokens Tokenizer::tokenize(const Article& article, const BoundaryTeacher& teacher) const {
  const std::string_view text = article.buffer();
  const uint32_t body = article.text_start(), end = static_cast<uint32_t>(text.size());
  Tokens tokens;
  tokens.words.reserve(text.size() / 5);
  Scanner scanner(text, abbreviations_, prefixes_, contractions_, tokens.words);
  SentenceSplitter splitter(text, abbreviations_, starters_, small_, model_, teacher);
  uint32_t paragraph = 0;
  const auto add_blocks = [&](uint32_t from, uint32_t to, bool title) {
    for (const Span block : find_blocks(text, from, to)) {
      const uint32_t first = tokens.size();
      scanner.begin_block();
      for (uint32_t at = block.start; at < block.end;) {
        if (const uint32_t space = space_at(text, at)) {
          at += space;
          continue;
        }
        uint32_t stop = at;
        while (stop < block.end && space_at(text, stop) == 0)
          stop = static_cast<unsigned char>(text[stop]) < 0x80 ? stop + 1
                                                               : static_cast<uint32_t>(decode_utf8(text, stop).next);
        uint32_t next = stop;
        while (next < block.end && space_at(text, next)) next += space_at(text, next);
        scanner.scan(at, stop, next < block.end ? text[next] : '\0');
        at = stop;
      }
      if (tokens.size() == first) continue;
      const SentenceKind kind = title                                   ? SentenceKind::title
                                : is_heading(text, tokens.words, first) ? SentenceKind::heading
                                                                        : SentenceKind::body;
      splitter.split(tokens.words, first, paragraph, kind, tokens.sentences);
      ++paragraph;
    }
  };
  add_blocks(0, body, true);
  add_blocks(body, end, false);
  return tokens;
}

}  // namespace kronika
