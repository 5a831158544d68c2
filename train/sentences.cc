#include "sentences.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

#include "base/utf8.h"
#include "corpora.h"
#include "stage/tokenize/tokenize.h"

namespace kronika::train {
namespace {

// A document as it was written, and where its tokens and sentences lie: paragraphs stand apart by an empty line, the
// sentences of a paragraph follow each other on one.
struct Document {
  std::string text;
  std::vector<Span> tokens;
  std::vector<uint32_t> ends;  // of sentences, bytes
};

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> fields;
  for (size_t start = 0;;) {
    const size_t tab = line.find('\t', start);
    fields.push_back(line.substr(start, tab - start));
    if (tab == std::string::npos) return fields;
    start = tab + 1;
  }
}

Status read(const std::string& path, std::vector<Document>& documents) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::not_found, path + ": cannot be read; name the folder of the data with --data"};
  const std::vector<std::string>& left_out = left_out_documents();
  bool keep = false, space = false;
  int until = 0;  // last word of a surface token
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("# newdoc id = ")) {
      keep = std::find(left_out.begin(), left_out.end(), line.substr(14)) == left_out.end();
      if (keep) documents.emplace_back();
      space = false;
    }
    if (!keep) continue;
    Document& document = documents.back();
    if (line.starts_with("# newpar") && !document.text.empty()) {
      document.text += "\n\n";
      space = false;
    }
    if (line.empty()) {
      until = 0;
      if (!document.tokens.empty()) document.ends.push_back(document.tokens.back().end);
    }
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> fields = split(line);
    if (fields.size() < 10 || fields[0].find('.') != std::string::npos) continue;
    int number = 0;
    std::from_chars(fields[0].data(), fields[0].data() + fields[0].size(), number);
    if (number <= until) continue;
    if (const size_t range = fields[0].find('-'); range != std::string::npos)
      std::from_chars(fields[0].data() + range + 1, fields[0].data() + fields[0].size(), until);
    if (space) document.text += ' ';
    const auto start = static_cast<uint32_t>(document.text.size());
    document.text += fields[1];
    document.tokens.push_back({start, static_cast<uint32_t>(document.text.size())});
    space = fields[9].find("SpaceAfter=No") == std::string::npos;
  }
  return Done{};
}

// Words that are written small within sentences, and seldom large there: written large, they begin one or stand in a
// title.
std::set<std::string> find_small_words(const std::vector<Document>& documents) {
  constexpr int kFewest = 4;
  std::map<std::string, std::pair<int, int>> seen;  // small, large
  for (const Document& document : documents) {
    size_t sentence = 0;
    bool first = true;
    for (const Span token : document.tokens) {
      const std::string word = document.text.substr(token.start, token.size());
      std::string low;
      bool letters = true, upper = false;
      for (const char c : word) {
        letters = letters && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
        upper = upper || (c >= 'A' && c <= 'Z');
        low += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      }
      if (letters && !first) ++(upper ? seen[low].second : seen[low].first);
      first = first && !letters;
      while (sentence < document.ends.size() && document.ends[sentence] <= token.end) ++sentence, first = true;
    }
  }
  std::set<std::string> small;
  for (const auto& [word, count] : seen)
    if (count.first >= kFewest && count.first > 2 * count.second) small.insert(word);
  return small;
}

// Wire copy and headlines are at times all in capitals, the treebanks seldom: every so many documents are seen in
// capitals, too.
constexpr size_t kCapitalsEvery = 4;

std::string in_capitals(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return text;
}

struct Example {
  std::vector<uint32_t> answers;
  bool ends = false;
};

class Trainer {
 public:
  uint32_t id_of(const std::string& name) {
    const auto [at, is_new] = ids_.emplace(name, static_cast<uint32_t>(names_.size()));
    if (is_new) names_.push_back(name), counts_.push_back(0);
    return at->second;
  }

  void add(std::span<const Answer> answers, bool ends) {
    Example example;
    example.ends = ends;
    for (const Answer& answer : answers) {
      example.answers.push_back(id_of(name_of(answer)));
      ++counts_[example.answers.back()];
    }
    examples_.push_back(std::move(example));
  }

