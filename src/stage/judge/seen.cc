#include "stage/judge/seen.h"

#include <algorithm>

#include "codebook/codebook.h"

namespace kronika {
namespace {

bool is_content(Upos upos) {
  return upos == Upos::VERB || upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::ADJ || upos == Upos::AUX;
}

bool names_somebody(Upos upos) {
  return upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::PRON || upos == Upos::NUM || upos == Upos::ADJ;
}

}  // namespace

Seen::Seen(const JudgeLayers& layers, const std::vector<std::string>& categories)
    : layers_(layers), categories_(categories) {
  std::unordered_map<uint32_t, uint32_t> event_of;  // head word → the last event
  for (uint32_t e = 0; e < layers.events.events.size(); ++e) event_of[layers.events.events[e].word] = e;
  for (const TriggerChoice& choice : layers.triggers.triggers) {
    const Trigger& best = choice.best();
    const uint32_t category = number_of(best.category->name);
    triggers_.emplace(best.word, category);
    for (const uint32_t word : best.words) triggers_.emplace(word, category);
    const auto event = event_of.find(best.word);
    if (event == event_of.end()) continue;
    events_.emplace(best.word, event->second);
    for (const uint32_t word : best.words) events_.emplace(word, event->second);
  }
  for (const auto& [word, event] : event_of) events_[word] = event;
}

uint32_t Seen::number_of(const std::string& category) const {
  const auto at = std::find(categories_.begin(), categories_.end(), category);
  return at == categories_.end() ? 0 : static_cast<uint32_t>(at - categories_.begin());
}

bool Seen::may_be_event(uint32_t word) const { return is_content(layers_.tags.upos[word]) || triggers_.contains(word); }

const Event* Seen::event(uint32_t word) const {
  const auto at = events_.find(word);
  return at == events_.end() ? nullptr : &layers_.events.events[at->second];
}

uint32_t Seen::fast(uint32_t word) const {
  if (const Event* here = event(word)) return 16 + number_of(here->category);
  const auto at = triggers_.find(word);
  return at == triggers_.end() ? 0 : at->second;
}

uint32_t Seen::fast_factuality(uint32_t word) const {
  const auto at = events_.find(word);
  return at == events_.end() ? 0 : 1 + static_cast<uint32_t>(layers_.factualities.of[at->second]);
}

// The word of a span that the others hang on.
std::optional<uint32_t> Seen::head_of(Span span) const {
  const auto at = [&](uint32_t byte) {
    return static_cast<uint32_t>(std::lower_bound(layers_.tokens.words.begin(), layers_.tokens.words.end(), byte,
                                                  [](const Word& word, uint32_t b) { return word.span.start < b; }) -
                                 layers_.tokens.words.begin());
  };
  const uint32_t first = at(span.start), last = at(span.end);
  for (uint32_t word = first; word < last; ++word) {
    if (!names_somebody(layers_.tags.upos[word])) continue;
    uint32_t above = word;
    bool hangs = false;
    for (int level = 0; level < 12 && !layers_.trees.is_root(above) && !hangs; ++level) {
      above = layers_.trees.head[above];
      hangs = first <= above && above < last;
    }
    if (!hangs) return word;
  }
  return first < last ? std::optional(first) : std::nullopt;
}

std::vector<uint32_t> Seen::chosen(const Event& event, JudgedRole role) const {
  std::vector<uint32_t> heads;
  if (role == JudgedRole::holder) {
    const auto index = static_cast<size_t>(&event - layers_.events.events.data());
    if (const auto said = layers_.attributions.of[index])
      if (const auto head = head_of(layers_.quotations.quotations[*said].holder_span)) heads.push_back(*head);
    return heads;
  }
  for (const Id<Mention> id : role == JudgedRole::actor ? event.actor : event.recipient)
    heads.push_back(layers_.mentions.mentions[id.index].head);
  return heads;
}

std::vector<uint32_t> Seen::flags(uint32_t word, JudgedRole role, const std::vector<uint32_t>& pool) const {
  std::vector<uint32_t> own, others;
  if (const Event* here = event(word))
    for (size_t r = 0; r < kJudgedRoles; ++r) {
      const std::vector<uint32_t> heads = chosen(*here, static_cast<JudgedRole>(r));
      std::vector<uint32_t>& to = static_cast<JudgedRole>(r) == role ? own : others;
      to.insert(to.end(), heads.begin(), heads.end());
    }
  const auto holds = [](const std::vector<uint32_t>& list, uint32_t one) {
    return std::find(list.begin(), list.end(), one) != list.end();
  };
  std::vector<uint32_t> out;
  for (const uint32_t one : pool) {
    const Id<Mention> mention = layers_.mentions.of_head[one];
    const uint32_t kind = !mention.valid() ? 0 : layers_.actors.of[mention.index].codes.empty() ? 1 : 2;
    out.push_back(3 * (holds(own, one) ? 1 : holds(others, one) ? 2 : 0) + kind);
  }
  return out;
}

std::array<uint32_t, kUnnamed> Seen::unnamed_flags(uint32_t word, JudgedRole role) const {
  const Event* here = event(word);
  if (!here) return {};
  const bool implied = role == JudgedRole::actor       ? here->implied_actor.has_value()
                       : role == JudgedRole::recipient ? here->implied_recipient.has_value()
                                                       : false;
  const bool empty = !implied && chosen(*here, role).empty();
  return {empty ? 2u : 1u, 1, implied ? 2u : 1u, implied ? 2u : 1u};
}

}  // namespace kronika
