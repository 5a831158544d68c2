// Two sources of quotations: words in quotation marks, whose speaker stands beside the marks or with the marks before
// and after them in the paragraph; and verbs of saying with a clause (after Pareti 2015, PARC: source, cue, content).
#include "stage/attribution/attribution.h"

#include <algorithm>

#include "stage/attribution/dialogue.h"
#include "stage/attribution/marks.h"
#include "stage/attribution/speakers.h"
#include "text/grammar.h"

namespace kronika {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
// The cue of a quote stands no farther from its marks than this many words.
constexpr uint32_t kMostCueDistance = 25;
// What is said takes no more words than this; keeps the work linear in the text.
constexpr uint32_t kMostContentWords = 250;

class Finder {
 public:
  Finder(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions,
         const WordList& speech)
      : article_(article),
        tokens_(tokens),
        grammar_(tags, trees),
        mentions_(mentions),
        speech_(speech),
        marks_(article, tokens),
        speakers_(article, tokens, grammar_, mentions, speech, marks_),
        is_cue_(tokens.size()) {}

  Quotations find() {
    out_.quotations = find_turns({article_, tokens_, mentions_, speech_});
    find_speakers();
    for (uint32_t s = 0; s < tokens_.sentences.size(); ++s) {
      for (uint32_t w = tokens_.sentences[s].first; w < tokens_.sentences[s].last; ++w) look(w, s);
      by_colon(s);
    }
    std::stable_sort(out_.quotations.begin(), out_.quotations.end(),
                     [](const Quotation& a, const Quotation& b) { return a.content < b.content; });
    return std::move(out_);
  }

 private:
  // A stretch in quotation marks and who says it, by which cue.
  struct Quote {
    Marked words;
    std::optional<Quotation> speaker;
  };

  std::string_view word(uint32_t w) const { return article_.slice(tokens_.words[w].span); }
  Span span_of(uint32_t first, uint32_t last) const {
    return {tokens_.words[first].span.start, tokens_.words[last - 1].span.end};
  }
  bool is_quoted(uint32_t w) const { return marks_.holds(w); }
  const Sentence& sentence_at(uint32_t w) const { return tokens_.sentences[tokens_.sentence_of(w)]; }

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
    const size_t before = out_.quotations.size();
    if (lemma == "accord" || lemma == "according") {
      if (grammar_.upos(w) != Upos::NOUN) by_according(w, sentence);
    } else if (grammar_.upos(w) == Upos::VERB) {
      if (speech_.has("blame", lemma)) by_blame(w);
      const bool speaks = speech_.has("verbs", lemma);
      if (speaks) by_verb(w, sentence);
      if (out_.quotations.size() == before && (speaks || speech_.has("stance", lemma)) && !is_cue_[w]) by_stance(w);
    } else if (grammar_.upos(w) == Upos::NOUN) {
      if (speech_.has("nouns", lemma)) by_noun(w);
      if (out_.quotations.size() == before && (speech_.has("nouns", lemma) || speech_.has("stance_nouns", lemma)))
        by_own_noun(w);
    } else if (grammar_.upos(w) == Upos::ADV && speech_.has("hearsay", lemma) && !grammar_.is_root(w)) {
      Quotation quotation;
      quotation.holder_span = quotation.cue = tokens_.words[w].span;
      quotation.content = tokens_.words[grammar_.head(w)].span;
      out_.quotations.push_back(std::move(quotation));
    }
  }

  // "criticized the deal", "declined to say", "told reporters": who is for or against what, or speaks of what.
  void by_stance(uint32_t verb) {
    if (is_quoted(verb)) return;
    const auto speaker = speakers_.subject_of(verb);
    if (!speaker || speakers_.is_first_person(*speaker)) return;
    Quotation quotation;
    quotation.cue = tokens_.words[verb].span;
    set_holder(quotation, *speaker);
    for (const uint32_t c : grammar_.children(verb)) {
      const Deprel relation = grammar_.relation(c);
      const bool is_object = relation == Deprel::obj || relation == Deprel::xcomp || relation == Deprel::ccomp ||
                             relation == Deprel::obl || relation == Deprel::advcl;
      if (!is_object || c < verb || grammar_.subtype(c) == Deprel::obl_agent) continue;
      const Span words = subtree(c, kNone);
      quotation.content = quotation.content.empty() ? words
                                                    : Span{std::min(quotation.content.start, words.start),
                                                           std::max(quotation.content.end, words.end)};
    }
    if (!quotation.content.empty()) out_.stances.push_back(std::move(quotation));
  }

