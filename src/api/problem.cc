#include "api/problem.h"

#include "base/utf8.h"
#include "port/json.h"

namespace kronika {
namespace {

const char* title_of(int status) {
  switch (status) {
    case 400:
      return "The request cannot be understood";
    case 401:
      return "A token is needed";
    case 403:
      return "Not from here";
    case 404:
      return "Not there";
    case 405:
      return "Not this way";
    case 408:
      return "Too slow";
    case 413:
      return "The body is too large";
    case 414:
      return "The address is too long";
    case 415:
      return "Another type of body is needed";
    case 417:
      return "Not to be expected";
    case 421:
      return "Not the server of this name";
    case 422:
      return "The request says something that cannot be done";
    case 431:
      return "The headers are too long";
    case 503:
      return "Not now";
    case 505:
      return "Another version of HTTP is needed";
    default:
      return status >= 500 ? "The server met trouble" : "The request cannot be done";
  }
}

}  // namespace

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::usage:
      return 400;
    case ErrorKind::io:  // the disk is full, another program writes: another time it may go well
      return 503;
    case ErrorKind::invalid:  // requests are checked before: what is broken is ours
      return 500;
  }
  return 500;
}

HttpResponse problem(int status, const std::string& detail, const std::string& field) {
  JsonWriter json;
  json.open_object().key("type").value("about:blank").key("title").value(title_of(status));
  json.key("status").value(int64_t{status});
  json.key("detail").value(find_invalid_utf8(detail) ? "the request holds bytes that are no UTF-8" : detail);
  if (!field.empty()) json.key("field").value(field);
  json.close_object();
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}};
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"kronika\"");
  response.body = std::make_shared<const std::string>(json.take() + "\n");
  return response;
}

HttpResponse problem(const Error& error, const std::string& field) {
  return problem(status_of(error.kind), error.message, field);
}

}  // namespace kronika
