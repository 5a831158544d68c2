// The server over a handler that tells what reached it: framing, limits, streams, stopping. tests/serve_test.py has
// more of what clients do.
#include "port/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace kronika {
namespace {

HttpResponse text(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain"}};
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

// Says method, target and body again; some targets are answered in another way.
class Echo : public HttpHandler {
 public:
  std::optional<HttpResponse> at_once(const HttpRequest& request) override {
    if (request.target == "/now") return text(200, "now");
    return {};
  }
  HttpResponse answer(const HttpRequest& request) override {
    if (request.target == "/wait") {
      ++waiting;
      while (!go_on) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return text(200, "waited");
    }
    if (request.target == "/large") return text(200, std::string(size_t{32} << 20, 'a'));
    if (request.target == "/pieces" || request.target == "/broken") {
      HttpResponse response = text(200, "");
      response.body = nullptr;
      const bool broken = request.target == "/broken";
      response.pieces = [left = 3, broken](std::string& piece) mutable {
        if (broken && left == 1) return HttpResponse::Piece::broken;
        piece = "piece " + std::to_string(left) + "\n";
        return --left == 0 ? HttpResponse::Piece::last : HttpResponse::Piece::more;
      };
      return response;
    }
    HttpResponse response = text(200, request.method + " " + request.target + " " + request.body);
    if (request.target == "/split") response.headers.emplace_back("X-Name", "a\r\nX-Evil: b");
    return response;
  }
  HttpResponse refuse(int status, const std::string& why) override { return text(status, why); }

  std::atomic<int> waiting{0};
  std::atomic<bool> go_on{false};
};

class Client {
 public:
  explicit Client(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval patience{20, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    connected_ = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { close(socket_); }

  bool connected() const { return connected_; }
  void say(const std::string& bytes) {
    for (size_t at = 0; at < bytes.size();) {
      const ssize_t sent = send(socket_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) return;  // refused before all was sent
      at += static_cast<size_t>(sent);
    }
  }
  void hang_up() { shutdown(socket_, SHUT_WR); }
  // All that comes until the server closes.
  std::string hear() {
    std::string out;
    char piece[4096];
    for (ssize_t size; (size = recv(socket_, piece, sizeof piece, 0)) > 0;)
      out.append(piece, static_cast<size_t>(size));
    return out;
  }

 private:
  int socket_;
  bool connected_ = false;
};

class HttpServerTest : public testing::Test {
 protected:
  void start(const HttpLimits& limits = {}) {
    auto server = HttpServer::listen("127.0.0.1", 0, limits, echo_);
    ASSERT_TRUE(server.ok()) << server.error().message;
    server_ = std::move(server).value();
    port_ = server_->port();
    running_ = std::thread([this] { server_->run(); });
  }
  void stop() {
    echo_.go_on = true;
    if (!running_.joinable()) return;
    server_->stop();
    running_.join();
  }
  void TearDown() override {
    stop();
    server_.reset();
  }
  std::string ask(const std::string& bytes) {
    Client client(port_);
    client.say(bytes);
    client.hang_up();
    return client.hear();
  }
  static int status_of(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
  }
  static size_t count(const std::string& text, const std::string& part) {
    size_t number = 0;
    for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++number;
    return number;
  }

  Echo echo_;
  std::unique_ptr<HttpServer> server_;
  uint16_t port_ = 0;
  std::thread running_;
};

TEST_F(HttpServerTest, OneLengthIsTakenAndNothingElse) {
  HttpLimits limits;
  limits.body_bytes = 100'000;
  start(limits);
  const std::string post = "POST /x HTTP/1.1\r\nHost: a\r\n", chunk = "3\r\nabc\r\n0\r\n\r\n",
                    chunked = "Transfer-Encoding: chunked\r\n";
  struct Case {
    std::string request;
    int status;
    std::string part = {};
  };
  const std::vector<Case> cases = {
      {"GET /x HTTP/1.1\r\nHost: a\r\n\r\n", 200, "GET /x "},
      {"GET /now HTTP/1.1\r\nHost: a\r\n\r\n", 200, "now"},
      {"HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n", 200, "Content-Length: 8\r\n"},
      {"GET /x HTTP/1.0\r\n\r\n", 200, "Connection: close"},
      {post + "Content-Length: 3\r\n\r\nabc", 200, "POST /x abc"},
      {post + chunked + "\r\n" + chunk, 200, "POST /x abc"},
      {post + "Transfer-Encoding: CHUNKED\r\n\r\n1;a=b\r\na\r\n2\r\nbc\r\n0\r\n\r\n", 200, "POST /x abc"},
      {post + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", 100, "POST /x abc"},
      {post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
      {post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400},
      {post + "Content-Length: 3, 3\r\n\r\nabc", 400},
      {post + "Content-Length: -3\r\n\r\nabc", 400},
      {post + "Content-Length: 99999999999999999999\r\n\r\nabc", 400},
      {post + "Content-Length: 3\r\n" + chunked + "\r\n" + chunk, 400},
      {post + chunked + "Content-Length: 3\r\n\r\n" + chunk, 400},
      {post + chunked + chunked + "\r\n" + chunk, 400},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n" + chunk, 400},
      {post + "Transfer-Encoding: chunked, chunked\r\n\r\n" + chunk, 400},
      {post + "Transfer-Encoding: identity\r\n\r\n" + chunk, 400},
      {post + "Transfer-Encoding:\r\n\r\n" + chunk, 400},
      {"POST /x HTTP/1.0\r\n" + chunked + "\r\n" + chunk, 400},
      {post + chunked + "Trailer: X-Late\r\n\r\n" + chunk, 400},
      {post + chunked + "\r\n3\r\nabc\r\n0\r\nX-Late: 1\r\n\r\n", 400},
      {post + chunked + "\r\nxyz\r\n", 400},
      {post + "Expect: the-moon\r\nContent-Length: 3\r\n\r\nabc", 417},
      {post + "Content-Length: 100001\r\n\r\n", 413},
      {post + chunked + "\r\n186a1\r\n" + std::string(100'001, 'a'), 413},
      {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n", 414},
      {"GET /x HTTP/1.1\r\nX: " + std::string(9000, 'a') + "\r\n\r\n", 431},
      {"nonsense\r\n\r\n", 400},
      {post + "Content-Length: 3\r\n\r\nab", 400},  // half of a body
      {"", 0},
      {"GET /x", 400},
  };
  for (const Case& one : cases) {
    const std::string answer = ask(one.request);
    EXPECT_EQ(status_of(answer), one.status) << one.request.substr(0, 200) << "\n" << answer;
    EXPECT_NE(answer.find(one.part), std::string::npos) << answer;
    // Nothing that follows a request which is framed wrongly is taken for another one.
    if (one.status >= 400) {
      EXPECT_EQ(count(answer, "HTTP/1.1 "), 1u) << one.request.substr(0, 200) << "\n" << answer;
    }
  }
  const std::string twice = "GET /x HTTP/1.1\r\n\r\n";
  EXPECT_EQ(count(ask(twice + twice + post + "Content-Length: 3\r\n\r\nabc" + twice), "HTTP/1.1 200"), 4u);
  EXPECT_EQ(ask("GET /split HTTP/1.1\r\n\r\n").find("X-Evil"), std::string::npos);
}

TEST_F(HttpServerTest, PiecesComeChunkedAndABreakIsSeen) {
  start();
  const std::string whole = ask("GET /pieces HTTP/1.1\r\n\r\nGET /now HTTP/1.1\r\n\r\n");
  EXPECT_NE(whole.find("8\r\npiece 3\n\r\n8\r\npiece 2\n\r\n8\r\npiece 1\n\r\n0\r\n\r\nHTTP/1.1 200"),
            std::string::npos)
      << whole;
  const std::string old = ask("GET /pieces HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(old.ends_with("\r\n\r\npiece 3\npiece 2\npiece 1\n")) << old;
  EXPECT_FALSE(ask("GET /broken HTTP/1.1\r\n\r\n").ends_with("0\r\n\r\n"));
}

TEST_F(HttpServerTest, MoreThanCanBeAnsweredIsToldToComeAgain) {
  HttpLimits limits;
  limits.workers = 1, limits.queue = 2;
  start(limits);
  std::vector<std::thread> askers;
  std::atomic<int> good{0}, later{0};
  for (int i = 0; i < 8; ++i) {
    askers.emplace_back([&] {
      const int status = status_of(ask("GET /wait HTTP/1.1\r\n\r\n"));
      good += status == 200;
      later += status == 503;
    });
    // The first is with the worker before the others fill the queue.
    while (echo_.waiting == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  while (later < 5) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(status_of(ask("GET /now HTTP/1.1\r\n\r\n")), 200);  // what needs no worker is still answered
  echo_.go_on = true;
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(good, 3);
  EXPECT_EQ(later, 5);
}

TEST_F(HttpServerTest, TheSlowAndTheSilentAreLetGo) {
  HttpLimits limits;
  limits.idle = limits.header = limits.body = std::chrono::milliseconds(200);
  start(limits);
  for (const char* half : {"", "GET /x HTTP/1.1\r\nX: ", "POST /x HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"}) {
    Client client(port_);
    client.say(half);
    EXPECT_EQ(status_of(client.hear()), 0) << half;  // it returns
  }
  // A connection is closed before it is counted.
  while (server_->counts().timed_out < 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST_F(HttpServerTest, ACrowdThatOnlyHoldsConnectionsGivesWay) {
  HttpLimits limits;
  limits.connections = 10;
  start(limits);
  std::vector<std::unique_ptr<Client>> crowd;
  for (int i = 0; i < 100; ++i) {
    crowd.push_back(std::make_unique<Client>(port_));
    EXPECT_TRUE(crowd.back()->connected());
    if (i % 3 == 0) crowd.back()->say("GET /x HTT");
    if (i % 3 == 1) crowd.back()->say("POST /x HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc");
    if (i % 10 == 9) {
      const int status = status_of(ask("GET /now HTTP/1.1\r\n\r\n"));
      EXPECT_TRUE(status == 200 || status == 503) << status;
    }
  }
  crowd.clear();
  int status = 0;
  for (int tries = 0; tries < 200 && status != 200; ++tries) status = status_of(ask("GET /now HTTP/1.1\r\n\r\n"));
  EXPECT_EQ(status, 200);
  EXPECT_GT(server_->counts().evicted, 50u);
}

TEST_F(HttpServerTest, ACrowdThatReadsNothingGivesWay) {
  HttpLimits limits;
  limits.connections = 10;
  limits.slow_reader = std::chrono::milliseconds(100);
  start(limits);
  std::vector<std::unique_ptr<Client>> crowd;
  for (int i = 0; i < 14; ++i) {
    crowd.push_back(std::make_unique<Client>(port_));
    crowd.back()->say("GET /large HTTP/1.1\r\n\r\n");
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  int status = 0;
  for (int tries = 0; tries < 50 && status != 200; ++tries) status = status_of(ask("GET /now HTTP/1.1\r\n\r\n"));
  EXPECT_EQ(status, 200);
}

// A request that has come is answered, however many come with it.
TEST_F(HttpServerTest, WholeRequestsOfACrowdAreAllAnswered) {
  HttpLimits limits;
  limits.connections = 20;
  start(limits);
  std::vector<std::unique_ptr<Client>> crowd;
  for (int i = 0; i < 300; ++i) {
    crowd.push_back(std::make_unique<Client>(port_));
    ASSERT_TRUE(crowd.back()->connected());
    crowd.back()->say("GET /x HTTP/1.1\r\nConnection: close\r\n\r\n");
  }
  for (const auto& client : crowd) {
    const int status = status_of(client->hear());
    EXPECT_TRUE(status == 200 || status == 503) << status;
  }
}

TEST_F(HttpServerTest, WhatIsUnderWayIsAnsweredBeforeTheEnd) {
  start();
  Client idle(port_), half(port_);
  half.say("GET /x HT");
  std::string answer;
  std::thread asker([&] { answer = ask("GET /wait HTTP/1.1\r\n\r\n"); });
  while (echo_.waiting == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  server_->stop();
  EXPECT_EQ(idle.hear(), "");  // closed at once
  echo_.go_on = true;
  asker.join();
  running_.join();
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_NE(answer.find("waited"), std::string::npos);
  EXPECT_FALSE(Client(port_).connected());
}

TEST_F(HttpServerTest, WhoDoesNotEndInTimeIsCutOff) {
  HttpLimits limits;
  limits.stop = std::chrono::milliseconds(100);
  start(limits);
  Client client(port_);
  client.say("POST /x HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc");
  while (server_->counts().open == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  server_->stop();
  running_.join();
  server_.reset();  // with the connection still in it
  EXPECT_EQ(status_of(client.hear()), 0);
}

TEST(HttpServerListen, WrongAddressesAreSaid) {
  Echo echo;
  EXPECT_EQ(HttpServer::listen("nowhere", 0, {}, echo).error().kind, ErrorKind::usage);
  EXPECT_EQ(HttpServer::listen("192.0.2.1", 0, {}, echo).error().kind, ErrorKind::io);
  const auto first = HttpServer::listen("127.0.0.1", 0, {}, echo);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(HttpServer::listen("127.0.0.1", first.value()->port(), {}, echo).error().kind, ErrorKind::io);
}

}  // namespace
}  // namespace kronika
