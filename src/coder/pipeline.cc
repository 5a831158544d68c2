#include "coder/pipeline.h"

#include <algorithm>
#include <filesystem>
#include <future>

#include "coder/confidence.h"
#include "coder/language.h"
#include "coder/records.h"
#include "coder/relation.h"
#include "coder/second_reading.h"
#include "nn/model_file.h"
#include "port/sha256.h"
#include "stage/actor/actor.h"
#include "stage/argument/argument.h"
#include "stage/argument/reductions.h"
#include "stage/attribution/attribution.h"
#include "stage/coref/coref.h"
#include "stage/encode/encode.h"
#include "stage/event/event.h"
#include "stage/factuality/factuality.h"
#include "stage/judge/judge.h"
#include "stage/mention/mention.h"
#include "stage/name/name.h"
#include "stage/parse/parse.h"
#include "stage/parse/punctuation.h"
#include "stage/place/place.h"
#include "stage/tag/tag.h"
#include "stage/time/time.h"
#include "stage/tokenize/tokenize.h"
#include "stage/verb/clauses.h"
#include "stage/verb/verb_lemmas.h"

namespace kronika {
namespace {

// Puts a loaded stage in its place, or gives its error.
template <class T>
std::optional<Error> put(Result<std::unique_ptr<const T>> loaded, std::unique_ptr<const T>& to) {
  if (!loaded) return loaded.error();
  to = std::move(loaded.value());
  return std::nullopt;
}

// The judge's file by the name of a model that users give; none for `fast`. `accurate` is taken by default where it is
// there.
Result<std::optional<std::string>> judge_file(const std::string& data, const std::string& name) {
  const std::string accurate = data + "/models/accurate.model";
  const bool there = std::filesystem::exists(accurate);
  if (name == "fast" || (name.empty() && !there)) return std::optional<std::string>();
  if (!name.empty() && name != "accurate")
    return Error{ErrorKind::usage, "there is no model \"" + name + "\"; the models are fast and accurate"};
  if (!there) return Error{ErrorKind::not_found, accurate + ": the accurate model is not there; use --model fast"};
  return std::optional(accurate);
}

bool speaks_plover(const Judge& judge, const Codebook& codebook) {
  return std::all_of(judge.categories().begin() + 1, judge.categories().end(),
                     [&](const std::string& name) { return codebook.category(name) != nullptr; });
}

}  // namespace

struct Pipeline::Stages {
  std::unique_ptr<const KnowledgeBase> knowledge;
  std::unique_ptr<const Codebook> codebook;
  std::unique_ptr<const LanguageGuesser> languages;
  std::unique_ptr<const Tokenizer> tokenizer;
  std::unique_ptr<const Encoder> encoder;
  std::unique_ptr<const Tagger> tagger;
  std::unique_ptr<const VerbLemmas> verb_lemmas;
  std::unique_ptr<const Parser> parser;
  std::unique_ptr<const NameFinder> names;
  std::unique_ptr<const CorefResolver> coref;
  std::unique_ptr<const ActorResolver> actors;
  std::unique_ptr<const EventFinder> events;
  std::unique_ptr<const QuotationFinder> quotations;
  std::unique_ptr<const FactualityJudge> factuality;
  std::unique_ptr<const TimeFinder> times;
  std::unique_ptr<const PlaceFinder> places;
  std::unique_ptr<const RoleRanker> roles;
  std::unique_ptr<const Judge> judge;  // null: the fast coder alone
  std::unique_ptr<const ChoiceModel> place_weights, date_weights;
  std::unique_ptr<const ConfidenceModel> confidence, judge_confidence;
  CoderInfo info;
};

Pipeline::Pipeline() : stages_(std::make_unique<Stages>()) {}
Pipeline::~Pipeline() = default;

Result<std::unique_ptr<const Pipeline>> Pipeline::load(const std::string& data, const CoderOptions& options) {
  std::unique_ptr<Pipeline> pipeline(new Pipeline());
  Stages& stages = *pipeline->stages_;
  const auto judge = judge_file(data, options.model);
  if (!judge) return judge.error();
  const std::string path = data + "/models/en.model";
  const std::string codebook = options.codebook.empty() ? data + "/codebook/plover" : options.codebook;
  const std::string language = data + "/language";
  const auto load_roles = [&]() -> std::optional<Error> {
    std::vector<RoleCategory> categories;
    for (const auto& category : stages.codebook->categories()) {
      categories.push_back({category->name, category->quad, {}});
      for (const auto& [mode, is] : category->modes) categories.back().modes.push_back(mode);
    }
    auto roles = RoleRanker::load(language + "/role_weights.txt", std::move(categories));
    if (!roles) return roles.error();
    stages.roles = std::make_unique<const RoleRanker>(std::move(roles.value()));
    return std::nullopt;
  };
  const auto load_weights = [&](const char* file, std::vector<ChoiceQuestion> questions,
                                std::unique_ptr<const ChoiceModel>& to) -> std::optional<Error> {
    auto weights = ChoiceModel::load(language + file, std::move(questions));
    if (!weights) return weights.error();
    to = std::make_unique<const ChoiceModel>(std::move(weights.value()));
    return std::nullopt;
  };
  const auto image = [&, folder = options.images.empty() ? data + "/image" : options.images](const char* name) {
    std::error_code ignored;
    return std::filesystem::is_directory(folder, ignored) ? folder + name : std::string();
  };
  std::string model_checksum, judge_checksum;
  // Two halves of about the same size that need nothing of each other: what is parsed from text, and the rest.
  auto texts = std::async(std::launch::async, [&]() -> std::optional<Error> {
    if (const auto error = put(Codebook::load(codebook, data + "/codebook"), stages.codebook)) return *error;
    if (const auto error = load_roles()) return *error;
    if (const auto error = load_weights("/place_weights.txt", place_questions(), stages.place_weights)) return *error;
    if (const auto error = load_weights("/date_weights.txt", date_questions(), stages.date_weights)) return *error;
    if (const auto error = put(LanguageGuesser::load(language), stages.languages)) return *error;
    if (const auto error = put(Tokenizer::load(language), stages.tokenizer)) return *error;
    if (const auto error = put(VerbLemmas::load(language), stages.verb_lemmas)) return *error;
    if (const auto error = put(QuotationFinder::load(language), stages.quotations)) return *error;
    if (const auto error = put(FactualityJudge::load(language), stages.factuality)) return *error;
    if (const auto error = put(TimeFinder::load(language), stages.times)) return *error;
    if (const auto error = put(ConfidenceModel::load(language + "/confidence_weights.txt"), stages.confidence))
      return *error;
    if (!judge.value()) return std::nullopt;
    if (const auto error =
            put(ConfidenceModel::load(language + "/judge_confidence_weights.txt"), stages.judge_confidence))
      return *error;
    const auto model = ModelFile::read(*judge.value());
    if (!model) return model.error();
    judge_checksum = model.value().checksum();
    return put(Judge::load(model.value()), stages.judge);
  });
  const auto load_others = [&]() -> std::optional<Error> {
    const auto model = ModelFile::read(path);
    if (!model) return model.error();
    model_checksum = model.value().checksum();
    if (const auto error = put(Encoder::load(model.value()), stages.encoder)) return *error;
    if (const auto error = put(Tagger::load(model.value()), stages.tagger)) return *error;
    if (const auto error = put(Parser::load(model.value()), stages.parser)) return *error;
    if (const auto error = put(KnowledgeBase::load(data + "/actors", image("/actors.image")), stages.knowledge))
      return *error;
    if (const auto error = put(NameFinder::load(model.value(), *stages.knowledge, language), stages.names))
      return *error;
    const auto coref = ModelFile::read(data + "/models/coref.model");
    if (!coref) return coref.error();
    auto ranker = PronounRanker::load(coref.value());
    if (!ranker) return ranker.error();
    if (const auto error =
            put(CorefResolver::load(language, std::move(ranker.value()), *stages.knowledge), stages.coref))
      return *error;
    if (const auto error = put(ActorResolver::load(language, *stages.knowledge), stages.actors)) return *error;
    return put(PlaceFinder::load(data + "/places", *stages.knowledge, image("/places.image")), stages.places);
  };
  const std::optional<Error> of_others = load_others();
  if (const std::optional<Error> of_texts = texts.get()) return *of_texts;
  if (of_others) return *of_others;
  if (stages.judge && !speaks_plover(*stages.judge, *stages.codebook)) {
    if (!options.model.empty())
      return Error{ErrorKind::usage, codebook +
                                         ": the accurate model speaks PLOVER, whose categories this codebook lacks; "
                                         "use --model fast"};
    stages.judge.reset();
  }
  stages.events = std::make_unique<const EventFinder>(*stages.codebook);
  stages.info.version = KRONIKA_VERSION;
  stages.info.codebook = stages.codebook->label();
  stages.info.model = "en (" + model_checksum + ")";
  if (stages.judge) stages.info.model += ", accurate (" + judge_checksum + ")";
  return std::unique_ptr<const Pipeline>(std::move(pipeline));
}

Analysis Pipeline::analyse_mentions(const Article& article) const {
  Tokens tokens = stages_->tokenizer->tokenize(article);
  std::vector<SkippedText> skipped = stages_->languages->drop_other_languages(article, tokens);
  Analysis a = analyse_syntax(article, std::move(tokens));
  a.skipped = std::move(skipped);
  a.mentions = find_mentions(article, a.tokens, a.tags, a.trees, a.names);
  return a;
}

Analysis Pipeline::analyse(const Article& article, bool explain) const {
  Analysis a = find_events(article);
  if (stages_->judge) read_again(article, explain, a);
  finish(article, stages_->judge != nullptr, a);
  return a;
}

Analysis Pipeline::analyse_fast(const Article& article, const RoleChooser& choose,
                                const CountryChooser& choose_country) const {
  Analysis a = find_events(article, choose, choose_country);
  finish(article, false, a);
  return a;
}

void Pipeline::finish(const Article& article, bool judged, Analysis& a) const {
  a.event_places = stages_->places->place_events(
      {article, a.tokens, a.tags, a.trees, a.places, a.mentions, a.actors, a.dates, a.factualities}, a.events,
      stages_->place_weights.get());
  const ConfidenceModel& model = judged ? *stages_->judge_confidence : *stages_->confidence;
  for (const auto& signs : confidence_signs(article, a)) a.confidences.push_back(model.of(signs));
}

void Pipeline::read_again(const Article& article, bool explain, Analysis& a) const {
  const Stages& stages = *stages_;
  const SecondReading reading(*stages.judge, *stages.events, article, a);
  Analysis b;  // what is made anew
  b.events = assign(*stages.codebook, *stages.roles, reading.triggers(),
                    {a.tokens, a.tags, a.trees, a.mentions, a.chains, a.actors, a.places, a.quotations}, {},
                    [&](RoleChoice& choice) { reading.advise(choice); });
  reading.join_tellings(a.actors, b.events);
  reading.settle_sectors(a.mentions, a.actors, b.events);
  reading.settle_chances(b.events);
  if (explain) reading.add_deciding_words(b.events);
  const DatingLayers dating{article, a.tokens, a.tags, a.trees, a.timexes};
  b.dates = date_events(dating, b.events);
  b.factualities = stages.factuality->judge(article, a.tokens, a.tags, a.trees, b.events, b.dates);
  reading.settle_factualities(b.events, b.factualities);
  imply_dates(dating, b.events, b.factualities, b.dates, stages.date_weights.get());
  mark_historical(article, b.dates, b.factualities);
  b.attributions = stages.quotations->attribute(b.events, a.quotations, a.tokens, a.tags, a.trees);
  a.events = std::move(b.events);
  a.dates = std::move(b.dates);
  a.factualities = std::move(b.factualities);
  a.attributions = std::move(b.attributions);
}

Analysis Pipeline::find_events(const Article& article, const RoleChooser& choose,
                               const CountryChooser& choose_country) const {
  const Stages& stages = *stages_;
  Analysis a = analyse_mentions(article);
  a.quotations = stages.quotations->find(article, a.tokens, a.tags, a.trees, a.mentions);
  a.chains = stages.coref->resolve(article, a.tokens, a.tags, a.trees, a.mentions);
  a.places = stages.places->find(article, a.tokens, a.tags, a.names);
  a.actors = stages.actors->resolve({article, a.tokens, a.tags, a.trees, a.names, a.places, a.mentions, a.chains},
                                    choose_country);
  a.triggers = stages.events->find(a.tokens, a.tags, a.trees);
  a.events = assign(*stages.codebook, *stages.roles, a.triggers,
                    {a.tokens, a.tags, a.trees, a.mentions, a.chains, a.actors, a.places, a.quotations}, choose);
  a.timexes = stages.times->find(article, a.tokens, a.tags, a.trees);
  const DatingLayers dating{article, a.tokens, a.tags, a.trees, a.timexes};
  a.dates = date_events(dating, a.events);
  a.factualities = stages.factuality->judge(article, a.tokens, a.tags, a.trees, a.events, a.dates);
  reduce(a.tags, a.trees, a.events, a.factualities, a.dates);
  imply_dates(dating, a.events, a.factualities, a.dates, stages.date_weights.get());
  mark_historical(article, a.dates, a.factualities);
  name_holders(a.quotations, a.mentions, a.chains);
  a.attributions = stages.quotations->attribute(a.events, a.quotations, a.tokens, a.tags, a.trees);
  drop_untold(a.tags, a.trees, a.quotations, a.events, a.factualities, a.dates, a.attributions);
  return a;
}

Analysis Pipeline::analyse_syntax(const Article& article, Tokens tokens) const {
  Analysis a;
  a.tokens = std::move(tokens);
  const Encoding encoding = stages_->encoder->encode(article, a.tokens);
  a.tags = stages_->tagger->tag(article, a.tokens, encoding);
  stages_->verb_lemmas->mend(article, a.tokens, a.tags);
  a.trees = stages_->parser->parse(a.tokens, encoding);
  attach_punctuation(article, a.tokens, a.trees);
  mend_clauses(article, a.tokens, *stages_->verb_lemmas, a.tags, a.trees);
  a.names = stages_->names->find(article, a.tokens, a.tags, encoding);
  return a;
}

std::vector<Record> Pipeline::records(const Article& article, const Analysis& analysis) const {
  return make_records(article, analysis, *stages_->codebook, *stages_->knowledge);
}

Result<Relation> Pipeline::relate(const MarkedText& text) const {
  if (!stages_->judge)
    return Error{ErrorKind::not_found, "marked parties are related by the accurate model, which is not loaded"};
  const auto article = Article::make({"", "", text.text, {}, "", ""});
  if (!article) return article.error();
  return relate_parties(*stages_->judge, article.value(), find_events(article.value()), text);
}

std::string Pipeline::skip_reason(const Article& article) const {
  return stages_->languages->reason_to_skip(article.text());
}

const CoderInfo& Pipeline::info() const { return stages_->info; }
const KnowledgeBase& Pipeline::knowledge() const { return *stages_->knowledge; }
const Codebook& Pipeline::codebook() const { return *stages_->codebook; }
const RoleRanker& Pipeline::roles() const { return *stages_->roles; }
const PlaceFinder& Pipeline::places() const { return *stages_->places; }
const CountryRanker& Pipeline::countries() const { return stages_->actors->countries(); }

}  // namespace kronika
