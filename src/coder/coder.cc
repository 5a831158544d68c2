#include "kronika/coder.h"

#include <algorithm>

#include "coder/pipeline.h"
#include "coder/private_names.h"

namespace kronika {
namespace {

// The layers of a text take some 70 times its size. No article is near this long: longer ones (a book, a log, a broken
// file) are coded part by part, so that memory and time stay bounded whatever comes.
constexpr size_t kMostBytes = size_t{1} << 20;

// Where the part that begins at `start` ends: behind a line, else behind a sentence or a word.
size_t end_of_part(std::string_view text, size_t start) {
  if (text.size() - start <= kMostBytes) return text.size();
  const std::string_view part = text.substr(start, kMostBytes);
  for (const std::string_view mark : {"\n", ". ", " "}) {
    const size_t at = part.rfind(mark);
    if (at != std::string_view::npos && at > part.size() / 2) return start + at + mark.size();
  }
  size_t end = start + kMostBytes;
  while (end > start && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return end;
}

void shift(Span& span, uint32_t by) {
  span.start += by;
  span.end += by;
}

void shift(std::optional<Span>& span, uint32_t by) {
  if (span) shift(*span, by);
}

void shift(Record& record, uint32_t by) {
  shift(record.words, by);
  shift(record.sentence, by);
  for (Span& span : record.mentions) shift(span, by);
  for (auto* side : {&record.actor, &record.recipient})
    for (Party& party : *side) shift(party.words, by);
  if (record.date) shift(record.date->words, by);
  if (record.place) shift(record.place->words, by);
  if (record.attribution) {
    shift(record.attribution->words, by);
    shift(record.attribution->cue, by);
  }
  for (Reason& reason : record.why)
    for (Span& span : reason.words) shift(span, by);
}

// Codes an article as it is; adds the sentences of its text to `sentences`.
CodedArticle code_whole(const Pipeline& pipeline, const Article& article, bool explain, uint32_t& sentences) {
  CodedArticle coded;
  Analysis analysis = pipeline.analyse(article, explain);
  coded.records = pipeline.records(article, analysis);
  coded.private_names = find_private_names(article, analysis);
  coded.skipped_paragraphs = std::move(analysis.skipped);
  sentences += static_cast<uint32_t>(
      std::count_if(analysis.tokens.sentences.begin(), analysis.tokens.sentences.end(),
                    [&](const Sentence& sentence) { return article.field_of(sentence.span) == Field::text; }));
  return coded;
}

CodedArticle code_in_parts(const Pipeline& pipeline, const Article& article, bool explain) {
  CodedArticle all;
  uint32_t sentences = 0;
  const std::string_view text = article.text();
  for (size_t start = 0; start < text.size();) {
    const size_t end = end_of_part(text, start);
    const bool first = start == 0;
    auto part = Article::make({std::string(article.id()), first ? std::string(article.title()) : "",
                               std::string(text.substr(start, end - start)), article.published(), "", ""});
    if (!part) break;  // cannot be: it is UTF-8 and short
    const uint32_t before = sentences, base = first ? 0 : article.text_start() + static_cast<uint32_t>(start);
    CodedArticle coded = code_whole(pipeline, part.value(), explain, sentences);
    for (Record& record : coded.records) {
      shift(record, base);
      record.sentence_index += before;
      all.records.push_back(std::move(record));
    }
    for (PrivateName& name : coded.private_names) {
      shift(name.words, base);
      all.private_names.push_back(std::move(name));
    }
    for (SkippedText& skipped : coded.skipped_paragraphs) {
      shift(skipped.words, base);
      all.skipped_paragraphs.push_back(std::move(skipped));
    }
    start = end;
  }
  return all;
}

}  // namespace

Coder::Coder(std::unique_ptr<const Pipeline> pipeline) : pipeline_(std::move(pipeline)) {}
Coder::~Coder() = default;

Result<std::unique_ptr<const Coder>> Coder::load(const std::string& data, const CoderOptions& options) {
  auto pipeline = Pipeline::load(data, options);
  if (!pipeline) return pipeline.error();
  return std::unique_ptr<const Coder>(new Coder(std::move(pipeline.value())));
}

Result<Relation> Coder::relate(const MarkedText& text) const { return pipeline_->relate(text); }

CodedArticle Coder::code(const Article& article) const { return code(article, false); }
CodedArticle Coder::explain(const Article& article) const { return code(article, true); }

CodedArticle Coder::code(const Article& article, bool explain) const {
  CodedArticle skipped;
  skipped.skipped = pipeline_->skip_reason(article);
  if (!skipped.skipped.empty()) return skipped;
  uint32_t sentences = 0;
  return article.buffer().size() <= kMostBytes ? code_whole(*pipeline_, article, explain, sentences)
                                               : code_in_parts(*pipeline_, article, explain);
}

const CoderInfo& Coder::info() const { return pipeline_->info(); }

}  // namespace kronika
