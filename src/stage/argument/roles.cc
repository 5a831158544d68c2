#include "stage/argument/roles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/exact.h"

namespace kronika {
namespace {

// Mentions of the sentence, of some before it and of the next are asked; of very long sentences those that lie nearest.
constexpr uint32_t kSentencesBack = 3, kSentencesAhead = 1;
constexpr size_t kMostMentions = 48;
// Candidates that are tried together, of each side.
constexpr size_t kMostTried = 10;
// Countries whose state and people may be meant where no words name a party; and whose forces and courts.
constexpr size_t kMostImplied = 6, kMostForces = 3;
constexpr uint32_t kLeadSentences = 3;
constexpr int kMostArcs = 24;
constexpr float kGuess = 0.5f;

Arc arc_of(const Grammar& grammar, uint32_t word) {
  switch (grammar.subtype(word)) {
    case Deprel::nsubj_pass:
    case Deprel::csubj_pass:
      return Arc::passive_subject;
    case Deprel::nmod_poss:
      return Arc::possessive;
    case Deprel::acl_relcl:
      return Arc::relative;
    default:
      break;
  }
  switch (grammar.relation(word)) {
    case Deprel::nsubj:
    case Deprel::csubj:
      return Arc::subject;
    case Deprel::obj:
      return Arc::object;
    case Deprel::iobj:
      return Arc::indirect;
    case Deprel::obl:
      return Arc::oblique;
    case Deprel::nmod:
      return Arc::noun_phrase;
    case Deprel::compound:
    case Deprel::amod:
    case Deprel::flat:
    case Deprel::nummod:
    case Deprel::det:
      return Arc::compound;
    case Deprel::appos:
      return Arc::apposition;
    case Deprel::acl:
    case Deprel::advcl:
    case Deprel::ccomp:
    case Deprel::xcomp:
      return Arc::clause;
    case Deprel::conj:
      return Arc::conjunct;
    default:
      return Arc::other;
  }
}

Preposition preposition_of(std::string_view lemma) {
  static constexpr std::pair<std::string_view, Preposition> kAll[] = {
      {"", Preposition::none},           {"by", Preposition::by},           {"to", Preposition::to},
      {"with", Preposition::with},       {"of", Preposition::of},           {"on", Preposition::on},
      {"upon", Preposition::on},         {"against", Preposition::against}, {"in", Preposition::in},
      {"from", Preposition::from},       {"for", Preposition::for_},        {"at", Preposition::at},
      {"between", Preposition::between}, {"over", Preposition::over},       {"among", Preposition::among},
      {"inside", Preposition::in},       {"into", Preposition::to},         {"toward", Preposition::to},
      {"towards", Preposition::to},      {"near", Preposition::at},         {"outside", Preposition::at}};
  for (const auto& [word, preposition] : kAll)
    if (word == lemma) return preposition;
  return Preposition::other;
}

bool is_where(Preposition preposition) { return preposition == Preposition::in || preposition == Preposition::at; }

SectorClass sector_class(const ActorCode& code) {
  static constexpr std::pair<std::string_view, SectorClass> kAll[] = {
      {"GOV", SectorClass::government}, {"MIL", SectorClass::force}, {"COP", SectorClass::force},
      {"SPY", SectorClass::force},      {"JUD", SectorClass::court}, {"LEG", SectorClass::parliament},
      {"CVL", SectorClass::people},     {"OPP", SectorClass::party}, {"PTY", SectorClass::party},
      {"ELI", SectorClass::party},      {"REB", SectorClass::armed}, {"PRM", SectorClass::armed},
      {"UAF", SectorClass::armed},      {"CRM", SectorClass::armed}, {"BUS", SectorClass::business},
      {"AGR", SectorClass::business},   {"JRN", SectorClass::press}, {"UNK", SectorClass::unknown}};
  if (code.sectors.empty()) return SectorClass::unknown;
  for (const auto& [sector, found] : kAll)
    if (sector == code.sectors.front()) return found;
  return SectorClass::other;
}

template <class E>
uint32_t n(E value) {
  return static_cast<uint32_t>(value);
}

uint32_t size_class(size_t size) { return static_cast<uint32_t>(std::min<size_t>(size, 4)); }

}  // namespace

RoleScorer::RoleScorer(const RoleRanker& ranker, const Parties& parties, const Tokens& tokens, const Grammar& grammar,
                       const Mentions& mentions, const Chains& chains, const Actors& actors, const Places& places,
                       const Quotations& quotations)
    : ranker_(ranker),
      parties_(parties),
      tokens_(tokens),
      grammar_(grammar),
      mentions_(mentions),
      chains_(chains),
      actors_(actors),
      places_(places),
      quotations_(quotations) {
  count_countries();
}

void RoleScorer::count_countries() {
  std::map<std::string, std::pair<double, Span>> counted;
  chain_lead_.assign(chains_.chains.size(), 0);
  for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
    const Mention& mention = mentions_.mentions[m];
    const bool lead = mention.sentence < kLeadSentences;
    if (lead) chain_lead_[chains_.of[m].index] = 1;
    const Actor& actor = actors_.of[m];
    if (actor.codes.empty() || actor.confidence < kGuess) continue;
    for (const ActorCode& code : actor.codes) {
      if (!Parties::is_of_state(code.country)) continue;
      auto& [weight, span] = counted[code.country];
      if (weight == 0) span = mention.span;
      weight += (lead ? 2.0 : 1.0) * (mention.form == MentionForm::pronoun ? 0.5 : 1.0);
    }
  }
  for (const PlaceMention& place : places_.places) {
    const uint32_t sentence = tokens_.sentence_of(place.first);
    if (place.place.country.empty()) continue;
    auto& [weight, span] = counted[place.place.country];
    if (weight == 0) span = place.span;
    weight += 0.5;
    if (dateline_.empty() && tokens_.sentences[sentence].kind == SentenceKind::body && sentence < kLeadSentences &&
        place.first < tokens_.sentences[sentence].first + 3)
      dateline_ = place.place.country;
  }
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [country, of] : counted) order.emplace_back(-of.first, country);
  std::stable_sort(order.begin(), order.end());
  for (const auto& [weight, country] : order) story_.emplace_back(country, counted[country].second);
}

