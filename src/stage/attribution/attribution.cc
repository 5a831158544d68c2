// Two sources of quotations: words in quotation marks, whose speaker stands beside the marks or with the marks before
// and after them in the paragraph; and verbs of saying with a clause (after Pareti 2015, PARC: source, cue, content).
#include "stage/attribution/attribution.h"

#include <algorithm>

#include "text/grammar.h"

namespace kronika {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
// Shorter stretches in quotation marks are single words held at a distance, not speech.
constexpr uint32_t kFewestQuotedWords = 4;
// The cue of a quote stands no farther from its marks than this many words.
constexpr uint32_t kMostCueDistance = 25;
// What is said takes no more words than this; keeps the work linear in the text.
constexpr uint32_t kMostContentWords = 250;

class Finder {
 public:
  Finder(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions,
         const WordList& speech)
      : article_(article), tokens_(tokens), grammar_(tags, trees), mentions_(mentions), speech_(speech) {}

  Quotations find() {
    find_quotes();
    for (uint32_t s = 0; s < tokens_.sentences.size(); ++s) {
      for (uint32_t w = tokens_.sentences[s].first; w < tokens_.sentences[s].last; ++w) look(w, s);
      by_colon(s);
    }
    find_speakers();
    std::stable_sort(out_.quotations.begin(), out_.quotations.end(),
                     [](const Quotation& a, const Quotation& b) { return a.content < b.content; });
    return std::move(out_);
  }

 private:
  // Words [first, last) between quotation marks, with the marks.
  struct Quote {
    uint32_t first, last, paragraph;
    std::optional<Quotation> speaker;
  };
  struct Speaker {
    Span span;
    std::optional<Id<Mention>> mention;
  };

  std::string_view word(uint32_t w) const { return article_.slice(tokens_.words[w].span); }
  Span span_of(uint32_t first, uint32_t last) const {
    return {tokens_.words[first].span.start, tokens_.words[last - 1].span.end};
  }
  bool is_quoted(uint32_t w) const { return quote_of_[w] != kNone; }
  const Sentence& sentence_at(uint32_t w) const { return tokens_.sentences[tokens_.sentence_of(w)]; }

  // Stretches between quotation marks. One that is still open at the end of its paragraph goes on if the next begins
  // with a mark.
  void find_quotes() {
    quote_of_.assign(tokens_.size(), kNone);
    uint32_t open = kNone, paragraph = kNone;
    const auto close = [&](uint32_t last, uint32_t in) {
      if (last - open < kFewestQuotedWords + 1) return;
      for (uint32_t w = open; w < last; ++w) quote_of_[w] = static_cast<uint32_t>(quotes_.size());
      quotes_.push_back({open, last, in, std::nullopt});
    };
    for (const Sentence& sentence : tokens_.sentences) {
      if (sentence.paragraph != paragraph && open != kNone) {
        const std::string_view first = word(sentence.first);
        if (first == "\u201C" || first == "\"" || first == "``" || first == "''") close(sentence.first, paragraph);
        open = kNone;
      }
      paragraph = sentence.paragraph;
      for (uint32_t w = sentence.first; w < sentence.last; ++w) {
        const std::string_view text = word(w);
        // The same mark may open and close.
        const bool straight = text == "\"" || text == "''";
        if (text == "\u201C" || text == "``" || text == "\u00AB" || (straight && open == kNone)) {
          open = w;
        } else if (open != kNone && (straight || text == "\u201D" || text == "\u00BB")) {
          close(w + 1, paragraph);
          open = kNone;
        }
      }
    }
  }

  Span subtree(uint32_t head, uint32_t without) const {
    uint32_t first = head, last = head, count = 0;
    std::vector<uint32_t> stack = {head};
    while (!stack.empty() && count++ < kMostContentWords) {
      const uint32_t w = stack.back();
      stack.pop_back();
      first = std::min(first, w);
      last = std::max(last, w);
      for (const uint32_t c : grammar_.children(w))
        if (c != without) stack.push_back(c);
    }
    return clause_around(head, first, last + 1);
  }

