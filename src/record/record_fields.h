// The fields of a record's JSON form, in a table: what schemas are made of, and what the writer is tested against.
#pragma once

#include <string>
#include <vector>

namespace kronika {

struct RecordField {
  const char* path;  // "date.start"; "actor[].code": of each item of a list
  const char* type;  // string, integer, number, boolean, day; "[string]": a list of them; "{}": an object, whose fields
                     // have their own rows; "[{}]": a list of such
  bool always;       // it is there wherever the object is that it belongs to
  const char* about;
};

// In the order in which they are written. docs/record.md tells them in full.
const std::vector<RecordField>& record_fields();

}  // namespace kronika
