#include "stage/argument/party.h"

#include <algorithm>

namespace kronika {

bool Parties::is_state(Id<Mention> id) const {
  static constexpr std::string_view kState[] = {"GOV", "MIL", "COP", "JUD", "LEG", "SPY"};
  const std::vector<std::string>& sectors = code(id).sectors;
  return !sectors.empty() && std::find(std::begin(kState), std::end(kState), sectors.front()) != std::end(kState);
}

bool Parties::is_of_state(const std::string& country) {
  static constexpr std::string_view kAbove[] = {"", "---", "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"};
  return std::find(std::begin(kAbove), std::end(kAbove), country) == std::end(kAbove);
}

Standing Parties::standing(Id<Mention> id) const {
  Standing best = Standing::any;
  for (const ActorCode& code : actors_.of[id.index].codes) {
    best = std::max(best, codebook_.standing(code.country));
    for (const std::string& sector : code.sectors) best = std::max(best, codebook_.standing(sector));
  }
  // A crowd is a force, whoever is in it; one private person is not.
  if (best == Standing::any && mentions_.mentions[id.index].plural && actors_.of[id.index].kind == ActorKind::person)
    best = Standing::group;
  return best;
}

bool Parties::is_mere_country(Id<Mention> id) const {
  const Actor& actor = actors_.of[id.index];
  return actor.kind == ActorKind::country || actor.kind == ActorKind::place ||
         (actor.by == "place" || (actor.by == "name" && code(id).entity.empty()));
}

void Parties::judge_article() {
  // Some few: a match report names a minister in the stands once; and enough of them to tell what a text is not about.
  constexpr size_t kFewest = 4, kMany = 8;
  size_t all = 0, political = 0;
  for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
    const Id<Mention> id{m};
    if (!is_codable(id)) continue;
    ++all;
    if (standing(id) == Standing::political && (!is_mere_country(id) || actors_.of[m].kind == ActorKind::country))
      ++political;
  }
  political_ = political >= kFewest && 3 * political >= all;
  other_things_ = all >= kMany && 5 * political < all;
}

// A pronoun or a noun for people whose country and role the text leaves open.
bool Parties::is_unresolved_person(uint32_t word) const {
  const Id<Mention> id = mentions_.of_head[word];
  if (!id.valid() || is_codable(id)) return false;
  return mentions_.mentions[id.index].form == MentionForm::pronoun ? grammar_.lemma(word) != "it"
                                                                   : actors_.of[id.index].kind == ActorKind::person;
}

// "561 were arrested", "many were beaten", "a third", "some of them": people that only a number names.
bool Parties::is_counted(uint32_t word) const {
  static constexpr std::string_view kAmounts[] = {
      "many", "some",     "several", "dozen", "other", "all",      "both",   "most",  "hundred", "thousand", "score",
      "few",  "everyone", "rest",    "each",  "half",  "majority", "number", "first", "second",  "third"};
  if (is_codable(mentions_.of_head[word]) || !grammar_.phrases(word, "of").empty()) return false;
  return grammar_.upos(word) == Upos::NUM ||
         std::find(std::begin(kAmounts), std::end(kAmounts), grammar_.lemma(word)) != std::end(kAmounts);
}

bool Parties::is_unknown_name(uint32_t word) const {
  const Id<Mention> id = mentions_.of_head[word];
  return grammar_.upos(word) == Upos::PROPN && !is_codable(id) &&
         !(id.valid() && actors_.of[id.index].kind == ActorKind::place);
}

Side Parties::resolve(const std::vector<std::vector<uint32_t>>& slots, const Side& others) const {
  Side out;
  for (const std::vector<uint32_t>& fillers : slots) {
    for (const uint32_t word : fillers) resolve(word, out, 3);
    std::erase_if(out, [&](Id<Mention> id) {
      return std::any_of(others.begin(), others.end(), [&](Id<Mention> o) { return same(o, id); });
    });
    if (!out.empty()) break;
  }
  return out;
}

// A filler's own mention, or what it is made of, or whose it is: "a group of Russian soldiers", "members of
// parliament", "the Kremlin's demands", "a statement by the ministry".
void Parties::resolve(uint32_t word, Side& to, int depth) const {
  const Id<Mention> own = mentions_.of_head[word];
  if (is_codable(own)) {
    if (std::find(to.begin(), to.end(), own) == to.end()) to.push_back(own);
    return;
  }
  if (depth == 0) return;
  const size_t before = to.size();
  for (const uint32_t inner : grammar_.phrases(word, "of")) resolve(inner, to, depth - 1);
  if (to.size() > before) return;
  for (const uint32_t c : grammar_.children(word)) {
    const Deprel relation = grammar_.relation(c);
    if (grammar_.subtype(c) != Deprel::nmod_poss && relation != Deprel::compound && relation != Deprel::amod) continue;
    if (is_codable(mentions_.of_head[c]) && to.size() == before) to.push_back(mentions_.of_head[c]);
  }
  for (const char* preposition : {"by", "from", "between"})
    if (to.size() == before && grammar_.is_nominal(word))
      for (const uint32_t inner : grammar_.phrases(word, preposition)) resolve(inner, to, depth - 1);
}

bool Parties::is_reciprocal_pronoun(uint32_t word) const {
  const std::string& lemma = grammar_.lemma(word);
  return word > 0 && ((lemma == "other" && grammar_.lemma(word - 1) == "each") ||
                      (lemma == "another" && grammar_.lemma(word - 1) == "one"));
}

bool Parties::is_kind(Id<Mention> id, const std::string& kind) const {
  const Actor& actor = actors_.of[id.index];
  if (kind == "actor") return !actor.codes.empty();
  if (kind == "person") return actor.kind == ActorKind::person;
  if (kind == "organization") return actor.kind == ActorKind::organization;
  if (kind == "country") return actor.kind == ActorKind::country;
  if (kind == "political") return !actor.codes.empty() && standing(id) == Standing::political;
  if (kind == "group") return !actor.codes.empty() && standing(id) != Standing::any;
  return actor.kind == ActorKind::place;
}

bool Parties::holds(const Trigger& trigger, const Trigger::Check& check) const {
  Side side;
  for (const uint32_t word : check.fillers) {
    resolve(word, side, 3);
    if (side.empty() && mentions_.of_head[word].valid()) side.push_back(mentions_.of_head[word]);
  }
  // In politics a pronoun that leads nowhere, a number of people or an unknown name is taken for somebody who counts.
  if (check.condition->wanted && political_ && side.size() <= 1 &&
      std::any_of(check.fillers.begin(), check.fillers.end(),
                  [&](uint32_t w) { return is_unresolved_person(w) || is_counted(w) || is_unknown_name(w); }) &&
      std::find(check.condition->kinds.begin(), check.condition->kinds.end(), "self") == check.condition->kinds.end())
    return true;
  const Side actor = resolve(trigger.actor);
  const bool any = std::any_of(side.begin(), side.end(), [&](Id<Mention> id) {
    return std::any_of(check.condition->kinds.begin(), check.condition->kinds.end(), [&](const std::string& kind) {
      // A pronoun that leads nowhere is taken for the speaker.
      if (kind == "self")
        return (mentions_.mentions[id.index].form == MentionForm::pronoun && !is_codable(id)) ||
               std::any_of(actor.begin(), actor.end(), [&](Id<Mention> a) { return same(a, id); });
      return is_kind(id, kind);
    });
  });
  return any == check.condition->wanted;
}

}  // namespace kronika
