// The text form of each layer: what `kronika show` prints.
#pragma once

#include <string>
#include <vector>

#include "coder/pipeline.h"
#include "port/json.h"

namespace kronika {

// The layers in the order of the pipeline: text, tokens, tree, names, mentions, chains, actors, time, places,
// quotations, events, confidence.
const std::vector<std::string>& layer_names();

// One line an item, columns with tabs between, offsets in code points of the field ("title:0-5" for the title). `tree`
// is CoNLL-U. An unknown layer is a usage error.
Result<std::string> show_layer(const std::string& layer, const Article& article, const Analysis& analysis);

// The layer as a JSON value. `names` is a list of {"field": "title"?, "start", "end", "text", "type"}, the named
// spans; `mentions` a list of {"field": "title"?, "start", "end", "text", "form", "type",
// "head": {"start", "end"}, "name"?: {"start", "end"}}, where `name` is the proper name in the mention; `chains` a list
// of {"mentions": [...]} of the same; `quotations` a list of {"kind": "speech" or "stance", "quoted", "cue",
// "content"}, these two with the keys of a named span, and "holder" (left out where nobody stands with the cue), which
// has "head" besides; offsets in code points of the field. Other layers are their text form in a string.
Status write_layer(const std::string& layer, const Article& article, const Analysis& analysis, JsonWriter& json);

}  // namespace kronika
