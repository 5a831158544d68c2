// kronika show: the layers of an article as text.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "coder/layers.h"
#include "command.h"
#include "inputs.h"
#include "kronika/coder.h"
#include "port/json.h"
#include "text/conllu.h"

namespace kronika::app {
namespace {

struct ShowOptions {
  InputOptions inputs;
  std::vector<std::string> layers;
  CoderChoice coder;
  std::string format = "text";
};

// Prints the layers wanted; as JSONL one object an article, each layer under its name.
int print_layers(const ShowOptions& options, const Article& article, const Analysis& analysis) {
  JsonWriter json;
  json.open_object().key("document").value(article.id());
  for (const std::string& layer : options.layers) {
    if (options.format == "jsonl") {
      json.key(layer);
      if (const Status written = write_layer(layer, article, analysis, json); !written)
        return complain(written.error());
      continue;
    }
    const auto text = show_layer(layer, article, analysis);
    if (!text) return complain(text.error());
    if (options.layers.size() > 1) put("== {}\n", layer);
    std::fputs(text.value().c_str(), stdout);
  }
  if (options.format == "jsonl") put("{}\n", json.close_object().take());
  return kAllCoded;
}

Result<std::string> read_whole(const std::string& path) {
  std::ifstream file(path == "-" ? "/dev/stdin" : path, std::ios::binary);
  if (!file) return Error{ErrorKind::not_found, path + ": cannot be read"};
  std::ostringstream content;
  content << file.rdbuf();
  return std::move(content).str();
}

// The words of a CoNLL-U file, with our own tags and trees.
int show_conllu(const ShowOptions& options, const Pipeline& pipeline) {
  int status = kAllCoded;
  if (options.inputs.files.empty())
    return complain({ErrorKind::usage, "no input; name files, or - for standard input"});
  for (const std::string& path : options.inputs.files) {
    const auto content = read_whole(path);
    if (!content) return complain(content.error());
    auto given = parse_conllu(content.value(), true);
    if (!given) {
      status = complain({ErrorKind::invalid, path + ": " + given.error().message});
      continue;
    }
    const auto article = Article::make({"", "", given.value().text, {}, "", ""});
    if (!article) return complain(article.error());
    const Analysis analysis = pipeline.analyse_syntax(article.value(), std::move(given.value().tokens));
    std::fputs(refill_conllu(content.value(), analysis.tokens, analysis.tags, analysis.trees).c_str(), stdout);
  }
  return status;
}

int show(ShowOptions& options) {
  if (options.format != "text" && options.format != "jsonl")
    return complain({ErrorKind::usage, "--format is text or jsonl, not \"" + options.format + "\""});
  const auto coder = load_coder(options.coder);
  if (!coder) return complain(coder.error());
  const Pipeline& pipeline = coder.value()->pipeline();
  if (options.inputs.from == "conllu") return show_conllu(options, pipeline);
  auto reader = open_inputs(options.inputs);
  if (!reader) return complain(reader.error());
  const auto is_any = [&](std::initializer_list<const char*> names) {
    return std::all_of(options.layers.begin(), options.layers.end(), [&](const std::string& layer) {
      return std::any_of(names.begin(), names.end(), [&](const char* name) { return layer == name; });
    });
  };
  const bool only_text = is_any({"text"}), only_mentions = is_any({"text", "tokens", "tree", "names", "mentions"});
  int status = kAllCoded;
  while (auto item = reader.value()->next()) {
    if (const auto* failure = std::get_if<Failure>(&*item)) {
      complain({ErrorKind::invalid, failure->where + ": " + failure->reason});
      if (!failure->note) status = kSomeFailed;
      continue;
    }
    const auto article = Article::make(std::get<ArticleSource>(std::move(*item)));
    if (!article) return complain(article.error());
    const int printed = print_layers(options, article.value(),
                                     only_text       ? Analysis()
                                     : only_mentions ? pipeline.analyse_mentions(article.value())
                                                     : pipeline.analyse(article.value()));
    if (printed != kAllCoded) return printed;
  }
  return status;
}

}  // namespace

void add_show(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("show", "Show what is found in an article, layer by layer");
  auto options = std::make_shared<ShowOptions>();
  add_input_options(*command, options->inputs);
  command->get_option("--from")->description(command->get_option("--from")->get_description() +
                                             "; conllu: words in the CoNLL-U form");
  command
      ->add_option("--layer", options->layers,
                   "text, tokens, tree, names, mentions, chains, actors, time, places, quotations, events or "
                   "confidence; may be given again; default: "
                   "actors and events")
      ->type_name("NAME")
      ->allow_extra_args(false);  // what follows the layer is a file
  command->add_option("--format", options->format, "text or jsonl")->type_name("NAME");
  add_coder_options(*command, options->coder);
  command->footer(
      "Examples:\n"
      "  kronika show article.txt --layer tree           the sentences as CoNLL-U\n"
      "  kronika show page.html --layer text             the text that is read from a page\n"
      "  kronika show article.txt --layer actors --layer events\n"
      "  kronika show gold.conllu --from conllu          our tags and trees for the words of a file");
  command->callback([options, &status] {
    if (options->layers.empty()) options->layers = {"actors", "events"};
    status = show(*options);
  });
}

}  // namespace kronika::app
