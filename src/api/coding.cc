// /api/code, and articles that are added
#include <map>

#include "api/routes.h"
#include "base/calendar.h"
#include "port/json_value.h"
#include "reader/forms.h"

namespace kronika {
namespace {

// The members of an object that a document has: strings, and an id that may be a whole number.
Result<std::map<std::string, std::string>> fields_of(const JsonValue& object) {
  if (!object.is_object())
    return Error{ErrorKind::usage, "an article is an object {\"text\": \"…\", \"title\"?, \"published\"?, \"id\"?}"};
  std::map<std::string, std::string> fields;
  for (const auto& [name, value] : object.entries()) {
    // Others are passed over, as in files.
    if (!is_document_field(name) || value.is_null()) continue;
    const bool number = value.kind() == JsonValue::Kind::number && name == "id" &&
                        value.text().find_first_not_of("-0123456789") == std::string::npos;
    if (value.kind() != JsonValue::Kind::string && !number) return Error{ErrorKind::usage, name + " is a string"};
    fields[name] = value.text();
  }
  if (!fields.contains("text") && !fields.contains("html"))
    return Error{ErrorKind::usage, "an article needs \"text\" (or \"html\"), a string"};
  return fields;
}

Result<Article> article_of(const JsonValue& object, bool& named) {
  auto fields = fields_of(object);
  if (!fields) return fields.error();
  auto source = make_document(std::move(fields).value());
  if (!source) return Error{ErrorKind::usage, source.error().message};
  named = !source.value().id.empty();
  auto article = Article::make(std::move(source).value());
  if (!article) return Error{ErrorKind::usage, "the text of the article: " + article.error().message};
  return std::move(article).value();
}

HttpResponse no_coder(const Error& error) { return problem(503, "texts cannot be coded: " + error.message); }

}  // namespace

HttpResponse code_text(ApiCall& call) {
  if (!call.world.coder) return problem(503, "texts cannot be coded: the server was started without a coder");
  const auto body = JsonValue::parse(call.body);
  if (!body) return problem(400, body.error().message);
  bool named = false;
  const auto article = article_of(body.value(), named);
  if (!article) return problem(article.error(), "text");
  const auto info = call.world.coder->info();
  if (!info) return no_coder(info.error());
  const auto coded = call.world.coder->code(article.value());
  if (!coded) return no_coder(coded.error());
  JsonWriter json;
  json.open_object().key("id").value(article.value().id());
  if (!article.value().title().empty()) json.key("title").value(article.value().title());
  json.key("text").value(article.value().text());
  if (article.value().published()) json.key("published").value(format_day(*article.value().published()));
  if (!coded.value().skipped.empty()) json.key("skipped").value(coded.value().skipped);
  json.close_object();
  RecordList list;
  list.add({article.value(), coded.value(), info.value()});
  return json_answer("{\"article\":" + json.take() + ",\"records\":" + list.take() + "}");
}

HttpResponse add_articles(ApiCall& call) {
  Store* store = call.world.writer;
  if (!store) return problem(403, "the store may not be written; change the rights of its file and folder");
  if (!call.world.coder) return problem(503, "texts cannot be coded: the server was started without a coder");
  const auto body = JsonValue::parse(call.body);
  if (!body) return problem(400, body.error().message);
  const bool list = body.value().kind() == JsonValue::Kind::list;
  // All are read before the first is stored: a wrong one is said, and nothing has happened.
  std::vector<std::pair<Article, bool>> articles;
  const size_t count = list ? body.value().items().size() : 1;
  for (size_t i = 0; i < count; ++i) {
    bool named = false;
    auto article = article_of(list ? body.value().items()[i] : body.value(), named);
    if (!article)
      return problem(status_of(article.error().kind), "article " + std::to_string(i) + ": " + article.error().message,
                     list ? std::to_string(i) : "");
    articles.emplace_back(std::move(article).value(), named);
  }
  const auto info = call.world.coder->info();
  if (!info) return no_coder(info.error());
  const auto names = call.world.coder->names();
  if (!names) return no_coder(names.error());
  if (const auto run = store->begin_run(info.value(), names.value(), "served"); !run) return problem(run.error());
  RunCounts counts;
  for (const auto& [article, named] : articles) {
    const auto there = store->has(article, named);
    if (!there) return problem(there.error());
    PackedArticle packed;
    if (there.value()) {
      packed = outline_article(article, named);
    } else {
      auto coded = call.world.coder->code(article);
      if (!coded) return no_coder(coded.error());
      packed = pack_article(article, named, std::move(coded).value());
    }
    const auto stored = store->put(packed);
    if (!stored) return problem(stored.error());
    ++(stored.value() == Stored::added     ? counts.added
       : stored.value() == Stored::changed ? counts.changed
       : stored.value() == Stored::copy    ? counts.copies
                                           : counts.unchanged);
    if (stored.value() == Stored::added || stored.value() == Stored::changed)
      counts.records += static_cast<int64_t>(packed.records.records.size());
  }
  if (const Status ended = store->end_run(); !ended) return problem(ended.error());
  JsonWriter json;
  json.open_object().key("added").value(counts.added).key("changed").value(counts.changed);
  json.key("unchanged").value(counts.unchanged).key("copies").value(counts.copies);
  json.key("records").value(counts.records).close_object();
  return json_answer(json.take(), 201);
}

}  // namespace kronika
