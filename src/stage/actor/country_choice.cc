#include "stage/actor/country_choice.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <unordered_map>

#include "stage/actor/reader.h"

namespace kronika {
namespace {

// Candidates: the countries spoken of most, and those named last.
constexpr size_t kMostShared = 6, kMostNear = 4;
// Mentions of a chain that are asked, names and words that are looked back at.
constexpr size_t kMostOfChain = 3, kMostNamesBack = 100, kMostKnownBack = 40;
constexpr int kMostArcs = 8;
constexpr uint32_t kFewSentences = 5, kDatelineWords = 4;

// The order of the axes "sector", "role", "noun" and "back" in country_ranker.cc.
enum class SectorKind : uint8_t {
  unknown,
  government,
  force,
  court,
  parliament,
  people,
  party,
  armed,
  business,
  press,
  other
};
enum class Part : uint8_t { none, subject, object, oblique, where, inside };
enum class SameNoun : uint8_t { unseen, nearest, before, only_other };
enum class Back : uint8_t { same, one, two, few, far, later, never };

template <class E>
uint32_t n(E value) {
  return static_cast<uint32_t>(value);
}

SectorKind sector_kind(const std::vector<std::string>& sectors) {
  static constexpr std::pair<std::string_view, SectorKind> kAll[] = {
      {"GOV", SectorKind::government}, {"MIL", SectorKind::force}, {"COP", SectorKind::force},
      {"SPY", SectorKind::force},      {"JUD", SectorKind::court}, {"LEG", SectorKind::parliament},
      {"CVL", SectorKind::people},     {"OPP", SectorKind::party}, {"PTY", SectorKind::party},
      {"ELI", SectorKind::party},      {"REB", SectorKind::armed}, {"PRM", SectorKind::armed},
      {"UAF", SectorKind::armed},      {"CRM", SectorKind::armed}, {"BUS", SectorKind::business},
      {"AGR", SectorKind::business},   {"JRN", SectorKind::press}, {"UNK", SectorKind::unknown}};
  if (sectors.empty()) return SectorKind::unknown;
  for (const auto& [sector, kind] : kAll)
    if (sector == sectors.front()) return kind;
  return SectorKind::other;
}

uint32_t share_class(double share) {
  constexpr std::array<double, 5> kBounds = {0.08, 0.2, 0.35, 0.5, 0.75};
  return static_cast<uint32_t>(std::upper_bound(kBounds.begin(), kBounds.end(), share) - kBounds.begin());
}
uint32_t rank_class(size_t rank) { return static_cast<uint32_t>(std::min<size_t>(rank, 3)); }
uint32_t size_class(size_t size) { return static_cast<uint32_t>(std::min<size_t>(size, 3)); }

// What a country says by how it is named best: the place of something above a stranger's adjective.
int strength(Stance stance) {
  constexpr std::array<int, 10> kStrength = {0, 9, 8, 7, 5, 2, 3, 6, 4, 1};  // by Stance
  return kStrength[n(stance)];
}

class Guesser {
 public:
  Guesser(const ActorView& view, const CountryRanker& ranker, const CountryChooser& choose, Actors& actors)
      : view_(view), ranker_(ranker), choose_(choose), actors_(actors) {
    read_text();
  }

  void fill() {
    for (const Chain& chain : view_.chains.chains) {
      CountryChoice choice;
      for (const Id<Mention> id : chain.mentions)
        if (is_open(id.index)) choice.mentions.push_back(id);
      if (choice.mentions.empty()) continue;
      add_candidates(choice);
      for (size_t i = 0; i < std::min(choice.mentions.size(), kMostOfChain); ++i) describe(choice.mentions[i], choice);
      const size_t best = choose_ ? choose_(choice) : this->best(choice);
      for (const Id<Mention> id : choice.mentions) give(choice, best, actors_.of[id.index]);
    }
  }

 private:
  struct InText {  // of a country
    size_t rank = 0;
    double share = 0;
    Stance strongest = Stance::none;
    bool title = false, lead = false, dateline = false;
  };
  struct Known {  // somebody whose country the words say
    uint32_t mention;
    const std::string* country;
  };

  bool is_open(uint32_t m) const {
    const Actor& actor = actors_.of[m];
    return actor.country_guessed && actor.codes.size() == 1 && actor.codes.front().country.empty();
  }

