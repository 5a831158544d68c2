#include "stage/verb/clauses.h"

#include <algorithm>

#include "base/ascii.h"

namespace kronika {
namespace {

// What belongs to a verb stands this near; a sentence without end is not walked through for each of its words.
constexpr uint32_t kReach = 60;

class Mender {
 public:
  Mender(const Article& article, const Tokens& tokens, const VerbLemmas& lemmas, Tags& tags, Trees& trees)
      : article_(article), tokens_(tokens), lemmas_(lemmas), tags_(tags), trees_(trees) {}

  void mend() {
    for (const Sentence& sentence : tokens_.sentences) {
      name_passives(sentence);
      if (!ends_with_stop(sentence)) mend_heading(sentence);
      if (sentence.kind != SentenceKind::body || !ends_with_stop(sentence)) continue;
      hand_down_subjects(sentence);
      make_active(sentence);
      name_subjects(sentence);
      if (!raise_modifier(sentence, true) && !has_finite_verb(sentence)) {
        if (!raise_modifier(sentence, false) && !raise_participle(sentence)) raise_noun(sentence);
      }
    }
  }

 private:
  Deprel relation(uint32_t w) const { return universal(trees_.deprel[w]); }
  static uint32_t begin(const Sentence& s, uint32_t verb) { return verb < s.first + kReach ? s.first : verb - kReach; }
  static uint32_t end(const Sentence& s, uint32_t verb) { return std::min(s.last, verb + kReach); }
  bool is_nominal(uint32_t w) const {
    const Upos upos = tags_.upos[w];
    return upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::PRON || upos == Upos::NUM;
  }
  std::string form(uint32_t w) const { return lower_ascii(article_.slice(tokens_.words[w].span)); }
  bool ends_with_stop(const Sentence& s) const {
    const std::string last = form(s.last - 1), before = s.size() > 1 ? form(s.last - 2) : "";
    return last == "." || before == ".";
  }

  bool has_finite_verb(const Sentence& s) const {
    for (uint32_t w = s.first; w < s.last; ++w) {
      const std::string& tag = tags_.xpos[w];
      const bool finite = tag == "VBD" || tag == "VBZ" || tag == "VBP" || tag == "MD";
      // A finite verb does not modify a noun: there tag and tree disagree.
      if (finite && relation(w) != Deprel::amod && relation(w) != Deprel::compound && trees_.deprel[w] != Deprel::acl)
        return true;
    }
    return false;
  }

  void make_verb(uint32_t w, const char* xpos, std::string lemma) {
    tags_.upos[w] = Upos::VERB;
    tags_.xpos[w] = xpos;
    tags_.lemma[w] = std::move(lemma);
  }

  // "were freed", with the participle taken for an adjective.
  void name_passives(const Sentence& s) {
    for (uint32_t w = s.first; w < s.last; ++w) {
      if (trees_.deprel[w] != Deprel::aux_pass) continue;
      const uint32_t head = trees_.head[w];
      if (tags_.upos[head] != Upos::ADJ) continue;
      if (std::string lemma = lemmas_.lemma(form(head), "VBN"); !lemma.empty())
        make_verb(head, "VBN", std::move(lemma));
    }
  }

