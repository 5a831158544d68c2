// What plain text, pages and rows have in common: one document out of strings.
#include <algorithm>

#include "base/calendar.h"
#include "port/html.h"
#include "reader/encoding.h"
#include "reader/forms.h"

namespace kronika {
namespace {

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n\f\v") == std::string::npos; }

// A page's own word on its date counts where it has our form only; nobody asserted it to us.
ArticleSource from_page(const std::string& page) {
  HtmlArticle found = read_html(page);
  ArticleSource source;
  source.title = std::move(found.title);
  source.text = std::move(found.text);
  source.published = parse_day(found.published);
  return source;
}

// Text or HTML: the whole file is one document.
class WholeReader : public Reader {
 public:
  WholeReader(std::unique_ptr<ByteSource> source, std::string name, bool html)
      : source_(std::move(source)), name_(std::move(name)), html_(html) {}

  std::optional<ReadItem> next() override {
    if (!source_) return {};
    const std::unique_ptr<ByteSource> source = std::move(source_);
    auto bytes = source->read_all();
    if (!bytes) return Failure{name_, bytes.error().message};
    if (source->failed()) return Failure{name_, source->failure()};
    const std::string declared = html_ ? declared_charset(bytes.value()) : "";
    auto text = decode_text(std::move(bytes).value(), declared);
    if (!text) return Failure{name_, text.error().message};
    auto document = make_document({{html_ ? "html" : "text", std::move(text).value()}});
    if (!document) return Failure{name_, document.error().message};
    return std::move(document).value();
  }

 private:
  std::unique_ptr<ByteSource> source_;  // none once it is read
  std::string name_;
  bool html_;
};

}  // namespace

std::unique_ptr<Reader> make_text_reader(std::unique_ptr<ByteSource> source, std::string name) {
  return std::make_unique<WholeReader>(std::move(source), std::move(name), false);
}

std::unique_ptr<Reader> make_html_reader(std::unique_ptr<ByteSource> source, std::string name) {
  return std::make_unique<WholeReader>(std::move(source), std::move(name), true);
}

bool is_document_field(const std::string& name) {
  for (const char* field : {"id", "title", "text", "html", "published", "url", "publisher"})
    if (name == field) return true;
  return false;
}

Result<ArticleSource> make_document(std::map<std::string, std::string> fields) {
  ArticleSource source;
  const bool page = !fields.contains("text") && fields.contains("html");
  if (page)
    source = from_page(fields["html"]);
  else
    source.text = std::move(fields["text"]);
  if (!is_blank(fields["title"])) source.title = std::move(fields["title"]);
  if (is_blank(source.text) && (page || source.title.empty()))
    return Error{ErrorKind::invalid, page ? "the page has no article text" : "empty"};
  const std::string& published = fields["published"];
  if (!is_blank(published)) {
    source.published = parse_day(published);
    if (!source.published)
      return Error{ErrorKind::invalid,
                   "the publication date \"" + published.substr(0, 40) + "\" is not of the form 2021-06-29"};
  }
  source.id = std::move(fields["id"]);
  source.url = std::move(fields["url"]);
  source.publisher = std::move(fields["publisher"]);
  return source;
}

}  // namespace kronika
