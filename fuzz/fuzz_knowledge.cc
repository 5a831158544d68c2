// The knowledge base's tables and look-ups on any bytes: the first byte says which table, the rest is the
// table's rows.
#include <cstddef>
#include <cstdint>
#include <string>

#include "codebook/fold.h"
#include "codebook/knowledge_tables.h"

using namespace kronika;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string rows(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto table = [](const std::vector<std::string_view>& columns, const std::string& text) {
    std::string header;
    for (const std::string_view column : columns) header += (header.empty() ? "" : "\t") + std::string(column);
    return Table::parse(header + "\n" + text, "fuzz", columns);
  };
  KnowledgeLoader loader;
  const Result<Table> countries =
      table(KnowledgeLoader::kCountryColumns, "BLR\tBelarus\tstate\t\t\tBelarusian\t\tMinsk\t370\t\t\thand\n");
  if (!countries || !loader.add_countries(countries.value())) __builtin_trap();
  Status status = Done{};
  const auto take = [&](const std::vector<std::string_view>& columns, auto add) {
    const Result<Table> read = table(columns, rows);
    status = read ? add(read.value()) : Status(read.error());
  };
  switch (data[0] % 6) {
    case 0:
      take(KnowledgeLoader::kCountryColumns, [&](const Table& t) { return loader.add_countries(t); });
      break;
    case 1:
      take(KnowledgeLoader::kMetonymColumns, [&](const Table& t) { return loader.add_metonyms(t); });
      break;
    case 2:
      take(KnowledgeLoader::kOfficeColumns, [&](const Table& t) { return loader.add_offices(t, true); });
      break;
    case 3:
      take(KnowledgeLoader::kOrganizationColumns, [&](const Table& t) { return loader.add_organizations(t); });
      break;
    case 4:
      take(KnowledgeLoader::kRoleColumns, [&](const Table& t) { return loader.add_roles(t); });
      break;
    default: {
      const std::string key = fold_name(rows);
      // What is folded stays as it is, but for a possessive that hid behind another.
      if (fold_letters(key) != key) __builtin_trap();
      letter_case(rows);
      return 0;
    }
  }
  if (!status) {
    if (status.error().message.empty()) __builtin_trap();
    return 0;
  }
  std::move(loader).finish();
  return 0;
}
