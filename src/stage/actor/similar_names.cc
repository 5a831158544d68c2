#include "stage/actor/similar_names.h"

#include <algorithm>
#include <array>

#include "stage/actor/reader.h"

namespace kronika {
namespace {

using Similar = KnowledgeBase::Similar;

// Whether an office is the one that a role noun before the name says, in a country that the phrase names or leaves
// open.
bool is_office(const Office& office, const RoleNoun& role, const std::vector<Owner>& owners) {
  const bool named =
      std::any_of(owners.begin(), owners.end(), [&](const Owner& owner) { return owner.country == office.country; });
  if (!owners.empty() && !named) return false;
  if (!role.office_kind.empty() && role.office_kind == office.kind) return true;
  return named && is_official(role.sectors) && is_official(office.sectors);
}

// Letters that spellings and transliterations write for one another; groups that share none differ.
bool sound_alike(char a, char b) {
  constexpr std::array<std::string_view, 6> kGroups = {"aeiouyj", "ckq", "szc", "vwf", "ghx", "uw"};
  return std::any_of(kGroups.begin(), kGroups.end(), [&](std::string_view group) {
    return group.find(a) != std::string_view::npos && group.find(b) != std::string_view::npos;
  });
}

// Whether a word is another spelling of a word one edit away, and not another name: "Berry" is not "Kerry".
bool is_spelling(std::string_view a, std::string_view b) {
  constexpr size_t kFewestLetters = 6;
  if (a == b) return true;
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < kFewestLetters || a.front() != b.front()) return false;
  size_t at = 0;
  while (at < a.size() && a[at] == b[at]) ++at;
  if (a.size() == b.size()) {
    if (at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at]) return true;
    return sound_alike(a[at], b[at]);
  }
  // One letter more: mute, a vowel, doubled, or part of "ck".
  const char more = b[at];
  constexpr std::string_view kLight = "aeiouyjhw";
  return kLight.find(more) != std::string_view::npos || b[at - 1] == more ||
         (at + 1 < b.size() && sound_alike(more, b[at + 1]));
}

bool is_spelling_of_all(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const size_t end_a = std::min(a.find(' '), a.size()), end_b = std::min(b.find(' '), b.size());
    if (!is_spelling(a.substr(0, end_a), b.substr(0, end_b))) return false;
    a.remove_prefix(std::min(end_a + 1, a.size()));
    b.remove_prefix(std::min(end_b + 1, b.size()));
  }
  return a.empty() && b.empty();
}

}  // namespace

const Entity* similar_person(const ActorView& view, const Mention& mention) {
  const uint32_t first = view.proper_name(mention);
  if (first >= mention.name_last || view.names.at(mention.head)) return nullptr;
  const std::string_view name =
      view.article.slice({view.tokens.words[first].span.start, view.tokens.words[mention.name_last - 1].span.end});
  const std::optional<Day>& day = view.article.published();
  const RoleNoun* role = first > mention.first ? view.role_in(mention.first, first) : nullptr;
  const bool official = role && (!role->office_kind.empty() || is_official(role->sectors));
  const std::vector<Similar> similar = view.knowledge.find_similar(name, official ? 2 : 1, day);
  if (similar.empty()) return nullptr;
  const auto offices = [&](const Similar& one) { return view.knowledge.offices_on(*one.entity, day); };
  const auto spoken_of = [&](const Office& office) {
    return view.setting.named().empty() || view.setting.share(office.country) > 0;
  };
  if (official) {
    const std::vector<Owner> owners = owners_of(view, mention);
    for (const Similar& one : similar)
      for (const Office& office : offices(one))
        if (spoken_of(office) && is_office(office, *role, owners)) return one.entity;
    return nullptr;
  }
  // A stranger's title or surname alone is not a politician's: "baker Lavroff", "Anna Zelenski".
  if (role) return nullptr;
  constexpr int kWellKnown = 2;
  const std::string key = fold_name(name);
  const Entity* found = nullptr;
  for (const Similar& one : similar) {
    const std::vector<Office> held = offices(one);
    const bool known = one.entity->weight >= kWellKnown && (!one.short_form || one.entity->surname_alone);
    if (!known || held.empty() || held.front().sectors.empty() || !spoken_of(held.front())) continue;
    if (!is_spelling_of_all(one.key, key)) continue;
    if (found) return nullptr;
    found = one.entity;
  }
  return found;
}

}  // namespace kronika