  void read_text() {
    std::vector<std::pair<std::string, double>> order = view_.setting.shares();
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    for (size_t i = 0; i < order.size(); ++i) {
      ranked_.push_back(order[i].first);
      text_[order[i].first] = {i, order[i].second, Stance::none, false, false, false};
    }
    const std::vector<Sentence>& sentences = view_.tokens.sentences;
    uint32_t lead = 0;
    while (lead < sentences.size() && sentences[lead].kind != SentenceKind::body) ++lead;
    for (const Setting::Named& named : view_.setting.named()) {
      InText& country = text_[named.country];
      if (strength(named.stance) > strength(country.strongest)) country.strongest = named.stance;
      const Sentence& sentence = sentences[named.sentence];
      country.title = country.title || sentence.kind == SentenceKind::title;
      country.lead = country.lead || named.sentence == lead;
      country.dateline = country.dateline || (named.sentence == lead && named.word < sentence.first + kDatelineWords &&
                                              is_dateline(named.word, sentence));
    }
    for (uint32_t m = 0; m < actors_.of.size(); ++m) {
      const Actor& actor = actors_.of[m];
      if (actor.codes.size() != 1 || actor.country_guessed || actor.kind == ActorKind::place) continue;
      const ActorCode& code = actor.codes.front();
      if (code.country.size() != 3 || is_international(code.country)) continue;
      const Mention& mention = view_.mention(m);
      if (mention.form == MentionForm::description) by_noun_[view_.lemma(mention.head)].push_back({m, &code.country});
      if (actor.kind == ActorKind::person || actor.kind == ActorKind::organization)
        by_sector_[n(sector_kind(code.sectors))].push_back({m, &code.country});
    }
  }

  // "NAIROBI, June 11 -"
  bool is_dateline(uint32_t w, const Sentence& sentence) const {
    if (w + 1 >= sentence.last) return false;
    const std::string_view next = view_.word(w + 1);
    return next == "," || next == "-" || next == "–" || next == "—" || next == "(" || next == ":";
  }

  // ---- candidates

  void add_candidates(CountryChoice& choice) const {
    choice.candidates.push_back({});
    const auto add = [&](const std::string& country) {
      if (std::none_of(choice.candidates.begin(), choice.candidates.end(),
                       [&](const CountryCandidate& known) { return known.country == country; }))
        choice.candidates.push_back({country, {}, {}});
    };
    for (size_t i = 0; i < std::min(ranked_.size(), kMostShared); ++i) add(ranked_[i]);
    const uint32_t head = view_.mention(choice.mentions.front().index).head;
    const std::vector<Setting::Named>& named = view_.setting.named();
    size_t at = before(head);
    for (size_t seen = 0; at > 0 && seen < kMostNear; ++seen) add(named[--at].country);
  }

  // The number of names before a word.
  size_t before(uint32_t word) const {
    const std::vector<Setting::Named>& named = view_.setting.named();
    return static_cast<size_t>(std::lower_bound(named.begin(), named.end(), word,
                                                [](const Setting::Named& one, uint32_t w) { return one.word < w; }) -
                               named.begin());
  }

  size_t best(const CountryChoice& choice) const {
    size_t best = 0;
    float highest = ranker_.score(choice.candidates[0].features);
    for (size_t i = 1; i < choice.candidates.size(); ++i)
      if (const float score = ranker_.score(choice.candidates[i].features); score > highest) {
        highest = score;
        best = i;
      }
    return best;
  }

  void give(const CountryChoice& choice, size_t best, Actor& actor) const {
    const CountryCandidate& chosen = choice.candidates[best];
    actor.codes.front().country = chosen.country;
    if (chosen.country.empty()) return;
    actor.country_words = chosen.words;
    // The kind of evidence that speaks most for it, against the next best.
    const CountryCandidate* next = nullptr;
    for (const CountryCandidate& other : choice.candidates)
      if (&other != &chosen && (!next || ranker_.score(other.features) > ranker_.score(next->features))) next = &other;
    std::map<std::string_view, float> clues;
    for (const uint32_t f : chosen.features) clues[ranker_.clue(f)] += ranker_.weights()[f];
    if (next)
      for (const uint32_t f : next->features) clues[ranker_.clue(f)] -= ranker_.weights()[f];
    const auto most =
        std::max_element(clues.begin(), clues.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != clues.end()) actor.country_by = most->first;
  }

  // ---- features

  Guise guise_of(const Mention& mention) const {
    if (mention.form == MentionForm::name)
      return mention.type == NameType::person ? Guise::person : Guise::organization;
    if (view_.parties.has("country nouns", view_.lemma(mention.head))) return Guise::country_noun;
    if (view_.is_definite(mention)) return Guise::definite;
    uint32_t found;
    const bool determined = view_.grammar.child(mention.head, Deprel::det, found) ||
                            view_.grammar.child(mention.head, Deprel::nummod, found);
    return determined ? Guise::indefinite : Guise::bare;
  }

