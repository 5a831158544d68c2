#include "codebook/knowledge_image.h"

#include <algorithm>
#include <cassert>

#include "codebook/name_automaton.h"
#include "codebook/table.h"

namespace kronika {
namespace {

// The sections. `Keys` are automata; what has a key lies in the order of the sorted keys.
enum Section : size_t {
  kPool,
  kCountryKeys,  // codes
  kCountries,
  kEntityKeys,  // ids
  kEntities,
  kOffices,  // of the entities, in their order
  kMetonyms,
  kNameKeys,
  kNameFirst,  // of each name its first sense, and at the end their number
  kSenses,
  kFirstWordKeys,
  kLongest,  // words
  kHolderKeys,
  kHolderFirst,
  kHolders,
  kRoleKeys,
  kRoles,
  kWordKeys,
  kWords,
};

// All uint32_t but counts and days are strings of the pool; sectors are one string, with ; between.
struct CountryRow {
  uint32_t code, name, coded_as, capital;
  int32_t cow, from, to, partial;
};
struct EntityRow {
  uint32_t id, name;
  uint32_t first_office, end_office;
  uint8_t kind, surname_alone, weight, unused;
};
struct OfficeRow {
  uint32_t country, sectors, title, kind;
  int32_t from, to, known_until;
};
struct MetonymRow {
  uint32_t country, sectors;
};
struct RoleRow {
  uint32_t phrase, sectors, office_kind, country;
  uint32_t person;
};
struct WordRow {
  uint32_t word, sectors;
};

enum SenseFlag : uint8_t { kShortForm = 1, kUpperOnly = 2, kNeedsCapital = 4 };

class Compiler {
 public:
  explicit Compiler(const KnowledgeTables& tables) : tables_(tables) {}

  Result<std::string> compile(uint64_t sources) {
    std::vector<CountryRow> countries;
    add_by_key(kCountryKeys, tables_.country_by_code, [&](uint32_t index) {
      const Country& c = tables_.countries[index];
      assert(index == countries.size());  // senses name it by this index
      countries.push_back({pool_.add(c.code), pool_.add(c.name), pool_.add(c.coded_as), pool_.add(c.capital), c.cow,
                           pack_day(c.from), pack_day(c.to), c.partial});
    });
    put(kCountries, countries);
    add_entities();
    std::vector<MetonymRow> metonyms;
    for (const KnowledgeTables::Metonym& metonym : tables_.metonyms)
      metonyms.push_back({pool_.add(metonym.country), sectors(metonym.sectors)});
    put(kMetonyms, metonyms);
    add_lists(kNameKeys, tables_.names, [](const KnowledgeTables::Sense& sense) {
      const int flags = (sense.short_form ? kShortForm : 0) | (sense.upper_only ? kUpperOnly : 0) |
                        (sense.needs_capital ? kNeedsCapital : 0);
      return KnowledgeImage::SenseRow{sense.index, static_cast<uint8_t>(sense.kind), static_cast<uint8_t>(flags), 0};
    });
    std::vector<uint32_t> longest;
    add_by_key(kFirstWordKeys, tables_.longest_by_first_word, [&](uint32_t words) { longest.push_back(words); });
    put(kLongest, longest);
    add_lists(kHolderKeys, tables_.holders, [](const KnowledgeTables::Holder& holder) {
      return KnowledgeImage::HolderRow{holder.entity, holder.office};
    });
    std::vector<RoleRow> roles;
    add_by_key(kRoleKeys, tables_.roles, [&](const RoleNoun& role) {
      roles.push_back({pool_.add(role.phrase), sectors(role.sectors), pool_.add(role.office_kind),
                       pool_.add(role.country), role.person});
    });
    put(kRoles, roles);
    std::vector<WordRow> words;
    add_by_key(kWordKeys, tables_.name_words, [&](const NameWord& word) {
      words.push_back({pool_.add(word.word), sectors(word.sectors)});
    });
    put(kWords, words);
    sections_[kPool] = pool_.bytes();
    if (too_many_) return Error{ErrorKind::invalid, "the tables of actors hold more names than can be numbered"};
    ImageWriter writer;
    for (const std::string& section : sections_) writer.add(section);
    return writer.finish(ImageKind::actors, sources);
  }

