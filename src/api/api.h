// Api: the chronicle over HTTP, a function from request to answer. docs/serve.md tells what can be asked; routes.h
// lists it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "api/answer_cache.h"
#include "api/call.h"
#include "api/counter.h"
#include "api/guard.h"
#include "api/request_counts.h"
#include "port/http.h"

namespace kronika {

struct Route;

// A file of the page. The bytes live as long as the program.
struct PageFile {
  std::string path;  // "/" is "/index.html"
  std::string type;
  std::string_view body;
  std::string_view gzip;    // empty: there is none
  bool unchanging = false;  // its name changes with its bytes
};

struct ApiOptions {
  GuardOptions guard;
  std::vector<PageFile> page;
  std::string store_name;  // as it is shown
  std::function<std::string(const std::string& code)> country_name;
  std::function<std::string(const std::string& id)> entity_name;
  std::function<std::string()> server_metrics;              // put before the API's own
  std::function<void(const std::string& message)> trouble;  // told of what fails on our side
  size_t cache_bytes = size_t{32} << 20;
};

// What the API works on. The writer is asked by one thread at a time only, as HttpServer does with what is no GET.
struct ApiStores {
  std::vector<std::unique_ptr<Store>> readers;  // at least one
  std::unique_ptr<Store> watch;                 // says whether anything has changed
  std::unique_ptr<Store> writer;                // null: nothing may be changed
  OpenAgain open_again;                         // for a store that lost its server; empty: none does
};

class Api : public HttpHandler {
 public:
  // `coder` may be null, and must outlive this.
  Api(ApiStores stores, CoderAccess* coder, ApiOptions options);

  std::optional<HttpResponse> at_once(const HttpRequest& request) override;
  HttpResponse answer(const HttpRequest& request) override;
  HttpResponse refuse(int status, const std::string& why) override;
  // Reads what counting needs, for which the first to ask would have to wait. May run beside answers.
  void prepare();

 private:
  struct Asked;
  // What can be said before anything is read: else `asked` is filled.
  std::optional<HttpResponse> understand(const HttpRequest& request, Asked& asked);
  std::optional<HttpResponse> page_file(const HttpRequest& request, const std::vector<std::string>& path);
  Result<std::string> state_of_store();
  HttpResponse run(const Route& route, ApiCall& call);
  HttpResponse finished(const Asked& asked, const HttpResponse& plain);
  HttpResponse dressed(HttpResponse response, bool cached) const;

  ApiOptions options_;
  OpenAgain open_again_;
  StorePool readers_;
  std::mutex watch_mutex_;
  std::unique_ptr<Store> watch_;   // guarded by watch_mutex_
  std::unique_ptr<Store> writer_;  // of the one thread that changes
  ApiWorld world_;
  Counter counter_;
  AnswerCache cache_;
  RequestCounts counts_;
};

}  // namespace kronika
