// One io_context serves all connections; each connection is a chain of callbacks on a strand of its own, so nothing in
// it is locked. What takes time runs on workers and comes back to the strand.
#include "port/http_server.h"

#include <sys/resource.h>

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <list>
#include <mutex>
#include <thread>

namespace kronika {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Strand = asio::strand<asio::io_context::executor_type>;
using Stream = beast::basic_stream<tcp, Strand>;
using boost::system::error_code;

// Threads that take work from a queue of bounded length.
class Workers {
 public:
  Workers(unsigned count, size_t most) : most_(most) {
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
      queue_.clear();
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  // False: there is too much waiting.
  bool push(std::function<void()> task) {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_ || queue_.size() >= most_) return false;
      queue_.push_back(std::move(task));
    }
    changed_.notify_one();
    return true;
  }

 private:
  void work() {
    while (true) {
      std::function<void()> task;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || !queue_.empty(); });
        if (stopped_) return;
        task = std::move(queue_.front());
        queue_.pop_front();
      }
      task();
    }
  }

  size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;  // guarded by mutex_
  bool stopped_ = false;                     // guarded by mutex_
  std::vector<std::thread> threads_;
};

std::string_view reason_of(int status) {
  const auto text = http::obsolete_reason(static_cast<http::status>(status));
  return {text.data(), text.size()};
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[40];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

// More connections than the system grants at first.
void raise_file_limit(size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

// What a connection is doing: between requests; in the head of one, in its body; being worked for; reading its answer.
enum class At { silent, asking, posting, working, reading };

class Connection;

}  // namespace

struct HttpServer::Parts {
  Parts(const HttpLimits& limits_given, HttpHandler& handler_given) : limits(limits_given), handler(handler_given) {}

  void accept();
  void make_room(const Connection* newcomer);
  void begin_stop();
  void check_stopped();

  HttpLimits limits;
  HttpHandler& handler;
  // Connections that are left when the server ends go with `io`, and reach for these: they stand before it.
  std::mutex mutex;
  std::list<Connection*> connections;  // guarded by mutex
  std::atomic<bool> stopping{false};
  std::atomic<size_t> large_bodies{0};
  std::atomic<uint64_t> open{0}, accepted{0}, refused{0}, evicted{0}, malformed{0}, timed_out{0};
  asio::io_context io;
  Strand strand{asio::make_strand(io)};  // what accepts and stops runs on it
  tcp::acceptor acceptor{strand};
  asio::steady_timer retry{strand}, stop_check{strand};
  std::unique_ptr<Workers> readers, changers;
  Clock::time_point stop_at;
};

namespace {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(HttpServer::Parts& server, asio::basic_stream_socket<tcp, Strand> socket)
      : server_(server), stream_(std::move(socket)) {}
  ~Connection() {
    give_up_large_body();
    const std::lock_guard lock(server_.mutex);
    server_.connections.erase(place);
    --server_.open;
  }

  void start() { wait_for_request(); }
  // Told that all places are taken. By its time-out it is gone soon, whatever the client does.
  void turn_away() {
    keep_ = false;
    drain_ = true;
    ++server_.refused;
    send(server_.handler.refuse(503, "all connections of the server are taken; try again in a second"));
  }
  // From other threads. The server ends: closed if no request is under way.
  void stop() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->at.load() == At::silent || self->at.load() == At::asking) self->close();
    });
  }
  // From other threads. Its place is needed: closed, unless it has gone on since it was `seen` last. One whose request
  // has come, or more of it, and was not seen to yet goes on too.
  void give_way(Clock::rep seen) {
    asio::post(stream_.get_executor(), [self = shared_from_this(), seen] {
      const At now = self->at.load();
      if (self->since.load() != seen || now == At::working) return;
      if (now == At::reading) return self->close();
      error_code ignored;
      if (self->stream_.socket().available(ignored) > 0) return;
      self->stream_.cancel();  // a read that has ended already, if only just, is not lost by this
    });
  }

  std::atomic<At> at{At::silent};
  std::atomic<Clock::rep> since{Clock::now().time_since_epoch().count()};
  std::list<Connection*>::iterator place;  // guarded by the server's mutex

 private:
  static constexpr size_t kPiece = 8192, kLargeBody = size_t{64} << 10;

  void go(At where) {
    at = where;
    since = Clock::now().time_since_epoch().count();
  }

  void wait_for_request() {
    if (server_.stopping) return close();
    go(At::silent);
    request_ = {};
    response_ = {};
    if (buffer_.size() > 0) return read_head();  // the next request came with the last one
    stream_.expires_after(server_.limits.idle);
    stream_.async_read_some(buffer_.prepare(kPiece),
                            [self = shared_from_this()](const error_code& error, size_t bytes) {
                              if (error) return self->close();
                              self->buffer_.commit(bytes);
                              self->read_head();
                            });
  }

  void read_head() {
    go(At::asking);
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(server_.limits.header_bytes));
    parser_->body_limit(server_.limits.body_bytes);
    stream_.expires_after(server_.limits.header);
    http::async_read_header(stream_, buffer_, *parser_, [self = shared_from_this()](const error_code& error, size_t) {
      if (error) return self->complain(error);
      self->take_head();
    });
  }

  // What is wrong with the way in which a request came.
  void complain(const error_code& error) {
    if (error == beast::error::timeout) ++server_.timed_out;
    if (error == http::error::end_of_stream || error == beast::error::timeout ||
        error.category() != make_error_code(http::error::bad_method).category())
      return close();
    if (error == http::error::partial_message) return refuse(400, "the request ends too early");
    if (error == http::error::body_limit)
      return refuse(413, "the body is larger than " + std::to_string(server_.limits.body_bytes) + " bytes");
    if (error == http::error::header_limit) {
      const auto bytes = buffer_.data();
      const std::string_view text(static_cast<const char*>(bytes.data()), bytes.size());
      // Where the parser has not got beyond the first line, that is what is too long.
      const bool in_line = parser_->get().target().empty() && text.find('\n') == std::string_view::npos;
      return refuse(in_line ? 414 : 431, "request line and headers may have " +
                                             std::to_string(server_.limits.header_bytes) + " bytes together");
    }
    refuse(400, "this is no HTTP request: " + error.message());
  }

  // A request whose end cannot be trusted: nothing more is read from the connection.
  void refuse(int status, const std::string& why) {
    ++server_.malformed;
    keep_ = false;
    drain_ = true;
    send(server_.handler.refuse(status, why));
  }

  void take_head() {
    const auto& head = parser_->get();
    request_.method = std::string(head.method_string());
    request_.target = std::string(head.target());
    for (const auto& field : head)
      request_.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    head_only_ = request_.method == "HEAD";
    newest_ = head.version() == 11;
    keep_ = newest_ && head.keep_alive();
    if (head.version() != 11 && head.version() != 10) return refuse(505, "HTTP/1.1 is what this server speaks");
    if (const char* wrong = wrong_framing()) return refuse(400, wrong);
    const std::string_view expect = request_.header("Expect");
    if (!expect.empty() && !beast::iequals({expect.data(), expect.size()}, "100-continue"))
      return refuse(417, "Expect: 100-continue is all that may be expected");
    if (parser_->is_done()) return handle();
    go(At::posting);
    if (parser_->chunked() || parser_->content_length().value_or(0) > kLargeBody) {
      if (++server_.large_bodies > server_.limits.large_bodies) {
        --server_.large_bodies;
        return refuse(503, "many large bodies are being read; try again in a second");
      }
      large_body_ = true;
    }
    if (expect.empty() || !newest_) return read_body();
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    stream_.expires_after(server_.limits.write);
    asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()),
                      [self = shared_from_this()](const error_code& error, size_t) {
                        if (error) return self->close();
                        self->read_body();
                      });
  }

  // Two servers that understand the length of a request differently can be played against each other, so only one way
  // to say it is let through: one Content-Length, or chunked and nothing else. The parser itself allows more.
  const char* wrong_framing() {
    const size_t encodings = request_.count("Transfer-Encoding"), lengths = request_.count("Content-Length");
    if (lengths > 1) return "Content-Length is there more than once";
    const std::string_view length = request_.header("Content-Length");
    if (lengths == 1 && (length.empty() || length.find_first_not_of("0123456789") != length.npos))
      return "Content-Length is one number";
    if (encodings == 0) return request_.count("Trailer") ? "trailers are not taken" : nullptr;
    if (encodings > 1) return "Transfer-Encoding is there more than once";
    if (lengths > 0) return "Transfer-Encoding and Content-Length are both there";
    if (!newest_) return "HTTP/1.0 has no Transfer-Encoding";
    const std::string_view encoding = request_.header("Transfer-Encoding");
    if (!beast::iequals({encoding.data(), encoding.size()}, "chunked")) return "chunked is the only Transfer-Encoding";
    return request_.count("Trailer") ? "trailers are not taken" : nullptr;
  }

  void read_body() {
    stream_.expires_after(server_.limits.body);
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](const error_code& error, size_t) {
      if (error) return self->complain(error);
      const auto& message = self->parser_->get();
      if (static_cast<size_t>(std::distance(message.begin(), message.end())) != self->request_.headers.size())
        return self->refuse(400, "trailers are not taken");
      self->request_.body = std::move(self->parser_->get().body());
      self->handle();
    });
  }

  void give_up_large_body() {
    if (std::exchange(large_body_, false)) --server_.large_bodies;
  }

  void handle() {
    go(At::working);
    parser_.reset();
    stream_.expires_never();
    if (auto ready = server_.handler.at_once(request_)) return send(std::move(*ready));
    const bool reads = request_.method == "GET" || request_.method == "HEAD";
    const bool taken = (reads ? server_.readers : server_.changers)->push([self = shared_from_this()] {
      auto response = std::make_shared<HttpResponse>(self->server_.handler.answer(self->request_));
      asio::post(self->stream_.get_executor(), [self, response] { self->send(std::move(*response)); });
    });
    if (taken) return;
    ++server_.refused;
    send(server_.handler.refuse(503, "more is asked than can be answered now; try again in a second"));
  }

  void send(HttpResponse response) {
    go(At::reading);
    response_ = std::move(response);
    give_up_large_body();
    if (server_.stopping) keep_ = false;
    const bool streams = static_cast<bool>(response_.pieces);
    if (streams && !newest_) keep_ = false;  // its end is that of the connection
    out_ = "HTTP/1.1 " + std::to_string(response_.status) + " ";
    out_ += reason_of(response_.status);
    out_ += "\r\nDate: " + http_date() + "\r\n";
    const size_t size = response_.body ? response_.body->size() : 0;
    if (streams && newest_)
      out_ += "Transfer-Encoding: chunked\r\n";
    else if (!streams && response_.status != 304 && response_.status != 204)
      out_ += "Content-Length: " + std::to_string(size) + "\r\n";
    if (!keep_) out_ += "Connection: close\r\n";
    for (const auto& [name, value] : response_.headers) {
      // No value of ours has a line end; one that slipped in must not begin a header of its own.
      if (value.find_first_of("\r\n") != std::string::npos) continue;
      out_ += name + ": " + value + "\r\n";
    }
    out_ += "\r\n";
    const bool body = !head_only_ && size > 0 && response_.status != 304 && !streams;
    const std::array<asio::const_buffer, 2> both{asio::buffer(out_),
                                                 body ? asio::buffer(*response_.body) : asio::const_buffer()};
    // A slow reader gets time by the size of what it reads.
    constexpr size_t kBytesPerSecond = 16 << 10;
    stream_.expires_after(server_.limits.write + std::chrono::seconds(size / kBytesPerSecond));
    asio::async_write(stream_, both, [self = shared_from_this(), streams](const error_code& error, size_t) {
      self->sent(error, streams);
    });
  }

  void sent(const error_code& error, bool streams) {
    if (error) {
      if (error == beast::error::timeout) ++server_.timed_out;
      return close();
    }
    if (streams && !head_only_) return next_piece();
    finish();
  }

  void next_piece() {
    go(At::working);
    stream_.expires_never();
    const bool taken = server_.readers->push([self = shared_from_this()] {
      auto piece = std::make_shared<std::string>();
      const HttpResponse::Piece state = self->response_.pieces(*piece);
      asio::post(self->stream_.get_executor(), [self, piece, state] { self->send_piece(std::move(*piece), state); });
    });
    if (!taken) close();
  }

  void send_piece(std::string piece, HttpResponse::Piece state) {
    if (state == HttpResponse::Piece::broken) return close();
    go(At::reading);
    out_.clear();
    if (newest_) {
      if (!piece.empty()) {
        char size[24];
        std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
        out_ = size + piece + "\r\n";
      }
      if (state == HttpResponse::Piece::last) out_ += "0\r\n\r\n";
    } else {
      out_ = std::move(piece);
    }
    constexpr size_t kBytesPerSecond = 16 << 10;
    stream_.expires_after(server_.limits.write + std::chrono::seconds(out_.size() / kBytesPerSecond));
    asio::async_write(stream_, asio::buffer(out_), [self = shared_from_this(), state](const error_code& error, size_t) {
      if (error) return self->close();
      if (state == HttpResponse::Piece::last) return self->finish();
      self->next_piece();
    });
  }

  void finish() {
    response_ = {};
    out_.clear();
    if (keep_) return wait_for_request();
    if (!drain_) return close();
    // What the client still sends is read for a moment: closed over unread bytes, the system would throw the answer
    // away with them.
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(std::chrono::seconds(1));
    drain(0);
  }

  void drain(size_t so_far) {
    constexpr size_t kMost = size_t{1} << 20;
    buffer_.consume(buffer_.size());
    if (so_far > kMost) return close();
    stream_.async_read_some(buffer_.prepare(kPiece),
                            [self = shared_from_this(), so_far](const error_code& error, size_t bytes) {
                              if (error) return self->close();
                              self->drain(so_far + bytes);
                            });
  }

  void close() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.close();
  }

  HttpServer::Parts& server_;
  Stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  HttpRequest request_;
  HttpResponse response_;
  std::string out_;
  bool keep_ = true, newest_ = true, head_only_ = false, drain_ = false, large_body_ = false;
};

}  // namespace

