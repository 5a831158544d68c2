#include "base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

namespace kronika {

std::optional<MappedFile> MappedFile::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  struct stat status {};
  const bool regular = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  std::optional<MappedFile> mapped;
  if (regular && status.st_size == 0) mapped = MappedFile();
  if (regular && status.st_size > 0) {
    const auto size = static_cast<size_t>(status.st_size);
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (at != MAP_FAILED) {
      mapped = MappedFile();
      mapped->bytes_ = {static_cast<const char*>(at), size};
    }
  }
  ::close(file);
  return mapped;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

void MappedFile::release_pages() const {
  if (!bytes_.empty()) ::madvise(const_cast<char*>(bytes_.data()), bytes_.size(), MADV_DONTNEED);
}

bool write_file(const std::string& path, std::string_view bytes) {
  const std::string other = path + "." + std::to_string(::getpid());
  const int file = ::open(other.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) return false;
  bool whole = true;
  for (std::string_view rest = bytes; whole && !rest.empty();) {
    const ssize_t written = ::write(file, rest.data(), rest.size());
    whole = written > 0;
    if (whole) rest.remove_prefix(static_cast<size_t>(written));
  }
  whole = ::close(file) == 0 && whole && std::rename(other.c_str(), path.c_str()) == 0;
  if (!whole) ::unlink(other.c_str());
  return whole;
}

}  // namespace kronika
