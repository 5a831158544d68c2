// The pre-scan that keeps the HTML parser linear.
#pragma once

#include <string>
#include <string_view>

namespace kronika {

// A page with the same text and blocks in a form that gumbo reads in linear time: at most 512 elements nest (deeper
// tags are dropped, their text stays, `flattened` is set), elements without a meaning for us are <span>, those that are
// controls or embedded things <aside>; scripts but JSON-LD, styles, drawings and attributes that nothing reads are
// gone. Gumbo alone takes time by the product of size and depth, of formatting elements left open and paragraphs, and
// by the square of a tag's attributes; its tree is freed by recursion.
std::string flatten_html(std::string_view page, bool& flattened);

}  // namespace kronika
