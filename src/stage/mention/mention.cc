#include "stage/mention/mention.h"

#include <algorithm>

#include "base/utf8.h"
#include "text/grammar.h"

namespace kronika {
namespace {

class Finder {
 public:
  Finder(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Names& names)
      : article_(article), tokens_(tokens), grammar_(tags, trees), name_of_(tokens.size(), UINT32_MAX), names_(names) {
    for (uint32_t n = 0; n < names.names.size(); ++n) {
      if (!can_be_name(names.names[n])) {
        head_of_name_.push_back(UINT32_MAX);
        continue;
      }
      uint32_t outermost = UINT32_MAX;
      for (uint32_t w = names.names[n].first; w < names.names[n].last; ++w) {
        name_of_[w] = n;
        const uint32_t head = grammar_.head(w);
        const bool outside = grammar_.is_root(w) || head < names.names[n].first || head >= names.names[n].last;
        if (outside && outermost == UINT32_MAX) outermost = w;
      }
      head_of_name_.push_back(outermost);
    }
  }

  Mentions find() {
    out_.of_head.resize(tokens_.size());
    for (uint32_t s = 0; s < tokens_.sentences.size(); ++s)
      for (uint32_t word = tokens_.sentences[s].first; word < tokens_.sentences[s].last; ++word)
        if (heads_mention(word)) add(word, s);
    link_appositions();
    return std::move(out_);
  }

 private:
  bool capital(uint32_t word) const {
    return is_upper_code_point(decode_utf8(article_.buffer(), tokens_.words[word].span.start).value);
  }

  // No person's name has a common noun in it: "Hezbollah fighters".
  bool can_be_name(const Name& name) const {
    if (name.type != NameType::person) return true;
    for (uint32_t w = name.first; w < name.last; ++w)
      if (grammar_.upos(w) == Upos::NOUN && !capital(w)) return false;
    return true;
  }

  bool heads_mention(uint32_t word) const {
    const Deprel relation = grammar_.relation(word);
    if (relation == Deprel::flat || relation == Deprel::fixed || relation == Deprel::goeswith ||
        relation == Deprel::punct || relation == Deprel::case_ || relation == Deprel::mark || relation == Deprel::cc ||
        relation == Deprel::expl || relation == Deprel::discourse)
      return false;
    // A person's name is one mention, even where its words hang on different heads.
    if (name_of_[word] != UINT32_MAX && names_.names[name_of_[word]].type == NameType::person &&
        head_of_name_[name_of_[word]] != UINT32_MAX && head_of_name_[name_of_[word]] != word)
      return false;
    const Upos upos = grammar_.upos(word);
    const bool nominal_place = relation == Deprel::nsubj || relation == Deprel::obj || relation == Deprel::iobj ||
                               relation == Deprel::obl || relation == Deprel::nmod || relation == Deprel::conj ||
                               relation == Deprel::root || relation == Deprel::appos;
    switch (upos) {
      case Upos::PRON: {
        // Relative and question words point at a noun that is a mention itself.
        const std::string& xpos = grammar_.tags().xpos[word];
        return xpos != "WP" && xpos != "WDT" && xpos != "WP$" && xpos != "EX";
      }
      case Upos::NOUN:
        return relation != Deprel::compound || capital(word);
      case Upos::PROPN:
        // Inside a name only the whole is a mention.
        return relation != Deprel::compound || grammar_.upos(grammar_.head(word)) == Upos::NOUN;
      case Upos::ADJ:
        return ((relation == Deprel::amod || relation == Deprel::conj) && capital(word)) ||
               (nominal_place && has_determiner(word));
      case Upos::NUM:
      case Upos::DET:
        return nominal_place && relation != Deprel::conj && relation != Deprel::root;
      default:
        return false;
    }
  }

  bool has_determiner(uint32_t word) const {
    uint32_t found;
    return grammar_.child(word, Deprel::det, found);
  }

  // Whether what hangs on a head by this relation belongs to the phrase.
  bool belongs(uint32_t child, uint32_t head) const {
    switch (grammar_.relation(child)) {
      case Deprel::det:
      case Deprel::amod:
      case Deprel::compound:
      case Deprel::nummod:
      case Deprel::flat:
      case Deprel::fixed:
      case Deprel::goeswith:
        return true;
      case Deprel::nmod:
        return grammar_.subtype(child) != Deprel::nmod_unmarked;
      case Deprel::advmod:
        return child + 1 == head;
      default:
        return false;
    }
  }

  void extend(uint32_t word, uint32_t& first, uint32_t& last, int depth) const {
    first = std::min(first, word);
    last = std::max(last, word + 1);
    if (depth == 0) return;
    for (const uint32_t c : grammar_.children(word))
      if (depth < 6 || belongs(c, word)) {
        if (depth == 6 || (grammar_.relation(c) != Deprel::acl && grammar_.relation(c) != Deprel::appos &&
                           grammar_.relation(c) != Deprel::parataxis && grammar_.relation(c) != Deprel::punct))
          extend(c, first, last, depth - 1);
      }
  }

