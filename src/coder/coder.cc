#include "kronika/coder.h"

#include "coder/pipeline.h"
#include "coder/private_names.h"

namespace kronika {

Coder::Coder(std::unique_ptr<const Pipeline> pipeline) : pipeline_(std::move(pipeline)) {}
Coder::~Coder() = default;

Result<std::unique_ptr<const Coder>> Coder::load(const std::string& data, const CoderOptions& options) {
  auto pipeline = Pipeline::load(data, options);
  if (!pipeline) return pipeline.error();
  return std::unique_ptr<const Coder>(new Coder(std::move(pipeline.value())));
}

CodedArticle Coder::code(const Article& article) const {
  CodedArticle coded;
  coded.skipped = pipeline_->skip_reason(article);
  if (!coded.skipped.empty()) return coded;
  const Analysis analysis = pipeline_->analyse(article);
  coded.records = pipeline_->records(article, analysis);
  coded.private_names = find_private_names(article, analysis);
  return coded;
}

const CoderInfo& Coder::info() const { return pipeline_->info(); }

}  // namespace kronika
