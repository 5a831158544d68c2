// Parties: from the words that fill a trigger's slots to the mentions that can be coded, and what those are in
// politics.
#pragma once

#include <string>
#include <vector>

#include "codebook/codebook.h"
#include "text/actors.h"
#include "text/events.h"
#include "text/grammar.h"
#include "text/mentions.h"

namespace kronika {

using Side = std::vector<Id<Mention>>;

// Views of one article's layers and a codebook; they must outlive it.
class Parties {
 public:
  Parties(const Grammar& grammar, const Mentions& mentions, const Chains& chains, const Actors& actors,
          const Codebook& codebook)
      : grammar_(grammar), mentions_(mentions), chains_(chains), actors_(actors), codebook_(codebook) {
    judge_article();
  }

  bool is_codable(Id<Mention> id) const { return id.valid() && !actors_.of[id.index].codes.empty(); }
  bool same(Id<Mention> a, Id<Mention> b) const { return a == b || chains_.of[a.index] == chains_.of[b.index]; }
  const ActorCode& code(Id<Mention> id) const { return actors_.of[id.index].codes.front(); }
  // Whether a code is that of a state, and not of those above states or of nobody in particular.
  static bool is_of_state(const std::string& country);
  // State and society are the two sides of most domestic events.
  bool is_state(Id<Mention> id) const;
  // The highest standing that one of its codes has.
  Standing standing(Id<Mention> id) const;
  // A country or its capital named as such: among words of sport its team.
  bool is_mere_country(Id<Mention> id) const;

  // Whether the article is about politics at all: then a deed without a known party is one of politics too.
  bool about_politics() const { return political_; }
  // Whether it is plainly about something else: of many parties few are political.
  bool about_other_things() const { return other_things_; }
  // The first slot that names somebody who can be coded, and who is none of `others`: nobody does it to himself, so
  // that a slot that leads back to the doer ("expressed its support for Chad") is passed over.
  Side resolve(const std::vector<std::vector<uint32_t>>& slots, const Side& others = {}) const;
  bool is_unresolved_person(uint32_t word) const;
  // "each other", "one another": the sides do it to one another.
  bool is_reciprocal_pronoun(uint32_t word) const;
  // Whether a condition on kinds holds for the words that fill its slot.
  bool holds(const Trigger& trigger, const Trigger::Check& check) const;

 private:
  void judge_article();
  void resolve(uint32_t word, Side& to, int depth) const;
  bool is_kind(Id<Mention> id, const std::string& kind) const;
  bool is_counted(uint32_t word) const;
  bool is_unknown_name(uint32_t word) const;

  const Grammar& grammar_;
  const Mentions& mentions_;
  const Chains& chains_;
  const Actors& actors_;
  const Codebook& codebook_;
  bool political_ = false, other_things_ = false;
};

}  // namespace kronika