  void add(uint32_t word, uint32_t sentence) {
    Mention mention;
    mention.head = word;
    mention.sentence = sentence;
    mention.first = word;
    mention.last = word + 1;
    const Upos upos = grammar_.upos(word);
    const bool modifier =
        grammar_.relation(word) == Deprel::amod || (grammar_.relation(word) == Deprel::compound && upos != Upos::NOUN);
    if (upos == Upos::PRON) {
      mention.form = MentionForm::pronoun;
    } else {
      if (modifier) {
        for (const uint32_t c : grammar_.children(word))
          if (grammar_.relation(c) == Deprel::compound || grammar_.relation(c) == Deprel::flat)
            extend(c, mention.first, mention.last, 0);
      } else {
        extend(word, mention.first, mention.last, 6);
      }
      // Parts of a person's name that the tree hangs elsewhere: "Mr" and "Trump".
      if (name_of_[word] != UINT32_MAX && head_of_name_[name_of_[word]] == word &&
          names_.names[name_of_[word]].type == NameType::person) {
        mention.first = std::min(mention.first, names_.names[name_of_[word]].first);
        mention.last = std::max(mention.last, names_.names[name_of_[word]].last);
      }
      mention.last = std::min(mention.last, tokens_.sentences[sentence].last);
      mention.form = upos == Upos::PROPN || name_of_[word] != UINT32_MAX || modifier ? MentionForm::name
                                                                                     : MentionForm::description;
      // "the Kremlin" is a name, "the president of Belarus" none.
      if (upos == Upos::NOUN && !capital(word)) mention.form = MentionForm::description;
    }
    find_name(mention);
    mention.span = {tokens_.words[mention.first].span.start, tokens_.words[mention.last - 1].span.end};
    const std::string& feats = grammar_.tags().feats[word];
    mention.plural = feats.find("Number=Plur") != std::string::npos;
    mention.possessive = grammar_.subtype(word) == Deprel::nmod_poss;
    out_.of_head[word] = {static_cast<uint32_t>(out_.mentions.size())};
    out_.mentions.push_back(mention);
  }

  // The name that a mention bears: the one found at its head, or at a flat part of it ("Minister Kumar Dessai"), else
  // the capitalized words around its head.
  void find_name(Mention& mention) const {
    const auto take = [&](uint32_t n) {
      mention.type = names_.names[n].type;
      mention.name_first = std::max(names_.names[n].first, mention.first);
      mention.name_last = std::max(std::min(names_.names[n].last, mention.last), mention.name_first);
    };
    if (mention.form == MentionForm::pronoun) return;
    if (name_of_[mention.head] != UINT32_MAX) return take(name_of_[mention.head]);
    for (uint32_t w = mention.head + 1; w < mention.last && grammar_.relation(w) == Deprel::flat; ++w)
      if (name_of_[w] != UINT32_MAX) return take(name_of_[w]);
    if (mention.form != MentionForm::name) return;
    mention.name_first = mention.head;
    mention.name_last = mention.head + 1;
    while (mention.name_first > mention.first && grammar_.upos(mention.name_first - 1) == Upos::PROPN)
      --mention.name_first;
    const auto goes_on = [&](uint32_t w) {
      return grammar_.upos(w) == Upos::PROPN && grammar_.relation(w) == Deprel::flat;
    };
    while (mention.name_last < mention.last && goes_on(mention.name_last)) ++mention.name_last;
  }

  // "the security chief Nikolai Patrushev": the description and the name are one.
  void link_appositions() {
    for (uint32_t m = 0; m < out_.mentions.size(); ++m) {
      Mention& mention = out_.mentions[m];
      const Deprel subtype = grammar_.subtype(mention.head);
      if (subtype == Deprel::appos || subtype == Deprel::nmod_desc)
        mention.apposed_to = out_.of_head[grammar_.head(mention.head)];
      else
        mention.apposed_to = sibling_before(mention);
    }
  }

  // Where the tree takes a title and the name after it, or a name and what is said of it between commas, for two
  // dependents of one kind
  // ("Labour MP Jane Smith said", "Jane Smith, a spokeswoman for the rebels, said"), they are one all the same.
  Id<Mention> sibling_before(const Mention& mention) const {
    const Deprel relation = grammar_.relation(mention.head);
    if ((relation != Deprel::nsubj && relation != Deprel::obj && relation != Deprel::obl) ||
        mention.form == MentionForm::pronoun)
      return {};
    if (relation == Deprel::obl && !grammar_.preposition(mention.head).empty()) return {};
    const uint32_t first = mention.first;
    const bool comma = first > 1 && article_.slice(tokens_.words[first - 1].span) == ",";
    if (first < (comma ? 2u : 1u)) return {};
    constexpr uint32_t kMostWordsBack = 12;
    for (uint32_t c = first; c-- > (first > kMostWordsBack ? first - kMostWordsBack : 0);) {
      const Id<Mention> id = out_.of_head[c];
      if (!id || grammar_.head(c) != grammar_.head(mention.head) || grammar_.relation(c) != relation) continue;
      const Mention& other = out_.mentions[id.index];
      if (other.last + (comma ? 1 : 0) != first || other.form == MentionForm::pronoun) continue;
      const bool persons = other.type == NameType::person || mention.type == NameType::person;
      const bool two_names = other.form == MentionForm::name && mention.form == MentionForm::name;
      if (persons && !(two_names && comma) && !mention.plural && !other.plural) return id;
    }
    return {};
  }

  const Article& article_;
  const Tokens& tokens_;
  Grammar grammar_;
  std::vector<uint32_t> name_of_;       // per word
  std::vector<uint32_t> head_of_name_;  // per name: its first word that hangs outside of it
  const Names& names_;
  Mentions out_;
};

}  // namespace

Mentions find_mentions(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                       const Names& names) {
  return Finder(article, tokens, tags, trees, names).find();
}

}  // namespace kronika
