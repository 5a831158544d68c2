// The options that the commands share, and the reader and the coder made from them.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "kronika/coder.h"
#include "kronika/result.h"
#include "reader/reader.h"

namespace kronika::app {

struct InputOptions {
  std::vector<std::string> files;  // paths, folders, "-" for standard input
  std::string from, columns, published;
};

// What makes the coder; and the coder, which lives until the program ends: to take its tables apart takes time for
// nothing.
struct CoderChoice {
  std::string model, codebook, data;
  std::unique_ptr<const Coder> coder;
};

void add_input_options(CLI::App& command, InputOptions& options);
void add_coder_options(CLI::App& command, CoderChoice& choice);
void add_data_option(CLI::App& command, std::string& data);
Result<const Coder*> load_coder(CoderChoice& choice);
Result<std::unique_ptr<Reader>> open_inputs(const InputOptions& options);

// Prints an error to stderr; gives the exit status that belongs to its kind.
int complain(const Error& error);

}  // namespace kronika::app
