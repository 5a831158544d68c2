#include "stage/attribution/dialogue.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace kronika {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
// A label takes no more words than this before its colon.
constexpr uint32_t kMostLabelWords = 12;
// One capitalised line with a colon is a headline; a transcript has several.
constexpr size_t kFewestLabels = 3;

// Words [first, last) of one paragraph of the body.
struct Paragraph {
  uint32_t first, last;
  uint32_t label = kNone;  // the colon after its label
};

class Turns {
 public:
  explicit Turns(const DialogueLayers& layers) : l_(layers) {}

  std::vector<Quotation> find() {
    read_paragraphs();
    by_labels();
    return std::move(out_);
  }

 private:
  std::string_view word(uint32_t w) const { return l_.article.slice(l_.tokens.words[w].span); }
  Span span_of(uint32_t first, uint32_t last) const {
    return {l_.tokens.words[first].span.start, l_.tokens.words[last - 1].span.end};
  }

  void read_paragraphs() {
    uint32_t number = kNone;
    for (const Sentence& sentence : l_.tokens.sentences) {
      if (sentence.kind == SentenceKind::title || sentence.first == sentence.last) continue;
      if (paragraphs_.empty() || sentence.paragraph != number) paragraphs_.push_back({sentence.first, sentence.last});
      number = sentence.paragraph;
      paragraphs_.back().last = sentence.last;
    }
    for (Paragraph& paragraph : paragraphs_) paragraph.label = label_of(paragraph);
  }

  // "WITNESS:", "CALLER (Dang):", "MR. PALMER:", "Q:": capitals, but for what stands in brackets.
  uint32_t label_of(const Paragraph& paragraph) const {
    bool bracket = false, letter = false;
    for (uint32_t w = paragraph.first; w < std::min(paragraph.last, paragraph.first + kMostLabelWords); ++w) {
      const std::string_view text = word(w);
      if (text == ":") return letter && w + 1 < paragraph.last ? w : kNone;
      if (text == "(") bracket = true;
      for (const char c : text) {
        if (!bracket && c >= 'a' && c <= 'z') return kNone;
        letter |= c >= 'A' && c <= 'Z';
      }
      if (text == ")") bracket = false;
    }
    return kNone;
  }

  // Who speaks, and how often with a question.
  struct Voice {
    size_t turns = 0, questions = 0;
    bool asks = false;
  };

  void by_labels() {
    size_t labels = 0, askers = 0;
    bool returns = false;
    for (const Paragraph& one : paragraphs_) {
      if (one.label == kNone) continue;
      ++labels;
      Voice& voice = voices_[name_of(one)];
      ++voice.turns;
      voice.questions += word(one.last - 1) == "?";
      voice.asks |= is_asker(one);
      returns |= voice.turns > 1;
    }
    // Headings in capitals do not come back.
    if (labels < kFewestLabels || !returns) return;
    for (auto& [name, voice] : voices_) {
      voice.asks |= voice.turns > 1 && voice.questions * 2 > voice.turns;
      askers += voice.asks;
    }
    // One who asks and one who answers: an interview.
    if (voices_.size() == 2 && askers > 0) return;
    const Paragraph* turn = nullptr;
    for (const Paragraph& paragraph : paragraphs_) {
      if (paragraph.label != kNone) turn = &paragraph;
      if (!turn || voices_[name_of(*turn)].asks) continue;
      const uint32_t first = paragraph.label == kNone ? paragraph.first : paragraph.label + 1;
      Quotation quotation;
      quotation.source = quotation.holder_span = span_of(turn->first, turn->label);
      for (uint32_t w = turn->first; w < turn->label && !quotation.holder; ++w)
        if (const Id<Mention> id = l_.mentions.of_head[w]) quotation.holder = id;
      add(quotation, l_.tokens.words[turn->label].span, span_of(first, paragraph.last));
    }
  }
  // The label without what stands in brackets.
  std::string_view name_of(const Paragraph& turn) const {
    uint32_t last = turn.first + 1;
    while (last < turn.label && word(last) != "(") ++last;
    return l_.article.slice(span_of(turn.first, last));
  }
  bool is_asker(const Paragraph& turn) const {
    for (uint32_t w = turn.first; w < turn.label && word(w) != "("; ++w)
      if (l_.speech.has("askers", word(w))) return true;
    return false;
  }

  void add(Quotation quotation, Span cue, Span content) {
    quotation.cue = cue;
    quotation.content = content;
    out_.push_back(std::move(quotation));
  }

  const DialogueLayers& l_;
  std::vector<Paragraph> paragraphs_;
  std::map<std::string_view, Voice> voices_;
  std::vector<Quotation> out_;
};

}  // namespace

std::vector<Quotation> find_turns(const DialogueLayers& layers) { return Turns(layers).find(); }

}  // namespace kronika
