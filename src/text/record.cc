#include "kronika/record.h"

namespace kronika {

std::string_view factuality_name(Factuality factuality) {
  constexpr std::string_view kNames[] = {"asserted", "negated", "future", "hypothetical", "historical"};
  return kNames[static_cast<size_t>(factuality)];
}

}  // namespace kronika
