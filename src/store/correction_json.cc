#include "store/correction_json.h"

namespace kronika {

void put_correction(JsonWriter& json, const CorrectionNote& note) {
  json.open_object().key("record").value(note.record).key("action").value(note.action);
  if (note.action == "set")
    json.key("field").value(note.field).key("was").value(note.was).key("value").value(note.value);
  if (!note.other.empty()) json.key("other").value(note.other);
  json.key("by").value(note.by).key("why").value(note.why).key("at").value(note.at).key("stands").value(note.stands);
  if (note.lost) json.key("lost").value(true);
  json.close_object();
}

}  // namespace kronika
