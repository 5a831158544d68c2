// On whose word each event is told.
#include <algorithm>

#include "stage/attribution/attribution.h"
#include "text/grammar.h"

namespace kronika {
namespace {

// Whether an event within words that are said is their news, or only what they take as known.
class Claims {
 public:
  Claims(const Tokens& tokens, const Tags& tags, const Trees& trees, const WordList& speech)
      : tokens_(tokens), grammar_(tags, trees), speech_(speech) {}

  bool takes_as_known(uint32_t word, Span content) const {
    if (grammar_.upos(word) == Upos::NOUN && is_aside(word)) return true;
    for (int level = 0; level < 10 && !grammar_.is_root(word); ++level) {
      const uint32_t above = grammar_.head(word);
      if (!content.contains(tokens_.words[above].span)) return false;
      if (grammar_.relation(word) == Deprel::advcl)
        for (const uint32_t c : grammar_.children(word))
          if ((grammar_.relation(c) == Deprel::mark || grammar_.relation(c) == Deprel::advmod) && c < word &&
              speech_.has("known", grammar_.lemma(c)))
            return true;
      word = above;
    }
    return false;
  }

 private:
  // "in last week's riots", "since the attack"
  bool is_aside(uint32_t noun) const {
    const std::string_view preposition = grammar_.preposition(noun);
    return (grammar_.relation(noun) == Deprel::obl || grammar_.relation(noun) == Deprel::nmod) &&
           (preposition == "in" || preposition == "after" || preposition == "since" || preposition == "during" ||
            preposition == "before");
  }

  const Tokens& tokens_;
  Grammar grammar_;
  const WordList& speech_;
};

}  // namespace

Attributions QuotationFinder::attribute(const Events& events, const Quotations& quotations, const Tokens& tokens,
                                        const Tags& tags, const Trees& trees) const {
  const Claims claims(tokens, tags, trees, speech_);
  const std::vector<Quotation>& all = quotations.quotations;
  // Quotations nest a few levels; of more that begin before a word the nearest are looked at.
  constexpr long kMostBefore = 64;
  const auto lemma_at = [&](Span cue) {
    const auto at = std::partition_point(tokens.words.begin(), tokens.words.end(),
                                         [&](const Word& w) { return w.span.start < cue.start; });
    return at == tokens.words.end() ? std::string_view()
                                    : std::string_view(tags.lemma[static_cast<size_t>(at - tokens.words.begin())]);
  };
  Attributions out;
  for (const Event& event : events.events) {
    std::optional<uint32_t> best;
    const Span word = tokens.words[event.word].span;
    const long end = std::partition_point(all.begin(), all.end(),
                                          [&](const Quotation& q) { return q.content.start <= word.start; }) -
                     all.begin();
    for (long q = end; q-- > std::max(0L, end - kMostBefore);) {
      const Quotation& quotation = all[static_cast<size_t>(q)];
      // The word that reports the event must be said, and not be the saying itself.
      if (!quotation.content.contains(word) || quotation.cue == word || quotation.holder_span == word) continue;
      if (!quotation.quoted && claims.takes_as_known(event.word, quotation.content)) continue;
      if (event.announced && speech_.has("commissive", lemma_at(quotation.cue))) continue;
      if (!best || quotation.content.size() < all[*best].content.size()) best = static_cast<uint32_t>(q);
    }
    out.of.push_back(best);
  }
  return out;
}

void name_holders(Quotations& quotations, const Mentions& mentions, const Chains& chains) {
  for (Quotation& quotation : quotations.quotations) {
    if (!quotation.holder || mentions.mentions[quotation.holder->index].form != MentionForm::pronoun) continue;
    const std::vector<Id<Mention>>& chain = chains.chains[chains.of[quotation.holder->index].index].mentions;
    const auto own = std::lower_bound(chain.begin(), chain.end(), *quotation.holder);
    // Of the mentions before the pronoun, not more than a few are looked through.
    constexpr long kMostBack = 50;
    const auto stop = own - std::min<long>(own - chain.begin(), kMostBack);
    Id<Mention> best;
    for (auto at = own; at != stop;) {
      --at;
      const MentionForm form = mentions.mentions[at->index].form;
      if (form == MentionForm::pronoun || (best && form != MentionForm::name)) continue;
      best = *at;
      if (form == MentionForm::name) break;
    }
    if (!best) continue;
    quotation.holder = best;
    quotation.holder_span = mentions.mentions[best.index].span;
  }
}

}  // namespace kronika
