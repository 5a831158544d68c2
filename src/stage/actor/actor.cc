#include "stage/actor/actor.h"

#include "stage/actor/chain_actors.h"
#include "stage/actor/reader.h"
#include "stage/actor/view.h"

namespace kronika {

Result<std::unique_ptr<const ActorResolver>> ActorResolver::load(const std::string& folder,
                                                                 const KnowledgeBase& knowledge) {
  std::unique_ptr<ActorResolver> resolver(new ActorResolver(knowledge));
  auto parties = WordList::load(folder + "/parties.txt"), titles = WordList::load(folder + "/titles.txt");
  if (!parties) return parties.error();
  if (!titles) return titles.error();
  auto countries = CountryRanker::load(folder + "/country_weights.txt");
  if (!countries) return countries.error();
  resolver->parties_ = std::move(parties.value());
  resolver->titles_ = std::move(titles.value());
  resolver->countries_ = std::move(countries.value());
  return std::unique_ptr<const ActorResolver>(std::move(resolver));
}

Actors ActorResolver::resolve(const ActorLayers& layers, const CountryChooser& choose) const {
  const Grammar grammar(layers.tags, layers.trees);
  const KnownNames names(layers.article, layers.tokens, layers.tags, layers.names, parties_, knowledge_);
  const Setting setting(layers.article, layers.tokens, grammar, names, layers.places, knowledge_);
  const ActorView view{layers.article, layers.tokens, grammar, layers.mentions, layers.chains,
                       knowledge_,     parties_,      titles_, names,           setting};
  const ActorReader reader(view);
  Actors actors;
  for (const Setting::Named& named : setting.named()) actors.countries.push_back({named.word, named.country});
  actors.of.reserve(layers.mentions.mentions.size());
  for (uint32_t m = 0; m < layers.mentions.mentions.size(); ++m) actors.of.push_back(reader.read(m));
  read_parts(view, actors);
  share_in_chains(view, actors);
  read_possessed(view, actors);
  share_in_chains(view, actors);
  choose_countries(view, countries_, choose, actors);
  for (uint32_t m = 0; m < actors.of.size(); ++m) {
    Actor& actor = actors.of[m];
    if (!actor.country_guessed) continue;
    reader.name_holders(m, actor);
    // "the country" of a text that speaks of none.
    if (actor.kind == ActorKind::country || actor.kind == ActorKind::place)
      std::erase_if(actor.codes, [](const ActorCode& code) { return code.country.empty(); });
  }
  read_both(view, actors);
  mark_private(view, actors);
  return actors;
}

}  // namespace kronika