  // Speech without marks ends at a semicolon.
  Span clause_around(uint32_t head, uint32_t first, uint32_t last) const {
    if (last - first > kMostContentWords)
      first = std::max(first, head > kMostContentWords ? head - kMostContentWords : 0),
      last = std::min(last, head + kMostContentWords);
    for (uint32_t w = head; w < last; ++w)
      if (word(w) == ";" && !is_quoted(w)) last = w;
    for (uint32_t w = head; w > first; --w)
      if (word(w) == ";" && !is_quoted(w)) {
        first = w + 1;
        break;
      }
    return span_of(first, std::max(last, first + 1));
  }

  Speaker named(uint32_t head) const {
    const Id<Mention> id = mentions_.of_head[head];
    if (id) return {mentions_.mentions[id.index].span, id};
    return {tokens_.words[head].span, std::nullopt};
  }
  static void set(Quotation& quotation, const Speaker& speaker) {
    quotation.holder_span = speaker.span;
    quotation.holder = speaker.mention;
  }

  bool is_nominal(uint32_t w) const { return grammar_.is_nominal(w) && !is_quoted(w); }

  // Who the verb says is speaking; nothing where nobody is named. A subject within quotation marks is part of what is
  // said.
  std::optional<Speaker> speaker_of(uint32_t verb) const {
    const bool passive = grammar_.is_passive(verb);
    // A pronoun right before the verb is its subject, whatever the tree says of a parenthesis: "officers, he added,
    // were training".
    if (!passive && verb > sentence_at(verb).first && grammar_.upos(verb - 1) == Upos::PRON && is_personal(verb - 1) &&
        is_quoted(verb - 1) == is_quoted(verb))
      return named(verb - 1);
    for (const uint32_t agent : grammar_.agents(verb))
      if (!is_quoted(agent) || is_quoted(verb)) {
        if (is_relative(agent) || is_dateline(agent, verb)) continue;
        return named(agent);
      }
    if (passive || !speech_.has("quoting", grammar_.lemma(verb))) return std::nullopt;
    return beside(verb);
  }
  // "MOGADISHU, Oct 15 - A bomb went off, police said": the place that the report begins with is no speaker.
  bool is_dateline(uint32_t agent, uint32_t verb) const {
    const Sentence& here = sentence_at(verb);
    if (agent > here.first + 2 || verb < agent + 3) return false;
    for (const char c : word(agent))
      if (c >= 'a' && c <= 'z') return false;
    for (uint32_t w = agent + 1; w < std::min(verb, agent + 12); ++w)
      if (word(w) == "-" || word(w) == "--" || word(w) == "\u2013" || word(w) == "\u2014") return true;
    return false;
  }
  bool is_personal(uint32_t w) const {
    const std::string& lemma = grammar_.lemma(w);
    return lemma == "he" || lemma == "she" || lemma == "they" || lemma == "I" || lemma == "we";
  }
  // The writer's or the quoted one's own "I think": whoever says it is the holder already.
  bool is_first_person(const Speaker& speaker) const {
    const uint32_t w = speaker.mention ? mentions_.mentions[speaker.mention->index].head : word_at(speaker.span.start);
    const std::string& lemma = grammar_.lemma(w);
    return lemma == "I" || lemma == "we" || lemma == "you";
  }
  bool is_relative(uint32_t w) const {
    const std::string& lemma = grammar_.lemma(w);
    return lemma == "it" || lemma == "that" || lemma == "which" || lemma == "what" || lemma == "there" ||
           lemma == "this";
  }

