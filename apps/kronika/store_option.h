// The argument STORE, as all commands that work on one take it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace kronika::app {

inline void add_store_option(CLI::App& command, std::string& store, const std::string& more = "") {
  command
      .add_option("STORE", store,
                  "the store: a file such as chronicle.db, or postgresql://USER@HOST:PORT/DATABASE" + more)
      ->required()
      ->type_name("");
}

}  // namespace kronika::app
