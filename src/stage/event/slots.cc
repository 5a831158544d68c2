#include "stage/event/slots.h"

#include <algorithm>

namespace kronika {

// ---- light verbs

std::optional<Carrier> Slots::carried_by(uint32_t noun, uint32_t verb) const {
  if (grammar_.upos(verb) != Upos::VERB) return std::nullopt;
  const bool object = grammar_.relation(noun) == Deprel::obj || grammar_.subtype(noun) == Deprel::nsubj_pass;
  for (const LightVerb& kind : codebook_.light_verbs(grammar_.lemma(verb)))
    if (kind.preposition.empty()
            ? object
            : grammar_.relation(noun) == Deprel::obl && grammar_.preposition(noun) == kind.preposition)
      return Carrier{verb, noun, &kind};
  return std::nullopt;
}

std::optional<Carrier> Slots::carrier_of(uint32_t noun) const {
  // "a series of talks", "another wave of arrests": the verb carries the noun above.
  uint32_t top = noun;
  for (int level = 0; level < 2 && !grammar_.is_root(top) && grammar_.relation(top) == Deprel::nmod &&
                      grammar_.preposition(top) == "of";
       ++level)
    top = grammar_.head(top);
  if (!grammar_.is_root(top)) {
    // "talks and consultations were held": the second noun shares the verb.
    if (grammar_.relation(top) == Deprel::conj && grammar_.is_nominal(grammar_.head(top))) top = grammar_.head(top);
    if (!grammar_.is_root(top))
      if (const auto carrier = carried_by(top, grammar_.head(top))) return carrier;
  }
  // "the talks that they held", "sanctions imposed by the EU"
  for (const uint32_t child : grammar_.children(noun)) {
    if (grammar_.relation(child) != Deprel::acl || grammar_.upos(child) != Upos::VERB) continue;
    for (const LightVerb& kind : codebook_.light_verbs(grammar_.lemma(child))) {
      if (!kind.preposition.empty()) continue;
      const std::vector<uint32_t> patients = grammar_.patients(child);
      if (std::find(patients.begin(), patients.end(), noun) != patients.end()) return Carrier{child, noun, &kind};
    }
  }
  return std::nullopt;
}

// ---- slots

std::vector<uint32_t> Slots::fill(const Trigger& trigger, const std::string& slot,
                                  const std::optional<Carrier>& carrier) const {
  if (const size_t dot = slot.find('.'); dot != std::string::npos) {
    std::vector<uint32_t> out;
    const std::string inner = slot.substr(dot + 1);
    const bool modifier = inner == "possessive" || inner == "compound";
    for (const uint32_t outer : fill(trigger, slot.substr(0, dot), carrier))
      for (const uint32_t word : modifier ? fill_noun(outer, inner, std::nullopt) : grammar_.phrases(outer, inner))
        out.push_back(word);
    return out;
  }
  return trigger.nominal ? fill_noun(trigger.word, slot, carrier) : fill_verb(trigger, slot);
}

std::vector<uint32_t> Slots::fill_verb(const Trigger& trigger, const std::string& slot) const {
  const uint32_t word = trigger.word;
  if (slot == "subject") return grammar_.upos(word) == Upos::ADJ ? adjective_subject(word) : grammar_.agents(word);
  if (slot == "object") {
    // "refused to meet the envoy": the object of the expression's other verb.
    std::vector<uint32_t> out = grammar_.patients(word);
    for (const uint32_t other : trigger.words)
      if (out.empty() && other != word && grammar_.upos(other) == Upos::VERB) out = grammar_.patients(other);
    return out;
  }
  if (slot == "iobj") return child_of(word, Deprel::iobj);
  if (slot == "clause") return clause_subject(word);
  if (slot == "doing") return clause_verbs(word);
  std::vector<uint32_t> out;
  if (slot == "possessive" || slot == "compound") {
    // Modifiers of the trigger's noun: "signed the Iranian deal".
    for (const uint32_t other : trigger.words)
      if (other != word && grammar_.is_nominal(other))
        for (const uint32_t m : fill_noun(other, slot, std::nullopt)) out.push_back(m);
    return out;
  }
  out = grammar_.phrases(word, slot);
  // Phrases of the trigger's other words: "place a ban on travel".
  for (const uint32_t other : trigger.words)
    if (out.empty() && other != word && (grammar_.is_nominal(other) || grammar_.is_verb(other)))
      out = grammar_.phrases(other, slot);
  return out;
}

std::vector<uint32_t> Slots::fill_noun(uint32_t noun, const std::string& slot,
                                       const std::optional<Carrier>& carrier) const {
  std::vector<uint32_t> out;
  if (slot == "possessive") {
    for (const uint32_t c : grammar_.children(noun))
      if (grammar_.subtype(c) == Deprel::nmod_poss) return grammar_.with_conjuncts(c);
    return out;
  }
  if (slot == "compound") return modifiers(noun);
  if (slot == "subject") return noun_subject(noun, carrier);
  if (slot == "object") {
    // "subjected the town to shelling", "sentenced him to imprisonment": the verb's own object, if the noun is not it.
    if (carrier && !carrier->kind->preposition.empty()) return grammar_.patients(carrier->verb);
    return carrier && !carrier->kind->subject_is_actor ? grammar_.agents(carrier->verb)
           : carrier                                   ? child_of(carrier->verb, Deprel::iobj)
                                                       : out;
  }
  if (slot == "iobj") return carrier ? child_of(carrier->verb, Deprel::iobj) : out;
  out = grammar_.phrases(noun, slot);
  if (out.empty() && carrier && carrier->noun != noun) out = grammar_.phrases(carrier->noun, slot);
  if (out.empty() && carrier) out = grammar_.phrases(carrier->verb, slot);
  std::erase(out, noun);
  if (carrier) std::erase(out, carrier->noun);
  return out;
}

std::vector<uint32_t> Slots::modifiers(uint32_t noun) const {
  std::vector<uint32_t> out;
  for (const uint32_t c : grammar_.children(noun)) {
    const Deprel relation = grammar_.relation(c);
    if (relation != Deprel::compound && relation != Deprel::amod && grammar_.subtype(c) != Deprel::nmod_desc) continue;
    for (const uint32_t w : grammar_.with_conjuncts(c))
      if (grammar_.is_nominal(w) || grammar_.upos(w) == Upos::ADJ) out.push_back(w);
  }
  return out;
}

// Whose deed a noun is by its verb: "held talks"; "the two are in talks"; a subject that only suffers it is no subject.
std::vector<uint32_t> Slots::noun_subject(uint32_t noun, const std::optional<Carrier>& carrier) const {
  if (carrier) return carrier->kind->subject_is_actor ? grammar_.agents(carrier->verb) : std::vector<uint32_t>();
  uint32_t copula, subject;
  if (grammar_.child(noun, Deprel::cop, copula) && grammar_.child(noun, Deprel::nsubj, subject))
    return grammar_.with_conjuncts(subject);
  return {};
}

std::vector<uint32_t> Slots::child_of(uint32_t word, Deprel relation) const {
  uint32_t found;
  return grammar_.child(word, relation, found) ? grammar_.with_conjuncts(found) : std::vector<uint32_t>();
}

std::vector<uint32_t> Slots::adjective_subject(uint32_t word) const {
  uint32_t found;
  if (grammar_.relation(word) == Deprel::amod) return {grammar_.head(word)};
  return grammar_.surface_subject(word, found) ? grammar_.with_conjuncts(found) : std::vector<uint32_t>();
}

// Who is to do what a clause says: "demanded that Iran leave", "called on Iran to leave".
std::vector<uint32_t> Slots::clause_subject(uint32_t word) const {
  for (const uint32_t c : grammar_.children(word)) {
    const Deprel relation = grammar_.relation(c);
    if (relation != Deprel::ccomp && relation != Deprel::xcomp && relation != Deprel::advcl) continue;
    for (const uint32_t s : grammar_.children(c))
      if (grammar_.relation(s) == Deprel::nsubj) return grammar_.with_conjuncts(s);
    uint32_t own;
    if (!grammar_.surface_subject(c, own)) continue;
    const std::vector<uint32_t> agents = grammar_.agents(word);
    if (std::find(agents.begin(), agents.end(), own) == agents.end()) return grammar_.with_conjuncts(own);
  }
  return {};
}

// What a clause says is to be done or is done: "declined to comment".
std::vector<uint32_t> Slots::clause_verbs(uint32_t word) const {
  std::vector<uint32_t> out;
  for (const uint32_t c : grammar_.children(word))
    if (grammar_.relation(c) == Deprel::ccomp || grammar_.relation(c) == Deprel::xcomp)
      for (const uint32_t verb : grammar_.with_conjuncts(c)) out.push_back(verb);
  return out;
}

}  // namespace kronika
