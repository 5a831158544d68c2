#include "treebank.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "stage/tag/lemma_script.h"
#include "text/conllu.h"

namespace kronika::train {
namespace {

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::not_found, path + ": cannot be read; name the folder of the data with --data"};
  std::ostringstream content;
  content << file.rdbuf();
  return std::move(content).str();
}

// The text without the documents named: everything from their "# newdoc id" to the next.
std::string without_documents(const std::string& text, const std::vector<std::string>& names) {
  std::string kept;
  bool drop = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# newdoc")) {
      const size_t equals = line.find("= ");
      const std::string id = equals == std::string::npos ? "" : line.substr(equals + 2);
      drop = std::find(names.begin(), names.end(), id) != names.end();
    }
    if (!drop) kept += line + "\n";
  }
  return kept;
}

// Entities of a document as its MISC column marks them (GUM: "Entity=(12-person-new-ss-1-coref(13-place-..." opens,
// "12)" closes): for each word that is the head of one, its type.
class EntityHeads {
 public:
  // Takes the words of a sentence with their MISC; gives the type of each head, empty for other words.
  std::vector<std::string> sentence(const std::vector<std::string>& misc) {
    std::vector<std::string> types(misc.size());
    for (size_t w = 0; w < misc.size(); ++w) {
      const size_t at = misc[w].find("Entity=");
      if (at == std::string::npos) continue;
      const std::string marks = misc[w].substr(at + 7, misc[w].find('|', at) - at - 7);
      for (size_t i = 0; i < marks.size();) {
        const size_t end = std::min(marks.find_first_of("()", i + 1), marks.size());
        if (marks[i] == '(') open(marks.substr(i + 1, end - i - 1), w, types);
        i = end < marks.size() && marks[end] == ')' ? end + 1 : end;
      }
    }
    return types;
  }

 private:
  // "12-person-new-ss-1-coref": the fifth or sixth field holds the head words, counted from 1 in the span.
  static void open(const std::string& mark, size_t first, std::vector<std::string>& types) {
    std::vector<std::string> fields;
    std::istringstream list(mark);
    for (std::string field; std::getline(list, field, '-');) fields.push_back(field);
    if (fields.size() < 6) return;
    for (const size_t at : {size_t{5}, size_t{4}}) {
      const int head = std::atoi(fields[at].c_str());
      if (head < 1) continue;
      const size_t word = first + static_cast<size_t>(head) - 1;
      if (word < types.size()) types[word] = fields[1];
      return;
    }
  }
};

// Names from the tags and, where there are some, the entities: runs of proper nouns around the head of an entity have
// its type; other proper nouns and capitalised adjectives may be names of any type; all other words are none.
void mark_names(const std::string& text, std::vector<Example>& examples, Labels& labels) {
  const int outside = labels.name.add("O");
  std::vector<std::string> misc;
  EntityHeads entities;
  size_t next = 0;
  const auto end_sentence = [&] {
    if (misc.empty() || next >= examples.size()) return;
    Example& example = examples[next++];
    const std::vector<std::string> types = entities.sentence(misc);
    misc.clear();
    const size_t n = example.words.size();
    if (types.size() != n) return;
    const auto is = [&](size_t w, Upos upos) { return w < n && example.upos[w] == static_cast<int>(upos); };
    example.all_names = false;
    example.name.assign(n, outside);
    for (size_t w = 0; w < n; ++w)
      if (is(w, Upos::PROPN) || is(w, Upos::X) ||
          (is(w, Upos::ADJ) && example.words[w][0] >= 'A' && example.words[w][0] <= 'Z'))
        example.name[w] = kUnknown;
    for (size_t head = 0; head < n; ++head) {
      if (types[head].empty() || !is(head, Upos::PROPN)) continue;
      size_t first = head, last = head + 1;
      while (first > 0 && is(first - 1, Upos::PROPN)) --first;
      while (is(last, Upos::PROPN)) ++last;
      while (is(last, Upos::ADP) && (is(last + 1, Upos::PROPN) ||
                                     (is(last + 1, Upos::DET) && is(last + 2, Upos::PROPN)))) {  // "Bank of the West"
        while (!is(last, Upos::PROPN)) ++last;
        while (is(last, Upos::PROPN)) ++last;
      }
      const std::string type =
          types[head] == "person" || types[head] == "organization" || types[head] == "place" || types[head] == "event"
              ? types[head]
              : "other";
      for (size_t w = first; w < last; ++w) example.name[w] = labels.name.add((w == first ? "B-" : "I-") + type);
    }
  };
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) {
      end_sentence();
      continue;
    }
    const std::string id = line.substr(0, line.find('\t'));
    if (line[0] != '#' && id.find_first_of("-.") == std::string::npos)
      misc.push_back(line.substr(line.rfind('\t') + 1));
  }
  end_sentence();
}

}  // namespace

int LabelSet::add(const std::string& label) {
  const auto [at, added] = index_.try_emplace(label, static_cast<int>(names_.size()));
  if (added) names_.push_back(label);
  return at->second;
}

