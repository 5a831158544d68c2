// Layers written by hand, for the unit tests of stages: what a stage reads is written in the test, not made by a model.
#pragma once

#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "kronika/article.h"
#include "text/conllu.h"
#include "text/events.h"
#include "text/mentions.h"

namespace kronika {

struct HandMade {
  Article article;
  Tokens tokens;
  Tags tags;
  Trees trees;

  // The first word with this form; throws where there is none.
  uint32_t word(const std::string& form) const {
    for (uint32_t w = 0; w < tokens.size(); ++w)
      if (article.slice(tokens.words[w].span) == form) return w;
    throw std::out_of_range("no word " + form);
  }
  // An event reported by one word.
  Event event(const std::string& form, const std::string& category = "ASSAULT") const {
    Event event;
    event.category = category;
    event.word = word(form);
    event.span = tokens.words[event.word].span;
    return event;
  }
  // A mention of the words [first, last]; the last is its head unless another is given.
  void mention(Mentions& mentions, const std::string& first, const std::string& last,
               MentionForm form = MentionForm::name, const std::string& head = "") const {
    Mention one;
    one.first = word(first);
    one.last = word(last) + 1;
    one.head = head.empty() ? one.last - 1 : word(head);
    one.sentence = tokens.sentence_of(one.head);
    one.span = {tokens.words[one.first].span.start, tokens.words[one.last - 1].span.end};
    one.form = form;
    one.type = form == MentionForm::name ? NameType::person : NameType::other;
    if (form == MentionForm::name) one.name_first = one.first, one.name_last = one.last;
    mentions.of_head.resize(tokens.size());
    mentions.of_head[one.head] = {static_cast<uint32_t>(mentions.mentions.size())};
    mentions.mentions.push_back(one);
  }
};

inline std::string upos_of(const std::string& xpos) {
  static const std::vector<std::pair<std::string, std::string>> kBegins = {
      {"NNP", "PROPN"}, {"NN", "NOUN"},  {"VB", "VERB"},  {"MD", "AUX"}, {"JJ", "ADJ"},    {"RB", "ADV"},
      {"CD", "NUM"},    {"IN", "ADP"},   {"TO", "PART"},  {"DT", "DET"}, {"PRP$", "PRON"}, {"PRP", "PRON"},
      {"W", "PRON"},    {"CC", "CCONJ"}, {"POS", "PART"}, {"UH", "INTJ"}};
  for (const auto& [begin, upos] : kBegins)
    if (xpos.starts_with(begin)) return upos;
  return "PUNCT";
}

// One sentence a line; a word is `form/xpos/head/relation`, `form|lemma/…` where the lemma is not the form in lower
// case. Heads count from 1, 0 is the root. An empty line begins a paragraph. Auxiliaries are those with the relation
// aux, aux:pass or cop.
inline HandMade by_hand(const std::string& sentences, std::optional<Day> published = {}) {
  std::string conllu;
  std::istringstream lines(sentences);
  bool new_paragraph = true;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string rows, word;
    for (int number = 1; words >> word; ++number) {
      std::vector<std::string> parts(1);
      for (const char c : word) {
        if (c == '/')
          parts.emplace_back();
        else
          parts.back() += c;
      }
      if (parts.size() != 4) throw std::invalid_argument("not form/xpos/head/relation: " + word);
      const size_t bar = parts[0].find('|');
      const std::string form = parts[0].substr(0, bar);
      std::string lemma = bar == std::string::npos ? form : parts[0].substr(bar + 1);
      if (bar == std::string::npos && !parts[1].starts_with("NNP"))
        for (char& c : lemma) c = c >= 'A' && c <= 'Z' && lemma != "I" ? static_cast<char>(c + 32) : c;
      const bool auxiliary = parts[3].starts_with("aux") || parts[3] == "cop";
      rows += std::to_string(number) + "\t" + form + "\t" + lemma + "\t" + (auxiliary ? "AUX" : upos_of(parts[1])) +
              "\t" + parts[1] + "\t_\t" + parts[2] + "\t" + parts[3] + "\t_\t_\n";
    }
    if (rows.empty()) {
      new_paragraph = true;
      continue;
    }
    conllu += (new_paragraph ? "# newpar\n" : "") + rows + "\n";
    new_paragraph = false;
  }
  auto read = parse_conllu(conllu);
  if (!read) throw std::invalid_argument(read.error().message);
  auto article = Article::make({"hand", "", read.value().text, published, "", ""});
  if (!article) throw std::invalid_argument(article.error().message);
  return {std::move(article.value()), std::move(read.value().tokens), std::move(read.value().tags),
          std::move(read.value().trees)};
}

}  // namespace kronika