  // The verb whose clause a word stands in, and the part that it has there; none without a verb.
  struct Place {
    uint32_t verb = UINT32_MAX;
    Part part = Part::none;
  };
  Place place_of(uint32_t word) const {
    const Grammar& grammar = view_.grammar;
    uint32_t at = word;
    bool inside = false;
    for (int i = 0; i < kMostArcs && !grammar.is_root(at); ++i) {
      const uint32_t above = grammar.head(at);
      if (grammar.is_verb(above)) {
        if (inside) return {above, Part::inside};
        switch (grammar.relation(at)) {
          case Deprel::nsubj:
            return {above, Part::subject};
          case Deprel::obj:
          case Deprel::iobj:
            return {above, Part::object};
          default: {
            const std::string_view p = grammar.preposition(at);
            return {above, p == "in" || p == "at" || p == "near" || p == "across" ? Part::where : Part::oblique};
          }
        }
      }
      inside = inside || grammar.relation(at) != Deprel::conj;
      at = above;
    }
    return {};
  }

  void describe(Id<Mention> id, CountryChoice& choice) const {
    const Mention& mention = view_.mention(id.index);
    const std::vector<std::string>& sectors = actors_.of[id.index].codes.front().sectors;
    const uint32_t sector = n(sector_kind(sectors)), guise = n(guise_of(mention));
    ranker_.add(CountryQuestion::nobody, {sector, guise, size_class(ranked_.size())},
                choice.candidates.front().features);
    const Near near = look_around(mention);
    const Place own = place_of(mention.head);
    const std::vector<InClause> clause = clause_of(own, mention);
    const std::vector<Known>* nouns = nullptr;
    if (const auto at = by_noun_.find(view_.lemma(mention.head)); at != by_noun_.end()) nouns = &at->second;
    const std::vector<Known>& alike = by_sector_[sector];
    for (CountryCandidate& candidate : choice.candidates) {
      if (candidate.country.empty()) continue;
      CountryFeatures& to = candidate.features;
      const std::string& c = candidate.country;
      const InText& text = text_.at(c);
      const uint32_t rank = rank_class(text.rank);
      ranker_.add(CountryQuestion::share, {rank, share_class(text.share)}, to);
      ranker_.add(CountryQuestion::share_sector, {rank, sector}, to);
      ranker_.add(CountryQuestion::share_guise, {rank, guise}, to);
      ranker_.add(CountryQuestion::single, {size_class(ranked_.size()), rank}, to);
      ranker_.add(CountryQuestion::lead, {text.title, text.lead, text.dateline}, to);
      ranker_.add(CountryQuestion::foreign, {n(text.strongest), rank}, to);
      const auto found = near.of.find(c);
      const NearCountry here = found == near.of.end() ? NearCountry() : found->second;
      ranker_.add(CountryQuestion::near, {n(here.before), here.nearest_before}, to);
      ranker_.add(CountryQuestion::after, {n(here.after), here.nearest_after}, to);
      ranker_.add(CountryQuestion::back, {n(here.back), n(here.stance)}, to);
      ranker_.add(CountryQuestion::recency, {here.recency, guise}, to);
      const auto beside =
          std::find_if(clause.begin(), clause.end(), [&](const InClause& one) { return one.country == c; });
      const InClause in_clause = beside == clause.end() ? InClause() : *beside;
      ranker_.add(CountryQuestion::clause, {n(in_clause.part), n(own.part), in_clause.state}, to);
      ranker_.add(CountryQuestion::conjunct, {conjunct_is(c, mention)}, to);
      ranker_.add(CountryQuestion::inner, {here.inside, above_is(c, mention)}, to);
      ranker_.add(CountryQuestion::same_noun, {n(same(nouns, c, id.index)), guise}, to);
      ranker_.add(CountryQuestion::same_sector, {n(same(&alike, c, id.index)), sector}, to);
      if (candidate.words.empty()) candidate.words = here.words;
    }
  }

  struct NearCountry {
    Stance before = Stance::none, after = Stance::none;  // in the sentence
    bool nearest_before = false, nearest_after = false, inside = false;
    Back back = Back::never;
    Stance stance = Stance::none;  // where it is named last
    uint32_t recency = 3;
    Span words;  // where it is named last; else next
  };
  struct Near {
    std::map<std::string, NearCountry> of;
  };