void RoleScorer::read_elsewhere(const std::vector<RuleSides>& all) {
  const auto countries = [&](const Side& side) {
    std::vector<std::string> out;
    for (const Id<Mention> id : side)
      if (const std::string& country = parties_.code(id).country; !country.empty() && country != "---")
        out.push_back(country);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  };
  const auto is_told = [](RuleWay way) {
    return way == RuleWay::first_slot || way == RuleWay::second_slot || way == RuleWay::later_slot;
  };
  for (const RuleSides& rules : all) {
    const auto actors = is_told(rules.actor_way) ? countries(rules.actor) : std::vector<std::string>(),
               recipients = is_told(rules.recipient_way) ? countries(rules.recipient) : std::vector<std::string>();
    for (const std::string& one : actors) ++acts_[one];
    for (const std::string& one : recipients) ++suffers_[one];
    for (const std::string& actor : actors)
      for (const std::string& recipient : recipients) ++deeds_[{actor, recipient}];
  }
}

// ---- candidates

std::vector<uint32_t> RoleScorer::window(uint32_t word) const {
  const uint32_t here = tokens_.sentence_of(word);
  const auto around = std::lower_bound(mentions_.mentions.begin(), mentions_.mentions.end(), word,
                                       [](const Mention& m, uint32_t w) { return m.head < w; });
  size_t before = static_cast<size_t>(around - mentions_.mentions.begin()), after = before;
  std::vector<uint32_t> found;
  while (found.size() < kMostMentions * 2 / 3 && before > 0) {
    --before;
    if (mentions_.mentions[before].sentence + kSentencesBack < here) break;
    found.push_back(static_cast<uint32_t>(before));
  }
  while (found.size() < kMostMentions && after < mentions_.mentions.size()) {
    if (mentions_.mentions[after].sentence > here + kSentencesAhead) break;
    found.push_back(static_cast<uint32_t>(after++));
  }
  // The title says whom a report is about.
  if (!tokens_.sentences.empty() && tokens_.sentences.front().kind == SentenceKind::title && here > 0)
    for (size_t m = 0; m < before && mentions_.mentions[m].sentence == 0 && found.size() < kMostMentions; ++m)
      found.push_back(static_cast<uint32_t>(m));
  std::sort(found.begin(), found.end());
  return found;
}

void RoleScorer::describe(RoleCandidate& candidate) const {
  const auto add = [&](const ActorCode& code) {
    if (!code.country.empty() && code.country != "---") candidate.countries.push_back(code.country);
  };
  if (candidate.implied) {
    add(candidate.implied->code);
    candidate.sector = sector_class(candidate.implied->code);
    candidate.kind = candidate.sector == SectorClass::people ? CandidateKind::people_of : CandidateKind::state_of;
  } else if (!candidate.mentions.empty()) {
    for (const Id<Mention> id : candidate.mentions)
      for (const ActorCode& code : actors_.of[id.index].codes) add(code);
    candidate.sector = sector_class(parties_.code(candidate.mentions.front()));
    const MentionForm form = mentions_.mentions[candidate.mentions.front().index].form;
    candidate.kind = candidate.mentions.size() > 1      ? CandidateKind::several
                     : form == MentionForm::name        ? CandidateKind::name
                     : form == MentionForm::description ? CandidateKind::noun
                                                        : CandidateKind::pronoun;
  }
  std::sort(candidate.countries.begin(), candidate.countries.end());
  candidate.countries.erase(std::unique(candidate.countries.begin(), candidate.countries.end()),
                            candidate.countries.end());
}

