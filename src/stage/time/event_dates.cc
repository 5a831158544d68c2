// Which day an event happened on: what the rules say is one kind of evidence, and a model weighs it with the others.
#include "stage/time/date_choice.h"
#include "stage/time/dater.h"
#include "stage/time/time.h"

namespace kronika {
namespace {

// A date is given where at least this share of what speaks agrees with it: F1 gains by each date that is likelier to be
// right than half the F1 reached (0.65 on the corpus).
constexpr float kEnough = 0.34f;
// Less is enough for what the rules say: they know kinds of text that the corpus lacks.
constexpr float kEnoughByRule = 0.20f;

bool meet(const DateRange& a, const DateRange& b) { return a.start <= b.end && b.start <= a.end; }
bool same(const DateRange& a, const DateRange& b) { return a.start == b.start && a.end == b.end; }

}  // namespace

EventDates date_events(const DatingLayers& layers, const Events& events) {
  const Dater dater(layers, events);
  EventDates dates;
  for (const Event& event : events.events) dates.of.push_back(dater.own(event));
  return dates;
}

std::optional<DateRange> likeliest_date(const std::vector<DateCandidate>& candidates, const ChoiceModel& model) {
  std::vector<float> scores;
  for (const DateCandidate& candidate : candidates) scores.push_back(model.score(candidate.features));
  const std::vector<float> shares = ChoiceModel::shares(scores);
  const DateCandidate *best = nullptr, *ruled = nullptr;
  float most = 0, agreed = 0;
  for (const DateCandidate& one : candidates) {
    if (!one.date) continue;
    float equal = 0, near = 0;
    for (size_t i = 1; i < candidates.size(); ++i) {
      if (same(*candidates[i].date, *one.date)) equal += shares[i];
      if (meet(*candidates[i].date, *one.date)) near += shares[i];
    }
    if (one.by_rule && near >= kEnoughByRule) ruled = &one;
    if (equal <= most) continue;
    most = equal;
    agreed = near;
    best = &one;
  }
  if (best && agreed >= kEnough) return best->date;
  return ruled ? ruled->date : std::nullopt;
}

std::vector<std::vector<DateCandidate>> date_candidates(const DatingLayers& layers, const Events& events,
                                                        const Factualities& factualities, const EventDates& own,
                                                        const ChoiceModel& model) {
  Dater dater(layers, events);
  dater.find_scenes();
  const DateChoices choices(layers, events, factualities, dater, model);
  std::vector<std::vector<DateCandidate>> out;
  for (size_t i = 0; i < events.events.size(); ++i) out.push_back(choices.candidates(i, own.of[i]));
  return out;
}

void imply_dates(const DatingLayers& layers, const Events& events, const Factualities& factualities, EventDates& dates,
                 const ChoiceModel* model) {
  if (events.events.empty()) return;
  if (model) {
    const auto candidates = date_candidates(layers, events, factualities, dates, *model);
    for (size_t i = 0; i < candidates.size(); ++i) dates.of[i] = likeliest_date(candidates[i], *model);
    return;
  }
  Dater dater(layers, events);
  dater.find_scenes();
  for (size_t i = 0; i < events.events.size(); ++i)
    dates.of[i] = dater.implied(events.events[i], factualities.of[i], dates.of[i]);
}

}  // namespace kronika
