#include "stage/argument/reductions.h"

#include <algorithm>

#include "text/grammar.h"

namespace kronika {
namespace {

template <size_t N>
bool is_one_of(const std::string& word, const char* const (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

constexpr const char* kCooperation[] = {"CONSULT", "COOPERATE", "AID", "SUPPORT", "AGREE"};
constexpr const char* kConcession[] = {"RETREAT", "CONCEDE"};
constexpr const char* kForce[] = {"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"};
// Events that are words about another deed.
constexpr const char* kWords[] = {"REQUEST", "THREATEN", "AGREE", "REJECT", "CONCEDE", "ACCUSE", "SUPPORT"};

class Reducer {
 public:
  Reducer(const Tags& tags, const Trees& trees, Events& events, Factualities& factualities)
      : grammar_(tags, trees), events_(events.events), factualities_(factualities), at_(tags.lemma.size(), kNone) {
    for (uint32_t i = 0; i < events_.size(); ++i)
      if (at_[events_[i].word] == kNone) at_[events_[i].word] = i;
  }

  // Per event: whether it goes.
  std::vector<char> find_contents() {
    std::vector<char> gone(events_.size(), 0);
    for (uint32_t i = 0; i < events_.size(); ++i) {
      const uint32_t said = governor(i);
      if (said == kNone || gone[said]) continue;
      gone[i] = 1;
      // "promised to free the prisoners": the promise is of a concession.
      if (events_[said].category == "AGREE" && is_one_of(events_[i].category, kConcession))
        rename(events_[said], "CONCEDE", "plover/promised-concession-is-concede");
      if (events_[said].recipient.empty()) events_[said].recipient = events_[i].recipient;
    }
    return gone;
  }

  void rename_announcements() {
    for (uint32_t i = 0; i < events_.size(); ++i) {
      Event& event = events_[i];
      const Factuality value = factualities_.of[i];
      if (value == Factuality::future && is_one_of(event.category, kCooperation))
        announce(i, "AGREE", "plover/announced-cooperation-is-agree");
      else if (value == Factuality::future && is_one_of(event.category, kConcession))
        announce(i, "CONCEDE", "plover/announced-retreat-is-concede");
      else if (value == Factuality::negated && factualities_.later[i] && is_one_of(event.category, kForce))
        announce(i, "AGREE", "plover/renounced-force-is-agree");
      else if (value == Factuality::negated && factualities_.later[i] && is_one_of(event.category, kConcession))
        announce(i, "REJECT", "plover/refused-concession-is-reject");
      else if (value == Factuality::negated && is_refused_cooperation(i))
        announce(i, "REJECT", "plover/refused-cooperation-is-reject");
      else if (value == Factuality::future && is_announced_hostility(event))
        announce(i, "THREATEN", "plover/announced-hostility-is-threaten", {threat_of(event)});
    }
  }

 private:
  // "will not meet them", "has not agreed"; that help did not come is no refusal.
  bool is_refused_cooperation(uint32_t i) const {
    const Event& event = events_[i];
    if (event.actor.empty()) return false;
    return event.category == "AGREE" ||
           (factualities_.later[i] && (event.category == "CONSULT" || event.category == "COOPERATE"));
  }
  // Force to come, and measures that hang on what the other does ("will expel them if"); plans of a protest stay one.
  bool is_announced_hostility(const Event& event) const {
    if (event.actor.empty()) return false;
    if (event.category == "ASSAULT" || event.category == "COERCE") return true;
    return event.category == "SANCTION" && has_condition(event.word);
  }
  // The mode of a threat is what is threatened (manual 3.11).
  static const char* threat_of(const Event& event) {
    if (event.category == "ASSAULT") return "violence";
    if (event.category == "SANCTION") return "relations";
    const std::string mode = event.mode.empty() ? "" : event.mode.front();
    return mode == "arrest" ? "arrest" : mode == "deport" ? "expel" : "restrict";
  }
  bool has_condition(uint32_t verb) const {
    for (const uint32_t clause : grammar_.children(verb))
      if (grammar_.relation(clause) == Deprel::advcl)
        for (const uint32_t mark : grammar_.children(clause))
          if (grammar_.lemma(mark) == "if" || grammar_.lemma(mark) == "unless") return true;
    return false;
  }

  static constexpr uint32_t kNone = UINT32_MAX;

  static void rename(Event& event, const char* category, const char* rule) {
    if (event.category == category) return;
    event.why.push_back({"event", rule, {}});
    event.category = category;
    event.mode.clear();
  }
  void announce(uint32_t i, const char* category, const char* rule, std::vector<std::string> mode = {}) {
    rename(events_[i], category, rule);
    if (!mode.empty()) events_[i].mode = std::move(mode);
    events_[i].announced = true;
    factualities_.of[i] = Factuality::asserted;
  }

  // The event of words that has this one for its content, if it is not told as a deed of its own.
  uint32_t governor(uint32_t i) const {
    const Factuality value = factualities_.of[i];
    if (value == Factuality::asserted || value == Factuality::historical) return kNone;
    uint32_t word = events_[i].word;
    for (int level = 0; level < 4 && !grammar_.is_root(word); ++level) {
      const Deprel relation = grammar_.relation(word);
      const bool clause = relation == Deprel::xcomp || (relation == Deprel::ccomp && value != Factuality::negated) ||
                          relation == Deprel::conj || relation == Deprel::acl ||
                          (relation == Deprel::advcl && has_to(word));
      const bool noun = relation == Deprel::obj || relation == Deprel::nmod ||
                        (relation == Deprel::obl && grammar_.preposition(word) == "for");
      if (!clause && !noun) return kNone;
      if (grammar_.subtype(word) == Deprel::acl_relcl) return kNone;
      word = grammar_.head(word);
      const uint32_t found = at_[word];
      if (found != kNone && found != i && relation != Deprel::conj)
        return is_one_of(events_[found].category, kWords) ? found : kNone;
    }
    return kNone;
  }
  bool has_to(uint32_t word) const {
    for (const uint32_t c : grammar_.children(word))
      if (grammar_.relation(c) == Deprel::mark && grammar_.lemma(c) == "to") return true;
    return false;
  }

  Grammar grammar_;
  std::vector<Event>& events_;
  Factualities& factualities_;
  std::vector<uint32_t> at_;  // per word: the event that it reports
};

template <class T>
void drop(std::vector<T>& from, const std::vector<char>& gone) {
  size_t kept = 0;
  for (size_t i = 0; i < from.size(); ++i)
    if (!gone[i]) {
      if (kept != i) from[kept] = std::move(from[i]);
      ++kept;
    }
  from.erase(from.begin() + static_cast<long>(kept), from.end());
}

// Whether the text names a side, and it was not inferred from what stands around.
bool is_named(const Event& event, const std::vector<Id<Mention>>& side, const char* field) {
  return !side.empty() && std::none_of(event.why.begin(), event.why.end(), [&](const Reason& reason) {
    return reason.field == field && reason.rule.starts_with("context/");
  });
}

bool stands_under_condition(const Grammar& grammar, uint32_t word) {
  for (int level = 0; level < 6; ++level) {
    if (grammar.relation(word) == Deprel::advcl)
      for (const uint32_t mark : grammar.children(word))
        if (grammar.relation(mark) == Deprel::mark && (grammar.lemma(mark) == "if" || grammar.lemma(mark) == "unless"))
          return true;
    if (grammar.is_root(word)) return false;
    word = grammar.head(word);
  }
  return false;
}

}  // namespace

void reduce(const Tags& tags, const Trees& trees, Events& events, Factualities& factualities, EventDates& dates) {
  Reducer reducer(tags, trees, events, factualities);
  const std::vector<char> gone = reducer.find_contents();
  reducer.rename_announcements();
  drop(events.events, gone);
  drop(factualities.of, gone);
  drop(factualities.later, gone);
  drop(factualities.why, gone);
  drop(dates.of, gone);
}

void drop_untold(const Tags& tags, const Trees& trees, const Quotations& quotations, Events& events,
                 Factualities& factualities, EventDates& dates, Attributions& attributions) {
  const Grammar grammar(tags, trees);
  std::vector<char> gone(events.events.size(), 0);
  for (size_t i = 0; i < gone.size(); ++i) {
    const Event& event = events.events[i];
    const bool actor = is_named(event, event.actor, "actor"), recipient = is_named(event, event.recipient, "recipient");
    const bool quoted = attributions.of[i] && quotations.quotations[*attributions.of[i]].quoted;
    const Factuality value = factualities.of[i];
    const bool single = event.why.empty() || event.why.front().words.size() <= 1;
    gone[i] = (quoted && !(actor && recipient)) ||
              (value == Factuality::hypothetical &&
               ((!actor && !recipient) || stands_under_condition(grammar, event.word))) ||
              (value == Factuality::negated && single && !actor && !recipient);
  }
  drop(events.events, gone);
  drop(factualities.of, gone);
  drop(factualities.later, gone);
  drop(factualities.why, gone);
  drop(dates.of, gone);
  drop(attributions.of, gone);
}

}  // namespace kronika
