// Problem details (RFC 9457): what went wrong, in words a person can act on.
#pragma once

#include <string>

#include "kronika/result.h"
#include "port/http.h"

namespace kronika {

// The status that belongs to a kind of error: the one table from the core's errors to HTTP.
int status_of(ErrorKind kind);

// `field`: the parameter or the member of the body that is meant; empty: none.
HttpResponse problem(int status, const std::string& detail, const std::string& field = "");
HttpResponse problem(const Error& error, const std::string& field = "");

}  // namespace kronika
