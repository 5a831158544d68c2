#include "treebank.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "known_names.h"
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
// "13)" closes the innermost of that number).
class EntityReader {
 public:
  struct Entity {
    size_t first = 0, last = 0;  // words of the sentence
    size_t head = 0;
    std::string type;
  };

  // Takes the MISC of a sentence's words; the entities come in the order in which they close, inner before outer.
  static std::vector<Entity> sentence(const std::vector<std::string>& misc) {
    std::vector<Entity> closed;
    std::vector<std::pair<std::string, Entity>> open;
    for (size_t w = 0; w < misc.size(); ++w) {
      const size_t at = misc[w].find("Entity=");
      if (at == std::string::npos) continue;
      const std::string marks = misc[w].substr(at + 7, misc[w].find('|', at) - at - 7);
      const auto close = [&](const std::string& number) {
        for (size_t i = open.size(); i-- > 0;)
          if (open[i].first == number) {
            open[i].second.last = w + 1;
            closed.push_back(open[i].second);
            open.erase(open.begin() + static_cast<long>(i));
            return;
          }
      };
      for (size_t i = 0; i < marks.size();) {
        const bool opens = marks[i] == '(';
        const size_t end = std::min(marks.find_first_of("()", i + 1), marks.size());
        const std::string mark = marks.substr(i + opens, end - i - opens);
        const std::string number = mark.substr(0, mark.find('-'));
        if (opens) open.emplace_back(number, opened(mark, w));
        const bool closes = end < marks.size() && marks[end] == ')';
        if (closes) close(number);
        i = closes ? end + 1 : end;
      }
    }
    return closed;
  }

 private:
  // "12-person-new-ss-1-coref": the fifth or sixth field holds the head words, counted from 1 in the span.
  static Entity opened(const std::string& mark, size_t first) {
    std::vector<std::string> fields;
    std::istringstream list(mark);
    for (std::string field; std::getline(list, field, '-');) fields.push_back(field);
    Entity entity{first, first, first, fields.size() > 1 ? fields[1] : ""};
    for (const size_t at : {size_t{5}, size_t{4}}) {
      const int head = at < fields.size() ? std::atoi(fields[at].c_str()) : 0;
      if (head < 1) continue;
      entity.head = first + static_cast<size_t>(head) - 1;
      break;
    }
    return entity;
  }
};

bool is_capitalised(const std::string& word) { return word[0] >= 'A' && word[0] <= 'Z'; }

// Names of one sentence. Common words are none; of proper nouns, those that the entities or `known` tell; of the
// others, and of capitalised adjectives, nothing is known.
void mark_sentence(const std::vector<EntityReader::Entity>& entities, const KnownNames& known, Example& example,
                   Labels& labels) {
  const size_t n = example.words.size();
  const auto is = [&](size_t w, Upos upos) { return w < n && example.upos[w] == static_cast<int>(upos); };
  example.all_names = false;
  example.name.assign(n, labels.name.add("O"));
  for (size_t w = 0; w < n; ++w)
    if (is(w, Upos::PROPN) || is(w, Upos::X) || (is(w, Upos::ADJ) && is_capitalised(example.words[w])))
      example.name[w] = kUnknown;
  const auto mark = [&](size_t first, size_t last, const std::string& type) {
    for (size_t w = first; w < last; ++w) example.name[w] = labels.name.add((w == first ? "B-" : "I-") + type);
  };
  std::vector<bool> within(n, false);  // of an entity's name
  for (const EntityReader::Entity& entity : entities) {
    if (entity.head >= n || entity.last > n || !is(entity.head, Upos::PROPN) || entity.type == "time") continue;
    size_t first = entity.head, last = entity.head + 1;
    const bool person = entity.type == "person";
    // A person's name holds no other's: "US President Barack Obama"; an organization's does: "University of
    // California".
    const auto goes_on = [&](size_t w) {
      const bool adjective = !person && is(w, Upos::ADJ) && is_capitalised(example.words[w]);  // "African Union"
      return is(w, Upos::PROPN) ? !(person && within[w]) : adjective;
    };
    while (first > entity.first && goes_on(first - 1)) --first;
    while (last < entity.last && is(last, Upos::PROPN)) ++last;
    while (!person && last < entity.last && is(last, Upos::ADP)) {
      size_t next = last + 1;
      if (is(next, Upos::DET)) ++next;  // "Bank of the West"
      if (next >= entity.last || !is(next, Upos::PROPN)) break;
      for (last = next; last < entity.last && is(last, Upos::PROPN);) ++last;
    }
    if (person)
      while (first + 1 < last && known.is_title(example.words[first])) ++first;
    if (person && last == first + 1 && known.is_group(example.words[first])) {
      mark(first, last, "group");
      continue;
    }
    const bool kept = person || entity.type == "organization" || entity.type == "place" || entity.type == "event";
    mark(first, last, kept ? entity.type : "other");
    std::fill(within.begin() + static_cast<long>(first), within.begin() + static_cast<long>(last), true);
  }
  for (size_t w = 0; w < n; ++w) {
    // A hyphen may stand within a name: "al-Qaida".
    if (example.words[w] == "-" && w > 0 && (is(w - 1, Upos::PROPN) || is(w + 1, Upos::PROPN)) && !within[w])
      example.name[w] = kUnknown;
    if (is(w, Upos::ADJ) && known.is_group(example.words[w])) mark(w, w + 1, "group");
  }
  if (!entities.empty()) return;
  for (size_t first = 0; first < n;) {
    size_t last = first;
    if (is(first, Upos::ADJ) && is_capitalised(example.words[first]) && is(first + 1, Upos::PROPN)) {
      size_t end = first + 1;
      while (is(end, Upos::PROPN)) ++end;
      const auto name = known.find(
          {example.words.begin() + static_cast<long>(first), example.words.begin() + static_cast<long>(end)});
      if (name && name->type == "organization") {
        mark(first, end, name->type);
        first = end;
        continue;
      }
    }
    while (is(last, Upos::PROPN) ||
           (example.words[std::min(last, n - 1)] == "-" && last > first && is(last + 1, Upos::PROPN)))
      ++last;
    if (last > first)
      if (const auto name = known.find(
              {example.words.begin() + static_cast<long>(first), example.words.begin() + static_cast<long>(last)}))
        mark(first + name->titles, last, name->type);
    first = std::max(first + 1, last);
  }
}