  // The noun phrase next to the verb, after it (", said the minister") or before it ("the minister said").
  std::optional<Speaker> beside(uint32_t verb) const {
    const Sentence& here = sentence_at(verb);
    for (uint32_t w = verb + 1; w < std::min(verb + 7, here.last); ++w) {
      if (is_quoted(w) || grammar_.upos(w) == Upos::PUNCT || grammar_.is_verb(w) || grammar_.upos(w) == Upos::ADP)
        break;
      const Id<Mention> id = mentions_.of_head[w];
      if (id && is_nominal(w) && mentions_.mentions[id.index].first <= verb + 2 &&
          mentions_.mentions[id.index].first > verb)
        return named(w);
    }
    // "Mr Rao, a lawyer from Delhi, said": what the apposition stands to.
    if (verb > here.first && word(verb - 1) == ",") {
      uint32_t first = kNone;
      for (uint32_t w = verb - 1; w-- > here.first && verb - w < kMostCueDistance;) {
        if (is_quoted(w) || grammar_.upos(w) == Upos::VERB) break;
        if (is_nominal(w) && mentions_.of_head[w] && !is_relative(w)) first = w;
      }
      if (first != kNone) return named(first);
      return std::nullopt;
    }
    for (uint32_t w = verb; w-- > here.first && verb - w < 5;) {
      if (is_quoted(w)) break;
      if (is_nominal(w) && mentions_.of_head[w] && !is_relative(w)) return named(w);
      if (grammar_.upos(w) == Upos::PUNCT || grammar_.upos(w) == Upos::VERB) break;
    }
    return std::nullopt;
  }

  void add(Quotation quotation) {
    if (quotation.content.empty() || quotation.content.contains(quotation.cue)) {
      // The cue may stand within what it reports ("He was, she said, tired"), but not be all of it.
      if (quotation.content.size() <= quotation.cue.size() + 2) return;
    } else if (parted(quotation)) {
      return;
    }
    out_.quotations.push_back(std::move(quotation));
  }

  // A semicolon between the cue and what it is taken to report.
  bool parted(const Quotation& quotation) const {
    const uint32_t cue = word_at(quotation.cue.start), content = word_at(quotation.content.start);
    const uint32_t from = std::min(cue, content), to = std::min(std::max(cue, content), from + kMostContentWords);
    for (uint32_t w = from; w < to; ++w)
      if (word(w) == ";" && !is_quoted(w)) return true;
    return false;
  }

  void look(uint32_t w, uint32_t sentence) {
    const std::string& lemma = grammar_.lemma(w);
    if (grammar_.upos(w) == Upos::VERB && speech_.has("blame", lemma)) by_blame(w);
    if (grammar_.upos(w) == Upos::VERB && speech_.has("verbs", lemma)) return by_verb(w, sentence);
    if (lemma == "accord" || lemma == "according") return by_according(w, sentence);
    if (grammar_.upos(w) == Upos::NOUN && speech_.has("nouns", lemma)) return by_noun(w);
    if (grammar_.upos(w) == Upos::ADV && speech_.has("hearsay", lemma) && !grammar_.is_root(w)) {
      Quotation quotation;
      quotation.holder_span = quotation.cue = tokens_.words[w].span;
      quotation.content = tokens_.words[grammar_.head(w)].span;
      out_.quotations.push_back(std::move(quotation));
    }
  }

  void by_verb(uint32_t verb, uint32_t sentence) {
    // "declined to say whether", "Think one step ahead": nobody has said it.
    uint32_t auxiliary;
    if (grammar_.tags().xpos[verb] == "VB" && !grammar_.child(verb, Deprel::aux, auxiliary)) return;
    Quotation quotation;
    quotation.cue = tokens_.words[verb].span;
    quotation.quoted = is_quoted(verb);
    const auto speaker = speaker_of(verb);
    if (speaker && is_first_person(*speaker)) return;
    if (speaker)
      set(quotation, *speaker);
    else if (grammar_.is_passive(verb) && speech_.has("hearsay_verbs", grammar_.lemma(verb)))
      quotation.holder_span = quotation.cue;
    else
      return;
    if (speaker && is_parenthesis(verb, quotation.holder_span)) {
      const Sentence& here = tokens_.sentences[sentence];
      quotation.content = clause_around(verb, here.first, here.last);
      out_.quotations.push_back(std::move(quotation));
      return;
    }
    bool found = false;
    for (const uint32_t c : grammar_.children(verb)) {
      const Deprel relation = grammar_.relation(c);
      const bool said = relation == Deprel::ccomp ||
                        (relation == Deprel::parataxis && is_quoted(c) == is_quoted(verb)) ||
                        (relation == Deprel::xcomp && grammar_.is_passive(verb));
      if (!said) continue;
      Quotation one = quotation;
      one.content = subtree(c, kNone);
      if (one.content.contains(quotation.cue) || one.content.contains(quotation.holder_span)) continue;
      add(std::move(one));
      found = true;
    }
    if (found) return;
    // The verb hangs on what it reports: "Troops left, officials said."
    if (grammar_.relation(verb) == Deprel::parataxis && !grammar_.is_root(verb)) {
      quotation.content = subtree(grammar_.head(verb), verb);
      return add(std::move(quotation));
    }
    if (speaker && speech_.has("plain", grammar_.lemma(verb)) && !is_quoted(verb))
      by_position(verb, sentence, std::move(quotation));
  }

