#include "stage/attribution/attribution.h"

#include <algorithm>

#include "text/grammar.h"

namespace kronika {
namespace {

class Finder {
 public:
  Finder(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions, const WordList& speech)
      : article_(article), tokens_(tokens), grammar_(tags, trees), mentions_(mentions), speech_(speech) {}

  Quotations find() {
    find_quotes();
    for (uint32_t s = 0; s < tokens_.sentences.size(); ++s) {
      const size_t before = out_.quotations.size();
      for (uint32_t w = tokens_.sentences[s].first; w < tokens_.sentences[s].last; ++w) look(w, s);
      carry_on(s, before);
    }
    std::stable_sort(out_.quotations.begin(), out_.quotations.end(), [](const Quotation& a, const Quotation& b) { return a.content < b.content; });
    return std::move(out_);
  }

 private:
  std::string_view word(uint32_t w) const { return article_.slice(tokens_.words[w].span); }

  // Stretches between quotation marks, which may run over several sentences of a paragraph.
  void find_quotes() {
    uint32_t open = UINT32_MAX, paragraph = UINT32_MAX;
    for (const Sentence& sentence : tokens_.sentences) {
      if (sentence.paragraph != paragraph) open = UINT32_MAX;
      paragraph = sentence.paragraph;
      for (uint32_t w = sentence.first; w < sentence.last; ++w) {
        const std::string_view text = word(w);
        const bool straight = text == "\"";
        if (text == "\u201C" || text == "``" || text == "\u00AB" || (straight && open == UINT32_MAX)) {
          open = w;
        } else if (open != UINT32_MAX && (straight || text == "\u201D" || text == "''" || text == "\u00BB")) {
          quotes_.push_back({tokens_.words[open].span.start, tokens_.words[w].span.end});
          open = UINT32_MAX;
        }
      }
    }
  }

  bool in_quotes(Span span) const {
    return std::any_of(quotes_.begin(), quotes_.end(), [&](Span q) { return q.contains(span) && q.size() > 12; });
  }

  Span subtree(uint32_t word, uint32_t without) const {
    Span span = tokens_.words[word].span;
    std::vector<uint32_t> stack = {word};
    while (!stack.empty()) {
      const uint32_t w = stack.back();
      stack.pop_back();
      span.start = std::min(span.start, tokens_.words[w].span.start);
      span.end = std::max(span.end, tokens_.words[w].span.end);
      for (const uint32_t c : grammar_.children(w))
        if (c != without) stack.push_back(c);
    }
    return span;
  }

  void set_holder(uint32_t head, Quotation& quotation) const {
    const Id<Mention> id = mentions_.of_head[head];
    quotation.holder_span = id ? mentions_.mentions[id.index].span : tokens_.words[head].span;
    if (id) quotation.holder = id;
  }

  void add(Quotation quotation) {
    quotation.quoted = in_quotes(quotation.content);
    for (const Span quote : quotes_) quotation.quoted = quotation.quoted || quotation.content.contains(quote);
    out_.quotations.push_back(std::move(quotation));
  }

  void look(uint32_t w, uint32_t sentence) {
    const std::string& lemma = grammar_.lemma(w);
    if (grammar_.upos(w) == Upos::VERB && speech_.has("verbs", lemma)) return by_verb(w, sentence);
    if (lemma == "accord" || lemma == "according") return by_according(w, sentence);
    if (grammar_.upos(w) == Upos::NOUN && speech_.has("nouns", lemma)) return by_noun(w);
    if (grammar_.upos(w) == Upos::ADV && speech_.has("hearsay", lemma)) {
      Quotation quotation;
      quotation.holder_span = quotation.cue = tokens_.words[w].span;
      quotation.content = subtree(grammar_.head(w), w);
      if (!grammar_.is_root(w)) add(std::move(quotation));
    }
  }

  void by_verb(uint32_t verb, uint32_t sentence) {
    const std::vector<uint32_t> agents = grammar_.agents(verb);
    Quotation quotation;
    quotation.cue = tokens_.words[verb].span;
    if (!agents.empty()) {
      set_holder(agents.front(), quotation);
    } else if (grammar_.is_passive(verb)) {
      quotation.holder_span = quotation.cue;  // "it is reported that": the hearsay words
    } else {
      return;
    }
    bool found = false;
    for (const uint32_t c : grammar_.children(verb)) {
      const Deprel relation = grammar_.relation(c);
      if (relation != Deprel::ccomp && relation != Deprel::parataxis && !(relation == Deprel::xcomp && grammar_.is_passive(verb))) continue;
      Quotation one = quotation;
      one.content = subtree(c, UINT32_MAX);
      if (one.content.overlaps(quotation.cue)) continue;
      add(std::move(one));
      found = true;
    }
    if (found) return;
    // The verb hangs on what it reports: "Troops left, officials said."
    const Sentence& here = tokens_.sentences[sentence];
    if (grammar_.relation(verb) == Deprel::parataxis && !grammar_.is_root(verb)) {
      quotation.content = subtree(grammar_.head(verb), verb);
      add(std::move(quotation));
    } else if (grammar_.is_root(verb) && has_quote(here.span)) {
      quotation.content = here.span;
      add(std::move(quotation));
    }
  }

