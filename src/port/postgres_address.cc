#include "port/postgres_address.h"

#include <libpq-fe.h>

#include <map>
#include <memory>

#include "port/database.h"

namespace kronika {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// As messages name it.
std::string shown_address(const std::map<std::string, std::string>& given) {
  const auto get = [&](const char* key) {
    const auto found = given.find(key);
    return found == given.end() ? std::string() : found->second;
  };
  const std::string host = !get("host").empty() ? get("host") : get("hostaddr");
  const bool socket = host.starts_with('/');
  std::string shown = "postgresql://";
  if (!get("user").empty()) shown += get("user") + "@";
  if (!socket) shown += host + (get("port").empty() ? "" : ":" + get("port"));
  shown += "/" + get("dbname");
  if (socket) shown += "?host=" + host + (get("port").empty() ? "" : "&port=" + get("port"));
  return shown;
}

}  // namespace

bool is_postgres_address(std::string_view name) {
  return name.starts_with("postgresql://") || name.starts_with("postgres://");
}

std::string without_passwords(std::string text) {
  constexpr std::string_view kPassword = "password=";  // also sslpassword=
  for (size_t at = text.find("postgres"); at != std::string::npos; at = text.find("postgres", at + 1)) {
    if (!is_postgres_address(std::string_view(text).substr(at))) continue;
    const size_t start = text.find("://", at) + 3;
    const auto end = [&] { return std::min(text.find_first_of(" \t\n\"", start), text.size()); };
    const size_t colon = text.find(':', start), sign = text.rfind('@', end() - 1);
    if (sign != std::string::npos && colon < sign) text.erase(colon, sign - colon);
    for (size_t given = text.find(kPassword, start); given < end(); given = text.find(kPassword, given + 1)) {
      const size_t value = given + kPassword.size();
      text.erase(value, std::min(text.find('&', value), end()) - value);
    }
  }
  return text;
}

Result<PostgresAddress> parse_postgres_address(const std::string& address) {
  char* reason = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(address.c_str(), &reason));
  PQfreemem(reason);  // it repeats the address
  if (!options)
    return Error{
        ErrorKind::usage,
        "this is no address of a PostgreSQL database; write postgresql://USER@HOST:PORT/DATABASE, with %XX for "
        "letters such as @ : / and % in a name or password"};
  std::map<std::string, std::string> given;
  for (const PQconninfoOption* option = options.get(); option->keyword; ++option)
    if (option->val) given[option->keyword] = option->val;
  PostgresAddress out;
  out.shown = shown_address(given);
  out.database = given["dbname"];
  // A server that does not answer is told after a while, also where no packet says that it went away.
  for (const auto& [key, value] : {std::pair("connect_timeout", "10"), std::pair("keepalives_idle", "30"),
                                   std::pair("keepalives_interval", "10"), std::pair("keepalives_count", "3"),
                                   std::pair("tcp_user_timeout", "60000"), std::pair("application_name", "kronika")})
    given.emplace(key, value);
  given["client_encoding"] = "UTF8";
  for (const auto& [key, value] : given) {
    if (value.empty()) continue;
    out.settings += key + "='";
    for (const char letter : value) {
      if (letter == '\'' || letter == '\\') out.settings += '\\';
      out.settings += letter;
    }
    out.settings += "' ";
  }
  return out;
}

}  // namespace kronika