  // ", experts say," and ", the ministry said." at the end: all the rest of the sentence is said.
  bool is_parenthesis(uint32_t verb, Span holder) const {
    const Sentence& here = sentence_at(verb);
    const uint32_t first = std::min(word_at(holder.start), verb), last = std::max(word_at(holder.end - 1), verb) + 1;
    const std::string& form = grammar_.tags().xpos[verb];
    if (form != "VBD" && form != "VBZ" && form != "VBP") return false;
    // Nothing but an adverb between the two.
    const uint32_t end = word_at(holder.end - 1) + 1;
    if (end < verb ? verb - end > 1 : first > verb + 1) return false;
    if (is_quoted(verb) || first <= here.first || last - first > kMostCueDistance || word(first - 1) != "," ||
        is_quoted(first - 1))
      return false;
    if (last >= here.last) return true;
    const std::string_view next = word(last);
    return next == "," || next == "." || next == ";" || next == "\u2014" || next == "--";
  }

  // Where the tree does not show what "said" reports: the clause after it, else the one before it.
  void by_position(uint32_t verb, uint32_t sentence, Quotation quotation) {
    const Sentence& here = tokens_.sentences[sentence];
    const uint32_t after = std::min(here.last, verb + kMostContentWords);
    bool clause = false;
    for (uint32_t w = verb + 1; w < after && !clause; ++w) clause = grammar_.is_verb(w);
    const uint32_t holder = word_at(quotation.holder_span.start);
    const bool ends = holder > here.first + 4 && holder < verb && word(holder - 1) == "," &&
                      grammar_.lemma(verb + 1 < here.last ? verb + 1 : verb) != "that";
    if (clause && !ends && holder < verb && word(verb + 1) != ",") {
      quotation.content = clause_around(verb + 1, verb + 1, after);
      return add(std::move(quotation));
    }
    const uint32_t end = std::min(verb, holder);
    if (end < here.first + 3 || word(end - 1) != ",") return;
    quotation.content = span_of(end - std::min(end - here.first, kMostContentWords), end - 1);
    add(std::move(quotation));
  }

  uint32_t word_at(uint32_t byte) const {
    return static_cast<uint32_t>(std::partition_point(tokens_.words.begin(), tokens_.words.end(),
                                                      [&](const Word& w) { return w.span.end <= byte; }) -
                                 tokens_.words.begin());
  }

  // "accused the army of shelling the town"
  void by_blame(uint32_t verb) {
    const auto speaker = speaker_of(verb);
    if (!speaker) return;
    for (const uint32_t c : grammar_.children(verb)) {
      const Deprel relation = grammar_.relation(c);
      if (relation != Deprel::advcl && relation != Deprel::obl && relation != Deprel::ccomp &&
          relation != Deprel::xcomp)
        continue;
      bool blamed = false;
      for (const uint32_t m : grammar_.children(c)) {
        if (grammar_.relation(m) != Deprel::mark && grammar_.relation(m) != Deprel::case_) continue;
        blamed = grammar_.lemma(m) == "of" || grammar_.lemma(m) == "for" || grammar_.lemma(m) == "with";
        break;
      }
      if (!blamed) continue;
      Quotation quotation;
      quotation.cue = tokens_.words[verb].span;
      set(quotation, *speaker);
      quotation.content = subtree(c, kNone);
      if (!quotation.content.contains(quotation.cue)) add(std::move(quotation));
    }
  }