  Near look_around(const Mention& mention) const {
    Near near;
    const std::vector<Setting::Named>& named = view_.setting.named();
    uint32_t seen_countries = 0;
    bool first = true;
    const size_t here = before(mention.first);
    for (size_t i = here, seen = 0; i > 0 && seen < kMostNamesBack; ++seen) {
      const Setting::Named& one = named[--i];
      NearCountry& country = near.of[one.country];
      if (country.back != Back::never) continue;
      const uint32_t distance = mention.sentence - one.sentence;
      country.back = distance == 0               ? Back::same
                     : distance == 1             ? Back::one
                     : distance == 2             ? Back::two
                     : distance <= kFewSentences ? Back::few
                                                 : Back::far;
      country.stance = one.stance;
      country.recency = rank_class(seen_countries++);
      country.words = view_.tokens.words[one.word].span;
      if (distance == 0) {
        country.before = one.stance;
        country.nearest_before = first;
        first = false;
      }
    }
    first = true;
    for (size_t i = here, seen = 0; i < named.size() && seen < kMostNamesBack; ++i, ++seen) {
      const Setting::Named& one = named[i];
      NearCountry& country = near.of[one.country];
      if (one.word < mention.last) {
        country.inside = true;
        continue;
      }
      if (country.back == Back::never) {
        country.back = Back::later;
        country.stance = one.stance;
        country.words = view_.tokens.words[one.word].span;
      }
      if (one.sentence == mention.sentence && country.after == Stance::none) {
        country.after = one.stance;
        country.nearest_after = first;
        first = false;
      }
    }
    return near;
  }

  // The countries of whom the clause of a mention speaks otherwise: the best part that somebody of a country has in it,
  // and whether somebody of its state has one.
  struct InClause {
    std::string_view country;
    Part part = Part::none;
    bool state = false;
  };
  std::vector<InClause> clause_of(const Place& own, const Mention& mention) const {
    std::vector<InClause> found;
    if (own.verb == UINT32_MAX) return found;
    const std::vector<Mention>& all = view_.mentions.mentions;
    auto at = std::lower_bound(all.begin(), all.end(), view_.tokens.sentences[mention.sentence].first,
                               [](const Mention& one, uint32_t word) { return one.head < word; });
    for (; at != all.end() && at->sentence == mention.sentence; ++at) {
      const Actor& actor = actors_.of[static_cast<size_t>(at - all.begin())];
      if (at->head == mention.head || actor.country_guessed || actor.codes.empty()) continue;
      const Place place = place_of(at->head);
      if (place.verb != own.verb) continue;
      for (const ActorCode& code : actor.codes) {
        auto known =
            std::find_if(found.begin(), found.end(), [&](const InClause& one) { return one.country == code.country; });
        if (known == found.end()) known = found.insert(found.end(), {code.country, place.part, false});
        known->part = std::min(known->part, place.part);
        known->state = known->state || (actor.kind != ActorKind::place && is_official(code.sectors));
      }
    }
    return found;
  }

  bool known_as(uint32_t word, const std::string& c) const {
    const Id<Mention> id = view_.mentions.of_head[word];
    if (!id) return false;
    const Actor& actor = actors_.of[id.index];
    return !actor.country_guessed && std::any_of(actor.codes.begin(), actor.codes.end(),
                                                 [&](const ActorCode& code) { return code.country == c; });
  }
  bool conjunct_is(const std::string& c, const Mention& mention) const {
    const Grammar& grammar = view_.grammar;
    const uint32_t first = grammar.relation(mention.head) == Deprel::conj ? grammar.head(mention.head) : mention.head;
    for (const uint32_t w : grammar.with_conjuncts(first))
      if (w != mention.head && known_as(w, c)) return true;
    return false;
  }
  // "the head of the office of the president": whose a phrase is in which this one stands.
  bool above_is(const std::string& c, const Mention& mention) const {
    uint32_t at = mention.head;
    for (int i = 0; i < kMostArcs && !view_.grammar.is_root(at); ++i) {
      at = view_.grammar.head(at);
      if (!view_.grammar.is_nominal(at)) return false;
      if (known_as(at, c)) return true;
    }
    return false;
  }

  static SameNoun same(const std::vector<Known>* known, const std::string& c, uint32_t m) {
    if (!known || known->empty()) return SameNoun::unseen;
    auto at = std::lower_bound(known->begin(), known->end(), m,
                               [](const Known& one, uint32_t mention) { return one.mention < mention; });
    if (at == known->begin()) return *at->country == c ? SameNoun::nearest : SameNoun::only_other;
    bool first = true;
    for (size_t seen = 0; at != known->begin() && seen < kMostKnownBack; ++seen) {
      --at;
      if (*at->country == c) return first ? SameNoun::nearest : SameNoun::before;
      first = false;
    }
    return SameNoun::only_other;
  }

  const ActorView& view_;
  const CountryRanker& ranker_;
  const CountryChooser& choose_;
  Actors& actors_;
  std::vector<std::string> ranked_;  // the countries of the text, the most spoken of first
  std::map<std::string, InText> text_;
  std::unordered_map<std::string, std::vector<Known>> by_noun_;  // by lemma of the head, in text order
  std::array<std::vector<Known>, 11> by_sector_;                 // by SectorKind, in text order
};

}  // namespace

void choose_countries(const ActorView& view, const CountryRanker& ranker, const CountryChooser& choose,
                      Actors& actors) {
  Guesser(view, ranker, choose, actors).fill();
}

}  // namespace kronika
