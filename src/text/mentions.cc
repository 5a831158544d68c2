#include "text/mentions.h"

namespace kronika {

std::string_view name_type_name(NameType type) {
  constexpr std::string_view kNames[] = {"person",   "organization", "place",  "group", "event",
                                         "facility", "date",         "number", "other"};
  return kNames[static_cast<size_t>(type)];
}

std::string_view mention_form_name(MentionForm form) {
  constexpr std::string_view kNames[] = {"name", "description", "pronoun"};
  return kNames[static_cast<size_t>(form)];
}

}  // namespace kronika