  // "according to police", at either end of the clause.
  void by_according(uint32_t w, uint32_t sentence) {
    uint32_t holder = kNone;
    if (!grammar_.is_root(w) && grammar_.is_nominal(grammar_.head(w))) holder = grammar_.head(w);
    for (const uint32_t c : grammar_.children(w))
      if (grammar_.is_nominal(c) && grammar_.relation(c) == Deprel::obl) holder = c;
    // "which, according to": a relative pronoun is what is spoken of.
    if (holder == kNone || is_relative(holder)) return;
    Quotation quotation;
    quotation.cue = tokens_.words[w].span;
    set(quotation, named(holder));
    const Sentence& here = tokens_.sentences[sentence];
    quotation.content = clause_around(w, here.first, here.last);
    out_.quotations.push_back(std::move(quotation));
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
        if (grammar_.subtype(p) == Deprel::nmod_poss) set(quotation, named(p));
      quotation.content = subtree(c, kNone);
      add(std::move(quotation));
    }
  }

  // "Minister: troops have left" in a headline; "SMITH: I never said that" in a transcript.
  void by_colon(uint32_t s) {
    const Sentence& sentence = tokens_.sentences[s];
    constexpr uint32_t kMostNameWords = 6;
    uint32_t colon = sentence.first;
    while (colon < std::min(sentence.last, sentence.first + kMostNameWords + 1) && word(colon) != ":") ++colon;
    if (colon == sentence.first || colon + 3 > sentence.last || word(colon) != ":") return;
    const bool headline = sentence.kind != SentenceKind::body;
    bool capitals = true;
    uint32_t head = kNone;
    for (uint32_t w = sentence.first; w < colon; ++w) {
      if (grammar_.is_verb(w) || is_quoted(w)) return;
      for (const char c : word(w)) capitals = capitals && !(c >= 'a' && c <= 'z');
      const Id<Mention> id = mentions_.of_head[w];
      if (!id) continue;
      const Mention& mention = mentions_.mentions[id.index];
      if (mention.first != sentence.first || mention.last != colon) continue;
      if (mention.type != NameType::person && !(headline && mention.type == NameType::organization)) continue;
      // One name before a colon is as often a place or a subject as a speaker.
      if (headline && colon - sentence.first < 2) continue;
      head = w;
    }
    if (head == kNone || (!headline && !capitals)) return;
    Quotation quotation;
    set(quotation, named(head));
    quotation.cue = tokens_.words[colon].span;
    // In a transcript to the end of the paragraph.
    uint32_t last = sentence.last;
    for (uint32_t next = s + 1;
         !headline && next < tokens_.sentences.size() && tokens_.sentences[next].paragraph == sentence.paragraph &&
         last < colon + 4 * kMostContentWords;
         ++next)
      last = tokens_.sentences[next].last;
    quotation.content = span_of(colon + 1, std::min(last, colon + 4 * kMostContentWords));
    add(std::move(quotation));
  }

  // ---- who speaks within quotation marks

  void find_speakers() {
    for (Quote& quote : quotes_) quote.speaker = beside_quote(quote);
    carry_speakers();
    for (const Quote& quote : quotes_) {
      if (!quote.speaker) continue;
      Quotation quotation = *quote.speaker;
      quotation.content = span_of(quote.first, quote.last);
      quotation.quoted = true;
      out_.quotations.push_back(std::move(quotation));
    }
  }

