// Article: one news text, owned, valid UTF-8, immutable; what every layer points into.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kronika/result.h"
#include "kronika/span.h"

namespace kronika {

// A calendar day of the proleptic Gregorian calendar.
struct Day {
  int year = 0;
  int month = 0;  // 1..12
  int day = 0;    // 1..31
  auto operator<=>(const Day&) const = default;
};

// What a reader knows of an article before it is coded. All strings must be valid UTF-8.
struct ArticleSource {
  std::string id;     // as given; empty: Article makes one from the content
  std::string title;  // may be empty
  std::string text;
  std::optional<Day> published;
  std::string url;
  std::string publisher;
  std::string where = {};  // the file that it was read from, for messages about it; no part of the article
};

// The part of an article that a span lies in; offsets outside C++ count within it.
enum class Field { title, text };

// Title and text lie in one buffer (title, a blank line, text), so that every stage reads both in order and a
// Span is enough to say where. A title that the text repeats as its first line is not put there twice.
// Movable, immutable, safe for concurrent use by multiple threads.
class Article {
 public:
  // Fails (invalid) if a string is not UTF-8, naming the field and the byte, or if the buffer would pass 2 GiB.
  static Result<Article> make(ArticleSource source);

  std::string_view id() const& { return id_; }
  std::string_view buffer() const& { return buffer_; }
  std::string_view title() const& { return title_; }
  std::string_view text() const& { return std::string_view(buffer_).substr(text_start_); }
  const std::optional<Day>& published() const& { return published_; }
  std::string_view url() const& { return url_; }
  std::string_view publisher() const& { return publisher_; }

  // Byte of buffer() at which the text begins: 0 where no title stands before it.
  uint32_t text_start() const { return text_start_; }
  Field field_of(Span span) const { return span.start < text_start_ ? Field::title : Field::text; }

  std::string_view slice(Span span) const& { return std::string_view(buffer_).substr(span.start, span.size()); }
  std::string_view slice(Span span) const&& = delete;  // a view into a temporary

 private:
  Article() = default;

  std::string id_, title_, buffer_, url_, publisher_;
  std::optional<Day> published_;
  uint32_t text_start_ = 0;
};

}  // namespace kronika
