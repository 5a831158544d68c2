#include "coreference_corpus.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <set>

#include "base/utf8.h"
#include "corpora.h"

namespace kronika::train {
namespace {

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> parts;
  size_t start = 0;
  for (size_t end; (end = line.find(separator, start)) != std::string::npos; start = end + 1)
    parts.push_back(line.substr(start, end - start));
  parts.push_back(line.substr(start));
  return parts;
}

// Reads the brackets of the Entity layer: "(173-abstract-...-2,4-coref" opens, "173)" closes, several on a word.
class EntityReader {
 public:
  void word(CoreferenceDocument& document, Span word, const std::string& misc) {
    for (Open& open : open_) open.words.push_back(word);
    for (const std::string& item : split(misc, '|'))
      if (item.starts_with("Entity=")) brackets(document, word, item.substr(7));
  }
  void clear() {
    open_.clear();
    seen_.clear();
  }

 private:
  struct Open {
    std::string id, minimal;
    std::vector<Span> words;
  };

  void brackets(CoreferenceDocument& document, Span word, const std::string& text) {
    for (size_t at = 0; at < text.size();) {
      if (text[at] == '(') {
        const size_t end = std::min(text.find_first_of("()", at + 1), text.size());
        const std::vector<std::string> fields = split(text.substr(at + 1, end - at - 1), '-');
        open_.push_back({fields[0], fields.size() > 5 ? fields[5] : "", {word}});
        at = end;
        if (at < text.size() && text[at] == ')') {
          close(document, fields[0]);
          ++at;
        }
      } else {
        const size_t end = std::min(text.find(')', at), text.size());
        close(document, text.substr(at, end - at));
        at = end + 1;
      }
    }
  }

  void close(CoreferenceDocument& document, const std::string& id) {
    for (size_t i = open_.size(); i-- > 0;) {
      if (open_[i].id != id) continue;
      GoldMention mention;
      const Open& open = open_[i];
      mention.span = {open.words.front().start, open.words.back().end};
      for (const std::string& part : split(open.minimal, ',')) {
        size_t n = 0;
        std::from_chars(part.data(), part.data() + part.size(), n);
        if (n >= 1 && n <= open.words.size()) mention.heads.push_back(open.words[n - 1]);
      }
      mention.gold.marked = true;
      const auto [at, added] = seen_.try_emplace(id, static_cast<uint32_t>(seen_.size()));
      mention.gold.chain = at->second;
      document.mentions.push_back(std::move(mention));
      open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }

  std::vector<Open> open_;
  std::map<std::string, uint32_t> seen_;
};

// In text order, with what comes before each.
void finish(CoreferenceDocument& document) {
  std::stable_sort(document.mentions.begin(), document.mentions.end(),
                   [](const GoldMention& a, const GoldMention& b) { return a.span.start < b.span.start; });
  std::set<uint32_t> before;
  for (GoldMention& mention : document.mentions) mention.gold.has_before = !before.insert(mention.gold.chain).second;
}

}  // namespace

bool overlap(Span a, Span b) {
  const uint32_t start = std::max(a.start, b.start), end = std::min(a.end, b.end);
  const uint32_t longer = std::max(a.size(), b.size());
  return start < end && (end - start) * 10 >= longer * 6;
}

Gold CoreferenceDocument::find(Span head, Span name) const {
  const GoldMention* best = nullptr;
  for (const GoldMention& mention : mentions) {
    const bool is_head = std::any_of(mention.heads.begin(), mention.heads.end(),
                                     [&](Span h) { return h.start <= head.start && head.end <= h.end; });
    if (mention.heads.empty() ? !(overlap(mention.span, name) || overlap(mention.span, head)) : !is_head) continue;
    if (!best || mention.span.size() < best->span.size()) best = &mention;
  }
  return best ? best->gold : Gold();
}

Status read_gum(const std::string& path, std::vector<CoreferenceDocument>& documents) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::not_found, path + ": cannot be read; name the folder of the data with --data"};
  CoreferenceDocument document;
  EntityReader entities;
  bool keep = false, space = false;
  uint32_t surface_until = 0;  // last word of a multiword token
  Span surface;
  const auto end_document = [&] {
    finish(document);
    if (keep && !document.text.empty()) documents.push_back(std::move(document));
    document = CoreferenceDocument();
    document.complete = true;
    entities.clear();
    space = false;
    surface_until = 0;
  };
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("# newdoc id = ")) {
      end_document();
      const std::string id = line.substr(14);
      keep = std::find(left_out_documents().begin(), left_out_documents().end(), id) == left_out_documents().end();
    }
    if (line.starts_with("# newpar") && !document.text.empty()) {
      document.text += "\n\n";
      space = false;
    }
    if (line.empty()) surface_until = 0;
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> fields = split(line, '\t');
    if (fields.size() < 10 || fields[0].find('.') != std::string::npos) continue;
    const bool range = fields[0].find('-') != std::string::npos;
    uint32_t number = 0;
    std::from_chars(fields[0].data(), fields[0].data() + fields[0].size(), number);
    if (range || number > surface_until) {
      if (space) document.text += ' ';
      const auto start = static_cast<uint32_t>(document.text.size());
      document.text += fields[1];
      surface = {start, static_cast<uint32_t>(document.text.size())};
      space = fields[9].find("SpaceAfter=No") == std::string::npos;
      if (range) {
        const std::string last = fields[0].substr(fields[0].find('-') + 1);
        std::from_chars(last.data(), last.data() + last.size(), surface_until);
        continue;
      }
    }
    // Words of one surface token lie one after the other in it, where they are written so.
    Span word = surface;
    if (number <= surface_until) {
      const std::string rest = document.text.substr(surface.start, surface.size());
      if (rest.starts_with(fields[1])) {
        word = {surface.start, surface.start + static_cast<uint32_t>(fields[1].size())};
        surface.start = word.end;
      }
    }
    entities.word(document, word, fields[9]);
  }
  end_document();
  return Done{};
}

Status read_gap(const std::string& path, std::vector<CoreferenceDocument>& documents) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::not_found, path + ": cannot be read; name the folder of the data with --data"};
  std::string line;
  std::getline(file, line);  // names of the columns
  int number = 1;
  while (std::getline(file, line)) {
    ++number;
    const std::vector<std::string> fields = split(line, '\t');
    if (fields.size() < 10)
      return Error{ErrorKind::invalid, path + ":" + std::to_string(number) + ": a row has ten columns or more"};
    CoreferenceDocument document;
    document.text = fields[1];
    const auto span_of = [&](const std::string& words, const std::string& offset) {
      size_t code_points = 0;
      std::from_chars(offset.data(), offset.data() + offset.size(), code_points);
      const size_t start = first_code_points(document.text, code_points).size();
      return Span{static_cast<uint32_t>(start), static_cast<uint32_t>(start + words.size())};
    };
    const bool is_a = fields[6] == "TRUE", is_b = fields[9].starts_with("TRUE");
    const auto mark = [&](Span span, uint32_t chain, bool named) {
      GoldMention mention;
      mention.span = span;
      mention.gold = {true, chain, named, false};
      document.mentions.push_back(std::move(mention));
    };
    mark(span_of(fields[2], fields[3]), is_a ? 1 : is_b ? 2 : 0, is_a || is_b);
    mark(span_of(fields[4], fields[5]), 1, true);
    mark(span_of(fields[7], fields[8]), 2, true);
    documents.push_back(std::move(document));
  }
  return Done{};
}

}  // namespace kronika::train
