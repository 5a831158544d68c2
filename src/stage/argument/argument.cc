#include "stage/argument/argument.h"

#include <algorithm>
#include <set>

#include "text/grammar.h"

namespace kronika {
namespace {

// Words of an event's span lie at most this far apart; what is farther is named by its head alone.
constexpr uint32_t kMostSpanWords = 12;

class Assigner {
 public:
  Assigner(const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions, const Chains& chains, const Actors& actors)
      : tokens_(tokens), grammar_(tags, trees), mentions_(mentions), chains_(chains), actors_(actors) {}

  Events assign(const Triggers& triggers) {
    for (const Trigger& trigger : triggers.triggers) add(trigger);
    merge();
    return std::move(out_);
  }

 private:
  bool is_codable(Id<Mention> id) const { return id.valid() && !actors_.of[id.index].codes.empty(); }

  // The mentions that stand for a filler: its own, or what it is made of ("a group of Russian soldiers", "members of parliament").
  void resolve(uint32_t word, std::vector<Id<Mention>>& to, int depth = 3) const {
    const Id<Mention> own = mentions_.of_head[word];
    if (is_codable(own)) {
      if (std::find(to.begin(), to.end(), own) == to.end()) to.push_back(own);
      return;
    }
    if (depth == 0) return;
    const size_t before = to.size();
    for (const uint32_t inner : grammar_.phrases(word, "of")) resolve(inner, to, depth - 1);
    if (to.size() > before) return;
    // Its modifiers: "the Kremlin's demands", "US forces" where forces are unknown.
    for (const uint32_t c : grammar_.children(word)) {
      const Deprel relation = grammar_.relation(c);
      if (grammar_.subtype(c) != Deprel::nmod_poss && relation != Deprel::compound && relation != Deprel::amod) continue;
      if (is_codable(mentions_.of_head[c]) && to.size() == before) to.push_back(mentions_.of_head[c]);
    }
  }

  std::vector<Id<Mention>> resolve_all(const std::vector<uint32_t>& fillers) const {
    std::vector<Id<Mention>> out;
    for (const uint32_t word : fillers) resolve(word, out);
    return out;
  }

  bool is_kind(Id<Mention> id, const std::string& kind) const {
    if (!id.valid()) return false;
    const Actor& actor = actors_.of[id.index];
    if (kind == "actor") return !actor.codes.empty();
    if (kind == "person") return actor.kind == ActorKind::person;
    if (kind == "organization") return actor.kind == ActorKind::organization;
    if (kind == "country") return actor.kind == ActorKind::country;
    return actor.kind == ActorKind::place;
  }

  // Conditions on kinds, for the two slots that are known here by their role in the sense.
  bool kinds_hold(const Trigger& trigger, const std::vector<Id<Mention>>& actor, const std::vector<Id<Mention>>& recipient) const {
    const Sense& sense = *trigger.sense;
    for (const SlotCondition& condition : sense.conditions) {
      if (condition.kinds.empty()) continue;
      const std::vector<std::string>& actor_slots = trigger.nominal ? sense.noun_actor : sense.actor;
      const bool of_actor = std::find(actor_slots.begin(), actor_slots.end(), condition.slot) != actor_slots.end();
      const std::vector<Id<Mention>>& side = of_actor ? actor : recipient;
      const bool any = std::any_of(side.begin(), side.end(), [&](Id<Mention> id) {
        return std::any_of(condition.kinds.begin(), condition.kinds.end(), [&](const std::string& kind) { return is_kind(id, kind); });
      });
      if (condition.wanted ? !any && condition.lemmas.empty() : any) return false;
    }
    return true;
  }

