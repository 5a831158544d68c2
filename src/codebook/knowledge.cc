#include "codebook/knowledge.h"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "base/calendar.h"
#include "codebook/fold.h"
#include "codebook/knowledge_tables.h"

namespace kronika {
namespace {

constexpr int kMonthsOfTrust = 18;  // how long after its last sighting an office is taken to be held
constexpr Day kLongAgo{1, 1, 1};

enum class Standing { ahead, held, unknown, ended };

Standing standing_on(const Office& office, Day day) {
  if (office.from && day < *office.from) return Standing::ahead;
  if (office.to) return day <= *office.to ? Standing::held : Standing::ended;
  // Past the year 9990 the trust has no end; organizations are known until 9999.
  if (office.known_until.year > 9990 || day <= add_months(office.known_until, kMonthsOfTrust)) return Standing::held;
  return Standing::unknown;
}

// PLOVER 5.2 "ELI": former holders of positions in government or armed forces.
bool is_official(const Office& office) {
  static constexpr std::string_view kOfficial[] = {"GOV", "MIL", "COP", "SPY", "JUD", "LEG"};
  if (office.sectors.empty()) return true;  // of an international organization
  for (const std::string_view sector : kOfficial)
    if (office.sectors.front() == sector) return true;
  return false;
}

bool is_international(std::string_view country) {
  return country == "EUR" || country == "IGO" || country == "UNO" || country == "NGO" || country == "IMG";
}

Office former(const Entity& entity, const Office& latest, Day day) {
  Office out = latest;
  if (!is_official(latest)) return out;
  out.sectors = {"ELI"};
  if (!is_international(latest.country)) return out;
  // A former head of the UN is a former official of the state served before.
  for (const Office& office : entity.offices)
    if (!is_international(office.country) && office.from.value_or(kLongAgo) <= day) out.country = office.country;
  return out;
}

bool holds_office(const Entity& entity, Day day) {
  return std::any_of(entity.offices.begin(), entity.offices.end(),
                     [&](const Office& office) { return standing_on(office, day) == Standing::held; });
}

int rank_of(NameSense::Kind kind) {
  switch (kind) {
    case NameSense::Kind::country:
      return 0;
    case NameSense::Kind::metonym:
      return 1;
    case NameSense::Kind::capital:
      return 2;
    case NameSense::Kind::demonym:
      return 3;
    case NameSense::Kind::entity:
      return 4;
  }
  return 5;
}

bool fits(const KnowledgeTables::Sense& sense, LetterCase letters) {
  return (!sense.upper_only || letters.lower == 0) && (!sense.needs_capital || letters.upper > 0);
}

constexpr std::string_view kThe = "the ";

}  // namespace

struct KnowledgeBase::Tables : KnowledgeTables {};

KnowledgeBase::KnowledgeBase() = default;
KnowledgeBase::~KnowledgeBase() = default;

Result<std::unique_ptr<const KnowledgeBase>> KnowledgeBase::load(const std::string& folder) {
  KnowledgeLoader loader;
  const auto add = [&](const std::string& name, const std::vector<std::string_view>& columns, auto take) -> Status {
    for (const bool by_hand : {false, true}) {
      const std::string path = folder + "/" + name + (by_hand ? "_hand.tsv" : ".tsv");
      std::error_code ignored;
      if ((by_hand || columns == KnowledgeLoader::kNameWordColumns) && !std::filesystem::exists(path, ignored))
        continue;
      const Result<Table> table = Table::read(path, columns);
      if (!table) return table.error();
      if (const Status taken = take(table.value(), by_hand); !taken) return taken;
    }
    return Done{};
  };
  using Loader = KnowledgeLoader;
  Status status =
      add("countries", Loader::kCountryColumns, [&](const Table& t, bool) { return loader.add_countries(t); });
  if (status)
    status = add("metonyms", Loader::kMetonymColumns, [&](const Table& t, bool) { return loader.add_metonyms(t); });
  if (status)
    status =
        add("offices", Loader::kOfficeColumns, [&](const Table& t, bool hand) { return loader.add_offices(t, hand); });
  if (status)
    status = add("organizations", Loader::kOrganizationColumns,
                 [&](const Table& t, bool) { return loader.add_organizations(t); });
  if (status) status = add("roles", Loader::kRoleColumns, [&](const Table& t, bool) { return loader.add_roles(t); });
  if (status)
    status =
        add("name_words", Loader::kNameWordColumns, [&](const Table& t, bool) { return loader.add_name_words(t); });
  if (!status) return status.error();
  std::unique_ptr<KnowledgeBase> base(new KnowledgeBase);
  base->tables_ = std::make_unique<const Tables>(Tables{std::move(loader).finish()});
  return std::unique_ptr<const KnowledgeBase>(std::move(base));
}

std::vector<NameSense> KnowledgeBase::find(std::string_view name, const std::optional<Day>& day) const {
  const std::string key = fold_name(name);
  auto found = tables_->names.find(key);
  if (found == tables_->names.end() && key.starts_with(kThe)) {
    found = tables_->names.find(key.substr(kThe.size()));
    name.remove_prefix(std::min(name.size(), size_t{3}));  // its capital at the start of a sentence says nothing
  }
  if (found == tables_->names.end()) return {};
  const LetterCase letters = letter_case(name);

  struct Ranked {
    std::tuple<bool, int, bool, int, uint32_t> rank;
    NameSense sense;
  };
  std::vector<Ranked> ranked;
  for (const KnowledgeTables::Sense& known : found->second) {
    if (!fits(known, letters)) continue;
    NameSense sense;
    sense.kind = known.kind;
    sense.short_form = known.short_form;
    bool in_office = true;
    int weight = 3;
    if (known.kind == NameSense::Kind::entity) {
      sense.entity = &tables_->entities[known.index];
      in_office = !day || holds_office(*sense.entity, *day);
      weight = sense.entity->weight;
    } else if (known.kind == NameSense::Kind::metonym) {
      const KnowledgeTables::Metonym& metonym = tables_->metonyms[known.index];
      sense.country = country(metonym.country);
      if (!sense.country) sense.entity = entity(metonym.country == "EUR" ? "european-union" : "united-nations");
      if (!sense.country && !sense.entity) continue;
      sense.sectors = metonym.sectors;
    } else {
      sense.country = &tables_->countries[known.index];
      in_office = !sense.country->to || (day && *day <= *sense.country->to);
    }
    ranked.push_back({{known.short_form, rank_of(known.kind), !in_office, -weight, known.index}, std::move(sense)});
  }
  std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
  std::vector<NameSense> senses;
  senses.reserve(ranked.size());
  for (Ranked& one : ranked) senses.push_back(std::move(one.sense));
  return senses;
}

size_t KnowledgeBase::longest_name(const std::vector<std::string_view>& words) const {
  size_t best = 0;
  // Once as it stands, and once without "the".
  const bool has_article = !words.empty() && fold_letters(words[0]) == "the";
  for (size_t first = 0; first < (has_article ? 2u : 1u) && best == 0; ++first) {
    std::string key;
    LetterCase letters;
    uint32_t longest = 0;
    for (size_t i = first; i < words.size(); ++i) {
      const std::string word = fold_letters(words[i]);
      const LetterCase more = letter_case(words[i]);
      letters.upper += more.upper;
      letters.lower += more.lower;
      if (word.empty()) continue;  // a hyphen of its own
      const bool clitic = word.front() == '\'';
      if (!key.empty() && !clitic) key += ' ';
      key += word;
      if (longest == 0) {
        const auto start = tables_->longest_by_first_word.find(fold_name(key.substr(0, key.find(' '))));
        const auto exact = tables_->longest_by_first_word.find(key.substr(0, key.find(' ')));
        if (start != tables_->longest_by_first_word.end()) longest = start->second;
        if (exact != tables_->longest_by_first_word.end()) longest = std::max(longest, exact->second);
        // "Lord" of "Lord 's": the table's first word has the clitic.
        if (i + 1 < words.size() && fold_letters(words[i + 1]) == "'s") {
          const auto joined = tables_->longest_by_first_word.find(key + "'s");
          if (joined != tables_->longest_by_first_word.end()) longest = std::max(longest, joined->second);
        }
        if (longest == 0) break;
      }
      if (static_cast<uint32_t>(std::count(key.begin(), key.end(), ' ') + 1) > longest) break;
      if (clitic) continue;  // a possessive is no part of the name that it ends
      std::string stripped = key;
      drop_possessive(stripped);
      const auto found = tables_->names.find(stripped);
      if (found == tables_->names.end()) continue;
      for (const KnowledgeTables::Sense& sense : found->second)
        if (fits(sense, letters)) best = i + 1;
    }
  }
  return best;
}

const Country* KnowledgeBase::country(std::string_view code) const {
  const auto found = tables_->country_by_code.find(std::string(code));
  return found == tables_->country_by_code.end() ? nullptr : &tables_->countries[found->second];
}

const Entity* KnowledgeBase::entity(std::string_view id) const {
  const auto found = tables_->entity_by_id.find(std::string(id));
  return found == tables_->entity_by_id.end() ? nullptr : &tables_->entities[found->second];
}

std::vector<const Entity*> KnowledgeBase::holders(std::string_view country, std::string_view office_kind,
                                                  Day day) const {
  const auto found = tables_->holders.find(holder_key(country, office_kind));
  if (found == tables_->holders.end()) return {};
  struct Candidate {
    Day from;
    const Entity* entity;
  };
  std::vector<Candidate> held;
  Candidate lasting{};  // who may hold it still though the table ended long ago
  Day last_start = kLongAgo;
  for (const auto [index, number] : found->second) {
    const Entity& entity = tables_->entities[index];
    const Office& office = entity.offices[number];
    if (!office.from) continue;
    const Standing standing = standing_on(office, day);
    if (standing == Standing::held) held.push_back({*office.from, &entity});
    if (standing == Standing::unknown && (!lasting.entity || *office.from > lasting.from))
      lasting = {*office.from, &entity};
    if (standing != Standing::ahead) last_start = std::max(last_start, *office.from);
  }
  if (held.empty() && lasting.entity && lasting.from >= last_start) held.push_back(lasting);
  // On the day of a change the one who comes is the more likely.
  std::stable_sort(held.begin(), held.end(), [](const Candidate& a, const Candidate& b) {
    return std::tuple(b.from, b.entity->weight) < std::tuple(a.from, a.entity->weight);
  });
  std::vector<const Entity*> entities;
  for (const Candidate& candidate : held)
    if (std::find(entities.begin(), entities.end(), candidate.entity) == entities.end())
      entities.push_back(candidate.entity);
  return entities;
}

std::vector<Office> KnowledgeBase::offices_on(const Entity& entity, const std::optional<Day>& day) const {
  if (entity.offices.empty()) return {};
  if (entity.kind == EntityKind::organization) return entity.offices;
  std::vector<Office> held;
  if (!day) {
    const Office& last = entity.offices.back();
    for (const Office& office : entity.offices)
      if (!office.to || &office == &last) held.push_back(office);
    return held;
  }
  const Office* ended = nullptr;
  const Office* open = nullptr;
  for (const Office& office : entity.offices) {
    switch (standing_on(office, *day)) {
      case Standing::held:
        held.push_back(office);
        break;
      case Standing::ended:
        if (!ended || *ended->to <= *office.to) ended = &office;
        break;
      case Standing::unknown:
        if (!open || open->known_until <= office.known_until) open = &office;
        break;
      case Standing::ahead:
        break;
    }
  }
  if (!held.empty()) {
    // The better known office first: who is president and party leader is the president.
    std::stable_sort(held.begin(), held.end(), [](const Office& a, const Office& b) {
      return std::tuple(a.kind == "other", b.title.empty()) < std::tuple(b.kind == "other", a.title.empty());
    });
    return held;
  }
  if (ended && (!open || *ended->to >= open->known_until)) return {former(entity, *ended, *day)};
  // Officials may have left since; rebels, opposition and the like stay what they were.
  Office known = open ? *open : entity.offices.front();
  if (!open || is_official(known)) {
    known.sectors.clear();
    known.title.clear();
    known.kind = "other";
  }
  return {known};
}

const RoleNoun* KnowledgeBase::role_noun(const std::vector<std::string_view>& lemmas) const {
  constexpr size_t kMostWords = 8;  // four words of a phrase and the hyphens between
  const size_t from = lemmas.size() > kMostWords ? lemmas.size() - kMostWords : 0;
  for (size_t first = from; first < lemmas.size(); ++first) {
    std::string phrase;
    for (size_t i = first; i < lemmas.size(); ++i) phrase += (i == first ? "" : " ") + std::string(lemmas[i]);
    const auto found = tables_->roles.find(fold_name(phrase));
    if (found != tables_->roles.end()) return &found->second;
  }
  return nullptr;
}

const NameWord* KnowledgeBase::name_word(std::string_view word) const {
  const auto found = tables_->name_words.find(std::string(word));
  return found == tables_->name_words.end() ? nullptr : &found->second;
}

}  // namespace kronika
