#include "stage/coref/pronouns.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/utf8.h"

namespace kronika {
namespace {

// How far a pronoun may reach: beyond, nobody would understand it, and time stays linear.
constexpr uint32_t kMostMentionsBack = 100;
constexpr uint32_t kMostSentencesBack = 8;
constexpr size_t kMostCandidates = 24;  // and those ahead
constexpr size_t kMostKept = 32;        // of a chain
constexpr int kMostSteps = 16;          // up a tree

uint32_t step(uint32_t n) { return n < 4 ? n : n < 6 ? 4 : 5; }  // 0 1 2 3 4-5 6-
uint32_t near(uint32_t n) { return std::min(n, 2u); }
uint32_t rank(size_t n) { return static_cast<uint32_t>(std::min<size_t>(n, 5)); }
uint32_t words_apart(uint32_t n) {
  uint32_t bucket = 0;
  for (const uint32_t most : {1u, 3u, 6u, 12u, 24u, 48u}) bucket += n > most;
  return bucket;
}
template <class T>
uint32_t at(T value) {
  return static_cast<uint32_t>(value);
}

Opener opener(std::string_view lemma) {
  constexpr std::pair<std::string_view, Opener> kOpeners[] = {{"", Opener::none},
                                                              {"when", Opener::when},
                                                              {"while", Opener::while_},
                                                              {"after", Opener::after},
                                                              {"before", Opener::before},
                                                              {"until", Opener::before},
                                                              {"because", Opener::because},
                                                              {"since", Opener::because},
                                                              {"although", Opener::although},
                                                              {"though", Opener::although},
                                                              {"that", Opener::that},
                                                              {"who", Opener::who},
                                                              {"whom", Opener::who},
                                                              {"whose", Opener::who},
                                                              {"which", Opener::who},
                                                              {"to", Opener::to},
                                                              {"of", Opener::of},
                                                              {"in", Opener::in},
                                                              {"with", Opener::with},
                                                              {"by", Opener::by},
                                                              {"for", Opener::for_},
                                                              {"from", Opener::from},
                                                              {"at", Opener::at},
                                                              {"on", Opener::on},
                                                              {"as", Opener::as},
                                                              {"like", Opener::like},
                                                              {"unlike", Opener::like},
                                                              {"than", Opener::like},
                                                              {"during", Opener::during},
                                                              {"accord", Opener::according},
                                                              {"according", Opener::according}};
  for (const auto& [word, value] : kOpeners)
    if (word == lemma) return value;
  return Opener::other;
}

// Marks that open or close a quotation; Penn's "``" and "''" are found in texts too.
bool is_quote(std::string_view text) {
  return text == "\"" || text == "``" || text == "''" || text == "\xE2\x80\x9C" || text == "\xE2\x80\x9D" ||
         text == "\xC2\xAB" || text == "\xC2\xBB";
}
bool opens(std::string_view text) { return text == "``" || text == "\xE2\x80\x9C" || text == "\xC2\xAB"; }

}  // namespace

size_t best_candidate(const PronounRanker& ranker, const std::vector<PronounCandidate>& candidates) {
  size_t best = 0;
  float highest = ranker.score(candidates[0].answers);
  for (size_t i = 1; i < candidates.size(); ++i) {
    const float score = ranker.score(candidates[i].answers);
    if (score <= highest) continue;
    highest = score;
    best = i;
  }
  return best;
}

// One pronoun, and what of its chains is compared over all of them.
struct PronounCandidates::Asking {
  uint32_t pronoun;
  PronounKind kind;
  std::string text;  // small letters
  Gender gender = Gender::unknown;
  bool reflexive = false;
  const Place& place;
  std::optional<uint32_t> understood = {};                // chain of the understood subject of its verb
  std::optional<uint32_t> streak = {};                    // latest pronoun before it that has its gender and number
  std::vector<std::pair<uint32_t, uint32_t>> later = {};  // chains named after it in its sentence, with the mention
  bool kin = false;                                       // "his wife"
  // Of the candidate, and of all that fit.
  size_t recency = 0, fitting_recency = 0, size_rank = 0, named_rank = 0, order = 0, order_in_sentence = 0, fitting = 0;
  uint32_t chain = 0;
  bool fits = false, subject_between = false;  // a subject that fits stands between the two
};

PronounCandidates::PronounCandidates(const PronounLayers& layers, ChainOf chain_of)
    : l_(layers), chain_of_(std::move(chain_of)), chains_(layers.mentions.mentions.size()) {
  mark_quotes();
  places_.reserve(chains_.size());
  for (uint32_t m = 0; m < chains_.size(); ++m) {
    places_.push_back(place_of(m));
    chains_[chain_of_(m)].named_total += mention(m).form != MentionForm::pronoun;
  }
}

std::string PronounCandidates::small(uint32_t word) const {
  return lower_ascii(l_.article.slice(l_.tokens.words[word].span));
}

// Quotations end with their paragraph at the latest.
void PronounCandidates::mark_quotes() {
  quoted_.assign(l_.tokens.size(), 0);
  bracketed_.assign(l_.tokens.size(), 0);
  bool open = false, bracket = false;
  uint32_t paragraph = 0;
  for (const Sentence& sentence : l_.tokens.sentences) {
    if (sentence.paragraph != paragraph) open = false;
    paragraph = sentence.paragraph;
    for (uint32_t w = sentence.first; w < sentence.last; ++w) {
      const std::string_view text = l_.article.slice(l_.tokens.words[w].span);
      if (is_quote(text)) open = opens(text) || !open;
      quoted_[w] = open;
      if (text == "(") bracket = true;
      if (text == ")") bracket = false;
      bracketed_[w] = bracket;
    }
    bracket = false;
  }
}

// The predicate of the clause above the one that `word` is the predicate of; itself at the top.
uint32_t PronounCandidates::clause_above(uint32_t word) const {
  const Grammar& g = l_.grammar;
  for (int i = 0; i < kMostSteps && !g.is_root(word); ++i) {
    const Deprel relation = g.relation(word);
    word = g.head(word);
    if (relation == Deprel::conj || relation == Deprel::xcomp) {
      if (g.is_verb(word) || g.is_root(word)) return word;
      continue;
    }
    if (g.is_verb(word) || g.is_root(word)) return word;
  }
  return word;
}

PronounCandidates::Place PronounCandidates::place_of(uint32_t m) const {
  const Grammar& g = l_.grammar;
  Place place;
  uint32_t word = mention(m).head;
  place.quoted = quoted_[word];
  place.bracketed = bracketed_[word];
  for (uint32_t up = word; !g.is_root(up) && place.height < 40; up = g.head(up)) ++place.height;
  // Conjuncts have the role of the first of them.
  for (int i = 0; i < kMostSteps && g.relation(word) == Deprel::conj && !g.is_root(word) && g.is_nominal(g.head(word));
       ++i)
    word = g.head(word);
  const uint32_t word_of_role = word;
  switch (g.relation(word)) {
    case Deprel::nsubj:
    case Deprel::csubj:
      place.role = Role::subject;
      break;
    case Deprel::obj:
    case Deprel::iobj:
      place.role = Role::object;
      break;
    case Deprel::obl:
      place.role = Role::oblique;
      break;
    case Deprel::nmod:
    case Deprel::compound:
      place.role = g.subtype(word) == Deprel::nmod_poss ? Role::possessive : Role::noun;
      break;
    case Deprel::appos:
      place.role = Role::apposition;
      break;
    default:
      place.role = Role::other;
  }
  for (int i = 0; i < kMostSteps && !g.is_root(word); ++i) {
    const Deprel relation = g.relation(word);
    const bool within = relation == Deprel::nmod || relation == Deprel::appos || relation == Deprel::compound ||
                        relation == Deprel::amod || relation == Deprel::flat ||
                        (relation == Deprel::conj && g.is_nominal(g.head(word)));
    if (!within) break;
    place.nested = place.nested || relation != Deprel::conj;
    word = g.head(word);
  }
  place.argument = word;
  const Deprel relation = g.relation(word);
  const bool argument = relation == Deprel::nsubj || relation == Deprel::csubj || relation == Deprel::obj ||
                        relation == Deprel::iobj || relation == Deprel::obl || relation == Deprel::vocative ||
                        relation == Deprel::dislocated;
  place.governor = argument && !g.is_root(word) ? g.head(word) : word;
  switch (g.is_root(place.governor) ? Deprel::root : g.relation(place.governor)) {
    case Deprel::root:
      place.link = Link::main;
      break;
    case Deprel::conj:
    case Deprel::parataxis:
      place.link = Link::coordinate;
      break;
    case Deprel::advcl:
      place.link = Link::adverbial;
      break;
    case Deprel::acl:
      place.link = g.subtype(place.governor) == Deprel::acl_relcl ? Link::relative : Link::participle;
      break;
    case Deprel::ccomp:
    case Deprel::xcomp:
    case Deprel::csubj:
      place.link = Link::complement;
      break;
    default:
      place.link = Link::other;
  }
  uint32_t clause = place.governor;
  for (uint32_t above = clause_above(clause); above != clause && place.depth < 6; above = clause_above(clause)) {
    clause = above;
    ++place.depth;
  }
  note_words_around(m, word_of_role, place);
  place.says = place.role == Role::subject &&
               (l_.speech.has("verbs", g.lemma(place.governor)) || l_.speech.has("acts", g.lemma(place.governor)));
  return place;
}

// `first`: the first of the conjuncts that the mention is one of.
void PronounCandidates::note_words_around(uint32_t m, uint32_t first, Place& place) const {
  const Grammar& g = l_.grammar;
  const uint32_t head = mention(m).head;
  uint32_t opening;
  if (g.child(place.governor, Deprel::mark, opening) || g.child(place.governor, Deprel::advmod, opening))
    if (opening < place.governor && (g.relation(opening) == Deprel::mark || g.lemma(opening) == "when"))
      place.mark = opener(g.lemma(opening));
  if (place.argument != place.governor) place.preposition = opener(g.preposition(place.argument));
  place.case_ = opener(g.preposition(first));
  place.passive = place.role == Role::subject && g.is_passive(place.governor);
  place.conjunct = first != head;
  for (const uint32_t child : g.children(head)) {
    place.relative = place.relative || g.subtype(child) == Deprel::acl_relcl;
    place.apposed = place.apposed || g.relation(child) == Deprel::appos;
  }
  for (const uint32_t child : g.children(first))
    place.coordinated = place.coordinated || g.relation(child) == Deprel::conj;
  const Mention& here = mention(m);
  place.introduced = here.apposed_to || (here.first < here.name_first && g.upos(here.name_first - 1) == Upos::NOUN);
}

std::optional<PronounKind> PronounCandidates::kind_of(uint32_t m) const {
  if (mention(m).form != MentionForm::pronoun) return std::nullopt;
  const std::string text = small(mention(m).head);
  const bool possessive = mention(m).possessive;
  if (l_.pronouns.has("masculine", text) || l_.pronouns.has("feminine", text))
    return possessive ? PronounKind::his : PronounKind::he;
  if (l_.pronouns.has("neuter", text)) return possessive ? PronounKind::its : PronounKind::it;
  if (l_.pronouns.has("plural", text)) return possessive ? PronounKind::their : PronounKind::they;
  return std::nullopt;
}

bool PronounCandidates::alike(const Asking& asking, uint32_t m) const {
  const auto kind = kind_of(m);
  if (!kind || static_cast<int>(*kind) / 2 != static_cast<int>(asking.kind) / 2) return false;
  const std::string text = small(mention(m).head);
  return asking.gender == Gender::unknown ||
         l_.pronouns.has(asking.gender == Gender::masculine ? "masculine" : "feminine", text);
}

void PronounCandidates::pass(uint32_t m) {
  const uint32_t chain = chain_of_(m);
  ChainSoFar& so_far = chains_[chain];
  if (so_far.size++ == 0) so_far.first = m;
  so_far.mentions.push_back(m);
  if (so_far.mentions.size() > 2 * kMostKept)
    so_far.mentions.erase(so_far.mentions.begin(), so_far.mentions.end() - kMostKept);
  if (mention(m).form != MentionForm::pronoun) {
    so_far.named = m;
    if (!first_person_ && l_.traits[m].person && mention(m).form == MentionForm::name) first_person_ = chain;
    return;
  }
  const std::string text = small(mention(m).head);
  so_far.masculine += l_.pronouns.has("masculine", text);
  so_far.feminine += l_.pronouns.has("feminine", text);
  so_far.it += l_.pronouns.has("neuter", text);
  so_far.they += l_.pronouns.has("plural", text);
  so_far.speaker += l_.pronouns.has("speaker", text) || l_.pronouns.has("speakers", text);
}

void PronounCandidates::rename(uint32_t from, uint32_t to) {
  ChainSoFar &a = chains_[from], &b = chains_[to];
  if (from == to) return;
  b.named_total += a.named_total;
  a.named_total = 0;
  if (a.size == 0) return;
  b.first = b.size == 0 ? a.first : std::min(a.first, b.first);
  b.size += a.size;
  std::vector<uint32_t> both;
  std::merge(a.mentions.begin(), a.mentions.end(), b.mentions.begin(), b.mentions.end(), std::back_inserter(both));
  b.mentions = std::move(both);
  b.masculine += a.masculine;
  b.feminine += a.feminine;
  b.it += a.it;
  b.they += a.they;
  b.speaker += a.speaker;
  if (a.named && (!b.named || *a.named > *b.named)) b.named = a.named;
  if (first_person_ == from) first_person_ = to;
  a = ChainSoFar();
}

Clause PronounCandidates::clause_between(uint32_t pronoun, uint32_t candidate) const {
  if (mention(pronoun).sentence != mention(candidate).sentence) return Clause::elsewhere;
  const Grammar& g = l_.grammar;
  const Place &p = places_[pronoun], &c = places_[candidate];
  if (p.governor == c.governor) {
    if (p.argument == c.argument) return Clause::same_holder;
    return c.nested ? Clause::same_nested : Clause::same_direct;
  }
  uint32_t word = p.governor;
  for (int level = 0; level < kMostSteps; ++level) {
    if (g.relation(word) == Deprel::acl && !g.is_root(word) && g.head(word) == mention(candidate).head)
      return Clause::modified;
    const uint32_t above = clause_above(word);
    if (above == word) break;
    word = above;
    if (word != c.governor) continue;
    if (level > 0) return c.role == Role::subject && !c.nested ? Clause::higher_subject : Clause::higher_other;
    if (c.nested) return Clause::above_nested;
    return c.role == Role::subject ? Clause::above_subject : Clause::above_direct;
  }
  word = c.governor;
  for (int level = 0; level < kMostSteps; ++level) {
    const uint32_t above = clause_above(word);
    if (above == word) break;
    word = above;
    if (word == p.governor) return Clause::below;
  }
  return Clause::beside;
}

Form PronounCandidates::form_of(uint32_t m, bool same) const {
  const Mention& c = mention(m);
  if (c.form == MentionForm::pronoun) return same ? Form::same_pronoun : Form::other_pronoun;
  if (c.name_first < c.name_last) return l_.traits[m].name.size() > 1 ? Form::full_name : Form::short_name;
  const std::string first = small(c.first);
  if (first == "the" || first == "this" || first == "that" || first == "these" || first == "those")
    return Form::definite;
  for (uint32_t w = c.first; w < c.head; ++w)
    if (l_.grammar.subtype(w) == Deprel::nmod_poss) return Form::possessed;
  return Form::indefinite;
}

Sort PronounCandidates::sort_of(uint32_t m, const ChainSoFar& chain) const {
  const uint32_t named = chain.named.value_or(m);
  const Mention& n = mention(named);
  if (chain.named && n.name_first < n.name_last) {
    if (l_.traits[named].person) return Sort::person_name;
    if (l_.traits[named].doubtful) return Sort::doubtful_name;
    switch (n.type) {
      case NameType::person:
        return Sort::person_name;
      case NameType::organization:
        return Sort::organization_name;
      case NameType::place:
      case NameType::facility:
        return Sort::place_name;
      case NameType::group:
        return Sort::group_name;
      default:
        return Sort::other_name;
    }
  }
  if (chain.masculine + chain.feminine > 0) return Sort::he;
  if (chain.named) {
    if (l_.traits[named].person) return Sort::person_noun;
    return l_.traits[named].role.empty() ? Sort::plain_noun : Sort::thing_noun;
  }
  if (chain.it > 0) return Sort::it;
  if (chain.they > 0) return Sort::they;
  return chain.speaker > 0 ? Sort::speaker : Sort::other_pronoun;
}

// By its pronouns, else by its name.
Gender PronounCandidates::gender_of(uint32_t chain, uint32_t latest) const {
  const ChainSoFar& so_far = chains_[chain];
  if (so_far.masculine != so_far.feminine)
    return so_far.masculine > so_far.feminine ? Gender::masculine : Gender::feminine;
  return l_.traits[so_far.named.value_or(latest)].gender;
}

// Whether gender, number and kind allow it, as far as they are known.
bool PronounCandidates::fits(const Asking& asking, uint32_t m, const ChainSoFar& chain) const {
  const Sort sort = sort_of(m, chain);
  const Traits& traits = l_.traits[chain.named.value_or(m)];
  const bool person = sort == Sort::person_name || sort == Sort::person_noun || sort == Sort::he;
  const bool unknown = sort == Sort::doubtful_name || sort == Sort::other_name;
  switch (asking.kind) {
    case PronounKind::he:
    case PronounKind::his: {
      if ((!person && !unknown) || traits.plural || chain.they > chain.masculine + chain.feminine) return false;
      const bool masculine =
          chain.masculine > chain.feminine || (traits.gender == Gender::masculine && !traits.guessed);
      const bool feminine = chain.feminine > chain.masculine || (traits.gender == Gender::feminine && !traits.guessed);
      return asking.gender == Gender::masculine ? !feminine : !masculine;
    }
    case PronounKind::it:
    case PronounKind::its:
      return !person && !traits.plural && sort != Sort::they && sort != Sort::speaker;
    case PronounKind::they:
    case PronounKind::their:
      return traits.plural || sort == Sort::they || sort == Sort::group_name || sort == Sort::organization_name;
  }
  return false;
}

// What no pronoun of the kind stands for, whatever else speaks for it: one of the other gender, a country for "he", a
// person for "it".
bool PronounCandidates::clashes(const Asking& asking, uint32_t m, const ChainSoFar& chain) const {
  const Sort sort = sort_of(m, chain);
  switch (asking.kind) {
    case PronounKind::he:
    case PronounKind::his: {
      const Traits& named = l_.traits[chain.named.value_or(m)];
      const bool other =
          named.gender != Gender::unknown && named.gender != asking.gender && !named.guessed && !named.shared;
      const bool agrees = (asking.gender == Gender::masculine ? chain.masculine : chain.feminine) > 0;
      return sort == Sort::it || sort == Sort::they || (other && !agrees);
    }
    case PronounKind::it:
    case PronounKind::its:
      return sort == Sort::person_name || sort == Sort::person_noun || sort == Sort::he || sort == Sort::they;
    case PronounKind::they:
    case PronounKind::their:
      return false;
  }
  return false;
}

void PronounCandidates::answer(const Asking& asking, uint32_t latest, const ChainSoFar& chain, Answers& out) const {
  const Mention &p = mention(asking.pronoun), &c = mention(latest);
  const Place &here = asking.place, &there = places_[latest];
  const uint32_t distance = p.sentence - c.sentence;
  const bool is_pronoun = c.form == MentionForm::pronoun;
  const bool same = is_pronoun && (kind_of(latest) == asking.kind || small(c.head) == asking.text);
  const Clause clause = clause_between(asking.pronoun, latest);
  out.add(PronounQuestion::kind, {0});
  out.add(PronounQuestion::distance, {step(distance)});
  out.add(PronounQuestion::recency, {rank(asking.recency)});
  if (asking.fits) out.add(PronounQuestion::fitting_recency, {rank(asking.fitting_recency)});
  if (chain.named) out.add(PronounQuestion::named_distance, {step(p.sentence - mention(*chain.named).sentence)});
  out.add(PronounQuestion::parallel, {is_pronoun                   ? 2u
                                      : c.name_first < c.name_last ? 0u
                                                                   : 1u,
                                      at(there.role), at(here.role), near(distance)});
  // The weightiest role of the chain in this sentence and in those before.
  constexpr uint32_t kNone = 7;
  uint32_t best[3] = {kNone, kNone, kNone}, recent = 0;
  for (size_t i = chain.mentions.size(); i-- > 0;) {
    const uint32_t back = p.sentence - mention(chain.mentions[i]).sentence;
    if (back > 2) break;
    best[back] = std::min(best[back], at(places_[chain.mentions[i]].role));
    ++recent;
  }
  out.add(PronounQuestion::same_sentence, {best[0], at(here.role)});
  out.add(PronounQuestion::sentence_before, {best[1], at(here.role)});
  out.add(PronounQuestion::two_before, {best[2]});
  if (clause != Clause::elsewhere) {
    out.add(PronounQuestion::clause, {at(clause), at(here.role)});
    out.add(PronounQuestion::clause_link, {at(clause), at(here.link)});
  }
  out.add(PronounQuestion::form, {at(form_of(latest, same)), near(distance)});
  const Traits& traits = l_.traits[chain.named.value_or(latest)];
  out.add(PronounQuestion::sort, {at(sort_of(latest, chain)), traits.plural ? 1u : 0u});
  if (asking.gender != Gender::unknown) {
    const uint32_t agree = asking.gender == Gender::masculine ? chain.masculine : chain.feminine;
    const uint32_t differ = asking.gender == Gender::masculine ? chain.feminine : chain.masculine;
    GenderMatch match = GenderMatch::unknown;
    if (traits.gender != Gender::unknown && !traits.guessed)
      match = traits.gender == asking.gender ? GenderMatch::name_agrees : GenderMatch::name_differs;
    else if (agree && differ)
      match = GenderMatch::pronoun_both;
    else if (agree)
      match = GenderMatch::pronoun_agrees;
    else if (differ)
      match = GenderMatch::pronoun_differs;
    else if (traits.gender != Gender::unknown)
      match = traits.gender == asking.gender ? GenderMatch::guess_agrees : GenderMatch::guess_differs;
    out.add(PronounQuestion::gender, {at(match)});
    if (match == GenderMatch::unknown && !traits.name.empty()) {
      const char last = traits.name.front().back();
      const uint32_t ending = last == 'a' ? 0 : last == 'e' ? 1 : last == 'i' || last == 'y' ? 2 : last == 'o' ? 3 : 4;
      out.add(PronounQuestion::ending, {ending, at(asking.gender)});
    }
  }
  out.add(PronounQuestion::size, {step(chain.size)});
  out.add(PronounQuestion::recent_size, {step(recent)});
  out.add(PronounQuestion::size_rank, {rank(asking.size_rank)});
  out.add(PronounQuestion::first_person, {first_person_ && &chains_[*first_person_] == &chain ? 1u : 0u});
  out.add(PronounQuestion::opening, {mention(chain.first).sentence == 0 ? 1u : 0u});
  const auto paragraph = [&](uint32_t sentence) { return l_.tokens.sentences[sentence].paragraph; };
  out.add(PronounQuestion::paragraph, {near(paragraph(p.sentence) - paragraph(c.sentence))});
  Quoting quoting = Quoting::none;
  if (here.quoted && there.quoted)
    quoting = Quoting::together;
  else if (here.quoted)
    quoting = there.says ? Quoting::holder_out : Quoting::pronoun_in;
  else if (there.quoted)
    quoting = Quoting::candidate_in;
  out.add(PronounQuestion::quote, {at(quoting)});
  out.add(PronounQuestion::speech, {here.says, there.says, near(distance)});
  out.add(PronounQuestion::depth, {step(there.depth)});
  const Grammar& g = l_.grammar;
  const uint32_t holder = p.possessive ? g.head(p.head) : p.head;
  out.add(PronounQuestion::coordinated,
          {g.relation(holder) == Deprel::conj && !g.is_root(holder) && g.head(holder) == c.head ? 1u : 0u});
  out.add(PronounQuestion::reflexive, {asking.reflexive, at(clause)});
  out.add(PronounQuestion::newness, {mention(chain.first).sentence == c.sentence ? 1u : 0u, near(distance)});
  out.add(PronounQuestion::fitting, {asking.fits, rank(asking.fitting)});
  const auto starts = [&](uint32_t m) { return m == 0 || mention(m - 1).sentence != mention(m).sentence ? 1u : 0u; };
  out.add(PronounQuestion::sentence_start, {starts(latest), starts(asking.pronoun), near(distance)});
  out.add(PronounQuestion::understood, {asking.understood == asking.chain ? 1u : 0u, at(here.role), asking.reflexive});
  out.add(PronounQuestion::parenthesis, {there.bracketed, here.bracketed});
  uint32_t copula;
  out.add(PronounQuestion::predicate, {!is_pronoun && g.child(c.head, Deprel::cop, copula) ? 1u : 0u});
  out.add(PronounQuestion::named_total, {step(chain.named_total)});
  if (asking.fits) {
    out.add(PronounQuestion::named_rank, {rank(asking.named_rank)});
    out.add(PronounQuestion::order, {rank(asking.order)});
    out.add(PronounQuestion::order_in_sentence, {near(distance), rank(asking.order_in_sentence)});
  }
  bool main[3] = {false, false, false};
  for (size_t i = chain.mentions.size(); i-- > 0;) {
    const uint32_t back = p.sentence - mention(chain.mentions[i]).sentence;
    if (back > 1) break;
    const Place& place = places_[chain.mentions[i]];
    main[back] = main[back] || (place.role == Role::subject && place.depth == 0 && !place.nested);
  }
  for (const uint32_t back : {0u, 1u})
    if (main[back]) out.add(PronounQuestion::main_subject, {1, back});
  if (asking.streak) {
    const bool own = chain_of_(*asking.streak) == asking.chain;
    out.add(PronounQuestion::streak, {own, near(p.sentence - mention(*asking.streak).sentence)});
    out.add(PronounQuestion::streak_role, {own, at(places_[*asking.streak].role), at(here.role)});
  }
  if (p.possessive) out.add(PronounQuestion::possessed, {asking.kin, at(clause)});
  out.add(PronounQuestion::quote_role, {at(quoting), at(there.role)});
  if (here.quoted) out.add(PronounQuestion::quote_speaker, {chain.speaker > 0 ? 1u : 0u});
  if (chain.named) out.add(PronounQuestion::named_form, {at(form_of(*chain.named, false)), step(chain.named_total)});
  out.add(PronounQuestion::words, {words_apart(p.head > c.head ? p.head - c.head : 0)});
  if (distance == 0) {
    out.add(PronounQuestion::path, {path_between(p.head, c.head)});
    out.add(PronounQuestion::mark, {at(here.mark), at(there.role), there.nested});
  }
  if (p.possessive || here.nested) out.add(PronounQuestion::preposition, {at(here.preposition), at(clause)});
  out.add(PronounQuestion::case_, {at(there.case_), near(distance)});
  out.add(PronounQuestion::passive, {there.passive, here.passive, near(distance)});
  out.add(PronounQuestion::modified, {there.relative, there.apposed, near(distance)});
  out.add(PronounQuestion::coordination, {there.conjunct, there.coordinated, near(distance)});
  out.add(PronounQuestion::introduced, {there.introduced, near(distance)});
  out.add(PronounQuestion::subject_between, {asking.subject_between, near(distance)});
  if (const auto later = later_in_sentence(asking, asking.chain)) answer_later(asking, *later, out);
}

// Arcs of the tree on the way from one word to the other, in steps of three.
uint32_t PronounCandidates::path_between(uint32_t a, uint32_t b) const {
  const Grammar& g = l_.grammar;
  std::array<uint32_t, 40> above;
  size_t n = 0;
  for (uint32_t word = a; n < above.size(); word = g.head(word)) {
    above[n++] = word;
    if (g.is_root(word)) break;
  }
  uint32_t steps = 0;
  for (uint32_t word = b; steps < above.size(); word = g.head(word), ++steps) {
    const auto found = std::find(above.begin(), above.begin() + static_cast<std::ptrdiff_t>(n), word);
    if (found != above.begin() + static_cast<std::ptrdiff_t>(n))
      return rank((steps + static_cast<size_t>(found - above.begin())) / 2);
    if (g.is_root(word)) break;
  }
  return rank(99);
}

std::optional<uint32_t> PronounCandidates::later_in_sentence(const Asking& asking, uint32_t chain) const {
  for (const auto& [of, m] : asking.later)
    if (of == chain) return m;
  return std::nullopt;
}

// "In her speech, Smith ...": named after the pronoun in its sentence, well where the name stands above, ill where the
// pronoun does (principle C of binding).
void PronounCandidates::answer_later(const Asking& asking, uint32_t later, Answers& out) const {
  const Place& there = places_[later];
  const Clause clause = clause_between(asking.pronoun, later);
  const Mention& c = mention(later);
  out.add(PronounQuestion::later, {at(clause), at(there.role), c.name_first < c.name_last ? 0u : 1u});
  out.add(PronounQuestion::later_role, {at(there.role), at(asking.place.role), there.nested});
  out.add(PronounQuestion::later_link, {at(clause), at(asking.place.link)});
  out.add(PronounQuestion::mark_later, {at(asking.place.mark), at(there.role)});
  out.add(PronounQuestion::preposition_later, {at(asking.place.preposition), at(there.role)});
}

// "It is clear that ...", "it rained": a subject of nothing told before.
PronounCandidate PronounCandidates::nobody(const Asking& asking) const {
  PronounCandidate candidate{std::nullopt, Answers(asking.kind)};
  Pleonastic pleonastic = Pleonastic::no;
  const Grammar& g = l_.grammar;
  const uint32_t governor = asking.place.governor;
  if (asking.kind == PronounKind::it && asking.place.role == Role::subject)
    for (const uint32_t child : g.children(governor)) {
      if (child < mention(asking.pronoun).head) continue;
      const Deprel relation = g.relation(child);
      const bool clause = relation == Deprel::ccomp || relation == Deprel::csubj || relation == Deprel::xcomp;
      if (!clause && relation != Deprel::advcl && relation != Deprel::acl) continue;
      pleonastic = g.upos(governor) == Upos::ADJ ? Pleonastic::adjective
                   : g.is_verb(governor)         ? Pleonastic::verb
                                                 : Pleonastic::noun;
    }
  candidate.answers.add(PronounQuestion::kind, {1});
  candidate.answers.add(PronounQuestion::pleonastic, {at(pleonastic), rank(asking.fitting)});
  return candidate;
}

// "After he left, Smith ...": those of whom nothing was told before.
void PronounCandidates::ahead(const Asking& asking, std::vector<PronounCandidate>& candidates) const {
  constexpr size_t kMost = 6;
  size_t found = 0;
  for (const auto& [chain, m] : asking.later) {
    if (!chains_[chain].mentions.empty() || found == kMost) continue;
    ChainSoFar alone;
    alone.mentions = {m};
    alone.size = 1;
    alone.first = m;
    alone.named = m;
    if (!fits(asking, m, alone)) continue;
    ++found;
    PronounCandidate candidate{m, Answers(asking.kind)};
    candidate.answers.add(PronounQuestion::kind, {2});
    candidate.answers.add(PronounQuestion::sort, {at(sort_of(m, alone)), l_.traits[m].plural ? 1u : 0u});
    candidate.answers.add(PronounQuestion::named_total, {step(chains_[chain].named_total)});
    candidate.answers.add(PronounQuestion::parenthesis, {places_[m].bracketed, asking.place.bracketed});
    candidate.answers.add(PronounQuestion::understood,
                          {asking.understood == chain ? 1u : 0u, at(asking.place.role), asking.reflexive});
    answer_later(asking, m, candidate.answers);
    candidates.push_back(std::move(candidate));
  }
}

std::vector<PronounCandidate> PronounCandidates::of(uint32_t pronoun) const {
  const auto kind = kind_of(pronoun);
  if (!kind) return {};
  const Mention& p = mention(pronoun);
  Asking asking{.pronoun = pronoun, .kind = *kind, .text = small(p.head), .place = places_[pronoun]};
  if (l_.pronouns.has("masculine", asking.text)) asking.gender = Gender::masculine;
  if (l_.pronouns.has("feminine", asking.text)) asking.gender = Gender::feminine;
  asking.reflexive = asking.text.ends_with("self") || asking.text.ends_with("selves");

  const Grammar& g = l_.grammar;
  uint32_t subject;
  if (g.surface_subject(asking.place.governor, subject) && subject != p.head)
    if (const Id<Mention> id = l_.mentions.of_head[subject]; id && id.index != pronoun)
      asking.understood = chain_of_(id.index);
  asking.kin = p.possessive && l_.pronouns.has("kin", g.lemma(g.head(p.head)));
  // Whom the possessed is, the possessor is not: "her sister, Ann".
  std::vector<uint32_t> seen = {chain_of_(pronoun)};
  if (p.possessive)
    if (const Id<Mention> id = l_.mentions.of_head[g.head(p.head)]) seen.push_back(chain_of_(id.index));
  constexpr uint32_t kMostMentionsAhead = 20;
  for (uint32_t m = pronoun + 1;
       m < places_.size() && mention(m).sentence == p.sentence && m <= pronoun + kMostMentionsAhead; ++m) {
    if (mention(m).form == MentionForm::pronoun || (mention(m).first <= p.head && p.head < mention(m).last)) continue;
    const uint32_t chain = chain_of_(m);
    if (std::find(seen.begin(), seen.end(), chain) != seen.end() || later_in_sentence(asking, chain)) continue;
    asking.later.emplace_back(chain, m);
  }

  // The chains within reach by their latest mentions, without what holds the pronoun itself.
  struct Reached {
    uint32_t chain, latest;
    bool fits;
    // As one reads on from the sentence of the latest mention: what stands high in the tree first (after Hobbs 1978).
    std::pair<uint32_t, uint32_t> order;
  };
  std::vector<Reached> reached;
  const uint32_t lowest = pronoun > kMostMentionsBack ? pronoun - kMostMentionsBack : 0;
  for (uint32_t m = pronoun;
       m-- > lowest && p.sentence - mention(m).sentence <= kMostSentencesBack && reached.size() < kMostCandidates;) {
    const uint32_t chain = chain_of_(m);
    if (!asking.streak && mention(m).form == MentionForm::pronoun && alike(asking, m)) asking.streak = m;
    if (std::find(seen.begin(), seen.end(), chain) != seen.end()) continue;
    seen.push_back(chain);
    const Mention& c = mention(m);
    if (c.first <= p.head && p.head < c.last) continue;
    if (c.type == NameType::date || c.type == NameType::number) continue;
    const ChainSoFar& so_far = chains_[chain];
    if (so_far.mentions.empty()) continue;
    // "He met him" are two (principle B of binding), as are "he came to meet him".
    const bool direct =
        places_[m].governor == asking.place.governor && places_[m].role == Role::subject && !places_[m].nested;
    if ((direct || asking.understood == chain) && asking.place.role == Role::object && !asking.place.nested &&
        !asking.reflexive && c.sentence == p.sentence)
      continue;
    const Sort sort = sort_of(m, so_far);
    if (sort == Sort::other_pronoun || clashes(asking, m, so_far)) continue;
    Reached one{chain, m, fits(asking, m, so_far), {p.sentence - c.sentence, 99}};
    for (size_t i = so_far.mentions.size(); i-- > 0 && mention(so_far.mentions[i]).sentence == c.sentence;)
      one.order.second = std::min(one.order.second, places_[so_far.mentions[i]].height);
    reached.push_back(one);
  }
  // Where somebody is known to be of the pronoun's gender, nobody of the other is meant.
  if (asking.gender != Gender::unknown && std::any_of(reached.begin(), reached.end(), [&](const Reached& r) {
        return gender_of(r.chain, r.latest) == asking.gender;
      }))
    std::erase_if(reached, [&](const Reached& r) {
      const Gender gender = gender_of(r.chain, r.latest);
      return gender != Gender::unknown && gender != asking.gender;
    });
  asking.fitting =
      static_cast<size_t>(std::count_if(reached.begin(), reached.end(), [](const Reached& r) { return r.fits; }));
  std::vector<PronounCandidate> candidates = {nobody(asking)};
  ahead(asking, candidates);
  bool subject_between = false;
  for (const Reached& r : reached) {
    asking.fits = r.fits;
    asking.chain = r.chain;
    asking.subject_between = subject_between;
    subject_between = subject_between || (r.fits && places_[r.latest].role == Role::subject);
    asking.size_rank = asking.named_rank = asking.order = asking.order_in_sentence = 0;
    for (const Reached& other : reached) {
      if (!other.fits) continue;
      asking.size_rank += chains_[other.chain].size > chains_[r.chain].size;
      asking.named_rank += chains_[other.chain].named_total > chains_[r.chain].named_total;
      const bool before = other.order < r.order || (other.order == r.order && other.latest < r.latest);
      asking.order += before;
      asking.order_in_sentence += before && other.order.first == r.order.first;
    }
    PronounCandidate candidate{r.latest, Answers(asking.kind)};
    answer(asking, r.latest, chains_[r.chain], candidate.answers);
    candidates.push_back(std::move(candidate));
    ++asking.recency;
    asking.fitting_recency += r.fits;
  }
  return candidates;
}

}  // namespace kronika
