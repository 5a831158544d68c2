#include "stage/judge/countries.h"

#include <algorithm>
#include <cmath>

#include "base/exact.h"

namespace kronika {
namespace {

constexpr size_t kMostNames = 48;  // the nearest to the event
constexpr uint32_t kLastRank = kCountryRanks - 1;

}  // namespace

CountryPointer::CountryPointer(const JudgeHeads& heads, const JudgeLayers& layers, const Seen& seen)
    : heads_(heads), layers_(layers), seen_(seen), sentence_(layers.tokens.size(), 0) {
  for (uint32_t s = 0; s < layers.tokens.sentences.size(); ++s) {
    const Sentence& sentence = layers.tokens.sentences[s];
    std::fill(sentence_.begin() + sentence.first, sentence_.begin() + sentence.last, s);
  }
  std::vector<uint32_t> counts;
  for (const CountryWord& named : layers.actors.countries) {
    const auto at = std::find(names_.begin(), names_.end(), named.country);
    if (at == names_.end()) {
      names_.push_back(named.country);
      counts.push_back(1);
    } else {
      ++counts[static_cast<size_t>(at - names_.begin())];
    }
  }
  std::vector<uint32_t> order(names_.size());
  for (uint32_t c = 0; c < order.size(); ++c) order[c] = c;
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return counts[a] > counts[b]; });
  ranks_.resize(names_.size());
  for (uint32_t r = 0; r < order.size(); ++r) ranks_[order[r]] = std::min(r, kLastRank);
}

void CountryPointer::keep(const Window& window, const float* rows, uint32_t first, uint32_t last,
                          const Judgement& judgement, size_t begin) {
  const std::vector<CountryWord>& all = layers_.actors.countries;
  auto at = std::lower_bound(all.begin(), all.end(), first,
                             [](const CountryWord& one, uint32_t word) { return one.word < word; });
  for (; at != all.end() && at->word < last; ++at) {
    const Window::WordPiece* place = window.of(at->word);
    if (!place) continue;
    const auto country = static_cast<uint32_t>(std::find(names_.begin(), names_.end(), at->country) - names_.begin());
    found_.push_back({at->word, country, static_cast<uint32_t>(found_.size())});
    const float* row = rows + size_t{place->piece} * heads_.width;
    name_rows_.insert(name_rows_.end(), row, row + heads_.width);
  }
  for (size_t w = begin; w < judgement.words.size(); ++w) {
    const float* row = rows + size_t{window.of(judgement.words[w].word)->piece} * heads_.width;
    asker_rows_.insert(asker_rows_.end(), row, row + heads_.width);
  }
}

void CountryPointer::point(Judgement& judgement) {
  if (judgement.words.empty()) return;
  Rounded rounded;
  if (!found_.empty()) {
    rounded.set(name_rows_, heads_.width);
    heads_.country_key.apply(rounded.bytes.data(), rounded.scales.data(), static_cast<uint32_t>(found_.size()), keys_);
  }
  std::vector<float> queries, specials;
  const auto many = static_cast<uint32_t>(judgement.words.size());
  rounded.set(asker_rows_, heads_.width);
  heads_.country_query.apply(rounded.bytes.data(), rounded.scales.data(), many, queries);
  heads_.country_special.apply(rounded.bytes.data(), rounded.scales.data(), many, specials);
  for (size_t w = 0; w < many; ++w)
    for (size_t side = 0; side < kPointedRoles; ++side)
      judgement.words[w].countries[side] =
          look(judgement.words[w], static_cast<JudgedRole>(side),
               queries.data() + w * heads_.country_query.rows() + side * heads_.country_width(),
               specials.data() + (w * kPointedRoles + side) * kUncountried);
}

