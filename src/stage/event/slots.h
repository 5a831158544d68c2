// Slots: who or what stands where around a trigger, by the names that the codebook uses (docs/codebook.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codebook/codebook.h"
#include "text/grammar.h"

namespace kronika {

// A light verb above an event noun: "held" of "held a new round of talks".
struct Carrier {
  uint32_t verb = 0;
  uint32_t noun = 0;  // what stands with the verb: "round"
  const LightVerb* kind = nullptr;
};

// Views of one article's trees and a codebook; they must outlive it.
class Slots {
 public:
  Slots(const Grammar& grammar, const Codebook& codebook) : grammar_(grammar), codebook_(codebook) {}

  std::optional<Carrier> carrier_of(uint32_t noun) const;
  // The head words that fill a slot, in text order; conjuncts are expanded.
  std::vector<uint32_t> fill(const Trigger& trigger, const std::string& slot,
                             const std::optional<Carrier>& carrier) const;

 private:
  std::vector<uint32_t> fill_verb(const Trigger& trigger, const std::string& slot) const;
  std::vector<uint32_t> fill_noun(uint32_t noun, const std::string& slot, const std::optional<Carrier>& carrier) const;
  std::vector<uint32_t> child_of(uint32_t word, Deprel relation) const;
  std::vector<uint32_t> adjective_subject(uint32_t word) const;
  std::vector<uint32_t> noun_subject(uint32_t noun, const std::optional<Carrier>& carrier) const;
  std::vector<uint32_t> clause_subject(uint32_t word) const;
  std::vector<uint32_t> clause_verbs(uint32_t word) const;
  std::vector<uint32_t> modifiers(uint32_t noun) const;
  std::optional<Carrier> carried_by(uint32_t noun, uint32_t verb) const;

  const Grammar& grammar_;
  const Codebook& codebook_;
};

}  // namespace kronika