  void add(const Trigger& trigger) {
    Event event;
    event.sense = trigger.sense;
    event.category = trigger.sense->category;
    event.mode = trigger.sense->mode;
    event.word = trigger.word;
    event.actor = resolve_all(trigger.actor);
    event.recipient = resolve_all(trigger.recipient);
    if (!kinds_hold(trigger, event.actor, event.recipient)) return;
    // Nobody does it to himself: a party on both sides stays where it acts.
    std::erase_if(event.recipient, [&](Id<Mention> r) {
      return std::any_of(event.actor.begin(), event.actor.end(), [&](Id<Mention> a) { return a == r || same_chain(a, r); });
    });
    // "The ministers of A and B met": both sides stand in one slot.
    if (trigger.sense->reciprocal && event.recipient.empty() && event.actor.size() > 1) {
      event.recipient.assign(event.actor.begin() + 1, event.actor.end());
      event.actor.resize(1);
    }
    if (trigger.sense->reciprocal && event.actor.empty() && event.recipient.size() > 1) {
      event.actor = {event.recipient.front()};
      event.recipient.erase(event.recipient.begin());
    }
    if (event.actor.empty() && event.recipient.empty() && !trigger.sense->alone) return;
    if (event.actor.empty()) imply(trigger.sense->in->implied_actor, event.recipient, "actor", event, event.actor);
    else if (event.recipient.empty()) imply(trigger.sense->in->implied_recipient, event.actor, "recipient", event, event.recipient);
    event.span = span_of(trigger);
    event.confidence = confidence_of(trigger, event);
    event.why.push_back({"event", trigger.sense->id, word_spans(trigger.words)});
    out_.events.push_back(std::move(event));
  }

  static bool is_state(const ActorCode& code) {
    static const std::set<std::string> kState = {"GOV", "MIL", "COP", "JUD", "LEG", "SPY"};
    return !code.sectors.empty() && kState.contains(code.sectors.front());
  }

  // Fills a side that the text leaves out from the mentions around, if the category says how.
  void imply(const std::vector<std::string>& ways, const std::vector<Id<Mention>>& other, const char* field, Event& event, std::vector<Id<Mention>>& side) {
    if (other.empty()) return;
    const ActorCode& known = actors_.of[other.front().index].codes.front();
    const uint32_t here = tokens_.sentence_of(event.word);
    for (const std::string& way : ways) {
      Id<Mention> best;
      uint32_t best_distance = UINT32_MAX;
      // Mentions are in the order of their words: those near the event lie around where it would stand.
      const auto around = std::lower_bound(mentions_.mentions.begin(), mentions_.mentions.end(), event.word, [](const Mention& m, uint32_t w) { return m.head < w; });
      const long middle = around - mentions_.mentions.begin(), reach = 80;
      for (long i = std::max(0L, middle - reach); i < std::min<long>(static_cast<long>(mentions_.mentions.size()), middle + reach / 2); ++i) {
        const Mention& m = mentions_.mentions[static_cast<size_t>(i)];
        const Id<Mention> id{static_cast<uint32_t>(i)};
        if (m.sentence > here || m.sentence + 4 < here || !is_codable(id)) continue;
        if (std::any_of(other.begin(), other.end(), [&](Id<Mention> o) { return o == id || same_chain(o, id); })) continue;
        const ActorCode& code = actors_.of[id.index].codes.front();
        if (code.country.empty() || (way == "domestic" ? code.country != known.country || is_state(code) == is_state(known) : code.country == known.country && is_state(code) == is_state(known))) continue;
        if (way == "nearest" && (actors_.of[id.index].kind == ActorKind::place || m.sentence + 2 < here)) continue;
        const uint32_t distance = (here - m.sentence) * 100 + (m.head > event.word ? m.head - event.word : event.word - m.head);
        if (distance < best_distance) {
          best_distance = distance;
          best = id;
        }
      }
      if (!best) continue;
      side = {best};
      event.why.push_back({field, "context/" + way, {mentions_.mentions[best.index].span}});
      return;
    }
  }

  bool same_chain(Id<Mention> a, Id<Mention> b) const { return chains_.of[a.index] == chains_.of[b.index]; }

  std::vector<Span> word_spans(const std::vector<uint32_t>& words) const {
    std::vector<Span> spans;
    for (const uint32_t word : words) spans.push_back(tokens_.words[word].span);
    return spans;
  }

