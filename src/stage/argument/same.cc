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
  Joiner(const Tokens& tokens, const Grammar& grammar, const Mentions& mentions, const Actors& actors)
      : tokens_(tokens), grammar_(grammar), mentions_(mentions), actors_(actors) {}

  void join(Events& events) const {
    std::vector<Event> kept;
    std::map<std::string, std::vector<size_t>, std::less<>> of_category;  // indices into kept
    for (Event& event : events.events) {
      std::vector<size_t>& others = of_category[event.category];
      const auto first = others.end() - static_cast<long>(std::min(others.size(), kMostCompared));
      const auto found =
          std::find_if(first, others.end(), [&](size_t other) { return tells_same(kept[other], event); });
      const auto back = found == others.end() ? told_before(event, first, others.end(), kept) : others.end();
      if (found == others.end() && back == others.end()) {
        others.push_back(kept.size());
        kept.push_back(std::move(event));
        continue;
      }
      if (found == others.end()) {
        kept[*back].again.push_back(event.span);
        continue;
      }
      Event* const same = &kept[*found];
      const bool other_in_title = kind(*same) == SentenceKind::title;
      if (weight(event) > weight(*same) || (other_in_title && weight(event) == weight(*same))) std::swap(event, *same);
      if (same->mode.empty()) same->mode = event.mode;
      same->again.push_back(event.span);
      same->again.insert(same->again.end(), event.again.begin(), event.again.end());
      event.again.clear();
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

  using Place = std::vector<size_t>::const_iterator;

  // The last event told before that "the raid", "Thursday's shooting" mean; of several the one of the same word. Who
  // its parties are is only guessed where no words of it name any.
  Place told_before(const Event& event, Place first, Place last, const std::vector<Event>& kept) const {
    Place best = last;
    if (!points_back(event) || names_a_party(event)) return best;
    for (Place at = first; at != last; ++at) {
      const Event& other = kept[*at];
      if (!event.mode.empty() && !other.mode.empty() && event.mode != other.mode) continue;
      const auto same_word = [&](const Event& one) { return grammar_.lemma(one.word) == grammar_.lemma(event.word); };
      if (best == last || same_word(other) || !same_word(kept[*best])) best = at;
    }
    return best;
  }

  // Whether a party stands in the noun phrase itself: "the raid on Homs", "the army's raid".
  bool names_a_party(const Event& event) const {
    for (const Side* side : {&event.actor, &event.recipient})
      for (const Id<Mention> id : *side)
        if (hangs_below(mentions_.mentions[id.index].head, event.word)) return true;
    return false;
  }
  bool hangs_below(uint32_t word, uint32_t top) const {
    constexpr int kDeepest = 6;
    for (int level = 0; level < kDeepest && word != top && !grammar_.is_root(word); ++level) word = grammar_.head(word);
    return word == top;
  }

  // One deed in several words of a sentence: "a bomber drove a lorry into the gate, killing ten", "the strike killed
  // ten", "wounded in a clash", "killed when guards opened fire".
  bool is_one_attack(const Event& a, const Event& b) const {
    if (a.category != "ASSAULT" || tokens_.sentence_of(a.word) != tokens_.sentence_of(b.word)) return false;
    return is_means(a.word, b.word) || is_means(b.word, a.word) || is_setting(a.word, b.word) ||
           is_setting(b.word, a.word);
  }
  // Whether `means` is or stands within the subject of the verb, or of the verb that it hangs on as a result.
  bool is_means(uint32_t means, uint32_t verb) const {
    if (grammar_.upos(verb) != Upos::VERB) return false;
    uint32_t subject;
    if (grammar_.child(verb, Deprel::nsubj, subject) && !grammar_.is_passive(verb)) return hangs_below(means, subject);
    if (grammar_.is_root(verb) || grammar_.relation(verb) != Deprel::advcl || grammar_.tags().xpos[verb] != "VBG")
      return false;
    return grammar_.child(grammar_.head(verb), Deprel::nsubj, subject) && hangs_below(means, subject);
  }
  // "in", "by" or "when" what the other tells.
  bool is_setting(uint32_t setting, uint32_t verb) const {
    if (grammar_.is_root(setting) || grammar_.head(setting) != verb) return false;
    if (grammar_.relation(setting) == Deprel::obl) {
      const std::string_view preposition = grammar_.preposition(setting);
      return preposition == "in" || preposition == "by" || preposition == "during" || preposition == "from" ||
             preposition == "with";
    }
    if (grammar_.relation(setting) != Deprel::advcl) return false;
    for (const uint32_t c : grammar_.children(setting))
      if (c < setting && (grammar_.lemma(c) == "when" || grammar_.lemma(c) == "as")) return true;
    return false;
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
    if (is_one_deed(a, b) || is_one_attack(a, b)) return true;
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
  const Mentions& mentions_;
  const Actors& actors_;
};

}  // namespace

void join_tellings(const Tokens& tokens, const Grammar& grammar, const Mentions& mentions, const Actors& actors,
                   Events& events) {
  Joiner(tokens, grammar, mentions, actors).join(events);
}

}  // namespace kronika
