// From the bytes of a store back to an article and its records.
#include "base/calendar.h"
#include "port/zstd.h"
#include "store/coded_form.h"
#include "store/parts.h"

namespace kronika {

namespace {

Error damaged(const StoreParts& parts, const std::string& what) {
  return {ErrorKind::invalid, parts.name + ": is damaged: " + what + "; restore it from a copy"};
}

}  // namespace

Result<std::pair<Article, bool>> load_article(StoreParts& parts, int64_t key) {
  const auto row = parts.db->first(
      "SELECT a.document, a.published, p.name, a.url, a.text, a.named FROM article a LEFT JOIN term p ON p.key = "
      "a.publisher WHERE a.key = ?1",
      {key});
  if (!row) return row.error();
  const Row& found = row.value();
  if (found.values.empty()) return damaged(parts, "records without their article");
  const std::string document = found.text(0);
  auto text = unpack_text(found.bytes(4));
  if (!text) return damaged(parts, document + ": " + text.error().message);
  std::optional<Day> published;
  if (!found.is_null(1)) published = day_from_number(found.integer(1));
  auto article = Article::make({document, std::move(text.value().first), std::move(text.value().second), published,
                                found.text(3), found.text(2)});
  if (!article) return damaged(parts, document + ": " + article.error().message);
  return std::pair(std::move(article).value(), found.integer(5) != 0);
}

Result<LoadedCoding> load_coding(StoreParts& parts, int64_t coding, bool reviewed) {
  const auto row = parts.db->first(
      "SELECT c.article, a.version, a.story, c.records, c.coder FROM coding c JOIN article a ON a.key = c.article "
      "WHERE c.key = ?1",
      {coding});
  if (!row) return row.error();
  const Row& found = row.value();
  if (found.values.empty()) return damaged(parts, "records without their article");
  auto article = load_article(parts, found.integer(0));
  if (!article) return article.error();
  Article& of = article.value().first;
  const std::string document(of.id());
  const auto bytes = decompress(found.bytes(3));
  if (!bytes) return damaged(parts, document + ": " + bytes.error().message);
  auto coded = unpack_coded(bytes.value(), of.buffer().size());
  if (!coded) return damaged(parts, document + ": " + coded.error().message);
  coded.value().kept = ids_of(of, coded.value().records);
  if (reviewed)
    if (const Status done = review_records(parts, found.integer(2), coded.value()); !done) return done.error();
  return LoadedCoding{std::move(of), std::move(coded).value(), found.integer(1), found.integer(4)};
}

}  // namespace kronika