  // The nearest verb of saying outside the marks in the sentences where the quote begins and ends, or before a colon
  // ahead of it.
  std::optional<Quotation> beside_quote(const Quote& quote) const {
    const Sentence& ends = sentence_at(quote.last - 1);
    const Sentence& begins = sentence_at(quote.first);
    for (uint32_t step = 0; step < kMostCueDistance; ++step) {
      const uint32_t after = quote.last + step;
      if (after < ends.last && !is_quoted(after))
        if (auto found = cue_at(after)) return found;
      const uint32_t before = quote.first - 1 - step;
      if (quote.first >= step + 1 && before >= begins.first && before < quote.first && !is_quoted(before))
        if (auto found = cue_at(before)) return found;
    }
    if (quote.first == begins.first && quote.first > 0 && word(quote.first - 1) == ":") {
      const Sentence& ahead = sentence_at(quote.first - 1);
      for (uint32_t w = ahead.last; w-- > ahead.first && ahead.last - w < kMostCueDistance;)
        if (auto found = cue_at(w)) return found;
    }
    return std::nullopt;
  }

  std::optional<Quotation> cue_at(uint32_t w) const {
    if (is_quoted(w)) return std::nullopt;
    Quotation quotation;
    quotation.cue = tokens_.words[w].span;
    if (grammar_.lemma(w) == "accord" || grammar_.lemma(w) == "according") {
      uint32_t holder = kNone;
      if (!grammar_.is_root(w) && is_nominal(grammar_.head(w))) holder = grammar_.head(w);
      for (const uint32_t c : grammar_.children(w))
        if (is_nominal(c) && grammar_.relation(c) == Deprel::obl) holder = c;
      if (holder == kNone) return std::nullopt;
      set(quotation, named(holder));
      return quotation;
    }
    if (grammar_.upos(w) != Upos::VERB || !speech_.has("quoting", grammar_.lemma(w))) return std::nullopt;
    const auto speaker = speaker_of(w);
    if (!speaker) return std::nullopt;
    set(quotation, *speaker);
    return quotation;
  }

  // A quote without a cue of its own: by the speaker before it in the paragraph, else the one after; a paragraph that
  // begins with one goes on with the speaker of the paragraph before.
  void carry_speakers() {
    for (size_t i = 1; i < quotes_.size(); ++i) {
      Quote& quote = quotes_[i];
      const Quote& last = quotes_[i - 1];
      if (quote.speaker || !last.speaker) continue;
      const bool begins = quote.first == sentence_at(quote.first).first;
      const bool new_paragraph = quote.paragraph == last.paragraph + 1 && begins && begins_paragraph(quote.first);
      if ((quote.paragraph == last.paragraph && begins) || new_paragraph) quote.speaker = last.speaker;
    }
    for (size_t i = quotes_.size(); i-- > 1;)
      if (!quotes_[i - 1].speaker && quotes_[i].speaker && quotes_[i].paragraph == quotes_[i - 1].paragraph)
        quotes_[i - 1].speaker = quotes_[i].speaker;
  }
  bool begins_paragraph(uint32_t w) const {
    const uint32_t s = tokens_.sentence_of(w);
    return s == 0 || tokens_.sentences[s - 1].paragraph != tokens_.sentences[s].paragraph;
  }

  const Article& article_;
  const Tokens& tokens_;
  Grammar grammar_;
  const Mentions& mentions_;
  const WordList& speech_;
  std::vector<Quote> quotes_;       // in text order, none overlaps another
  std::vector<uint32_t> quote_of_;  // per word
  Quotations out_;
};

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

Result<std::unique_ptr<const QuotationFinder>> QuotationFinder::load(const std::string& folder) {
  auto speech = WordList::load(folder + "/speech.txt");
  if (!speech) return speech.error();
  std::unique_ptr<QuotationFinder> finder(new QuotationFinder());
  finder->speech_ = std::move(speech.value());
  return std::unique_ptr<const QuotationFinder>(std::move(finder));
}

Quotations QuotationFinder::find(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                                 const Mentions& mentions) const {
  return Finder(article, tokens, tags, trees, mentions, speech_).find();
}

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
