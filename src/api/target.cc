#include "api/target.h"

#include <optional>

#include "base/utf8.h"

namespace kronika {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Error wrong(const std::string& what) { return {ErrorKind::usage, "the address: " + what}; }

// `plus`: a plus sign is a space, as forms write it.
Result<std::string> decode(std::string_view text, bool plus) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? digit(text[i + 1]) : -1,
                low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return wrong("\"%\" must be followed by two hexadecimal digits; a percent sign is %25");
      out += static_cast<char>(high << 4 | low);
      i += 2;
    } else {
      out += plus && text[i] == '+' ? ' ' : text[i];
    }
  }
  if (find_invalid_utf8(out)) return wrong("its bytes are no UTF-8");
  for (const char c : out)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7f)
      return wrong("it holds a control character");
  return out;
}

}  // namespace

Result<Target> parse_target(std::string_view target) {
  if (!target.starts_with('/')) return wrong("it begins with \"/\"");
  if (target.find('#') != target.npos) return wrong("\"#\" stands in it; a number sign in a value is %23");
  Target out;
  const size_t question = target.find('?');
  std::string_view path = target.substr(1, question == target.npos ? question : question - 1);
  while (!path.empty()) {
    const size_t slash = path.find('/');
    auto part = decode(path.substr(0, slash), false);
    if (!part) return part.error();
    if (part.value() == "." || part.value() == "..") return wrong("\"" + part.value() + "\" leads nowhere here");
    out.path.push_back(std::move(part).value());
    if (slash == path.npos) break;
    path.remove_prefix(slash + 1);
    if (path.empty()) out.path.emplace_back();  // "/api/" is not "/api"
  }
  if (question == target.npos) return out;
  std::string_view query = target.substr(question + 1);
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(end == query.npos ? query.size() : end + 1);
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    if (!name) return name.error();
    auto value = decode(equals == pair.npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!value) return value.error();
    out.query.emplace_back(std::move(name).value(), std::move(value).value());
  }
  return out;
}

std::string make_target(const std::vector<std::string>& path,
                        const std::vector<std::pair<std::string, std::string>>& query) {
  const auto encode = [](std::string_view text) {
    std::string out;
    for (const char c : text) {
      // What a query may hold as it is (RFC 3986, 3.4), but for what parts its values.
      constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:,";
      if (kPlain.find(c) != kPlain.npos) {
        out += c;
        continue;
      }
      out += '%';
      out += "0123456789ABCDEF"[static_cast<unsigned char>(c) >> 4];
      out += "0123456789ABCDEF"[c & 15];
    }
    return out;
  };
  std::string out;
  for (const std::string& part : path) out += "/" + encode(part);
  for (const auto& [name, value] : query)
    out += (&name == &query.front().first ? "?" : "&") + encode(name) + "=" + encode(value);
  return out;
}

}  // namespace kronika
