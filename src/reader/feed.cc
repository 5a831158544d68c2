// Feeds: RSS 0.9 to 2.0 and Atom (RFC 4287), one item at a time. The file is cut at the marks of its items, so that a
// broken item costs itself and memory holds one item.
#include <algorithm>
#include <utility>

#include "base/calendar.h"
#include "port/html.h"
#include "port/xml.h"
#include "reader/encoding.h"
#include "reader/forms.h"
#include "reader/xml_scanner.h"

namespace kronika {
namespace {

constexpr size_t kLargestItem = size_t{64} << 20;  // bytes; feeds carry articles

std::string_view local(std::string_view name) { return name.substr(name.find(':') + 1); }

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::string trimmed(std::string_view text) {
  if (is_blank(text)) return "";
  const size_t from = text.find_first_not_of(" \t\r\n");
  return std::string(text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from));
}

// Tags or entities: RSS does not say whether its texts are HTML; in the wild they are where they look like it.
bool looks_like_html(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  for (size_t at = 0; (at = text.find_first_of("<&", at)) != std::string_view::npos; ++at) {
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    if (text[at] == '<' && (is_letter(next) || next == '/' || next == '!')) return true;
    const size_t semicolon = text.find(';', at);
    if (text[at] == '&' && (is_letter(next) || next == '#') && semicolon != std::string_view::npos &&
        semicolon < at + 12)
      return true;
  }
  return false;
}

std::string attribute(const XmlElement& element, const char* name) {
  const auto found = element.attributes.find(name);
  return found == element.attributes.end() ? "" : found->second;
}

// The plain text of an element: what is HTML is read as such.
std::string text_of(const XmlElement& element, bool atom) {
  const std::string type = attribute(element, "type");
  if (type == "xhtml" || (element.text.empty() && !element.markup.empty())) return read_html(element.markup).text;
  const bool html = type == "html" || type == "text/html" || (!atom && looks_like_html(element.text));
  return html ? trimmed(read_html(element.text).text) : is_blank(element.text) ? "" : element.text;
}

// "http://…", "tag:…", "urn:…": such a name is one of the whole world, others only of their feed.
bool is_uri(std::string_view text) {
  const size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 1 && text.find(' ') == std::string_view::npos;
}

// An item's fields, each from the best element that tells it.
struct Item {
  ArticleSource article;
  std::string odd_date;  // a date of no form that we know

  void take(const XmlElement& element, bool atom) {
    const std::string_view name = local(element.name);
    const bool prefixed = name.size() != element.name.size();
    if (name == "title" && (article.title.empty() || !prefixed)) {
      if (!element.name.starts_with("media:")) article.title = trimmed(text_of(element, atom));
    } else if (name == "encoded" || name == "content" || name == "description" || name == "summary") {
      if (prefixed && (element.name.starts_with("media:") || element.name.starts_with("itunes:"))) return;
      // A feed gives a teaser and the whole; the longer one is the whole.
      std::string text = text_of(element, atom);
      if (text.size() > article.text.size()) article.text = std::move(text);
    } else if (name == "link") {
      const std::string rel = attribute(element, "rel"), href = attribute(element, "href");
      if (!href.empty() ? (rel.empty() || rel == "alternate") && article.url.empty() : !prefixed)
        article.url = href.empty() ? trimmed(element.text) : href;
    } else if (name == "guid" || (atom && name == "id")) {
      if (std::string id = trimmed(element.text); is_uri(id)) article.id = std::move(id);
    } else if (name == "source") {
      take_source(element);
    } else if (const int rank = date_rank(name); rank > date_rank_) {
      const std::string text = trimmed(element.text);
      if (text.empty()) return;
      const auto day = parse_day(text), mailed = parse_mail_day(text);
      if (day || mailed) {
        article.published = day ? day : mailed;
        date_rank_ = rank;
        odd_date.clear();
      } else if (date_rank_ == 0) {
        odd_date = text;
      }
    }
  }

 private:
  // Of several dates: the day of publication goes before that of the last change.
  static int date_rank(std::string_view name) {
    if (name == "pubDate" || name == "published" || name == "issued") return 3;
    if (name == "date") return 2;
    return name == "updated" || name == "modified" ? 1 : 0;
  }
  // The feed that the item was taken over from: RSS has its name inside, Atom a title in it.
  void take_source(const XmlElement& element) {
    if (element.markup.empty()) {
      article.publisher = trimmed(element.text);
      return;
    }
    const auto inside = read_xml_children("<source>" + element.markup + "</source>");
    if (!inside) return;
    for (const XmlElement& child : inside.value())
      if (local(child.name) == "title") article.publisher = trimmed(text_of(child, true));
  }
  int date_rank_ = 0;
};

class FeedReader : public Reader {
 public:
  FeedReader(std::unique_ptr<ByteSource> source, std::string name) : name_(std::move(name)) {
    const std::string_view start = source->ahead(256);
    const size_t declaration = start.find("<?xml"), end = start.find("?>");
    if (declaration != std::string_view::npos && end != std::string_view::npos) {
      const size_t at = start.find("encoding=", declaration);
      if (at != std::string_view::npos && at + 10 < end)
        encoding_ = start.substr(at + 10, start.find(start[at + 9], at + 10) - at - 10);
    }
    scanner_ = std::make_unique<XmlScanner>(std::move(source));
  }

