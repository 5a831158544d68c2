#include "stage/event/event.h"

#include <gtest/gtest.h>

#include <sstream>

#include "text/conllu.h"

namespace kronika {
namespace {

// LEMMA UPOS XPOS HEAD DEPREL a word; the lemma is the form too.
Annotated read(const std::string& rows) {
  std::string conllu;
  std::istringstream in(rows);
  std::string lemma, upos, xpos, head, deprel;
  for (int n = 1; in >> lemma >> upos >> xpos >> head >> deprel; ++n)
    conllu += std::to_string(n) + "\t" + lemma + "\t" + lemma + "\t" + upos + "\t" + xpos + "\t_\t" + head + "\t" +
              deprel + "\t_\t_\n";
  return parse_conllu(conllu + "\n").value();
}

std::string words(const Annotated& a, const std::vector<std::vector<uint32_t>>& slots) {
  if (slots.empty()) return "-";
  std::string out;
  for (const uint32_t w : slots.front()) out += (out.empty() ? "" : " ") + a.tags.lemma[w];
  return out;
}

// "CATEGORY mode actor > recipient", of each trigger's best sense.
std::string found(const Codebook& codebook, const std::string& rows) {
  const Annotated a = read(rows);
  std::string out;
  for (const TriggerChoice& choice : EventFinder(codebook).find(a.tokens, a.tags, a.trees).triggers) {
    const Trigger& t = choice.best();
    out += (out.empty() ? "" : "; ") + t.category->name + (t.mode.empty() ? "" : " " + t.mode.front()) + " " +
           words(a, t.actor) + " > " + words(a, t.recipient);
  }
  return out;
}

TEST(EventFinder, FindsWhatTheCodebookSays) {
  const auto codebook = Codebook::load(KRONIKA_SOURCE_DIR "/data/codebook/plover");
  ASSERT_TRUE(codebook) << codebook.error().message;
  const struct {
    const char *name, *rows, *found;
  } cases[] = {
      {"a plain verb", "Chad PROPN NNP 2 nsubj  accuse VERB VBD 0 root  Sudan PROPN NNP 2 obj",
       "ACCUSE allege Chad > Sudan"},
      {"a passive keeps its agent",
       "editor NOUN NN 3 nsubj:pass  be AUX VBD 3 aux:pass  arrest VERB VBN 0 root  by ADP IN 5 case  police NOUN NN 3 "
       "obl:agent",
       "COERCE arrest police > editor"},
      {"a light verb carries the noun",
       "Chad PROPN NNP 2 nsubj  impose VERB VBD 0 root  tariff NOUN NNS 2 obj  on ADP IN 5 case  Sudan PROPN NNP 3 "
       "nmod",
       "SANCTION discontinue Chad > Sudan"},
      {"a refusal takes the deed up",
       "Chad PROPN NNP 2 nsubj  refuse VERB VBD 0 root  to PART TO 4 mark  meet VERB VB 2 xcomp  Sudan PROPN NNP 4 obj",
       "REJECT meet Chad > Sudan"},
      {"a threat names its content",
       "Chad PROPN NNP 2 nsubj  threaten VERB VBD 0 root  to PART TO 4 mark  bomb VERB VB 2 xcomp  Sudan PROPN NNP 4 "
       "obj",
       "THREATEN violence Chad > Sudan"},
      {"who is asked does it",
       "Chad PROPN NNP 2 nsubj  call VERB VBD 0 root  on ADP IN 4 case  Sudan PROPN NNP 2 obl  to PART TO 6 mark  "
       "withdraw VERB VB 2 advcl",
       "REQUEST yield Chad > Sudan"},
      {"a phrase that hangs on the object",
       "Chad PROPN NNP 2 nsubj  compare VERB VBD 0 root  note NOUN NNS 2 obj  with ADP IN 5 case  Sudan PROPN NNP 3 "
       "nmod",
       "CONSULT Chad > Sudan"},
      {"an adverb is not the preposition of a phrase",
       "Chad PROPN NNP 2 nsubj  give VERB VBD 0 root  in ADP IN 4 case  Sudan PROPN NNP 2 obl", ""},
      {"a particle makes another verb", "Chad PROPN NNP 2 nsubj  attack VERB VBD 0 root  out ADP RP 2 compound:prt",
       ""},
      {"a word of a hyphen in parts",
       "student NOUN NNS 2 nsubj  stage VERB VBD 0 root  sit NOUN NN 2 obj  - PUNCT HYPH 3 punct  in ADP IN 3 compound",
       "PROTEST demo student > -"},
  };
  for (const auto& c : cases) EXPECT_EQ(found(*codebook.value(), c.rows), c.found) << c.name;
}

}  // namespace
}  // namespace kronika
