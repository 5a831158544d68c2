#include "export/export_writer.h"

#include <utility>

#include "export/writers.h"

namespace kronika {
namespace {

struct Form {
  const char* name;
  std::unique_ptr<RecordWriter> (*make)(const CoderInfo& info, Codes codes);
};

constexpr Form kForms[] = {
    {"plover-json", [](const CoderInfo& info, Codes codes) { return make_plover_json_writer(info, std::move(codes)); }},
    {"gdelt", [](const CoderInfo&, Codes codes) { return make_gdelt_event_writer(std::move(codes)); }},
    {"gdelt-mentions", [](const CoderInfo&, Codes codes) { return make_gdelt_mention_writer(std::move(codes)); }},
    {"icews", [](const CoderInfo&, Codes codes) { return make_icews_writer(std::move(codes)); }},
    {"polecat", [](const CoderInfo& info, Codes codes) { return make_polecat_writer(info, std::move(codes)); }},
    {"graphml",
     [](const CoderInfo&, Codes codes) { return make_network_writer(NetworkForm::graphml, std::move(codes)); }},
    {"gexf", [](const CoderInfo&, Codes codes) { return make_network_writer(NetworkForm::gexf, std::move(codes)); }},
    {"kml", [](const CoderInfo&, Codes) { return make_kml_writer(); }},
    {"geojson", [](const CoderInfo&, Codes) { return make_geojson_writer(); }},
    {"dyads-day", [](const CoderInfo&, Codes codes) { return make_dyad_writer(Period::day, std::move(codes)); }},
    {"dyads-week", [](const CoderInfo&, Codes codes) { return make_dyad_writer(Period::week, std::move(codes)); }},
    {"dyads-month", [](const CoderInfo&, Codes codes) { return make_dyad_writer(Period::month, std::move(codes)); }},
    {"dyads-quarter",
     [](const CoderInfo&, Codes codes) { return make_dyad_writer(Period::quarter, std::move(codes)); }},
    {"dyads-year", [](const CoderInfo&, Codes codes) { return make_dyad_writer(Period::year, std::move(codes)); }},
};

}  // namespace

std::vector<std::string> export_formats() {
  std::vector<std::string> names;
  for (const Form& form : kForms) names.emplace_back(form.name);
  return names;
}

std::unique_ptr<RecordWriter> make_export_writer(const std::string& format, const CoderInfo& info,
                                                 std::shared_ptr<const CountryCodes> codes) {
  for (const Form& form : kForms)
    if (form.name == format) return form.make(info, std::move(codes));
  return nullptr;
}

}  // namespace kronika
