#include "stage/attribution/speakers.h"

#include <algorithm>

namespace kronika {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
// Who speaks stands no farther from the verb than this many words.
constexpr uint32_t kMostDistance = 25;
// Of a longer noun phrase the words near its head are taken.
constexpr uint32_t kMostPhraseWords = 40;

}  // namespace

std::optional<Speaker> Speakers::of_verb(uint32_t verb) const {
  const bool passive = grammar_.is_passive(verb);
  // A pronoun right before the verb is its subject, whatever the tree says of a parenthesis: "officers, he added,
  // were training".
  if (!passive && verb > sentence_at(verb).first && grammar_.upos(verb - 1) == Upos::PRON && is_personal(verb - 1) &&
      marks_.holds(verb - 1) == marks_.holds(verb))
    return named(verb - 1);
  if (const auto behind = inverted(verb)) return behind;
  for (const uint32_t agent : grammar_.agents(verb))
    if (!marks_.holds(agent) || marks_.holds(verb)) {
      if (is_relative(agent) || is_dateline(agent, verb)) continue;
      return with(verb, agent);
    }
  if (passive) return std::nullopt;
  // Where the tree has no subject for a finite verb with its clause, what stands before it is one.
  uint32_t clause;
  const std::string& form = grammar_.tags().xpos[verb];
  const bool lacks = (form == "VBZ" || form == "VBD" || form == "VBP") && grammar_.child(verb, Deprel::ccomp, clause);
  if (!lacks && !speech_.has("quoting", grammar_.lemma(verb))) return std::nullopt;
  return beside(verb);
}

// "..., says the envoy", where nothing but an end or a comma follows.
std::optional<Speaker> Speakers::inverted(uint32_t verb) const {
  const Sentence& here = sentence_at(verb);
  const std::string& form = grammar_.tags().xpos[verb];
  if (verb == here.first || verb + 1 >= here.last || !speech_.has("plain", grammar_.lemma(verb))) return std::nullopt;
  if (form != "VBZ" && form != "VBD" && form != "VBP") return std::nullopt;
  const std::string_view before = word(verb - 1);
  if (before != "," && before != "\"" && before != "\u201D" && before != "''") return std::nullopt;
  for (uint32_t w = verb + 1; w < std::min(verb + 9, here.last); ++w) {
    const Id<Mention> id = mentions_.of_head[w];
    if (!id || mentions_.mentions[id.index].first != verb + 1 || !is_nominal(w)) continue;
    const uint32_t end = mentions_.mentions[id.index].last;
    if (end >= here.last || grammar_.upos(end) == Upos::PUNCT) return named(w);
  }
  return std::nullopt;
}

std::optional<Speaker> Speakers::subject_of(uint32_t verb) const {
  uint32_t agent = kNone;
  if (grammar_.is_passive(verb)) {
    for (const uint32_t c : grammar_.children(verb))
      if (grammar_.subtype(c) == Deprel::obl_agent) agent = c;
  } else {
    grammar_.surface_subject(verb, agent);
  }
  if (agent == kNone || (marks_.holds(agent) && !marks_.holds(verb))) return std::nullopt;
  return with(verb, agent);
}

Speaker Speakers::with(uint32_t verb, uint32_t agent) const {
  Speaker found = named(agent);
  uint32_t own;
  if (!grammar_.is_passive(verb) && grammar_.child(verb, Deprel::nsubj, own) && own != agent && own < verb)
    if (const std::string& lemma = grammar_.lemma(own); lemma == "who" || lemma == "which" || lemma == "that")
      found.source = tokens_.words[own].span;
  return found;
}

std::optional<Speaker> Speakers::of_according(uint32_t w) const {
  uint32_t holder = kNone;
  if (!grammar_.is_root(w) && is_nominal(grammar_.head(w))) holder = grammar_.head(w);
  for (const uint32_t c : grammar_.children(w))
    if (is_nominal(c) && grammar_.relation(c) == Deprel::obl) holder = c;
  // "which, according to": a relative pronoun is what is spoken of.
  if (holder == kNone || is_relative(holder)) return std::nullopt;
  return named(holder);
}

