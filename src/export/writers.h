// The forms that make_export_writer chooses from.
#pragma once

#include <memory>

#include "export/country_codes.h"
#include "record/record_writer.h"

namespace kronika {

using Codes = std::shared_ptr<const CountryCodes>;

std::unique_ptr<RecordWriter> make_plover_json_writer(const CoderInfo& info, Codes codes);
std::unique_ptr<RecordWriter> make_gdelt_event_writer(Codes codes);
std::unique_ptr<RecordWriter> make_gdelt_mention_writer(Codes codes);
std::unique_ptr<RecordWriter> make_icews_writer(Codes codes);
std::unique_ptr<RecordWriter> make_polecat_writer(const CoderInfo& info, Codes codes);
std::unique_ptr<RecordWriter> make_geojson_writer();
std::unique_ptr<RecordWriter> make_kml_writer();
enum class NetworkForm { graphml, gexf };
std::unique_ptr<RecordWriter> make_network_writer(NetworkForm form, Codes codes);
enum class Period { day, week, month, quarter, year };
std::unique_ptr<RecordWriter> make_dyad_writer(Period period, Codes codes);

}  // namespace kronika
