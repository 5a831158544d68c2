#include "coder/confidence.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/exact.h"
#include "codebook/codebook.h"
#include "text/weights.h"

namespace kronika {
namespace {

// `value` as a step of a scale: counts above the last step are told as that.
std::string step(size_t value, std::initializer_list<size_t> from) {
  std::string name = "0";
  for (const size_t at : from)
    if (value >= at) name = std::to_string(at);
  return name;
}

// What is counted once an article.
struct Counts {
  std::vector<uint32_t> body_before, events_in;  // per sentence
  std::map<std::string, size_t> of_category;
  std::set<std::string> told_in_title;  // categories

  Counts(const Article& article, const Analysis& a) : events_in(a.tokens.sentences.size()) {
    uint32_t body = 0;
    for (const Sentence& sentence : a.tokens.sentences) {
      body_before.push_back(body);
      body += sentence.kind == SentenceKind::body;
    }
    const auto in_title = [&](Span span) { return article.field_of(span) == Field::title; };
    for (const Event& event : a.events.events) {
      ++events_in[a.tokens.sentence_of(event.word)];
      ++of_category[event.category];
      if (in_title(event.span) || std::any_of(event.again.begin(), event.again.end(), in_title))
        told_in_title.insert(event.category);
    }
  }
};

class Signs {
 public:
  Signs(const Article& article, const Analysis& a, const Counts& counts, size_t number)
      : article_(article), a_(a), counts_(counts), number_(number), event_(a.events.events[number]) {}

  std::vector<std::string> read() {
    if (event_.chance > 0) {
      of_judge();
      return std::move(out_);
    }
    of_words();
    of_parties();
    of_fields();
    of_surroundings();
    return std::move(out_);
  }

 private:
  void say(const char* question, const std::string& answer) { out_.push_back(std::string(question) + "/" + answer); }

  // What the judge says counts, and whether the codebook knows the words.
  void of_judge() {
    const auto percent = [](float chance) { return static_cast<size_t>(std::max(0.0f, chance) * 100); };
    say("chance", step(percent(event_.chance), {10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98}));
    say("known", event_.sense && !event_.sense->id.starts_with("model/") ? "codebook" : "judge");
    say("sides", step(percent(event_.confidence), {10, 20, 40, 60, 80}));
  }

  void of_words() {
    const Tags& tags = a_.tags;
    const std::string form = upos_is(Upos::NOUN) || upos_is(Upos::PROPN) ? "noun"
                             : upos_is(Upos::ADJ)                        ? "adjective"
                                                                         : "verb";
    const size_t words = event_.why.empty() ? 1 : event_.why.front().words.size();
    say("form", form + (words > 1 ? "s" : ""));
    say("tag", tags.xpos[event_.word]);
    say("relation", std::string(deprel_name(a_.trees.deprel[event_.word])));
    say("category", event_.category);
    say("kind", event_.category + " " + form);
    if (!event_.mode.empty()) say("mode", event_.category + " " + event_.mode.front());
    if (!event_.sense) return;
    const Sense& sense = *event_.sense;
    say("sense", sense.id);
    say("alone", sense.alone ? "yes" : "no");
    say("fallback", sense.fallback ? "yes" : "no");
    say("needs", std::to_string(static_cast<int>(sense.needs)));
    say("conditions", step(sense.conditions.size(), {1, 2}));
    // What the sense's own category became by what stands below it.
    say("reduced", sense.category && sense.category->name != event_.category ? "yes" : "no");
  }

  void of_parties() {
    const int percent = static_cast<int>(event_.confidence * 100);
    say("parties", step(static_cast<size_t>(std::max(percent, 0)), {5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95}));
    const bool actor = !event_.actor.empty() || event_.implied_actor,
               recipient = !event_.recipient.empty() || event_.implied_recipient;
    say("sides", actor ? recipient ? "both" : "actor" : recipient ? "recipient" : "none");
    const auto actors = countries(event_.actor, event_.implied_actor);
    const auto recipients = countries(event_.recipient, event_.implied_recipient);
    say("countries", actors.empty() || recipients.empty() ? "open" : actors == recipients ? "same" : "two");
    of_side("actor", event_.actor, event_.implied_actor);
    of_side("recipient", event_.recipient, event_.implied_recipient);
    for (const Reason& reason : event_.why)
      if (reason.rule.starts_with("party/")) say("clue", reason.field + " " + reason.rule.substr(6));
  }

