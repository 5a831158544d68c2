// HttpServer: HTTP/1.1 over TCP for one handler (Boost.Beast behind it; its types do not leave). Strict about how a
// request is framed, and bounded in everything that a client can ask of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "kronika/result.h"
#include "port/http.h"

namespace kronika {

struct HttpLimits {
  size_t header_bytes = 8192;           // request line and headers
  size_t body_bytes = size_t{8} << 20;  // of one request
  size_t large_bodies = 8;              // bodies over 64 KiB that are read at the same time
  size_t connections = 1000;            // when they are all taken, the one that has done nothing longest gives way
  size_t queue = 256;                   // requests that wait for a worker; more are told to come again
  std::chrono::milliseconds idle{30'000}, header{10'000}, body{30'000}, write{30'000}, stop{10'000};
  std::chrono::milliseconds slow_reader{3000};  // so long an answer may be read before its place is given to others
  unsigned network_threads = 2, workers = 2;    // one more worker does what changes something
};

// Since the start.
struct HttpCounts {
  uint64_t open = 0, accepted = 0, refused = 0, evicted = 0, malformed = 0, timed_out = 0;
};

class HttpServer {
 public:
  // Port 0: any that is free. Fails (io) if the address cannot be listened on, (usage) if it is none. `handler` must
  // outlive the server.
  static Result<std::unique_ptr<HttpServer>> listen(const std::string& address, uint16_t port, const HttpLimits& limits,
                                                    HttpHandler& handler);
  ~HttpServer();

  uint16_t port() const;
  // Serves until stop(), or until SIGINT or SIGTERM: then requests under way are answered, no new ones taken.
  void run();
  void stop();
  HttpCounts counts() const;

  struct Parts;  // http_server.cc

 private:
  explicit HttpServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace kronika
