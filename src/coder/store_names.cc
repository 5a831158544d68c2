#include "coder/store_names.h"

namespace kronika {

StoreNames store_names(const Pipeline& pipeline) {
  StoreNames names;
  for (const auto& category : pipeline.codebook().categories()) {
    names.events.push_back(category->name);
    names.codes.push_back({category->name, "", category->cameo + "0", category->quad, category->score});
    for (const auto& [mode, codes] : category->modes) {
      names.modes.push_back(mode);
      names.codes.push_back({category->name, mode, codes.cameo.empty() ? category->cameo + "0" : codes.cameo,
                             category->quad, codes.score});
    }
  }
  names.contexts = pipeline.codebook().contexts();
  names.sectors = {"AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "ETH", "GOV", "HRI", "JRN",
                   "JUD", "LAB", "LEG", "MED", "MIL", "MNC", "NGM", "NGO", "OPP", "PRE", "PRM",
                   "PTY", "REB", "REF", "REL", "SEP", "SOC", "SPY", "UAF", "UNK"};
  names.countries = {"EUR", "IGO", "IMG", "ISM", "MNC", "NGO", "UNO"};
  std::string code = "AAA";
  for (code[0] = 'A'; code[0] <= 'Z'; ++code[0])
    for (code[1] = 'A'; code[1] <= 'Z'; ++code[1])
      for (code[2] = 'A'; code[2] <= 'Z'; ++code[2])
        if (pipeline.knowledge().country(code)) names.countries.push_back(code);
  return names;
}

}  // namespace kronika
