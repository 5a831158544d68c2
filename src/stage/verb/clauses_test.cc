#include "stage/verb/clauses.h"

#include <gtest/gtest.h>

#include <sstream>

#include "text/conllu.h"

namespace kronika {
namespace {

// FORM LEMMA UPOS XPOS HEAD DEPREL a line.
Annotated read(const std::string& rows) {
  std::string conllu;
  std::istringstream in(rows);
  std::string form, lemma, upos, xpos, head, deprel;
  for (int n = 1; in >> form >> lemma >> upos >> xpos >> head >> deprel; ++n)
    conllu += std::to_string(n) + "\t" + form + "\t" + lemma + "\t" + upos + "\t" + xpos + "\t_\t" + head + "\t" +
              deprel + "\t_\t_\n";
  return parse_conllu(conllu + "\n").value();
}

std::string arcs(const Annotated& a) {
  std::string out;
  for (uint32_t w = 0; w < a.tokens.size(); ++w)
    out += (w ? " " : "") + a.tags.lemma[w] + ":" + std::string(deprel_name(a.trees.deprel[w])) + ":" +
           std::to_string(a.trees.is_root(w) ? 0 : a.trees.head[w] + 1);
  return out;
}

TEST(Clauses, GetTheirVerb) {
  const auto lemmas = VerbLemmas::load(KRONIKA_SOURCE_DIR "/data/language");
  ASSERT_TRUE(lemmas);
  const struct {
    const char *name, *rows, *arcs;
  } cases[] = {
      {"a modifier that is the verb",
       "Farmers farmer NOUN NNS 3 compound  blocked block VERB VBN 3 amod  roads road NOUN NNS 0 root  in in ADP IN 5 "
       "case  Peru Peru PROPN NNP 3 nmod  . . PUNCT . 3 punct",
       "farmer:nsubj:2 block:root:0 road:obj:2 in:case:5 Peru:nmod:3 .:punct:2"},
      {"the article of the subject goes with it",
       "The the DET DT 4 det  police police NOUN NN 4 compound  blocked block ADJ JJ 4 amod  roads road NOUN NNS 0 "
       "root  . . PUNCT . 4 punct",
       "the:det:2 police:nsubj:3 block:root:0 road:obj:3 .:punct:3"},
      {"another finite verb: it modifies",
       "Farmers farmer NOUN NNS 3 compound  blocked block VERB VBN 3 amod  roads road NOUN NNS 4 nsubj  grew grow VERB "
       "VBD 0 root  . . PUNCT . 4 punct",
       "farmer:compound:3 block:amod:3 road:nsubj:4 grow:root:0 .:punct:4"},
      {"a verb taken for a part of a compound, with its subject",
       "television television NOUN NN 2 nsubj  spread spread VERB VBD 4 compound  false false ADJ JJ 4 amod  news news "
       "NOUN NN 0 root  . . PUNCT . 4 punct",
       "television:nsubj:2 spread:root:0 false:amod:4 news:obj:2 .:punct:2"},
      {"a name taken for a part of the verb",
       "Turkey Turkey PROPN NNP 2 compound  downed down VERB VBD 0 root  a a DET DT 4 det  jet jet NOUN NN 2 obj  . . "
       "PUNCT . 2 punct",
       "Turkey:nsubj:2 down:root:0 a:det:4 jet:obj:2 .:punct:2"},
      {"the subject of a participle is that of the verb after it",
       "Soldiers soldier NOUN NNS 2 nsubj:pass  led lead VERB VBN 5 advcl  by by ADP IN 4 case  majors major NOUN NNS "
       "2 "
       "obl:agent  rebelled rebel VERB VBD 0 root  . . PUNCT . 5 punct",
       "soldier:nsubj:5 lead:acl:1 by:case:4 major:obl:agent:2 rebel:root:0 .:punct:5"},
      {"a participle after its noun",
       "Thousands thousand NOUN NNS 0 root  marched march VERB VBN 1 acl  through through ADP IN 4 case  Lima Lima "
       "PROPN NNP 2 obl  . . PUNCT . 1 punct",
       "thousand:nsubj:2 march:root:0 through:case:4 Lima:obl:2 .:punct:2"},
      {"a noun before an infinitive",
       "Norway Norway PROPN NNP 2 compound  plans plan NOUN NNS 0 root  to to PART TO 4 mark  sell sell VERB VB 2 acl  "
       "ships ship NOUN NNS 4 obj  . . PUNCT . 2 punct",
       "Norway:nsubj:2 plan:root:0 to:mark:4 sell:xcomp:2 ship:obj:4 .:punct:2"},
      {"a headline's passive",
       "Italian Italian ADJ JJ 2 amod  priests priest NOUN NNS 3 nsubj  freed free VERB VBD 0 root",
       "Italian:amod:2 priest:nsubj:pass:3 free:root:0"},
      {"a headline's active",
       "Troops troops NOUN NNS 2 nsubj  freed free VERB VBD 0 root  priests priest NOUN NNS 2 obj",
       "troops:nsubj:2 free:root:0 priest:obj:2"},
      {"a headline's present",
       "Niger Niger PROPN NNP 2 compound  seals seal NOUN NNS 0 root  frontier frontier NOUN NN 2 dep",
       "Niger:nsubj:2 seal:root:0 frontier:obj:2"},
      {"a headline's present before the noun at its top",
       "Premier premier NOUN NN 3 compound  sacks sack NOUN NNS 3 compound  ministers minister NOUN NNS 0 root",
       "premier:nsubj:2 sack:root:0 minister:obj:2"},
      {"a heading needs no verb",
       "Farmers farmer NOUN NNS 3 compound  blocked block VERB VBN 3 amod  roads road NOUN NNS 0 root",
       "farmer:compound:3 block:amod:3 road:root:0"},
  };
  for (const auto& c : cases) {
    Annotated a = read(c.rows);
    const auto article = Article::make({"a", "", a.text, {}, "", ""});
    mend_clauses(article.value(), a.tokens, *lemmas.value(), a.tags, a.trees);
    EXPECT_EQ(arcs(a), c.arcs) << c.name;
  }
}

}  // namespace
}  // namespace kronika
