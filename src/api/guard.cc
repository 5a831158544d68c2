#include "api/guard.h"

#include <algorithm>

#include "api/problem.h"
#include "base/ascii.h"
#include "port/secret.h"

namespace kronika {
namespace {

// "example.org:8080" → "example.org", "[::1]:8080" → "[::1]"; empty: it is no host.
std::string host_of(std::string_view header) {
  if (header.starts_with('[')) {
    const size_t end = header.find(']');
    if (end == header.npos) return "";
    const std::string_view rest = header.substr(end + 1);
    return rest.empty() || rest.starts_with(':') ? lower_ascii(header.substr(0, end + 1)) : "";
  }
  return lower_ascii(header.substr(0, header.find(':')));
}

bool is_address(const std::string& host) {
  return host.starts_with('[') || (host.find_first_not_of("0123456789.") == host.npos && !host.empty());
}

}  // namespace

std::optional<HttpResponse> check_host(const HttpRequest& request, const GuardOptions& options) {
  if (request.count("Host") != 1) return problem(400, "a request has one header Host, which names this server");
  const std::string host = host_of(request.header("Host"));
  if (std::find(options.hosts.begin(), options.hosts.end(), host) != options.hosts.end()) return {};
  if (options.any_address && is_address(host)) return {};
  return problem(421,
                 "this server does not go by the name in Host; ask for http://localhost or the address that it "
                 "listens on, or give its name with --host when it is started");
}

bool has_token(const HttpRequest& request, const GuardOptions& options) {
  constexpr std::string_view kScheme = "bearer ";
  const std::string_view given = request.header("Authorization");
  return !options.token.empty() && lower_ascii(given.substr(0, kScheme.size())) == kScheme &&
         same_secret(given.substr(kScheme.size()), options.token);
}

std::optional<HttpResponse> check_sender(const HttpRequest& request) {
  const std::string_view origin = request.header("Origin");
  if (!origin.empty() && lower_ascii(origin) != "http://" + lower_ascii(request.header("Host")) &&
      lower_ascii(origin) != "https://" + lower_ascii(request.header("Host")))
    return problem(403, "this was sent by a page of another origin");
  const std::string_view site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none")
    return problem(403, "this was sent by a page of another origin");
  const std::string_view given = request.header("Content-Type");
  std::string type = lower_ascii(given.substr(0, given.find(';')));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.pop_back();
  if (type != "application/json") return problem(415, "send it as Content-Type: application/json");
  return {};
}

}  // namespace kronika
