// What an HTTP server and those who answer for it hand to each other: plain values, no sockets.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kronika {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method, target;  // as sent
  HttpHeaders headers;         // in the order in which they came
  std::string body;

  // The first header of that name, whatever its case; empty: there is none.
  std::string_view header(std::string_view name) const;
  size_t count(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  HttpHeaders headers;
  std::shared_ptr<const std::string> body;  // null: none

  // A body that is made piece by piece: called until it says `last` (that piece still counts). `broken`: it cannot be
  // made whole, so the connection is cut and the reader sees that.
  enum class Piece { more, last, broken };
  std::function<Piece(std::string& piece)> pieces;
};

// Answers requests. Called by many threads at once.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // On a thread that serves many connections: what can be said without waiting for anything; nothing: ask answer().
  virtual std::optional<HttpResponse> at_once(const HttpRequest& request) = 0;
  // On a worker's thread.
  virtual HttpResponse answer(const HttpRequest& request) = 0;
  // What the server itself has to say to a request that never came whole.
  virtual HttpResponse refuse(int status, const std::string& why) = 0;
};

}  // namespace kronika