  std::set<std::string> countries(const std::vector<Id<Mention>>& mentions,
                                  const std::optional<ImpliedParty>& implied) const {
    std::set<std::string> out;
    if (implied) out.insert(implied->code.country);
    for (const Id<Mention> id : mentions)
      for (const ActorCode& code : a_.actors.of[id.index].codes) out.insert(code.country);
    return out;
  }

  void of_side(const char* side, const std::vector<Id<Mention>>& mentions, const std::optional<ImpliedParty>& implied) {
    const std::string name = std::string(side) + " ";
    if (implied) return say("by", name + "implied");
    if (mentions.empty()) return say("by", name + "none");
    const Actor& actor = a_.actors.of[mentions.front().index];
    const Mention& mention = a_.mentions.mentions[mentions.front().index];
    say("by", name + actor.by);
    say("mention", name + std::string(mention_form_name(mention.form)));
    const bool here = mention.sentence == a_.tokens.sentence_of(event_.word);
    say("near", name + (here ? "here" : "elsewhere"));
    if (actor.codes.empty()) return;
    const ActorCode& code = actor.codes.front();
    say("sector", name + (code.sectors.empty() ? "country" : code.sectors.front()));
    if (code.country.empty()) say("nowhere", side);
  }

  void of_fields() {
    say("factuality", std::string(factuality_name(a_.factualities.of[number_])));
    const auto said = a_.attributions.of[number_];
    say("attribution", !said ? "none" : a_.quotations.quotations[*said].quoted ? "quoted" : "reported");
    const auto& date = a_.dates.of[number_];
    say("date", date ? date->by : "none");
    say("place", a_.event_places.of[number_] ? a_.event_places.rule[number_] : "none");
    say("again", step(event_.again.size(), {1, 2, 4}));
  }

  void of_surroundings() {
    const uint32_t here = a_.tokens.sentence_of(event_.word);
    const Sentence& sentence = a_.tokens.sentences[here];
    say("field", sentence.kind == SentenceKind::title     ? "title"
                 : sentence.kind == SentenceKind::heading ? "heading"
                                                          : "body");
    say("sentence", step(counts_.body_before[here], {1, 2, 4, 8, 16, 32}));
    say("length", step(sentence.last - sentence.first, {10, 20, 30, 45}));
    say("beside", step(counts_.events_in[here] - 1, {1, 2, 3}));
    say("like", step(counts_.of_category.at(event_.category) - 1, {1, 2, 4, 8}));
    const size_t sentences = std::max<size_t>(a_.tokens.sentences.size(), 1);
    say("density", step(a_.events.events.size() * 10 / sentences, {1, 2, 3, 4, 6, 8, 10, 15}));
    if (!article_.title().empty()) say("titled", counts_.told_in_title.count(event_.category) > 0 ? "same" : "other");
  }

  bool upos_is(Upos upos) const { return a_.tags.upos[event_.word] == upos; }

  const Article& article_;
  const Analysis& a_;
  const Counts& counts_;
  size_t number_;
  const Event& event_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::vector<std::string>> confidence_signs(const Article& article, const Analysis& analysis) {
  const Counts counts(article, analysis);
  std::vector<std::vector<std::string>> all;
  for (size_t event = 0; event < analysis.events.events.size(); ++event)
    all.push_back(Signs(article, analysis, counts, event).read());
  return all;
}

Result<std::unique_ptr<const ConfidenceModel>> ConfidenceModel::load(const std::string& path) {
  std::unique_ptr<ConfidenceModel> model(new ConfidenceModel());
  const auto done = read_weights(path, [&](std::string_view name, float weight) -> std::optional<std::string> {
    if (!model->weights_.emplace(name, weight).second) return "\"" + std::string(name) + "\" stands twice";
    return std::nullopt;
  });
  if (!done) return done.error();
  return std::unique_ptr<const ConfidenceModel>(std::move(model));
}

float ConfidenceModel::of(const std::vector<std::string>& signs) const {
  const auto weight = [&](const std::string& name) {
    const auto found = weights_.find(name);
    return found == weights_.end() ? 0.0f : found->second;
  };
  float sum = weight("always");
  for (const std::string& sign : signs) sum += weight(sign);
  return 1.0f / (1.0f + static_cast<float>(exact_exp(-static_cast<double>(sum))));
}

}  // namespace kronika
