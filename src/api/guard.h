// Who may ask: the checks that a request passes before anything is done for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "port/http.h"

namespace kronika {

struct GuardOptions {
  std::string token;               // empty: nobody has one, so nothing may be changed
  bool open = true;                // reading needs no token: only this machine can ask
  std::vector<std::string> hosts;  // names and addresses that this server goes by, in small letters
  bool any_address = false;        // it listens on all addresses: every address is one of its own
};

// A page elsewhere may have its own name lead to this machine (DNS rebinding); the Host header tells.
std::optional<HttpResponse> check_host(const HttpRequest& request, const GuardOptions& options);
// Whether the request holds the token.
bool has_token(const HttpRequest& request, const GuardOptions& options);
// For what changes something or has work done: a page elsewhere can neither send this type without asking first, nor
// hide where it comes from.
std::optional<HttpResponse> check_sender(const HttpRequest& request);

}  // namespace kronika
