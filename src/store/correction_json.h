// A correction as JSON, as `correct --log` prints it and the API gives it.
#pragma once

#include "kronika/store.h"
#include "port/json.h"

namespace kronika {

void put_correction(JsonWriter& json, const CorrectionNote& note);

}  // namespace kronika
