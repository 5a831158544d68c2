// Html: the article inside a page (gumbo behind it, guarded: gumbo alone is not linear in the depth of nesting).
#pragma once

#include <string>
#include <string_view>

namespace kronika {

struct HtmlArticle {
  std::string title;       // og:title, the first h1, or the title element without the site's name
  std::string published;   // as the page says it: "2021-06-29T10:00:00Z"; may be empty
  std::string text;        // paragraphs with a blank line between
  bool flattened = false;  // elements nested deeper than 512 were taken out; their text stays
};

// `page` must be valid UTF-8. Never fails: what is no HTML is text without elements. Time is linear in the size.
HtmlArticle read_html(std::string_view page);

// The character set that a page declares in its first 2 kB, empty if none.
std::string declared_charset(std::string_view page);

}  // namespace kronika
