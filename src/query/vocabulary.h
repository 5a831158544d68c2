// The names that a filter may use, and the nearest one to a name that is none.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "kronika/result.h"

namespace kronika {

// Names by kind: event, mode, context, sector, country, entity, publisher, admin, place.
class Vocabulary {
 public:
  virtual ~Vocabulary() = default;
  // The name as it is written, which `given` may write in other case; empty: there is none such.
  virtual std::string find(std::string_view kind, std::string_view given) const = 0;
  virtual std::set<std::string> all(std::string_view kind) const = 0;
};

// One that is known beforehand.
class FixedVocabulary : public Vocabulary {
 public:
  explicit FixedVocabulary(std::map<std::string, std::set<std::string>, std::less<>> names)
      : names_(std::move(names)) {}
  std::string find(std::string_view kind, std::string_view given) const override;
  std::set<std::string> all(std::string_view kind) const override;

 private:
  std::map<std::string, std::set<std::string>, std::less<>> names_;
};

// "no category PROTESTS; did you mean PROTEST?"; without a near name it lists them all, if they are few. `called` is
// what people call the kind.
Error unknown_name(std::string_view called, std::string_view given, const std::set<std::string>& known);

// The smallest number of letters put in, taken out, changed or swapped with the next that makes one word the other;
// case does not count.
size_t edit_distance(std::string_view one, std::string_view other);

}  // namespace kronika
