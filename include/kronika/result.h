// Result<T>: a value, or an Error that says what is wrong, where, and what to do.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace kronika {

enum class ErrorKind {
  not_found,  // a file, a model, a record that is not there
  invalid,    // input that does not have the form it should: text, data file, model file
  io,         // the system refused to read or write
  usage,      // options that do not fit together, unknown names
};

struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string message;  // one line: where (file:line or byte), what, and what to do
};

// Holds a T or an Error. Ask ok() before value(); asking for the wrong one is a bug of the caller.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    assert(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  const Error& error() const {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

// The result of an action that makes nothing.
struct Done {};
using Status = Result<Done>;

}  // namespace kronika
