// A filter as text, taken apart into the conditions that must all hold: for views that do not narrow themselves by what
// is chosen on them. Nothing is checked here; what a condition means only parse_filter() knows. web/src/filter.ts does
// the same for the page.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace kronika {

// "a:1 not b:2 (c:3 or d:4)" gives "a:1", "not b:2", "(c:3 or d:4)". One with "or" outside of brackets is one
// condition.
std::vector<std::string> filter_parts(std::string_view filter);

// The field that a condition asks of; empty for brackets and denials.
std::string field_of_part(std::string_view part);

// The filter without its conditions on these fields.
std::string filter_without(std::string_view filter, std::initializer_list<std::string_view> fields);

// How many values the filter names for a field: actor:RUS,UKR names two.
size_t values_in_filter(std::string_view filter, std::string_view field);

}  // namespace kronika
