// A line of `kronika relate`: a text with two marked parties.
#pragma once

#include <string>
#include <string_view>

#include "kronika/coder.h"
#include "kronika/result.h"

namespace kronika {

// {"id", "text", "source": [{"start", "end"}], "target": [...]}, offsets in code points of `text`; other fields are
// passed over. A side that is missing or null, and spans without offsets, mark nothing. Fails (invalid) with the byte
// on what is no JSON object, with the field on a text that is not there and on offsets that lie outside it.
Result<MarkedText> read_marked_text(std::string_view line);

}  // namespace kronika
