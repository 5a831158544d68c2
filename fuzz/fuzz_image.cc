// Compiled tables of any bytes: look-ups in them stay within them. The first byte says which table; the rest is the
// image, whose checksum is not asked for, as no random bytes would have it.
#include <cstddef>
#include <cstdint>
#include <string>

#include "codebook/knowledge_image.h"
#include "stage/place/gazetteer.h"

using namespace kronika;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (Image::own(bytes, ImageKind::places, 0)) return 0;
  std::optional<Image> image = Image::own_unchecked(bytes);
  if (!image) return 0;
  const std::string_view end = bytes.substr(bytes.size() - std::min<size_t>(bytes.size(), 8));
  const std::string_view names[] = {"minsk", "a", "usa head_of_state", end};
  if (data[0] % 2 == 0) {
    const Gazetteer gazetteer(std::move(*image));
    for (const std::string_view name : names)
      for (const Gazetteer::Sense& sense : gazetteer.senses(name))
        if (gazetteer.place(sense.place).name.size() > size) __builtin_trap();
    return 0;
  }
  const KnowledgeImage knowledge(std::move(*image));
  for (const std::string_view name : names) {
    for (const KnowledgeImage::SenseRow& row : knowledge.senses(name)) {
      const KnowledgeTables::Sense sense = row.read();
      knowledge.country_at(sense.index);
      knowledge.metonym_at(sense.index);
    }
    for (const KnowledgeImage::HolderRow& row : knowledge.holders(name)) knowledge.entity_at(row.entity);
    knowledge.longest_from(name);
    knowledge.country(name);
    knowledge.entity(name);
    knowledge.role(name);
    knowledge.name_word(name);
  }
  for (size_t i = 0; i < 4; ++i) knowledge.entity_at(i);
  return 0;
}
