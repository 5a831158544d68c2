// Requests of any form to the API over a small store: no crash, an answer that is whole, errors as problem details.
// The first line is method and target, then headers up to an empty line, then the body.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "api/made_store.h"
#include "base/utf8.h"
#include "port/json_value.h"

using namespace kronika;

namespace {

Api& api() {
  static const std::unique_ptr<Api> kApi = [] {
    const auto path = std::filesystem::temp_directory_path() / ("kronika_fuzz_" + std::to_string(getpid()) + ".db");
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + ending);
    if (!make_small_store(path.string())) __builtin_trap();
    auto made = make_small_api(path.string());
    // Open files stay readable without their names, and nothing is left behind.
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + ending);
    return made;
  }();
  return *kApi;
}

HttpRequest request_of(std::string_view text) {
  HttpRequest request;
  const auto line = [&] {
    const size_t end = text.find('\n');
    const std::string_view out = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    return out;
  };
  const std::string_view first = line();
  const size_t space = first.find(' ');
  request.method = first.substr(0, space);
  if (space != first.npos) request.target = first.substr(space + 1);
  while (true) {
    const std::string_view header = line();
    if (header.empty()) break;
    const size_t colon = header.find(':');
    std::string_view value = colon == header.npos ? std::string_view() : header.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    request.headers.emplace_back(std::string(header.substr(0, colon)), std::string(value));
  }
  request.body = text;
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  HttpRequest request = request_of({reinterpret_cast<const char*>(data), size});
  if (request.count("Host") == 0) request.headers.emplace_back("Host", "localhost");
  auto ready = api().at_once(request);
  HttpResponse response = ready ? std::move(*ready) : api().answer(request);
  if (response.status < 200 || response.status > 599) __builtin_trap();
  for (const auto& [name, value] : response.headers)
    if (value.find_first_of("\r\n") != std::string::npos) __builtin_trap();
  for (int i = 0; response.pieces && i < 100; ++i) {
    std::string piece;
    const auto state = response.pieces(piece);
    if (state == HttpResponse::Piece::broken) __builtin_trap();
    if (state == HttpResponse::Piece::last) break;
  }
  if (response.status >= 500 && response.status != 503) __builtin_trap();
  if (response.status >= 400) {
    const auto problem = JsonValue::parse(response.body ? *response.body : "");
    if (!problem || problem.value()["detail"].text().empty()) __builtin_trap();
  }
  return 0;
}
