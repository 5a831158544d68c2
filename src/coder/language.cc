#include "coder/language.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"
#include "base/utf8.h"
#include "port/icu.h"
#include "text/word_list.h"

namespace kronika {

Result<std::unique_ptr<const LanguageGuesser>> LanguageGuesser::load(const std::string& folder) {
  const auto words = WordList::load(folder + "/languages.txt");
  if (!words) return words.error();
  std::unique_ptr<LanguageGuesser> guesser(new LanguageGuesser());
  guesser->languages_ = words.value().words();
  if (guesser->languages_.empty() || guesser->languages_.size() > UINT8_MAX)
    return Error{ErrorKind::invalid, folder + "/languages.txt: the languages do not stand before the first section"};
  for (size_t i = 0; i < guesser->languages_.size(); ++i)
    for (const std::string& word : words.value().words(guesser->languages_[i]))
      guesser->of_word_[word].push_back(static_cast<uint8_t>(i));
  return std::unique_ptr<const LanguageGuesser>(std::move(guesser));
}

LanguageGuesser::Verdict LanguageGuesser::judge(std::string_view text) const {
  constexpr size_t kMostWords = 400, kMostBytes = 20000, kFewestWords = 12, kEnglishEnough = 4;
  constexpr int kFewestKnown = 3;
  std::vector<size_t> hits(languages_.size(), 0);
  std::vector<uint64_t> different(languages_.size(), 0);  // a bit for each of the words among the hits, by its hash
  size_t words = 0, latin = 0, other = 0;
  std::string word;
  bool clitic = false;  // an apostrophe or a digit stands before the word: "the army's 2d brigade"
  const auto end_word = [&](char32_t next) {
    if (word.empty()) return;
    ++words;
    // A letter alone may be what is left of a possessive, a number or an acronym.
    const bool remnant = word.size() == 1 && (clitic || next == '.');
    if (const auto known = of_word_.find(word); known != of_word_.end() && !remnant)
      for (const uint8_t language : known->second) {
        ++hits[language];
        different[language] |= uint64_t{1} << (hash64(word) & 63);
      }
    word.clear();
  };
  // The first of equals, so English.
  const auto best = [&] { return std::max_element(hits.begin(), hits.end()); };
  for (size_t at = 0; at < std::min(text.size(), kMostBytes) && words < kMostWords;) {
    const CodePoint c = decode_utf8(text, at);
    at = c.next;
    if (is_letter(c.value)) {
      // English is written in Latin letters: a text of others is told from it by them alone.
      ++(c.value < 0x250 ? latin : other);
      append_utf8(word, lower_code_point(c.value));
    } else {
      const bool ended = !word.empty();
      end_word(c.value);
      clitic = c.value == '\'' || c.value == 0x2019 || is_digit(c.value);
      if (ended && words >= kFewestWords && hits.front() >= kEnglishEnough && best() == hits.begin()) return {"", true};
    }
  }
  end_word(0);
  const bool has_english = hits.front() > 0;
  const auto most = static_cast<size_t>(best() - hits.begin());
  if (words >= kFewestWords && hits[most] * 6 >= words && hits[most] >= 2 * hits.front() && most != 0 &&
      std::popcount(different[most]) >= kFewestKnown)
    return {"language " + languages_[most], has_english};
  constexpr size_t kFewestLetters = 20;
  return {other > latin && other > kFewestLetters ? "not in English" : "", has_english};
}

std::string LanguageGuesser::reason_to_skip(std::string_view text) const { return judge(text).reason; }

std::vector<SkippedText> LanguageGuesser::drop_other_languages(const Article& article, Tokens& tokens) const {
  struct Paragraph {
    uint32_t first, last;  // sentences
    Verdict verdict;
  };
  std::vector<Paragraph> paragraphs;
  for (uint32_t s = 0; s < tokens.sentences.size(); ++s) {
    if (s == 0 || tokens.sentences[s].paragraph != tokens.sentences[s - 1].paragraph) paragraphs.push_back({s, s, {}});
    paragraphs.back().last = s + 1;
  }
  const auto span_of = [&](const Paragraph& p) {
    return Span{tokens.sentences[p.first].span.start, tokens.sentences[p.last - 1].span.end};
  };
  size_t foreign = paragraphs.size();  // the last one that surely is
  bool any = false;
  for (size_t i = 0; i < paragraphs.size(); ++i) {
    paragraphs[i].verdict = judge(article.slice(span_of(paragraphs[i])));
    const Verdict& verdict = paragraphs[i].verdict;
    if (verdict.has_english && verdict.reason.empty()) foreign = paragraphs.size();
    if (verdict.reason.empty()) continue;
    any = true;
    if (foreign < i && paragraphs[foreign].verdict.reason == verdict.reason)
      for (size_t between = foreign + 1; between < i; ++between) paragraphs[between].verdict = verdict;
    foreign = i;
  }
  std::vector<SkippedText> skipped;
  if (!any) return skipped;
  Tokens kept;
  for (const Paragraph& paragraph : paragraphs) {
    if (!paragraph.verdict.reason.empty()) {
      skipped.push_back({span_of(paragraph), paragraph.verdict.reason});
      continue;
    }
    for (uint32_t s = paragraph.first; s < paragraph.last; ++s) {
      Sentence sentence = tokens.sentences[s];
      const uint32_t first = kept.size();
      kept.words.insert(kept.words.end(), tokens.words.begin() + sentence.first, tokens.words.begin() + sentence.last);
      sentence.first = first;
      sentence.last = kept.size();
      kept.sentences.push_back(sentence);
    }
  }
  tokens = std::move(kept);
  return skipped;
}

}  // namespace kronika
