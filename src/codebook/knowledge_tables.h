// What KnowledgeBase holds, and how the tables of data/actors become it. For this folder, its tests and fuzz
// targets.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "codebook/knowledge.h"
#include "codebook/table.h"
#include "kronika/article.h"

namespace kronika {

struct KnowledgeTables {
  struct Sense {
    NameSense::Kind kind = NameSense::Kind::country;
    uint32_t index = 0;  // into countries, entities or metonyms
    bool short_form = false;
    bool upper_only = false;     // an acronym of up to three letters
    bool needs_capital = false;  // written with a capital; no match for text without any
  };
  struct Metonym {
    std::string country;  // may be an international organization's code, which is no Country
    std::vector<std::string> sectors;
  };
  struct Holder {
    uint32_t entity = 0, office = 0;
  };

  std::vector<Country> countries;
  std::vector<Metonym> metonyms;
  std::vector<Entity> entities;
  std::unordered_map<std::string, uint32_t> country_by_code, entity_by_id;
  std::unordered_map<std::string, std::vector<Sense>> names;        // by fold_name
  std::unordered_map<std::string, uint32_t> longest_by_first_word;  // most words of a name that starts with the key
  std::unordered_map<std::string, std::vector<Holder>> holders;     // by holder_key
  std::unordered_map<std::string, RoleNoun> roles;                  // by fold_name of the phrase
  std::unordered_map<std::string, NameWord> name_words;             // by word
};

// What `holders` is keyed by.
std::string holder_key(std::string_view country, std::string_view office_kind);

// Takes tables in this order: countries, then the others; of each kind the hand table last, as its rows
// replace. After an error the loader is of no more use.
class KnowledgeLoader {
 public:
  static const std::vector<std::string_view> kCountryColumns, kMetonymColumns, kOfficeColumns, kOrganizationColumns,
      kRoleColumns, kNameWordColumns;

  // The tables of a folder, data/actors; the files that are read there, also those that need not be there.
  static Result<KnowledgeTables> load(const std::string& folder);
  static std::vector<std::string> files(const std::string& folder);

  Status add_countries(const Table& table);
  Status add_metonyms(const Table& table);
  Status add_offices(const Table& table, bool by_hand);
  Status add_organizations(const Table& table);
  Status add_roles(const Table& table);
  Status add_name_words(const Table& table);
  KnowledgeTables finish() &&;

 private:
  struct CountryRow {
    Country country;
    std::vector<std::string> names, demonyms, capitals;
  };
  struct EntityRow {
    Entity entity;
    std::vector<std::string> names, short_names;
    std::vector<bool> by_hand;  // per office
  };

  // The cell's sectors; an error for codes that PLOVER does not have.
  Result<std::vector<std::string>> sectors(const Table& table, const Table::Row& row, std::string_view cell) const;
  bool is_country(std::string_view code) const;
  Status check_country(const Table& table, const Table::Row& row, std::string_view code) const;
  Status read_dates(const Table& table, const Table::Row& row, std::string_view start, std::string_view end,
                    std::optional<Day>& from, std::optional<Day>& to) const;

  // An error where another person's row, also by hand, has the same office for more than the days of a handover.
  Status check_only_holder(const Table& table, const Table::Row& row, const Office& office);

  struct HandHolder {
    std::string id, title;
    Day from, to;
    uint32_t line = 0;
  };

  std::map<std::string, CountryRow, std::less<>> countries_;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> metonyms_;  // by country and name
  std::map<std::string, EntityRow, std::less<>> entities_;
  std::map<std::string, RoleNoun, std::less<>> roles_;
  std::unordered_map<std::string, NameWord> name_words_;
  std::unordered_map<std::string, std::vector<HandHolder>> hand_holders_;  // by holder_key
};

}  // namespace kronika
