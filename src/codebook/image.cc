#include "codebook/image.h"

#include <bit>
#include <cstring>
#include <fstream>

#include "base/hash.h"

namespace kronika {
namespace {

static_assert(std::endian::native == std::endian::little, "hash_bulk, and images with it, are little-endian");

struct Head {
  char magic[4];
  uint32_t kind;
  uint64_t rules, sources, checksum, size, sections;
};
struct Place {
  uint64_t first, bytes;
};
constexpr char kMagic[4] = {'K', 'R', 'N', 'I'};
constexpr size_t kMostSections = 64;
// Of the sources of the code that makes images (CMakeLists.txt): what older code made is not taken for its work.
constexpr uint64_t kRules = hash64(KRONIKA_IMAGE_RULES);

size_t padded(size_t size) { return (size + 7) / 8 * 8; }

bool fits(std::string_view bytes, ImageKind kind, uint64_t sources) {
  Head head;
  if (bytes.size() < sizeof head) return false;
  std::memcpy(&head, bytes.data(), sizeof head);
  return std::memcmp(head.magic, kMagic, sizeof kMagic) == 0 && head.kind == static_cast<uint32_t>(kind) &&
         head.rules == kRules && head.sources == sources && head.size == bytes.size() &&
         head.checksum == hash_bulk(bytes.substr(sizeof head));
}

}  // namespace

std::optional<Image> Image::open(const std::string& path, ImageKind kind, uint64_t sources) {
  std::optional<MappedFile> file = MappedFile::open(path);
  if (!file || !fits(file->bytes(), kind, sources)) return {};
  file->release_pages();  // what the check has read
  Image image;
  image.bytes_ = file->bytes();
  image.file_ = std::move(file);
  if (!image.find_sections()) return {};
  return image;
}

std::optional<Image> Image::own(std::string_view bytes, ImageKind kind, uint64_t sources) {
  return fits(bytes, kind, sources) ? own_unchecked(bytes) : std::nullopt;
}

std::optional<Image> Image::own_unchecked(std::string_view bytes) {
  Image image;
  image.own_.reset(new uint64_t[padded(bytes.size()) / 8]);
  if (!bytes.empty()) std::memcpy(image.own_.get(), bytes.data(), bytes.size());
  image.bytes_ = {reinterpret_cast<const char*>(image.own_.get()), bytes.size()};
  if (!image.find_sections()) return {};
  return image;
}

bool Image::find_sections() {
  Head head;
  if (bytes_.size() < sizeof head) return false;
  std::memcpy(&head, bytes_.data(), sizeof head);
  if (head.sections > kMostSections || bytes_.size() - sizeof head < head.sections * sizeof(Place)) return false;
  for (size_t i = 0; i < head.sections; ++i) {
    Place place;
    std::memcpy(&place, bytes_.data() + sizeof head + i * sizeof place, sizeof place);
    if (place.first % 8 != 0 || place.first > bytes_.size() || place.bytes > bytes_.size() - place.first) return false;
    sections_.push_back(bytes_.substr(place.first, place.bytes));
  }
  return true;
}

std::string_view Image::pooled(size_t section, uint32_t at) const {
  const std::string_view pool = section_bytes(section);
  size_t size = 0;
  for (int shift = 0; at < pool.size() && shift < 35; shift += 7) {
    const auto byte = static_cast<unsigned char>(pool[at++]);
    size |= static_cast<size_t>(byte & 127) << shift;
    if (byte < 128) return size <= pool.size() - at ? pool.substr(at, size) : std::string_view();
  }
  return {};
}

void ImageWriter::add(std::string_view bytes) {
  sections_.emplace_back(body_.size(), bytes.size());
  body_ += bytes;
  body_.resize(padded(body_.size()));
}

std::string ImageWriter::finish(ImageKind kind, uint64_t sources) const {
  const size_t start = sizeof(Head) + sections_.size() * sizeof(Place);
  std::string out(sizeof(Head), '\0');
  out.reserve(start + body_.size());
  for (const auto& [first, bytes] : sections_) {
    const Place place{start + first, bytes};
    out.append(reinterpret_cast<const char*>(&place), sizeof place);
  }
  out += body_;
  Head head{{}, static_cast<uint32_t>(kind), kRules, sources, 0, out.size(), sections_.size()};
  std::memcpy(head.magic, kMagic, sizeof kMagic);
  head.checksum = hash_bulk(std::string_view(out).substr(sizeof head));
  std::memcpy(out.data(), &head, sizeof head);
  return out;
}

uint32_t StringPool::add(std::string_view text) {
  const auto [known, is_new] = known_.try_emplace(std::string(text), static_cast<uint32_t>(bytes_.size()));
  if (!is_new) return known->second;
  size_t size = text.size();
  for (; size >= 128; size >>= 7) bytes_ += static_cast<char>((size & 127) | 128);
  bytes_ += static_cast<char>(size);
  bytes_ += text;
  return known->second;
}

int32_t pack_day(const std::optional<Day>& day) { return day ? day->year * 512 + day->month * 32 + day->day : 0; }

std::optional<Day> unpack_day(int32_t packed) {
  if (packed <= 0) return {};
  return Day{packed / 512, packed / 32 % 16, packed % 32};
}

uint64_t hash_sources(std::span<const std::string> files) {
  // Read, not mapped: an editor may cut short the file that it is writing.
  std::vector<char> part(1 << 16);
  uint64_t hash = 0;
  for (const std::string& path : files) {
    std::ifstream file(path, std::ios::binary);
    hash = mix64(hash + (file ? 1 : 2));
    while (file) {
      file.read(part.data(), static_cast<std::streamsize>(part.size()));
      hash = hash_bulk({part.data(), static_cast<size_t>(file.gcount())}, hash);
    }
  }
  return hash;
}

Result<Image> load_image(const std::string& path, ImageKind kind, std::span<const std::string> files,
                         const std::function<Result<std::string>(uint64_t sources)>& compile) {
  // Before the tables are read: if one changes meanwhile, the image will not fit it and is made anew the next time.
  const uint64_t sources = path.empty() ? 0 : hash_sources(files);
  if (!path.empty())
    if (std::optional<Image> image = Image::open(path, kind, sources)) return std::move(*image);
  const Result<std::string> bytes = compile(sources);
  if (!bytes) return bytes.error();
  if (!path.empty() && write_file(path, bytes.value()))
    if (std::optional<Image> image = Image::open(path, kind, sources)) return std::move(*image);
  std::optional<Image> image = Image::own(bytes.value(), kind, sources);
  assert(image);  // what ImageWriter made just now
  return std::move(*image);
}

}  // namespace kronika