// The candidate that a side is; it becomes one where it is none yet.
size_t RoleScorer::place_of(const Side& side, std::vector<RoleCandidate>& all) const {
  for (size_t i = 0; i < all.size(); ++i)
    if (!all[i].implied && all[i].mentions == side) return i;
  RoleCandidate candidate;
  candidate.mentions = side;
  describe(candidate);
  all.push_back(std::move(candidate));
  return all.size() - 1;
}

// "the Sudanese government": the adjective says no more than the whole.
bool RoleScorer::says_less(uint32_t m) const {
  const uint32_t head = mentions_.mentions[m].head;
  if (grammar_.is_root(head) || arc_of(grammar_, head) != Arc::compound || actors_.of[m].codes.empty()) return false;
  const Id<Mention> whole = mentions_.of_head[grammar_.head(head)];
  return parties_.is_codable(whole) && parties_.code(whole).country == parties_.code({m}).country;
}

void RoleScorer::add_mentions(const Trigger& trigger, std::vector<RoleCandidate>& to) const {
  const uint32_t here = tokens_.sentence_of(trigger.word);
  const std::vector<uint32_t> near = window(trigger.word);
  const auto distance = [&](uint32_t m) {
    const Mention& mention = mentions_.mentions[m];
    return (mention.sentence > here ? mention.sentence - here : here - mention.sentence) * 1000 +
           (mention.head > trigger.word ? mention.head - trigger.word : trigger.word - mention.head);
  };
  for (const uint32_t m : near) {
    const Id<Mention> id{m};
    if (!parties_.is_codable(id)) continue;
    const Mention& mention = mentions_.mentions[m];
    // Of a chain the mentions in the sentence, and in others the nearest.
    if (mention.sentence != here && std::any_of(near.begin(), near.end(), [&](uint32_t other) {
          return other != m && chains_.of[other] == chains_.of[m] &&
                 (mentions_.mentions[other].sentence == here || distance(other) < distance(m));
        }))
      continue;
    if (says_less(m)) continue;
    place_of({id}, to);
    // "France and Germany"
    Side all = {id};
    if (grammar_.relation(mention.head) != Deprel::conj)
      for (const uint32_t word : grammar_.with_conjuncts(mention.head))
        if (const Id<Mention> other = mentions_.of_head[word]; other != id && parties_.is_codable(other))
          all.push_back(other);
    if (all.size() > 1) place_of(all, to);
  }
}

void RoleScorer::add_implied(const Trigger& trigger, std::vector<RoleCandidate>& to) const {
  std::vector<std::pair<std::string, Span>> countries;
  const auto add = [&](const std::string& country, Span words) {
    if (countries.size() < kMostImplied && Parties::is_of_state(country) &&
        std::none_of(countries.begin(), countries.end(), [&](const auto& known) { return known.first == country; }))
      countries.emplace_back(country, words);
  };
  const uint32_t here = tokens_.sentence_of(trigger.word);
  const std::vector<uint32_t> near = window(trigger.word);
  for (const uint32_t m : near)
    if (mentions_.mentions[m].sentence == here && !says_less(m))
      for (const ActorCode& code : actors_.of[m].codes) add(code.country, mentions_.mentions[m].span);
  for (size_t i = 0; i < std::min<size_t>(story_.size(), 3); ++i) {
    // The nearest words that tell it.
    Span words = story_[i].second;
    for (const uint32_t m : near)
      if (!actors_.of[m].codes.empty() && mentions_.mentions[m].head <= trigger.word &&
          actors_.of[m].codes.front().country == story_[i].first)
        words = mentions_.mentions[m].span;
    add(story_[i].first, words);
  }
  const auto imply = [&](const std::pair<std::string, Span>& country, const char* sector) {
    RoleCandidate candidate;
    candidate.implied = ImpliedParty{{country.first, {sector}, "", "", ""}, country.second};
    describe(candidate);
    to.push_back(std::move(candidate));
  };
  for (size_t i = 0; i < countries.size(); ++i) {
    for (const char* sector : {"GOV", "CVL"}) imply(countries[i], sector);
    if (i < kMostForces)
      for (const char* sector : {"COP", "MIL", "JUD"}) imply(countries[i], sector);
  }
}

// ---- features

