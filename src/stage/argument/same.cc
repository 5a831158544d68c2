#include "stage/argument/same.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace kronika {
namespace {

// With so many events of its category told before, an event is compared: an article has fewer, and the time of a
// collection of articles in one text stays linear.
constexpr size_t kMostCompared = 200;

class Joiner {
 public:
  Joiner(const Tokens& tokens, const Grammar& grammar, const Actors& actors)
      : tokens_(tokens), grammar_(grammar), actors_(actors) {}

  void join(Events& events) const {
    std::vector<Event> kept;
    std::map<std::string, std::vector<size_t>, std::less<>> of_category;  // indices into kept
    for (Event& event : events.events) {
      std::vector<size_t>& others = of_category[event.category];
      const auto first = others.end() - static_cast<long>(std::min(others.size(), kMostCompared));
      const auto found =
          std::find_if(first, others.end(), [&](size_t other) { return tells_same(kept[other], event); });
      if (found == others.end()) {
        others.push_back(kept.size());
        kept.push_back(std::move(event));
        continue;
      }
      Event* const same = &kept[*found];
      const bool other_in_title = kind(*same) == SentenceKind::title;
      if (weight(event) > weight(*same) || (other_in_title && weight(event) == weight(*same))) std::swap(event, *same);
      if (same->mode.empty()) same->mode = event.mode;
      same->again.push_back(event.span);
      same->again.insert(same->again.end(), event.again.begin(), event.again.end());
      event.again.clear();
      same->confidence = std::min(0.95f, std::max(same->confidence, event.confidence) + 0.05f);
    }
    std::stable_sort(kept.begin(), kept.end(),
                     [](const Event& a, const Event& b) { return a.span.start < b.span.start; });
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
      for (const ActorCode& code : actors_.of[id.index].codes)
        out.insert(code.country + (code.sectors.empty() ? "" : " " + code.sectors.front()));
    return out;
  }

  static bool includes(const std::set<std::string>& a, const std::set<std::string>& b) {
    return std::includes(a.begin(), a.end(), b.begin(), b.end());
  }
  static bool fits(const std::set<std::string>& a, const std::set<std::string>& b) {
    return a == b || (!a.empty() && !b.empty() && (includes(a, b) || includes(b, a)));
  }
  // Whether a tells of no more parties than b, on either side.
  static bool within(const std::set<std::string>& actor_a, const std::set<std::string>& recipient_a,
                     const std::set<std::string>& actor_b, const std::set<std::string>& recipient_b) {
    return actor_a.empty() == actor_b.empty() && recipient_a.empty() == recipient_b.empty() &&
           includes(actor_b, actor_a) && includes(recipient_b, recipient_a);
  }

  // One deed in several verbs: "were shot, stabbed or trampled", "bombed the port, killing ten".
  bool is_one_deed(const Event& a, const Event& b) const {
    if (a.category != "ASSAULT" || grammar_.upos(b.word) != Upos::VERB || grammar_.is_root(b.word)) return false;
    const uint32_t above = grammar_.head(b.word);
    if (grammar_.relation(b.word) == Deprel::advcl && above == a.word) return grammar_.tags().xpos[b.word] == "VBG";
    if (grammar_.relation(b.word) != Deprel::conj || codes(a.recipient) != codes(b.recipient)) return false;
    const bool together =
        above == a.word || (grammar_.relation(a.word) == Deprel::conj && grammar_.head(a.word) == above);
    return together && (codes(b.actor).empty() || codes(a.actor) == codes(b.actor));
  }

  // "The blast", "Thursday's killings": words for what was told before.
  bool points_back(const Event& event) const {
    if (grammar_.upos(event.word) != Upos::NOUN) return false;
    for (const uint32_t c : grammar_.children(event.word)) {
      const std::string& lemma = grammar_.lemma(c);
      if (grammar_.relation(c) == Deprel::det && (lemma == "the" || lemma == "this" || lemma == "that")) return true;
      if (grammar_.subtype(c) == Deprel::nmod_poss) return true;
    }
    return false;
  }

  bool tells_same(const Event& a, const Event& b) const {
    if (a.category != b.category) return false;
    if (is_one_deed(a, b)) return true;
    if (!a.mode.empty() && !b.mode.empty() && a.mode != b.mode) return false;
    const auto xa = codes(a.actor), xb = codes(b.actor), ra = codes(a.recipient), rb = codes(b.recipient);
    if (within(xa, ra, xb, rb) || within(xb, rb, xa, ra)) return true;
    // "A car bomb killed ten": what names nobody tells of the deed beside it.
    const bool nameless = (xa.empty() && ra.empty()) || (xb.empty() && rb.empty());
    if (nameless && tokens_.sentence_of(a.word) == tokens_.sentence_of(b.word)) return true;
    if (xb.empty() && rb.empty() && points_back(b)) return true;
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

void join_tellings(const Tokens& tokens, const Grammar& grammar, const Actors& actors, Events& events) {
  Joiner(tokens, grammar, actors).join(events);
}

}  // namespace kronika
