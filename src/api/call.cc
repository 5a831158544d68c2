#include "api/call.h"

#include "base/hash.h"
#include "record/record_writer.h"

namespace kronika {

HttpResponse json_answer(std::string json, int status) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}};
  response.body = std::make_shared<const std::string>(std::move(json));
  return response;
}

HttpResponse text_answer(std::string text, const char* type) {
  HttpResponse response;
  response.headers = {{"Content-Type", type}};
  response.body = std::make_shared<const std::string>(std::move(text));
  return response;
}

void RecordList::add(const StoredRecords& found) {
  const auto writer = make_record_writer("jsonl", found.coder, {});
  std::string lines = writer.value()->article(found.article, found.coded);
  if (lines.empty()) return;
  lines.pop_back();
  // A line has no line end inside: JSON writes those of its strings as "\n".
  for (char& c : lines)
    if (c == '\n') c = ',';
  text_ += (text_.empty() ? "" : ",") + lines;
  count_ += found.coded.records.size();
}

std::string article_title(const StoredRecords& found) {
  return found.article.title().empty() ? "" : Publisher(found.article, found.coded).heading();
}

std::string quoted_value(const std::string& value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

Result<std::string> filter_of_id(const std::string& id) {
  const std::string digits = id.starts_with("k1:") ? id.substr(3) : id;
  if (digits.empty() || digits.size() > 16 || digits.find_first_not_of("0123456789abcdef") != std::string::npos)
    return Error{ErrorKind::not_found,
                 "no record " + id + ": an id is k1: and 16 hexadecimal digits, of which the first may do"};
  return "id:" + digits + " review:none,accepted,corrected,rejected";
}

Result<std::string> record_json(Store& store, const std::string& id) {
  auto filter = filter_of_id(id);
  if (!filter) return filter.error();
  RecordList list;
  Question question;
  question.filter = std::move(filter).value();
  question.limit = 2;
  const auto page = store.page(question, [&](const StoredRecords& found) {
    list.add(found);
    return true;
  });
  if (!page) return page.error();
  if (list.size() == 0) return Error{ErrorKind::not_found, "no record " + id + "; /api/records lists the ids"};
  if (list.size() > 1) return Error{ErrorKind::usage, "more than one record begins with " + id + "; give more of it"};
  return list.only();
}

namespace {

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    out += "0123456789abcdef"[c & 15];
  }
  return out;
}

std::string mark_of(const std::string& question) {
  const uint64_t hash = mix64(hash64(question));
  return std::string(reinterpret_cast<const char*>(&hash), 4);
}

}  // namespace

std::string make_cursor(const std::string& next, const std::string& question) {
  return next.empty() ? "" : hex(mark_of(question) + next);
}

Result<std::string> read_cursor(const std::string& cursor, const std::string& question) {
  if (cursor.empty()) return std::string();
  const Error wrong{ErrorKind::usage,
                    "the cursor is none that the page before gave to the same filter and order; begin without one"};
  if (cursor.size() % 2 || cursor.size() <= 8) return wrong;
  std::string bytes;
  for (size_t i = 0; i < cursor.size(); i += 2) {
    const size_t high = std::string_view("0123456789abcdef").find(cursor[i]),
                 low = std::string_view("0123456789abcdef").find(cursor[i + 1]);
    if (high > 15 || low > 15) return wrong;
    bytes += static_cast<char>(high << 4 | low);
  }
  if (bytes.substr(0, 4) != mark_of(question)) return wrong;
  return bytes.substr(4);
}

}  // namespace kronika
