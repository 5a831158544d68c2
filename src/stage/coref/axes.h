// The axes on which answers about a pronoun and a candidate lie. The order of a list is that of its enum; the
// model names answers by these words.
#pragma once

#include <string_view>
#include <vector>

#include "text/axes.h"

namespace kronika {

enum class Role : uint8_t { subject, object, oblique, possessive, noun, apposition, other };
enum class Clause : uint8_t {
  elsewhere,       // in another sentence
  same_direct,     // an argument of the same verb
  same_nested,     // inside an argument of the same verb
  same_holder,     // within one argument: "the sister of Ann and her friend"
  above_subject,   // subject of the verb next above
  above_direct,    // another argument of it
  above_nested,    // inside an argument of it
  higher_subject,  // of a verb further above
  higher_other,
  below,     // in a clause below the pronoun's
  beside,    // in the same sentence, neither above nor below
  modified,  // the noun that the pronoun's relative clause belongs to
};
enum class Link : uint8_t { main, coordinate, adverbial, relative, complement, participle, other };
enum class Form : uint8_t { full_name, short_name, definite, possessed, indefinite, same_pronoun, other_pronoun };
enum class Sort : uint8_t {
  person_name,
  organization_name,
  place_name,
  group_name,
  other_name,
  person_noun,
  thing_noun,
  plain_noun,
  he,
  it,
  they,
  speaker,
  other_pronoun,
  doubtful_name  // taken for a place or an organization, but nobody knows it
};
enum class GenderMatch : uint8_t {
  pronoun_agrees,
  pronoun_differs,
  pronoun_both,
  name_agrees,
  name_differs,
  unknown,
  guess_agrees,
  guess_differs
};
enum class Quoting : uint8_t { none, together, pronoun_in, candidate_in, holder_out };
enum class Pleonastic : uint8_t { no, adjective, noun, verb };

// Words that open a clause or a phrase, as lemmas.
enum class Opener : uint8_t {
  none,
  when,
  while_,
  after,
  before,
  because,
  although,
  that,
  who,
  to,
  of,
  in,
  with,
  by,
  for_,
  from,
  at,
  on,
  as,
  like,
  during,
  according,
  other
};

namespace axes {

inline const Axis kPronoun = {"he", "his", "it", "its", "they", "their"};
inline const Axis kKind = {"chain", "none", "ahead"};
inline const Axis kDistance = {"same", "one", "two", "three", "five", "more"};
inline const Axis kNear = {"same", "before", "further"};
inline const Axis kRank = {"first", "second", "third", "fourth", "fifth", "later"};
inline const Axis kRole = {"subject", "object", "oblique", "possessive", "noun", "apposition", "other"};
inline const Axis kRoleOrNone = {"subject", "object", "oblique", "possessive", "noun", "apposition", "other", "none"};
inline const Axis kForm3 = {"name", "noun", "pronoun"};
inline const Axis kForm = {"full_name",  "short_name",   "definite",     "possessed",
                           "indefinite", "same_pronoun", "other_pronoun"};
inline const Axis kClause = {"elsewhere",     "same_direct",  "same_nested",  "same_holder",
                             "above_subject", "above_direct", "above_nested", "higher_subject",
                             "higher_other",  "below",        "beside",       "modified"};
inline const Axis kLink = {"main", "coordinate", "adverbial", "relative", "complement", "participle", "other"};
inline const Axis kSort = {"person_name", "organization_name", "place_name",    "group_name",   "other_name",
                           "person_noun", "thing_noun",        "plain_noun",    "he",           "it",
                           "they",        "speaker",           "other_pronoun", "doubtful_name"};
inline const Axis kNumber = {"one", "many"};
inline const Axis kGender = {"pronoun_agrees", "pronoun_differs", "pronoun_both", "name_agrees",
                             "name_differs",   "unknown",         "guess_agrees", "guess_differs"};
inline const Axis kEnding = {"a", "e", "i", "o", "other"};
inline const Axis kGenderOf = {"none", "masculine", "feminine"};
inline const Axis kSize = {"none", "one", "two", "three", "five", "more"};
inline const Axis kYes = {"no", "yes"};
inline const Axis kQuote = {"none", "together", "pronoun_in", "candidate_in", "holder_out"};
inline const Axis kWords = {"1", "3", "6", "12", "24", "48", "more"};
inline const Axis kOpener = {"none", "when", "while", "after", "before", "because",   "although", "that",
                             "who",  "to",   "of",    "in",    "with",   "by",        "for",      "from",
                             "at",   "on",   "as",    "like",  "during", "according", "other"};
inline const Axis kPleonastic = {"no", "adjective", "noun", "verb"};

}  // namespace axes
}  // namespace kronika
