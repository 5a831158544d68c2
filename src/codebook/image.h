// A compiled image of text tables: a file that is mapped and looked up in place, so that a program starts without
// reading the tables again.
//
//   "KRNI" u32 kind, u64 rules, u64 sources, u64 checksum of what follows the head, u64 size of the file,
//   u64 number of sections, then of each: u64 first byte in the file, u64 bytes; then the sections, on multiples of 8
//
// An image is a cache, never a source: it is used only if `sources` is the hash of the text tables as they are now and
// `rules` that of the code that made it, and is made anew else. It is read on the kind of machine that made it.
// Whatever its bytes are, reading it stays within them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "base/mapped_file.h"
#include "kronika/article.h"
#include "kronika/result.h"

namespace kronika {

enum class ImageKind : uint32_t { actors = 1, places = 2 };

class Image {
 public:
  // Maps a file. Nothing where there is none, or it is broken, of another kind, or made of other sources or by other
  // code.
  static std::optional<Image> open(const std::string& path, ImageKind kind, uint64_t sources);
  // Bytes that ImageWriter made; the checks are those of open().
  static std::optional<Image> own(std::string_view bytes, ImageKind kind, uint64_t sources);
  // As own(), but takes any checksum: for the fuzz target, which could not get past it.
  static std::optional<Image> own_unchecked(std::string_view bytes);

  // A section as rows of a plain struct; empty where there is none. A remainder that makes no row is left out.
  template <class T>
  std::span<const T> rows(size_t section) const {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 8);
    const std::string_view bytes = section_bytes(section);
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  // Of lists that lie one after the other in `section` the one of this number; `first` holds where each begins, and the
  // end.
  template <class T>
  std::span<const T> part(size_t section, size_t first, std::optional<uint32_t> number) const {
    const std::span<const uint32_t> begins = rows<uint32_t>(first);
    const std::span<const T> all = rows<T>(section);
    if (!number || begins.empty() || *number >= begins.size() - 1) return {};
    const uint32_t from = begins[*number], to = begins[*number + 1];
    if (from > to || to > all.size()) return {};
    return all.subspan(from, to - from);
  }
  // A string of the pool that StringPool made; empty where `at` is none.
  std::string_view pooled(size_t section, uint32_t at) const;

 private:
  Image() = default;
  bool find_sections();
  std::string_view section_bytes(size_t section) const {
    return section < sections_.size() ? sections_[section] : std::string_view();
  }

  std::optional<MappedFile> file_;
  std::unique_ptr<uint64_t[]> own_;  // or this; words, for their alignment
  std::string_view bytes_;
  std::vector<std::string_view> sections_;
};

class ImageWriter {
 public:
  // Sections are numbered from 0 in the order in which they are added.
  template <class T>
  void add(const std::vector<T>& rows) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 8);
    add(std::string_view(reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(T)));
  }
  void add(std::string_view bytes);
  std::string finish(ImageKind kind, uint64_t sources) const;

 private:
  std::string body_;
  std::vector<std::pair<uint64_t, uint64_t>> sections_;  // first byte in body_, bytes
};

// Strings, each once, one after the other.
class StringPool {
 public:
  uint32_t add(std::string_view text);
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::unordered_map<std::string, uint32_t> known_;
};

// A day as one number, 0 for none; days without a valid month or day of a year up to 9999 never reach it.
int32_t pack_day(const std::optional<Day>& day);
std::optional<Day> unpack_day(int32_t packed);

// The hash of the contents of files, wherever they lie; a file that is not there counts as such.
uint64_t hash_sources(std::span<const std::string> files);

// The image at `path` if it fits the text of `files`, else what `compile` makes of them now, which is written to `path`
// where that can be written. An empty path: neither read nor written. Fails as `compile` does.
Result<Image> load_image(const std::string& path, ImageKind kind, std::span<const std::string> files,
                         const std::function<Result<std::string>(uint64_t sources)>& compile);

}  // namespace kronika
