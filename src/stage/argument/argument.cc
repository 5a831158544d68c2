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
  Assigner(const Codebook& codebook, const Tokens& tokens, const Tags& tags, const Trees& trees,
           const Mentions& mentions, const Chains& chains, const Actors& actors)
      : tokens_(tokens),
        grammar_(tags, trees),
        mentions_(mentions),
        actors_(actors),
        parties_(grammar_, mentions, chains, actors, codebook) {}

  Events assign(const Triggers& triggers) {
    std::vector<const TriggerChoice*> open;
    for (const TriggerChoice& choice : triggers.triggers)
      if (!add(choice, false)) open.push_back(&choice);
    if (tells_events()) {
      for (const TriggerChoice* choice : open) add(*choice, true);
      std::stable_sort(out_.events.begin(), out_.events.end(),
                       [](const Event& a, const Event& b) { return a.word < b.word; });
    }
    join_tellings(tokens_, grammar_, actors_, out_);
    return std::move(out_);
  }

 private:
  bool add(const TriggerChoice& choice, bool told_among_events) {
    return std::any_of(choice.senses.begin(), choice.senses.end(),
                       [&](const Trigger& trigger) { return add(trigger, told_among_events); });
  }

  // Whether the article is a chronicle of events by those that are sure: their parties are known, and there are
  // several, not one among pages of something else.
  bool tells_events() const {
    constexpr size_t kFewest = 2, kSentencesForEach = 10;
    return out_.events.size() >= kFewest && out_.events.size() * kSentencesForEach >= tokens_.sentences.size();
  }

  bool add(const Trigger& trigger, bool told_among_events) {
    if (!std::all_of(trigger.checks.begin(), trigger.checks.end(),
                     [&](const Trigger::Check& check) { return parties_.holds(trigger, check); }))
      return false;
    Event event;
    event.sense = trigger.sense;
    event.category = trigger.category->name;
    event.mode = trigger.mode;
    event.word = trigger.word;
    event.actor = parties_.resolve(trigger.actor);
    event.recipient = parties_.resolve(trigger.recipient, event.actor);
    settle_sides(trigger, event);
    if (!(told_among_events ? is_plain_deed(trigger) : counts(trigger, event))) return false;
    if (event.actor.empty())
      imply(trigger.category->implied_actor, event.recipient, "actor", event, event.actor, event.implied_actor);
    else if (event.recipient.empty())
      imply(trigger.category->implied_recipient, event.actor, "recipient", event, event.recipient,
            event.implied_recipient);
    event.span = span_of(trigger);
    event.confidence = confidence_of(trigger, event);
    event.why.push_back({"event", trigger.sense->id, word_spans(trigger.words)});
    out_.events.push_back(std::move(event));
    return true;
  }

  void settle_sides(const Trigger& trigger, Event& event) const {
    // "blamed each other": all in both fields.
    const bool mutual =
        std::any_of(trigger.recipient.begin(), trigger.recipient.end(), [&](const std::vector<uint32_t>& fillers) {
          return std::any_of(fillers.begin(), fillers.end(),
                             [&](uint32_t f) { return parties_.is_reciprocal_pronoun(f); });
        });
    if (mutual && !trigger.sense->reciprocal) {
      event.recipient = event.actor;
      return;
    }
    if (!trigger.sense->reciprocal) return;
    // "The ministers of A and B met": both sides stand in one slot.
    if (event.recipient.empty() && event.actor.size() > 1) {
      event.recipient.assign(event.actor.begin() + 1, event.actor.end());
      event.actor.resize(1);
    }
    if (event.actor.empty() && event.recipient.size() > 1) {
      event.actor = {event.recipient.front()};
      event.recipient.erase(event.recipient.begin());
    }
  }

  // Whether its parties make it an event of politics.
  bool counts(const Trigger& trigger, const Event& event) const {
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
  bool is_private_and_place(const Event& event) const {
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

  // Fills a side that the text leaves out from the mentions around, if the category says how.
  void imply(const std::vector<std::string>& ways, const Side& other, const char* field, Event& event, Side& side,
             std::optional<ImpliedParty>& unnamed) const {
    if (other.empty()) return;
    for (const std::string& way : ways) {
      if (way == "compatriots") {
        const std::string& country = parties_.code(other.front()).country;
        if (!parties_.is_of_state(country)) continue;
        const Span words = mentions_.mentions[other.front().index].span;
        unnamed = ImpliedParty{{country, {parties_.is_state(other.front()) ? "CVL" : "GOV"}, "", "", ""}, words};
        event.why.push_back({field, "context/" + way, {words}});
        return;
      }
      const Id<Mention> best = nearest(way == "domestic", other, event.word);
      if (!best) continue;
      side = {best};
      event.why.push_back({field, "context/" + way, {mentions_.mentions[best.index].span}});
      return;
    }
  }

  // The nearest mention before a word that may face `other`: in its own country across the line between state and
  // society, or any other party.
  Id<Mention> nearest(bool domestic, const Side& other, uint32_t word) const {
    const std::string& country = parties_.code(other.front()).country;
    const bool state = parties_.is_state(other.front());
    const uint32_t here = tokens_.sentence_of(word);
    Id<Mention> best;
    uint32_t best_distance = UINT32_MAX;
    // Mentions are in the order of their words: those near the event lie around where it would stand.
    const auto around = std::lower_bound(mentions_.mentions.begin(), mentions_.mentions.end(), word,
                                         [](const Mention& m, uint32_t w) { return m.head < w; });
    const long middle = around - mentions_.mentions.begin(), reach = 80;
    for (long i = std::max(0L, middle - reach);
         i < std::min<long>(static_cast<long>(mentions_.mentions.size()), middle + reach / 2); ++i) {
      const Mention& m = mentions_.mentions[static_cast<size_t>(i)];
      const Id<Mention> id{static_cast<uint32_t>(i)};
      if (m.sentence > here || m.sentence + 4 < here || !parties_.is_codable(id)) continue;
      if (std::any_of(other.begin(), other.end(), [&](Id<Mention> o) { return parties_.same(o, id); })) continue;
      const ActorCode& code = parties_.code(id);
      const bool same_country = code.country == country, same_side = parties_.is_state(id) == state;
      if (code.country.empty() || (domestic ? !same_country || same_side : same_country && same_side)) continue;
      if (!domestic && (actors_.of[id.index].kind == ActorKind::place || m.sentence + 2 < here)) continue;
      const uint32_t distance = (here - m.sentence) * 100 + (m.head > word ? m.head - word : word - m.head);
      if (distance >= best_distance) continue;
      best_distance = distance;
      best = id;
    }
    return best;
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

  float confidence_of(const Trigger& trigger, const Event& event) const {
    float confidence = 0.3f;
    if (!event.actor.empty()) confidence += 0.15f;
    if (!event.recipient.empty()) confidence += 0.15f;
    if (!trigger.nominal) confidence += 0.1f;
    if (trigger.words.size() > 1) confidence += 0.1f;
    for (const Side* side : {&event.actor, &event.recipient})
      for (const Id<Mention> id : *side)
        if (parties_.code(id).country.empty()) {
          confidence -= 0.05f;
          break;
        }
    return std::min(confidence, 0.9f);
  }

  const Tokens& tokens_;
  Grammar grammar_;
  const Mentions& mentions_;
  const Actors& actors_;
  Parties parties_;
  Events out_;
};

}  // namespace

Events assign(const Codebook& codebook, const Triggers& triggers, const Tokens& tokens, const Tags& tags,
              const Trees& trees, const Mentions& mentions, const Chains& chains, const Actors& actors) {
  return Assigner(codebook, tokens, tags, trees, mentions, chains, actors).assign(triggers);
}

}  // namespace kronika