Speaker Speakers::named(uint32_t head) const {
  const Id<Mention> id = mentions_.of_head[head];
  if (id) return {mentions_.mentions[id.index].span, id, phrase_of(head), head};
  return {tokens_.words[head].span, std::nullopt, phrase_of(head), head};
}

Span Speakers::phrase_of(uint32_t head) const {
  uint32_t first = head, last = head;
  std::vector<uint32_t> open = {head};
  while (!open.empty()) {
    const uint32_t w = open.back();
    open.pop_back();
    for (const uint32_t c : grammar_.children(w)) {
      const Deprel relation = grammar_.subtype(c);
      // The preposition or verb that governs the phrase, further conjuncts, clauses are not of it.
      if (w == head && (relation == Deprel::case_ || relation == Deprel::cop || universal(relation) == Deprel::nsubj ||
                        (relation == Deprel::conj && grammar_.is_verb(c))))
        continue;
      if (relation == Deprel::acl_relcl || relation == Deprel::parataxis || relation == Deprel::punct ||
          universal(relation) == Deprel::advcl || relation == Deprel::mark)
        continue;
      if (c > head + kMostPhraseWords || c + kMostPhraseWords < head) continue;
      first = std::min(first, c);
      last = std::max(last, c);
      open.push_back(c);
    }
  }
  return {tokens_.words[first].span.start, tokens_.words[last].span.end};
}

bool Speakers::is_dateline(uint32_t agent, uint32_t verb) const {
  const Sentence& here = sentence_at(verb);
  if (agent > here.first + 2 || verb < agent + 3) return false;
  for (const char c : word(agent))
    if (c >= 'a' && c <= 'z') return false;
  for (uint32_t w = agent + 1; w < std::min(verb, agent + 12); ++w)
    if (word(w) == "-" || word(w) == "--" || word(w) == "\u2013" || word(w) == "\u2014") return true;
  return false;
}

bool Speakers::is_personal(uint32_t w) const {
  const std::string& lemma = grammar_.lemma(w);
  return lemma == "he" || lemma == "she" || lemma == "they" || lemma == "I" || lemma == "we";
}

bool Speakers::is_first_person(const Speaker& speaker) const {
  const std::string& lemma = grammar_.lemma(speaker.head);
  return lemma == "I" || lemma == "we" || lemma == "you";
}

bool Speakers::is_relative(uint32_t w) const {
  const std::string& lemma = grammar_.lemma(w);
  return lemma == "it" || lemma == "that" || lemma == "which" || lemma == "what" || lemma == "there" || lemma == "this";
}

bool Speakers::may_speak(uint32_t w) const {
  const Id<Mention> id = mentions_.of_head[w];
  return id && is_nominal(w) && !is_relative(w) && mentions_.mentions[id.index].type != NameType::date &&
         grammar_.relation(w) != Deprel::obl && grammar_.preposition(w).empty();
}

std::optional<Speaker> Speakers::beside(uint32_t verb) const {
  const Sentence& here = sentence_at(verb);
  for (uint32_t w = verb + 1; w < std::min(verb + 7, here.last); ++w) {
    if (marks_.holds(w) || grammar_.upos(w) == Upos::PUNCT || grammar_.is_verb(w) || grammar_.upos(w) == Upos::ADP)
      break;
    const Id<Mention> id = mentions_.of_head[w];
    if (id && may_speak(w) && mentions_.mentions[id.index].first <= verb + 2 &&
        mentions_.mentions[id.index].first > verb)
      return named(w);
  }
  // "Mr Rao, a lawyer from Delhi, said": what the apposition stands to.
  if (verb > here.first && word(verb - 1) == ",") {
    uint32_t first = kNone;
    for (uint32_t w = verb - 1; w-- > here.first && verb - w < kMostDistance;) {
      if (marks_.holds(w) || grammar_.upos(w) == Upos::VERB) break;
      if (may_speak(w)) first = w;
    }
    if (first != kNone) return named(first);
    return std::nullopt;
  }
  for (uint32_t w = verb; w-- > here.first && verb - w < 5;) {
    if (marks_.holds(w)) break;
    if (may_speak(w)) return named(w);
    if (grammar_.upos(w) == Upos::PUNCT || grammar_.upos(w) == Upos::VERB) break;
  }
  return std::nullopt;
}

}  // namespace kronika
