// XmlScanner: the marks of an XML file one after the other, in bounded memory: what is needed to cut a feed into its
// items before any of them is parsed. Broken XML does not stop it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "reader/byte_source.h"

namespace kronika {

class XmlScanner {
 public:
  explicit XmlScanner(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  enum class Mark { open, close, empty, other, end };  // <a>  </a>  <a/>  comments, CDATA, <?…?>, <!…>  end of file
  // Goes to the next mark and over it. `name` is then that of an element's mark, with its prefix, cut at 200 bytes.
  // All bytes from the last mark on, this mark among them, are added to `into` unless it is null.
  Mark next(std::string& name, std::string* into);
  // The line on which the last mark begins, from 1.
  uint64_t line() const { return line_; }
  const ByteSource& source() const { return *source_; }

 private:
  // The next byte, or -1 at the end.
  int get(std::string* into);
  // Passes over bytes up to and with `end`; false where the file ends before.
  bool pass(std::string_view end, std::string* into);

  std::unique_ptr<ByteSource> source_;
  std::string_view bytes_;  // of the source, not yet skipped
  size_t at_ = 0;
  bool at_mark_ = false;  // the "<" of the next mark is read already
  uint64_t line_ = 1, next_line_ = 1;
};

}  // namespace kronika