RoleScorer::Path RoleScorer::path(uint32_t head, const Trigger& trigger) const {
  Path out;
  if (tokens_.sentence_of(head) != tokens_.sentence_of(trigger.word)) {
    out.ascent = Ascent::other_sentence;
    return out;
  }
  // The words from the trigger up to the root.
  std::vector<uint32_t> above = {trigger.word};
  while (!grammar_.is_root(above.back()) && above.size() < kMostArcs) above.push_back(grammar_.head(above.back()));
  std::vector<uint32_t> down;  // from the candidate up to where the two meet
  uint32_t word = head;
  const auto meets = [&](uint32_t w) { return std::find(above.begin(), above.end(), w); };
  const auto is_trigger = [&](uint32_t w) {
    return std::find(trigger.words.begin(), trigger.words.end(), w) != trigger.words.end();
  };
  while (meets(word) == above.end() && !is_trigger(word) && !grammar_.is_root(word) && down.size() < kMostArcs) {
    // Conjuncts stand where the first of them does.
    if (grammar_.relation(word) != Deprel::conj || !grammar_.is_nominal(grammar_.head(word)) || word == head)
      down.push_back(word);
    word = grammar_.head(word);
  }
  if (down.size() > 1 && down.front() == head && grammar_.relation(head) == Deprel::conj &&
      grammar_.is_nominal(grammar_.head(head)))
    down.erase(down.begin());
  const auto met = meets(word);
  if (met == above.end()) {
    out.ascent = is_trigger(word) ? Ascent::inside : Ascent::more;
  } else {
    const auto up = met - above.begin();
    out.ascent = up == 0            ? Ascent::here
                 : is_trigger(word) ? Ascent::inside
                 : up == 1          ? Ascent::one
                 : up == 2          ? Ascent::two
                                    : Ascent::more;
    if (down.empty()) {
      // The candidate stands above the trigger: "the man who was arrested".
      const Arc arc = up == 0 ? Arc::itself : arc_of(grammar_, above[static_cast<size_t>(up) - 1]);
      out.arc = arc == Arc::relative || arc == Arc::clause ? arc : Arc::itself;
      return out;
    }
  }
  if (down.empty()) {
    out.arc = Arc::itself;
    return out;
  }
  out.arc = arc_of(grammar_, down.back());
  if (out.arc == Arc::oblique || out.arc == Arc::noun_phrase || out.arc == Arc::clause || out.arc == Arc::other)
    out.preposition = preposition_of(grammar_.preposition(down.back()));
  if (down.size() > 1) out.below = arc_of(grammar_, down[down.size() - 2]);
  return out;
}

CountryClass RoleScorer::country_class(const RoleCandidate& candidate) const {
  if (candidate.kind == CandidateKind::nobody) return CountryClass::nobody;
  if (candidate.countries.empty()) return CountryClass::unsaid;
  bool state = false;
  for (const std::string& country : candidate.countries) state |= Parties::is_of_state(country);
  if (!state) return CountryClass::international;
  for (size_t i = 0; i < story_.size(); ++i)
    for (const std::string& country : candidate.countries)
      if (country == story_[i].first)
        return i == 0 ? CountryClass::first : i == 1 ? CountryClass::second : CountryClass::later;
  return CountryClass::later;
}

SlotFilling RoleScorer::filling(const std::vector<std::string>& declared,
                                const std::vector<std::vector<uint32_t>>& slots) const {
  SlotFilling best = declared.empty() && slots.empty() ? SlotFilling::undeclared : SlotFilling::no_slot;
  for (const std::vector<uint32_t>& fillers : slots)
    for (const uint32_t word : fillers) {
      const Id<Mention> id = mentions_.of_head[word];
      const SlotFilling is = parties_.is_codable(id)               ? SlotFilling::party
                             : parties_.is_unresolved_person(word) ? SlotFilling::person
                                                                   : SlotFilling::thing;
      best = std::max(best, is);
    }
  return best;
}

