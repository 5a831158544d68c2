#include "reader/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace kronika {

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::string& path, std::atomic<uint64_t>* taken) {
  auto source = std::unique_ptr<ByteSource>(new ByteSource);
  source->file_.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (!source->file_) return Error{errno == ENOENT ? ErrorKind::not_found : ErrorKind::io, std::strerror(errno)};
  source->buffer_.resize(4 * kMostAhead);
  source->taken_ = taken;
  return source;
}

std::unique_ptr<ByteSource> ByteSource::of(std::string bytes) {
  auto source = std::unique_ptr<ByteSource>(new ByteSource);
  source->buffer_ = std::move(bytes);
  source->end_ = source->buffer_.size();
  return source;
}

std::unique_ptr<ByteSource> ByteSource::inflated(std::unique_ptr<ByteSource> packed) {
  auto source = std::unique_ptr<ByteSource>(new ByteSource);
  source->packed_ = std::make_unique<Packed>();
  source->packed_->source = std::move(packed);
  source->buffer_.resize(4 * kMostAhead);
  return source;
}

std::string_view ByteSource::ahead(size_t least) {
  if (end_ - at_ < least && (file_ || packed_)) {
    std::memmove(buffer_.data(), buffer_.data() + at_, end_ - at_);
    passed_ += at_;
    end_ -= at_;
    at_ = 0;
    while (end_ < least) {
      const size_t count = read_some(buffer_.data() + end_, buffer_.size() - end_);
      if (count == 0) break;
      end_ += count;
    }
  }
  return std::string_view(buffer_).substr(at_, end_ - at_);
}

size_t ByteSource::read_some(char* to, size_t room) {
  if (packed_) return inflate_some(to, room);
  if (std::feof(file_.get()) || std::ferror(file_.get())) return 0;
  const size_t count = std::fread(to, 1, room, file_.get());
  if (taken_) *taken_ += count;
  return count;
}

size_t ByteSource::inflate_some(char* to, size_t room) {
  Packed& packed = *packed_;
  while (!packed.ended && !packed.damaged) {
    std::string_view bytes = packed.source->ahead(packed.in_member ? 1 : 2);
    if (!packed.in_member) {
      // Padding with zeros behind the last member is no damage; gzip passes over it too.
      const size_t zeros = std::min(bytes.find_first_not_of('\0'), bytes.size());
      packed.source->skip(zeros);
      bytes.remove_prefix(zeros);
      if (bytes.empty()) {
        packed.ended = packed.source->ahead(1).empty();
        continue;
      }
      packed.member = packed.source->position();
      packed.made_from = passed_ + static_cast<uint64_t>(to - buffer_.data());
      packed.inflater.reset();
      packed.in_member = true;
    }
    if (bytes.empty()) {
      packed.damaged = true;
      break;
    }
    size_t made = 0;
    const size_t before = bytes.size();
    const Inflater::Outcome outcome = packed.inflater.step(bytes, to, room, made);
    packed.source->skip(before - bytes.size());
    packed.in_member = outcome == Inflater::Outcome::more;
    packed.damaged = outcome == Inflater::Outcome::broken;
    if (made > 0) return made;
  }
  return 0;
}

std::string ByteSource::failure() const {
  if (file_ && std::ferror(file_.get())) return "the system stopped reading it before its end; is it a file?";
  if (!packed_) return "";
  if (!packed_->source->failure().empty()) return packed_->source->failure();
  if (!packed_->damaged) return "";
  return "its compressed data that begin at byte " + std::to_string(packed_->member) +
         " are damaged or end too early; fetch the file again";
}

std::optional<uint64_t> ByteSource::damage() const {
  return packed_ && packed_->damaged ? std::optional(packed_->member) : std::nullopt;
}

bool ByteSource::read_into_damage() const { return packed_ && packed_->damaged && position() > packed_->made_from; }

bool ByteSource::resume(std::string_view start) {
  Packed& packed = *packed_;
  // Damage shows late, when the next member may have been read into: where its bytes are still there, they are looked
  // through again.
  ByteSource& source = *packed.source;
  if (packed.member + 1 >= source.passed_) source.at_ = static_cast<size_t>(packed.member + 1 - source.passed_);
  const auto begins_well = [&](std::string_view bytes) {
    packed.inflater.reset();
    char out[64];
    size_t size = 0;
    while (size < start.size()) {
      size_t made = 0;
      const Inflater::Outcome outcome = packed.inflater.step(bytes, out + size, sizeof out - size, made);
      size += made;
      if (outcome != Inflater::Outcome::more || made == 0) break;
    }
    return std::string_view(out, size).starts_with(start);
  };
  constexpr std::string_view kMember = "\x1F\x8B\x08";
  while (true) {
    const std::string_view bytes = packed.source->ahead(kMostAhead);
    const size_t at = bytes.find(kMember);
    if (at == std::string_view::npos) {
      // The last two bytes may begin one.
      if (bytes.size() < kMember.size()) return false;
      packed.source->skip(bytes.size() - kMember.size() + 1);
      continue;
    }
    packed.source->skip(at);
    if (begins_well(packed.source->ahead(kMostAhead))) break;
    packed.source->skip(1);
  }
  passed_ += end_;
  at_ = end_ = 0;
  packed.in_member = packed.damaged = false;
  return true;
}

bool ByteSource::read_line(std::string& line, size_t most) {
  line.clear();
  bool any = false;
  for (std::string_view bytes = ahead(1); !bytes.empty(); bytes = ahead(1)) {
    any = true;
    const size_t end = bytes.find('\n');
    line.append(bytes.substr(0, std::min(end, most - line.size())));
    skip(end == std::string_view::npos ? bytes.size() : end + 1);
    if (end != std::string_view::npos) break;
  }
  return any;
}

Result<std::string> ByteSource::read_all() {
  std::string all;
  for (std::string_view bytes = ahead(1); !bytes.empty(); bytes = ahead(1)) {
    if (all.size() + bytes.size() > kMostPiece) return Error{ErrorKind::invalid, "larger than 2 GiB; split it"};
    all.append(bytes);
    skip(bytes.size());
  }
  return all;
}

}  // namespace kronika
