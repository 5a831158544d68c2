#include "api/openapi.h"

#include "api/routes.h"
#include "record/record_fields.h"

namespace kronika {
namespace {

// The JSON Schema of a type of the field table that is no object.
void put_type(JsonWriter& json, std::string_view type) {
  if (type.starts_with('[')) {
    json.key("type").value("array").key("items").open_object();
    put_type(json, type.substr(1, type.size() - 2));
    json.close_object();
  } else if (type == "day") {
    json.key("type").value("string").key("format").value("date");
  } else {
    json.key("type").value(type);
  }
}

// What a report of an entry has besides the fields of a record.
constexpr std::pair<const char*, const char*> kOfArticle[] = {{"title", "of the article, without private names"},
                                                              {"published", "day of the article"},
                                                              {"publisher", "of the article"},
                                                              {"url", "of the article"}};

// The object whose fields begin with `prefix`: "" or "date." or "actor[].". `report`: with those of its article.
void put_object(JsonWriter& json, const std::string& prefix, bool report = false) {
  json.key("type").value("object").key("additionalProperties").value(false);
  std::vector<std::string> required;
  json.key("properties").open_object();
  for (const RecordField& field : record_fields()) {
    const std::string_view path = field.path;
    if (!path.starts_with(prefix) || path.find('.', prefix.size()) != path.npos) continue;
    const std::string name(path.substr(prefix.size()));
    if (field.always) required.push_back(name);
    json.key(name).open_object().key("description").value(field.about);
    const std::string_view type = field.type;
    if (type == "{}") {
      put_object(json, prefix + name + ".");
    } else if (type == "[{}]") {
      json.key("type").value("array").key("items").open_object();
      put_object(json, prefix + name + "[].");
      json.close_object();
    } else {
      put_type(json, type);
    }
    json.close_object();
  }
  if (report)
    for (const auto& [name, about] : kOfArticle) {
      json.key(name).open_object().key("description").value(about);
      put_type(json, std::string_view(name) == "published" ? "day" : "string");
      json.close_object();
    }
  json.close_object().key("required").open_list();
  for (const std::string& name : required) json.value(name);
  json.close_list();
}

void put_reference(JsonWriter& json, const std::string& type, const std::string& schema) {
  json.key("content").open_object().key(type).open_object().key("schema").open_object();
  if (schema.empty())
    json.key("type").value("string");
  else
    json.key("$ref").value("#/components/schemas/" + schema);
  json.close_object().close_object().close_object();
}

void put_parameter(JsonWriter& json, const ParameterInfo& info) {
  json.open_object().key("name").value(info.name).key("in").value("query").key("description").value(info.about);
  json.key("schema").open_object();
  if (info.kind == ParameterInfo::Kind::number) {
    json.key("type").value("integer").key("minimum").value(info.low).key("maximum").value(info.high);
    if (info.usual >= 0) json.key("default").value(info.usual);
  } else {
    json.key("type").value("string");
  }
  if (info.kind == ParameterInfo::Kind::choice) {
    json.key("enum").open_list();
    for (const std::string& choice : choices_of(info))
      if (!choice.empty()) json.value(choice);
    json.close_list();
    if (const std::string usual = choices_of(info).front(); !usual.empty()) json.key("default").value(usual);
  }
  json.close_object().close_object();
}

void put_operation(JsonWriter& json, const Route& route) {
  json.open_object().key("summary").value(route.about);
  const std::string path = route.path;
  if (!route.parameters.empty() || path.find('{') != path.npos) {
    json.key("parameters").open_list();
    if (path.find('{') != path.npos)
      json.open_object()
          .key("name")
          .value("id")
          .key("in")
          .value("path")
          .key("required")
          .value(true)
          .key("schema")
          .open_object()
          .key("type")
          .value("string")
          .key("minLength")
          .value(int64_t{1})
          .close_object()
          .close_object();
    for (const ParameterInfo& info : route.parameters) put_parameter(json, info);
    json.close_list();
  }
  if (*route.body) {
    json.key("requestBody").open_object().key("required").value(true);
    put_reference(json, "application/json", route.body);
    json.close_object();
  }
  if (route.change)
    json.key("security").open_list().open_object().key("token").open_list().close_list().close_object().close_list();
  const bool made = std::string_view(route.method) == "POST" && route.change;
  json.key("responses").open_object().key(made ? "201" : "200").open_object();
  json.key("description").value(route.about);
  json.key("content").open_object();
  const bool text = !*route.answer;
  json.key(text ? "text/plain" : "application/json").open_object().key("schema").open_object();
  if (text)
    json.key("type").value("string");
  else
    json.key("$ref").value("#/components/schemas/" + std::string(route.answer));
  json.close_object().close_object();
  if (*route.rows)
    for (const char* type : {"text/csv", "application/x-ndjson"})
      if (std::string_view(type) == "text/csv" || std::string_view(route.rows) == "records")
        json.key(type)
            .open_object()
            .key("schema")
            .open_object()
            .key("type")
            .value("string")
            .close_object()
            .close_object();
  json.close_object().close_object();
  if (route.cached) json.key("304").open_object().key("description").value("as If-None-Match says").close_object();
  json.key("default").open_object().key("description").value("What went wrong, and what to do");
  put_reference(json, "application/problem+json", "Problem");
  json.close_object().close_object().close_object();
}

}  // namespace

std::string openapi_document() {
  JsonWriter json;
  json.open_object().key("openapi").value("3.1.0").key("info").open_object();
  json.key("title").value("Kronika").key("version").value(KRONIKA_VERSION);
  json.key("description")
      .value(
          "The chronicle of a store: who did what to whom, when, where, how surely, on whose "
          "word. docs/serve.md tells more.");
  json.key("license")
      .open_object()
      .key("name")
      .value("Apache-2.0")
      .key("identifier")
      .value("Apache-2.0")
      .close_object();
  json.close_object().key("paths").open_object();
  std::string open_path;
  for (const Route& route : routes()) {
    // Methods of one path stand one after the other in the table, but for those of articles.
    if (open_path.find(std::string("|") + route.path + "|") != std::string::npos) continue;
    open_path += std::string("|") + route.path + "|";
    json.key(route.path).open_object();
    for (const Route& same : routes()) {
      if (std::string_view(same.path) != route.path) continue;
      json.key(std::string_view(same.method) == "GET" ? "get" : "post");
      put_operation(json, same);
    }
    json.close_object();
  }
  json.close_object().key("components").open_object();
  json.key("securitySchemes").open_object().key("token").open_object().key("type").value("http");
  json.key("scheme").value("bearer").key("description");
  json.value("printed when the server starts; reading from this machine needs none").close_object().close_object();
  json.key("schemas").open_object().key("Record").open_object();
  put_object(json, "");
  json.close_object().key("Report").open_object();
  put_object(json, "", true);
  json.close_object();
  return json.take() + "," + kAnswerSchemas + "}}}";
}

}  // namespace kronika
