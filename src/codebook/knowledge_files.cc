// KnowledgeLoader on the files of data/actors.
#include <filesystem>

#include "codebook/knowledge_tables.h"

namespace kronika {

std::vector<std::string> KnowledgeLoader::files(const std::string& folder) {
  std::vector<std::string> files;
  for (const char* name : {"/countries", "/metonyms", "/offices", "/organizations", "/roles", "/name_words"})
    for (const char* end : {".tsv", "_hand.tsv"}) files.push_back(folder + name + end);
  return files;
}

Result<KnowledgeTables> KnowledgeLoader::load(const std::string& folder) {
  KnowledgeLoader loader;
  const auto add = [&](const std::string& name, const std::vector<std::string_view>& columns, auto take) -> Status {
    for (const bool by_hand : {false, true}) {
      const std::string path = folder + "/" + name + (by_hand ? "_hand.tsv" : ".tsv");
      std::error_code ignored;
      if ((by_hand || columns == kNameWordColumns) && !std::filesystem::exists(path, ignored)) continue;
      const Result<Table> table = Table::read(path, columns);
      if (!table) return table.error();
      if (const Status taken = take(table.value(), by_hand); !taken) return taken;
    }
    return Done{};
  };
  Status status = add("countries", kCountryColumns, [&](const Table& t, bool) { return loader.add_countries(t); });
  if (status) status = add("metonyms", kMetonymColumns, [&](const Table& t, bool) { return loader.add_metonyms(t); });
  if (status)
    status = add("offices", kOfficeColumns, [&](const Table& t, bool hand) { return loader.add_offices(t, hand); });
  if (status)
    status =
        add("organizations", kOrganizationColumns, [&](const Table& t, bool) { return loader.add_organizations(t); });
  if (status) status = add("roles", kRoleColumns, [&](const Table& t, bool) { return loader.add_roles(t); });
  if (status)
    status = add("name_words", kNameWordColumns, [&](const Table& t, bool) { return loader.add_name_words(t); });
  if (!status) return status.error();
  return std::move(loader).finish();
}

}  // namespace kronika
