#include "reader/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace kronika {

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::string& path) {
  auto source = std::unique_ptr<ByteSource>(new ByteSource);
  source->file_.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (!source->file_) return Error{errno == ENOENT ? ErrorKind::not_found : ErrorKind::io, std::strerror(errno)};
  source->buffer_.resize(4 * kMostAhead);
  return source;
}

std::unique_ptr<ByteSource> ByteSource::of(std::string bytes) {
  auto source = std::unique_ptr<ByteSource>(new ByteSource);
  source->buffer_ = std::move(bytes);
  source->end_ = source->buffer_.size();
  return source;
}

std::string_view ByteSource::ahead(size_t least) {
  if (end_ - at_ < least && file_ && !std::feof(file_.get()) && !failed()) {
    std::memmove(buffer_.data(), buffer_.data() + at_, end_ - at_);
    end_ -= at_;
    at_ = 0;
    while (end_ < least) {
      const size_t count = std::fread(buffer_.data() + end_, 1, buffer_.size() - end_, file_.get());
      if (count == 0) break;
      end_ += count;
    }
  }
  return std::string_view(buffer_).substr(at_, end_ - at_);
}

bool ByteSource::read_line(std::string& line) {
  line.clear();
  bool any = false;
  for (std::string_view bytes = ahead(1); !bytes.empty(); bytes = ahead(1)) {
    any = true;
    const size_t end = bytes.find('\n');
    line.append(bytes.substr(0, std::min(end, kMostPiece - line.size())));
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