  bool has_quote(Span span) const {
    return std::any_of(quotes_.begin(), quotes_.end(), [&](Span q) { return q.overlaps(span) && q.size() > 12; });
  }

  // "according to police", at either end of the clause.
  void by_according(uint32_t w, uint32_t sentence) {
    uint32_t holder = UINT32_MAX;
    if (!grammar_.is_root(w) && grammar_.is_nominal(grammar_.head(w))) holder = grammar_.head(w);
    for (const uint32_t c : grammar_.children(w))
      if (grammar_.is_nominal(c) && grammar_.relation(c) == Deprel::obl) holder = c;
    if (holder == UINT32_MAX) return;
    Quotation quotation;
    quotation.cue = tokens_.words[w].span;
    set_holder(holder, quotation);
    quotation.content = tokens_.sentences[sentence].span;
    add(std::move(quotation));
  }

  // "the ministry's claim that troops had left"
  void by_noun(uint32_t noun) {
    for (const uint32_t c : grammar_.children(noun)) {
      if (grammar_.relation(c) != Deprel::acl && grammar_.relation(c) != Deprel::ccomp) continue;
      uint32_t mark;
      if (!grammar_.child(c, Deprel::mark, mark) || grammar_.lemma(mark) != "that") continue;
      Quotation quotation;
      quotation.cue = quotation.holder_span = tokens_.words[noun].span;
      for (const uint32_t p : grammar_.children(noun))
        if (grammar_.subtype(p) == Deprel::nmod_poss) set_holder(p, quotation);
      quotation.content = subtree(c, UINT32_MAX);
      add(std::move(quotation));
    }
  }

  // A sentence within an open quote, or all in quotes after a speaker's sentence, is that speaker's too.
  void carry_on(uint32_t s, size_t before) {
    if (out_.quotations.size() > before || s == 0 || out_.quotations.empty()) return;
    const Sentence& sentence = tokens_.sentences[s];
    const Span middle{sentence.span.start + 1, sentence.span.end - std::min(1u, sentence.span.size() - 1)};
    if (!middle.empty() && !std::any_of(quotes_.begin(), quotes_.end(), [&](Span q) { return q.contains(middle); })) return;
    const Quotation& last = out_.quotations.back();
    const uint32_t distance = s - sentence_at(last.cue);
    if (distance > 6 || sentence.span.size() < 3) return;
    Quotation quotation = last;
    quotation.content = sentence.span;
    quotation.quoted = true;
    out_.quotations.push_back(std::move(quotation));
  }

  uint32_t sentence_at(Span span) const {
    uint32_t s = 0;
    const auto after = std::upper_bound(tokens_.sentences.begin(), tokens_.sentences.end(), span.start, [](uint32_t byte, const Sentence& x) { return byte < x.span.start; });
    if (after != tokens_.sentences.begin()) s = static_cast<uint32_t>(after - tokens_.sentences.begin() - 1);
    return s;
  }

  const Article& article_;
  const Tokens& tokens_;
  Grammar grammar_;
  const Mentions& mentions_;
  const WordList& speech_;
  std::vector<Span> quotes_;
  Quotations out_;
};

}  // namespace

Result<std::unique_ptr<const QuotationFinder>> QuotationFinder::load(const std::string& folder) {
  auto speech = WordList::load(folder + "/speech.txt");
  if (!speech) return speech.error();
  std::unique_ptr<QuotationFinder> finder(new QuotationFinder());
  finder->speech_ = std::move(speech.value());
  return std::unique_ptr<const QuotationFinder>(std::move(finder));
}

Quotations QuotationFinder::find(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions) const {
  return Finder(article, tokens, tags, trees, mentions, speech_).find();
}

Attributions attribute(const Events& events, const Quotations& quotations, const Tokens& tokens, const Trees&) {
  Attributions out;
  for (const Event& event : events.events) {
    std::optional<uint32_t> best;
    for (uint32_t q = 0; q < quotations.quotations.size(); ++q) {
      const Quotation& quotation = quotations.quotations[q];
      // The word that reports the event must be said, and not be the saying itself.
      const Span word = tokens.words[event.word].span;
      if (!quotation.content.contains(word) || quotation.cue == word || quotation.holder_span.contains(word)) continue;
      if (!best || quotation.content.size() <= quotations.quotations[*best].content.size()) best = q;
    }
    out.of.push_back(best);
  }
  return out;
}

}  // namespace kronika
