// Setting: which countries a text names, where and how, and which of them it is about at each place.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codebook/knowledge.h"
#include "kronika/article.h"
#include "stage/actor/country_ranker.h"
#include "stage/actor/known_names.h"
#include "text/events.h"
#include "text/grammar.h"
#include "text/mentions.h"
#include "text/tokens.h"

namespace kronika {

// The country of a sense on a day, as records code it; empty for none. Of persons and organizations that of their
// office.
std::string country_of(const NameSense& sense, const KnowledgeBase& knowledge, const std::optional<Day>& day);
// EUR, IGO, …: codes of PLOVER 5.1.1 that are no state.
bool is_international(std::string_view code);

class Setting {
 public:
  Setting(const Article& article, const Tokens& tokens, const Grammar& grammar, const KnownNames& names,
          const Places& places, const KnowledgeBase& knowledge);

  // A name of a country, or of somebody or some place of it.
  struct Named {
    uint32_t word, sentence;
    std::string country;
    double near, whole;  // as a sign of where the sentence plays, and of what the text is about
    Stance stance;
  };
  // In text order.
  const std::vector<Named>& named() const { return named_; }
  // The countries of the text and their shares of its talk of countries, by country.
  const std::vector<std::pair<std::string, double>>& shares() const { return shares_; }

  // The country that surrounds a mention; empty where the text names none. What is spoken of most in the text counts,
  // and what is named in the sentences up to here, the nearer the more. Where something happens weighs more than whom
  // it concerns ("the Russian journalist was arrested in Minsk"). The words of the mention itself are not looked at.
  // Time is linear in a bounded window.
  std::string around(const Mention& mention) const;
  // How much of the text's talk of countries is of this one, 0..1.
  double share(const std::string& country) const;
  // The two countries named last before a word, in text order; fewer where there are not two.
  std::vector<std::string> last_two(uint32_t before) const;
  // The country of the place name at a word, as records code it; empty for none.
  const std::string& of_place(uint32_t word) const { return place_[word]; }

 private:
  std::vector<Named> named_;
  std::vector<std::pair<std::string, double>> shares_;
  std::vector<std::string> place_;  // per word
};

}  // namespace kronika
