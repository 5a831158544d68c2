#include "stage/verb/verb_lemmas.h"

#include <gtest/gtest.h>

namespace kronika {
namespace {

TEST(VerbLemmas, LeadFormsBackToVerbs) {
  const auto lemmas = VerbLemmas::load(KRONIKA_SOURCE_DIR "/data/language");
  ASSERT_TRUE(lemmas) << lemmas.error().message;
  const struct {
    const char *form, *xpos, *lemma;
  } cases[] = {
      {"blamed", "VBD", "blame"},
      {"expelled", "VBD", "expel"},
      {"withdrew", "VBD", "withdraw"},
      {"killed", "VBN", "kill"},
      {"hoped", "VBD", "hope"},
      {"planning", "VBG", "plan"},
      {"lying", "VBG", "lie"},
      {"denies", "VBZ", "deny"},
      {"clashes", "VBZ", "clash"},
      {"criticizes", "VBZ", "criticize"},
      {"attacked", "VBN", "attack"},
      {"vetoes", "VBZ", "veto"},
      {"trafficked", "VBN", "traffic"},
      {"left", "VBD", "leave"},
      {"agreed", "VBN", "agree"},
      {"barred", "VBN", "bar"},
      {"zorbled", "VBD", ""},
      {"left", "JJ", ""},
      {"ed", "VBD", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(lemmas.value()->lemma(c.form, c.xpos), c.lemma) << c.form;
}

}  // namespace
}  // namespace kronika
