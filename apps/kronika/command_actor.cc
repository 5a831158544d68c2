// kronika actor: ask the knowledge base who a phrase names.
#include <fmt/format.h>

#include <iostream>

#include "base/calendar.h"
#include "base/utf8.h"
#include "coder/pipeline.h"
#include "command.h"
#include "data_folder.h"
#include "inputs.h"
#include "kronika/coder.h"
#include "port/json.h"

namespace kronika::app {
namespace {

struct ActorOptions {
  std::string phrase, on, near, data, format = "text";
};

// A phrase, the day on which it is said, and the text before it.
struct Question {
  std::string phrase, near;
  std::optional<Day> day;
};

// What the phrase was understood as.
struct Answer {
  Article article;
  Analysis analysis;
  std::vector<uint32_t> mentions;  // those of the phrase that have a code, in text order
};

// The phrase is read the way that it would be in an article: as the subject of a sentence, after its surroundings.
Result<Answer> answer(const Pipeline& pipeline, const Question& question) {
  const std::string lead = question.near.empty() ? "" : question.near + "\n\n";
  auto article = Article::make({"", "", lead + question.phrase + " arrived.", question.day, "", ""});
  if (!article) return article.error();
  Answer answer{std::move(article.value()), {}, {}};
  answer.analysis = pipeline.analyse_fast(answer.article);
  const std::vector<Mention>& mentions = answer.analysis.mentions.mentions;
  for (uint32_t m = 0; m < mentions.size(); ++m)
    if (mentions[m].span.start >= lead.size() && !answer.analysis.actors.of[m].codes.empty())
      answer.mentions.push_back(m);
  return answer;
}

void print_text(const Answer& answer, const KnowledgeBase& knowledge) {
  for (const uint32_t m : answer.mentions) {
    const Actor& actor = answer.analysis.actors.of[m];
    for (const ActorCode& code : actor.codes) {
      std::string sectors;
      for (const std::string& sector : code.sectors) sectors += " " + sector;
      put("{:<28} {}{:<12} by {}", answer.article.slice(answer.analysis.mentions.mentions[m].span),
          code.country.empty() ? "---" : code.country, sectors, actor.by);
      if (!code.name.empty()) put("  {}", code.name);
      if (!code.role.empty()) put("  ({})", code.role);
      put("\n");
      if (const Entity* entity = knowledge.entity(code.entity))
        for (const Office& office : entity->offices)
          put("    {} {}: {} to {}\n", office.country, office.title, office.from ? format_day(*office.from) : "?",
              office.to ? format_day(*office.to) : "now (known until " + format_day(office.known_until) + ")");
    }
  }
}

// A mention inside another one that has a code says no more than that one: "the Russian" of "the Russian army".
bool lies_in_another(const Answer& answer, uint32_t m) {
  const std::vector<Mention>& mentions = answer.analysis.mentions.mentions;
  return std::any_of(answer.mentions.begin(), answer.mentions.end(), [&](uint32_t other) {
    return other != m && mentions[other].first <= mentions[m].first && mentions[m].last <= mentions[other].last &&
           mentions[other].span != mentions[m].span;
  });
}

std::string json_line(const Question& question, const Answer& answer) {
  JsonWriter json;
  json.open_object().key("phrase").value(question.phrase);
  if (question.day) json.key("on").value(format_day(*question.day));
  json.key("actor").open_list();
  for (const uint32_t m : answer.mentions) {
    if (lies_in_another(answer, m)) continue;
    const Actor& actor = answer.analysis.actors.of[m];
    for (const ActorCode& code : actor.codes) {
      std::string text = code.country.empty() ? "---" : code.country;
      for (const std::string& sector : code.sectors) text += " " + sector;
      json.open_object().key("code").value(text);
      if (!code.country.empty()) json.key("country").value(code.country);
      json.key("sectors").open_list();
      for (const std::string& sector : code.sectors) json.value(sector);
      json.close_list();
      if (!code.entity.empty()) json.key("entity").value(code.entity).key("name").value(code.name);
      if (!code.role.empty()) json.key("role").value(code.role);
      json.key("by").value(actor.by).close_object();
    }
  }
  return json.close_list().close_object().take();
}

// One question a line: phrase, then after tabs the day and the text before it, both of which may be left out.
Result<Question> read_question(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (find_invalid_utf8(line)) return Error{ErrorKind::invalid, "not UTF-8"};
  const size_t first = line.find('\t');
  Question question{line.substr(0, first), "", {}};
  if (first == std::string::npos) return question;
  const size_t second = line.find('\t', first + 1);
  const std::string on = line.substr(first + 1, second == std::string::npos ? second : second - first - 1);
  if (!on.empty() && !(question.day = parse_day(on))) return Error{ErrorKind::invalid, "no day like 2021-06-29: " + on};
  if (second != std::string::npos) question.near = line.substr(second + 1);
  return question;
}

// A line out for each line in; one that cannot be read is told on stderr and answered by an empty object.
int answer_lines(const Pipeline& pipeline) {
  int status = kAllCoded, number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++number;
    const auto question = read_question(line);
    const auto answered = question ? answer(pipeline, question.value()) : Result<Answer>(question.error());
    if (!answered) {
      complain({ErrorKind::invalid, "line " + std::to_string(number) + ": " + answered.error().message});
      status = kSomeFailed;
    }
    put("{}\n", answered ? json_line(question.value(), answered.value()) : "{}");
  }
  return status;
}

int ask(const ActorOptions& options) {
  Question question{options.phrase, options.near, {}};
  if (!options.on.empty() && !(question.day = parse_day(options.on)))
    return complain({ErrorKind::usage, "--on takes a day like 2021-06-29, not \"" + options.on + "\""});
  if (options.format != "text" && options.format != "jsonl")
    return complain({ErrorKind::usage, "--format is text or jsonl, not \"" + options.format + "\""});
  if (options.phrase.empty() && options.format == "text")
    return complain({ErrorKind::usage, "give a phrase, or --format jsonl and one phrase a line on stdin"});
  const auto data = find_data_folder(options.data);
  if (!data) return complain(data.error());
  const auto coder = Coder::load(data.value(), {"fast", "", find_image_folder(data.value())});
  if (!coder) return complain(coder.error());
  const Pipeline& pipeline = coder.value()->pipeline();
  if (options.phrase.empty()) return answer_lines(pipeline);
  const auto answered = answer(pipeline, question);
  if (!answered) return complain(answered.error());
  if (options.format == "jsonl")
    put("{}\n", json_line(question, answered.value()));
  else
    print_text(answered.value(), pipeline.knowledge());
  if (!answered.value().mentions.empty()) return kAllCoded;
  complain(
      {ErrorKind::not_found, "nobody is known as \"" + options.phrase + "\"; docs/actors.md says how to add a row"});
  return kSomeFailed;
}

}  // namespace

void add_actor(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("actor", "Ask who a phrase names");
  auto options = std::make_shared<ActorOptions>();
  command
      ->add_option("PHRASE", options->phrase,
                   "a name or a description; left out with --format jsonl: one a line on stdin")
      ->type_name("");
  command->add_option("--on", options->on, "the day: decides who held an office")->type_name("YYYY-MM-DD");
  command->add_option("--near", options->near, "text before the phrase: decides which country is meant")
      ->type_name("TEXT");
  command->add_option("--format", options->format, "text or jsonl")->type_name("NAME");
  add_data_option(*command, options->data);
  command->footer(
      "Examples:\n"
      "  kronika actor \"the Belarusian president\" --on 2021-06-29\n"
      "  kronika actor \"the opposition\" --near \"Protests went on in Minsk.\"\n"
      "  kronika actor --format jsonl < phrases.tsv      lines of phrase, day and text before it, with tabs between");
  command->callback([options, &status] { status = ask(*options); });
}

}  // namespace kronika::app
