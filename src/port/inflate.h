// Inflating gzip and zlib data in pieces (zlib behind it).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "kronika/result.h"

namespace kronika {

// One stream at a time: a gzip member (RFC 1952), zlib data (RFC 1950) or bare deflate data (RFC 1951).
class Inflater {
 public:
  enum class Form { gzip_or_zlib, deflate };
  explicit Inflater(Form form);
  ~Inflater();

  enum class Outcome {
    more,    // the stream goes on: give more bytes or more room
    ended,   // the stream is over and its checksum right; `packed` begins behind it
    broken,  // these are no such data, or they are damaged
  };
  // Takes bytes from the front of `packed` and writes at most `room` to `out`; `made` says how many were written.
  Outcome step(std::string_view& packed, char* out, size_t room, size_t& made);
  // Ready for another stream.
  void reset();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// All that `packed` holds, of one member after the other. Fails (invalid) on damaged data and past `most` bytes.
Result<std::string> inflate_all(std::string_view packed, Inflater::Form form, size_t most);

}  // namespace kronika
