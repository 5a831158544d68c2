// ByteSource: the bytes of a file or of standard input, in pieces; those of a gzip file inflated.
#pragma once

#include <atomic>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kronika/result.h"
#include "port/inflate.h"

namespace kronika {

class ByteSource {
 public:
  // `path` may be "-", standard input. Fails (not_found, io) where the system does not open it.
  // `taken` counts the bytes that were read, for whoever looks on from another thread.
  static Result<std::unique_ptr<ByteSource>> open(const std::string& path, std::atomic<uint64_t>* taken = nullptr);
  // The bytes themselves; for tests and for files that had to be converted as a whole.
  static std::unique_ptr<ByteSource> of(std::string bytes);
  // What gzip members, one after the other, hold. Damaged data end it; failure() says so.
  static std::unique_ptr<ByteSource> inflated(std::unique_ptr<ByteSource> packed);
  static bool is_gzip(std::string_view start) { return start.starts_with("\x1F\x8B"); }

  // Unread bytes: at least `least` (1 to kMostAhead) unless the file ends before. Valid until the next call.
  std::string_view ahead(size_t least);
  void skip(size_t count) { at_ += count; }  // count <= ahead().size()
  // Bytes that were skipped over or read.
  uint64_t position() const { return passed_ + at_; }

  // Puts the bytes up to the next "\n" into `line` and skips that; at most `most` of them, the rest is skipped.
  // False at the end of the file.
  bool read_line(std::string& line, size_t most = kMostPiece);
  // All that is left. Fails past kMostPiece bytes.
  Result<std::string> read_all();
  // Why it stopped before the end of the file: the system stopped reading, compressed data are damaged. Empty: it did
  // not.
  std::string failure() const;
  bool failed() const { return !failure().empty(); }
  // Of gzip members: the byte of the file at which the damaged one begins, if there is one.
  std::optional<uint64_t> damage() const;
  // Of bytes that were read: some are of the damaged member.
  bool read_into_damage() const;
  // Goes on behind damage, at the next member that begins with the bytes `start` (up to 64); false if there is none.
  bool resume(std::string_view start);

  static constexpr size_t kMostAhead = size_t{1} << 16;
  // One document: what an Article holds at most.
  static constexpr size_t kMostPiece = (size_t{1} << 31) - 1;

 private:
  struct Close {
    void operator()(std::FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };
  struct Packed {
    std::unique_ptr<ByteSource> source;
    Inflater inflater{Inflater::Form::gzip_or_zlib};
    bool in_member = false, ended = false, damaged = false;
    uint64_t member = 0;     // byte at which the member begins
    uint64_t made_from = 0;  // position() of its first byte inflated
  };
  // More bytes of the file; 0 at its end.
  size_t read_some(char* to, size_t room);
  size_t inflate_some(char* to, size_t room);

  std::unique_ptr<std::FILE, Close> file_;
  std::atomic<uint64_t>* taken_ = nullptr;
  std::unique_ptr<Packed> packed_;
  std::string buffer_;
  size_t at_ = 0, end_ = 0;  // unread bytes of buffer_
  uint64_t passed_ = 0;      // bytes before those of buffer_
};

}  // namespace kronika