RoleChoice RoleScorer::candidates(const Trigger& trigger, const RuleSides& rules, const Event* before) const {
  RoleChoice choice;
  choice.word = trigger.word;
  choice.kind = ranker_.kind(trigger.category->name, trigger.mode.empty() ? "" : trigger.mode.front());
  choice.shape = grammar_.upos(trigger.word) == Upos::ADJ ? TriggerShape::adjective
                 : trigger.nominal ? trigger.words.size() > 1 ? TriggerShape::carried_noun : TriggerShape::noun
                 : grammar_.is_passive(trigger.word) ? TriggerShape::passive
                                                     : TriggerShape::active;
  std::vector<RoleCandidate>& all = choice.candidates;
  all.emplace_back();
  add_mentions(trigger, all);
  add_implied(trigger, all);
  const auto offer = [&](const std::vector<std::vector<uint32_t>>& slots, RuleRank RoleCandidate::*own,
                         RuleRank RoleCandidate::*other) {
    for (const std::vector<uint32_t>& fillers : slots) {
      const Side side = parties_.resolve({fillers});
      if (side.empty()) continue;
      RoleCandidate& whole = all[place_of(side, all)];
      whole.*own = std::min(whole.*own, RuleRank::offered);
      whole.*other = std::min(whole.*other, RuleRank::other_offered);
    }
  };
  offer(trigger.actor, &RoleCandidate::as_actor, &RoleCandidate::as_recipient);
  offer(trigger.recipient, &RoleCandidate::as_recipient, &RoleCandidate::as_actor);
  choice.rule_actor = place_of(rules.actor, all);
  choice.rule_recipient = place_of(rules.recipient, all);
  all[choice.rule_recipient].as_actor = std::min(all[choice.rule_recipient].as_actor, RuleRank::other_chosen);
  all[choice.rule_actor].as_recipient = std::min(all[choice.rule_actor].as_recipient, RuleRank::other_chosen);
  all[choice.rule_actor].as_actor = RuleRank::chosen;
  choice.settled = trigger.sense->reciprocal || (choice.rule_actor != 0 && choice.rule_recipient != 0);
  all[choice.rule_recipient].as_recipient = RuleRank::chosen;

  const uint32_t here = tokens_.sentence_of(trigger.word);
  const Sense& sense = *trigger.sense;
  const SlotFilling filled_actor = filling(trigger.nominal ? sense.noun_actor : sense.actor, trigger.actor),
                    filled_recipient =
                        filling(trigger.nominal ? sense.noun_recipient : sense.recipient, trigger.recipient);
  // Where the sentence plays.
  std::string scene;
  const auto first_place = std::lower_bound(places_.places.begin(), places_.places.end(), tokens_.sentences[here].first,
                                            [](const PlaceMention& p, uint32_t w) { return p.first < w; });
  for (auto p = first_place; p != places_.places.end() && p->first < tokens_.sentences[here].last; ++p)
    if (scene.empty() && is_where(preposition_of(grammar_.preposition(p->last - 1)))) scene = p->place.country;
  const Quotation* said = nullptr;
  {
    const Span at = tokens_.words[trigger.word].span;
    const auto& list = quotations_.quotations;
    auto q = std::upper_bound(list.begin(), list.end(), at.start,
                              [](uint32_t start, const Quotation& one) { return start < one.content.start; });
    for (int back = 0; back < 4 && q != list.begin() && !said; ++back) {
      --q;
      if (q->content.start <= at.start && at.end <= q->content.end) said = &*q;
    }
  }
  // Who was named last before the event.
  std::vector<uint32_t> recent;
  for (const RoleCandidate& one : all)
    if (one.mentions.size() == 1 && mentions_.mentions[one.mentions.front().index].head < trigger.word)
      recent.push_back(one.mentions.front().index);
  std::sort(recent.begin(), recent.end(), std::greater<>());
  std::map<std::string, size_t> named;  // per country: mentions in the sentence
  for (const uint32_t m : window(trigger.word))
    if (mentions_.mentions[m].sentence == here)
      for (const ActorCode& code : actors_.of[m].codes) ++named[code.country];
  const auto told = [&](const RoleCandidate& candidate, const Side& side, const std::optional<ImpliedParty>& implied) {
    for (const Id<Mention> id : candidate.mentions)
      for (const Id<Mention> other : side)
        if (parties_.same(id, other) || (parties_.code(id).country == parties_.code(other).country &&
                                         parties_.code(id).sectors == parties_.code(other).sectors))
          return true;
    return candidate.implied && implied && candidate.implied->code.country == implied->code.country &&
           candidate.implied->code.sectors == implied->code.sectors;
  };

  for (size_t i = 0; i < all.size(); ++i) {
    RoleCandidate& one = all[i];
    const uint32_t kind = n(one.kind);
    const Mention* mention = one.mentions.empty() ? nullptr : &mentions_.mentions[one.mentions.front().index];
    const Actor* actor = one.mentions.empty() ? nullptr : &actors_.of[one.mentions.front().index];
    const Path path = mention ? this->path(mention->head, trigger) : Path{};
    const bool same_sentence = mention && mention->sentence == here;
    uint32_t sentence = 4, order = 6, recency = 6;
    if (mention) {
      const uint32_t back = here - std::min(here, mention->sentence);
      sentence = mention->sentence > here ? 5
                 : back > 0 && tokens_.sentences[mention->sentence].kind == SentenceKind::title
                     ? 0
                     : 4 - std::min(back, 3u);
      if (same_sentence) {
        const uint32_t apart =
            mention->head > trigger.word ? mention->head - trigger.word : trigger.word - mention->head;
        const uint32_t step = apart <= 3 ? 0 : apart <= 10 ? 1 : 2;
        order = mention->head > trigger.word ? 3 + step : 2 - step;
      }
      const auto at = std::find(recent.begin(), recent.end(), one.mentions.front().index);
      recency = at == recent.end() ? mention->head >= trigger.word ? 5 : 4
                                   : static_cast<uint32_t>(std::min<std::ptrdiff_t>(at - recent.begin(), 4));
    }
    uint32_t evidence = 0;
    if (actor) {
      static constexpr std::array<std::string_view, 6> kBy = {"name",  "office",      "role",
                                                              "place", "coreference", "context"};
      evidence = 1 + static_cast<uint32_t>(std::find(kBy.begin(), kBy.end(), actor->by) - kBy.begin());
    }
    const uint32_t sort = !actor                                           ? 0
                          : parties_.is_mere_country(one.mentions.front()) ? 5
                          : actor->kind == ActorKind::person               ? 1
                          : actor->kind == ActorKind::organization         ? 2
                          : actor->kind == ActorKind::country              ? 3
                          : actor->kind == ActorKind::place                ? 4
                                                                           : 0;
    const uint32_t country = n(country_class(one));
    const auto match = [&](const std::string& other) {
      if (other.empty() || one.countries.empty()) return n(SceneMatch::none);
      return n(std::find(one.countries.begin(), one.countries.end(), other) != one.countries.end() ? SceneMatch::same
                                                                                                   : SceneMatch::other);
    };
    uint32_t quote = n(QuoteMatch::none);
    if (said && mention) {
      quote = n(QuoteMatch::outside);
      if (said->content.start <= mention->span.start && mention->span.end <= said->content.end)
        quote = n(QuoteMatch::inside);
      for (const Id<Mention> id : one.mentions) {
        const Span words = mentions_.mentions[id.index].span;
        if ((said->holder && parties_.same(*said->holder, id)) ||
            (said->holder_span.start < words.end && words.start < said->holder_span.end))
          quote = n(QuoteMatch::holder);
      }
    }
    uint32_t earlier = 0;
    if (before && one.kind != CandidateKind::nobody) {
      const bool was_actor = told(one, before->actor, before->implied_actor),
                 was_recipient = told(one, before->recipient, before->implied_recipient);
      earlier = was_actor && was_recipient ? 3 : was_actor ? 1 : was_recipient ? 2 : 4;
    }
    const bool beside = before && tokens_.sentence_of(before->word) == here;
    const size_t chain = mention ? chains_.of[one.mentions.front().index].index : 0;
    size_t near = 0;
    for (const std::string& c : one.countries)
      if (const auto at = named.find(c); at != named.end()) near = std::max(near, at->second);

    // What the rules say here is no evidence from elsewhere.
    const auto times = [&](const std::map<std::string, uint32_t>& counted, const Side& here_is, RuleWay way) {
      uint32_t most = 0;
      for (const std::string& country : one.countries) {
        const auto at = counted.find(country);
        if (at == counted.end()) continue;
        const bool own = way <= RuleWay::later_slot && way != RuleWay::none &&
                         std::any_of(here_is.begin(), here_is.end(),
                                     [&](Id<Mention> id) { return parties_.code(id).country == country; });
        most = std::max(most, at->second - std::min<uint32_t>(own, at->second));
      }
      return std::min(most, 2u);
    };
    const uint32_t acted = times(acts_, rules.actor, rules.actor_way),
                   suffered = times(suffers_, rules.recipient, rules.recipient_way);

    for (const RoleSide side : {RoleSide::actor, RoleSide::recipient}) {
      const bool acts = side == RoleSide::actor;
      RoleFeatures& to = acts ? one.actor : one.recipient;
      const auto ask = [&](RoleQuestion question, std::initializer_list<uint32_t> values) {
        ranker_.add(question, side, choice.kind, values, to);
      };
      const RuleRank rank = acts ? one.as_actor : one.as_recipient;
      const SlotFilling own = acts ? filled_actor : filled_recipient, other = acts ? filled_recipient : filled_actor;
      uint32_t nesting = 0;
      if (mention) {
        if (mention->first <= trigger.word && trigger.word < mention->last && mention->head != trigger.word)
          nesting = 1;
        const RoleCandidate& facing = all[acts ? choice.rule_recipient : choice.rule_actor];
        for (const Id<Mention> id : facing.mentions) {
          const Mention& opposite = mentions_.mentions[id.index];
          if (&opposite == mention) continue;
          if (opposite.first <= mention->head && mention->head < opposite.last) nesting = 2;
          if (mention->first <= opposite.head && opposite.head < mention->last) nesting = 3;
        }
      }
      const RuleWay way = acts ? rules.actor_way : rules.recipient_way;
      ask(RoleQuestion::rule, {n(rank)});
      ask(RoleQuestion::way, {n(rank), n(rank == RuleRank::chosen ? way : RuleWay::none)});
      ask(RoleQuestion::filled, {n(own), kind});
      ask(RoleQuestion::shape, {n(choice.shape), kind});
      ask(RoleQuestion::path, {n(path.ascent), n(path.arc)});
      ask(RoleQuestion::path_kind, {n(path.ascent), n(path.arc), n(choice.shape)});
      ask(RoleQuestion::preposition, {n(path.preposition), n(path.ascent)});
      ask(RoleQuestion::below, {n(path.arc), n(path.below)});
      ask(RoleQuestion::distance, {sentence, kind});
      ask(RoleQuestion::order, {order, n(choice.shape)});
      ask(RoleQuestion::recency, {recency, kind});
      ask(RoleQuestion::evidence, {evidence, actor && actor->confidence < kGuess});
      ask(RoleQuestion::sort, {sort});
      ask(RoleQuestion::sector, {n(one.sector)});
      ask(RoleQuestion::country, {country, kind});
      ask(RoleQuestion::scene, {match(scene), kind});
      ask(RoleQuestion::dateline, {match(dateline_), kind});
      ask(RoleQuestion::salience, {mention ? size_class(chains_.chains[chain].mentions.size()) : 0,
                                   mention ? static_cast<uint32_t>(chain_lead_[chain]) : 0});
      ask(RoleQuestion::located, {mention && is_where(preposition_of(grammar_.preposition(mention->head))), sort});
      ask(RoleQuestion::nested, {nesting, kind});
      ask(RoleQuestion::quote, {quote});
      ask(RoleQuestion::before, {earlier, beside});
      ask(RoleQuestion::number, {mention && mention->plural, kind});
      ask(RoleQuestion::named_near, {size_class(near), kind});
      ask(RoleQuestion::side_filled, {n(own), n(other), kind});
      ask(RoleQuestion::told, {acted, suffered});
      ask(RoleQuestion::same_word,
          {mention && std::find(trigger.words.begin(), trigger.words.end(), mention->head) != trigger.words.end()});
    }
  }
  return choice;
}

