// From a request to its answer: who asks, what for, is it known already, else the function of the route.
#include "api/api.h"

#include "api/csv_table.h"
#include "api/problem.h"
#include "api/routes.h"
#include "api/target.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "port/deflate.h"

namespace kronika {
namespace {

// Scripts, styles and pictures of our own, and nothing from elsewhere.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// Whether a list such as "gzip, br;q=0.5" takes a value; q=0 says that it does not.
bool takes(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const size_t comma = list.find(',');
    std::string item = lower_ascii(list.substr(0, comma));
    std::erase(item, ' ');
    std::erase(item, '\t');
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
    const size_t options = item.find(';');
    if (item.substr(0, options) != wanted) continue;
    const size_t quality = item.find("q=");
    return quality == item.npos || item.find_first_of("123456789", quality) != item.npos;
  }
  return false;
}

// If-None-Match: a list of tags, or a star. Weak comparison (RFC 9110, 8.8.3.2).
bool matches(std::string_view list, const std::string& tag) {
  if (list == "*") return true;
  const auto bare = [](std::string_view one) {
    while (one.starts_with(' ') || one.starts_with('\t')) one.remove_prefix(1);
    while (one.ends_with(' ') || one.ends_with('\t')) one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    return one;
  };
  while (!list.empty()) {
    const size_t comma = list.find(',');
    if (bare(list.substr(0, comma)) == bare(tag)) return true;
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
  }
  return false;
}

AnswerForm form_of(const Route& route, const Parameters& parameters, const HttpRequest& request) {
  if (!*route.rows) return AnswerForm::json;
  std::string form = parameters.text("format");
  const std::string_view accept = request.header("Accept");
  if (form.empty())
    form = takes(accept, "text/csv") ? "csv" : takes(accept, "application/x-ndjson") ? "ndjson" : "json";
  // Only records come as lines of JSON.
  if (form == "ndjson" && std::string_view(route.rows) != "records") form = "json";
  return form == "csv" ? AnswerForm::csv : form == "ndjson" ? AnswerForm::ndjson : AnswerForm::json;
}

std::string hex64(uint64_t number) {
  char text[20];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
  return text;
}

std::vector<std::string> route_names() {
  std::vector<std::string> names;
  for (const Route& route : routes()) names.push_back(std::string(route.method) + " " + route.path);
  names.emplace_back("page");
  names.emplace_back("other");  // refused before it was known what was asked
  return names;
}

class Watch {
 public:
  std::chrono::nanoseconds time() const { return std::chrono::steady_clock::now() - start_; }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

// What a request that passed all checks asks for.
struct Api::Asked {
  const Route* route = nullptr;
  size_t number = 0;  // of the route; behind them: page, other
  std::string argument;
  Parameters parameters;
  AnswerForm form = AnswerForm::json;
  bool gzip = false, cached = false;
  std::string state, key, tag;  // where it is cached
};

Api::Api(ApiStores stores, CoderAccess* coder, ApiOptions options)
    : options_(std::move(options)),
      open_again_(std::move(stores.open_again)),
      readers_(std::move(stores.readers), open_again_),
      watch_(std::move(stores.watch)),
      writer_(std::move(stores.writer)),
      counter_(readers_),
      cache_(options_.cache_bytes),
      counts_(route_names()) {
  world_.stores = &readers_;
  world_.counter = &counter_;
  world_.writer = writer_.get();
  world_.writable = writer_ != nullptr;
  world_.coder = coder;
  world_.store_name = options_.store_name;
  world_.country_name = options_.country_name;
  world_.entity_name = options_.entity_name;
  world_.metrics = [this] {
    return (options_.server_metrics ? options_.server_metrics() : "") +
           "# HELP kronika_cache_bytes Bytes of finished answers that are kept.\n# TYPE kronika_cache_bytes gauge\n"
           "kronika_cache_bytes " +
           std::to_string(cache_.bytes()) + "\n" + counts_.text();
  };
}

void Api::prepare() {
  if (const auto state = state_of_store()) (void)counter_.select(state.value(), "");
}

HttpResponse Api::dressed(HttpResponse response, bool cached) const {
  HttpHeaders& headers = response.headers;
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("Referrer-Policy", "no-referrer");
  headers.emplace_back("Content-Security-Policy", kPolicy);
  headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  bool told = false;
  for (const auto& [name, value] : headers) told |= name == "Cache-Control";
  if (!told) headers.emplace_back("Cache-Control", cached ? "no-cache" : "no-store");
  return response;
}

HttpResponse Api::refuse(int status, const std::string& why) {
  counts_.note(routes().size() + 1, status, {}, false);
  return dressed(problem(status, why), false);
}

std::optional<HttpResponse> Api::page_file(const HttpRequest& request, const std::vector<std::string>& path) {
  std::string wanted;
  for (const std::string& part : path) wanted += "/" + part;
  if (wanted.empty() || wanted == "/") wanted = "/index.html";
  for (const PageFile& file : options_.page) {
    if (file.path != wanted) continue;
    HttpResponse response;
    const std::string tag = "\"" + hex64(hash_bulk(file.body)) + "\"";
    response.headers = {{"Content-Type", file.type},
                        {"ETag", tag},
                        {"Vary", "Accept-Encoding"},
                        {"Cache-Control", file.unchanging ? "max-age=31536000, immutable" : "no-cache"}};
    if (matches(request.header("If-None-Match"), tag)) {
      response.status = 304;
      return response;
    }
    const bool packed = !file.gzip.empty() && takes(request.header("Accept-Encoding"), "gzip");
    if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = std::make_shared<const std::string>(packed ? file.gzip : file.body);
    return response;
  }
  return {};
}

std::optional<HttpResponse> Api::understand(const HttpRequest& request, Asked& asked) {
  asked.number = routes().size() + 1;
  if (auto wrong = check_host(request, options_.guard)) return wrong;
  const auto target = parse_target(request.target);
  if (!target) return problem(target.error());
  std::vector<std::string> path = target.value().path;
  if (path == std::vector<std::string>{".json"}) path = {"api", "page"};  // the twin of the page at "/"
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  if (path.empty() || path.front() != "api") {
    auto file = page_file(request, path);
    if (!file) return problem(404, "there is no such page; the page is at /, the API below /api/");
    asked.number = routes().size();
    if (method == "GET") return file;
    HttpResponse wrong = problem(405, "pages are only read");
    wrong.headers.emplace_back("Allow", "GET, HEAD");
    return wrong;
  }
  std::string others;
  asked.route = find_route(method, path, asked.argument, others);
  if (!options_.guard.open || (asked.route && asked.route->change))
    if (!has_token(request, options_.guard))
      return problem(401, "send the token that was printed when the server started, as Authorization: Bearer TOKEN");
  if (!asked.route) {
    if (others.empty()) return problem(404, "the API has no such path; /api/openapi.json lists all");
    if (others.find("GET") != others.npos) others += ", HEAD";
    HttpResponse wrong = problem(405, request.method + " is not for this path; it takes " + others);
    wrong.headers.emplace_back("Allow", others);
    return wrong;
  }
  const Route& route = *asked.route;
  asked.number = static_cast<size_t>(&route - routes().data());
  if (method != "GET")
    if (auto wrong = check_sender(request)) return wrong;
  if (auto wrong = Parameters::read(target.value().query, route.parameters, asked.parameters)) return wrong;
  asked.form = form_of(route, asked.parameters, request);
  asked.gzip = takes(request.header("Accept-Encoding"), "gzip");
  if (!route.cached) return {};
  auto state = state_of_store();
  if (!state) return problem(state.error());
  asked.cached = true;
  asked.state = std::move(state).value();
  asked.key = request.target + "\n" + std::to_string(static_cast<int>(asked.form));
  asked.tag = "W/\"" + hex64(mix64(hash64(asked.key + "\n" KRONIKA_VERSION "\n" + asked.state))) + "\"";
  if (!matches(request.header("If-None-Match"), asked.tag)) return {};
  HttpResponse same;
  same.status = 304;
  same.headers = {{"ETag", asked.tag}, {"Cache-Control", "no-cache"}};
  return same;
}

Result<std::string> Api::state_of_store() {
  const std::lock_guard lock(watch_mutex_);
  auto state = watch_->state();
  if (state || !watch_->lost()) return state;
  revive(watch_, StoreAccess::read, open_again_);
  return watch_->state();
}

// Does what a route is for. Where the server of the store went away and came back, nobody notices: what only reads is
// asked once more, and before a change it is looked whether the connection still holds.
HttpResponse Api::run(const Route& route, ApiCall& call) {
  if (route.change && writer_) {
    (void)writer_->state();
    revive(writer_, StoreAccess::write, open_again_);
    world_.writer = writer_.get();
  }
  HttpResponse response = route.function(call);
  if (response.status == 503 && !route.change && readers_.lost()) response = route.function(call);
  return response;
}

// An answer with the headers that it is sent with, compressed if that is taken; kept if it may be asked for again.
HttpResponse Api::finished(const Asked& asked, const HttpResponse& plain) {
  HttpResponse response = plain;
  if (response.status >= 500 && options_.trouble && response.body) options_.trouble(*response.body);
  const bool good = response.status == 200 && asked.cached;
  if (good && asked.form == AnswerForm::csv && response.body) {
    auto table = csv_table(*response.body, asked.route->rows);
    if (!table) return dressed(problem(table.error()), false);
    response.body = std::make_shared<const std::string>(std::move(table).value());
    response.headers = {{"Content-Type", "text/csv; charset=utf-8"},
                        {"Content-Disposition", std::string("attachment; filename=\"") + asked.route->rows + ".csv\""}};
  }
  if (good) {
    response.headers.emplace_back("ETag", asked.tag);
    response.headers.emplace_back("Vary", "Accept, Accept-Encoding");
  }
  constexpr size_t kWorthIt = 1000;  // below, a packet is a packet
  if (asked.gzip && response.body && response.body->size() >= kWorthIt) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = std::make_shared<const std::string>(gzip(*response.body));
  }
  response = dressed(std::move(response), good);
  if (good && !response.pieces)
    cache_.keep(asked.state, asked.key + (asked.gzip ? "\ngzip" : ""), std::make_shared<const HttpResponse>(response));
  return response;
}

std::optional<HttpResponse> Api::at_once(const HttpRequest& request) {
  const Watch watch;
  Asked asked;
  if (auto ready = understand(request, asked)) {
    counts_.note(asked.number, ready->status, watch.time(), false);
    return dressed(std::move(*ready), false);
  }
  if (!asked.cached) return {};
  const auto known = cache_.find(asked.state, asked.key + (asked.gzip ? "\ngzip" : ""));
  if (!known) return {};
  counts_.note(asked.number, known->status, watch.time(), true);
  return *known;
}

HttpResponse Api::answer(const HttpRequest& request) {
  const Watch watch;
  Asked asked;
  if (auto ready = understand(request, asked)) {
    counts_.note(asked.number, ready->status, watch.time(), false);
    return dressed(std::move(*ready), false);
  }
  // Another one may have asked the same meanwhile.
  if (asked.cached)
    if (const auto known = cache_.find(asked.state, asked.key + (asked.gzip ? "\ngzip" : ""))) {
      counts_.note(asked.number, known->status, watch.time(), true);
      return *known;
    }
  ApiCall call{world_, asked.parameters, asked.argument, asked.form, request.body, asked.state};
  HttpResponse response = finished(asked, run(*asked.route, call));
  counts_.note(asked.number, response.status, watch.time(), false);
  return response;
}

}  // namespace kronika
