// GeoJSON (RFC 7946): a point for each record that has coordinates, its other columns as properties.
#include <atomic>

#include "export/export_form.h"
#include "export/writers.h"
#include "port/json.h"
#include "record/flat.h"

namespace kronika {
namespace {

bool is_a_coordinate(const FlatColumn& column) {
  return std::string_view(column.name) == "latitude" || std::string_view(column.name) == "longitude";
}

class GeojsonWriter : public RecordWriter {
 public:
  std::string header() const override { return "{\"type\":\"FeatureCollection\",\"features\":[\n"; }
  std::string between() const override { return ",\n"; }
  void footer(const Put& put) const override { put("\n]}\n"); }
  std::string left_out() const override {
    return left_out_ == 0 ? "" : std::to_string(left_out_) + " records without coordinates are left out";
  }

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    std::string features;
    for (const Record& record : coded.records) {
      if (!record.place || !record.place->latitude || !record.place->longitude) {
        ++left_out_;
        continue;
      }
      const PublicRecord shown = publisher.publish(record);
      JsonWriter json;
      json.open_object().key("type").value("Feature").key("id").value(shown.id);
      json.key("geometry").open_object().key("type").value("Point").key("coordinates").open_list();
      json.value(*record.place->longitude).value(*record.place->latitude).close_list().close_object();
      json.key("properties").open_object();
      for (const FlatColumn& column : columns())
        if (!is_a_coordinate(column)) json.key(column.name).value(column.value(article, shown));
      features += (features.empty() ? "" : between()) + json.close_object().close_object().take();
    }
    return features;
  }

 private:
  mutable std::atomic<uint64_t> left_out_ = 0;
};

}  // namespace

std::unique_ptr<RecordWriter> make_geojson_writer() { return std::make_unique<GeojsonWriter>(); }

}  // namespace kronika