RoleFeatures RoleScorer::pair(const RoleChoice& choice, size_t actor, size_t recipient) const {
  const RoleCandidate &a = choice.candidates[actor], &r = choice.candidates[recipient];
  RoleFeatures to;
  to.reserve(12);
  const auto ask = [&](RoleQuestion question, std::initializer_list<uint32_t> values) {
    ranker_.add(question, RoleSide::both, choice.kind, values, to);
  };
  uint32_t countries = 0;
  if (!a.countries.empty() || !r.countries.empty()) {
    if (r.countries.empty()) {
      countries = 1;
    } else if (a.countries.empty()) {
      countries = 2;
    } else {
      size_t shared = 0;
      for (const std::string& country : a.countries)
        shared += std::find(r.countries.begin(), r.countries.end(), country) != r.countries.end();
      countries = a.countries == r.countries ? 3 : shared == 0 ? 4 : 5;
    }
  }
  uint32_t same = 3;
  for (const Id<Mention> x : a.mentions)
    for (const Id<Mention> y : r.mentions) {
      const Mention &mx = mentions_.mentions[x.index], &my = mentions_.mentions[y.index];
      const bool nested = (mx.first <= my.head && my.head < mx.last) || (my.first <= mx.head && mx.head < my.last);
      same = std::min(same, x == y ? 0u : parties_.same(x, y) ? 1u : nested ? 2u : 3u);
    }
  uint32_t sequence = 2;
  if (!a.mentions.empty() && !r.mentions.empty())
    sequence = a.mentions.front().index <= r.mentions.front().index ? 0 : 1;
  ask(RoleQuestion::countries, {countries, n(r.sector)});
  ask(RoleQuestion::same, {same, n(choice.shape)});
  ask(RoleQuestion::kinds, {n(a.kind), n(r.kind)});
  ask(RoleQuestion::sequence, {sequence, n(choice.shape)});
  ask(RoleQuestion::sectors, {n(a.sector), n(r.sector), countries == 3});
  ask(RoleQuestion::rules, {n(a.as_actor), n(r.as_recipient)});
  uint32_t forth = 0, back = 0;
  if (countries == 4) {
    const RoleCandidate &rule_actor = choice.candidates[choice.rule_actor],
                        &rule_recipient = choice.candidates[choice.rule_recipient];
    const auto is_in = [](const std::vector<std::string>& list, const std::string& country) {
      return std::find(list.begin(), list.end(), country) != list.end();
    };
    for (const std::string& x : a.countries)
      for (const std::string& y : r.countries) {
        if (const auto at = deeds_.find({x, y}); at != deeds_.end()) {
          const bool here = is_in(rule_actor.countries, x) && is_in(rule_recipient.countries, y);
          forth = std::max(forth, at->second - std::min<uint32_t>(here, at->second));
        }
        if (const auto at = deeds_.find({y, x}); at != deeds_.end()) {
          const bool here = is_in(rule_actor.countries, y) && is_in(rule_recipient.countries, x);
          back = std::max(back, at->second - std::min<uint32_t>(here, at->second));
        }
      }
  }
  ask(RoleQuestion::elsewhere, {std::min(forth, 2u), std::min(back, 2u)});
  return to;
}

