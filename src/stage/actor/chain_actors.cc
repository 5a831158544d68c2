#include "stage/actor/chain_actors.h"

#include <algorithm>
#include <array>
#include <set>

#include "stage/actor/reader.h"

namespace kronika {
namespace {

constexpr uint32_t kMostMentionsBack = 60;

bool same_party(const ActorCode& a, const ActorCode& b) {
  return a.country == b.country && a.sectors == b.sectors && a.entity == b.entity;
}

// Whether a mention before `m` can be one of the parties that "both sides" or "the latter" point at. Who does something
// to them in the same clause is none.
bool can_be_side(const ActorView& view, const Actors& actors, uint32_t m, uint32_t candidate) {
  const Actor& actor = actors.of[candidate];
  if (actor.codes.size() != 1 || actor.kind == ActorKind::place || actor.by == "context") return false;
  const uint32_t head = view.mention(candidate).head;
  if (view.grammar.is_root(head)) return true;
  if (view.grammar.head(head) == view.grammar.head(view.mention(m).head)) return false;
  const Deprel relation = view.grammar.relation(head);
  return relation != Deprel::amod && relation != Deprel::compound;
}

// Whose men are armed: "Savimbi's men".
bool is_armed(const ActorCode& code) {
  constexpr std::array<std::string_view, 6> kArmed = {"MIL", "REB", "PRM", "COP", "UAF", "CRM"};
  return !code.sectors.empty() && std::find(kArmed.begin(), kArmed.end(), code.sectors.front()) != kArmed.end();
}

bool same_side(const ActorCode& a, const ActorCode& b) { return a.country == b.country && a.sectors == b.sectors; }

// The two parties named last before a mention, in text order.
std::vector<ActorCode> last_two_parties(const ActorView& view, const Actors& actors, uint32_t m) {
  std::vector<ActorCode> found;
  const uint32_t lowest = m > kMostMentionsBack ? m - kMostMentionsBack : 0;
  for (uint32_t c = m; c-- > lowest && found.size() < 2;) {
    if (view.mention(c).form == MentionForm::pronoun || !can_be_side(view, actors, m, c)) continue;
    const ActorCode& code = actors.of[c].codes.front();
    if (std::none_of(found.begin(), found.end(), [&](const ActorCode& other) { return same_side(other, code); }))
      found.push_back(code);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

// The two that the text before a mention speaks of most, in text order: sides of a conflict are no bystanders,
// mediators or reporters.
std::vector<ActorCode> two_camps(const ActorView& view, const Actors& actors, uint32_t m) {
  constexpr std::array<std::string_view, 5> kNoCamp = {"CVL", "UNK", "JRN", "ELI", "REL"};
  struct Camp {
    const ActorCode* code;
    uint32_t last;  // mention
    double weight;
  };
  std::vector<Camp> camps;
  const uint32_t lowest = m > kMostMentionsBack ? m - kMostMentionsBack : 0;
  for (uint32_t c = m; c-- > lowest;) {
    if (!can_be_side(view, actors, m, c)) continue;
    const ActorCode& code = actors.of[c].codes.front();
    if (is_international(code.country) || code.sectors.empty()) continue;
    if (std::find(kNoCamp.begin(), kNoCamp.end(), code.sectors.front()) != kNoCamp.end()) continue;
    const double weight = 1.0 / (1 + view.mention(m).sentence - view.mention(c).sentence);
    const auto same =
        std::find_if(camps.begin(), camps.end(), [&](const Camp& camp) { return same_side(*camp.code, code); });
    if (same == camps.end())
      camps.push_back({&code, c, weight});
    else
      same->weight += weight;
  }
  std::stable_sort(camps.begin(), camps.end(), [](const Camp& a, const Camp& b) { return a.weight > b.weight; });
  std::vector<ActorCode> codes;
  if (camps.size() < 2) return codes;
  const bool swapped = camps[1].last < camps[0].last;
  codes.push_back(*camps[swapped ? 1 : 0].code);
  codes.push_back(*camps[swapped ? 0 : 1].code);
  return codes;
}

std::vector<ActorCode> two_states(const ActorView& view, uint32_t before) {
  std::vector<ActorCode> codes;
  for (const std::string& country : view.setting.last_two(before)) codes.push_back({country, {"GOV"}, "", "", ""});
  return codes;
}

// "the latter", "the former" without a noun after it: which of two, 0 or 1; -1 for neither.
int which_of_two(const ActorView& view, const Mention& mention) {
  if (!view.is_definite(mention) || mention.head + 1 < mention.last) return -1;
  const std::string word = lower_ascii(view.word(mention.head));
  return word == "latter" ? 1 : word == "former" ? 0 : -1;
}

bool all_in(const std::set<std::string>& words, const ActorView& view, const Mention& mention) {
  for (uint32_t w = view.proper_name(mention); w < mention.name_last; ++w)
    if (!words.contains(std::string(view.word(w)))) return false;
  return true;
}

// Names of persons whom the knowledge base does not have: their words.
std::set<std::string> private_names(const ActorView& view, const Actors& actors) {
  std::set<std::string> words, public_words;
  // Who is known by another spelling of the name is public.
  for (uint32_t m = 0; m < actors.of.size(); ++m)
    if (const Mention& mention = view.mention(m);
        mention.type == NameType::person && actors.of[m].by == "name" && !actors.of[m].codes.front().entity.empty())
      for (uint32_t w = view.proper_name(mention); w < mention.name_last; ++w)
        public_words.insert(std::string(view.word(w)));
  for (uint32_t m = 0; m < actors.of.size(); ++m) {
    const Mention& mention = view.mention(m);
    if (mention.type != NameType::person || view.role_of(mention.name_first, mention.name_last)) continue;
    bool known = false;
    for (uint32_t w = mention.name_first; w < mention.name_last; ++w) known = known || view.names.at(w);
    known = known || (!actors.of[m].codes.empty() && !actors.of[m].codes.front().entity.empty() &&
                      all_in(public_words, view, mention));
    if (known) continue;
    for (uint32_t w = view.proper_name(mention); w < mention.name_last; ++w)
      if (!view.is_title(w)) words.insert(std::string(view.word(w)));
  }
  return words;
}

}  // namespace

void read_parts(const ActorView& view, Actors& actors) {
  // The phrase inside stands after its head: read from the end, it is complete when it is asked for.
  for (uint32_t m = static_cast<uint32_t>(actors.of.size()); m-- > 0;) {
    const Mention& mention = view.mention(m);
    if (mention.form == MentionForm::name || !view.parties.has("parts", view.lemma(mention.head))) continue;
    std::vector<ActorCode> codes;
    ActorKind kind = ActorKind::none;
    bool open = false;
    for (const uint32_t c : view.grammar.children(mention.head)) {
      if (view.grammar.relation(c) != Deprel::nmod || view.grammar.preposition(c) != "of") continue;
      for (const uint32_t w : view.grammar.with_conjuncts(c)) {
        const Id<Mention> inner = view.mentions.of_head[w];
        if (!inner) continue;
        const Actor& part = actors.of[inner.index];
        codes.insert(codes.end(), part.codes.begin(), part.codes.end());
        open = open || part.country_guessed;
        if (kind == ActorKind::none) kind = part.kind;
      }
    }
    if (codes.empty()) continue;
    for (ActorCode& code : codes) code.entity.clear(), code.name.clear();
    actors.of[m] = {std::move(codes), kind, "role", open ? 0.4f : 0.7f, false, open, {}, {}};
  }
}

void read_possessed(const ActorView& view, Actors& actors) {
  for (uint32_t m = 0; m < actors.of.size(); ++m) {
    Actor& actor = actors.of[m];
    const Mention& mention = view.mention(m);
    // Who has a country of his own is not asked whose he is.
    if (mention.form == MentionForm::name || actor.codes.size() != 1 || actor.by != "role" ||
        actor.confidence >= kGuess)
      continue;
    for (const uint32_t c : view.grammar.children(mention.head)) {
      const std::string_view p = view.grammar.preposition(c);
      const bool possessive =
          view.grammar.subtype(c) == Deprel::nmod_poss || view.grammar.relation(c) == Deprel::compound;
      if (!possessive && !(view.grammar.relation(c) == Deprel::nmod && (p == "of" || p == "for"))) continue;
      const Id<Mention> id = view.mentions.of_head[c];
      if (!id || actors.of[id.index].codes.empty() || actors.of[id.index].kind == ActorKind::place) continue;
      const Actor& owner = actors.of[id.index];
      ActorCode& code = actor.codes.front();
      const std::string noun = view.lemma(mention.head);
      const bool organization = owner.kind == ActorKind::organization, many = view.mention(id.index).plural;
      const bool one = owner.kind == ActorKind::person && !many;
      const bool body = organization || many || owner.codes.front().country.empty();
      const bool acts_for = (body && view.parties.has("holders", noun)) ||
                            ((organization || is_armed(owner.codes.front())) && view.parties.has("men", noun)) ||
                            (one && view.parties.has("aides", noun));
      if (!owner.codes.front().country.empty()) {
        code.country = owner.codes.front().country;
        actor.country_guessed = owner.country_guessed;
      }
      if (acts_for) code.sectors = owner.codes.front().sectors;
      actor.confidence = std::max(kGuess, owner.confidence * 0.9f);
      break;
    }
  }
}

void share_in_chains(const ActorView& view, Actors& actors) {
  for (const Chain& chain : view.chains.chains) {
    const Actor* best = nullptr;
    const ActorCode* office = nullptr;
    bool office_guessed = false;  // its country, from the surroundings
    for (const Id<Mention> id : chain.mentions) {
      const Actor& actor = actors.of[id.index];
      if (actor.codes.empty()) continue;
      if (!best || actor.confidence > best->confidence) best = &actor;
      const ActorCode& code = actor.codes.front();
      if (!office && actor.codes.size() == 1 && code.entity.empty() && !code.role.empty() &&
          (is_official(code.sectors) || (!code.sectors.empty() && code.sectors.front() == "PTY")))
        office = &code, office_guessed = actor.confidence < kGuess;
    }
    if (!best) continue;
    Actor shared = *best;
    ActorCode& code = shared.codes.front();
    const bool open = code.sectors.empty() || code.sectors.front() == "ELI";
    const bool same_country = office && (office_guessed || office->country == code.country);
    const bool completed = same_country && open && !code.entity.empty() && !is_international(code.country);
    if (completed) {
      code.sectors = office->sectors;
      code.role = office->role;
    }
    for (const Id<Mention> id : chain.mentions) {
      Actor& actor = actors.of[id.index];
      const bool same = !actor.codes.empty() && actor.codes.front().entity == shared.codes.front().entity &&
                        !actor.codes.front().entity.empty();
      if (same && completed) actor.codes = shared.codes;
      if (!actor.codes.empty() && actor.confidence >= kGuess) continue;
      const bool as_many = actor.codes.size() == shared.codes.size() && actor.confidence == shared.confidence;
      if (as_many && same_party(actor.codes.front(), shared.codes.front())) continue;
      actor = shared;
      actor.by = "coreference";
      actor.confidence = shared.confidence * 0.85f;
    }
  }
}

void read_both(const ActorView& view, Actors& actors) {
  for (uint32_t m = 0; m < actors.of.size(); ++m) {
    const Mention& mention = view.mention(m);
    if (mention.form == MentionForm::pronoun) continue;
    const int which = which_of_two(view, mention);
    std::vector<ActorCode> codes;
    if (which >= 0) {
      codes = last_two_parties(view, actors, m);
      if (codes.size() == 2)
        codes = {codes[static_cast<size_t>(which)]};
      else
        codes.clear();
    } else if (mention.form == MentionForm::description && is_both(view, mention.head) &&
               owners_of(view, mention).empty()) {
      if (view.parties.has("states", view.lemma(mention.head)))
        codes = two_states(view, mention.head);
      else
        codes = two_camps(view, actors, m);
      if (codes.size() < 2) continue;
    }
    if (codes.empty()) continue;
    actors.of[m] = {std::move(codes), ActorKind::country, "coreference", 0.5f, false, false, {}, {}};
  }
}

void mark_private(const ActorView& view, Actors& actors) {
  const std::set<std::string> names = private_names(view, actors);
  for (uint32_t m = 0; m < actors.of.size(); ++m) {
    const Mention& mention = view.mention(m);
    for (uint32_t w = mention.first; w < mention.last && !actors.of[m].is_private; ++w)
      if (!view.names.at(w) && view.grammar.upos(w) == Upos::PROPN && names.contains(std::string(view.word(w))))
        actors.of[m].is_private = true;
  }
}

}  // namespace kronika
