// What the commands of the program share: exit statuses, common options, and how each is added.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace kronika::app {

// Exit statuses, part of the command line's contract.
constexpr int kAllCoded = 0;
constexpr int kSomeFailed = 1;
constexpr int kUsage = 2;

// Each adds its command to `app`; the command's work sets `status`.
void add_code(CLI::App& app, int& status);
void add_show(CLI::App& app, int& status);
void add_explain(CLI::App& app, int& status);
void add_actor(CLI::App& app, int& status);
void add_codebook(CLI::App& app, int& status);

}  // namespace kronika::app