  // Adam (Kingma & Ba 2015) over all examples at once: the same result each time.
  void run(const SentencesOptions& options) {
    const size_t n = names_.size();
    weights_.assign(n, 0.0);
    std::vector<double> gradient(n), mean(n, 0), square(n, 0);
    for (Example& example : examples_)
      std::erase_if(example.answers, [&](uint32_t answer) { return counts_[answer] < options.least; });
    double loss = 0;
    for (int step = 1; step <= options.steps; ++step) {
      loss = 0;
      std::fill(gradient.begin(), gradient.end(), 0.0);
      for (const Example& example : examples_) {
        double sum = 0;
        for (const uint32_t answer : example.answers) sum += weights_[answer];
        const double p = 1 / (1 + std::exp(-sum)), slope = p - (example.ends ? 1 : 0);
        loss -= std::log(std::max(example.ends ? p : 1 - p, 1e-12));
        for (const uint32_t answer : example.answers) gradient[answer] += slope;
      }
      const double rate = 0.05 * (step < options.steps * 3 / 4 ? 1.0 : 0.2);
      for (size_t i = 0; i < n; ++i) {
        // The gradient of the loss with decay * |weight|; at 0 it must be steep enough to leave it.
        double g = gradient[i];
        if (weights_[i] != 0)
          g += weights_[i] > 0 ? options.decay : -options.decay;
        else
          g = g > options.decay ? g - options.decay : g < -options.decay ? g + options.decay : 0;
        mean[i] = 0.9 * mean[i] + 0.1 * g;
        square[i] = 0.99 * square[i] + 0.01 * g * g;
        const double m = mean[i] / (1 - std::pow(0.9, step)), s = square[i] / (1 - std::pow(0.99, step));
        const double moved = weights_[i] - rate * m / (std::sqrt(s) + 1e-3);
        weights_[i] = moved * weights_[i] < 0 ? 0 : moved;
      }
    }
    std::printf("%zu examples, %zu answers, loss an example %.4f\n", examples_.size(), n,
                loss / static_cast<double>(std::max<size_t>(examples_.size(), 1)));
  }

  std::string format() const {
    std::vector<std::string> lines;
    for (size_t i = 0; i < names_.size(); ++i)
      if (const long weight = std::lround(weights_[i] * 1000); std::abs(weight) >= 10)
        lines.push_back(names_[i] + "\t" + std::to_string(weight) + "\n");
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (const std::string& line : lines) out += line;
    return out;
  }

 private:
  std::unordered_map<std::string, uint32_t> ids_;
  std::vector<std::string> names_;
  std::vector<int> counts_;
  std::vector<Example> examples_;
  std::vector<double> weights_;
};

struct Score {
  size_t both = 0, gold = 0, said = 0;
  double f1() const {
    return 200.0 * static_cast<double>(both) / static_cast<double>(std::max<size_t>(gold + said, 1));
  }
};

struct Measured {
  Score tokens, sentences;
  size_t missed = 0;  // ends of sentences that no question is asked about
};

void measure(const Tokenizer& tokenizer, const Document& document, Measured& measured) {
  const auto article = Article::make({"", "", document.text, {}, "", ""});
  if (!article) return;
  std::set<uint32_t> asked;
  const Tokens tokens = tokenizer.tokenize(article.value(), [&](const Word& before, const auto&, bool said) {
    asked.insert(before.span.end - article.value().text_start());
    return said;
  });
  const uint32_t start = article.value().text_start();
  std::set<std::pair<uint32_t, uint32_t>> gold_tokens, gold_sentences;
  size_t first = 0, end = 0;
  for (size_t i = 0; i < document.tokens.size(); ++i) {
    gold_tokens.emplace(document.tokens[i].start, document.tokens[i].end);
    if (end < document.ends.size() && document.tokens[i].end == document.ends[end]) {
      gold_sentences.emplace(document.tokens[first].start, document.ends[end++]);
      first = i + 1;
    }
  }
  for (const uint32_t e : document.ends)
    if (!asked.contains(e) && document.text.compare(e, 2, "\n\n") != 0 && e != document.text.size()) ++measured.missed;
  measured.tokens.gold += gold_tokens.size();
  measured.sentences.gold += gold_sentences.size();
  for (size_t i = 0; i < tokens.words.size(); ++i) {
    Span span = tokens.words[i].span;
    while (i + 1 < tokens.words.size() && tokens.words[i + 1].joined) span.end = tokens.words[++i].span.end;
    ++measured.tokens.said;
    measured.tokens.both += gold_tokens.contains({span.start - start, span.end - start});
  }
  for (const Sentence& sentence : tokens.sentences) {
    ++measured.sentences.said;
    measured.sentences.both += gold_sentences.contains({sentence.span.start - start, sentence.span.end - start});
  }
}

}  // namespace

