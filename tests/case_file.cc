#include "case_file.h"

#include <array>
#include <fstream>
#include <string_view>

namespace kronika::testing {
namespace {

constexpr std::array<std::string_view, 7> kFields = {"actor", "recipient",   "place",     "date",
                                                     "words", "attribution", "factuality"};

std::string_view trim(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

// The first word of a line, which is cut off it.
std::string_view take_word(std::string_view& line) {
  line = trim(line);
  const size_t end = line.find_first_of(" \t");
  const std::string_view word = line.substr(0, end);
  line = end == std::string_view::npos ? std::string_view{} : trim(line.substr(end));
  return word;
}

bool is_field(std::string_view word) {
  for (const std::string_view field : kFields)
    if (word == field) return true;
  return false;
}

// Where the next field begins in `line`: a field name after two or more spaces, outside brackets.
size_t next_field(std::string_view line) {
  int depth = 0;
  for (size_t i = 0; i + 2 < line.size(); ++i) {
    if (line[i] == '[') ++depth;
    if (line[i] == ']') --depth;
    if (depth == 0 && line[i] == ' ' && line[i + 1] == ' ' && line[i + 2] != ' ') {
      std::string_view rest = line.substr(i + 2);
      if (is_field(take_word(rest))) return i + 2;
    }
  }
  return line.size();
}

// "[a] = X, [b]" → two; "none" → an empty list.
std::vector<Expected> parse_expected(std::string_view text) {
  std::vector<Expected> found;
  text = trim(text);
  if (text == "none") return found;
  while (!text.empty()) {
    Expected one;
    if (text.front() == '[') {
      const size_t close = text.find(']');
      one.words = std::string(text.substr(1, close == std::string_view::npos ? close : close - 1));
      text = close == std::string_view::npos ? std::string_view{} : trim(text.substr(close + 1));
      if (!text.empty() && text.front() == '=') text.remove_prefix(1);
    }
    const size_t comma = text.find(',');
    const std::string_view value = trim(text.substr(0, comma));
    if (!value.empty()) one.value = std::string(value);
    text = comma == std::string_view::npos ? std::string_view{} : trim(text.substr(comma + 1));
    found.push_back(std::move(one));
  }
  return found;
}

void parse_fields(std::string_view line, ExpectedEvent& event) {
  line = trim(line);
  while (!line.empty()) {
    const size_t end = next_field(line);
    std::string_view part = line.substr(0, end);
    const std::string name(take_word(part));
    event.fields[name] = parse_expected(part);
    line = line.substr(end);
  }
}

}  // namespace

Result<std::vector<Case>> read_cases(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Error{ErrorKind::not_found, path + ": cannot be read"};
  std::vector<Case> cases;
  std::optional<Case> current;
  std::string line, name;
  std::string* continued = nullptr;  // a text may go on over indented lines
  int number = 0;
  const auto finish = [&] {
    if (current) cases.push_back(std::move(*current));
    current.reset();
    continued = nullptr;
  };
  while (std::getline(in, line)) {
    ++number;
    std::string_view rest = trim(line);
    if (rest.empty()) {
      finish();
      continue;
    }
    if (rest.front() == '#') {
      name = std::string(trim(rest.substr(1)));
      continue;
    }
    if (!current) current = Case{path, number, name, "", "", "", "", {}};
    const bool indented = line.front() == ' ' || line.front() == '\t';
    std::string_view peek = rest;
    const std::string_view key = take_word(peek);
    if (indented && !current->events.empty() && is_field(key)) {
      parse_fields(rest, current->events.back());
    } else if (indented && continued) {
      *continued += "\n" + std::string(rest);
    } else if (key == "published") {
      current->published = std::string(peek);
    } else if (key == "title") {
      current->title = std::string(peek);
    } else if (key == "todo") {
      current->todo = std::string(peek);
    } else if (key == "text") {
      // A second `text` line begins a new paragraph.
      if (!current->text.empty()) current->text += "\n\n";
      current->text += std::string(peek);
      continued = &current->text;
    } else if (key == "event") {
      ExpectedEvent event;
      event.line = number;
      event.category = std::string(take_word(peek));
      event.mode = std::string(take_word(peek));
      current->events.push_back(std::move(event));
    } else {
      return Error{ErrorKind::invalid, path + ":" + std::to_string(number) + ": '" + std::string(key) +
                                           "' is not a key; use published, title, text, todo, event, or a field "
                                           "indented below an event"};
    }
  }
  finish();
  return cases;
}

}  // namespace kronika::testing
