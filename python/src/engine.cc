#include "engine.h"

#include "reader/forms.h"
#include "record/public_record.h"

namespace kronika::python {
namespace {

Result<Article> make_article(Fields fields) {
  if (!fields.contains("text") && !fields.contains("html"))
    return Error{ErrorKind::invalid, "has no \"text\" and no \"html\" that is a string"};
  auto source = make_document(std::move(fields));
  if (!source) return source.error();
  return Article::make(std::move(source).value());
}

Marked marked(const PublicWords& words, std::string text) {
  return {words.in_title, words.start, words.end, std::move(text)};
}

}  // namespace

Result<std::shared_ptr<Engine>> Engine::load(const std::string& data, const CoderOptions& options) {
  auto coder = Coder::load(data, options);
  if (!coder) return coder.error();
  auto writer = make_record_writer("jsonl", coder.value()->info(), {});
  if (!writer) return writer.error();
  auto engine = std::make_shared<Engine>();
  engine->coder_ = std::move(coder).value();
  engine->writer_ = std::move(writer).value();
  return engine;
}

Result<std::shared_ptr<CodedDocument>> Engine::code(Fields fields) const {
  auto article = make_article(std::move(fields));
  if (!article) return article.error();
  const CodedArticle coded = coder_->code(article.value());
  std::string lines = writer_->article(article.value(), coded);
  std::vector<Marked> paragraphs, names;
  if (!coded.skipped_paragraphs.empty() || !coded.private_names.empty()) {
    const Publisher publisher(article.value(), coded);
    for (const SkippedText& skipped : coded.skipped_paragraphs)
      paragraphs.push_back(marked(publisher.show(skipped.words), skipped.reason));
    for (const PrivateName& name : coded.private_names) {
      PublicWords shown = publisher.show(name.words);
      names.push_back(marked(shown, std::move(shown.text)));
    }
  }
  return std::make_shared<CodedDocument>(CodedDocument{std::move(article).value(), std::move(lines), coded.skipped,
                                                       std::move(paragraphs), std::move(names)});
}

Result<std::shared_ptr<Prepared>> Engine::prepare(Store& store, Fields fields) const {
  auto out = std::make_shared<Prepared>();
  const auto id = fields.find("id");
  out->named = id != fields.end() && !id->second.empty();
  auto article = make_article(std::move(fields));
  if (!article) {
    out->failure = article.error().message;
    return out;
  }
  out->article = std::move(article).value();
  const auto there = store.has(*out->article, out->named);
  if (!there) return there.error();
  out->packed = there.value() ? outline_article(*out->article, out->named)
                              : pack_article(*out->article, out->named, coder_->code(*out->article));
  return out;
}

}  // namespace kronika::python
