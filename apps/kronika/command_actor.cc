// kronika actor: ask the knowledge base who a phrase names.
#include <fmt/format.h>

#include "base/calendar.h"
#include "command.h"
#include "coder/pipeline.h"
#include "data_folder.h"
#include "inputs.h"
#include "kronika/coder.h"

namespace kronika::app {
namespace {

struct ActorOptions {
  std::string phrase, on, near, data;
};

int ask(const ActorOptions& options) {
  std::optional<Day> day;
  if (!options.on.empty() && !(day = parse_day(options.on)))
    return complain({ErrorKind::usage, "--on takes a day like 2021-06-29, not \"" + options.on + "\""});
  const auto data = find_data_folder(options.data);
  if (!data) return complain(data.error());
  const auto coder = Coder::load(data.value(), {});
  if (!coder) return complain(coder.error());
  // The phrase is read the way that it would be in an article: as the subject of a sentence, after its surroundings.
  const std::string lead = options.near.empty() ? "" : options.near + "\n\n";
  const auto article = Article::make({"", "", lead + options.phrase + " arrived.", day, "", ""});
  if (!article) return complain(article.error());
  const Analysis analysis = coder.value()->pipeline().analyse(article.value());
  bool found = false;
  for (size_t m = 0; m < analysis.mentions.mentions.size(); ++m) {
    const Mention& mention = analysis.mentions.mentions[m];
    if (mention.span.start < lead.size()) continue;
    const Actor& actor = analysis.actors.of[m];
    for (const ActorCode& code : actor.codes) {
      std::string sectors;
      for (const std::string& sector : code.sectors) sectors += " " + sector;
      put("{:<28} {}{:<12} by {}", article.value().slice(mention.span), code.country.empty() ? "---" : code.country, sectors, actor.by);
      if (!code.name.empty()) put("  {}", code.name);
      if (!code.role.empty()) put("  ({})", code.role);
      put("\n");
      found = true;
      if (const Entity* entity = coder.value()->pipeline().knowledge().entity(code.entity))
        for (const Office& office : entity->offices)
          put("    {} {}: {} to {}\n", office.country, office.title, office.from ? format_day(*office.from) : "?",
                     office.to ? format_day(*office.to) : "now (known until " + format_day(office.known_until) + ")");
    }
  }
  if (found) return kAllCoded;
  complain({ErrorKind::not_found, "nobody is known as \"" + options.phrase + "\"; docs/actors.md says how to add a row"});
  return kSomeFailed;
}

}  // namespace

void add_actor(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("actor", "Ask who a phrase names");
  auto options = std::make_shared<ActorOptions>();
  command->add_option("PHRASE", options->phrase, "a name or a description")->required()->type_name("");
  command->add_option("--on", options->on, "the day: decides who held an office")->type_name("YYYY-MM-DD");
  command->add_option("--near", options->near, "text before the phrase: decides which country is meant")->type_name("TEXT");
  add_data_option(*command, options->data);
  command->footer(
      "Examples:\n"
      "  kronika actor \"the Belarusian president\" --on 2021-06-29\n"
      "  kronika actor \"the opposition\" --near \"Protests went on in Minsk.\"");
  command->callback([options, &status] { status = ask(*options); });
}

}  // namespace kronika::app
