#include <cmath>

#include "base/calendar.h"
#include "port/json.h"
#include "record/writers.h"

namespace kronika {
namespace {

class JsonRecordWriter : public RecordWriter {
 public:
  explicit JsonRecordWriter(const CoderInfo& info) : info_(info) {}

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    const CoderInfo& info = coded.coder ? *coded.coder : info_;
    std::string lines;
    for (const Record& record : coded.records) lines += line(article, publisher.publish(record), info) + "\n";
    return lines;
  }

 private:
  static void strings(JsonWriter& json, std::string_view key, const std::vector<std::string>& list) {
    json.key(key).open_list();
    for (const std::string& item : list) json.value(item);
    json.close_list();
  }
  static void offsets(JsonWriter& json, const PublicWords& words) {
    json.key("start").value(int64_t{words.start}).key("end").value(int64_t{words.end});
  }
  // Words that stand in another field than the record's say so.
  static void field(JsonWriter& json, const PublicWords& words, bool record_in_title) {
    if (words.in_title != record_in_title) json.key("field").value(words.in_title ? "title" : "text");
  }

  static void parties(JsonWriter& json, std::string_view key, const std::vector<PublicParty>& list,
                      bool record_in_title) {
    json.key(key).open_list();
    for (const PublicParty& item : list) {
      const Party& party = *item.party;
      json.open_object().key("code").value(party.code);
      if (!party.country.empty()) json.key("country").value(party.country);
      strings(json, "sectors", party.sectors);
      if (!party.entity.empty() && !item.words.withheld) json.key("entity").value(party.entity);
      if (!party.name.empty() && !item.words.withheld) json.key("name").value(party.name);
      if (!party.role.empty()) json.key("role").value(party.role);
      json.key("text").value(item.words.text);
      field(json, item.words, record_in_title);
      offsets(json, item.words);
      json.key("by").value(party.by);
      if (item.words.withheld) json.key("withheld").value(true);
      json.close_object();
    }
    json.close_list();
  }

  static void review(JsonWriter& json, const Kept& kept) {
    json.key("review").open_object().key("status").value(kept.status).key("notes").open_list();
    for (const ReviewNote& note : kept.notes) {
      json.open_object().key("action").value(note.action);
      if (!note.field.empty()) json.key("field").value(note.field).key("was").value(note.was);
      json.key("by").value(note.by).key("why").value(note.why).key("at").value(note.at).close_object();
    }
    json.close_list().close_object();
  }

  static double rounded(double value, double unit) { return std::round(value * unit) / unit; }

  static std::string line(const Article& article, const PublicRecord& shown, const CoderInfo& info) {
    const Record& record = *shown.record;
    JsonWriter json;
    json.open_object().key("id").value(shown.id).key("document").value(article.id());
    if (shown.in_title) json.key("field").value("title");
    json.key("event").value(record.event);
    strings(json, "mode", record.mode);
    strings(json, "context", record.context);
    parties(json, "actor", shown.actor, shown.in_title);
    parties(json, "recipient", shown.recipient, shown.in_title);
    json.key("text").value(shown.words.text);
    offsets(json, shown.words);
    if (shown.words.withheld) json.key("withheld").value(true);
    json.key("sentence").open_object().key("index").value(int64_t{record.sentence_index});
    offsets(json, shown.sentence);
    json.close_object();
    if (!shown.mentions.empty()) {
      json.key("mentions").open_list();
      for (const PublicWords& mention : shown.mentions) {
        json.open_object();
        offsets(json, mention);
        json.close_object();
      }
      json.close_list();
    }
    if (record.date) {
      json.key("date")
          .open_object()
          .key("start")
          .value(format_day(record.date->start))
          .key("end")
          .value(format_day(record.date->end));
      if (shown.date) json.key("text").value(shown.date->text);
      json.key("by").value(record.date->by).close_object();
    }
    if (record.place) {
      const PlaceRef& place = *record.place;
      json.key("place").open_object().key("name").value(place.name).key("country").value(place.country);
      if (!place.admin1.empty()) json.key("admin1").value(place.admin1);
      if (place.latitude) json.key("latitude").value(*place.latitude);
      if (place.longitude) json.key("longitude").value(*place.longitude);
      if (place.geonames) json.key("geonames").value(*place.geonames);
      json.key("precision").value(place.precision).close_object();
    }
    json.key("factuality").value(factuality_name(record.factuality));
    if (record.attribution) {
      json.key("attribution").open_object().key("text").value(shown.attribution->text);
      if (!record.attribution->code.empty()) json.key("code").value(record.attribution->code);
      json.key("cue").value(shown.cue->text).key("quoted").value(record.attribution->quoted);
      field(json, *shown.attribution, shown.in_title);
      offsets(json, *shown.attribution);
      if (shown.attribution->withheld) json.key("withheld").value(true);
      json.close_object();
    }
    json.key("cameo").value(record.cameo).key("quad").value(int64_t{record.quad}).key("score").value(record.score);
    json.key("confidence").value(rounded(record.confidence, 1000));
    json.key("why").open_list();
    for (const PublicRecord::Why& why : shown.why) {
      json.open_object()
          .key("field")
          .value(why.reason->field)
          .key("rule")
          .value(why.reason->rule)
          .key("words")
          .open_list();
      for (const PublicWords& words : why.words)
        if (words.in_title == shown.in_title)
          json.open_list().value(int64_t{words.start}).value(int64_t{words.end}).close_list();
      json.close_list().close_object();
    }
    json.close_list();
    json.key("coder")
        .open_object()
        .key("version")
        .value(info.version)
        .key("codebook")
        .value(info.codebook)
        .key("model")
        .value(info.model)
        .close_object();
    if (shown.kept && !shown.kept->status.empty()) review(json, *shown.kept);
    json.close_object();
    return json.take();
  }

  CoderInfo info_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_json_writer(const CoderInfo& info) {
  return std::make_unique<JsonRecordWriter>(info);
}

}  // namespace kronika
