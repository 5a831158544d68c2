#include "score/scorer.h"

#include <algorithm>
#include <cstdlib>

#include "base/utf8.h"
#include "score/matching.h"
#include "score/sentences.h"

namespace kronika {
namespace {

using Words = std::set<std::string>;

// Either side may stand in either field; so may both in one.
bool is_reciprocal(const std::string& event) {
  return event == "CONSULT" || event == "COOPERATE" || event == "AGREE" || event == "SUPPORT";
}

bool overlap(const CodedEvent& one, const CodedEvent& other) { return one.start < other.end && other.start < one.end; }

size_t shared(const Words& one, const Words& other) {
  return static_cast<size_t>(std::count_if(one.begin(), one.end(), [&](const auto& w) { return other.contains(w); }));
}

Words joined(Words one, const Words& other) {
  one.insert(other.begin(), other.end());
  return one;
}

bool same_countries(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  const Words left = countries_of(one), right = countries_of(other);
  if (left.empty() && right.empty()) return true;
  const size_t both = shared(left, right);
  return both > 0 && 2 * both >= joined(left, right).size();
}

enum class Sides { differ, straight, swapped };

Sides compare_sides(const CodedEvent& gold, const CodedEvent& coded) {
  if (same_countries(gold.actor, coded.actor) && same_countries(gold.recipient, coded.recipient))
    return Sides::straight;
  const bool one_list = gold.recipient.empty() || coded.recipient.empty();
  const bool two_sided = is_reciprocal(gold.event) || gold.event == "ASSAULT";  // a clash: all parties as actors
  if (!is_reciprocal(gold.event) && !(one_list && two_sided)) return Sides::differ;
  const Words left = joined(countries_of(gold.actor), countries_of(gold.recipient));
  return left == joined(countries_of(coded.actor), countries_of(coded.recipient)) ? Sides::swapped : Sides::differ;
}

std::set<uint32_t> gold_sentences(const CodedEvent& event, const std::vector<uint32_t>& starts) {
  std::set<uint32_t> out;
  auto places = event.mentions;
  places.emplace_back(event.start, event.end);
  for (const auto& [start, end] : places)
    for (uint32_t s = sentence_of(starts, start); s <= sentence_of(starts, std::max(start, end ? end - 1 : 0)); ++s)
      out.insert(s);
  return out;
}

// The words that matter of a name: small letters, at least three of them.
Words plain(const std::string& text) {
  Words out;
  std::string word;
  size_t letters = 0;
  const auto finish = [&] {
    if (letters > 2 && word != "the" && word != "and") out.insert(word);
    word.clear();
    letters = 0;
  };
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    at = point.next;
    const char32_t c = point.value;
    const bool in_word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
                         (c >= 0xC0 && c != 0xD7 && c != 0xF7 && (c < 0x2000 || c > 0x206F));
    if (!in_word) {
      finish();
      continue;
    }
    append_utf8(word, lower_code_point(c));
    ++letters;
  }
  finish();
  return out;
}

// As long as months had 30 days and years 365: enough to compare lengths.
long length_of(const std::pair<std::string, std::string>& range) {
  const auto number = [](const std::string& day) {
    return std::atol(day.substr(0, 4).c_str()) * 365 + std::atol(day.substr(5, 2).c_str()) * 30 +
           std::atol(day.substr(8, 2).c_str());
  };
  return number(range.second) - number(range.first) + 1;
}

bool same_dates(const CodedEvent& gold, const CodedEvent& coded) {
  if (!gold.date || !coded.date) return false;
  return gold.date->first <= coded.date->second && coded.date->first <= gold.date->second &&
         length_of(*coded.date) <= std::max(31L, 2 * length_of(*gold.date));
}

constexpr const char* kFields[] = {"sector",        "mode",       "factuality", "date",
                                   "place country", "place name", "attribution"};

void tally_fields(const CodedEvent& gold, const CodedEvent& coded, Sides sides, std::vector<FieldTally>& tallies) {
  size_t field = 0;
  const auto add = [&](bool in_gold, bool in_coded, bool right) {
    FieldTally& tally = tallies[field++];
    tally.gold += in_gold, tally.coded += in_coded, tally.right += right;
  };
  const Words ga = sectors_of(gold.actor), gr = sectors_of(gold.recipient), ca = sectors_of(coded.actor),
              cr = sectors_of(coded.recipient);
  const auto meet = [](const Words& one, const Words& other) {
    return shared(one, other) > 0 || (one.empty() && other.empty());
  };
  add(true, true, sides == Sides::swapped ? joined(ga, gr) == joined(ca, cr) : meet(ga, ca) && meet(gr, cr));
  const bool unsaid = gold.modes_ok.contains("");
  if (coded.modes == Words{""}) {
    add(!unsaid, false, false);
  } else {
    const bool right = shared(coded.modes, gold.modes_ok) > 0;
    add(right || !unsaid, true, right);
  }
  add(gold.factuality != "asserted", coded.factuality != "asserted",
      gold.factuality == coded.factuality && gold.factuality != "asserted");
  add(gold.date.has_value(), coded.date.has_value(), same_dates(gold, coded));
  add(!gold.place_country.empty(), !coded.place_country.empty(),
      !gold.place_country.empty() && gold.place_country == coded.place_country);
  add(!gold.place_name.empty(), !coded.place_name.empty(), shared(plain(gold.place_name), plain(coded.place_name)) > 0);
  add(!gold.attribution.empty(), !coded.attribution.empty(),
      shared(plain(gold.attribution), plain(coded.attribution)) > 0);
}

std::string error_line(const char* kind, const CodedEvent& event, const std::string& words) {
  const auto list = [](const std::vector<std::string>& codes) {
    std::string out;
    for (const std::string& code : codes) out += (out.empty() ? "" : ", ") + code;
    return out.empty() ? std::string("---") : out;
  };
  return std::string(kind) + "  " + event.document + "  " + event.event + "  " + list(event.actor) + " -> " +
         list(event.recipient) + "  \"" + words + "\"";
}

// One document: required events of gold first, then optional ones.
void score_document(const CodedDocument& gold, const std::vector<CodedEvent>& coded, Score& score,
                    std::vector<FieldTally>& tallies) {
  const std::vector<uint32_t> starts = sentence_starts(code_points_of(gold.text));
  std::vector<const CodedEvent*> golds;
  for (const bool required : {true, false})
    for (const CodedEvent& event : gold.events)
      if (event.required == required) golds.push_back(&event);
  std::vector<std::set<uint32_t>> sentences;
  for (const CodedEvent* event : golds) sentences.push_back(gold_sentences(*event, starts));
  for (const bool dyads : {false, true}) {
    std::vector<std::vector<size_t>> edges(golds.size());
    std::set<std::pair<size_t, size_t>> close;
    for (size_t g = 0; g < golds.size(); ++g)
      for (size_t c = 0; c < coded.size(); ++c) {
        if (overlap(*golds[g], coded[c])) close.insert({g, c});
        if (golds[g]->event_ok.contains(coded[c].event) && sentences[g].contains(sentence_of(starts, coded[c].start)) &&
            (!dyads || compare_sides(*golds[g], coded[c]) != Sides::differ))
          edges[g].push_back(c);
      }
    const auto matched = best_matching(edges, close, coded.size());
    EventTally& tally = dyads ? score.dyads : score.events;
    tally.coded += static_cast<int64_t>(coded.size());
    std::set<size_t> taken;
    for (size_t g = 0; g < golds.size(); ++g) {
      tally.gold += golds[g]->required;
      if (matched[g]) taken.insert(*matched[g]);
      // An optional one is neither missed nor, when matched, counted.
      if (matched[g] && !golds[g]->required) --tally.coded;
      if (matched[g] && golds[g]->required) ++tally.matched;
      if (!dyads || !golds[g]->required) continue;
      if (matched[g])
        tally_fields(*golds[g], coded[*matched[g]], compare_sides(*golds[g], coded[*matched[g]]), tallies);
      else
        score.errors.push_back(error_line("missed", *golds[g], golds[g]->words));
    }
    for (size_t c = 0; dyads && c < coded.size(); ++c)
      if (!taken.contains(c)) score.errors.push_back(error_line("extra ", coded[c], coded[c].words));
  }
}

// Cohen's kappa: how much oftener two agree than they would by chance, from the values that each gives.
class Kappa {
 public:
  void add(const std::string& one, const std::string& other) {
    ++first_[one], ++second_[other], ++all_;
    same_ += one == other;
  }
  Agreement::Field field(const std::string& name) const {
    double chance = 0;
    for (const auto& [value, count] : first_)
      if (const auto other = second_.find(value); other != second_.end())
        chance += static_cast<double>(count) * static_cast<double>(other->second);
    const double all = static_cast<double>(std::max<int64_t>(all_, 1));
    chance /= all * all;
    const double observed = static_cast<double>(same_) / all;
    return {name, all_, same_, chance < 1 ? (observed - chance) / (1 - chance) : 1};
  }

