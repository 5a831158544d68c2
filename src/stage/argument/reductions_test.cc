#include "stage/argument/reductions.h"

#include <gtest/gtest.h>

#include "text/by_hand.h"

namespace kronika {
namespace {

struct Told {
  std::string form, category;
  Factuality factuality = Factuality::asserted;
  bool later = false;
  bool by_somebody = false;  // has an actor
};

std::string reduced(const std::string& words, const std::vector<Told>& told) {
  const HandMade made = by_hand(words);
  Events events;
  Factualities factualities;
  EventDates dates;
  for (const Told& one : told) {
    events.events.push_back(made.event(one.form, one.category));
    if (one.by_somebody) events.events.back().actor.push_back(Id<Mention>{0});
    factualities.of.push_back(one.factuality);
    factualities.later.push_back(one.later);
    factualities.why.emplace_back();
    dates.of.emplace_back();
  }
  reduce(made.tags, made.trees, events, factualities, dates);
  EXPECT_EQ(events.events.size(), factualities.of.size());
  EXPECT_EQ(events.events.size(), dates.of.size());
  std::string out;
  for (size_t i = 0; i < events.events.size(); ++i)
    out += (out.empty() ? "" : "; ") + events.events[i].category + " " +
           std::string(factuality_name(factualities.of[i])) + (events.events[i].announced ? " announced" : "");
  return out;
}

TEST(Reductions, AnnouncementsHaveTheCategoryOfAnnouncing) {
  const std::string words = "They/PRP/3/nsubj will/MD/3/aux act/VB/0/root";
  EXPECT_EQ(reduced(words, {{"act", "COOPERATE", Factuality::future, true}}), "AGREE asserted announced");
  EXPECT_EQ(reduced(words, {{"act", "RETREAT", Factuality::future, true}}), "CONCEDE asserted announced");
  EXPECT_EQ(reduced(words, {{"act", "ASSAULT", Factuality::negated, true}}), "AGREE asserted announced");
  EXPECT_EQ(reduced(words, {{"act", "RETREAT", Factuality::negated, true}}), "REJECT asserted announced");
  EXPECT_EQ(reduced(words, {{"act", "ASSAULT", Factuality::future, true}}), "ASSAULT future");
  EXPECT_EQ(reduced(words, {{"act", "ASSAULT", Factuality::negated, false}}), "ASSAULT negated");
}

TEST(Reductions, HostilityAnnouncedIsAThreatAndCooperationRefusedARejection) {
  const std::string words = "They/PRP/3/nsubj will/MD/3/aux act/VB/0/root";
  EXPECT_EQ(reduced(words, {{"act", "COERCE", Factuality::future, true, true}}), "THREATEN asserted announced");
  EXPECT_EQ(reduced(words, {{"act", "PROTEST", Factuality::future, true, true}}), "PROTEST future");
  EXPECT_EQ(reduced(words, {{"act", "SANCTION", Factuality::future, true, true}}), "SANCTION future");
  EXPECT_EQ(reduced("They/PRP/3/nsubj will/MD/3/aux act/VB/0/root if/IN/6/mark we/PRP/6/nsubj stay/VBP/3/advcl",
                    {{"act", "SANCTION", Factuality::future, true, true}}),
            "THREATEN asserted announced");
  EXPECT_EQ(reduced(words, {{"act", "CONSULT", Factuality::negated, true, true}}), "REJECT asserted announced");
  EXPECT_EQ(reduced(words, {{"act", "AGREE", Factuality::negated, false, true}}), "REJECT asserted announced");
  EXPECT_EQ(reduced(words, {{"act", "AID", Factuality::negated, false, true}}), "AID negated");
}

TEST(Reductions, WhatIsAskedForIsNoEventOfItsOwn) {
  const std::string words = "He/PRP/2/nsubj urged/VBD/0/root them/PRP/2/obj to/TO/5/mark leave/VB/2/xcomp";
  EXPECT_EQ(reduced(words, {{"urged", "REQUEST"}, {"leave", "RETREAT", Factuality::hypothetical}}), "REQUEST asserted");
  // A deed that is told as done stays, and so does one under a deed that is no words.
  EXPECT_EQ(reduced(words, {{"urged", "REQUEST"}, {"leave", "RETREAT"}}), "REQUEST asserted; RETREAT asserted");
  EXPECT_EQ(reduced(words, {{"urged", "COERCE"}, {"leave", "RETREAT", Factuality::hypothetical}}),
            "COERCE asserted; RETREAT hypothetical");
}

TEST(Reductions, APromisedConcessionIsOne) {
  EXPECT_EQ(reduced("He/PRP/2/nsubj promised/VBD/0/root to/TO/4/mark free/VB/2/xcomp them/PRP/4/obj",
                    {{"promised", "AGREE"}, {"free", "RETREAT", Factuality::future, true}}),
            "CONCEDE asserted");
}

}  // namespace
}  // namespace kronika
