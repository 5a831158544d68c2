// Text on a terminal: one line, a known number of columns, no control sequences from an article.
#pragma once

#include <string>
#include <string_view>

namespace kronika {

// Where records are read by a person.
struct Terminal {
  int width = 0;        // columns; 0: not a terminal
  bool colour = false;  // whether ANSI colours may be used
};

// Runs of space as one; control characters and those that turn the direction of writing are left out. Valid UTF-8.
std::string one_line(std::string_view text);
// Columns that a line takes: none for marks, two for East Asian wide characters.
size_t columns_of(std::string_view line);
// Exactly `width` columns (at least 1): cut with an ellipsis, or filled up.
std::string fitted(std::string_view line, size_t width);
// `text`, itself without line ends, broken at spaces so that it ends before column `width`; the first line begins at
// column `column`, each further one is indented by `indent`.
std::string wrapped(std::string_view text, size_t width, size_t column, size_t indent);

enum class Ink { plain, bold, dim, green, cyan, yellow, red };
// The text in the escape sequences of an ink; plain as it is.
std::string inked(const std::string& text, Ink ink);

}  // namespace kronika
