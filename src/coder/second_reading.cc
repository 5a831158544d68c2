#include "coder/second_reading.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "base/exact.h"

namespace kronika {

namespace {
constexpr float kLeastCountry = -8;  // a log chance below this says no more than this
}

JudgeLayers layers_of(const Article& article, const Analysis& fast) {
  return {article,       fast.tokens, fast.tags,         fast.trees,      fast.mentions,    fast.actors,
          fast.triggers, fast.events, fast.factualities, fast.quotations, fast.attributions};
}

SecondReading::SecondReading(const Judge& judge, const EventFinder& finder, const Article& article,
                             const Analysis& fast, const SecondReadingOptions& options)
    : judge_(judge), fast_(fast), layers_(layers_of(article, fast)), options_(options), used_(fast.tokens.size(), 0) {
  judgement_ = judge.judge(layers_, wanted());
  std::vector<EventFinder::Reading> readings;
  read_found(readings);
  read_more(readings);
  std::stable_sort(readings.begin(), readings.end(), [](const auto& a, const auto& b) { return a.word < b.word; });
  triggers_ = finder.read(readings, fast.tokens, fast.tags, fast.trees);
}

// Sentences in which the codebook finds words of events, and those that speak of somebody who can be coded.
std::vector<char> SecondReading::wanted() const {
  std::vector<char> read(fast_.tokens.sentences.size(), 0);
  for (const TriggerChoice& choice : fast_.triggers.triggers) read[fast_.tokens.sentence_of(choice.best().word)] = 1;
  for (size_t m = 0; m < fast_.mentions.mentions.size(); ++m)
    if (!fast_.actors.of[m].codes.empty()) read[fast_.mentions.mentions[m].sentence] = 1;
  return read;
}

bool SecondReading::knows(const std::string& category) const {
  const std::vector<std::string>& all = judge_.categories();
  return std::find(all.begin(), all.end(), category) != all.end();
}

size_t SecondReading::best_category(const JudgedWord& word) const {
  return static_cast<size_t>(std::max_element(word.category.begin() + 1, word.category.end()) - word.category.begin());
}

void SecondReading::take(uint32_t word, const TriggerChoice* found, const JudgedWord* judged,
                         std::vector<EventFinder::Reading>& to) {
  const size_t category = best_category(*judged);
  const std::string& name = judge_.categories()[category];
  to.push_back({word, found, name, judge_.mode(*judged, name)});
  taken_[word] = {judged, category};
  used_[judged->word] = used_[word] = 1;
  if (found)
    for (const uint32_t part : found->best().words) used_[part] = 1;
}

// What the codebook finds, by the word of its expression that the judge takes for an event most.
void SecondReading::read_found(std::vector<EventFinder::Reading>& to) {
  std::set<uint32_t> coded;
  for (const Event& event : fast_.events.events) coded.insert(event.word);
  for (const TriggerChoice& choice : fast_.triggers.triggers) {
    const Trigger& best = choice.best();
    const JudgedWord* judged = judgement_.of(best.word);
    for (const uint32_t word : best.words)
      if (const JudgedWord* other = judgement_.of(word); other && (!judged || other->event() > judged->event()))
        judged = other;
    const bool is_event = coded.contains(best.word);
    if (is_event && !knows(best.category->name)) {  // an own category of the user's codebook
      to.push_back({best.word, &choice, best.category->name, ""});
      continue;
    }
    if (!judged || judged->event() < (is_event ? options_.keep : options_.add) || used_[judged->word]) continue;
    take(best.word, &choice, judged, to);
  }
}

void SecondReading::read_more(std::vector<EventFinder::Reading>& to) {
  for (const JudgedWord& word : judgement_.words)
    if (!used_[word.word] && word.event() >= options_.add) take(word.word, nullptr, &word, to);
}

const SecondReading::Taken* SecondReading::taken(uint32_t word) const {
  const auto at = taken_.find(word);
  return at == taken_.end() ? nullptr : &at->second;
}

float SecondReading::log_chance(const JudgedWord& word, JudgedRole role, const RoleCandidate& candidate) const {
  const RoleChances& chances = word.roles[static_cast<size_t>(role)];
  const auto unnamed = [&](Unnamed who) { return chances.unnamed[static_cast<size_t>(who)]; };
  switch (candidate.kind) {
    case CandidateKind::nobody:
      return unnamed(Unnamed::nobody);
    case CandidateKind::state_of:
      return unnamed(Unnamed::state);
    case CandidateKind::people_of:
      return unnamed(Unnamed::people);
    default:
      break;
  }
  // All words in the window that name the candidate.
  double sum = 0;
  for (size_t p = 0; p < word.pool.size(); ++p) {
    const Id<Mention> here = fast_.mentions.of_head[word.pool[p]];
    if (!here.valid()) continue;
    const bool named = std::any_of(candidate.mentions.begin(), candidate.mentions.end(), [&](Id<Mention> id) {
      return fast_.chains.of[id.index] == fast_.chains.of[here.index];
    });
    if (named) sum += exact_exp(chances.of[p]);
  }
  constexpr double kLeast = 1e-4;
  if (sum > kLeast) return static_cast<float>(exact_log(sum));
  return std::max(unnamed(Unnamed::elsewhere) - 2.0f, static_cast<float>(exact_log(kLeast)));
}

// The chance that is the largest of the candidate's countries, as one of several is named beside the others.
float SecondReading::country_log_chance(const CountryChances& chances, const RoleCandidate& candidate) const {
  if (candidate.kind == CandidateKind::nobody) return chances.nobody;
  float best = candidate.countries.empty() ? chances.other : -1e30f;
  for (const std::string& country : candidate.countries) {
    const auto at =
        std::find_if(chances.of.begin(), chances.of.end(), [&](const auto& one) { return one.first == country; });
    best = std::max(best, at == chances.of.end() ? chances.other : at->second);
  }
  return std::max(best, kLeastCountry);
}

void SecondReading::advise(RoleChoice& choice) const {
  const Taken* own = taken(choice.word);
  if (!own) return;
  for (RoleCandidate& candidate : choice.candidates) {
    for (const JudgedRole role : {JudgedRole::actor, JudgedRole::recipient}) {
      const float says =
          options_.parties * log_chance(*own->judged, role, candidate) +
          options_.countries * country_log_chance(own->judged->countries[static_cast<size_t>(role)], candidate);
      (role == JudgedRole::actor ? candidate.said_actor : candidate.said_recipient) = says;
    }
  }
}

void SecondReading::join_tellings(const Actors& actors, Events& events) const {
  const auto countries = [&](const Event& event) {
    std::set<std::string> out;
    for (const auto* side : {&event.actor, &event.recipient})
      for (const Id<Mention> id : *side)
        for (const ActorCode& code : actors.of[id.index].codes) out.insert(code.country);
    return out;
  };
  std::vector<Event> kept;
  for (Event& event : events.events) {
    const Taken* own = taken(event.word);
    Event* same = nullptr;
    if (own && own->judged->again > options_.again) {
      const auto here = countries(event);
      for (auto other = kept.rbegin(); other != kept.rend() && !same; ++other) {
        if (other->category != event.category ||
            (!other->mode.empty() && !event.mode.empty() && other->mode != event.mode))
          continue;
        const auto there = countries(*other);
        const bool share = here.empty() || there.empty() ||
                           std::any_of(here.begin(), here.end(), [&](const auto& one) { return there.contains(one); });
        if (share) same = &*other;
      }
    }
    if (!same) {
      kept.push_back(std::move(event));
      continue;
    }
    same->again.push_back(event.span);
    same->again.insert(same->again.end(), event.again.begin(), event.again.end());
    std::sort(same->again.begin(), same->again.end());
  }
  events.events = std::move(kept);
}

void SecondReading::settle_factualities(const Events& events, Factualities& factualities) const {
  for (size_t e = 0; e < events.events.size(); ++e) {
    const Taken* own = taken(events.events[e].word);
    if (!own) continue;
    const auto& chances = own->judged->factuality;
    const auto value = static_cast<Factuality>(std::max_element(chances.begin(), chances.end()) - chances.begin());
    if (value == factualities.of[e] || *std::max_element(chances.begin(), chances.end()) < options_.factuality)
      continue;
    factualities.of[e] = value;
    factualities.why[e] = {"factuality", "model/" + std::string(factuality_name(value)), {events.events[e].span}};
  }
}

void SecondReading::add_deciding_words(Events& events) const {
  for (Event& event : events.events) {
    const Taken* own = taken(event.word);
    if (!own) continue;
    Reason reason{"event", "model/decided", {}};
    for (const uint32_t word : judge_.deciding_words(layers_, *own->judged))
      reason.words.push_back(fast_.tokens.words[word].span);
    if (!reason.words.empty()) event.why.push_back(std::move(reason));
  }
}

// The likeliest sector, where it is none of the known ones and likely enough.
std::optional<std::string> SecondReading::other_sector(const JudgedWord& word, JudgedRole role, const AskedParty& party,
                                                       const std::vector<std::string>& known, float least) const {
  const std::vector<float> chances = judge_.sector(judgement_, word, role, party);
  const auto best = std::max_element(chances.begin(), chances.end());
  if (*best < least) return std::nullopt;
  const std::string& name = judge_.sectors()[static_cast<size_t>(best - chances.begin())];
  const bool same = name.empty() ? known.empty() : std::find(known.begin(), known.end(), name) != known.end();
  return same ? std::nullopt : std::optional(name);
}

void SecondReading::settle_sectors(const Mentions& mentions, const Actors& actors, Events& events) const {
  for (Event& event : events.events) {
    const Taken* own = taken(event.word);
    if (!own) continue;
    for (const JudgedRole role : {JudgedRole::actor, JudgedRole::recipient}) {
      const bool acts = role == JudgedRole::actor;
      if (auto& implied = acts ? event.implied_actor : event.implied_recipient) {
        if (const auto other = other_sector(*own->judged, role, {}, implied->code.sectors, options_.unnamed)) {
          implied->code.sectors = other->empty() ? std::vector<std::string>{} : std::vector{*other};
          event.why.push_back({acts ? "actor" : "recipient", "model/sector", {implied->words}});
        }
        continue;
      }
      auto& sectors = acts ? event.actor_sectors : event.recipient_sectors;
      for (const Id<Mention> id : acts ? event.actor : event.recipient) {
        const std::vector<ActorCode>& codes = actors.of[id.index].codes;
        sectors.emplace_back();
        // Who is known by name is what he is, a country too.
        const std::string& by = actors.of[id.index].by;
        if (codes.empty() || !codes.front().entity.empty() || by == "name" || by == "place") continue;
        const std::vector<std::string>& known = codes.front().sectors;
        const AskedParty party{mentions.mentions[id.index].head, known.empty() ? "" : known.front()};
        sectors.back() = other_sector(*own->judged, role, party, known, options_.sector);
      }
    }
  }
}

void SecondReading::settle_chances(Events& events) const {
  for (Event& event : events.events) {
    const Taken* own = taken(event.word);
    if (!own) continue;
    const std::vector<float>& chances = own->judged->category;
    event.chance = chances[own->category];
    size_t next = own->category == 0 ? 1 : 0;
    for (size_t c = 0; c < chances.size(); ++c)
      if (c != own->category && chances[c] > chances[next]) next = c;
    char chance[8];
    std::snprintf(chance, sizeof chance, "%.2f", static_cast<double>(chances[next]));
    event.why.push_back(
        {"event", "model/next " + (next == 0 ? "no event" : judge_.categories()[next]) + ", " + chance, {}});
  }
}

}  // namespace kronika