bool RoleScorer::share(const RoleCandidate& a, const RoleCandidate& b) const {
  for (const Id<Mention> x : a.mentions)
    for (const Id<Mention> y : b.mentions)
      if (parties_.same(x, y)) return true;
  return false;
}

// Nobody does it to himself, unless the rules say that they do it to one another.
bool RoleScorer::is_one(const RoleCandidate& a, const RoleCandidate& b) const {
  if (share(a, b)) return true;
  const auto code = [&](const RoleCandidate& candidate) -> const ActorCode* {
    if (candidate.implied) return &candidate.implied->code;
    return candidate.mentions.size() == 1 ? &parties_.code(candidate.mentions.front()) : nullptr;
  };
  const ActorCode *of_a = code(a), *of_b = code(b);
  return (a.implied || b.implied) && of_a && of_b && of_a->country == of_b->country && of_a->sectors == of_b->sectors;
}

std::vector<RoleScorer::Scored> RoleScorer::score(const RoleChoice& choice, const RoleRanker& ranker) const {
  const size_t count = choice.candidates.size();
  std::vector<float> as_actor(count), as_recipient(count);
  for (size_t i = 0; i < count; ++i) {
    as_actor[i] = ranker.score(choice.candidates[i].actor) + choice.candidates[i].said_actor;
    as_recipient[i] = ranker.score(choice.candidates[i].recipient) + choice.candidates[i].said_recipient;
  }
  const auto best = [&](const std::vector<float>& scores, size_t always) {
    std::vector<size_t> order(count);
    for (size_t i = 0; i < count; ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](size_t x, size_t y) { return scores[x] > scores[y]; });
    if (std::find(order.begin(), order.begin() + static_cast<long>(std::min(count, kMostTried)), always) ==
        order.begin() + static_cast<long>(std::min(count, kMostTried)))
      order[kMostTried - 1] = always;
    order.resize(std::min(count, kMostTried));
    return order;
  };
  std::vector<Scored> out;
  const std::vector<size_t> actors = best(as_actor, choice.rule_actor),
                            recipients = best(as_recipient, choice.rule_recipient);
  // Where the rules find both sides, or who is one of two that do something together, who stands where is theirs to
  // say.
  const RoleCandidate &rule_actor = choice.candidates[choice.rule_actor],
                      &rule_recipient = choice.candidates[choice.rule_recipient];
  for (const size_t a : actors)
    for (const size_t r : recipients) {
      const bool ruled = a == choice.rule_actor && r == choice.rule_recipient;
      const bool turned =
          choice.settled && (share(choice.candidates[a], rule_recipient) || share(choice.candidates[r], rule_actor));
      if (!ruled && (turned || is_one(choice.candidates[a], choice.candidates[r]))) continue;
      out.push_back({a, r, as_actor[a] + as_recipient[r] + ranker.score(pair(choice, a, r))});
    }
  return out;
}

