// /api/articles, read
#include "api/routes.h"
#include "base/calendar.h"

namespace kronika {
namespace {

void text_if_any(JsonWriter& json, const char* key, std::string_view text) {
  if (!text.empty()) json.key(key).value(text);
}

}  // namespace

HttpResponse list_articles(ApiCall& call) {
  Question question;
  question.filter = call.filter();
  question.limit = call.parameters.number("limit");
  auto after = read_cursor(call.parameters.text("cursor"), question.filter);
  if (!after) return problem(after.error(), "cursor");
  question.after = std::move(after).value();
  StorePool::Lease store = call.world.stores->lend();
  const auto page = (*store).articles(question);
  if (!page) return problem(page.error(), "filter");
  JsonWriter json;
  json.open_object().key("articles").open_list();
  for (const ArticleLine& line : page.value().articles) {
    json.open_object().key("article").value(line.key).key("id").value(line.document);
    text_if_any(json, "title", line.title);
    if (line.published) json.key("published").value(format_day(*line.published));
    text_if_any(json, "publisher", line.publisher);
    text_if_any(json, "url", line.url);
    json.key("records").value(line.records).close_object();
  }
  json.close_list();
  if (!page.value().next.empty()) json.key("next").value(make_cursor(page.value().next, question.filter));
  json.close_object();
  return json_answer(json.take());
}

HttpResponse read_article(ApiCall& call) {
  StorePool::Lease store = call.world.stores->lend();
  const auto key = (*store).find_article(call.argument);
  if (!key) return problem(key.error());
  if (key.value() == 0) return problem(404, "no article " + call.argument + "; /api/articles lists ids and keys", "id");
  std::string answer;
  const Status read = (*store).read_article(key.value(), [&](const StoredRecords& found) {
    // The article of the user's own store is shown whole; private names are withheld where records are shown.
    const Article& article = found.article;
    JsonWriter json;
    json.open_object().key("article").value(key.value()).key("id").value(article.id());
    text_if_any(json, "title", article.title());
    json.key("text").value(article.text());
    if (article.published()) json.key("published").value(format_day(*article.published()));
    text_if_any(json, "publisher", article.publisher());
    text_if_any(json, "url", article.url());
    json.key("version").value(found.version);
    text_if_any(json, "skipped", found.coded.skipped);
    json.close_object();
    RecordList list;
    list.add(found);
    answer = "{\"article\":" + json.take() + ",\"records\":" + list.take() + "}";
  });
  if (!read) return problem(read.error());
  return json_answer(std::move(answer));
}

}  // namespace kronika
