#include "gold_events.h"

#include <simdjson.h>

#include <algorithm>

#include "base/calendar.h"

namespace kronika::train {
namespace {

// Byte of each code point of a text, and of its end.
std::vector<uint32_t> offsets(std::string_view text) {
  std::vector<uint32_t> at;
  for (uint32_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) at.push_back(i);
  at.push_back(static_cast<uint32_t>(text.size()));
  return at;
}

void settle(GoldParty& party) {
  for (const std::string& code : party.codes) {
    size_t start = 0;
    bool first = true;
    while (start < code.size()) {
      const size_t end = std::min(code.find(' ', start), code.size());
      const std::string part = code.substr(start, end - start);
      if (first && part != "---") party.countries.insert(part);
      if (!first) party.sectors.insert(part);
      first = false;
      start = end + 1;
    }
  }
}

}  // namespace

Result<std::vector<GoldDocument>> read_gold(const std::string& path) {
  simdjson::dom::parser parser;
  simdjson::dom::document_stream lines;
  simdjson::padded_string text;
  if (simdjson::padded_string::load(path).get(text)) return Error{ErrorKind::not_found, path + ": cannot be read"};
  if (parser.parse_many(text, 4u << 20).get(lines)) return Error{ErrorKind::invalid, path + ": is no JSONL"};
  std::vector<GoldDocument> documents;
  for (auto line : lines) {
    simdjson::dom::element row;
    if (line.get(row)) return Error{ErrorKind::invalid, path + ": is no JSONL"};
    const auto field = [](simdjson::dom::element of, const char* name) {
      std::string_view value;
      return of[name].get(value) ? std::string() : std::string(value);
    };
    auto article = Article::make(
        {field(row, "id"), field(row, "title"), field(row, "text"), parse_day(field(row, "published")), "", ""});
    if (!article) return article.error();
    GoldDocument document(std::move(article.value()));
    const std::vector<uint32_t> at = offsets(document.article.text());
    const uint32_t base = document.article.text_start();
    const auto span = [&](simdjson::dom::element of) {
      const auto start = static_cast<size_t>(uint64_t(of["start"])), end = static_cast<size_t>(uint64_t(of["end"]));
      return Span{base + at[std::min(start, at.size() - 1)], base + at[std::min(end, at.size() - 1)]};
    };
    const auto party = [&](simdjson::dom::element of, const char* codes, const char* spans) {
      GoldParty out;
      simdjson::dom::array list;
      if (!of[codes].get(list))
        for (const auto code : list) out.codes.emplace_back(std::string_view(code));
      if (!of[spans].get(list))
        for (const auto words : list) out.spans.push_back(span(words));
      settle(out);
      return out;
    };
    simdjson::dom::array chains;
    if (row["chains"].get(chains)) return Error{ErrorKind::invalid, path + ": a document without chains"};
    for (const auto chain : chains) {
      GoldChain gold;
      for (const auto code : simdjson::dom::array(chain["codes"]))
        gold.countries.insert(std::string(std::string_view(code).substr(0, 3)));
      for (const auto words : simdjson::dom::array(chain["mentions"])) gold.spans.push_back(span(words));
      document.chains.push_back(std::move(gold));
    }
    simdjson::dom::array events;
    if (row["events"].get(events)) return Error{ErrorKind::invalid, path + ": a document without events"};
    for (const auto event : events) {
      GoldEvent gold;
      simdjson::dom::array list;
      if (!event["event_ok"].get(list))
        for (const auto name : list) gold.categories.emplace_back(std::string_view(name));
      if (gold.categories.empty()) gold.categories.push_back(field(event, "event"));
      gold.spans.push_back(span(event));
      if (!event["mentions"].get(list))
        for (const auto words : list) {
          const size_t found = document.article.text().find(std::string_view(words));
          if (found != std::string_view::npos)
            gold.spans.push_back({base + static_cast<uint32_t>(found),
                                  base + static_cast<uint32_t>(found + std::string_view(words).size())});
        }
      gold.actor = party(event, "actor", "actor_spans");
      gold.recipient = party(event, "recipient", "recipient_spans");
      gold.date = field(event, "date");
      gold.place = field(event, "place");
      bool required = true;
      if (!event["required"].get(required)) gold.required = required;
      document.events.push_back(std::move(gold));
    }
    std::stable_sort(document.events.begin(), document.events.end(),
                     [](const GoldEvent& a, const GoldEvent& b) { return a.required > b.required; });
    documents.push_back(std::move(document));
  }
  return documents;
}

uint32_t head_of(Span span, const Tokens& tokens, const Grammar& grammar) {
  const auto inside = [&](uint32_t w) {
    return tokens.words[w].span.start >= span.start && tokens.words[w].span.end <= span.end;
  };
  auto word = std::lower_bound(tokens.words.begin(), tokens.words.end(), span.start,
                               [](const Word& one, uint32_t start) { return one.span.start < start; });
  for (; word != tokens.words.end() && word->span.end <= span.end; ++word) {
    const auto w = static_cast<uint32_t>(word - tokens.words.begin());
    if (!grammar.is_nominal(w) && !grammar.is_verb(w) && grammar.upos(w) != Upos::ADJ) continue;
    uint32_t above = w;
    bool hangs = false;
    for (int level = 0; level < 12 && !grammar.is_root(above) && !hangs; ++level) {
      above = grammar.head(above);
      hangs = inside(above);
    }
    if (!hangs) return w;
  }
  return UINT32_MAX;
}

std::vector<const GoldEvent*> match(const GoldDocument& document, const Analysis& a) {
  const std::vector<Event>& events = a.events.events;
  std::vector<const GoldEvent*> out(events.size(), nullptr);
  std::vector<char> placed(document.events.size(), 0);
  const auto sentences = [&](Span span) {
    std::set<uint32_t> numbers;
    for (uint32_t s = 0; s < a.tokens.sentences.size(); ++s)
      if (overlap(a.tokens.sentences[s].span, span)) numbers.insert(s);
    return numbers;
  };
  for (const bool close : {true, false})
    for (size_t g = 0; g < document.events.size(); ++g) {
      const GoldEvent& gold = document.events[g];
      std::set<uint32_t> where;
      for (const Span span : gold.spans) where.merge(sentences(span));
      for (size_t e = 0; e < events.size() && !placed[g]; ++e) {
        if (out[e] || document.article.field_of(events[e].span) != Field::text ||
            std::find(gold.categories.begin(), gold.categories.end(), events[e].category) == gold.categories.end() ||
            !where.contains(a.tokens.sentence_of(events[e].word)) ||
            (close && !overlap(gold.spans.front(), events[e].span)))
          continue;
        out[e] = &gold;
        placed[g] = 1;
      }
    }
  return out;
}

}  // namespace kronika::train
