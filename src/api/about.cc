// /api/health, metrics, openapi.json, vocabulary, explain
#include <map>

#include "api/openapi.h"
#include "api/routes.h"
#include "record/record_writer.h"

namespace kronika {

HttpResponse health(ApiCall& call) {
  StorePool::Lease store = call.world.stores->lend();
  const auto size = (*store).size();
  if (!size) return problem(size.error());
  JsonWriter json;
  json.open_object().key("status").value("ok").key("version").value(KRONIKA_VERSION);
  json.key("records").value(size.value().records).key("articles").value(size.value().articles);
  json.key("store").value(call.world.store_name).key("writable").value(call.world.writable);
  json.close_object();
  return json_answer(json.take());
}

HttpResponse metrics(ApiCall& call) {
  return text_answer(call.world.metrics ? call.world.metrics() : "", "text/plain; version=0.0.4; charset=utf-8");
}

HttpResponse openapi(ApiCall&) { return json_answer(openapi_document()); }

HttpResponse vocabulary(ApiCall& call) {
  StorePool::Lease store = call.world.stores->lend();
  const auto codes = (*store).categories();
  if (!codes) return problem(codes.error());
  struct Category {
    std::vector<std::string> modes;
    int quad = 0;
    double score = 0;
  };
  std::map<std::string, Category> categories;
  for (const auto& code : codes.value()) {
    Category& category = categories[code.event];
    if (code.mode.empty())
      category.quad = code.quad, category.score = code.score;
    else
      category.modes.push_back(code.mode);
  }
  JsonWriter json;
  json.open_object().key("events").open_list();
  for (const auto& [name, category] : categories) {
    json.open_object().key("event").value(name).key("modes").open_list();
    for (const std::string& mode : category.modes) json.value(mode);
    std::string label = name.substr(0, 1);
    for (const char c : name.substr(1)) label += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    json.close_list().key("quad").value(int64_t{category.quad}).key("score").value(category.score);
    json.key("label").value(label).close_object();
  }
  json.close_list();
  for (const auto& [key, kind] : {std::pair("contexts", "context"), std::pair("sectors", "sector")}) {
    const auto names = (*store).names(kind, "", -1);
    if (!names) return problem(names.error());
    json.key(key).open_list();
    for (const std::string& name : names.value()) json.value(name);
    json.close_list();
  }
  const auto countries = (*store).names("country", "", -1);
  if (!countries) return problem(countries.error());
  json.key("countries").open_list();
  for (const std::string& code : countries.value()) {
    const std::string name = call.world.country_name ? call.world.country_name(code) : "";
    json.open_object().key("code").value(code).key("name").value(name.empty() ? code : name).close_object();
  }
  json.close_list().key("factuality").open_list();
  for (const Factuality one : {Factuality::asserted, Factuality::negated, Factuality::future, Factuality::hypothetical,
                               Factuality::historical})
    json.value(factuality_name(one));
  json.close_list().close_object();
  return json_answer(json.take());
}

HttpResponse explain_record(ApiCall& call) {
  auto filter = filter_of_id(call.argument);
  if (!filter) return problem(filter.error(), "id");
  StorePool::Lease store = call.world.stores->lend();
  Question question;
  question.filter = std::move(filter).value();
  question.limit = 2;
  std::string text;
  size_t shown = 0;
  const auto writer = make_explanation_writer({});
  const auto page = (*store).page(question, [&](const StoredRecords& found) {
    text += writer->article(found.article, found.coded);
    shown += found.coded.records.size();
    return true;
  });
  if (!page) return problem(page.error());
  if (shown == 0) return problem(404, "no record " + call.argument + "; /api/records lists the ids", "id");
  if (shown > 1) return problem(400, "more than one record begins with " + call.argument + "; give more of it", "id");
  return text_answer(std::move(text), "text/plain; charset=utf-8");
}

}  // namespace kronika
