// ByteSource: the bytes of a file or of standard input, in pieces.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "kronika/result.h"

namespace kronika {

class ByteSource {
 public:
  // `path` may be "-", standard input. Fails (not_found, io) where the system does not open it.
  static Result<std::unique_ptr<ByteSource>> open(const std::string& path);
  // The bytes themselves; for tests and for files that had to be converted as a whole.
  static std::unique_ptr<ByteSource> of(std::string bytes);

  // Unread bytes: at least `least` (1 to kMostAhead) unless the file ends before. Valid until the next call.
  std::string_view ahead(size_t least);
  void skip(size_t count) { at_ += count; }  // count <= ahead().size()

  // Puts the bytes up to the next "\n" into `line` and skips that; at most kMostPiece of them, the rest is skipped.
  // False at the end of the file.
  bool read_line(std::string& line);
  // All that is left. Fails past kMostPiece bytes.
  Result<std::string> read_all();
  // The system stopped reading before the end of the file.
  bool failed() const { return file_ && std::ferror(file_.get()); }

  static constexpr size_t kMostAhead = size_t{1} << 16;
  // One document: what an Article holds at most.
  static constexpr size_t kMostPiece = (size_t{1} << 31) - 1;

 private:
  struct Close {
    void operator()(std::FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };
  std::unique_ptr<std::FILE, Close> file_;
  std::string buffer_;
  size_t at_ = 0, end_ = 0;  // unread bytes of buffer_
};

}  // namespace kronika
