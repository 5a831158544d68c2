// XML: the elements of a small piece of it (pugixml behind it). No document type is read and no entity but XML's own.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kronika/result.h"

namespace kronika {

struct XmlElement {
  std::string name;  // as written, with its prefix: "content:encoded"
  std::map<std::string, std::string> attributes;
  std::string text;    // the characters directly inside, CDATA among them, entities resolved
  std::string markup;  // all that is inside, as XML, where there are elements; else empty
};

// The elements directly inside of the one that `piece` is. `piece` must be valid UTF-8. Fails (invalid) with the byte
// at which it is not well-formed. All strings are valid UTF-8: what a reference names that is no character is U+FFFD.
Result<std::vector<XmlElement>> read_xml_children(std::string_view piece);

}  // namespace kronika