std::optional<Span> RoleScorer::words_of(const RoleCandidate& candidate) const {
  if (!candidate.mentions.empty()) return mentions_.mentions[candidate.mentions.front().index].span;
  if (candidate.implied) return candidate.implied->words;
  return std::nullopt;
}

std::vector<Reason> RoleScorer::reasons(const RoleChoice& choice, const RolePair& chosen) const {
  std::vector<Reason> out;
  const std::vector<Scored> scored = score(choice, ranker_);
  for (const bool acts : {true, false}) {
    const size_t own = acts ? chosen.actor : chosen.recipient;
    const RoleCandidate& candidate = choice.candidates[own];
    const std::optional<Span> words = words_of(candidate);
    if (!words) continue;
    // The best pair with somebody else on this side.
    const Scored* next = nullptr;
    for (const Scored& one : scored) {
      const RoleCandidate& other = choice.candidates[acts ? one.actor : one.recipient];
      const bool same = other.countries == candidate.countries && other.sector == candidate.sector;
      if (!same && (!next || one.score > next->score)) next = &one;
    }
    std::map<std::string_view, float> clues;
    const auto count = [&](const RoleFeatures& features, float sign) {
      for (const uint32_t f : features) clues[ranker_.clue(f)] += sign * ranker_.weights()[f];
    };
    count(acts ? candidate.actor : candidate.recipient, 1);
    count(pair(choice, chosen.actor, chosen.recipient), 1);
    std::vector<Span> looked_at = {*words};
    if (next) {
      const RoleCandidate& other = choice.candidates[acts ? next->actor : next->recipient];
      count(acts ? other.actor : other.recipient, -1);
      count(pair(choice, next->actor, next->recipient), -1);
      if (const auto span = words_of(other)) looked_at.push_back(*span);
    }
    std::vector<std::pair<float, std::string_view>> order;
    for (const auto& [clue, weight] : clues)
      if (weight > 0) order.emplace_back(-weight, clue);
    std::stable_sort(order.begin(), order.end());
    const char* field = acts ? "actor" : "recipient";
    if (candidate.implied) out.push_back({field, "context/implied", {*words}});
    for (size_t i = 0; i < std::min<size_t>(order.size(), 2); ++i)
      out.push_back({field, "party/" + std::string(order[i].second), looked_at});
  }
  return out;
}

RolePair RoleScorer::best(const RoleChoice& choice, const RoleRanker& ranker) const {
  const std::vector<Scored> scored = score(choice, ranker);
  const Scored* best = &scored.front();
  for (const Scored& one : scored)
    if (one.score > best->score) best = &one;
  float all = 0;
  for (const Scored& one : scored) all += static_cast<float>(exact_exp(static_cast<double>(one.score - best->score)));
  return {best->actor, best->recipient, 1.0f / all};
}

}  // namespace kronika
