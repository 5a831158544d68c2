#include "port/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <new>

namespace kronika {

struct Inflater::State {
  z_stream stream{};
};

Inflater::Inflater(Form form) : state_(std::make_unique<State>()) {
  // 15: the largest window; 32 more: zlib finds out by the header whether it is gzip or zlib; negative: no header.
  constexpr int kWindow = 15, kByHeader = 32;
  if (inflateInit2(&state_->stream, form == Form::deflate ? -kWindow : kWindow + kByHeader) != Z_OK)
    throw std::bad_alloc();
}

Inflater::~Inflater() { inflateEnd(&state_->stream); }

void Inflater::reset() { inflateReset(&state_->stream); }

Inflater::Outcome Inflater::step(std::string_view& packed, char* out, size_t room, size_t& made) {
  z_stream& stream = state_->stream;
  constexpr size_t kMost = size_t{1} << 30;  // what zlib's counters hold with certainty
  const auto bytes = static_cast<uInt>(std::min(packed.size(), kMost));
  const auto space = static_cast<uInt>(std::min(room, kMost));
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // zlib does not write there
  stream.avail_in = bytes;
  stream.next_out = reinterpret_cast<Bytef*>(out);
  stream.avail_out = space;
  const int status = inflate(&stream, Z_NO_FLUSH);
  packed.remove_prefix(bytes - stream.avail_in);
  made = space - stream.avail_out;
  if (status == Z_STREAM_END) return Outcome::ended;
  // Z_BUF_ERROR: there was nothing to do with what it got.
  return status == Z_OK || status == Z_BUF_ERROR ? Outcome::more : Outcome::broken;
}

Result<std::string> inflate_all(std::string_view packed, Inflater::Form form, size_t most) {
  Inflater inflater(form);
  std::string all;
  constexpr size_t kPiece = 1 << 16;
  while (true) {
    const size_t before = all.size();
    all.resize(before + kPiece);
    size_t made = 0;
    const Inflater::Outcome outcome = inflater.step(packed, all.data() + before, kPiece, made);
    all.resize(before + made);
    if (all.size() > most) return Error{ErrorKind::invalid, "larger than " + std::to_string(most) + " bytes"};
    if (outcome == Inflater::Outcome::broken) return Error{ErrorKind::invalid, "the compressed data are damaged"};
    if (outcome == Inflater::Outcome::ended) {
      if (packed.empty()) return all;
      inflater.reset();
    } else if (made == 0 && packed.empty()) {
      return Error{ErrorKind::invalid, "the compressed data end too early"};
    }
  }
}

}  // namespace kronika
