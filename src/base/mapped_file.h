// A file's bytes in place: mapped, read-only, shared with every other process that reads it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kronika {

// Movable; the bytes stay where they are. Files are replaced whole (write_file), never changed in place: a mapped file
// that is cut short would end the program.
class MappedFile {
 public:
  // Nothing where it is no regular file that can be read.
  static std::optional<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile();

  std::string_view bytes() const { return bytes_; }
  // Takes what was read so far out of this process's memory; reading it again brings it back.
  void release_pages() const;

 private:
  MappedFile() = default;
  std::string_view bytes_;
};

// Puts a file there whole or not at all: under another name first, which then becomes `path`. False where it cannot be
// written; the old file stays.
bool write_file(const std::string& path, std::string_view bytes);

}  // namespace kronika
