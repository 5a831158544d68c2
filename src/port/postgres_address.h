// The address of a PostgreSQL database, read by libpq. Internal to src/port.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika {

struct PostgresAddress {
  std::string shown;     // for messages: user, host, port and database, never a password
  std::string settings;  // for libpq: all that was given, and what we want where nothing was
  std::string database;  // empty: that of the user's name
};

// Fails (usage) if it is none. The message does not repeat it, as a password may stand anywhere in it.
Result<PostgresAddress> parse_postgres_address(const std::string& address);

}  // namespace kronika