// The one that has been silent, or in the midst of its request, longest gives its place to the newcomer; where there is
// none, the one that has been at an answer longest and for seconds. So a crowd that only holds connections open, or
// sends and reads by the drop, cannot keep readers out.
void HttpServer::Parts::make_room(const Connection* newcomer) {
  const Clock::time_point now = Clock::now();
  const Clock::rep mark = now.time_since_epoch().count(), slow = (now - limits.slow_reader).time_since_epoch().count();
  std::shared_ptr<Connection> oldest;
  {
    const std::lock_guard lock(mutex);
    Connection *waiting = nullptr, *reading = nullptr;
    for (Connection* connection : connections) {
      const At at = connection->at.load();
      const Clock::rep since = connection->since.load();
      if (connection == newcomer || at == At::working || (at == At::reading && since > slow)) continue;
      Connection*& found = at == At::reading ? reading : waiting;
      if (!found || since < found->since.load()) found = connection;
    }
    if (Connection* found = waiting ? waiting : reading) {
      oldest = found->weak_from_this().lock();
      found->since = mark;  // not chosen twice
    }
  }
  if (!oldest) return;
  ++evicted;
  oldest->give_way(mark);
}

void HttpServer::Parts::accept() {
  acceptor.async_accept(asio::make_strand(io),
                        [this](const error_code& error, asio::basic_stream_socket<tcp, Strand> socket) {
                          if (stopping) return;
                          if (error) {
                            // No more files may be open: wait for some to be closed.
                            make_room(nullptr);
                            retry.expires_after(std::chrono::milliseconds(50));
                            retry.async_wait([this](const error_code& stopped) {
                              if (!stopped && !stopping) accept();
                            });
                            return;
                          }
                          ++accepted;
                          const uint64_t now_open = ++open;
                          error_code ignored;
                          socket.set_option(tcp::no_delay(true), ignored);
                          auto connection = std::make_shared<Connection>(*this, std::move(socket));
                          {
                            const std::lock_guard lock(mutex);
                            connection->place = connections.insert(connections.end(), connection.get());
                          }
                          const bool full = now_open > limits.connections;
                          if (full) make_room(connection.get());
                          // Some of those told to go are not gone yet, or all are worked for; far beyond the limit
                          // nobody is let in.
                          if (now_open > limits.connections + limits.connections / 2)
                            connection->turn_away();
                          else
                            connection->start();
                          accept();
                        });
}

