#include "stage/argument/same.h"

#include <algorithm>
#include <set>

namespace kronika {
namespace {

class Joiner {
 public:
  Joiner(const Tokens& tokens, const Grammar& grammar, const Actors& actors) : tokens_(tokens), grammar_(grammar), actors_(actors) {}

  void join(Events& events) const {
    std::vector<Event> kept;
    for (Event& event : events.events) {
      const auto same = std::find_if(kept.begin(), kept.end(), [&](const Event& other) { return tells_same(other, event); });
      if (same == kept.end()) {
        kept.push_back(std::move(event));
        continue;
      }
      const bool other_in_title = kind(*same) == SentenceKind::title;
      if (weight(event) > weight(*same) || (other_in_title && weight(event) == weight(*same))) std::swap(event, *same);
      if (same->mode.empty()) same->mode = event.mode;
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
    events.events = std::move(kept);
  }

 private:
  // Codes of a side, as a set: two tellings of an event name its parties by different words.
  std::set<std::string> codes(const Side& side) const {
    std::set<std::string> out;
    for (const Id<Mention> id : side)
      for (const ActorCode& code : actors_.of[id.index].codes) out.insert(code.country + (code.sectors.empty() ? "" : " " + code.sectors.front()));
    return out;
  }

  static bool includes(const std::set<std::string>& a, const std::set<std::string>& b) { return std::includes(a.begin(), a.end(), b.begin(), b.end()); }
  static bool fits(const std::set<std::string>& a, const std::set<std::string>& b) {
    return a == b || (!a.empty() && !b.empty() && (includes(a, b) || includes(b, a)));
  }

  bool tells_same(const Event& a, const Event& b) const {
    if (a.category != b.category) return false;
    if (!a.mode.empty() && !b.mode.empty() && a.mode != b.mode) return false;
    const auto xa = codes(a.actor), xb = codes(b.actor), ra = codes(a.recipient), rb = codes(b.recipient);
    if (fits(xa, xb) && fits(ra, rb)) return true;
    // A shorter telling leaves a side out; the same words must then tell it.
    const bool same_word = grammar_.lemma(a.word) == grammar_.lemma(b.word);
    return same_word && ((fits(xa, xb) && (ra.empty() || rb.empty())) || (fits(ra, rb) && (xa.empty() || xb.empty())));
  }

  static size_t weight(const Event& event) { return !event.actor.empty() + !event.recipient.empty(); }
  SentenceKind kind(const Event& event) const { return tokens_.sentences[tokens_.sentence_of(event.word)].kind; }

  const Tokens& tokens_;
  const Grammar& grammar_;
  const Actors& actors_;
};

}  // namespace

void join_tellings(const Tokens& tokens, const Grammar& grammar, const Actors& actors, Events& events) { Joiner(tokens, grammar, actors).join(events); }

}  // namespace kronika
