// measure-tokens: words and sentences of the tokenizer against a treebank, and the speed of the tokenizer.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>

#include "stage/tokenize/tokenize.h"
#include "text/conllu.h"

int main(int argc, char** argv) {
  using namespace kronika;
  if (argc < 3) {
    std::fprintf(stderr, "usage: measure-tokens data/language TREEBANK.conllu...\n");
    return 2;
  }
  const auto tokenizer = Tokenizer::load(argv[1]);
  if (!tokenizer) {
    std::fprintf(stderr, "%s\n", tokenizer.error().message.c_str());
    return 1;
  }
  for (int i = 2; i < argc; ++i) {
    std::ifstream file(argv[i]);
    std::ostringstream content;
    content << file.rdbuf();
    auto bank = parse_conllu(content.str());
    if (!bank) {
      std::fprintf(stderr, "%s: %s\n", argv[i], bank.error().message.c_str());
      return 1;
    }
    // Sentences of one paragraph follow each other on one line, as in running text.
    std::string text = bank.value().text;
    for (size_t at = 1; at + 1 < text.size(); ++at)
      if (text[at] == '\n' && text[at - 1] != '\n' && text[at + 1] != '\n') text[at] = ' ';
    const auto article = Article::make({"", "", text, {}, "", ""});
    const auto started = std::chrono::steady_clock::now();
    const Tokens found = tokenizer.value()->tokenize(article.value());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    const auto f1 = [](const std::set<Span>& gold, const std::set<Span>& said) {
      size_t both = 0;
      for (const Span span : said) both += gold.contains(span);
      return 200.0 * static_cast<double>(both) / static_cast<double>(gold.size() + said.size());
    };
    std::set<Span> gold_words, words, gold_sentences, sentences;
    for (const Word& word : bank.value().tokens.words) gold_words.insert(word.span);
    for (const Word& word : found.words) words.insert(word.span);
    for (const Sentence& sentence : bank.value().tokens.sentences) gold_sentences.insert(sentence.span);
    for (const Sentence& sentence : found.sentences) sentences.insert(sentence.span);
    std::printf("%s: words F1 %.2f, sentences F1 %.2f, %.1f MB/s\n", argv[i], f1(gold_words, words),
                f1(gold_sentences, sentences), static_cast<double>(text.size()) / seconds / 1e6);
  }
}