  // "Qatar mediated" with the past tense taken for a participle: a clause without auxiliary is no passive, but in a
  // heading.
  void make_active(const Sentence& s) {
    for (uint32_t w = s.first; w < s.last; ++w) {
      if (trees_.deprel[w] != Deprel::nsubj_pass) continue;
      const uint32_t verb = trees_.head[w];
      if (w > verb || tags_.upos[verb] != Upos::VERB || (tags_.xpos[verb] != "VBN" && tags_.xpos[verb] != "VBD") ||
          has_auxiliary(s, verb))
        continue;
      const std::string lemma = lemmas_.lemma(form(verb), "VBD");
      if (lemma.empty()) continue;
      trees_.deprel[w] = Deprel::nsubj;
      make_verb(verb, "VBD", lemma);
    }
  }
  // "Soldiers led by a colonel staged a coup" with the soldiers taken for the subject of "led" alone: a participle
  // before a finite verb that has no subject modifies that verb's subject.
  void hand_down_subjects(const Sentence& s) {
    for (uint32_t w = s.first; w < s.last; ++w) {
      if (trees_.deprel[w] != Deprel::nsubj_pass || !is_nominal(w)) continue;
      const uint32_t participle = trees_.head[w];
      if (participle < w || tags_.xpos[participle] != "VBN" || trees_.deprel[participle] != Deprel::advcl) continue;
      const uint32_t verb = trees_.head[participle];
      if (verb < participle || (tags_.xpos[verb] != "VBD" && tags_.xpos[verb] != "VBZ")) continue;
      bool other = false;
      for (uint32_t c = begin(s, verb); c < end(s, verb); ++c)
        other |= (trees_.head[c] == verb && c != verb && relation(c) == Deprel::nsubj) ||
                 (trees_.head[c] == participle && (relation(c) == Deprel::aux || relation(c) == Deprel::mark));
      if (other) continue;
      trees_.head[w] = verb;
      trees_.deprel[w] = Deprel::nsubj;
      trees_.head[participle] = w;
      trees_.deprel[participle] = Deprel::acl;
    }
  }
  // "Turkey shot down a jet" with the name taken for a part of the verb.
  void name_subjects(const Sentence& s) {
    for (uint32_t w = s.first; w + 1 < s.last; ++w) {
      const uint32_t verb = w + 1;
      if (relation(w) != Deprel::compound || trees_.head[w] != verb || tags_.upos[w] != Upos::PROPN ||
          tags_.upos[verb] != Upos::VERB || (tags_.xpos[verb] != "VBD" && tags_.xpos[verb] != "VBZ"))
        continue;
      bool other = false;
      for (uint32_t c = begin(s, verb); c < end(s, verb); ++c)
        other |= trees_.head[c] == verb && c != verb && relation(c) == Deprel::nsubj;
      if (!other) trees_.deprel[w] = Deprel::nsubj;
    }
  }
  bool has_auxiliary(const Sentence& s, uint32_t verb) const {
    for (uint32_t w = begin(s, verb); w < end(s, verb); ++w)
      if (trees_.head[w] == verb && (relation(w) == Deprel::aux || trees_.deprel[w] == Deprel::obl_agent)) return true;
    return relation(verb) == Deprel::conj;  // may share the auxiliary of the first
  }

  // The verb takes the place of the noun above it; that noun becomes its object, what stood before it its subject.
  // `tagged`: only words that the tagger itself calls finite.
  bool raise_modifier(const Sentence& s, bool tagged) {
    for (uint32_t verb = s.first + 1; verb < s.last; ++verb) {
      const bool modifies =
          relation(verb) == Deprel::amod || (relation(verb) == Deprel::compound && tags_.upos[verb] == Upos::VERB);
      if (!modifies || trees_.is_root(verb)) continue;
      const uint32_t noun = trees_.head[verb];
      if (noun < verb || !is_nominal(noun) || (tagged ? tags_.xpos[verb] != "VBD" : !trees_.is_root(noun))) continue;
      std::string lemma = lemmas_.lemma(form(verb), "VBD");
      if (lemma.empty()) continue;
      // The subject: the noun right before it that hangs on the same head.
      uint32_t subject = verb;
      for (uint32_t w = begin(s, verb); w < verb; ++w)
        if ((trees_.head[w] == noun && (is_nominal(w) || relation(w) == Deprel::compound)) ||
            (trees_.head[w] == verb && relation(w) == Deprel::nsubj))
          subject = w;
      if (subject == verb) continue;
      raise(s, verb, noun, subject);
      make_verb(verb, "VBD", std::move(lemma));
      return true;
    }
    return false;
  }

