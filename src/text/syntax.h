// Tags and trees: part of speech, lemma and dependency of each word, in Universal Dependencies 2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kronika {

enum class Upos : uint8_t {
  ADJ,
  ADP,
  ADV,
  AUX,
  CCONJ,
  DET,
  INTJ,
  NOUN,
  NUM,
  PART,
  PRON,
  PROPN,
  PUNCT,
  SCONJ,
  SYM,
  VERB,
  X
};
std::string_view upos_name(Upos upos);
std::optional<Upos> upos_from(std::string_view name);

// Universal relations and the subtypes of the English treebanks. `deprel_name` gives "nsubj:pass".
enum class Deprel : uint8_t {
  acl,
  acl_relcl,
  advcl,
  advcl_relcl,
  advmod,
  amod,
  appos,
  aux,
  aux_pass,
  case_,
  cc,
  cc_preconj,
  ccomp,
  compound,
  compound_prt,
  conj,
  cop,
  csubj,
  csubj_outer,
  csubj_pass,
  dep,
  det,
  det_predet,
  discourse,
  dislocated,
  expl,
  fixed,
  flat,
  goeswith,
  iobj,
  list,
  mark,
  nmod,
  nmod_desc,
  nmod_poss,
  nmod_unmarked,
  nsubj,
  nsubj_outer,
  nsubj_pass,
  nummod,
  obj,
  obl,
  obl_agent,
  obl_unmarked,
  orphan,
  parataxis,
  punct,
  reparandum,
  root,
  vocative,
  xcomp
};
std::string_view deprel_name(Deprel deprel);
// Unknown subtypes fall back to their universal relation; an unknown relation gives nothing.
std::optional<Deprel> deprel_from(std::string_view name);
// The relation without its subtype: nsubj for nsubj_pass.
Deprel universal(Deprel deprel);

// One entry a word, as long as Tokens::words.
struct Tags {
  std::vector<Upos> upos;
  std::vector<std::string> xpos;   // Penn Treebank tag
  std::vector<std::string> feats;  // "Number=Plur|Tense=Past" or "_"
  std::vector<std::string> lemma;
};

// One tree a sentence: exactly one root, no cycle. head[i] is a word index in the article; a root points at itself.
struct Trees {
  std::vector<uint32_t> head;
  std::vector<Deprel> deprel;

  bool is_root(uint32_t word) const { return head[word] == word; }
};

// The dependents of each word, in text order; made once from Trees.
class Dependents {
 public:
  explicit Dependents(const Trees& trees);
  struct Range {
    const uint32_t* first;
    const uint32_t* last;
    const uint32_t* begin() const { return first; }
    const uint32_t* end() const { return last; }
    bool empty() const { return first == last; }
  };
  Range of(uint32_t word) const { return {children_.data() + start_[word], children_.data() + start_[word + 1]}; }

 private:
  std::vector<uint32_t> start_, children_;
};

}  // namespace kronika
