// ActorReader: what one mention says by itself of who it is, before coreference.
#pragma once

#include "stage/actor/view.h"
#include "text/actors.h"

namespace kronika {

// Codes with less confidence are guesses, that a better code of the same chain replaces.
constexpr float kGuess = 0.5f;

class ActorReader {
 public:
  explicit ActorReader(const ActorView& view) : view_(view) {}
  // Pronouns get no code. Where the words do not say the country it stays open: country_guessed.
  Actor read(uint32_t m) const;
  // Who held the office of a role on the article's day: "the Belarusian president".
  void name_holders(uint32_t m, Actor& actor) const;

 private:
  bool by_name(uint32_t m, Actor& actor) const;
  bool by_similar_name(uint32_t m, Actor& actor) const;
  bool by_country_noun(const Mention& mention, Actor& actor) const;
  bool by_role(uint32_t m, Actor& actor) const;
  void by_family(const Mention& mention, Actor& actor) const;
  void by_person(Actor& actor) const;
  void by_organization(const Mention& mention, Actor& actor) const;

  const KnownName* name_of(const Mention& mention) const;
  const NameSense* choose(const KnownName& found, uint32_t m) const;
  bool is_sure(const NameSense& sense, uint32_t m) const;
  void add_sense(const KnownName& found, const NameSense& sense, uint32_t m, Actor& actor) const;
  void add_demonym(const KnownName& found, const Country& country, const Mention& mention, Actor& actor) const;
  void add_entity(const Entity& entity, const Mention& mention, Actor& actor) const;
  void add_organization(const KnownName& found, const Entity& entity, const Mention& mention, Actor& actor) const;
  std::vector<Office> standing(const Entity& entity, bool former) const;
  bool names_other_person(uint32_t m) const;
  bool is_of_no_country(const Mention& mention, const RoleNoun& role) const;
  bool is_dateline(const Mention& mention) const;
  bool is_no_role(const Mention& mention) const;
  bool is_former(const Mention& mention) const;
  bool says(const Mention& mention, uint32_t last, std::string_view wanted) const;
  const Country* country_word(uint32_t w) const;

  const ActorView& view_;
};

// PLOVER 5.2 "ELI" is for those who held a position in government or armed forces.
bool is_official(const std::vector<std::string>& sectors);

}  // namespace kronika