  void raise(const Sentence& s, uint32_t verb, uint32_t noun, uint32_t subject) {
    const bool root = trees_.is_root(noun);
    trees_.head[verb] = root ? verb : trees_.head[noun];
    trees_.deprel[verb] = trees_.deprel[noun];
    trees_.head[noun] = verb;
    trees_.deprel[noun] = Deprel::obj;
    for (uint32_t w = s.first; w < s.last; ++w) {
      if (trees_.head[w] != noun || w == noun) continue;
      const Deprel r = relation(w);
      if (w < verb) {
        // What stood before the verb belongs to the subject.
        const bool modifies = r == Deprel::det || r == Deprel::amod || r == Deprel::compound || r == Deprel::nummod ||
                              r == Deprel::nmod || r == Deprel::case_;
        trees_.head[w] = w == subject || !modifies ? verb : subject;
        if (w == subject)
          trees_.deprel[w] = Deprel::nsubj;
        else if (w > subject && modifies)
          trees_.head[w] = verb, trees_.deprel[w] = Deprel::advmod;
      } else if (r == Deprel::punct || r == Deprel::obl || r == Deprel::advcl || r == Deprel::ccomp ||
                 r == Deprel::parataxis) {
        trees_.head[w] = verb;
      } else if (r == Deprel::nmod && has_direction(s, w)) {  // "plucked refugees from the sea"
        trees_.head[w] = verb;
        trees_.deprel[w] = Deprel::obl;
      }
    }
  }

  bool has_direction(const Sentence& s, uint32_t noun) const {
    for (uint32_t w = begin(s, noun); w < noun; ++w)
      if (trees_.head[w] == noun && relation(w) == Deprel::case_) {
        const std::string preposition = form(w);
        return preposition == "from" || preposition == "to" || preposition == "into";
      }
    return false;
  }

  // "Thousands marched through the city": the participle after the noun is the verb, unless a by-phrase makes it a
  // passive.
  bool raise_participle(const Sentence& s) {
    for (uint32_t verb = s.first + 1; verb < s.last; ++verb) {
      if (trees_.deprel[verb] != Deprel::acl || trees_.is_root(verb) || !trees_.is_root(trees_.head[verb])) continue;
      const uint32_t noun = trees_.head[verb];
      if (noun > verb || !is_nominal(noun) || (tags_.xpos[verb] != "VBN" && tags_.xpos[verb] != "VBD")) continue;
      std::string lemma = lemmas_.lemma(form(verb), "VBD");
      if (lemma.empty() || has_agent(s, verb)) continue;
      trees_.head[verb] = verb;
      trees_.deprel[verb] = Deprel::root;
      trees_.head[noun] = verb;
      trees_.deprel[noun] = Deprel::nsubj;
      for (uint32_t w = verb + 1; w < s.last; ++w)
        if (trees_.head[w] == noun) trees_.head[w] = verb;
      make_verb(verb, "VBD", std::move(lemma));
      return true;
    }
    return false;
  }

  bool has_agent(const Sentence& s, uint32_t verb) const {
    for (uint32_t w = verb + 1; w < end(s, verb); ++w)
      if (trees_.head[w] == verb &&
          (trees_.deprel[w] == Deprel::obl_agent || tags_.xpos[w] == "," || trees_.deprel[w] == Deprel::punct))
        return true;
    return false;
  }

  // "Norway plans to sell": a noun with a name before it and an infinitive after it.
  void raise_noun(const Sentence& s) {
    for (uint32_t verb = s.first + 1; verb + 1 < s.last; ++verb) {
      if (!trees_.is_root(verb) || tags_.xpos[verb] != "NNS") continue;
      std::string lemma = lemmas_.lemma(form(verb), "VBZ");
      uint32_t clause = verb, subject = verb;
      for (uint32_t w = s.first; w < s.last; ++w) {
        if (trees_.head[w] != verb || w == verb) continue;
        if (w > verb && relation(w) == Deprel::acl && tags_.upos[w] == Upos::VERB && form(verb + 1) == "to") clause = w;
        if (w + 1 == verb && relation(w) == Deprel::compound) subject = w;
      }
      if (lemma.empty() || clause == verb || subject == verb) return;
      trees_.deprel[clause] = Deprel::xcomp;
      trees_.deprel[subject] = Deprel::nsubj;
      for (uint32_t w = s.first; w < subject; ++w)
        if (trees_.head[w] == verb) trees_.head[w] = subject;
      make_verb(verb, "VBZ", std::move(lemma));
      return;
    }
  }