  std::optional<ReadItem> next() override {
    if (pending_) return std::exchange(pending_, {});
    while (!ended_) {
      std::string* into = in_item_ || in_title_ ? &piece_ : nullptr;
      if (into && into->size() > kLargestItem) into = nullptr;
      const XmlScanner::Mark mark = scanner_->next(mark_, into);
      switch (mark) {
        case XmlScanner::Mark::end:
          ended_ = true;
          return at_end();
        case XmlScanner::Mark::open:
          if (auto failure = opened()) return failure;
          break;
        case XmlScanner::Mark::close:
          if (in_item_ && mark_ == item_name_) {
            in_item_ = false;
            return finish();
          }
          if (in_title_ && local(mark_) == "title") finish_title();
          break;
        case XmlScanner::Mark::empty:
        case XmlScanner::Mark::other:
          break;
      }
    }
    return {};
  }

 private:
  std::string where(uint64_t line) const { return name_ + ":" + std::to_string(line); }

  // At the mark that opens an element.
  std::optional<ReadItem> opened() {
    const std::string_view name = local(mark_);
    if (!any_mark_) atom_ = name == "feed";
    any_mark_ = true;
    const bool item = in_item_ ? mark_ == item_name_ : name == "item" || name == "entry";
    if (item) {
      const bool unended = std::exchange(in_item_, true);
      const uint64_t line = std::exchange(item_line_, scanner_->line());
      item_name_ = mark_;
      any_ = true;
      in_title_ = false;
      piece_ = "<" + mark_ + ">";
      if (unended) return Failure{where(line), "this <" + mark_ + "> has no end before the next one begins"};
    } else if (!in_item_ && name == "title" && title_.empty()) {
      in_title_ = true;
      piece_ = "<x><" + mark_ + ">";
    }
    return {};
  }

  void finish_title() {
    in_title_ = false;
    auto text = decode_text(std::exchange(piece_, {}) + "</x>", encoding_);
    if (!text) return;
    const auto children = read_xml_children(text.value());
    if (children && !children.value().empty()) title_ = trimmed(text_of(children.value()[0], atom_));
  }

  ReadItem finish() {
    if (piece_.size() > kLargestItem)
      return Failure{where(item_line_), "an item larger than " + std::to_string(kLargestItem >> 20) + " MiB"};
    auto text = decode_text(std::exchange(piece_, {}), encoding_);
    if (!text) return Failure{where(item_line_), text.error().message};
    const auto children = read_xml_children(text.value());
    if (!children) return Failure{where(item_line_), "this item is " + children.error().message};
    Item item;
    for (const XmlElement& child : children.value()) item.take(child, atom_);
    if (item.article.publisher.empty()) item.article.publisher = title_;
    if (is_blank(item.article.text) && item.article.title.empty())
      return Failure{where(item_line_), "this item has neither title nor text"};
    if (!item.odd_date.empty() && !item.article.published)
      pending_ = Failure{where(item_line_), "the publication date \"" + item.odd_date.substr(0, 40) +
                                                "\" is of no form that feeds have; the article is read without it"};
    item.article.where = where(item_line_);
    return std::move(item.article);
  }

  std::optional<ReadItem> at_end() {
    if (const std::string failure = scanner_->source().failure(); !failure.empty()) return Failure{name_, failure};
    if (in_item_) return Failure{where(item_line_), "the file ends within this <" + item_name_ + ">"};
    if (!any_) return Failure{name_, "no <item> and no <entry> in it; is it an RSS or Atom feed?"};
    return {};
  }

  std::unique_ptr<XmlScanner> scanner_;
  std::string name_, encoding_, mark_, item_name_, title_;
  std::string piece_;  // the item, or the feed's title, read so far
  uint64_t item_line_ = 0;
  bool atom_ = false, any_mark_ = false, any_ = false, in_item_ = false, in_title_ = false, ended_ = false;
  std::optional<ReadItem> pending_;
};

}  // namespace

std::unique_ptr<Reader> make_feed_reader(std::unique_ptr<ByteSource> source, std::string name) {
  return std::make_unique<FeedReader>(std::move(source), std::move(name));
}

}  // namespace kronika