// The classes of sides.py: in the sentence by side and nearness, before and after it by how many sentences, title.
uint32_t CountryPointer::distance(uint32_t asker, uint32_t word) const {
  const int64_t gap = int64_t{sentence_[word]} - int64_t{sentence_[asker]};
  if (gap == 0) {
    const int64_t away = int64_t{word} - int64_t{asker};
    return away == 0 ? 0 : away < -4 ? 2 : away < 0 ? 1 : away <= 4 ? 3 : 4;
  }
  if (layers_.tokens.sentences[sentence_[word]].kind == SentenceKind::title) return 11;
  if (gap < 0) return gap == -1 ? 5 : gap == -2 ? 6 : gap >= -5 ? 7 : 8;
  return gap == 1 ? 9 : 10;
}

CountryChances CountryPointer::look(const JudgedWord& word, JudgedRole side, const float* query,
                                    const float* special) const {
  const auto role = static_cast<size_t>(side);
  const uint32_t width = heads_.country_width();
  // The names that are nearest.
  std::vector<const Name*> near;
  for (const Name& name : found_) near.push_back(&name);
  if (near.size() > kMostNames) {
    const auto away = [&](const Name* name) { return std::abs(int64_t{name->word} - int64_t{word.word}); };
    std::stable_sort(near.begin(), near.end(), [&](const Name* a, const Name* b) { return away(a) < away(b); });
    near.resize(kMostNames);
  }
  const float scale = 1.0f / static_cast<float>(std::sqrt(static_cast<double>(width)));
  std::vector<double> sums(names_.size(), 0);
  std::vector<float> scores(near.size());
  for (size_t i = 0; i < near.size(); ++i) {
    const float* key = keys_.data() + size_t{near[i]->row} * heads_.country_key.rows() + role * width;
    float sum = 0;
    for (uint32_t c = 0; c < width; ++c) sum += query[c] * key[c];
    scores[i] =
        sum * scale + *heads_.country_distance.row(role * kCountryDistances + distance(word.word, near[i]->word));
  }
  const float top = scores.empty() ? 0 : *std::max_element(scores.begin(), scores.end());
  for (size_t i = 0; i < near.size(); ++i) sums[near[i]->country] += exact_exp(scores[i] - top);

  // What the fast coder says of the side.
  const Event* event = seen_.event(word.word);
  const auto& sides = side == JudgedRole::actor;
  const bool says = event && !(sides ? event->implied_actor : event->implied_recipient).has_value();
  std::vector<std::string> said;
  if (says)
    for (const Id<Mention> id : sides ? event->actor : event->recipient)
      for (const ActorCode& code : layers_.actors.of[id.index].codes)
        if (!code.country.empty()) said.push_back(code.country);
  const bool said_nobody = says && (sides ? event->actor : event->recipient).empty();
  const auto told = [&](const std::string& country) {
    return std::find(said.begin(), said.end(), country) != said.end();
  };

  CountryChances out;
  std::vector<float> all;
  size_t told_and_named = 0;
  std::vector<std::string> distinct = said;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  for (uint32_t c = 0; c < names_.size(); ++c) {
    if (sums[c] == 0) continue;
    const bool here = told(names_[c]);
    told_and_named += here;
    const uint32_t mark = !says ? 0 : here ? 2 : 1;
    out.of.push_back({names_[c], 0.0f});
    all.push_back(static_cast<float>(exact_log(sums[c])) + top +
                  *heads_.country_rank.row(role * kCountryRanks + ranks_[c]) +
                  *heads_.country_said.row(role * kCountrySaid + mark));
  }
  const uint32_t nobody = !says ? 0 : said_nobody ? 2 : 1;
  const uint32_t other = !says ? 0 : (said.empty() && !said_nobody) || told_and_named < distinct.size() ? 2 : 1;
  all.push_back(special[0] + *heads_.country_said_special.row(role * kUncountried * kCountrySaid + nobody));
  all.push_back(special[1] + *heads_.country_said_special.row((role * kUncountried + 1) * kCountrySaid + other));
  const float highest = *std::max_element(all.begin(), all.end());
  double total = 0;
  for (const float score : all) total += exact_exp(score - highest);
  const float below = static_cast<float>(exact_log(total)) + highest;
  for (size_t c = 0; c < out.of.size(); ++c) out.of[c].second = all[c] - below;
  out.nobody = all[all.size() - 2] - below;
  out.other = all.back() - below;
  return out;
}

}  // namespace kronika