  // "Clinton's support for the deal", "their demand"
  void by_own_noun(uint32_t noun) {
    if (is_quoted(noun)) return;
    for (const uint32_t c : grammar_.children(noun)) {
      if (grammar_.subtype(c) != Deprel::nmod_poss) continue;
      const Speaker speaker = speakers_.named(c);
      if (speakers_.is_first_person(speaker)) return;
      Quotation quotation;
      quotation.cue = tokens_.words[noun].span;
      set_holder(quotation, speaker);
      for (const uint32_t of : grammar_.children(noun))
        if (of > noun && (grammar_.relation(of) == Deprel::nmod || grammar_.relation(of) == Deprel::acl))
          quotation.content = subtree(of, kNone);
      if (!quotation.content.empty()) out_.stances.push_back(std::move(quotation));
      return;
    }
  }

  void by_verb(uint32_t verb, uint32_t sentence) {
    // "declined to say whether", "Think one step ahead": nobody has said it.
    uint32_t auxiliary;
    if (grammar_.tags().xpos[verb] == "VB" && !grammar_.child(verb, Deprel::aux, auxiliary)) return;
    Quotation quotation;
    quotation.cue = tokens_.words[verb].span;
    quotation.quoted = is_quoted(verb);
    const auto speaker = speakers_.of_verb(verb);
    if (speaker && speakers_.is_first_person(*speaker)) return;
    if (speaker)
      set_holder(quotation, *speaker);
    else if (grammar_.is_passive(verb) && speech_.has("hearsay_verbs", grammar_.lemma(verb)))
      quotation.holder_span = quotation.cue;
    else
      return;
    if (speaker && is_parenthesis(verb, quotation.source)) {
      const Sentence& here = tokens_.sentences[sentence];
      quotation.content = clause_around(verb, here.first, here.last);
      out_.quotations.push_back(std::move(quotation));
      return;
    }
    bool found = false;
    for (const uint32_t c : grammar_.children(verb)) {
      const Deprel relation = grammar_.relation(c);
      // "said that A and that B": the second clause may hang on the verb.
      const bool said = relation == Deprel::ccomp ||
                        (relation == Deprel::parataxis && is_quoted(c) == is_quoted(verb)) ||
                        (relation == Deprel::xcomp && grammar_.is_passive(verb)) ||
                        (relation == Deprel::conj && begins_with_that(c)) || tells_of(verb, c);
      if (relation == Deprel::iobj || (relation == Deprel::obj && !tells_of(verb, c))) {
        // "told investigators that they had been sold": the clause is no relative one of whom it is told.
        for (const uint32_t clause : grammar_.children(c))
          if (grammar_.relation(clause) == Deprel::acl && begins_with_that(clause)) {
            Quotation one = quotation;
            one.content = subtree(clause, kNone);
            add(std::move(one));
            found = true;
          }
      }
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

  bool begins_with_that(uint32_t clause) const {
    for (const uint32_t c : grammar_.children(clause))
      if (c < clause && grammar_.lemma(c) == "that" && grammar_.relation(c) == Deprel::mark) return true;
    return false;
  }

  // "reported 746 arrests", "speak of searches": a deed may be told by a noun.
  bool tells_of(uint32_t verb, uint32_t c) const {
    const std::string& lemma = grammar_.lemma(verb);
    const Deprel relation = grammar_.relation(c);
    if (c < verb || grammar_.is_passive(verb)) return false;
    if (relation == Deprel::obj) return speech_.has("objects", lemma);
    if (relation != Deprel::obl && relation != Deprel::advcl) return false;
    return speech_.has("of", lemma) && clause_word(c) == "of";
  }
  std::string_view clause_word(uint32_t w) const {
    for (const uint32_t c : grammar_.children(w))
      if (grammar_.relation(c) == Deprel::case_ || grammar_.relation(c) == Deprel::mark) return grammar_.lemma(c);
    return {};
  }

  // ", experts say," and ", the ministry said on Friday." at the end: all the rest of the sentence is said.
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
    if (const uint32_t end_of = std::min(here.last, last + kMostCueDistance); end_of == here.last) {
      // Only of the saying: when, where, to whom.
      bool own = true;
      for (uint32_t w = last; w < end_of && own; ++w)
        own = grammar_.relation(w) == Deprel::punct || (hangs_below(w, verb) && !grammar_.is_verb(w));
      if (own) return true;
    }
    const std::string_view next = word(last);
    return next == "," || next == "." || next == ";" || next == "\u2014" || next == "--";
  }

  bool hangs_below(uint32_t w, uint32_t top) const {
    for (int level = 0; level < 8 && !grammar_.is_root(w); ++level) {
      w = grammar_.head(w);
      if (w == top) return true;
    }
    return false;
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
    const auto speaker = speakers_.of_verb(verb);
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
      set_holder(quotation, *speaker);
      quotation.content = subtree(c, kNone);
      if (!quotation.content.contains(quotation.cue)) add(std::move(quotation));
    }
  }

