#include "reader/http_message.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "port/inflate.h"

namespace kronika {
namespace {

std::string_view trimmed(std::string_view text) {
  const size_t from = text.find_first_not_of(" \t\r\n");
  return from == std::string_view::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
}

// Size in hexadecimal digits, line end, bytes, line end; a chunk of size 0 is the last. Archives hold bodies that say
// they are chunked and are not: those are as they stand.
std::string without_chunks(std::string_view body) {
  std::string out;
  for (std::string_view rest = body; !rest.empty();) {
    size_t size = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), size, 16);
    const size_t line = rest.find('\n');
    if (error != std::errc() || line == std::string_view::npos) return out.empty() ? std::string(body) : out;
    if (size == 0) break;
    rest.remove_prefix(line + 1);
    out += rest.substr(0, size);
    rest.remove_prefix(std::min(size, rest.size()));
    rest.remove_prefix(std::min(rest.find_first_not_of("\r\n"), rest.size()));
  }
  return out;
}

}  // namespace

std::map<std::string, std::string> read_headers(std::string_view lines) {
  std::map<std::string, std::string> headers;
  std::string last;
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.starts_with(' ') || line.starts_with('\t')) {
      if (!last.empty()) headers[last] += " " + std::string(trimmed(line));
      continue;
    }
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    last = lower_ascii(trimmed(line.substr(0, colon)));
    headers[last] = trimmed(line.substr(colon + 1));
  }
  return headers;
}

void read_content_type(std::string_view value, std::string& media_type, std::string& charset) {
  const std::string text = lower_ascii(value);
  media_type = trimmed(std::string_view(text).substr(0, text.find(';')));
  const size_t at = text.find("charset=");
  charset = at == std::string::npos ? "" : text.substr(at + 8, text.find_first_of("; ", at) - at - 8);
  std::erase(charset, '"');
}

Result<ArchivedResponse> read_http_response(std::string_view message, size_t most) {
  const size_t line = message.find('\n');
  if (!message.starts_with("HTTP/") || line == std::string_view::npos)
    return Error{ErrorKind::invalid, "its block is no HTTP response"};
  ArchivedResponse response;
  const std::string_view first = trimmed(message.substr(0, line));
  const size_t space = first.find(' ');
  if (space != std::string_view::npos) {
    const std::string_view digits = first.substr(space + 1, 3);
    std::from_chars(digits.data(), digits.data() + digits.size(), response.status);
  }
  size_t blank = message.find("\r\n\r\n"), after = 4;
  if (const size_t bare = message.find("\n\n"); bare < blank) blank = bare, after = 2;
  const std::string_view head = message.substr(line + 1, std::max(blank, line) - line);
  const auto headers = read_headers(blank == std::string_view::npos ? message.substr(line + 1) : head);
  const auto header = [&](const char* name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  };
  read_content_type(header("content-type"), response.media_type, response.charset);
  if (blank == std::string_view::npos) return response;
  const std::string_view body = message.substr(blank + after);
  response.body = lower_ascii(header("transfer-encoding")).find("chunked") != std::string::npos ? without_chunks(body)
                                                                                                : std::string(body);
  const std::string encoding = lower_ascii(header("content-encoding"));
  if (encoding.empty() || encoding == "identity") return response;
  if (encoding != "gzip" && encoding != "x-gzip" && encoding != "deflate")
    return Error{ErrorKind::invalid, "its body has an encoding other than gzip and deflate, which is not read"};
  auto inflated = inflate_all(response.body, Inflater::Form::gzip_or_zlib, most);
  if (!inflated && encoding == "deflate") inflated = inflate_all(response.body, Inflater::Form::deflate, most);
  if (inflated) {
    response.body = std::move(inflated).value();
    return response;
  }
  // Archives often took the encoding off and left the header: then the body is a page.
  if (response.body.starts_with('\x1F') || response.body.find('<') == std::string::npos)
    return Error{ErrorKind::invalid, "its body cannot be unpacked: " + inflated.error().message};
  return response;
}

}  // namespace kronika
