#include "port/html_flatten.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "base/ascii.h"

namespace kronika {
namespace {

constexpr size_t kMostDepth = 512;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

enum class Kind {
  nested,   // has an end tag; counts in the depth
  implied,  // ends by what follows (p, li, td): cannot nest without nested ones
  alone,    // has no content
  raw,      // content is text up to the end tag
  dropped,  // nothing of it is of use, up to its end tag
  ignored,  // the tag only
};

struct Element {
  Kind kind;
  std::string name;  // in the output
};

Element element(const std::string& name) {
  static const std::map<std::string_view, Element> kElements = [] {
    std::map<std::string_view, Element> all;
    for (const char* same : {"html",  "head", "body", "article",    "main", "section", "header",     "footer", "nav",
                             "aside", "div",  "ul",   "ol",         "dl",   "table",   "h1",         "h2",     "h3",
                             "h4",    "h5",   "h6",   "blockquote", "pre",  "figure",  "figcaption", "time",   "a"})
      all[same] = {Kind::nested, same};
    for (const char* same : {"p", "li", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"})
      all[same] = {Kind::implied, same};
    // "li" and "dd" would nest in each other without end.
    for (const char* item : {"dt", "dd"}) all[item] = {Kind::implied, "li"};
    for (const char* same : {"br", "hr", "meta"}) all[same] = {Kind::alone, same};
    for (const char* same : {"script", "title"}) all[same] = {Kind::raw, same};
    for (const char* control :
         {"select", "button", "object", "audio", "video", "template", "noscript", "menu", "dialog"})
      all[control] = {Kind::nested, "aside"};
    for (const char* block : {"form", "address", "center", "fieldset", "details", "summary"})
      all[block] = {Kind::nested, "div"};
    for (const char* useless : {"style", "textarea", "iframe", "noembed", "noframes", "xmp", "svg", "math"})
      all[useless] = {Kind::dropped, ""};
    for (const char* void_or_odd :
         {"area", "base", "basefont", "bgsound", "col", "colgroup", "embed", "frame", "frameset", "image", "img",
          "input", "keygen", "link", "param", "plaintext", "source", "track", "wbr"})
      all[void_or_odd] = {Kind::ignored, ""};
    return all;
  }();
  const auto found = kElements.find(name);
  return found == kElements.end() ? Element{Kind::nested, "span"} : found->second;
}

// Inline elements do not close the blocks that they lie across.
bool is_inline(std::string_view name) { return name == "span" || name == "a" || name == "time"; }

class Flattener {
 public:
  explicit Flattener(std::string_view page) : page_(page) { out_.reserve(page.size()); }

  std::string run(bool& flattened) {
    while (at_ < page_.size()) {
      const size_t tag = std::min(page_.find('<', at_), page_.size());
      out_.append(page_.substr(at_, tag - at_));
      at_ = tag;
      if (at_ < page_.size()) markup();
    }
    flattened = flattened_;
    return std::move(out_);
  }

 private:
  char peek(size_t ahead) const { return at_ + ahead < page_.size() ? page_[at_ + ahead] : '\0'; }
  void skip_past(std::string_view mark, size_t from) {
    const size_t end = page_.find(mark, from);
    at_ = end == std::string_view::npos ? page_.size() : end + mark.size();
  }

  void markup() {
    if (page_.substr(at_, 4) == "<!--") return skip_past("-->", at_ + 2);
    if (peek(1) == '!' || peek(1) == '?') return skip_past(">", at_);
    const bool closes = peek(1) == '/';
    if (!is_letter(peek(1 + closes))) {
      out_ += "&lt;";
      ++at_;
      return;
    }
    const size_t from = at_ + 1 + closes;
    size_t end = from;
    while (end < page_.size() && !is_space(page_[end]) && page_[end] != '/' && page_[end] != '>') ++end;
    // No element's name is longer; the tag is unknown then.
    const std::string source_name = lower_ascii(page_.substr(from, std::min<size_t>(end - from, 16)));
    at_ = end;
    std::string attributes = read_attributes();
    const Element what = element(source_name);
    if (closes) return close(what);
    switch (what.kind) {
      case Kind::alone:
      case Kind::implied:
        out_ += "<" + what.name + attributes + ">";
        return;
      case Kind::nested:
        return open(what.name, attributes);
      case Kind::raw:
      case Kind::dropped:
        return raw(source_name, attributes, what.kind);
      case Kind::ignored:
        out_ += ' ';
        return;
    }
  }

  // From behind a tag's name to behind its end: the attributes that something reads, each once.
  std::string read_attributes() {
    static constexpr std::array<std::string_view, 10> kRead = {
        "property", "name", "content", "itemprop", "class", "id", "role", "hidden", "aria-hidden", "datetime"};
    std::string out;
    unsigned seen = 0;
    while (true) {
      while (at_ < page_.size() && (is_space(page_[at_]) || page_[at_] == '/')) ++at_;
      if (at_ == page_.size()) return out;
      if (page_[at_] == '>') return ++at_, out;
      const size_t from = at_++;
      while (at_ < page_.size() && !is_space(page_[at_]) && page_[at_] != '/' && page_[at_] != '>' && page_[at_] != '=')
        ++at_;
      const std::string name = lower_ascii(page_.substr(from, std::min<size_t>(at_ - from, 16)));
      std::string_view value = name;  // of "hidden" alone
      size_t equals = at_;
      while (equals < page_.size() && is_space(page_[equals])) ++equals;
      if (equals < page_.size() && page_[equals] == '=') {
        at_ = equals + 1;
        value = read_value();
      }
      if (name == "type" && lower_ascii(value) == "application/ld+json") out += " type=\"application/ld+json\"";
      const auto read = std::find(kRead.begin(), kRead.end(), name);
      if (read == kRead.end()) continue;
      const unsigned bit = 1u << (read - kRead.begin());
      const char quote = value.find('"') == std::string_view::npos ? '"' : '\'';
      if ((seen & bit) || value.find(quote) != std::string_view::npos) continue;
      seen |= bit;
      out.append(" ").append(name).append("=").append(1, quote).append(value).append(1, quote);
    }
  }

  std::string_view read_value() {
    while (at_ < page_.size() && is_space(page_[at_])) ++at_;
    if (at_ == page_.size()) return {};
    if (page_[at_] == '"' || page_[at_] == '\'') {
      // A quote that never closes must not swallow the page. It can be met twice at most, so the scan stays linear.
      const size_t end = page_.find(page_[at_], at_ + 1);
      if (end != std::string_view::npos) {
        const std::string_view value = page_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return value;
      }
    }
    const size_t from = at_;
    while (at_ < page_.size() && !is_space(page_[at_]) && page_[at_] != '>') ++at_;
    return page_.substr(from, at_ - from);
  }

  void open(const std::string& name, const std::string& attributes) {
    if (open_.size() >= kMostDepth) {
      flattened_ = true;
      ++too_deep_;
      out_ += ' ';
      return;
    }
    open_.push_back(name);
    ++count_[name];
    out_ += "<" + name + attributes + ">";
  }

  void close(const Element& what) {
    if (what.kind == Kind::implied) out_ += "</" + what.name + ">";
    if (what.kind != Kind::nested) return;
    if (too_deep_ > 0) {
      --too_deep_;
      out_ += ' ';
      return;
    }
    if (count_[what.name] == 0) return;
    for (size_t up = open_.size(); up-- > 0;) {
      if (open_[up] == what.name) {
        // What was left open inside is closed here too, before the parser has to mend it.
        while (open_.size() > up) {
          out_ += "</" + open_.back() + ">";
          --count_[open_.back()];
          open_.pop_back();
        }
        return;
      }
      if (open_[up] == "table" || (is_inline(what.name) && !is_inline(open_[up]))) return;
    }
  }

  // Content without elements: kept for titles and JSON-LD.
  void raw(const std::string& name, const std::string& attributes, Kind kind) {
    if (endless_.contains(name)) return;
    const size_t from = at_;
    size_t end = from;
    while (end < page_.size()) {
      end = std::min(page_.find("</", end), page_.size());
      if (lower_ascii(page_.substr(end, 2 + name.size())) == "</" + name) break;
      end = std::min(end + 2, page_.size());
    }
    // A drawing that never ends is one tag too many, not the rest of the page.
    if (end == page_.size() && (name == "svg" || name == "math")) {
      endless_.insert(name);
      return;
    }
    skip_past(">", end);
    if (kind == Kind::raw && (name == "title" || !attributes.empty()))
      out_.append("<" + name + attributes + ">").append(page_.substr(from, end - from)).append("</" + name + ">");
  }

  std::string_view page_;
  size_t at_ = 0;
  std::string out_;
  std::set<std::string> endless_;        // looked for in vain once
  std::vector<std::string> open_;        // names in the output
  std::map<std::string, size_t> count_;  // of each name in open_
  size_t too_deep_ = 0;
  bool flattened_ = false;
};

}  // namespace

std::string flatten_html(std::string_view page, bool& flattened) { return Flattener(page).run(flattened); }

}  // namespace kronika
