// PLOVER's own JSON, one record a line: the field names of the manual's tables 6.1 to 6.6.
#include "base/calendar.h"
#include "export/export_form.h"
#include "export/writers.h"
#include "port/json.h"

namespace kronika {
namespace {

void strings(JsonWriter& json, std::string_view key, const std::vector<std::string>& list) {
  json.key(key).open_list();
  for (const std::string& item : list) json.value(item);
  json.close_list();
}

void entities(JsonWriter& json, std::string_view key, const std::vector<PublicParty>& side) {
  json.key(key).open_list();
  for (const PublicParty& party : side) {
    const Party& p = *party.party;
    json.open_object().key("code").value(p.country.empty() ? std::string_view("---") : p.country);
    strings(json, "sector", p.sectors);
    json.key("entity_text").value(party.words.text);
    if (const std::string id = entity_id(party); !id.empty())
      json.key("identifier_id").value(id).key("identifier_text").value(entity_name(party));
    if (!p.role.empty()) json.key("office").value(p.role);
    json.close_object();
  }
  json.close_list();
}

class PloverJsonWriter : public RecordWriter {
 public:
  PloverJsonWriter(const CoderInfo& info, Codes codes) : info_(info), codes_(std::move(codes)) {}

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    const std::string address = public_address(article, coded.private_names);
    const CoderInfo& info = coded.coder ? *coded.coder : info_;
    std::string lines;
    for (const Record& record : coded.records) lines += line(article, address, publisher.publish(record), info) + "\n";
    return lines;
  }

 private:
  std::string line(const Article& article, const std::string& address, const PublicRecord& shown,
                   const CoderInfo& info) const {
    const Record& record = *shown.record;
    JsonWriter json;
    json.open_object().key("id").value(shown.id);
    if (record.date)
      json.key("date").value(format_day(record.date->start)).key("enddate").value(format_day(record.date->end));
    entities(json, "actor", shown.actor);
    entities(json, "recipient", shown.recipient);
    strings(json, "event", {record.event});
    strings(json, "mode", record.mode);
    strings(json, "context", record.context);
    strings(json, "event_text", {shown.words.text});
    if (record.place) place(json, record, shown);
    json.key("quad_code").value(int64_t{record.quad}).key("event_scale").value(record.score);
    json.key("factuality").value(factuality_name(record.factuality));
    json.key("text_info").open_object().key("sequence").value(int64_t{record.sentence_index});
    if (shown.in_title) json.key("field").value("title");
    json.key("start").value(int64_t{shown.sentence.start}).key("end").value(int64_t{shown.sentence.end}).close_object();
    json.key("cite_info").open_object().key("citation").value(article.id());
    if (!article.url().empty()) json.key("url").value(address);
    json.key("language").value("en");
    if (!article.publisher().empty()) json.key("publication").value(article.publisher());
    if (article.published()) json.key("published").value(format_day(*article.published()));
    json.key("coder").value("Kronika " + info.version + ", model " + info.model);
    json.key("codebook").value(info.codebook).close_object();
    return json.close_object().take();
  }

  void place(JsonWriter& json, const Record& record, const PublicRecord& shown) const {
    const PlaceParts parts = place_parts(record, *codes_);
    json.key("event_loc").open_object();
    if (shown.place) json.key("extracted_place").value(shown.place->text);
    json.key("resolved_place").value(record.place->name);
    if (record.place->geonames) json.key("geonameid").value(*record.place->geonames);
    if (record.place->latitude) json.key("lat").value(*record.place->latitude);
    if (record.place->longitude) json.key("lon").value(*record.place->longitude);
    if (!parts.city.empty()) json.key("city").value(parts.city);
    if (!parts.province.empty()) json.key("province").value(parts.province);
    if (!parts.country.empty()) json.key("country").value(parts.country);
    json.key("country_code").value(record.place->country);
    const std::string& precision = record.place->precision;
    const int resolution = precision == "site" ? 5 : precision == "city" ? 4 : precision == "admin" ? 2 : 1;
    json.key("resolution").value(int64_t{resolution}).close_object();
  }

  CoderInfo info_;
  Codes codes_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_plover_json_writer(const CoderInfo& info, Codes codes) {
  return std::make_unique<PloverJsonWriter>(info, std::move(codes));
}

}  // namespace kronika
