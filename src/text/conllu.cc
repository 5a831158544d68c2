#include "text/conllu.h"

#include <array>
#include <charconv>

#include "base/utf8.h"

namespace kronika {
namespace {

constexpr size_t kColumns = 10;

bool parse_number(std::string_view text, uint32_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool no_space_after(std::string_view misc) { return misc.find("SpaceAfter=No") != std::string_view::npos; }

class Parser {
 public:
  explicit Parser(bool only_words) : only_words_(only_words) {}
  Result<Annotated> parse(std::string_view text) {
    if (const auto bad = find_invalid_utf8(text))
      return Error{ErrorKind::invalid, "byte " + std::to_string(*bad) + ": not UTF-8"};
    for (size_t at = 0; at <= text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      std::string_view line = text.substr(at, end - at);
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      ++line_;
      at = end + 1;
      if (line.empty()) {
        if (!end_sentence()) return Error{ErrorKind::invalid, problem_};
      } else if (line[0] == '#') {
        if (line.starts_with("# newpar") || line.starts_with("# newdoc")) paragraph_ = true;
      } else if (!add_line(line)) {
        return Error{ErrorKind::invalid, problem_};
      }
    }
    if (!end_sentence()) return Error{ErrorKind::invalid, problem_};
    return std::move(out_);
  }

 private:
  bool fail(const std::string& what) {
    problem_ = "line " + std::to_string(line_) + ": " + what;
    return false;
  }

  bool add_line(std::string_view line) {
    std::array<std::string_view, kColumns> column;
    size_t count = 0;
    for (size_t at = 0; at <= line.size(); ++count) {
      const size_t end = std::min(line.find('\t', at), line.size());
      if (count < kColumns) column[count] = line.substr(at, end - at);
      at = end + 1;
    }
    if (count != kColumns) return fail("a word has ten columns with tabs between, this has " + std::to_string(count));
    if (column[1].empty()) return fail("the word has no form");
    if (column[0].find('.') != std::string_view::npos) return true;
    if (const size_t dash = column[0].find('-'); dash != std::string_view::npos) {
      if (multiword_last_ != 0) return fail("a range begins before the one above it ends");
      if (!parse_number(column[0].substr(dash + 1), multiword_last_)) return fail("the range is not two numbers");
      multiword_form_ = column[1];
      multiword_glued_ = no_space_after(column[9]);
      multiword_begun_ = false;
      return true;
    }
    uint32_t id = 0;
    if (!parse_number(column[0], id) || id != out_.tokens.words.size() - first_ + 1)
      return fail("words count from 1 without gaps");
    if (only_words_)
      for (size_t i = 2; i < 9; ++i) column[i] = "_";
    add_word(column, id);
    Upos upos = Upos::X;
    if (column[3] != "_") {
      const auto known = upos_from(column[3]);
      if (!known) return fail("unknown UPOS " + std::string(column[3]));
      upos = *known;
    }
    out_.tags.upos.push_back(upos);
    out_.tags.lemma.emplace_back(column[2]);
    out_.tags.xpos.emplace_back(column[4]);
    out_.tags.feats.emplace_back(column[5]);
    uint32_t head = id == 1 ? 0 : 1;  // without trees: all under the first word
    if (column[6] != "_" && !parse_number(column[6], head)) return fail("the head is not a number");
    const auto deprel = column[7] == "_" ? Deprel::dep : deprel_from(column[7]);
    if (!deprel) return fail("unknown relation " + std::string(column[7]));
    out_.trees.head.push_back(head == 0 ? first_ + id - 1 : first_ + head - 1);
    out_.trees.deprel.push_back(head == 0 ? Deprel::root : *deprel);
    return true;
  }

  void add_word(const std::array<std::string_view, kColumns>& column, uint32_t id) {
    std::string& text = out_.text;
    if (id == 1) {
      if (!text.empty()) text += paragraph_ ? "\n\n" : "\n";
      if (paragraph_ && !text.empty()) ++paragraphs_;
      paragraph_ = false;
      glued_ = true;
    }
    const bool in_multiword = id <= multiword_last_;
    Word word;
    if (in_multiword && multiword_begun_) {
      word.joined = true;
      // The words of a multiword token need not spell it ("wanna" = want + to): the last takes what is left.
      std::string_view part = column[1];
      if (id == multiword_last_ || !multiword_rest_.starts_with(part))
        part = first_code_points(multiword_rest_, count_code_points(part));
      if (id == multiword_last_) part = multiword_rest_;
      append(word, part);
      multiword_rest_.remove_prefix(part.size());
    } else {
      if (!glued_) text += ' ';
      std::string_view part = column[1];
      if (in_multiword) {
        multiword_begun_ = true;
        multiword_rest_ = multiword_form_;
        if (!multiword_rest_.starts_with(part)) part = first_code_points(multiword_rest_, count_code_points(part));
        if (part.size() == multiword_rest_.size()) part = first_code_points(part, 1);
        multiword_rest_.remove_prefix(part.size());
      }
      append(word, part);
    }
    out_.tokens.words.push_back(word);
    if (!in_multiword) glued_ = no_space_after(column[9]);
    if (in_multiword && id == multiword_last_) {
      glued_ = multiword_glued_;
      multiword_last_ = 0;
    }
  }

  void append(Word& word, std::string_view form) {
    word.span.start = static_cast<uint32_t>(out_.text.size());
    out_.text += form;
    word.span.end = static_cast<uint32_t>(out_.text.size());
  }

  bool end_sentence() {
    const uint32_t end = out_.tokens.size();
    if (multiword_last_ != 0) return fail("a range goes on beyond the sentence that ends here");
    if (end == first_) return true;
    uint32_t roots = 0;
    for (uint32_t word = first_; word < end; ++word) {
      if (out_.trees.head[word] >= end) return fail("a head lies outside of the sentence that ends here");
      roots += out_.trees.is_root(word);
    }
    if (roots != 1) return fail("the sentence that ends here has " + std::to_string(roots) + " roots, not one");
    // A word is good once its head is; a walk that meets itself is a cycle.
    std::vector<uint32_t> seen(end - first_, 0);
    for (uint32_t word = first_; word < end; ++word) {
      for (uint32_t at = word; seen[at - first_] == 0 || seen[at - first_] == word + 1; at = out_.trees.head[at]) {
        if (out_.trees.is_root(at)) break;
        if (seen[at - first_] == word + 1) return fail("the heads of the sentence that ends here form a cycle");
        seen[at - first_] = word + 1;
      }
    }
    Sentence sentence;
    sentence.first = first_;
    sentence.last = end;
    sentence.span = {out_.tokens.words[first_].span.start, out_.tokens.words[end - 1].span.end};
    sentence.paragraph = paragraphs_;
    out_.tokens.sentences.push_back(sentence);
    first_ = end;
    return true;
  }

  const bool only_words_;
  Annotated out_;
  std::string problem_;
  uint32_t line_ = 0, first_ = 0, paragraphs_ = 0;
  bool paragraph_ = false, glued_ = true;
  uint32_t multiword_last_ = 0;
  std::string_view multiword_form_, multiword_rest_;
  bool multiword_glued_ = false, multiword_begun_ = false;
};

// Tabs and line ends cannot stand in a column.
std::string column(std::string_view text) {
  std::string clean(text.empty() ? "_" : text);
  for (char& c : clean)
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  return clean;
}

}  // namespace

Result<Annotated> parse_conllu(std::string_view text, bool only_words) { return Parser(only_words).parse(text); }

std::string refill_conllu(std::string_view original, const Tokens& tokens, const Tags& tags, const Trees& trees) {
  std::string out;
  uint32_t word = 0, sentence = 0;
  for (size_t at = 0; at < original.size();) {
    const size_t end = std::min(original.find('\n', at), original.size());
    const std::string_view line = original.substr(at, end - at);
    const std::string_view id = line.substr(0, line.find('\t'));
    const bool is_word =
        !line.empty() && line[0] != '#' && id.size() < line.size() && id.find_first_of("-.") == std::string_view::npos;
    if (is_word && word < tokens.size()) {
      while (tokens.sentences[sentence].last <= word) ++sentence;
      const uint32_t head = trees.is_root(word) ? 0 : trees.head[word] - tokens.sentences[sentence].first + 1;
      const size_t form_end = line.find('\t', id.size() + 1);
      out += std::string(line.substr(0, form_end)) + "\t" + column(tags.lemma[word]) + "\t" +
             std::string(upos_name(tags.upos[word])) + "\t" + column(tags.xpos[word]) + "\t" +
             column(tags.feats[word]) + "\t" + std::to_string(head) + "\t" +
             std::string(deprel_name(trees.deprel[word])) + "\t_\t" + std::string(line.substr(line.rfind('\t') + 1));
      ++word;
    } else {
      out += line;
    }
    if (end < original.size()) out += '\n';
    at = end + 1;
  }
  return out;
}

std::string format_conllu(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees) {
  std::string out = "# newdoc id = " + column(article.id()) + "\n";
  for (size_t s = 0; s < tokens.sentences.size(); ++s) {
    const Sentence& sentence = tokens.sentences[s];
    if (s > 0 && tokens.sentences[s - 1].paragraph != sentence.paragraph) out += "# newpar\n";
    out += "# sent_id = " + std::to_string(s + 1) + "\n# text = " + column(article.slice(sentence.span)) + "\n";
    for (uint32_t word = sentence.first; word < sentence.last; ++word) {
      const uint32_t id = word - sentence.first + 1;
      uint32_t last = word;
      while (last + 1 < sentence.last && tokens.words[last + 1].joined) ++last;
      const Span span = tokens.words[word].span;
      const auto space = [&](uint32_t at) {
        const bool glued = at + 1 < sentence.last && tokens.words[at].span.end == tokens.words[at + 1].span.start;
        return glued ? "SpaceAfter=No" : "_";
      };
      const bool begins_multiword = !tokens.words[word].joined && last > word;
      if (begins_multiword)
        out += std::to_string(id) + "-" + std::to_string(last - sentence.first + 1) + "\t" +
               column(article.slice({span.start, tokens.words[last].span.end})) + "\t_\t_\t_\t_\t_\t_\t_\t" +
               space(last) + "\n";
      const bool in_multiword = begins_multiword || tokens.words[word].joined;
      const uint32_t head = trees.is_root(word) ? 0 : trees.head[word] - sentence.first + 1;
      out += std::to_string(id) + "\t" + column(article.slice(span)) + "\t" + column(tags.lemma[word]) + "\t" +
             std::string(upos_name(tags.upos[word])) + "\t" + column(tags.xpos[word]) + "\t" +
             column(tags.feats[word]) + "\t" + std::to_string(head) + "\t" +
             std::string(deprel_name(trees.deprel[word])) + "\t_\t" + (in_multiword ? "_" : space(word)) + "\n";
    }
    out += "\n";
  }
  return out;
}

}  // namespace kronika
