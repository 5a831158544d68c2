// The program `kronika`: reads the command line and hands over to the command.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "command.h"

int main(int argc, char** argv) {
  using namespace kronika::app;
  CLI::App app{"Kronika reads news and writes the chronicle: who did what to whom, when, where, how surely, on whose word.",
               "kronika"};
  app.set_version_flag("--version", "kronika " KRONIKA_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  kronika code article.txt                     one article, a table on the terminal\n"
      "  kronika code news/*.jsonl > records.jsonl    many articles, one JSON record a line\n"
      "  kronika explain article.txt                  why each field is what it is\n"
      "  kronika actor \"the Belarusian president\" --on 2021-06-29\n"
      "`kronika COMMAND --help` tells more.");
  int status = kAllCoded;
  add_code(app, status);
  add_show(app, status);
  add_explain(app, status);
  add_actor(app, status);
  add_codebook(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RequiredError& error) {
    // CLI11 says only that a command is missing, not that the one given is unknown.
    if (argc < 2 || argv[1][0] == '-' || app.get_subcommands().size() > 0) return app.exit(error), kUsage;
    std::fprintf(stderr, "kronika: there is no command \"%s\"; kronika --help lists them\n", argv[1]);
    return kUsage;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kAllCoded : kUsage;
  }
  return status;
}