void HttpServer::Parts::begin_stop() {
  if (stopping.exchange(true)) return;
  error_code ignored;
  acceptor.close(ignored);
  retry.cancel();
  std::vector<std::shared_ptr<Connection>> all;  // let go of outside of the lock, which their end takes
  {
    const std::lock_guard lock(mutex);
    for (Connection* connection : connections)
      if (auto alive = connection->weak_from_this().lock()) all.push_back(std::move(alive));
  }
  for (const auto& connection : all) connection->stop();
  stop_at = Clock::now() + limits.stop;
  check_stopped();
}

void HttpServer::Parts::check_stopped() {
  if (open == 0 || Clock::now() >= stop_at) return io.stop();
  stop_check.expires_after(std::chrono::milliseconds(20));
  stop_check.async_wait([this](const error_code&) { check_stopped(); });
}

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const std::string& address, uint16_t port,
                                                       const HttpLimits& limits, HttpHandler& handler) {
  error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (error)
    return Error{ErrorKind::usage, "\"" + address + "\" is no address; give one such as 127.0.0.1, ::1 or 0.0.0.0"};
  auto parts = std::make_unique<Parts>(limits, handler);
  const tcp::endpoint endpoint(ip, port);
  const std::string where = address + ", port " + std::to_string(port);
  parts->acceptor.open(endpoint.protocol(), error);
  if (!error) parts->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) parts->acceptor.bind(endpoint, error);
  if (!error) parts->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return Error{ErrorKind::io, where + " cannot be listened on (" + error.message() +
                                    "); is another server there? Give another one with --port"};
  raise_file_limit(2 * limits.connections + 100);
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

uint16_t HttpServer::port() const {
  error_code ignored;
  return parts_->acceptor.local_endpoint(ignored).port();
}

void HttpServer::run() {
  Parts& parts = *parts_;
  parts.readers = std::make_unique<Workers>(parts.limits.workers, parts.limits.queue);
  parts.changers = std::make_unique<Workers>(1, parts.limits.queue / 8 + 1);
  asio::signal_set signals(parts.strand, SIGINT, SIGTERM);
  signals.async_wait([&](const error_code& error, int) {
    if (error) return;
    signals.clear();  // a second one ends the program at once
    parts.begin_stop();
  });
  asio::post(parts.strand, [&] { parts.accept(); });
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < parts.limits.network_threads; ++i) threads.emplace_back([&] { parts.io.run(); });
  parts.io.run();
  for (std::thread& thread : threads) thread.join();
  parts.readers.reset();
  parts.changers.reset();
}

void HttpServer::stop() {
  asio::post(parts_->strand, [this] { parts_->begin_stop(); });
}

HttpCounts HttpServer::counts() const {
  const Parts& parts = *parts_;
  return {parts.open, parts.accepted, parts.refused, parts.evicted, parts.malformed, parts.timed_out};
}

}  // namespace kronika