 private:
  void add_entities() {
    std::vector<EntityRow> entities;
    std::vector<OfficeRow> offices;
    add_by_key(kEntityKeys, tables_.entity_by_id, [&](uint32_t index) {
      const Entity& e = tables_.entities[index];
      assert(index == entities.size());
      const auto first = static_cast<uint32_t>(offices.size());
      for (const Office& o : e.offices)
        offices.push_back({pool_.add(o.country), sectors(o.sectors), pool_.add(o.title), pool_.add(o.kind),
                           pack_day(o.from), pack_day(o.to), pack_day(o.known_until)});
      entities.push_back({pool_.add(e.id), pool_.add(e.name), first, static_cast<uint32_t>(offices.size()),
                          static_cast<uint8_t>(e.kind), e.surname_alone, static_cast<uint8_t>(e.weight), 0});
    });
    put(kEntities, entities);
    put(kOffices, offices);
  }

  uint32_t sectors(const std::vector<std::string>& sectors) {
    std::string joined;
    for (const std::string& sector : sectors) joined += (joined.empty() ? "" : ";") + sector;
    return pool_.add(joined);
  }

  template <class T>
  void put(Section section, const std::vector<T>& rows) {
    sections_[section].assign(reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(T));
  }

  // Calls `take` with the values in the order of the keys. A key of nothing (of a name like "-") is never asked for.
  template <class Map, class Take>
  void add_by_key(Section section, const Map& map, Take take) {
    std::vector<std::string> keys;
    keys.reserve(map.size());
    for (const auto& [key, value] : map)
      if (!key.empty()) keys.push_back(key);
    std::sort(keys.begin(), keys.end());
    for (const std::string& key : keys) take(map.find(key)->second);
    const auto edges = build_automaton(keys);
    too_many_ = too_many_ || !edges;
    if (edges) put(section, *edges);
  }

  // The keys, and in the two sections that follow where the list of each begins, and the lists.
  template <class Map, class ToRow>
  void add_lists(Section keys, const Map& map, ToRow to_row) {
    std::vector<uint32_t> first;
    std::vector<decltype(to_row(map.begin()->second.front()))> rows;
    add_by_key(keys, map, [&](const auto& list) {
      first.push_back(static_cast<uint32_t>(rows.size()));
      for (const auto& item : list) rows.push_back(to_row(item));
    });
    first.push_back(static_cast<uint32_t>(rows.size()));
    put(static_cast<Section>(keys + 1), first);
    put(static_cast<Section>(keys + 2), rows);
  }

