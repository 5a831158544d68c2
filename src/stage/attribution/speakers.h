// Who is speaking, from the side of the words that say so.
#pragma once

#include <optional>

#include "kronika/article.h"
#include "stage/attribution/marks.h"
#include "text/events.h"
#include "text/grammar.h"
#include "text/mentions.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

struct Speaker {
  Span span;  // the mention
  std::optional<Id<Mention>> mention;
  Span source;        // the words that stand with the cue, appositions included; "who"
  uint32_t head = 0;  // word
};

inline void set_holder(Quotation& quotation, const Speaker& speaker) {
  quotation.holder_span = speaker.span;
  quotation.holder = speaker.mention;
  quotation.source = speaker.source;
}

// Views of one article's layers; they must outlive it.
class Speakers {
 public:
  Speakers(const Article& article, const Tokens& tokens, const Grammar& grammar, const Mentions& mentions,
           const WordList& speech, const QuotationMarks& marks)
      : article_(article), tokens_(tokens), grammar_(grammar), mentions_(mentions), speech_(speech), marks_(marks) {}

  // Who a verb of saying says is speaking; nothing where nobody is named. A subject within quotation marks is part of
  // what is said.
  std::optional<Speaker> of_verb(uint32_t verb) const;
  // The subject of a verb by the tree alone, as it stands there.
  std::optional<Speaker> subject_of(uint32_t verb) const;
  // Who follows "according to".
  std::optional<Speaker> of_according(uint32_t word) const;
  Speaker named(uint32_t head) const;
  // The writer's or the quoted one's own "I think": whoever says it is the holder already.
  bool is_first_person(const Speaker& speaker) const;

 private:
  std::string_view word(uint32_t w) const { return article_.slice(tokens_.words[w].span); }
  const Sentence& sentence_at(uint32_t w) const { return tokens_.sentences[tokens_.sentence_of(w)]; }
  bool is_nominal(uint32_t w) const { return grammar_.is_nominal(w) && !marks_.holds(w); }
  // "MOGADISHU, Oct 15 - A bomb went off, police said": the place that the report begins with is no speaker.
  bool is_dateline(uint32_t agent, uint32_t verb) const;
  bool is_personal(uint32_t w) const;
  // What stands for a thing or for nothing.
  bool is_relative(uint32_t w) const;
  // A mention that is no date and stands under no preposition.
  bool may_speak(uint32_t w) const;
  // The noun phrase next to the verb, after it (", said the minister") or before it ("the minister said").
  std::optional<Speaker> beside(uint32_t verb) const;
  std::optional<Speaker> inverted(uint32_t verb) const;
  // An agent as it stands with the verb: "who" in "Rao, who said".
  Speaker with(uint32_t verb, uint32_t agent) const;
  // The whole noun phrase of a head, without relative clauses.
  Span phrase_of(uint32_t head) const;

  const Article& article_;
  const Tokens& tokens_;
  const Grammar& grammar_;
  const Mentions& mentions_;
  const WordList& speech_;
  const QuotationMarks& marks_;
};

}  // namespace kronika
