#include <chrono>
#include <cstdio>
#include <ctime>

#include "base/calendar.h"
#include "merge/copies.h"
#include "port/sha256.h"
#include "port/zstd.h"
#include "record/public_record.h"
#include "store/coded_form.h"
#include "store/parts.h"

namespace kronika {
namespace {

// Title and text in one: the length of the title, a line end, both.
std::string both(const Article& article) {
  std::string out = std::to_string(article.title().size()) + "\n";
  out += article.title();
  out += article.text();
  return out;
}

}  // namespace

std::string content_hash(const Article& article) {
  const std::string day = article.published() ? format_day(*article.published()) : "";
  const std::string digits = sha256(both(article) + "\n" + day);
  std::string out;
  for (size_t i = 0; i < 32; i += 2) out += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  return out;
}

PackedArticle outline_article(const Article& article, bool named) {
  PackedArticle out;
  out.document = article.id();
  out.url = article.url();
  out.publisher = article.publisher();
  out.published = article.published();
  out.named = named;
  out.hash = content_hash(article);
  return out;
}

PackedArticle pack_article(const Article& article, bool named, CodedArticle coded) {
  PackedArticle out = outline_article(article, named);
  out.words = article.buffer();
  out.title_bytes = article.title().size();
  out.text_bytes = article.text().size();
  out.text = compress(both(article));
  // The id is made from what the coder found, so that it stays when a person corrects that.
  coded.kept = ids_of(article, coded.records);
  out.coded = compress(pack_coded(coded));
  out.reports = packed_reports(article, coded);
  out.bands = short_bands(bands_of(article.text()));
  out.records = std::move(coded);
  return out;
}

Result<std::pair<std::string, std::string>> unpack_text(const std::string& packed) {
  const auto whole = decompress(packed);
  if (!whole) return whole.error();
  const size_t line = whole.value().find('\n');
  size_t title = 0;
  if (line == std::string::npos || line > 10 || std::sscanf(whole.value().c_str(), "%zu", &title) != 1 ||
      title > whole.value().size() - line - 1)
    return Error{ErrorKind::invalid, "the text of an article is broken"};
  return std::pair(whole.value().substr(line + 1, title), whole.value().substr(line + 1 + title));
}

std::vector<Kept> ids_of(const Article& article, const std::vector<Record>& records) {
  std::vector<Kept> kept;
  for (const Record& record : records) kept.push_back({record_id(article, record), "", {}});
  return kept;
}

int64_t id_number(std::string_view id) {
  if (id.starts_with("k1:")) id.remove_prefix(3);
  return static_cast<int64_t>(std::stoull("0" + std::string(id.substr(0, 16)), nullptr, 16));
}

int64_t entry_head(std::string_view digits) {
  return static_cast<int64_t>(std::stoull("0" + std::string(digits.substr(0, 8)), nullptr, 16) >> 1);
}

std::string id_text(int64_t number) {
  char text[24];
  std::snprintf(text, sizeof text, "k1:%016llx", static_cast<unsigned long long>(number));
  return text;
}

std::string now_utc() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[24];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace kronika