Status train_sentences(const SentencesOptions& options) {
  const std::string weights_path = options.language + "/sentence_weights.txt";
  const std::string small_path = options.language + "/small_words.txt";
  std::vector<Document> documents, dev[2];
  const std::string syntax = options.data + "/data/syntax/";
  for (const char* name : {"en_ewt-train.conllu", "en_gum_open-train.conllu"})
    if (const Status done = read(syntax + name, documents); !done) return done;
  const char* dev_names[] = {"en_ewt-dev.conllu", "en_gum_open-dev.conllu"};
  for (int i = 0; i < 2; ++i)
    if (const Status done = read(syntax + dev_names[i], dev[i]); !done) return done;
  {
    std::ofstream out(small_path, std::ios::binary);
    out << "# Words that are written small within sentences, and seldom large there. Made by kronika-train sentences "
           "from "
           "EWT and GUM.\n";
    size_t width = 0;
    for (const std::string& word : find_small_words(documents)) {
      if (width + word.size() + 1 > 120) out << "\n", width = 0;
      out << (width == 0 ? "" : " ") << word;
      width += word.size() + 1;
    }
    out << "\n";
    if (!out) return Error{ErrorKind::io, small_path + ": cannot be written"};
  }
  Trainer trainer;
  {
    const auto tokenizer = Tokenizer::load(options.language);
    if (!tokenizer) return tokenizer.error();
    const auto add = [&](const std::string& text, const std::vector<uint32_t>& sentence_ends) {
      const auto article = Article::make({"", "", text, {}, "", ""});
      if (!article) return;
      const std::set<uint32_t> ends(sentence_ends.begin(), sentence_ends.end());
      tokenizer.value()->tokenize(article.value(), [&](const Word& before, const auto& answers, bool) {
        const bool is_end = ends.contains(before.span.end - article.value().text_start());
        trainer.add(answers, is_end);
        return is_end;
      });
    };
    for (size_t i = 0; i < documents.size(); ++i) {
      add(documents[i].text, documents[i].ends);
      if (i % kCapitalsEvery == 0) add(in_capitals(documents[i].text), documents[i].ends);
    }
  }
  trainer.run(options);
  {
    std::ofstream out(weights_path, std::ios::binary);
    out << "# How much each answer about a gap between two words speaks for a sentence's end there, in thousandths.\n"
           "# Made by kronika-train sentences from EWT and GUM; the questions are those of "
           "src/stage/tokenize/boundary.cc.\n"
        << trainer.format();
    out.close();
    if (!out) return Error{ErrorKind::io, weights_path + ": cannot be written"};
  }
  const auto tokenizer = Tokenizer::load(options.language);
  if (!tokenizer) return tokenizer.error();
  const auto report = [&](const char* name, const std::vector<Document>& texts) {
    Measured measured;
    for (const Document& document : texts) measure(*tokenizer.value(), document, measured);
    std::printf("%s: tokens %.2f, sentences %.2f (%zu ends never asked about)\n", name, measured.tokens.f1(),
                measured.sentences.f1(), measured.missed);
  };
  report("train", documents);
  for (int i = 0; i < 2; ++i) report(dev_names[i], dev[i]);
  return Done{};
}

}  // namespace kronika::train
