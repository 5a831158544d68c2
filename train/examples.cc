#include "examples.h"

#include <cstdio>
#include <fstream>

#include "base/calendar.h"
#include "coder/pipeline.h"
#include "port/json.h"

namespace kronika::train {
namespace {

int64_t number(size_t value) { return static_cast<int64_t>(value); }

void write_span(JsonWriter& json, Span span) {
  json.open_list().value(number(span.start)).value(number(span.end)).close_list();
}

void write_words(JsonWriter& json, const Analysis& a) {
  json.key("words").open_list();
  for (uint32_t w = 0; w < a.tokens.size(); ++w) {
    const Span span = a.tokens.words[w].span;
    json.open_list().value(number(span.start)).value(number(span.end));
    json.value(upos_name(a.tags.upos[w])).value(number(a.trees.head[w])).close_list();
  }
  json.close_list().key("sentences").open_list();
  for (const Sentence& sentence : a.tokens.sentences)
    json.open_list()
        .value(number(sentence.first))
        .value(number(sentence.last))
        .value(number(static_cast<size_t>(sentence.kind)))
        .close_list();
  json.close_list();
}

void write_mentions(JsonWriter& json, const Analysis& a) {
  json.key("mentions").open_list();
  for (size_t m = 0; m < a.mentions.mentions.size(); ++m) {
    const Mention& mention = a.mentions.mentions[m];
    json.open_list().value(number(mention.first)).value(number(mention.last)).value(number(mention.head));
    json.value(number(a.chains.of[m].index));
    std::string codes;
    for (const ActorCode& code : a.actors.of[m].codes) {
      if (!codes.empty()) codes += '/';
      codes += code.country.empty() ? "---" : code.country;
      for (const std::string& sector : code.sectors) codes += " " + sector;
    }
    json.value(codes).value(a.actors.of[m].country_guessed).close_list();
  }
  json.close_list().key("countries").open_list();
  for (const CountryWord& named : a.actors.countries)
    json.open_list().value(number(named.word)).value(named.country).close_list();
  json.close_list();
}

void write_triggers(JsonWriter& json, const Analysis& a) {
  json.key("triggers").open_list();
  for (const TriggerChoice& choice : a.triggers.triggers) {
    const Trigger& best = choice.best();
    json.open_object().key("word").value(number(best.word)).key("words").open_list();
    for (const uint32_t word : best.words) json.value(number(word));
    json.close_list().key("nominal").value(best.nominal).key("senses").open_list();
    for (const Trigger& sense : choice.senses)
      json.open_list()
          .value(sense.category->name)
          .value(sense.mode.empty() ? "" : sense.mode.front())
          .value(sense.sense->fallback)
          .close_list();
    json.close_list().close_object();
  }
  json.close_list();
}

void write_events(JsonWriter& json, const Analysis& a) {
  json.key("events").open_list();
  for (size_t e = 0; e < a.events.events.size(); ++e) {
    const Event& event = a.events.events[e];
    json.open_object().key("word").value(number(event.word)).key("span");
    write_span(json, event.span);
    json.key("event").value(event.category).key("mode").value(event.mode.empty() ? "" : event.mode.front());
    for (const bool acts : {true, false}) {
      json.key(acts ? "actor" : "recipient").open_list();
      for (const Id<Mention> id : acts ? event.actor : event.recipient) json.value(number(id.index));
      json.close_list();
      json.key(acts ? "implied_actor" : "implied_recipient")
          .value((acts ? event.implied_actor : event.implied_recipient).has_value());
    }
    json.key("factuality").value(number(static_cast<size_t>(a.factualities.of[e])));
    if (const auto quotation = a.attributions.of[e]) {
      json.key("holder");
      write_span(json, a.quotations.quotations[*quotation].holder_span);
    }
    json.close_object();
  }
  json.close_list();
}

}  // namespace

Status write_examples(const ExamplesOptions& options) {
  CoderOptions choice;
  choice.model = "fast";
  auto loaded = Pipeline::load(options.kronika, choice);
  if (!loaded) return loaded.error();
  const Pipeline& pipeline = *loaded.value();
  std::ifstream in(options.texts);
  if (!in) return Error{ErrorKind::not_found, options.texts + ": cannot be read"};
  std::ofstream out(options.out, std::ios::binary);
  size_t number_of_line = 0;
  for (std::string line; std::getline(in, line);) {
    ++number_of_line;
    if (line.empty()) continue;
    auto fields = read_json_fields(line);
    if (!fields)
      return Error{ErrorKind::invalid,
                   options.texts + ":" + std::to_string(number_of_line) + ": " + fields.error().message};
    const auto field = [&](const char* name) { return fields.value()[name]; };
    auto article = Article::make({field("id"), field("title"), field("text"), parse_day(field("published")), "", ""});
    if (!article) return article.error();
    const Article& text = article.value();
    const Analysis analysis = pipeline.analyse_fast(text);
    JsonWriter json;
    json.open_object().key("id").value(text.id()).key("text_start").value(number(text.text_start()));
    json.key("buffer").value(text.buffer());
    write_words(json, analysis);
    write_mentions(json, analysis);
    write_triggers(json, analysis);
    write_events(json, analysis);
    out << json.close_object().take() << '\n';
  }
  out.flush();
  if (!out) return Error{ErrorKind::invalid, options.out + ": cannot be written"};
  return Done{};
}

}  // namespace kronika::train