  // Headlines leave the auxiliary out and speak in the present: each part of one, between semicolons, is looked at by
  // itself.
  void mend_heading(const Sentence& s) {
    Sentence part = s;
    for (uint32_t w = s.first; w <= s.last; ++w) {
      if (w < s.last && form(w) != ";") continue;
      part.last = w;
      if (part.first < part.last && part.last - part.first < kReach) {
        name_heading_passives(part);
        if (!has_finite_verb(part)) raise_heading_verb(part);
      }
      part.first = w + 1;
    }
  }

  // "Two priests freed": a verb that must have an object and has none suffers.
  void name_heading_passives(const Sentence& s) {
    for (uint32_t verb = s.first; verb < s.last; ++verb) {
      const std::string& tag = tags_.xpos[verb];
      if (tags_.upos[verb] != Upos::VERB || (tag != "VBN" && tag != "VBD")) continue;
      uint32_t subject = verb;
      bool other = false;
      for (uint32_t w = s.first; w < s.last; ++w) {
        if (trees_.head[w] != verb || w == verb) continue;
        const Deprel r = relation(w);
        if (trees_.deprel[w] == Deprel::nsubj && w < verb) subject = w;
        other |= r == Deprel::aux || r == Deprel::obj || r == Deprel::iobj || r == Deprel::ccomp || r == Deprel::xcomp;
      }
      if (subject == verb || other) continue;
      if (tag == "VBD" && !lemmas_.needs_object(tags_.lemma[verb])) continue;
      trees_.deprel[subject] = Deprel::nsubj_pass;
      tags_.xpos[verb] = "VBN";
    }
  }

  // "Niger seals frontier", "Premier sacks ministers": the present taken for a plural between two nouns.
  void raise_heading_verb(const Sentence& s) {
    for (uint32_t verb = s.first + 1; verb + 1 < s.last; ++verb) {
      const std::string& tag = tags_.xpos[verb];
      if ((tag != "NNS" && tag != "NNPS") || !is_nominal(verb - 1) || !begins_object(verb + 1)) continue;
      std::string lemma = lemmas_.lemma(form(verb), "VBZ");
      if (lemma.empty()) continue;
      const bool top = !is_within(s, verb);
      uint32_t object = verb;
      if (top) {
        for (uint32_t w = verb + 1; w < s.last && object == verb; ++w)
          if (trees_.head[w] == verb && is_nominal(w) && !has_preposition(s, w)) object = w;
      } else if (relation(verb) == Deprel::compound && trees_.head[verb] > verb && !is_within(s, trees_.head[verb])) {
        object = trees_.head[verb];
      }
      if (object == verb) continue;
      const uint32_t subject = verb - 1;
      if (!top) {
        raise(s, verb, object, subject);
      } else {
        trees_.deprel[object] = Deprel::obj;
        for (uint32_t w = s.first; w < subject; ++w)
          if (trees_.head[w] == verb) trees_.head[w] = subject;
      }
      trees_.head[subject] = verb;
      trees_.deprel[subject] = Deprel::nsubj;
      make_verb(verb, "VBZ", std::move(lemma));
      return;
    }
  }
  bool is_within(const Sentence& s, uint32_t w) const {
    return !trees_.is_root(w) && trees_.head[w] >= s.first && trees_.head[w] < s.last;
  }
  bool begins_object(uint32_t w) const {
    const Upos upos = tags_.upos[w];
    return is_nominal(w) || upos == Upos::DET || upos == Upos::ADJ;
  }
  bool has_preposition(const Sentence& s, uint32_t noun) const {
    for (uint32_t w = s.first; w < noun; ++w)
      if (trees_.head[w] == noun && relation(w) == Deprel::case_) return true;
    return false;
  }

  const Article& article_;
  const Tokens& tokens_;
  const VerbLemmas& lemmas_;
  Tags& tags_;
  Trees& trees_;
};

}  // namespace

void mend_clauses(const Article& article, const Tokens& tokens, const VerbLemmas& lemmas, Tags& tags, Trees& trees) {
  Mender(article, tokens, lemmas, tags, trees).mend();
}

}  // namespace kronika
