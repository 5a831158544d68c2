// Roles: who are the parties of an event, of all those whom the text around it speaks of, by weights that are learned.
// The rules of the codebook propose; what they say is one kind of evidence.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "stage/argument/party.h"
#include "stage/argument/role_axes.h"
#include "stage/argument/role_ranker.h"
#include "text/events.h"
#include "text/grammar.h"
#include "text/tokens.h"

namespace kronika {

// What the rules say of a side, and how.
struct RuleSides {
  Side actor, recipient;  // empty: nobody
  RuleWay actor_way = RuleWay::none, recipient_way = RuleWay::none;
};

// Somebody who may be a party: mentions, somebody implied, or nobody.
struct RoleCandidate {
  Side mentions;
  std::optional<ImpliedParty> implied;
  CandidateKind kind = CandidateKind::nobody;
  std::vector<std::string> countries;  // sorted, each once
  SectorClass sector = SectorClass::unknown;
  RuleRank as_actor = RuleRank::none, as_recipient = RuleRank::none;
  RoleFeatures actor, recipient;             // what speaks for it on either side
  float said_actor = 0, said_recipient = 0;  // what another reader says for it, in the unit of the weights
};

// The candidates of one event; each may stand on either side.
struct RoleChoice {
  uint32_t word = 0;  // of the event
  Span span;
  RoleKind kind;
  TriggerShape shape = TriggerShape::active;
  std::vector<RoleCandidate> candidates;  // the first is nobody
  size_t rule_actor = 0, rule_recipient = 0;
  bool settled = false;  // whom the rules find on one side is not on the other
};

// Two candidates, and how likely it is that they are the parties.
struct RolePair {
  size_t actor = 0, recipient = 0;
  float probability = 0;
};

// Told of each choice, and says what is chosen. For training.
class RoleScorer;
// Fills said_actor and said_recipient of the candidates.
using RoleAdviser = std::function<void(RoleChoice& choice)>;
using RoleChooser = std::function<RolePair(const RoleScorer& scorer, const RoleChoice& choice)>;

// Views of one article's layers; they must outlive it.
class RoleScorer {
 public:
  RoleScorer(const RoleRanker& ranker, const Parties& parties, const Tokens& tokens, const Grammar& grammar,
             const Mentions& mentions, const Chains& chains, const Actors& actors, const Places& places,
             const Quotations& quotations);

  // What the rules say of all events of the article: who does what to whom elsewhere.
  void read_elsewhere(const std::vector<RuleSides>& all);
  // `before`: the event told before, null for none.
  RoleChoice candidates(const Trigger& trigger, const RuleSides& rules, const Event* before) const;
  RoleFeatures pair(const RoleChoice& choice, size_t actor, size_t recipient) const;
  struct Scored {
    size_t actor, recipient;
    float score;
  };
  // The pairs of those who score best alone, and of the rules' choice, with their scores.
  std::vector<Scored> score(const RoleChoice& choice, const RoleRanker& ranker) const;
  RolePair best(const RoleChoice& choice, const RoleRanker& ranker) const;
  // Why a pair was chosen: for each side that it fills the two kinds of evidence that speak most for it against the
  // runner-up, with its words and those of the runner-up.
  std::vector<Reason> reasons(const RoleChoice& choice, const RolePair& chosen) const;
  const RoleRanker& ranker() const { return ranker_; }

 private:
  struct Path {
    Ascent ascent = Ascent::none;
    Arc arc = Arc::other, below = Arc::itself;
    Preposition preposition = Preposition::none;
  };
  void count_countries();
  bool says_less(uint32_t mention) const;
  void add_mentions(const Trigger& trigger, std::vector<RoleCandidate>& to) const;
  void add_implied(const Trigger& trigger, std::vector<RoleCandidate>& to) const;
  size_t place_of(const Side& side, std::vector<RoleCandidate>& all) const;
  std::optional<Span> words_of(const RoleCandidate& candidate) const;
  bool share(const RoleCandidate& a, const RoleCandidate& b) const;
  bool is_one(const RoleCandidate& a, const RoleCandidate& b) const;
  void describe(RoleCandidate& candidate) const;
  Path path(uint32_t head, const Trigger& trigger) const;
  CountryClass country_class(const RoleCandidate& candidate) const;
  SlotFilling filling(const std::vector<std::string>& declared, const std::vector<std::vector<uint32_t>>& slots) const;
  std::vector<uint32_t> window(uint32_t word) const;

  const RoleRanker& ranker_;
  const Parties& parties_;
  const Tokens& tokens_;
  const Grammar& grammar_;
  const Mentions& mentions_;
  const Chains& chains_;
  const Actors& actors_;
  const Places& places_;
  const Quotations& quotations_;
  // Countries of the text, those spoken of most first, each with a mention or place that tells it.
  std::vector<std::pair<std::string, Span>> story_;
  std::string dateline_;
  // How often the rules find a country on a side, and two countries on the two sides, by name alone.
  std::map<std::string, uint32_t> acts_, suffers_;
  std::map<std::pair<std::string, std::string>, uint32_t> deeds_;
  std::vector<size_t> chain_lead_;  // per chain: whether it has a mention in title or lead
};

}  // namespace kronika