  const KnowledgeTables& tables_;
  StringPool pool_;
  std::string sections_[kWords + 1];
  bool too_many_ = false;
};

}  // namespace

Result<std::string> KnowledgeImage::compile(const KnowledgeTables& tables, uint64_t sources) {
  return Compiler(tables).compile(sources);
}

KnowledgeTables::Sense KnowledgeImage::SenseRow::read() const {
  const auto known =
      static_cast<NameSense::Kind>(std::min<uint8_t>(kind, static_cast<uint8_t>(NameSense::Kind::entity)));
  return {known, index, (flags & kShortForm) != 0, (flags & kUpperOnly) != 0, (flags & kNeedsCapital) != 0};
}

KnowledgeImage::KnowledgeImage(Image image)
    : image_(std::move(image)),
      countries_(image_.rows<CountryRow>(kCountries).size()),
      entities_(image_.rows<EntityRow>(kEntities).size()),
      roles_(image_.rows<RoleRow>(kRoles).size()),
      name_words_(image_.rows<WordRow>(kWords).size()) {}

std::optional<uint32_t> KnowledgeImage::number(size_t keys, std::string_view key) const {
  return find_name(image_.rows<NameEdge>(keys), key);
}

std::span<const KnowledgeImage::SenseRow> KnowledgeImage::senses(std::string_view key) const {
  return image_.part<SenseRow>(kSenses, kNameFirst, number(kNameKeys, key));
}

std::vector<KnowledgeImage::NearSenses> KnowledgeImage::near_senses(std::string_view key, uint32_t most) const {
  std::vector<NearSenses> found;
  for (const NearName& near : find_near_names(image_.rows<NameEdge>(kNameKeys), key, most))
    found.push_back({image_.part<SenseRow>(kSenses, kNameFirst, near.number), near.edits, near.name});
  return found;
}

uint32_t KnowledgeImage::longest_from(std::string_view first_word) const {
  const std::span<const uint32_t> longest = image_.rows<uint32_t>(kLongest);
  const std::optional<uint32_t> found = number(kFirstWordKeys, first_word);
  return found && *found < longest.size() ? longest[*found] : 0;
}

std::span<const KnowledgeImage::HolderRow> KnowledgeImage::holders(std::string_view key) const {
  return image_.part<HolderRow>(kHolders, kHolderFirst, number(kHolderKeys, key));
}

const Country* KnowledgeImage::country(std::string_view code) const {
  const std::optional<uint32_t> found = number(kCountryKeys, code);
  return found ? country_at(*found) : nullptr;
}

const Entity* KnowledgeImage::entity(std::string_view id) const {
  const std::optional<uint32_t> found = number(kEntityKeys, id);
  return found ? entity_at(*found) : nullptr;
}

const Country* KnowledgeImage::country_at(size_t index) const {
  return countries_.get(index, [&] {
    const CountryRow& row = image_.rows<CountryRow>(kCountries)[index];
    return Country{text(row.code),    text(row.name), text(row.coded_as),   row.partial != 0,
                   text(row.capital), row.cow,        unpack_day(row.from), unpack_day(row.to)};
  });
}

const Entity* KnowledgeImage::entity_at(size_t index) const {
  return entities_.get(index, [&] {
    const EntityRow& row = image_.rows<EntityRow>(kEntities)[index];
    Entity entity;
    entity.id = text(row.id);
    entity.name = text(row.name);
    entity.kind = row.kind == 0 ? EntityKind::person : EntityKind::organization;
    entity.surname_alone = row.surname_alone != 0;
    entity.weight = row.weight;
    const std::span<const OfficeRow> offices = image_.rows<OfficeRow>(kOffices);
    for (size_t i = row.first_office; i < std::min<size_t>(row.end_office, offices.size()); ++i)
      entity.offices.push_back({text(offices[i].country), sectors(offices[i].sectors), text(offices[i].title),
                                text(offices[i].kind), unpack_day(offices[i].from), unpack_day(offices[i].to),
                                unpack_day(offices[i].known_until).value_or(Day{})});
    return entity;
  });
}

KnowledgeTables::Metonym KnowledgeImage::metonym_at(size_t index) const {
  const std::span<const MetonymRow> metonyms = image_.rows<MetonymRow>(kMetonyms);
  if (index >= metonyms.size()) return {};
  return {text(metonyms[index].country), sectors(metonyms[index].sectors)};
}

const RoleNoun* KnowledgeImage::role(std::string_view key) const {
  const std::optional<uint32_t> found = number(kRoleKeys, key);
  if (!found) return nullptr;
  return roles_.get(*found, [&] {
    const RoleRow& row = image_.rows<RoleRow>(kRoles)[*found];
    return RoleNoun{text(row.phrase), sectors(row.sectors), text(row.office_kind), row.person != 0, text(row.country)};
  });
}

const NameWord* KnowledgeImage::name_word(std::string_view word) const {
  const std::optional<uint32_t> found = number(kWordKeys, word);
  if (!found) return nullptr;
  return name_words_.get(*found, [&] {
    const WordRow& row = image_.rows<WordRow>(kWords)[*found];
    return NameWord{text(row.word), sectors(row.sectors)};
  });
}

std::string KnowledgeImage::text(uint32_t at) const { return std::string(image_.pooled(kPool, at)); }

std::vector<std::string> KnowledgeImage::sectors(uint32_t at) const {
  const std::vector<std::string_view> parts = split_cell(image_.pooled(kPool, at), ';');
  return {parts.begin(), parts.end()};
}

}  // namespace kronika
