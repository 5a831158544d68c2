// The program `kronika`: reads the command line and hands over to the command.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "command.h"
#include "port/database.h"

namespace {

int complain_of_usage(const CLI::App& app, int argc, char** argv, const CLI::ParseError& error) {
  const auto used = app.get_subcommands();
  if (argc < 2) {
    std::fputs(app.help().c_str(), stderr);
  } else if (used.empty() && argv[1][0] != '-') {
    // CLI11 says only that a command is missing, not that the one given is unknown.
    std::fprintf(stderr, "kronika: there is no command \"%s\"; kronika --help lists them\n",
                 kronika::without_passwords(argv[1]).c_str());
  } else {
    const std::string command = used.empty() ? "kronika" : "kronika " + used.front()->get_name();
    const std::string reason = kronika::without_passwords(error.what());
    std::fprintf(stderr, "%s: %s; %s --help tells how\n", command.c_str(), reason.c_str(), command.c_str());
  }
  return kronika::app::kUsage;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace kronika::app;
  CLI::App app{
      "Kronika reads news and writes the chronicle: who did what to whom, when, where, how surely, on whose word.",
      "kronika"};
  app.set_version_flag("--version", "kronika " KRONIKA_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  kronika code article.txt                     one article, a table on the terminal\n"
      "  kronika code news/*.jsonl > records.jsonl    many articles, one JSON record a line\n"
      "  kronika explain article.txt                  why each field is what it is\n"
      "  kronika add chronicle.db news/                code articles and keep them\n"
      "  kronika query chronicle.db actor:RUS recipient:UKR date:2021-05\n"
      "  kronika serve chronicle.db                    a page on which to see it, and an API\n"
      "  kronika actor \"the Belarusian president\" --on 2021-06-29\n"
      "`kronika COMMAND --help` tells more.");
  int status = kAllCoded;
  add_code(app, status);
  add_show(app, status);
  add_explain(app, status);
  add_actor(app, status);
  add_relate(app, status);
  add_codebook(app, status);
  add_add(app, status);
  add_query(app, status);
  add_correct(app, status);
  add_summarize(app, status);
  add_serve(app, status);
  add_export(app, status);
  add_diff(app, status);
  add_score(app, status);
  // A reader that goes away is an output that cannot be written, which is said below.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // so is a file that may not grow
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return complain_of_usage(app, argc, argv, error);
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    std::fprintf(stderr, "kronika: the output could not be written whole; is the disk full, or was the pipe closed?\n");
    status = kSomeFailed;
  }
  std::_Exit(status);  // what was loaded goes with the process
}
