#include "stage/argument/argument.h"

#include <algorithm>

#include "stage/argument/party.h"
#include "stage/argument/same.h"
#include "text/grammar.h"

namespace kronika {
namespace {

// Words of an event's span lie at most this far apart; what is farther is named by its head alone.
constexpr uint32_t kMostSpanWords = 12;

class Assigner {
 public:
  Assigner(const Codebook& codebook, const RoleRanker& ranker, const ArgumentLayers& layers, const RoleChooser& choose,
           const RoleAdviser& advise)
      : tokens_(layers.tokens),
        grammar_(layers.tags, layers.trees),
        mentions_(layers.mentions),
        actors_(layers.actors),
        parties_(grammar_, layers.mentions, layers.chains, layers.actors, codebook),
        scorer_(ranker, parties_, layers.tokens, grammar_, layers.mentions, layers.chains, layers.actors, layers.places,
                layers.quotations),
        choose_(choose),
        advise_(advise) {}

  Events assign(const Triggers& triggers) {
    std::vector<Proposal> found;
    std::vector<const TriggerChoice*> open;
    for (const TriggerChoice& choice : triggers.triggers)
      if (choice.settled)
        found.push_back({&choice.best(), rules_of(choice.best())});
      else if (!propose(choice, false, found))
        open.push_back(&choice);
    if (tells_events(found.size())) {
      for (const TriggerChoice* choice : open) propose(*choice, true, found);
      std::stable_sort(found.begin(), found.end(),
                       [](const Proposal& a, const Proposal& b) { return a.trigger->word < b.trigger->word; });
    }
    std::vector<RuleSides> sides;
    for (const Proposal& one : found) sides.push_back(one.rules);
    scorer_.read_elsewhere(sides);
    for (const Proposal& one : found) add(*one.trigger, one.rules);
    join_tellings(tokens_, grammar_, mentions_, actors_, out_);
    return std::move(out_);
  }

 private:
  // What the rules of the codebook make of a trigger.
  struct Proposal {
    const Trigger* trigger;
    RuleSides rules;
  };

  bool propose(const TriggerChoice& choice, bool told_among_events, std::vector<Proposal>& to) const {
    for (const Trigger& trigger : choice.senses)
      if (auto rules = propose(trigger, told_among_events)) {
        to.push_back({&trigger, std::move(*rules)});
        return true;
      }
    return false;
  }

  // Whether the article is a chronicle of events by those that are sure: their parties are known, and there are
  // several, not one among pages of something else.
  bool tells_events(size_t sure) const {
    constexpr size_t kFewest = 2, kSentencesForEach = 10;
    return sure >= kFewest && sure * kSentencesForEach >= tokens_.sentences.size();
  }

  // Who the rules take for the parties; nothing where it makes no event.
  std::optional<RuleSides> propose(const Trigger& trigger, bool told_among_events) const {
    if (!std::all_of(trigger.checks.begin(), trigger.checks.end(),
                     [&](const Trigger::Check& check) { return parties_.holds(trigger, check); }))
      return std::nullopt;
    RuleSides rules = rules_of(trigger);
    if (!(told_among_events ? is_plain_deed(trigger) : counts(trigger, rules))) return std::nullopt;
    return rules;
  }

  RuleSides rules_of(const Trigger& trigger) const {
    RuleSides rules;
    rules.actor = parties_.resolve(trigger.actor);
    rules.recipient = parties_.resolve(trigger.recipient, rules.actor);
    rules.actor_way = way_of(trigger.actor, rules.actor);
    rules.recipient_way = way_of(trigger.recipient, rules.recipient);
    settle_sides(trigger, rules);
    return rules;
  }

  void add(const Trigger& trigger, const RuleSides& rules) {
    Event event;
    event.sense = trigger.sense;
    event.category = trigger.category->name;
    event.mode = trigger.mode;
    event.word = trigger.word;
    event.span = span_of(trigger);
    choose(trigger, rules, event);
    event.why.insert(event.why.begin(), {"event", trigger.sense->id, word_spans(trigger.words)});
    out_.events.push_back(std::move(event));
  }

  void choose(const Trigger& trigger, const RuleSides& rules, Event& event) const {
    RoleChoice choice = scorer_.candidates(trigger, rules, out_.events.empty() ? nullptr : &out_.events.back());
    choice.span = event.span;
    if (advise_) advise_(choice);
    const RolePair best = choose_ ? choose_(scorer_, choice) : scorer_.best(choice, scorer_.ranker());
    const RoleCandidate &actor = choice.candidates[best.actor], &recipient = choice.candidates[best.recipient];
    event.actor = actor.mentions;
    event.implied_actor = actor.implied;
    event.recipient = recipient.mentions;
    event.implied_recipient = recipient.implied;
    event.why = scorer_.reasons(choice, best);
    event.confidence = best.probability;
  }

  RuleWay way_of(const std::vector<std::vector<uint32_t>>& slots, const Side& side) const {
    if (side.empty()) return RuleWay::nobody;
    for (size_t s = 0; s < slots.size(); ++s) {
      const Side here = parties_.resolve({slots[s]});
      if (std::find(here.begin(), here.end(), side.front()) != here.end())
        return s == 0 ? RuleWay::first_slot : s == 1 ? RuleWay::second_slot : RuleWay::later_slot;
    }
    return RuleWay::later_slot;
  }

