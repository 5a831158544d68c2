#include "stage/actor/reader.h"

#include <algorithm>
#include <array>

#include "base/calendar.h"
#include "stage/actor/similar_names.h"

namespace kronika {
namespace {

// News speak of who resigned or died yesterday by the office.
constexpr int kDaysOfGrace = 10;

// "in Minsk", "near the capital": a place and nothing else.
bool is_locative(std::string_view preposition) {
  constexpr std::array<std::string_view, 16> kAll = {"in",     "at",      "near",    "from",       "outside", "around",
                                                     "across", "through", "inside",  "throughout", "into",    "within",
                                                     "over",   "to",      "through", "along"};
  return std::find(kAll.begin(), kAll.end(), preposition) != kAll.end();
}

bool is_staff(const std::vector<std::string>& sectors) {
  constexpr std::array<std::string_view, 5> kStaff = {"GOV", "COP", "SPY", "UNK", "CVL"};
  return !sectors.empty() && std::find(kStaff.begin(), kStaff.end(), sectors.front()) != kStaff.end();
}

std::vector<std::string_view> words_of(std::string_view phrase) {
  std::vector<std::string_view> words;
  for (size_t start = 0; start < phrase.size();) {
    const size_t end = std::min(phrase.find(' ', start), phrase.size());
    words.push_back(phrase.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

ActorCode code_of(const Country& country, std::vector<std::string> sectors) {
  ActorCode code{country.coded_as, std::move(sectors), "", country.name, ""};
  if (country.partial) code.sectors.push_back("PRE");
  return code;
}

}  // namespace

bool is_official(const std::vector<std::string>& sectors) {
  constexpr std::array<std::string_view, 6> kOfficial = {"GOV", "MIL", "COP", "SPY", "JUD", "LEG"};
  return !sectors.empty() && std::find(kOfficial.begin(), kOfficial.end(), sectors.front()) != kOfficial.end();
}

Actor ActorReader::read(uint32_t m) const {
  Actor actor;
  const Mention& mention = view_.mention(m);
  if (mention.form == MentionForm::pronoun) return actor;
  if (by_name(m, actor) || by_country_noun(mention, actor) || by_similar_name(m, actor) || by_role(m, actor) ||
      mention.form != MentionForm::name)
    return actor;
  // "Supreme" before "Court" is no name of its own.
  if (view_.grammar.relation(mention.head) == Deprel::amod && view_.grammar.upos(mention.head) == Upos::ADJ)
    return actor;
  if (mention.type == NameType::person)
    by_person(actor);
  else if (mention.type == NameType::organization)
    by_organization(mention, actor);
  else if (mention.type == NameType::place || mention.type == NameType::facility)
    actor.kind = ActorKind::place;
  return actor;
}

// ---- names that the knowledge base has

// The one that covers the head, or a person's name that the head bears ("President Lukashenko").
const KnownName* ActorReader::name_of(const Mention& mention) const {
  if (const KnownName* name = view_.names.at(mention.head)) return name;
  for (uint32_t w = mention.head + 1; w < mention.name_last; ++w)
    if (const KnownName* name = view_.names.at(w); name && name->senses.front().kind == NameSense::Kind::entity)
      return name;
  return nullptr;
}

// A surname alone names a known person only if the news use it so, or the text has named that person in full.
bool ActorReader::is_sure(const NameSense& sense, uint32_t m) const {
  if (sense.kind != NameSense::Kind::entity || sense.entity->kind != EntityKind::person || !sense.short_form)
    return true;
  if (view_.names.in_full(*sense.entity)) return true;
  return sense.entity->surname_alone && !names_other_person(m);
}

// Whether the chain has an unknown full name: then a surname that could be somebody known is not his.
bool ActorReader::names_other_person(uint32_t m) const {
  const std::vector<Id<Mention>>& chain = view_.chains.chains[view_.chains.of[m].index].mentions;
  constexpr size_t kMostLookedAt = 8;
  for (size_t i = 0; i < std::min(chain.size(), kMostLookedAt); ++i) {
    const Mention& other = view_.mention(chain[i].index);
    if (other.form == MentionForm::name && other.type == NameType::person && other.name_last > other.name_first + 1 &&
        !name_of(other))
      return true;
  }
  return false;
}

// The sense that is meant. Of organizations that share a name, that of the country which the text is about.
const NameSense* ActorReader::choose(const KnownName& found, uint32_t m) const {
  const NameSense* first = nullptr;
  const NameSense* best = nullptr;
  double most = 0;
  std::string around;
  for (const NameSense& sense : found.senses) {
    if (!is_sure(sense, m)) continue;
    if (!first) {
      if (sense.kind == NameSense::Kind::metonym) return &view_.sense_of(found);
      first = &sense;
      if (sense.kind != NameSense::Kind::entity || found.senses.size() == 1) return first;
      around = view_.setting.around(view_.mention(m));
    }
    if (sense.kind != NameSense::Kind::entity) continue;
    const std::string country = country_of(sense, view_.knowledge, view_.article.published());
    const double share = view_.setting.share(country) + (country == around ? 0.5 : 0);
    if (share > most) {
      most = share;
      best = &sense;
    }
  }
  return best ? best : first;
}

bool ActorReader::by_name(uint32_t m, Actor& actor) const {
  const Mention& mention = view_.mention(m);
  const KnownName* found = name_of(mention);
  const NameSense* sense = found ? choose(*found, m) : nullptr;
  if (!sense) return false;
  // "the Moscow Times": a longer unknown name around a place is another thing.
  const bool whole = found->last > mention.head;
  const bool place = sense->kind == NameSense::Kind::country || sense->kind == NameSense::Kind::capital;
  if (place && !whole && view_.grammar.relation(mention.head) != Deprel::amod) return false;
  actor.by = "name";
  add_sense(*found, *sense, m, actor);
  return !actor.codes.empty();
}

void ActorReader::add_sense(const KnownName& found, const NameSense& sense, uint32_t m, Actor& actor) const {
  const Mention& mention = view_.mention(m);
  const bool locative = is_locative(view_.grammar.preposition(mention.head));
  if (sense.kind == NameSense::Kind::capital && is_dateline(mention)) {
    actor.kind = ActorKind::place;
    return;
  }
  switch (sense.kind) {
    case NameSense::Kind::country:
      actor.codes.push_back(code_of(*sense.country, {"GOV"}));
      actor.kind = locative ? ActorKind::place : ActorKind::country;
      actor.confidence = 0.9f;
      return;
    case NameSense::Kind::capital:
      actor.codes.push_back(code_of(*sense.country, {"GOV"}));
      actor.kind = locative ? ActorKind::place : ActorKind::country;
      actor.by = "place";
      actor.confidence = 0.6f;
      return;
    case NameSense::Kind::demonym:
      return add_demonym(found, *sense.country, mention, actor);
    case NameSense::Kind::metonym:
      if (sense.entity)
        add_entity(*sense.entity, mention, actor);
      else if (sense.country)
        actor.codes.push_back(code_of(*sense.country, sense.sectors));
      // "in Texas" is a place, "Texas" and "the Kremlin" are who governs there.
      actor.kind = locative ? ActorKind::place : ActorKind::organization;
      actor.confidence = 0.8f;
      return;
    case NameSense::Kind::entity:
      if (sense.entity->kind == EntityKind::organization) return add_organization(found, *sense.entity, mention, actor);
      add_entity(*sense.entity, mention, actor);
      actor.kind = ActorKind::person;
      actor.confidence = sense.short_form ? 0.7f : 0.95f;
      return;
  }
}

bool ActorReader::by_similar_name(uint32_t m, Actor& actor) const {
  const Mention& mention = view_.mention(m);
  if (mention.form != MentionForm::name || mention.type != NameType::person) return false;
  const bool full = mention.name_last - view_.proper_name(mention) > 1;
  if (!full && names_other_person(m)) return false;
  const Entity* entity = similar_person(view_, mention);
  if (!entity) return false;
  actor.by = "name";
  actor.kind = ActorKind::person;
  actor.confidence = 0.6f;
  add_entity(*entity, mention, actor);
  return true;
}

// "ALGIERS, Jan 5 -": where the report was written.
bool ActorReader::is_dateline(const Mention& mention) const {
  const Sentence& sentence = view_.tokens.sentences[mention.sentence];
  if (mention.first != sentence.first || mention.last >= sentence.last) return false;
  const std::string_view name = view_.word(mention.head), next = view_.word(mention.last);
  if (std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return false;
  return next == "," || next == "-" || next == "–" || next == "—" || next == "(";
}

// "the Russian government" modifies; "Russians" are people; "the Russians" of political news are their state, as in
// "talks with the Russians", if nothing else is said of them.
void ActorReader::add_demonym(const KnownName& found, const Country& country, const Mention& mention,
                              Actor& actor) const {
  const Grammar& grammar = view_.grammar;
  const Deprel relation = grammar.relation(mention.head);
  const bool modifier = relation == Deprel::amod || relation == Deprel::compound;
  // A singular with nothing before it is a tagger's mistake for an adjective: "Danish".
  const bool people =
      !modifier && grammar.upos(mention.head) != Upos::ADJ && (mention.plural || mention.first < mention.head);
  const bool alone = found.first <= mention.first + 1 && found.last == mention.last && found.last == mention.head + 1;
  const bool state = people && mention.plural && alone && view_.is_definite(mention);
  actor.codes.push_back(code_of(country, {people && !state ? "CVL" : "GOV"}));
  actor.kind = people && !state ? ActorKind::person : ActorKind::country;
  actor.confidence = people && !mention.plural ? 0.5f : 0.8f;
}

// What somebody was on the article's day, and up to some days before.
std::vector<Office> ActorReader::standing(const Entity& entity, bool former) const {
  const std::optional<Day>& day = view_.article.published();
  std::vector<Office> offices = view_.knowledge.offices_on(entity, day);
  const auto is_eli = [](const std::vector<Office>& list) {
    return !list.empty() && list.front().sectors == std::vector<std::string>{"ELI"};
  };
  if (!day || day->year < 2 || former || !is_eli(offices)) return offices;
  std::vector<Office> before = view_.knowledge.offices_on(entity, add_days(*day, -kDaysOfGrace));
  return before.empty() || before.front().sectors.empty() || is_eli(before) ? offices : before;
}

void ActorReader::add_entity(const Entity& entity, const Mention& mention, Actor& actor) const {
  ActorCode code;
  code.entity = entity.id;
  code.name = entity.name;
  const std::vector<Office> offices = standing(entity, is_former(mention));
  if (!offices.empty()) {
    code.country = offices.front().country;
    code.sectors = offices.front().sectors;
    code.role = offices.front().title;
  }
  // Without a day the text's word decides; with one, "former general" may be a president now.
  const bool open = !view_.article.published() || code.sectors.empty();
  if (open && is_former(mention) && (code.sectors.empty() || is_official(code.sectors))) code.sectors = {"ELI"};
  // "army chief Bainimarama": what the text calls somebody says in which of his offices he acts. A rank alone does not.
  const uint32_t name = view_.proper_name(mention);
  const bool titled =
      entity.kind == EntityKind::person && name > mention.first && name < mention.name_last && !is_former(mention);
  const RoleNoun* title = titled && !is_international(code.country) ? view_.role_in(mention.first, name) : nullptr;
  if (title && title->phrase.find(' ') != std::string::npos && is_official(title->sectors))
    code.sectors = title->sectors;
  // "then president Yanukovych" did it in that office.
  const bool then = titled && says(mention, name, "then");
  if (then && code.sectors == std::vector<std::string>{"ELI"} && title && is_official(title->sectors)) {
    code.sectors = title->sectors;
    code.role = title->phrase;
  }
  actor.codes.push_back(std::move(code));
}

// A name made of common nouns may be that of another country's organization than the one known: "the Saudi National
// Guard", "the opposition Conservative Party" in a report on a country that has its own.
void ActorReader::add_organization(const KnownName& found, const Entity& entity, const Mention& mention,
                                   Actor& actor) const {
  add_entity(entity, mention, actor);
  actor.kind = ActorKind::organization;
  actor.confidence = 0.9f;
  ActorCode& code = actor.codes.back();
  if (code.country.empty()) {  // a people or a union of several countries
    actor.country_guessed = true;
    actor.confidence = 0.4f;
    return;
  }
  const RoleNoun* role = view_.role_in(found.first, found.last);
  if (!role) return;
  std::string country;
  for (const Owner& owner : owners_of(view_, mention))
    if (!owner.organization && !is_international(owner.country) && country.empty()) country = owner.country;
  const bool international = is_international(code.country);
  // "the Congress", "the Supreme Court": of the country that is spoken of, be it not the one best known for it.
  const std::string around = country.empty() && !international ? view_.setting.around(mention) : "";
  const double own = view_.setting.share(code.country);
  const bool only_noun = view_.role_of(found.first, found.last) != nullptr;
  const bool elsewhere =
      !around.empty() && ((own == 0 && found.senses.size() > 1) || (only_noun && own < view_.setting.share(around)));
  if (elsewhere) country = around;
  if (country.empty() || country == code.country) return;
  if (international) code.sectors = role->sectors;
  code.country = country;
  code.entity.clear();
  code.name.clear();
  actor.by = "role";
  actor.confidence = elsewhere ? 0.4f : 0.75f;
}

// ---- descriptions

// "the country", "the republic": the one that the text is about there.
bool ActorReader::by_country_noun(const Mention& mention, Actor& actor) const {
  if (mention.form != MentionForm::description || mention.plural ||
      !view_.parties.has("country nouns", view_.lemma(mention.head)))
    return false;
  if (!view_.is_definite(mention)) return false;
  if (view_.setting.named().empty()) return false;
  actor.codes.push_back({"", {"GOV"}, "", "", ""});
  actor.country_guessed = true;
  actor.kind = is_locative(view_.grammar.preposition(mention.head)) ? ActorKind::place : ActorKind::country;
  actor.by = "context";
  actor.confidence = 0.4f;
  return true;
}

// Whether one of the words from the start of a mention to `last` is this one, or begins with it and a hyphen.
bool ActorReader::says(const Mention& mention, uint32_t last, std::string_view wanted) const {
  for (uint32_t w = mention.first; w < last; ++w) {
    const std::string word = lower_ascii(view_.word(w));
    if (word.starts_with(wanted) && (word.size() == wanted.size() || word[wanted.size()] == '-')) return true;
  }
  return false;
}

// "former", "ex-", "ousted" before the noun or name.
bool ActorReader::is_former(const Mention& mention) const {
  const uint32_t name = view_.proper_name(mention);
  const uint32_t last = name > mention.first && name < mention.name_last ? name : mention.head;
  for (uint32_t w = mention.first; w < last; ++w)
    if (view_.parties.has("former", view_.lemma(w)) || view_.parties.has("former", lower_ascii(view_.word(w))))
      return true;
  return false;
}

// Unnamed armed men may have come from anywhere; "foreign mercenaries" and "Nordic ministers" are not of the country
// around.
bool ActorReader::is_of_no_country(const Mention& mention, const RoleNoun& role) const {
  if (!role.sectors.empty() && role.sectors.front() == "UAF") return true;
  for (const uint32_t c : view_.grammar.children(mention.head)) {
    const std::string word = view_.lemma(c);
    if (c < mention.head && view_.parties.has("of no one country", word) && role.phrase.find(word) == std::string::npos)
      return true;
  }
  return false;
}

// "a state of emergency", "the head of state"
bool ActorReader::is_no_role(const Mention& mention) const {
  if (mention.first == mention.head && view_.parties.has("never bare", view_.lemma(mention.head))) return true;
  std::string phrase = view_.lemma(mention.head);
  const std::vector<std::string>& known = view_.parties.lines("no role");
  const auto is_known = [&](const std::string& words) {
    return std::find(known.begin(), known.end(), words) != known.end();
  };
  if (mention.head > mention.first && is_known(view_.lemma(mention.head - 1) + " " + phrase)) return true;
  for (uint32_t w = mention.head + 1; w < std::min(mention.last, mention.head + 4); ++w) {
    phrase += " " + view_.lemma(w);
    if (is_known(phrase)) return true;
  }
  return false;
}

// The country of an adjective or name; within a longer name it is no name of its own.
const Country* ActorReader::country_word(uint32_t w) const {
  if (const KnownName* name = view_.names.at(w)) return name->senses.front().country;
  const std::vector<NameSense> senses = view_.knowledge.find(view_.word(w));
  return senses.empty() || senses.front().kind != NameSense::Kind::demonym ? nullptr : senses.front().country;
}

bool ActorReader::by_role(uint32_t m, Actor& actor) const {
  const Mention& mention = view_.mention(m);
  // Before a person's name stands what he is; an organization's name says it in its own words.
  const uint32_t name = view_.proper_name(mention);
  const bool person = mention.name_first < mention.name_last && mention.type == NameType::person;
  const RoleNoun* title =
      name > mention.first && name < mention.name_last ? view_.role_in(mention.first, name) : nullptr;
  const bool titled = title && title->person;
  // A name model takes "Armenian Prime Minister" for a person's name.
  uint32_t first = mention.first;
  while (person && first < mention.head && (country_word(first) || view_.grammar.upos(first) == Upos::DET)) ++first;
  const RoleNoun* role = titled   ? title
                         : person ? view_.role_of(first, mention.head + 1)
                                  : view_.role_around(mention.first, mention.head, mention.last);
  if (!role || view_.grammar.upos(mention.head) == Upos::PRON || is_no_role(mention)) return false;
  std::vector<Owner> owners = owners_of(view_, mention);
  if (owners.empty() && person && first > mention.first && country_word(first - 1))
    owners.push_back({country_word(first - 1)->coded_as, {}, false});
  const bool former = is_former(mention);
  actor.by = "role";
  actor.confidence = owners.empty() && role->country.empty() ? 0.4f : 0.75f;
  actor.kind = role->person ? ActorKind::person : ActorKind::organization;
  if (!role->country.empty()) owners = {{role->country, {}, false}};
  if (owners.empty()) {
    owners.emplace_back();
    actor.country_guessed = !is_of_no_country(mention, *role);
  }
  const bool holder = view_.parties.has("holders", view_.lemma(titled ? name - 1 : mention.head));
  // "the militant commander", "church leaders": what they lead says more than that they do.
  const uint32_t last = titled ? name - 1 : mention.head;
  const RoleNoun* modifier =
      holder && role->phrase.find(' ') == std::string::npos ? view_.role_in(mention.first, last) : nullptr;
  if (modifier && modifier->sectors.empty()) modifier = nullptr;
  for (const Owner& owner : owners) {
    ActorCode code{owner.country, role->sectors, "", "", role->phrase};
    if (owner.organization && holder) code.sectors = owner.sectors;
    // The staff of the UN are the UN; its soldiers, judges and lawmakers are told apart.
    else if (is_international(owner.country) && is_staff(role->sectors))
      code.sectors.clear();
    else if (!owner.organization && modifier)
      code.sectors = modifier->sectors;
    if (former && is_official(code.sectors)) code.sectors = {"ELI"};
    actor.codes.push_back(std::move(code));
  }
  by_family(mention, actor);
  if (!actor.country_guessed) name_holders(m, actor);
  return true;
}

// PLOVER 5.2 has the families of those who hold or held an office with these.
void ActorReader::by_family(const Mention& mention, Actor& actor) const {
  if (!view_.parties.has("kin", view_.lemma(mention.head)) || actor.codes.size() != 1) return;
  for (const uint32_t c : view_.grammar.children(mention.head)) {
    const bool owns = view_.grammar.subtype(c) == Deprel::nmod_poss ||
                      (view_.grammar.relation(c) == Deprel::nmod && view_.grammar.preposition(c) == "of") ||
                      view_.grammar.relation(c) == Deprel::compound;
    const Id<Mention> owner = owns ? view_.mentions.of_head[c] : Id<Mention>();
    if (!owner || view_.mention(owner.index).form == MentionForm::pronoun ||
        view_.parties.has("kin", view_.lemma(view_.mention(owner.index).head)))
      continue;
    const Actor of = read(owner.index);
    if (of.codes.size() != 1 || of.kind != ActorKind::person) continue;
    const ActorCode& code = of.codes.front();
    const bool held = !code.sectors.empty() && code.sectors.front() == "ELI";
    // A policeman's family is nobody's elite.
    const bool holds = !code.sectors.empty() && code.sectors.front() == "GOV";
    if (!held && !holds) continue;
    actor.codes.front().sectors = {"ELI", "CVL"};
    actor.codes.front().country = code.country;
    actor.country_guessed = of.country_guessed;
    actor.confidence = of.confidence;
    return;
  }
}

void ActorReader::name_holders(uint32_t m, Actor& actor) const {
  const Mention& mention = view_.mention(m);
  const std::optional<Day>& day = view_.article.published();
  const uint32_t name = view_.proper_name(mention);
  const bool titled = name > mention.first && name < mention.name_last && mention.type == NameType::person;
  if (actor.by != "role" || !day || mention.plural || titled || is_former(mention) || names_other_person(m)) return;
  for (ActorCode& code : actor.codes) {
    if (!code.entity.empty() || code.country.empty() || code.role.empty()) continue;
    const RoleNoun* role = view_.knowledge.role_noun(words_of(code.role));
    if (!role || role->phrase != code.role || role->office_kind.empty() || role->sectors != code.sectors) continue;
    const std::vector<const Entity*> holders = view_.knowledge.holders(code.country, role->office_kind, *day);
    if (holders.empty()) continue;
    code.entity = holders.front()->id;
    code.name = holders.front()->name;
    actor.by = "office";
  }
}

// ---- names that only the name model knows

void ActorReader::by_person(Actor& actor) const {
  actor.kind = ActorKind::person;
  actor.by = "context";
  actor.confidence = 0.3f;
  actor.country_guessed = true;
  actor.codes.push_back({"", {"CVL"}, "", "", ""});
}

// The last word before a preposition says what an organization is: "the Pune Petrol Dealers Association", "the Church
// of Scientology".
void ActorReader::by_organization(const Mention& mention, Actor& actor) const {
  uint32_t end = mention.name_first;
  while (end < mention.name_last && view_.grammar.upos(end) != Upos::ADP) ++end;
  actor.kind = ActorKind::organization;
  actor.by = "context";
  actor.confidence = 0.3f;
  ActorCode code;
  const std::vector<Owner> owners = owners_of(view_, mention);
  if (!owners.empty()) code.country = owners.front().country;
  if (const RoleNoun* role = view_.role_in(mention.name_first, end)) {
    code.sectors = role->sectors;
    if (!role->country.empty()) code.country = role->country;
  } else {
    for (uint32_t w = mention.name_last; w-- > mention.name_first;) {
      const NameWord* known = view_.knowledge.name_word(lower_ascii(view_.word(w)));
      if (!known) continue;
      if (known->sectors.empty()) return;  // a club, a hotel, a prize
      code.sectors = known->sectors;
      break;
    }
  }
  if (code.sectors.empty() && code.country != "NGO")
    code.sectors = {"UNK"};
  else if (code.country.empty())
    actor.country_guessed = true;
  actor.codes.push_back(std::move(code));
}

}  // namespace kronika
