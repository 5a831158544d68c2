#include "kronika/article.h"

#include <cstdio>
#include <limits>

#include "base/hash.h"
#include "base/utf8.h"

namespace kronika {
namespace {

std::string_view trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view first_line(std::string_view text) {
  text = trim(text);
  return trim(text.substr(0, text.find('\n')));
}

// The same content gives the same id, wherever the file lies.
std::string content_id(const ArticleSource& source) {
  char id[24];
  std::snprintf(id, sizeof id, "%016llx",
                static_cast<unsigned long long>(mix64(hash64(source.text, hash64(source.title + "\n")))));
  return id;
}

}  // namespace

Result<Article> Article::make(ArticleSource source) {
  const struct {
    const char* name;
    const std::string& value;
  } fields[] = {{"id", source.id},
                {"title", source.title},
                {"text", source.text},
                {"url", source.url},
                {"publisher", source.publisher}};
  size_t size = 4;
  for (const auto& field : fields) {
    if (const auto bad = find_invalid_utf8(field.value))
      return Error{ErrorKind::invalid, "the " + std::string(field.name) + " is not UTF-8 at byte " +
                                           std::to_string(*bad) + "; convert it, or name its encoding"};
    size += field.value.size();
  }
  if (size > std::numeric_limits<int32_t>::max())
    return Error{ErrorKind::invalid, "the article is larger than 2 GiB; split it"};
  Article article;
  article.id_ = source.id.empty() ? content_id(source) : std::move(source.id);
  if (!trim(source.title).empty()) article.title_ = std::move(source.title);
  article.url_ = std::move(source.url);
  article.publisher_ = std::move(source.publisher);
  article.published_ = source.published;
  if (article.title_.empty() || first_line(source.text) == trim(article.title_)) {
    article.buffer_ = std::move(source.text);
  } else {
    article.buffer_ = article.title_ + "\n\n";
    article.text_start_ = static_cast<uint32_t>(article.buffer_.size());
    article.buffer_ += source.text;
  }
  return article;
}

}  // namespace kronika