  void settle_sides(const Trigger& trigger, RuleSides& event) const {
    // "blamed each other": all in both fields.
    const bool mutual =
        std::any_of(trigger.recipient.begin(), trigger.recipient.end(), [&](const std::vector<uint32_t>& fillers) {
          return std::any_of(fillers.begin(), fillers.end(),
                             [&](uint32_t f) { return parties_.is_reciprocal_pronoun(f); });
        });
    if (mutual && !trigger.sense->reciprocal) {
      event.recipient = event.actor;
      event.recipient_way = RuleWay::mutual;
      return;
    }
    if (!trigger.sense->reciprocal) return;
    // "The ministers of A and B met": both sides stand in one slot.
    if (event.recipient.empty() && event.actor.size() > 1) {
      event.recipient.assign(event.actor.begin() + 1, event.actor.end());
      event.actor.resize(1);
      event.recipient_way = RuleWay::shared_slot;
    }
    if (event.actor.empty() && event.recipient.size() > 1) {
      event.actor = {event.recipient.front()};
      event.recipient.erase(event.recipient.begin());
      event.actor_way = RuleWay::shared_slot;
    }
  }

  // Whether its parties make it an event of politics.
  bool counts(const Trigger& trigger, const RuleSides& event) const {
    const bool political = parties_.about_politics() && !trigger.other_field;
    if (event.actor.empty() && event.recipient.empty()) {
      if (parties_.about_other_things() && trigger.nominal) return false;
      return (trigger.sense->alone && !trigger.other_field) || (political && stands_alone(trigger));
    }
    Standing best = Standing::any;
    bool more_than_countries = false;
    for (const Side* side : {&event.actor, &event.recipient})
      for (const Id<Mention> id : *side) {
        best = std::max(best, parties_.standing(id));
        more_than_countries |= parties_.standing(id) == Standing::political && !parties_.is_mere_country(id);
      }
    if (trigger.other_field && !more_than_countries) return false;
    // Violence and protest are news in any text; what is said and given is politics only where somebody of politics
    // does.
    if (parties_.about_other_things() && trigger.sense->needs == Standing::political &&
        (!more_than_countries || (trigger.nominal && (event.actor.empty() || event.recipient.empty()))))
      return false;
    if (!political && trigger.sense->needs == Standing::political && is_private_and_place(event)) return false;
    return best >= trigger.sense->needs || (political && best != Standing::any) ||
           (political && trigger.sense->needs == Standing::group);
  }

  // "The festival returns to Turkey", "Georgia's lakes offer boaters a view": the place where private people live or go
  // is no party of theirs; a state that acts on them is.
  bool is_private_and_place(const RuleSides& event) const {
    const auto all = [](const Side& side, const auto& holds) {
      return !side.empty() && std::all_of(side.begin(), side.end(), holds);
    };
    const auto is_private = [&](Id<Mention> id) { return parties_.standing(id) == Standing::any; };
    const auto is_place = [&](Id<Mention> id) { return actors_.of[id.index].kind == ActorKind::place; };
    const auto is_mere = [&](Id<Mention> id) { return parties_.is_mere_country(id); };
    return (all(event.actor, is_private) && all(event.recipient, is_mere)) ||
           (all(event.actor, is_place) && all(event.recipient, is_private));
  }

  // A deed whose parties the text leaves open. Material conflict is news whoever it is; words need somebody who says
  // them.
  bool stands_alone(const Trigger& trigger) const {
    if (trigger.sense->needs == Standing::any || trigger.category->quad == 4) {
      if (trigger.nominal) return trigger.words.size() > 1;
      return !names_only_things(trigger.recipient, trigger) && !names_only_things(trigger.actor, trigger);
    }
    return !trigger.nominal &&
           std::any_of(trigger.actor.begin(), trigger.actor.end(), [&](const std::vector<uint32_t>& fillers) {
             return std::any_of(fillers.begin(), fillers.end(),
                                [&](uint32_t f) { return parties_.is_unresolved_person(f); });
           });
  }

  // Among events a deed told by an expression of its own is one more, whoever its parties are; a bare noun or a verb of
  // many meanings may be anything, and so may words whose parties are known to be nobody.
  bool is_plain_deed(const Trigger& trigger) const {
    if (trigger.other_field) return false;
    if (trigger.nominal) return false;
    return trigger.words.size() > 1 || trigger.category->quad >= 3;
  }

  // "He attacks the undergrowth": who or what fills the best slot is nobody.
  bool names_only_things(const std::vector<std::vector<uint32_t>>& slots, const Trigger& trigger) const {
    if (slots.empty()) return false;
    return std::none_of(slots.front().begin(), slots.front().end(), [&](uint32_t f) {
      const Id<Mention> id = mentions_.of_head[f];
      return parties_.is_unresolved_person(f) || (id.valid() && actors_.of[id.index].kind != ActorKind::none) ||
             std::find(trigger.words.begin(), trigger.words.end(), f) != trigger.words.end();
    });
  }

  std::vector<Span> word_spans(const std::vector<uint32_t>& words) const {
    std::vector<Span> spans;
    for (const uint32_t word : words) spans.push_back(tokens_.words[word].span);
    return spans;
  }

  Span span_of(const Trigger& trigger) const {
    uint32_t first = trigger.words.front(), last = trigger.words.back();
    if (last - first >= kMostSpanWords) first = last = trigger.word;
    return {tokens_.words[first].span.start, tokens_.words[last].span.end};
  }

  const Tokens& tokens_;
  Grammar grammar_;
  const Mentions& mentions_;
  const Actors& actors_;
  Parties parties_;
  RoleScorer scorer_;
  const RoleChooser& choose_;
  const RoleAdviser& advise_;
  Events out_;
};

}  // namespace

Events assign(const Codebook& codebook, const RoleRanker& ranker, const Triggers& triggers,
              const ArgumentLayers& layers, const RoleChooser& choose, const RoleAdviser& advise) {
  return Assigner(codebook, ranker, layers, choose, advise).assign(triggers);
}

}  // namespace kronika
