// Records in the forms of other event data sets, of maps and of networks; docs/formats.md says which column holds what.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "export/country_codes.h"
#include "kronika/coder.h"
#include "kronika/result.h"
#include "record/record_writer.h"

namespace kronika {

// plover-json, gdelt, gdelt-mentions, icews, polecat, graphml, gexf, kml, geojson, dyads-day, -week, -month, -quarter,
// -year.
std::vector<std::string> export_formats();

// Null for a format that is not one of those. The writer keeps the codes.
std::unique_ptr<RecordWriter> make_export_writer(const std::string& format, const CoderInfo& info,
                                                 std::shared_ptr<const CountryCodes> codes);

}  // namespace kronika
