// KML 2.2 (OGC 07-147r2): a placemark for each record that has coordinates.
#include <atomic>

#include "base/calendar.h"
#include "export/export_form.h"
#include "export/writers.h"
#include "record/flat.h"

namespace kronika {
namespace {

class KmlWriter : public RecordWriter {
 public:
  std::string header() const override {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>"
           "<name>Kronika</name>\n";
  }
  void footer(const Put& put) const override { put("</Document></kml>\n"); }
  std::string left_out() const override {
    return left_out_ == 0 ? "" : std::to_string(left_out_) + " records without coordinates are left out";
  }

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    std::string marks;
    for (const Record& record : coded.records) {
      if (!record.place || !record.place->latitude || !record.place->longitude) {
        ++left_out_;
        continue;
      }
      const PublicRecord shown = publisher.publish(record);
      std::string name = record.event;
      for (const std::string& mode : record.mode) name += "/" + mode;
      if (!shown.actor.empty()) name += ": " + codes_of(shown.actor);
      if (!shown.recipient.empty()) name += " → " + codes_of(shown.recipient);
      marks +=
          "<Placemark><name>" + xml_text(name) + "</name><description>" + xml_text(shown.words.text) + "</description>";
      if (record.date)
        marks += "<TimeSpan><begin>" + format_day(record.date->start) + "</begin><end>" + format_day(record.date->end) +
                 "</end></TimeSpan>";
      marks += "<ExtendedData>";
      for (const FlatColumn& column : columns())
        if (const std::string value = column.value(article, shown); !value.empty())
          marks += std::string("<Data name=\"") + column.name + "\"><value>" + xml_text(value) + "</value></Data>";
      marks += "</ExtendedData><Point><coordinates>" + degrees(*record.place->longitude) + "," +
               degrees(*record.place->latitude) + "</coordinates></Point></Placemark>\n";
    }
    return marks;
  }

 private:
  mutable std::atomic<uint64_t> left_out_ = 0;
};

}  // namespace

std::unique_ptr<RecordWriter> make_kml_writer() { return std::make_unique<KmlWriter>(); }

}  // namespace kronika