 private:
  std::map<std::string, int64_t> first_, second_;
  int64_t all_ = 0, same_ = 0;
};

std::string set_text(const Words& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace

Result<Score> score_events(const std::vector<CodedDocument>& gold, const std::vector<CodedDocument>& coded) {
  std::map<std::string, std::vector<CodedEvent>> by_document;
  for (const CodedDocument& document : gold) {
    if (!document.has_text)
      return Error{ErrorKind::invalid, "the gold has no text of " + document.id +
                                           "; gold is one document a line: {\"id\", \"text\", \"events\"}"};
    by_document[document.id];
  }
  for (const CodedDocument& document : coded) {
    const auto known = by_document.find(document.id);
    if (known == by_document.end())
      return Error{ErrorKind::invalid, "the document " + document.id + " is not in the gold; score what the gold has"};
    for (const CodedEvent& event : document.events)
      if (!event.in_title) known->second.push_back(event);
  }
  Score score;
  std::vector<FieldTally> tallies(std::size(kFields));
  for (const CodedDocument& document : gold) score_document(document, by_document[document.id], score, tallies);
  for (size_t i = 0; i < tallies.size(); ++i) score.fields.emplace_back(kFields[i], tallies[i]);
  return score;
}

std::vector<std::optional<size_t>> pair_events(const std::vector<CodedEvent>& first,
                                               const std::vector<CodedEvent>& second) {
  std::vector<std::vector<size_t>> edges(first.size());
  std::set<std::pair<size_t, size_t>> close;
  for (size_t a = 0; a < first.size(); ++a) {
    // The same id first, then the same category, then whatever overlaps.
    std::vector<std::pair<int, size_t>> fitting;
    for (size_t b = 0; b < second.size(); ++b) {
      const bool same_id = !first[a].id.empty() && first[a].id == second[b].id;
      if (same_id) close.insert({a, b});
      if (same_id || (first[a].in_title == second[b].in_title && overlap(first[a], second[b])))
        fitting.emplace_back(same_id ? 0 : first[a].event == second[b].event ? 1 : 2, b);
    }
    std::sort(fitting.begin(), fitting.end());
    for (const auto& [rank, b] : fitting) {
      edges[a].push_back(b);
      if (rank == 1) close.insert({a, b});
    }
  }
  return best_matching(edges, close, second.size());
}

Agreement agreement_of(const std::vector<CodedDocument>& first, const std::vector<CodedDocument>& second) {
  std::map<std::string, const CodedDocument*> others;
  for (const CodedDocument& document : second) others[document.id] = &document;
  Agreement out;
  Kappa event, actor, recipient, actor_sectors, recipient_sectors, mode, factuality, date, place;
  for (const CodedDocument& document : first) {
    const auto found = others.find(document.id);
    if (found == others.end()) {
      out.only_first += static_cast<int64_t>(document.events.size());
      continue;
    }
    const CodedDocument& other = *found->second;
    others.erase(found);
    const auto pairs = pair_events(document.events, other.events);
    int64_t both = 0;
    for (size_t i = 0; i < pairs.size(); ++i) {
      if (!pairs[i]) continue;
      ++both;
      const CodedEvent &a = document.events[i], &b = other.events[*pairs[i]];
      event.add(a.event, b.event);
      actor.add(set_text(countries_of(a.actor)), set_text(countries_of(b.actor)));
      recipient.add(set_text(countries_of(a.recipient)), set_text(countries_of(b.recipient)));
      actor_sectors.add(set_text(sectors_of(a.actor)), set_text(sectors_of(b.actor)));
      recipient_sectors.add(set_text(sectors_of(a.recipient)), set_text(sectors_of(b.recipient)));
      mode.add(set_text(a.modes), set_text(b.modes));
      factuality.add(a.factuality, b.factuality);
      const auto text = [](const auto& range) { return range ? range->first + "/" + range->second : std::string(); };
      date.add(text(a.date), text(b.date));
      place.add(a.place_country, b.place_country);
    }
    out.both += both;
    out.only_first += static_cast<int64_t>(document.events.size()) - both;
    out.only_second += static_cast<int64_t>(other.events.size()) - both;
  }
  for (const auto& [id, document] : others) out.only_second += static_cast<int64_t>(document->events.size());
  out.fields = {event.field("category"),
                mode.field("mode"),
                actor.field("actor countries"),
                recipient.field("recipient countries"),
                actor_sectors.field("actor sectors"),
                recipient_sectors.field("recipient sectors"),
                date.field("date"),
                place.field("place country"),
                factuality.field("factuality")};
  return out;
}

}  // namespace kronika