  // "according to police", at either end of the clause.
  void by_according(uint32_t w, uint32_t sentence) {
    const auto speaker = speakers_.of_according(w);
    if (!speaker) return;
    Quotation quotation;
    quotation.cue = tokens_.words[w].span;
    set_holder(quotation, *speaker);
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
        if (grammar_.subtype(p) == Deprel::nmod_poss) set_holder(quotation, speakers_.named(p));
      quotation.content = subtree(c, kNone);
      add(std::move(quotation));
    }
  }

  // "Minister: troops have left" in a headline; "8.40 - The state news agency: ..." in a line of news.
  void by_colon(uint32_t s) {
    const Sentence& sentence = tokens_.sentences[s];
    constexpr uint32_t kMostNameWords = 8;
    uint32_t first = sentence.first;
    while (first < sentence.last && !is_word(first)) ++first;
    uint32_t colon = first;
    while (colon < std::min(sentence.last, first + kMostNameWords + 1) && word(colon) != ":") ++colon;
    if (colon == first || colon + 3 > sentence.last || word(colon) != ":") return;
    const bool headline = sentence.kind != SentenceKind::body;
    uint32_t head = kNone;
    for (uint32_t w = first; w < colon; ++w) {
      if (grammar_.is_verb(w) || is_quoted(w) || word(w) == ",") return;
      const Id<Mention> id = mentions_.of_head[w];
      if (!id || head != kNone) continue;
      const Mention& mention = mentions_.mentions[id.index];
      if (mention.first == first && is_voice(mention, headline, colon)) head = w;
    }
    // One name before a colon is as often a place or a subject as a speaker.
    if (head == kNone || (colon - first < 2 && !speech_.has("voices", grammar_.lemma(head)))) return;
    Quotation quotation;
    set_holder(quotation, speakers_.named(head));
    quotation.source = span_of(first, colon);
    quotation.cue = tokens_.words[colon].span;
    quotation.content = span_of(colon + 1, std::min(sentence.last, colon + kMostContentWords));
    add(std::move(quotation));
  }
  // Letters; not the hour that a line begins with, nor its dash.
  bool is_word(uint32_t w) const {
    const unsigned char c = static_cast<unsigned char>(word(w).front());
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0x80 && c != 0xE2);
  }
  // A person, whose words follow the colon; else who speaks by office ("ministry:", "witnesses:").
  bool is_voice(const Mention& mention, bool headline, uint32_t colon) const {
    if (speech_.has("voices", grammar_.lemma(mention.head))) return true;
    if (mention.last != colon) return false;
    return headline && (mention.type == NameType::person || mention.type == NameType::organization);
  }

  // ---- who speaks within quotation marks

  void find_speakers() {
    for (const Marked& words : marks_.stretches()) quotes_.push_back({words, beside_quote(words)});
    carry_speakers();
    for (const Quote& quote : quotes_) {
      if (!quote.speaker) continue;
      Quotation quotation = *quote.speaker;
      quotation.content = span_of(quote.words.first, quote.words.last);
      quotation.quoted = true;
      is_cue_[word_at(quotation.cue.start)] = true;
      out_.quotations.push_back(std::move(quotation));
    }
  }

  // The nearest verb of saying outside the marks in the sentences where the quote begins and ends, or before a colon
  // ahead of it.
  std::optional<Quotation> beside_quote(const Marked& quote) const {
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
      const auto speaker = speakers_.of_according(w);
      if (!speaker) return std::nullopt;
      set_holder(quotation, *speaker);
      return quotation;
    }
    if (grammar_.upos(w) != Upos::VERB || !speech_.has("quoting", grammar_.lemma(w))) return std::nullopt;
    const auto speaker = speakers_.of_verb(w);
    if (!speaker) return std::nullopt;
    set_holder(quotation, *speaker);
    return quotation;
  }

  // A quote without a cue of its own: by the speaker before it in the paragraph, else the one after; a paragraph that
  // begins with one goes on with the speaker of the paragraph before.
  void carry_speakers() {
    for (size_t i = 1; i < quotes_.size(); ++i) {
      Quote& quote = quotes_[i];
      const Quote& last = quotes_[i - 1];
      if (quote.speaker || !last.speaker) continue;
      const bool begins = quote.words.first == sentence_at(quote.words.first).first;
      const bool new_paragraph =
          quote.words.paragraph == last.words.paragraph + 1 && begins && begins_paragraph(quote.words.first);
      if ((quote.words.paragraph == last.words.paragraph && begins) || new_paragraph) quote.speaker = last.speaker;
    }
    for (size_t i = quotes_.size(); i-- > 1;)
      if (!quotes_[i - 1].speaker && quotes_[i].speaker && quotes_[i].words.paragraph == quotes_[i - 1].words.paragraph)
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
  QuotationMarks marks_;
  Speakers speakers_;
  std::vector<Quote> quotes_;  // in text order
  std::vector<bool> is_cue_;   // per word: says who speaks between marks
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

Quotations QuotationFinder::find(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                                 const Mentions& mentions) const {
  return Finder(article, tokens, tags, trees, mentions, speech_).find();
}

}  // namespace kronika