  Span span_of(const Trigger& trigger) const {
    uint32_t first = trigger.words.front(), last = trigger.words.back();
    if (last - first >= kMostSpanWords) first = last = trigger.word;
    // A verb takes its object along, a noun what says what it is: "arrested two editors".
    return {tokens_.words[first].span.start, tokens_.words[last].span.end};
  }

  float confidence_of(const Trigger& trigger, const Event& event) const {
    float confidence = 0.3f;
    if (!event.actor.empty()) confidence += 0.15f;
    if (!event.recipient.empty()) confidence += 0.15f;
    if (!trigger.nominal) confidence += 0.1f;
    if (trigger.words.size() > 1) confidence += 0.1f;
    for (const auto* side : {&event.actor, &event.recipient})
      for (const Id<Mention> id : *side)
        if (actors_.of[id.index].codes.front().country.empty()) {
          confidence -= 0.05f;
          break;
        }
    return std::min(confidence, 0.9f);
  }

  // Codes of a side, as a set: two tellings of an event name its parties by different words.
  std::set<std::string> codes(const std::vector<Id<Mention>>& side) const {
    std::set<std::string> out;
    for (const Id<Mention> id : side)
      for (const ActorCode& code : actors_.of[id.index].codes)
        out.insert(code.country + (code.sectors.empty() ? "" : " " + code.sectors.front()));
    return out;
  }

  bool tells_same(const Event& a, const Event& b) const {
    if (a.category != b.category) return false;
    if (!a.mode.empty() && !b.mode.empty() && a.mode != b.mode) return false;
    const auto fits = [](const std::set<std::string>& x, const std::set<std::string>& y) {
      return x == y || (!x.empty() && !y.empty() && (std::includes(x.begin(), x.end(), y.begin(), y.end()) || std::includes(y.begin(), y.end(), x.begin(), x.end())));
    };
    const auto xa = codes(a.actor), xb = codes(b.actor), ra = codes(a.recipient), rb = codes(b.recipient);
    if (fits(xa, xb) && fits(ra, rb)) return true;
    // A shorter telling leaves a side out; the same words must then tell it.
    const bool same_word = grammar_.lemma(a.word) == grammar_.lemma(b.word);
    return same_word && ((fits(xa, xb) && (ra.empty() || rb.empty())) || (fits(ra, rb) && (xa.empty() || xb.empty())));
  }

  static size_t weight(const Event& event) { return !event.actor.empty() + !event.recipient.empty(); }

  // The fullest telling in the text stands for all; those of a title come last.
  void merge() {
    std::vector<Event> kept;
    for (Event& event : out_.events) {
      const auto same = std::find_if(kept.begin(), kept.end(), [&](const Event& other) { return tells_same(other, event); });
      if (same == kept.end()) {
        kept.push_back(std::move(event));
        continue;
      }
      const bool other_in_title = sentence_kind(*same) == SentenceKind::title;
      if (weight(event) > weight(*same) || (other_in_title && weight(event) == weight(*same))) std::swap(event, *same);
      same->again.push_back(event.span);
      same->again.insert(same->again.end(), event.again.begin(), event.again.end());
      event.again.clear();
      same->confidence = std::min(0.95f, std::max(same->confidence, event.confidence) + 0.05f);
    }
    std::stable_sort(kept.begin(), kept.end(), [](const Event& a, const Event& b) { return a.span.start < b.span.start; });
    for (Event& event : kept) {
      std::sort(event.again.begin(), event.again.end());
      event.again.erase(std::unique(event.again.begin(), event.again.end()), event.again.end());
    }
    out_.events = std::move(kept);
  }

  SentenceKind sentence_kind(const Event& event) const { return tokens_.sentences[tokens_.sentence_of(event.word)].kind; }

  const Tokens& tokens_;
  Grammar grammar_;
  const Mentions& mentions_;
  const Chains& chains_;
  const Actors& actors_;
  Events out_;
};

}  // namespace

Events assign(const Triggers& triggers, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions,
              const Chains& chains, const Actors& actors) {
  return Assigner(tokens, tags, trees, mentions, chains, actors).assign(triggers);
}

}  // namespace kronika
