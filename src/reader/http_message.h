// An HTTP/1 response as a WARC record keeps it: status, headers, and the body without its wrappings.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "kronika/result.h"

namespace kronika {

// Lines "name: value" by name in small letters; of several of one name the last. Lines that begin with space go on the
// one before.
std::map<std::string, std::string> read_headers(std::string_view lines);

struct ArchivedResponse {
  int status = 0;
  std::string media_type;  // "text/html", small letters
  std::string charset;     // as the headers declare it; may be empty
  std::string body;
};

// The media type of a Content-Type value, in small letters, and its charset.
void read_content_type(std::string_view value, std::string& media_type, std::string& charset);

// Takes chunks (RFC 9112) and gzip or deflate off the body, which may have at most `most` bytes. Fails (invalid) where
// `message` is no response or its body cannot be unwrapped.
Result<ArchivedResponse> read_http_response(std::string_view message, size_t most);

}  // namespace kronika