void mark_names(const std::string& text, const KnownNames& known, std::vector<Example>& examples, Labels& labels) {
  std::vector<std::string> misc;
  size_t next = 0;
  const auto end_sentence = [&] {
    if (misc.empty() || next >= examples.size()) return;
    Example& example = examples[next++];
    if (misc.size() == example.words.size()) mark_sentence(EntityReader::sentence(misc), known, example, labels);
    misc.clear();
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
                                           const KnownNames* grow, Labels& labels) {
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
  if (grow) mark_names(kept, *grow, examples, labels);
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

namespace {

void add_text(const std::string& text, const Tokenizer& tokenizer, std::vector<Example>& examples) {
  const auto article = Article::make({"", "", text, {}, "", ""});
  if (!article) return;
  const Tokens tokens = tokenizer.tokenize(article.value());
  for (const Sentence& sentence : tokens.sentences) {
    Example example;
    for (uint32_t word = sentence.first; word < sentence.last; ++word)
      example.words.emplace_back(article.value().slice(tokens.words[word].span));
    examples.push_back(std::move(example));
  }
}

}  // namespace

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
    if (row.size() > at) add_text(row[at], tokenizer, examples);
  }
  return examples;
}

Result<std::vector<Example>> read_corpus_texts(const std::string& folder, const Tokenizer& tokenizer) {
  const auto list = read_file(folder + "/kept_for_test");
  if (!list) return list.error();
  std::vector<std::string> kept;
  std::istringstream names(list.value());
  for (std::string name; std::getline(names, name);)
    if (!name.empty() && name[0] != '#') kept.push_back(name);
  const auto is_kept = [&](const std::string& file) {
    return std::any_of(kept.begin(), kept.end(), [&](const std::string& name) {
      return name.back() == '*' ? file.starts_with(name.substr(0, name.size() - 1)) : file == name;
    });
  };
  std::set<std::filesystem::path> files;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/documents", failed))
    if (!is_kept(entry.path().filename().string())) files.insert(entry.path());
  if (failed) return Error{ErrorKind::not_found, folder + "/documents: cannot be read: " + failed.message()};
  std::vector<Example> examples;
  for (const std::filesystem::path& path : files) {
    const auto content = read_file(path.string());
    if (!content) return content.error();
    std::istringstream lines(content.value());
    std::string text;
    bool within = false;
    for (std::string line; std::getline(lines, line);) {
      if (within && (line.starts_with("event ") || line.starts_with("chain ") || line.starts_with("id "))) {
        within = false;
        add_text(text, tokenizer, examples);
        text.clear();
      }
      if (within)
        text += line + "\n";
      else
        within = line == "text";
    }
    add_text(text, tokenizer, examples);
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
