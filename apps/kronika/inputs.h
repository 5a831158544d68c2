// The input options that the commands share, and the reader made from them.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "kronika/result.h"
#include "reader/reader.h"

namespace kronika::app {

struct InputOptions {
  std::vector<std::string> files;  // paths, folders, "-" for standard input
  std::string from, columns, published;
};

void add_input_options(CLI::App& command, InputOptions& options);
Result<std::unique_ptr<Reader>> open_inputs(const InputOptions& options);

// Prints an error to stderr; gives the exit status that belongs to its kind.
int complain(const Error& error);

}  // namespace kronika::app
