#include "reader/xml_scanner.h"

#include <utility>

namespace kronika {

int XmlScanner::get(std::string* into) {
  if (at_ == bytes_.size()) {
    source_->skip(at_);
    bytes_ = source_->ahead(1);
    at_ = 0;
    if (bytes_.empty()) return -1;
  }
  const char c = bytes_[at_++];
  next_line_ += c == '\n';
  if (into) into->push_back(c);
  return static_cast<unsigned char>(c);
}

bool XmlScanner::pass(std::string_view end, std::string* into) {
  // `end` is "-->", "]]>", "?>" or ">": a run of its first byte is all that may come before it again.
  std::string last;
  for (int c = get(into); c != -1; c = get(into)) {
    last += static_cast<char>(c);
    if (last.size() > end.size()) last.erase(0, 1);
    if (last == end) return true;
  }
  return false;
}

XmlScanner::Mark XmlScanner::next(std::string& name, std::string* into) {
  constexpr size_t kLongestName = 200;
  name.clear();
  int c = std::exchange(at_mark_, false) ? '<' : get(into);
  while (c != -1 && c != '<') c = get(into);
  line_ = next_line_;
  if (c == -1) return Mark::end;
  c = get(into);
  if (c == '?') return pass("?>", into) ? Mark::other : Mark::end;
  if (c == '!') {
    std::string start;
    constexpr std::string_view kComment = "--", kCdata = "[CDATA[";
    while (kComment.starts_with(start) || kCdata.starts_with(start)) {
      if ((c = get(into)) == -1) return Mark::end;
      start += static_cast<char>(c);
      if (start == kComment) return pass("-->", into) ? Mark::other : Mark::end;
      if (start == kCdata) return pass("]]>", into) ? Mark::other : Mark::end;
    }
    return c == '>' || pass(">", into) ? Mark::other : Mark::end;
  }
  const bool closes = c == '/';
  if (closes) c = get(into);
  for (; c != -1 && c != '<' && c != '>' && c != '/' && c != ' ' && c != '\t' && c != '\r' && c != '\n'; c = get(into))
    if (name.size() < kLongestName) name += static_cast<char>(c);
  // "a < b": no mark, and a quote behind it opens nothing.
  if (name.empty() && c != '<') return c == -1 ? Mark::end : Mark::other;
  // The attributes: a ">" within quotes ends nothing; a "<" never stands in a mark, so that one was none.
  int quote = 0, before = 0;
  for (; c != -1 && c != '<' && (quote || c != '>'); c = get(into)) {
    if (quote ? c == quote : c == '"' || c == '\'') quote = quote ? 0 : c;
    before = c;
  }
  if (c == -1) return Mark::end;
  at_mark_ = c == '<';
  if (at_mark_) return Mark::other;
  return closes ? Mark::close : before == '/' ? Mark::empty : Mark::open;
}

}  // namespace kronika
