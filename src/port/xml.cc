#include "port/xml.h"

#include <pugixml.hpp>

#include "base/utf8.h"

namespace kronika {
namespace {

struct StringWriter : pugi::xml_writer {
  std::string out;
  void write(const void* data, size_t size) override { out.append(static_cast<const char*>(data), size); }
};

bool is_text(const pugi::xml_node& node) { return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata; }

// "&#xD800;" becomes bytes that are no UTF-8.
std::string valid(std::string_view text) {
  std::string out;
  for (auto bad = find_invalid_utf8(text); bad; bad = find_invalid_utf8(text)) {
    out.append(text.substr(0, *bad)).append("\uFFFD");
    size_t end = *bad + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    text.remove_prefix(end);
  }
  return out.append(text);
}

}  // namespace

Result<std::vector<XmlElement>> read_xml_children(std::string_view piece) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(
      piece.data(), piece.size(), pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
  if (!parsed)
    return Error{ErrorKind::invalid,
                 "not well-formed at byte " + std::to_string(parsed.offset) + ": " + parsed.description()};
  std::vector<XmlElement> elements;
  for (const pugi::xml_node node : document.document_element().children()) {
    if (node.type() != pugi::node_element) continue;
    XmlElement element;
    element.name = valid(node.name());
    for (const pugi::xml_attribute attribute : node.attributes())
      element.attributes.emplace(valid(attribute.name()), valid(attribute.value()));
    bool holds_elements = false;
    for (const pugi::xml_node child : node.children()) {
      if (is_text(child)) element.text += child.value();
      holds_elements |= child.type() == pugi::node_element;
    }
    element.text = valid(element.text);
    if (holds_elements) {
      StringWriter writer;
      for (const pugi::xml_node child : node.children()) child.print(writer, "", pugi::format_raw, pugi::encoding_utf8);
      element.markup = valid(writer.out);
    }
    elements.push_back(std::move(element));
  }
  return elements;
}

}  // namespace kronika
