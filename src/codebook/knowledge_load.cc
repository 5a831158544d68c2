#include <algorithm>
#include <array>

#include "base/calendar.h"
#include "codebook/fold.h"
#include "codebook/knowledge_tables.h"

namespace kronika {
namespace {

constexpr std::array<std::string_view, 25> kSectors = {"AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN",
                                                       "JUD", "LAB", "LEG", "MED", "MIL", "OPP", "PRE", "PRM", "PTY",
                                                       "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK"};
constexpr std::array<std::string_view, 7> kInternational = {"EUR", "IGO", "IMG", "ISM", "MNC", "NGO", "UNO"};
constexpr std::array<std::string_view, 8> kOfficeKinds = {"head_of_state", "head_of_government", "foreign", "defence",
                                                          "interior",      "security",           "speaker", "other"};
constexpr std::array<std::string_view, 5> kSingleHolder = {"head_of_state", "head_of_government", "foreign", "defence",
                                                           "interior"};
constexpr int64_t kHandoverDays = 31;  // and what a date known by its month only leaves open
constexpr std::array<std::string_view, 4> kCountryTypes = {"state", "partial", "territory", "dissolved"};
constexpr Day kFirstDay{1, 1, 1}, kLastDay{9999, 12, 31};

template <size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

template <size_t N>
std::string listed(const std::array<std::string_view, N>& list) {
  std::string out;
  for (const std::string_view item : list) out += (out.empty() ? "" : " ") + std::string(item);
  return out;
}

std::vector<std::string> to_strings(const std::vector<std::string_view>& views) { return {views.begin(), views.end()}; }

bool overlap(const Office& a, const Office& b) {
  return a.from.value_or(kFirstDay) <= b.to.value_or(kLastDay) && b.from.value_or(kFirstDay) <= a.to.value_or(kLastDay);
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

const std::vector<std::string_view> KnowledgeLoader::kCountryColumns = {"code",    "name",       "type",     "coded_as",
                                                                        "aliases", "adjectives", "demonyms", "capital",
                                                                        "cow",     "start",      "end",      "source"};
const std::vector<std::string_view> KnowledgeLoader::kMetonymColumns = {"name", "country", "sectors", "source"};
const std::vector<std::string_view> KnowledgeLoader::kOfficeColumns = {
    "id",   "name",  "aliases", "short",       "country", "sectors", "title",
    "kind", "start", "end",     "known_until", "weight",  "source"};
const std::vector<std::string_view> KnowledgeLoader::kOrganizationColumns = {
    "id", "name", "aliases", "country", "sectors", "start", "end", "weight", "source"};
const std::vector<std::string_view> KnowledgeLoader::kRoleColumns = {"phrase", "sectors", "kind",
                                                                     "person", "country", "source"};
const std::vector<std::string_view> KnowledgeLoader::kNameWordColumns = {"word", "sectors", "source"};

Result<std::vector<std::string>> KnowledgeLoader::sectors(const Table& table, const Table::Row& row,
                                                          std::string_view cell) const {
  std::vector<std::string> found = to_strings(split_cell(cell, ';'));
  for (const std::string& sector : found)
    if (!contains(kSectors, sector))
      return table.error_at(row, "unknown sector " + quoted(sector) + "; PLOVER has " + listed(kSectors));
  return found;
}

bool KnowledgeLoader::is_country(std::string_view code) const {
  return countries_.find(code) != countries_.end() || contains(kInternational, code);
}

Status KnowledgeLoader::check_country(const Table& table, const Table::Row& row, std::string_view code) const {
  if (code.empty() || is_country(code)) return Done{};
  return table.error_at(
      row, "unknown country " + quoted(code) + "; use a code of countries.tsv or one of " + listed(kInternational));
}

Status KnowledgeLoader::read_dates(const Table& table, const Table::Row& row, std::string_view start,
                                   std::string_view end, std::optional<Day>& from, std::optional<Day>& to) const {
  from = parse_date_from(start);
  to = parse_date_until(end);
  for (const auto& [cell, day] : {std::pair(start, from), std::pair(end, to)})
    if (!cell.empty() && !day)
      return table.error_at(row, "bad date " + quoted(cell) + "; write yyyy, yyyy-mm or yyyy-mm-dd");
  if (from && to && *to < *from)
    return table.error_at(row, "ends before it starts: " + std::string(start) + " to " + std::string(end));
  return Done{};
}

Status KnowledgeLoader::add_countries(const Table& table) {
  for (const Table::Row& row : table.rows()) {
    CountryRow read;
    Country& country = read.country;
    country.code = row.cells[0];
    country.name = row.cells[1];
    country.coded_as = row.cells[3].empty() ? row.cells[0] : row.cells[3];
    country.partial = row.cells[2] == "partial";
    if (country.code.size() != 3 || country.name.empty())
      return table.error_at(row, "a country needs a code of three letters and a name");
    if (!contains(kCountryTypes, row.cells[2]))
      return table.error_at(row, "unknown type " + quoted(row.cells[2]) + "; use one of " + listed(kCountryTypes));
    if (const Status dates = read_dates(table, row, row.cells[9], row.cells[10], country.from, country.to); !dates)
      return dates;
    for (const char c : row.cells[8]) {
      if (c < '0' || c > '9' || row.cells[8].size() > 4)
        return table.error_at(row, "bad Correlates of War number " + quoted(row.cells[8]));
      country.cow = country.cow * 10 + (c - '0');
    }
    read.names = to_strings(split_cell(row.cells[4], '|'));
    read.names.insert(read.names.begin(), country.name);
    read.demonyms = to_strings(split_cell(row.cells[5], '|'));
    for (const std::string_view demonym : split_cell(row.cells[6], '|')) read.demonyms.emplace_back(demonym);
    read.capitals = to_strings(split_cell(row.cells[7], '|'));
    if (!read.capitals.empty()) country.capital = read.capitals.front();
    countries_.insert_or_assign(country.code, std::move(read));
  }
  // Only now: a row may point to a later one.
  for (const Table::Row& row : table.rows())
    if (!row.cells[3].empty() && countries_.find(row.cells[3]) == countries_.end())
      return table.error_at(row, "coded_as names no country of the table: " + quoted(row.cells[3]));
  return Done{};
}

Status KnowledgeLoader::add_metonyms(const Table& table) {
  for (const Table::Row& row : table.rows()) {
    if (row.cells[0].empty() || row.cells[1].empty())
      return table.error_at(row, "a seat of power needs a name and a country");
    if (const Status known = check_country(table, row, row.cells[1]); !known) return known;
    Result<std::vector<std::string>> own = sectors(table, row, row.cells[2]);
    if (!own) return own.error();
    metonyms_.insert_or_assign({std::string(row.cells[1]), std::string(row.cells[0])}, std::move(own).value());
  }
  return Done{};
}

Status KnowledgeLoader::check_only_holder(const Table& table, const Table::Row& row, const Office& office) {
  const bool breakaway = std::find(office.sectors.begin(), office.sectors.end(), "PRE") != office.sectors.end();
  if (!contains(kSingleHolder, office.kind) || !office.from || breakaway) return Done{};
  HandHolder holder{std::string(row.cells[0]), office.title, *office.from, office.known_until, row.line};
  std::vector<HandHolder>& others = hand_holders_[holder_key(office.country, office.kind)];
  for (const HandHolder& other : others) {
    if (other.id == holder.id || other.title != holder.title) continue;
    const int64_t days = day_number(std::min(other.to, holder.to)) - day_number(std::max(other.from, holder.from));
    if (days > kHandoverDays)
      return table.error_at(row, quoted(other.id) + " is " + office.title + " of " + office.country +
                                     " at the same time, by line " + std::to_string(other.line) +
                                     "; end one of them, or give another title");
  }
  others.push_back(std::move(holder));
  return Done{};
}

Status KnowledgeLoader::add_offices(const Table& table, bool by_hand) {
  for (const Table::Row& row : table.rows()) {
    Office office;
    const std::string_view id = row.cells[0], name = row.cells[1], kind = row.cells[7], weight = row.cells[11];
    if (id.empty() || name.empty() || row.cells[4].empty())
      return table.error_at(row, "an office needs an id, a name and a country");
    if (const Status known = check_country(table, row, row.cells[4]); !known) return known;
    if (!contains(kOfficeKinds, kind))
      return table.error_at(row, "unknown kind " + quoted(kind) + "; use one of " + listed(kOfficeKinds));
    if (weight.size() != 1 || weight[0] < '1' || weight[0] > '3')
      return table.error_at(row, "weight must be 1, 2 or 3");
    Result<std::vector<std::string>> own = sectors(table, row, row.cells[5]);
    if (!own) return own.error();
    if (const Status dates = read_dates(table, row, row.cells[8], row.cells[9], office.from, office.to); !dates)
      return dates;
    const std::optional<Day> known_until = parse_date_until(row.cells[10]);
    if (!office.to && !known_until)
      return table.error_at(
          row, "an office without end needs known_until, the last day it is known to be held (yyyy-mm-dd)");
    office.country = row.cells[4];
    office.sectors = std::move(own).value();
    office.title = row.cells[6];
    office.kind = kind;
    office.known_until = office.to ? *office.to : std::max(*known_until, office.from.value_or(kFirstDay));

    const auto [place, is_new] = entities_.try_emplace(std::string(id));
    EntityRow& read = place->second;
    if (is_new) {
      read.entity.id = id;
      read.entity.name = name;
    } else if (read.entity.kind != EntityKind::person) {
      return table.error_at(row, "id " + quoted(id) + " is an organization's; choose another");
    }
    read.entity.weight = std::max(is_new ? 1 : read.entity.weight, weight[0] - '0');
    if (is_new || name != read.entity.name) read.names.emplace_back(name);
    for (const std::string_view alias : split_cell(row.cells[2], '|')) read.names.emplace_back(alias);
    for (const std::string_view alias : split_cell(row.cells[3], '|')) read.short_names.emplace_back(alias);
    std::vector<Office>& offices = read.entity.offices;
    if (by_hand) {
      if (const Status only = check_only_holder(table, row, office); !only) return only;
      for (size_t i = offices.size(); i-- > 0;) {
        const bool same = offices[i].country == office.country && offices[i].kind == office.kind &&
                          (office.kind != "other" || offices[i].title == office.title);
        if (!same || read.by_hand[i] || !overlap(offices[i], office)) continue;
        offices.erase(offices.begin() + static_cast<std::ptrdiff_t>(i));
        read.by_hand.erase(read.by_hand.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    offices.push_back(std::move(office));
    read.by_hand.push_back(by_hand);
  }
  return Done{};
}

Status KnowledgeLoader::add_organizations(const Table& table) {
  for (const Table::Row& row : table.rows()) {
    const std::string_view id = row.cells[0], name = row.cells[1], weight = row.cells[7];
    if (id.empty() || name.empty()) return table.error_at(row, "an organization needs an id and a name");
    if (const Status known = check_country(table, row, row.cells[3]); !known) return known;
    if (weight.size() != 1 || weight[0] < '1' || weight[0] > '3')
      return table.error_at(row, "weight must be 1, 2 or 3");
    Result<std::vector<std::string>> own = sectors(table, row, row.cells[4]);
    if (!own) return own.error();
    if (row.cells[3].empty() && own.value().empty())
      return table.error_at(row, "an organization needs a country or a sector");
    EntityRow read;
    Office office;
    if (const Status dates = read_dates(table, row, row.cells[5], row.cells[6], office.from, office.to); !dates)
      return dates;
    office.country = row.cells[3];
    office.sectors = std::move(own).value();
    office.kind = "other";
    office.known_until = office.to.value_or(kLastDay);
    read.entity.id = id;
    read.entity.name = name;
    read.entity.kind = EntityKind::organization;
    read.entity.weight = weight[0] - '0';
    read.entity.offices.push_back(std::move(office));
    read.names.emplace_back(name);
    for (const std::string_view alias : split_cell(row.cells[2], '|')) read.names.emplace_back(alias);
    const auto place = entities_.find(id);
    if (place != entities_.end() && place->second.entity.kind != EntityKind::organization)
      return table.error_at(row, "id " + quoted(id) + " is a person's; choose another");
    entities_.insert_or_assign(std::string(id), std::move(read));
  }
  return Done{};
}

Status KnowledgeLoader::add_roles(const Table& table) {
  for (const Table::Row& row : table.rows()) {
    RoleNoun role;
    role.phrase = row.cells[0];
    const auto words = std::count(role.phrase.begin(), role.phrase.end(), ' ') + 1;
    if (role.phrase.empty() || words > 4) return table.error_at(row, "a role noun has one to four words");
    if (const Status known = check_country(table, row, row.cells[4]); !known) return known;
    Result<std::vector<std::string>> own = sectors(table, row, row.cells[1]);
    if (!own) return own.error();
    role.sectors = std::move(own).value();
    role.office_kind = row.cells[2];
    if (!role.office_kind.empty() && !contains(kOfficeKinds, role.office_kind))
      return table.error_at(row, "unknown kind " + quoted(role.office_kind) + "; use one of " + listed(kOfficeKinds));
    if (row.cells[3] != "yes" && row.cells[3] != "no") return table.error_at(row, "person must be yes or no");
    role.person = row.cells[3] == "yes";
    role.country = row.cells[4];
    if (role.sectors.empty() && role.country.empty())
      return table.error_at(row, "a role noun needs a sector or a country");
    roles_.insert_or_assign(role.phrase, std::move(role));
  }
  return Done{};
}

Status KnowledgeLoader::add_name_words(const Table& table) {
  for (const Table::Row& row : table.rows()) {
    const std::string_view word = row.cells[0];
    if (word.empty() || word.find(' ') != std::string_view::npos)
      return table.error_at(row, "one word a row, in small letters");
    Result<std::vector<std::string>> own = sectors(table, row, row.cells[1]);
    if (!own) return own.error();
    name_words_.insert_or_assign(std::string(word), NameWord{std::string(word), std::move(own).value()});
  }
  return Done{};
}

}  // namespace kronika
