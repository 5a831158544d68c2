#include "stage/event/event.h"

#include <algorithm>
#include <optional>

#include "text/grammar.h"

namespace kronika {
namespace {

// A light verb above an event noun.
struct Carrier {
  uint32_t verb = 0;
  const LightVerb* kind = nullptr;
};

class Finder {
 public:
  Finder(const Codebook& codebook, const Tokens& tokens, const Tags& tags, const Trees& trees)
      : codebook_(codebook), tokens_(tokens), grammar_(tags, trees) {}

  Triggers find() {
    for (uint32_t word = 0; word < tokens_.size(); ++word) look(word);
    drop_swallowed();
    return std::move(out_);
  }

 private:
  void look(uint32_t word) {
    std::optional<WordClass> word_class;
    switch (grammar_.upos(word)) {
      case Upos::VERB: word_class = grammar_.relation(word) == Deprel::amod || grammar_.relation(word) == Deprel::compound ? std::nullopt : std::optional(WordClass::verb); break;
      case Upos::NOUN: case Upos::PROPN: word_class = WordClass::noun; break;
      case Upos::ADJ: word_class = WordClass::adjective; break;
      default: return;
    }
    if (!word_class) return;
    std::string lemma = grammar_.lemma(word);
    // A name is no event noun, but a headline in capitals is.
    if (grammar_.upos(word) == Upos::PROPN) {
      if (grammar_.relation(word) == Deprel::compound || grammar_.relation(word) == Deprel::flat) return;
      for (char& c : lemma)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    std::optional<Trigger> best;
    for (const Pattern& pattern : codebook_.patterns(*word_class, lemma)) {
      Trigger trigger;
      if (!match(pattern, word, trigger)) continue;
      if (!best || trigger.score > best->score) best = std::move(trigger);
    }
    if (best) out_.triggers.push_back(std::move(*best));
  }

  // Finds the other lemmas of a pattern among what hangs on the head; each found word joins the trigger.
  bool match_others(const Pattern& pattern, uint32_t word, std::vector<uint32_t>& words) const {
    std::vector<uint32_t> reach = {word};
    for (const std::string& wanted : pattern.others) {
      bool found = false;
      for (size_t r = 0; r < reach.size() && !found; ++r)
        for (const uint32_t c : grammar_.children(reach[r])) {
          if (grammar_.lemma(c) != wanted || std::find(words.begin(), words.end(), c) != words.end()) {
            // The preposition of a phrase below: "call on the government", "take to the streets".
            if (pattern.word_class == WordClass::noun) continue;
            const Deprel relation = grammar_.relation(c);
            if (relation != Deprel::obl && relation != Deprel::advcl && relation != Deprel::ccomp && relation != Deprel::xcomp && relation != Deprel::nmod) continue;
            for (const uint32_t mark : grammar_.children(c))
              if ((grammar_.relation(mark) == Deprel::case_ || grammar_.relation(mark) == Deprel::mark) && grammar_.lemma(mark) == wanted) {
                words.push_back(mark);
                reach.push_back(c);
                found = true;
                break;
              }
            if (found) break;
            continue;
          }
          const Deprel relation = grammar_.relation(c);
          if (relation == Deprel::nsubj && !grammar_.is_passive(word)) continue;
          if (relation == Deprel::conj || relation == Deprel::parataxis) continue;
          words.push_back(c);
          reach.push_back(c);
          found = true;
          break;
        }
      // The noun of a passive: "a ban was placed on travel".
      if (!found && pattern.word_class == WordClass::verb)
        for (const uint32_t patient : grammar_.patients(word))
          if (!found && grammar_.lemma(patient) == wanted) {
            words.push_back(patient);
            reach.push_back(patient);
            found = true;
          }
      if (!found) return false;
    }
    std::sort(words.begin(), words.end());
    return true;
  }

  bool match(const Pattern& pattern, uint32_t word, Trigger& trigger) const {
    trigger.word = word;
    trigger.words = {word};
    trigger.sense = pattern.sense;
    trigger.nominal = pattern.word_class == WordClass::noun;
    if (!match_others(pattern, word, trigger.words)) return false;
    const Sense& sense = *pattern.sense;
    const std::optional<Carrier> carrier = trigger.nominal ? carrier_of(word) : std::nullopt;
    trigger.score = 1.0f + static_cast<float>(pattern.others.size());
    for (const SlotCondition& condition : sense.conditions) {
      const std::vector<uint32_t> fillers = fill(word, condition.slot, trigger, carrier);
      const bool holds = std::any_of(fillers.begin(), fillers.end(), [&](uint32_t f) { return condition.lemmas.contains(grammar_.lemma(f)); });
      // Kinds are judged once actors are known; here the slot need only be filled.
      const bool enough = holds || (!condition.kinds.empty() && !fillers.empty());
      if (condition.wanted ? !enough : holds) return false;
      if (condition.wanted) trigger.score += 0.5f;
    }
    const std::vector<std::string>& actor = trigger.nominal ? sense.noun_actor : sense.actor;
    const std::vector<std::string>& recipient = trigger.nominal ? sense.noun_recipient : sense.recipient;
    fill_first(actor, word, trigger, carrier, trigger.actor);
    fill_first(recipient, word, trigger, carrier, trigger.recipient);
    if (carrier) {
      trigger.words.push_back(carrier->verb);
      std::sort(trigger.words.begin(), trigger.words.end());
      std::vector<uint32_t>& side = carrier->kind->subject_is_actor ? trigger.actor : trigger.recipient;
      if (side.empty()) side = grammar_.agents(carrier->verb);
      trigger.score += 0.5f;
    }
    trigger.score += 0.1f * static_cast<float>(!trigger.actor.empty()) + 0.1f * static_cast<float>(!trigger.recipient.empty());
    return true;
  }

  std::optional<Carrier> carrier_of(uint32_t noun) const {
    if (grammar_.is_root(noun)) return std::nullopt;
    const uint32_t verb = grammar_.head(noun);
    if (grammar_.upos(verb) != Upos::VERB) return std::nullopt;
    const bool object = grammar_.relation(noun) == Deprel::obj || grammar_.subtype(noun) == Deprel::nsubj_pass;
    for (const LightVerb& kind : codebook_.light_verbs(grammar_.lemma(verb)))
      if (kind.preposition.empty() ? object : grammar_.relation(noun) == Deprel::obl && grammar_.preposition(noun) == kind.preposition)
        return Carrier{verb, &kind};
    return std::nullopt;
  }

  // Slots are tried in the order of the codebook; all that is filled first counts. "between" and "with" add to each other.
  void fill_first(const std::vector<std::string>& slots, uint32_t word, const Trigger& trigger, const std::optional<Carrier>& carrier,
                  std::vector<uint32_t>& to) const {
    for (const std::string& slot : slots) {
      to = fill(word, slot, trigger, carrier);
      std::erase_if(to, [&](uint32_t f) { return std::find(trigger.words.begin(), trigger.words.end(), f) != trigger.words.end(); });
      if (!to.empty()) return;
    }
  }

  std::vector<uint32_t> fill(uint32_t word, const std::string& slot, const Trigger& trigger, const std::optional<Carrier>& carrier) const {
    if (const size_t dot = slot.find('.'); dot != std::string::npos) {
      std::vector<uint32_t> out;
      for (const uint32_t outer : fill(word, slot.substr(0, dot), trigger, carrier))
        for (const uint32_t inner : grammar_.phrases(outer, slot.substr(dot + 1))) out.push_back(inner);
      return out;
    }
    if (trigger.nominal) return fill_noun(word, slot, carrier);
    if (slot == "subject") return grammar_.upos(word) == Upos::ADJ ? adjective_subject(word) : grammar_.agents(word);
    if (slot == "object") return grammar_.patients(word);
    if (slot == "iobj") return child_of(word, Deprel::iobj);
    if (slot == "clause") return clause_subject(word);
    if (slot == "possessive" || slot == "compound") return object_modifiers(word, slot, trigger);
    std::vector<uint32_t> out = grammar_.phrases(word, slot);
    // Phrases of the trigger's other words: "place a ban on travel".
    for (const uint32_t other : trigger.words)
      if (out.empty() && other != word) out = grammar_.phrases(other, slot);
    return out;
  }

  std::vector<uint32_t> child_of(uint32_t word, Deprel relation) const {
    uint32_t found;
    return grammar_.child(word, relation, found) ? grammar_.with_conjuncts(found) : std::vector<uint32_t>();
  }

  std::vector<uint32_t> adjective_subject(uint32_t word) const {
    uint32_t found;
    if (grammar_.relation(word) == Deprel::amod) return {grammar_.head(word)};
    return grammar_.surface_subject(word, found) ? grammar_.with_conjuncts(found) : std::vector<uint32_t>();
  }

  // Who is to do what a clause says: "demanded that Iran leave", "called on Iran to leave".
  std::vector<uint32_t> clause_subject(uint32_t word) const {
    for (const uint32_t c : grammar_.children(word)) {
      const Deprel relation = grammar_.relation(c);
      if (relation != Deprel::ccomp && relation != Deprel::xcomp && relation != Deprel::advcl) continue;
      uint32_t own;
      for (const uint32_t s : grammar_.children(c))
        if (grammar_.relation(s) == Deprel::nsubj) return grammar_.with_conjuncts(s);
      if (relation != Deprel::advcl && grammar_.surface_subject(c, own)) {
        const std::vector<uint32_t> agents = grammar_.agents(word);
        if (std::find(agents.begin(), agents.end(), own) == agents.end()) return grammar_.with_conjuncts(own);
      }
    }
    return {};
  }

  // Modifiers of the trigger's noun: "signed the Iranian deal".
  std::vector<uint32_t> object_modifiers(uint32_t word, const std::string& slot, const Trigger& trigger) const {
    std::vector<uint32_t> out;
    for (const uint32_t other : trigger.words)
      if (other != word && grammar_.is_nominal(other))
        for (const uint32_t m : fill_noun(other, slot, std::nullopt)) out.push_back(m);
    return out;
  }

  std::vector<uint32_t> fill_noun(uint32_t word, const std::string& slot, const std::optional<Carrier>& carrier) const {
    std::vector<uint32_t> out;
    if (slot == "possessive") {
      for (const uint32_t c : grammar_.children(word))
        if (grammar_.subtype(c) == Deprel::nmod_poss) return grammar_.with_conjuncts(c);
      return out;
    }
    if (slot == "compound") {
      for (const uint32_t c : grammar_.children(word)) {
        const Deprel relation = grammar_.relation(c);
        if (relation == Deprel::compound || relation == Deprel::amod || grammar_.subtype(c) == Deprel::nmod_desc)
          for (const uint32_t w : grammar_.with_conjuncts(c)) out.push_back(w);
      }
      return out;
    }
    if (slot == "subject") return carrier && carrier->kind->subject_is_actor ? grammar_.agents(carrier->verb) : out;
    if (slot == "object") {
      // "gave Ukraine support"
      if (carrier) return child_of(carrier->verb, Deprel::iobj);
      return out;
    }
    if (slot == "iobj") return carrier ? child_of(carrier->verb, Deprel::iobj) : out;
    out = grammar_.phrases(word, slot);
    if (out.empty() && carrier) {
      out = grammar_.phrases(carrier->verb, slot);
      std::erase(out, word);
    }
    return out;
  }

  // A noun inside another trigger is not told twice: "hold talks" is one event.
  void drop_swallowed() {
    std::vector<Trigger>& all = out_.triggers;
    std::vector<char> dropped(all.size(), 0);
    std::vector<uint32_t> owner(tokens_.size(), UINT32_MAX);
    for (uint32_t t = 0; t < all.size(); ++t) owner[all[t].word] = t;
    for (uint32_t t = 0; t < all.size(); ++t)
      for (const uint32_t word : all[t].words) {
        const uint32_t other = owner[word];
        if (word == all[t].word || other == UINT32_MAX || other == t || dropped[t]) continue;
        // The richer reading wins; of equals the one whose head it is.
        (all[other].score > all[t].score && all[other].words.size() > 1 ? dropped[t] : dropped[other]) = 1;
      }
    std::vector<Trigger> kept;
    for (uint32_t t = 0; t < all.size(); ++t)
      if (!dropped[t]) kept.push_back(std::move(all[t]));
    all = std::move(kept);
  }

  const Codebook& codebook_;
  const Tokens& tokens_;
  Grammar grammar_;
  Triggers out_;
};

}  // namespace

Triggers EventFinder::find(const Tokens& tokens, const Tags& tags, const Trees& trees) const {
  return Finder(codebook_, tokens, tags, trees).find();
}

}  // namespace kronika
