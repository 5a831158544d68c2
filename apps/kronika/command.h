// What the commands of the program share: exit statuses, common options, and how each is added.
#pragma once

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <utility>

#include "kronika/coder.h"

namespace kronika::app {

// Exit statuses, part of the command line's contract.
constexpr int kAllCoded = 0;
constexpr int kSomeFailed = 1;
constexpr int kUsage = 2;

// Prints to stdout. Whether all could be written is asked once, at the end (main.cc); fmt::print would throw.
template <class... T>
void put(fmt::format_string<T...> format, T&&... values) {
  const std::string text = fmt::format(format, std::forward<T>(values)...);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

// "skipped: language de", "2 paragraphs skipped: language de, not in English": what of an article was not coded and
// why; empty if all of it was.
std::string skipped_message(const CodedArticle& coded);

// Each adds its command to `app`; the command's work sets `status`.
void add_code(CLI::App& app, int& status);
void add_show(CLI::App& app, int& status);
void add_explain(CLI::App& app, int& status);
void add_actor(CLI::App& app, int& status);
void add_relate(CLI::App& app, int& status);
void add_codebook(CLI::App& app, int& status);
void add_add(CLI::App& app, int& status);
void add_query(CLI::App& app, int& status);
void add_correct(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);
void add_diff(CLI::App& app, int& status);
void add_score(CLI::App& app, int& status);
void add_summarize(CLI::App& app, int& status);
void add_serve(CLI::App& app, int& status);

}  // namespace kronika::app
