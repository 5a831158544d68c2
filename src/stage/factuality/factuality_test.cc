#include "stage/factuality/factuality.h"

#include <gtest/gtest.h>

#include "text/by_hand.h"

namespace kronika {
namespace {

Factualities judged(const HandMade& made, const std::string& form, const std::optional<DateRange>& date = {}) {
  static const std::unique_ptr<const FactualityJudge> judge =
      std::move(FactualityJudge::load(KRONIKA_SOURCE_DIR "/data/language").value());
  Events events;
  events.events.push_back(made.event(form));
  EventDates dates;
  dates.of.push_back(date);
  return judge->judge(made.article, made.tokens, made.tags, made.trees, events, dates);
}

TEST(Factuality, FollowsTheWordsThatGovern) {
  using enum Factuality;
  const struct {
    const char *words, *event;
    Factuality wanted;
  } cases[] = {
      {"Rebels/NNS/2/nsubj attacked/VBD/0/root", "attacked", asserted},
      {"Rebels/NNS/4/nsubj did/VBD/4/aux not/RB/4/advmod attack/VB/0/root", "attack", negated},
      {"Rebels/NNS/4/nsubj not/RB/4/advmod only/RB/2/advmod attacked/VBD/0/root", "attacked", asserted},
      {"None/NN/4/nsubj:pass had|have/VBD/4/aux been|be/VBN/4/aux:pass attacked/VBN/0/root", "attacked", negated},
      {"No/DT/2/det soldiers/NNS/3/nsubj attacked/VBD/0/root", "attacked", negated},
      {"Rebels/NNS/2/nsubj failed|fail/VBD/0/root to/TO/4/mark attack/VB/2/xcomp", "attack", negated},
      {"Rebels/NNS/2/nsubj have/VBP/0/root yet/RB/2/advmod to/TO/5/mark attack/VB/2/xcomp", "attack", negated},
      {"without/IN/2/mark attacking|attack/VBG/3/advcl left/VBD/0/root", "attacking", negated},
      {"Rebels/NNS/3/nsubj will/MD/3/aux attack/VB/0/root", "attack", future},
      {"Rebels/NNS/2/nsubj plan/VBP/0/root to/TO/4/mark attack/VB/2/xcomp", "attack", future},
      {"They/PRP/4/nsubj are|be/VBP/4/aux to/TO/4/mark attack/VB/0/root", "attack", future},
      {"He/PRP/2/nsubj said/VBD/0/root they/PRP/5/nsubj would/MD/5/aux attack/VB/2/ccomp", "attack", future},
      {"They/PRP/3/nsubj would/MD/3/aux attack/VB/0/root if/IN/6/mark he/PRP/6/nsubj left/VBD/3/advcl", "attack",
       hypothetical},
      {"Rebels/NNS/3/nsubj may/MD/3/aux attack/VB/0/root", "attack", hypothetical},
      // A name that is also a modal.
      {"Theresa/NNP/3/nsubj May|may/MD/3/aux attacked/VBD/0/root", "attacked", asserted},
      {"If/IN/3/mark rebels/NNS/3/nsubj attack/VBP/4/advcl leave/VB/0/root", "attack", hypothetical},
      {"He/PRP/2/nsubj urged|urge/VBD/0/root them/PRP/2/obj to/TO/5/mark attack/VB/2/xcomp", "attack", hypothetical},
      {"They/PRP/2/nsubj feared|fear/VBD/0/root an/DT/4/det attack/NN/2/obj", "attack", hypothetical},
      {"They/PRP/2/nsubj cancelled|cancel/VBD/0/root the/DT/4/det attack/NN/2/obj", "attack", negated},
      {"The/DT/3/det planned/JJ/3/amod attack/NN/0/root", "attack", future},
      {"After/IN/3/case planned/JJ/3/amod attack/NN/4/obl left/VBD/0/root", "attack", asserted},
      {"He/PRP/2/nsubj flew|fly/VBD/0/root there/RB/2/advmod to/TO/5/mark attack/VB/2/advcl", "attack", asserted},
      {"He/PRP/2/nsubj paid/VBD/0/root them/PRP/2/obj to/TO/5/mark attack/VB/2/advcl", "attack", hypothetical},
      {"They/PRP/3/nsubj are|be/VBP/3/aux:pass believed|believe/VBN/0/root to/TO/6/mark have/VB/6/aux "
       "attacked|attack/VBN/3/xcomp",
       "attacked", asserted},
      {"Will/MD/3/aux rebels/NNS/3/nsubj attack/VB/0/root ?/./3/punct", "attack", future},
      {"Did/VBD/3/aux rebels/NNS/3/nsubj attack/VB/0/root ?/./3/punct", "attack", hypothetical},
      {"Why/WRB/4/advmod did/VBD/4/aux rebels/NNS/4/nsubj attack/VB/0/root ?/./4/punct", "attack", asserted},
  };
  for (const auto& [words, event, wanted] : cases)
    EXPECT_EQ(factuality_name(judged(by_hand(words), event).of[0]), factuality_name(wanted)) << words;
}

TEST(Factuality, FollowsTheDay) {
  const HandMade made = by_hand("Rebels/NNS/2/nsubj attacked/VBD/0/root", Day{2015, 2, 12});
  const DateRange next_week{{2015, 2, 16}, {2015, 2, 22}, {}, "expression"},
      long_ago{{2010, 1, 1}, {2010, 12, 31}, {}, "expression"};
  EXPECT_EQ(judged(by_hand("Rebels/NNS/2/nsubj attack/VBP/0/root", Day{2015, 2, 12}), "attack", next_week).of[0],
            Factuality::future);
  // What is told in the past has happened, whatever day stands beside it.
  EXPECT_EQ(judged(made, "attacked", next_week).of[0], Factuality::asserted);
  EventDates dates;
  dates.of = {long_ago};
  Factualities factualities = judged(made, "attacked", long_ago);
  mark_historical(made.article, dates, factualities);
  EXPECT_EQ(factualities.of[0], Factuality::historical);
}

}  // namespace
}  // namespace kronika
