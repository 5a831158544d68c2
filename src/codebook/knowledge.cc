#include "codebook/knowledge.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "base/calendar.h"
#include "codebook/fold.h"
#include "codebook/knowledge_image.h"
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

struct KnowledgeBase::Tables : KnowledgeImage {
  using KnowledgeImage::KnowledgeImage;
};

KnowledgeBase::KnowledgeBase() = default;
KnowledgeBase::~KnowledgeBase() = default;

Result<std::unique_ptr<const KnowledgeBase>> KnowledgeBase::load(const std::string& folder, const std::string& image) {
  Result<Image> loaded = load_image(image, ImageKind::actors, KnowledgeLoader::files(folder),
                                    [&](uint64_t sources) -> Result<std::string> {
                                      const Result<KnowledgeTables> tables = KnowledgeLoader::load(folder);
                                      if (!tables) return tables.error();
                                      return KnowledgeImage::compile(tables.value(), sources);
                                    });
  if (!loaded) return loaded.error();
  std::unique_ptr<KnowledgeBase> base(new KnowledgeBase);
  base->tables_ = std::make_unique<const Tables>(std::move(loaded).value());
  return std::unique_ptr<const KnowledgeBase>(std::move(base));
}

std::vector<NameSense> KnowledgeBase::find(std::string_view name, const std::optional<Day>& day) const {
  const std::string key = fold_name(name);
  std::span<const KnowledgeImage::SenseRow> found = tables_->senses(key);
  if (found.empty() && key.starts_with(kThe)) {
    found = tables_->senses(std::string_view(key).substr(kThe.size()));
    name.remove_prefix(std::min(name.size(), size_t{3}));  // its capital at the start of a sentence says nothing
  }
  if (found.empty()) return {};
  const LetterCase letters = letter_case(name);

  struct Ranked {
    std::tuple<bool, int, bool, int, uint32_t> rank;
    NameSense sense;
  };
  std::vector<Ranked> ranked;
  for (const KnowledgeImage::SenseRow& row : found) {
    const KnowledgeTables::Sense known = row.read();
    if (!fits(known, letters)) continue;
    NameSense sense;
    sense.kind = known.kind;
    sense.short_form = known.short_form;
    bool in_office = true;
    int weight = 3;
    if (known.kind == NameSense::Kind::entity) {
      sense.entity = tables_->entity_at(known.index);
      if (!sense.entity) continue;
      in_office = !day || holds_office(*sense.entity, *day);
      weight = sense.entity->weight;
    } else if (known.kind == NameSense::Kind::metonym) {
      KnowledgeTables::Metonym metonym = tables_->metonym_at(known.index);
      sense.country = country(metonym.country);
      if (!sense.country) sense.entity = entity(metonym.country == "EUR" ? "european-union" : "united-nations");
      if (!sense.country && !sense.entity) continue;
      sense.sectors = std::move(metonym.sectors);
    } else {
      sense.country = tables_->country_at(known.index);
      if (!sense.country) continue;
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

std::vector<KnowledgeBase::Similar> KnowledgeBase::find_similar(std::string_view name, uint32_t most,
                                                                const std::optional<Day>& day) const {
  constexpr size_t kLettersForOne = 6, kLettersForTwo = 10;
  const std::string key = fold_name(name);
  if (most == 0 || key.size() < kLettersForOne || !tables_->senses(key).empty() || letter_case(name).upper == 0)
    return {};
  struct Ranked {
    std::tuple<uint32_t, bool, int, std::string_view> rank;
    Similar similar;
  };
  std::vector<Ranked> ranked;
  for (const KnowledgeImage::NearSenses& near :
       tables_->near_senses(key, key.size() < kLettersForTwo ? 1 : std::min(most, 2u)))
    for (const KnowledgeImage::SenseRow& row : near.rows) {
      const KnowledgeTables::Sense known = row.read();
      const Entity* entity = known.kind == NameSense::Kind::entity ? tables_->entity_at(known.index) : nullptr;
      if (!entity || entity->kind != EntityKind::person || known.upper_only) continue;
      const bool in_office = !day || holds_office(*entity, *day);
      ranked.push_back(
          {{near.edits, !in_office, -entity->weight, entity->id}, {entity, known.short_form, near.edits, near.key}});
    }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
  std::vector<Similar> similar;
  for (const Ranked& one : ranked)
    if (std::none_of(similar.begin(), similar.end(), [&](const Similar& s) { return s.entity == one.similar.entity; }))
      similar.push_back(one.similar);
  return similar;
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
        const std::string_view start = std::string_view(key).substr(0, key.find(' '));
        longest = std::max(tables_->longest_from(fold_name(start)), tables_->longest_from(start));
        // "Lord" of "Lord 's": the table's first word has the clitic.
        if (i + 1 < words.size() && fold_letters(words[i + 1]) == "'s")
          longest = std::max(longest, tables_->longest_from(key + "'s"));
        if (longest == 0) break;
      }
      if (static_cast<uint32_t>(std::count(key.begin(), key.end(), ' ') + 1) > longest) break;
      if (clitic) continue;  // a possessive is no part of the name that it ends
      std::string stripped = key;
      drop_possessive(stripped);
      for (const KnowledgeImage::SenseRow& sense : tables_->senses(stripped))
        if (fits(sense.read(), letters)) best = i + 1;
    }
  }
  return best;
}

const Country* KnowledgeBase::country(std::string_view code) const { return tables_->country(code); }

const Entity* KnowledgeBase::entity(std::string_view id) const { return tables_->entity(id); }

std::vector<const Entity*> KnowledgeBase::holders(std::string_view country, std::string_view office_kind,
                                                  Day day) const {
  struct Candidate {
    Day from;
    const Entity* entity;
  };
  std::vector<Candidate> held;
  Candidate lasting{};  // who may hold it still though the table ended long ago
  Day last_start = kLongAgo;
  for (const auto [index, number] : tables_->holders(holder_key(country, office_kind))) {
    const Entity* entity = tables_->entity_at(index);
    if (!entity || number >= entity->offices.size()) continue;
    const Office& office = entity->offices[number];
    if (!office.from) continue;
    const Standing standing = standing_on(office, day);
    if (standing == Standing::held) held.push_back({*office.from, entity});
    if (standing == Standing::unknown && (!lasting.entity || *office.from > lasting.from))
      lasting = {*office.from, entity};
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
    if (const RoleNoun* role = tables_->role(fold_name(phrase))) return role;
  }
  return nullptr;
}

const NameWord* KnowledgeBase::name_word(std::string_view word) const { return tables_->name_word(word); }

}  // namespace kronika
