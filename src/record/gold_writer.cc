// Reviewed records as gold: a document a line with its text and its events, as kronika score and the trainers read it.
#include "base/calendar.h"
#include "base/utf8.h"
#include "port/json.h"
#include "record/flat.h"
#include "record/writers.h"
#include "text/private_text.h"

namespace kronika {
namespace {

// Private names stand in the text too, so the text is the one with roles in brackets, and offsets count in that.
class GoldWriter : public RecordWriter {
 public:
  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    JsonWriter json;
    const auto shown = [&](Span span) { return public_text(article, coded.private_names, span).text; };
    json.open_object().key("id").value(article.id());
    if (!article.title().empty()) json.key("title").value(publisher.heading());
    if (article.published()) json.key("published").value(format_day(*article.published()));
    const uint32_t start = article.text_start();
    json.key("text").value(shown({start, static_cast<uint32_t>(article.buffer().size())}));
    const auto place = [&](uint32_t byte) { return static_cast<int64_t>(count_code_points(shown({start, byte}))); };
    size_t events = 0;
    for (const bool rejected : {false, true}) {
      json.key(rejected ? "rejected" : "events").open_list();
      for (size_t i = 0; i < coded.records.size(); ++i) {
        const std::string status = i < coded.kept.size() ? coded.kept[i].status : "";
        // Nobody has looked at it, or it is told in the title, in which gold has no offsets.
        if (status.empty() || (status == "rejected") != rejected) continue;
        if (article.field_of(coded.records[i].words) == Field::title) continue;
        ++events;
        const PublicRecord record = publisher.publish(coded.records[i]);
        json.open_object();
        write(json, record);
        json.key("start").value(place(record.record->words.start)).key("end").value(place(record.record->words.end));
        json.close_object();
      }
      json.close_list();
    }
    json.close_object();
    return events ? json.take() + "\n" : "";
  }

 private:
  static void text_or_null(JsonWriter& json, std::string_view key, const std::string& text) {
    json.key(key);
    if (text.empty())
      json.null();
    else
      json.value(text);
  }
  static void codes(JsonWriter& json, std::string_view key, const std::vector<PublicParty>& parties) {
    json.key(key).open_list();
    for (const PublicParty& party : parties) json.value(party.party->code);
    json.close_list();
  }

  static void write(JsonWriter& json, const PublicRecord& shown) {
    const Record& record = *shown.record;
    json.key("event").value(record.event);
    text_or_null(json, "mode", record.mode.empty() ? "" : record.mode.front());
    json.key("context").open_list();
    for (const std::string& context : record.context) json.value(context);
    json.close_list();
    codes(json, "actor", shown.actor);
    codes(json, "recipient", shown.recipient);
    json.key("anchor").value(shown.words.text);
    std::string date;
    if (record.date) {
      date = format_day(record.date->start);
      if (record.date->end != record.date->start) date += "/" + format_day(record.date->end);
    }
    text_or_null(json, "date", date);
    text_or_null(json, "place", record.place ? record.place->name + ", " + record.place->country : "");
    json.key("factuality").value(factuality_name(record.factuality));
    text_or_null(json, "attribution", shown.attribution ? shown.attribution->text : "");
    json.key("mentions").open_list();
    for (const PublicWords& mention : shown.mentions) json.value(mention.text);
    json.close_list().key("required").value(true);
  }
};

}  // namespace

std::unique_ptr<RecordWriter> make_gold_writer() { return std::make_unique<GoldWriter>(); }

}  // namespace kronika
