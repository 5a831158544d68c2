// The parameters of a request's query: described once, for the checks and for the OpenAPI document.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "port/http.h"

namespace kronika {

struct ParameterInfo {
  const char* name;
  const char* about;
  enum class Kind { text, number, choice } kind = Kind::text;
  const char* choices = "";   // of a choice, parted by commas; the first is the default, unless there is none
  int64_t low = 0, high = 0;  // of a number, both inclusive
  int64_t usual = 0;          // of a number: the default; -1: none
};

class Parameters {
 public:
  // Checks what a query holds against what is known; gives the problem, if there is one.
  static std::optional<HttpResponse> read(const std::vector<std::pair<std::string, std::string>>& query,
                                          const std::vector<ParameterInfo>& known, Parameters& out);

  // The default where it was not given; empty, -1 where there is none.
  const std::string& text(const std::string& name) const;
  int64_t number(const std::string& name) const;
  bool given(const std::string& name) const { return given_.contains(name); }

 private:
  std::map<std::string, std::string> texts_;
  std::map<std::string, int64_t> numbers_;
  std::map<std::string, bool> given_;
};

// The values of a choice.
std::vector<std::string> choices_of(const ParameterInfo& info);

}  // namespace kronika
