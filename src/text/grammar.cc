#include "text/grammar.h"

#include <algorithm>

namespace kronika {
namespace {

bool is_relative_pronoun(const std::string& lemma) {
  return lemma == "who" || lemma == "which" || lemma == "that" || lemma == "whom" || lemma == "whose";
}

// Verbs and nouns whose prepositional phrase is to do what an infinitive says: "called on Iran to leave", "an appeal to
// all to vote".
bool addresses(const std::string& lemma) {
  static constexpr std::string_view kAll[] = {
      "call",    "appeal", "plead", "press", "rely", "count", "signal", "order", "pressure", "prevail",
      "request", "demand", "shout", "plea",  "push", "wait",  "look",   "turn",  "lean",     "instruction"};
  return std::find(std::begin(kAll), std::end(kAll), lemma) != std::end(kAll);
}

void append(std::vector<uint32_t>& to, const std::vector<uint32_t>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

bool Grammar::child(uint32_t word, Deprel relation, uint32_t& found) const {
  for (const uint32_t c : children(word))
    if (this->relation(c) == relation) {
      found = c;
      return true;
    }
  return false;
}

std::string_view Grammar::preposition(uint32_t word) const {
  for (const uint32_t c : children(word))
    if (relation(c) == Deprel::case_) return tags_.lemma[c];
  return {};
}

std::vector<uint32_t> Grammar::with_conjuncts(uint32_t word) const {
  std::vector<uint32_t> all = {word};
  for (size_t i = 0; i < all.size(); ++i)
    for (const uint32_t c : children(all[i]))
      if (relation(c) == Deprel::conj && is_verb(c) == is_verb(word)) all.push_back(c);
  return all;
}

bool Grammar::is_passive(uint32_t verb) const {
  for (const uint32_t c : children(verb)) {
    if (subtype(c) == Deprel::aux_pass || subtype(c) == Deprel::nsubj_pass || subtype(c) == Deprel::obl_agent)
      return true;
    if (relation(c) == Deprel::nsubj) return false;
  }
  if (tags_.xpos[verb] != "VBN") return false;
  // "troops sent to Mali", "asked about it, he ..."; with an auxiliary ("has sent") it is active.
  uint32_t auxiliary;
  if (child(verb, Deprel::aux, auxiliary)) return false;
  if (relation(verb) == Deprel::conj && is_verb(head(verb))) return is_passive(head(verb));
  uint32_t object;
  return relation(verb) == Deprel::acl || relation(verb) == Deprel::advcl || relation(verb) == Deprel::amod ||
         !child(verb, Deprel::obj, object);
}

bool Grammar::own_subject(uint32_t verb, uint32_t& found) const {
  for (const uint32_t c : children(verb)) {
    if (relation(c) != Deprel::nsubj) continue;
    found = c;
    // "the man who left": the pronoun stands for the noun above.
    if (is_relative_pronoun(lemma(c)) && (subtype(verb) == Deprel::acl_relcl || relation(verb) == Deprel::acl))
      found = antecedent(verb);
    return true;
  }
  return false;
}

bool Grammar::addressee(uint32_t above, uint32_t verb, uint32_t& found) const {
  if (!addresses(lemma(above))) return false;
  for (const uint32_t c : children(above)) {
    if (c >= verb || c < above || (relation(c) != Deprel::obl && relation(c) != Deprel::nmod)) continue;
    const std::string_view p = preposition(c);
    if (p != "on" && p != "upon" && p != "to" && p != "with" && p != "for") continue;
    found = c;
    return true;
  }
  return false;
}

std::string_view Grammar::clause_mark(uint32_t verb) const {
  for (const uint32_t c : children(verb))
    if (relation(c) == Deprel::mark || relation(c) == Deprel::case_) return tags_.lemma[c];
  return {};
}

bool Grammar::surface_subject(uint32_t verb, uint32_t& found, int depth) const {
  if (own_subject(verb, found)) return true;
  if (depth == 0 || is_root(verb)) return false;
  const uint32_t above = head(verb);
  switch (relation(verb)) {
    case Deprel::conj:
      return is_verb(above) || upos(above) == Upos::ADJ ? surface_subject(above, found, depth - 1)
                                                        : own_subject(above, found);
    case Deprel::xcomp:
    case Deprel::ccomp: {
      // "ordered police to act": the object acts; "promised to act": the subject does.
      if (relation(verb) == Deprel::ccomp && upos(above) != Upos::VERB) return false;
      if (addressee(above, verb, found)) return true;
      uint32_t object;
      if (!is_passive(above) && (child(above, Deprel::obj, object) || child(above, Deprel::iobj, object)) &&
          lemma(above) != "promise" && lemma(above) != "threaten") {
        found = object;
        return true;
      }
      return surface_subject(above, found, depth - 1);
    }
    case Deprel::advcl: {
      if (!is_verb(above)) return false;
      const std::string_view mark = clause_mark(verb);
      if (mark == "to" && addressee(above, verb, found)) return true;
      // "accused Iran of spying", "stopped them from leaving", "condemned it for attacking": the object does it.
      if (mark == "of" || mark == "from" || mark == "into" || mark == "for")
        if (!is_passive(above) && child(above, Deprel::obj, found) && found < verb) return true;
      return surface_subject(above, found, depth - 1);
    }
    case Deprel::acl: {
      if (subtype(verb) == Deprel::acl_relcl) {
        // A relative clause without subject or pronoun: the noun above is its subject, unless it lacks an object.
        found = above;
        return true;
      }
      if (tags_.xpos[verb] == "VBG" || tags_.xpos[verb] == "VBN") {
        found = above;
        return true;
      }
      if (clause_mark(verb) == "to" && addressee(above, verb, found)) return true;
      // "Russia's plan to attack", "agreed on a plan to attack"
      for (const uint32_t c : children(above))
        if (subtype(c) == Deprel::nmod_poss) {
          found = c;
          return true;
        }
      if (!is_root(above) && is_verb(head(above))) return surface_subject(head(above), found, depth - 1);
      return false;
    }
    default:
      return false;
  }
}

std::vector<uint32_t> Grammar::agents(uint32_t verb) const {
  uint32_t found;
  if (!is_passive(verb)) return surface_subject(verb, found) ? with_conjuncts(found) : std::vector<uint32_t>();
  for (const uint32_t c : children(verb))
    if (subtype(c) == Deprel::obl_agent || (relation(c) == Deprel::obl && preposition(c) == "by"))
      return with_conjuncts(c);
  return {};
}

std::vector<uint32_t> Grammar::patients(uint32_t verb) const {
  uint32_t found;
  if (is_passive(verb)) {
    if (relation(verb) == Deprel::amod) return {head(verb)};
    return surface_subject(verb, found) ? with_conjuncts(found) : std::vector<uint32_t>();
  }
  if (child(verb, Deprel::obj, found)) {
    if (is_relative_pronoun(lemma(found)) && relation(verb) == Deprel::acl) found = antecedent(verb);
    return with_conjuncts(found);
  }
  // "the man police arrested"
  uint32_t subject;
  if (subtype(verb) == Deprel::acl_relcl && own_subject(verb, subject) && subject != antecedent(verb)) {
    bool gap = true;
    for (const uint32_t c : children(verb))
      gap = gap && !(is_relative_pronoun(lemma(c)) || relation(c) == Deprel::ccomp || relation(c) == Deprel::obl);
    if (gap) return {antecedent(verb)};
  }
  // "attacked and burned the embassy": the object stands with one of the two.
  for (const uint32_t c : children(verb))
    if (relation(c) == Deprel::conj && is_verb(c) && child(c, Deprel::obj, found) && c - verb <= 3)
      return with_conjuncts(found);
  if (relation(verb) == Deprel::conj && !is_root(verb) && is_verb(head(verb)) &&
      child(head(verb), Deprel::obj, found) && found > verb)
    return with_conjuncts(found);
  return {};
}

std::vector<uint32_t> Grammar::phrases(uint32_t word, std::string_view wanted) const {
  std::vector<uint32_t> out;
  const auto look = [&](uint32_t from) {
    for (const uint32_t c : children(from)) {
      const Deprel r = relation(c);
      if (r != Deprel::obl && r != Deprel::nmod && r != Deprel::advcl && r != Deprel::acl && r != Deprel::advmod)
        continue;
      if (preposition(c) == wanted) {
        append(out, with_conjuncts(c));
        continue;
      }
      // Written as a marker before a verb that is no clause: "according to"
      for (const uint32_t m : children(c))
        if (relation(m) == Deprel::mark && lemma(m) == wanted && is_nominal(c)) append(out, with_conjuncts(c));
    }
  };
  look(word);
  if (!out.empty()) return out;
  // "imposed sanctions on Iran", "exchanged views and opinions with Iran": the phrase may hang on the object.
  uint32_t object;
  if (is_verb(word) && child(word, Deprel::obj, object))
    for (const uint32_t one : with_conjuncts(object)) look(one);
  return out;
}

}  // namespace kronika
