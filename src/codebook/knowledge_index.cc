// KnowledgeLoader::finish: from checked rows to what is looked up.
#include <algorithm>

#include "codebook/fold.h"
#include "codebook/knowledge_tables.h"

namespace kronika {
namespace {

using Sense = KnowledgeTables::Sense;

void add_name(KnowledgeTables& tables, std::string_view name, NameSense::Kind kind, uint32_t index,
              bool short_form = false) {
  const std::string key = fold_name(name);
  if (key.empty()) return;
  const LetterCase letters = letter_case(name);
  Sense sense{kind, index, short_form, false, letters.upper > 0};
  // Dots already tell "U.S." from "us".
  sense.upper_only = letters.lower == 0 && letters.upper <= 3 && name.find('.') == std::string_view::npos;
  std::vector<Sense>& senses = tables.names[key];
  for (Sense& known : senses) {
    if (known.kind != kind || known.index != index) continue;
    known.short_form = known.short_form && short_form;
    known.upper_only = known.upper_only && sense.upper_only;
    known.needs_capital = known.needs_capital && sense.needs_capital;
    return;
  }
  senses.push_back(sense);
  const size_t space = key.find(' ');
  const auto words = static_cast<uint32_t>(std::count(key.begin(), key.end(), ' ') + 1);
  uint32_t& longest = tables.longest_by_first_word[key.substr(0, space)];
  longest = std::max(longest, words);
}

// The lemma of a plural within a phrase ("rights" in "human rights group"), as a tagger gives it.
std::string singular(const std::string& word) {
  const auto ends = [&](std::string_view end) { return word.size() > end.size() + 1 && word.ends_with(end); };
  if (ends("ies") && word.size() > 5) return word.substr(0, word.size() - 3) + "y";
  if (ends("s") && !ends("ss") && !ends("us") && !ends("is") && !ends("'s")) return word.substr(0, word.size() - 1);
  return word;
}

std::string singular_words(const std::string& phrase) {
  std::string out;
  for (const std::string_view word : split_cell(phrase, ' '))
    out += (out.empty() ? "" : " ") + singular(std::string(word));
  return out;
}

}  // namespace

std::string holder_key(std::string_view country, std::string_view office_kind) {
  return std::string(country) + ' ' + std::string(office_kind);
}

KnowledgeTables KnowledgeLoader::finish() && {
  KnowledgeTables tables;
  tables.names.reserve(entities_.size() * 4);
  for (auto& [code, row] : countries_) {
    const auto index = static_cast<uint32_t>(tables.countries.size());
    tables.country_by_code.emplace(code, index);
    for (const std::string& name : row.names) add_name(tables, name, NameSense::Kind::country, index);
    for (const std::string& name : row.demonyms) add_name(tables, name, NameSense::Kind::demonym, index);
    for (const std::string& name : row.capitals) add_name(tables, name, NameSense::Kind::capital, index);
    tables.countries.push_back(std::move(row.country));
  }
  for (auto& [key, sectors] : metonyms_) {
    const auto index = static_cast<uint32_t>(tables.metonyms.size());
    add_name(tables, key.second, NameSense::Kind::metonym, index);
    tables.metonyms.push_back({key.first, std::move(sectors)});
  }
  tables.entities.reserve(entities_.size());
  for (auto& [id, row] : entities_) {
    const auto index = static_cast<uint32_t>(tables.entities.size());
    Entity& entity = row.entity;
    std::stable_sort(entity.offices.begin(), entity.offices.end(),
                     [](const Office& a, const Office& b) { return a.from < b.from; });
    entity.surname_alone = !row.short_names.empty();
    tables.entity_by_id.emplace(id, index);
    for (const std::string& name : row.names) add_name(tables, name, NameSense::Kind::entity, index);
    for (const std::string& name : row.short_names) add_name(tables, name, NameSense::Kind::entity, index, true);
    for (uint32_t i = 0; entity.kind == EntityKind::person && i < entity.offices.size(); ++i) {
      const Office& office = entity.offices[i];
      // Who governs a partly recognised region is coded under the state that claims it, but does not govern
      // that state.
      const bool breakaway = std::find(office.sectors.begin(), office.sectors.end(), "PRE") != office.sectors.end();
      if (office.kind != "other" && !breakaway)
        tables.holders[holder_key(office.country, office.kind)].push_back({index, i});
    }
    tables.entities.push_back(std::move(entity));
  }
  for (const auto& [phrase, role] : roles_) tables.roles.insert_or_assign(fold_name(phrase), role);
  // The forms a tagger makes of plurals, where they are no phrases themselves.
  for (const auto& [phrase, role] : roles_) tables.roles.try_emplace(singular_words(fold_name(phrase)), role);
  tables.name_words = std::move(name_words_);
  return tables;
}

}  // namespace kronika
