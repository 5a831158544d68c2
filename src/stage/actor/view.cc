#include "stage/actor/view.h"

namespace kronika {

const RoleNoun* ActorView::role_in(uint32_t first, uint32_t last) const {
  if (first >= last) return nullptr;
  std::vector<std::string> small;
  for (uint32_t w = first; w < last; ++w) small.push_back(lemma(w));
  const RoleNoun* role = knowledge.role_noun({small.begin(), small.end()});
  // A plural may mean more than its singular: "people", "forces".
  const std::string surface = lower_ascii(word(last - 1));
  if (surface == small.back()) return role;
  small.back() = surface;
  const RoleNoun* exact = knowledge.role_noun({small.begin(), small.end()});
  return exact && (!role || exact->phrase.size() >= role->phrase.size()) ? exact : role;
}

const RoleNoun* ActorView::role_around(uint32_t first, uint32_t head, uint32_t last) const {
  constexpr uint32_t kMostWordsAfter = 3;
  for (uint32_t end = std::min(last, head + 1 + kMostWordsAfter); end > head + 1; --end) {
    const RoleNoun* role = role_in(first, end);
    if (role && std::count(role->phrase.begin(), role->phrase.end(), ' ') + 1 > end - 1 - head) return role;
  }
  return role_in(first, head + 1);
}

const NameSense& ActorView::sense_of(const KnownName& name) const {
  const NameSense* best = &name.senses.front();
  if (best->kind != NameSense::Kind::metonym || !best->country) return *best;
  for (const NameSense& sense : name.senses)
    if (sense.kind == NameSense::Kind::metonym && sense.country &&
        setting.share(sense.country->coded_as) > setting.share(best->country->coded_as))
      best = &sense;
  return *best;
}

bool ActorView::is_title(uint32_t w) const {
  const std::string small = lower_ascii(word(w));
  return titles.has("masculine", small) || titles.has("feminine", small) || titles.has("any", small);
}

uint32_t ActorView::proper_name(const Mention& m) const {
  constexpr uint32_t kMostTitleWords = 4;
  uint32_t first = m.name_first;
  if (m.name_last - first < 2) return first;
  for (uint32_t end = std::min(first + kMostTitleWords, m.name_last - 1); end > first; --end)
    if (const RoleNoun* role = role_of(first, end); role && role->person) return end;
  if (m.type == NameType::person)
    while (first + 1 < m.name_last && is_title(first)) ++first;
  return first;
}

}  // namespace kronika