int LabelSet::find(const std::string& label) const {
  const auto at = index_.find(label);
  return at == index_.end() ? kUnknown : at->second;
}

Result<std::vector<Example>> read_treebank(const std::string& path, const std::vector<std::string>& leave_out,
                                           bool grow, Labels& labels) {
  const auto text = read_file(path);
  if (!text) return text.error();
  const std::string kept = without_documents(text.value(), leave_out);
  const auto parsed = parse_conllu(kept);
  if (!parsed) return Error{ErrorKind::invalid, path + ": " + parsed.error().message};
  const Annotated& bank = parsed.value();
  const auto label = [&](LabelSet& set, const std::string& name) { return grow ? set.add(name) : set.find(name); };
  std::vector<Example> examples;
  for (const Sentence& sentence : bank.tokens.sentences) {
    Example example;
    for (uint32_t word = sentence.first; word < sentence.last; ++word) {
      const Span span = bank.tokens.words[word].span;
      const std::string form = bank.text.substr(span.start, span.size());
      example.words.push_back(form);
      example.lemmas.push_back(bank.tags.lemma[word]);
      example.upos.push_back(static_cast<int>(bank.tags.upos[word]));
      example.xpos.push_back(label(labels.xpos, bank.tags.xpos[word]));
      example.feats.push_back(label(labels.feats, bank.tags.feats[word]));
      // "_" is no lemma (words of `goeswith`), unless the word itself is that.
      const std::string& lemma = bank.tags.lemma[word];
      example.script.push_back(lemma == "_" && form != "_" ? kUnknown
                                                           : label(labels.script, lemma_script(form, lemma)));
      example.head.push_back(bank.trees.is_root(word) ? 0
                                                      : static_cast<int>(bank.trees.head[word] - sentence.first + 1));
      example.deprel.push_back(static_cast<int>(bank.trees.deprel[word]));
    }
    examples.push_back(std::move(example));
  }
  if (grow) mark_names(kept, examples, labels);
  return examples;
}

Result<std::vector<Example>> read_names(const std::string& path, const std::map<std::string, std::string>& names,
                                        bool all_names, Labels& labels) {
  const auto text = read_file(path);
  if (!text) return text.error();
  std::vector<Example> examples;
  Example example;
  example.all_names = all_names;
  const auto end_sentence = [&] {
    if (example.words.empty()) return;
    examples.push_back(std::move(example));
    example = Example();
    example.all_names = all_names;
  };
  labels.name.add("O");
  std::istringstream lines(text.value());
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line == "\r") {
      end_sentence();
      continue;
    }
    const size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;  // a comment
    std::string tag = line.substr(tab + 1);
    tag = tag.substr(0, tag.find_first_of("\t\r"));
    std::string label = "O";
    if (tag.size() > 2 && names.contains(tag.substr(2))) label = tag.substr(0, 2) + names.at(tag.substr(2));
    example.words.push_back(line.substr(0, tab));
    example.name.push_back(labels.name.add(label));
  }
  end_sentence();
  return examples;
}

Result<std::vector<Example>> read_texts(const std::string& path, const std::string& column,
                                        const Tokenizer& tokenizer) {
  const auto text = read_file(path);
  if (!text) return text.error();
  std::istringstream lines(text.value());
  const auto cells = [](const std::string& line) {
    std::vector<std::string> out;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, '\t');) out.push_back(cell);
    return out;
  };
  std::string line;
  std::getline(lines, line);
  const std::vector<std::string> header = cells(line);
  const auto at = static_cast<size_t>(std::find(header.begin(), header.end(), column) - header.begin());
  if (at == header.size()) return Error{ErrorKind::invalid, path + ": has no column " + column};
  std::vector<Example> examples;
  while (std::getline(lines, line)) {
    const std::vector<std::string> row = cells(line);
    if (row.size() <= at) continue;
    const auto article = Article::make({"", "", row[at], {}, "", ""});
    if (!article) continue;
    const Tokens tokens = tokenizer.tokenize(article.value());
    for (const Sentence& sentence : tokens.sentences) {
      Example example;
      for (uint32_t word = sentence.first; word < sentence.last; ++word)
        example.words.emplace_back(article.value().slice(tokens.words[word].span));
      examples.push_back(std::move(example));
    }
  }
  return examples;
}

void prune_labels(std::vector<Example>& examples, Labels& labels, int least) {
  const auto prune = [&](LabelSet& set, std::vector<int> Example::*field) {
    std::vector<int> count(set.size(), 0), moved(set.size(), kUnknown);
    for (const Example& example : examples)
      for (const int label : example.*field)
        if (label != kUnknown) ++count[static_cast<size_t>(label)];
    LabelSet kept;
    for (size_t i = 0; i < count.size(); ++i)
      if (count[i] >= least) moved[i] = kept.add(set.names()[i]);
    set = std::move(kept);
    for (Example& example : examples)
      for (int& label : example.*field)
        if (label != kUnknown) label = moved[static_cast<size_t>(label)];
  };
  prune(labels.script, &Example::script);
  prune(labels.feats, &Example::feats);
}

}  // namespace kronika::train
