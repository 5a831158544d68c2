#include "stage/time/time.h"

#include <algorithm>
#include <charconv>

#include "base/calendar.h"

namespace kronika {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::optional<int> index_in(const std::vector<std::string>& list, const std::string& word) {
  const auto at = std::find(list.begin(), list.end(), word);
  if (at == list.end()) return std::nullopt;
  return static_cast<int>(at - list.begin());
}

DateRange days(Day start, Day end) { return {start, end, std::nullopt, "expression"}; }
DateRange month_of(int year, int month) { return days({year, month, 1}, {year, month, days_in_month(year, month)}); }
DateRange year_of(int year) { return days({year, 1, 1}, {year, 12, 31}); }

class Finder {
 public:
  Finder(const Article& article, const Tokens& tokens, const Tags& tags, const WordList& words)
      : article_(article), tokens_(tokens), tags_(tags), words_(words), today_(article.published()) {}

  Timexes find() {
    for (const Sentence& sentence : tokens_.sentences) {
      last_ = sentence.last;
      for (uint32_t w = sentence.first; w < sentence.last;) {
        Timex timex;
        const uint32_t end = match(w, timex.value);
        if (end == w) {
          ++w;
          continue;
        }
        timex.first = w;
        timex.last = end;
        timex.span = {tokens_.words[w].span.start, tokens_.words[end - 1].span.end};
        if (timex.value) timex.value->words = timex.span;
        out_.timexes.push_back(std::move(timex));
        w = end;
      }
    }
    return std::move(out_);
  }

 private:
  std::string text(uint32_t w) const { return w < last_ ? lower(article_.slice(tokens_.words[w].span)) : std::string(); }

  std::optional<int> number(uint32_t w) const {
    const std::string word = text(w);
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error == std::errc() && end == word.data() + word.size()) return value;
    if (error == std::errc() && (std::string_view(end) == "st" || std::string_view(end) == "nd" || std::string_view(end) == "rd" || std::string_view(end) == "th")) return value;
    if (word == "a" || word == "an") return 1;
    if (word == "couple") return 2;
    return index_in(words_.words("numbers"), word);
  }
  std::optional<int> year(uint32_t w) const {
    const std::string word = text(w);
    if (word.size() != 4 || !std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    const int value = std::stoi(word);
    return value >= 1800 && value <= 2100 ? std::optional(value) : std::nullopt;
  }
  std::optional<int> month(uint32_t w) const {
    std::string word = text(w);
    // "may" and "march" are mostly verbs: as months they are written with a capital and tagged as names.
    if ((word == "may" || word == "march" || word == "mar") && tags_.upos[w] != Upos::PROPN) return std::nullopt;
    if (!word.empty() && word.back() == '.') word.pop_back();
    if (word == "sept") word = "sep";
    if (const auto full = index_in(words_.words("months"), word)) return *full + 1;
    if (w < last_ && tags_.upos[w] == Upos::PROPN)
      if (const auto abbreviated = index_in(words_.words("month_abbreviations"), word)) return *abbreviated + 1;
    return std::nullopt;
  }

  // A month without a year is the one nearest before publication, or the next if it is close ahead.
  int year_for(int month) const { return month > today_->month + 1 ? today_->year - 1 : today_->year; }

  DateRange week_around(Day day) const {
    const Day monday = add_days(day, -weekday(day));
    return days(monday, add_days(monday, 6));
  }

  std::optional<DateRange> relative(const std::string& which, const std::string& unit) const {
    if (!today_) return std::nullopt;
    const int step = which == "last" || which == "previous" || which == "past" ? -1 : which == "next" || which == "coming" ? 1 : 0;
    if (unit == "year") return year_of(today_->year + step);
    if (unit == "month") {
      const Day moved = add_months(*today_, step);
      return month_of(moved.year, moved.month);
    }
    if (unit == "week") return week_around(add_days(*today_, 7 * step));
    if (unit == "weekend") {
      const Day monday = add_days(*today_, 7 * step - weekday(*today_));
      return days(add_days(monday, 5), add_days(monday, 6));
    }
    if (unit == "day" || unit == "morning" || unit == "afternoon" || unit == "evening") return days(add_days(*today_, step), add_days(*today_, step));
    if (unit == "night") return days(add_days(*today_, which == "last" ? -1 : 0), add_days(*today_, which == "last" ? -1 : 0));
    if (unit == "decade") return days({(today_->year / 10 + step) * 10, 1, 1}, {(today_->year / 10 + step) * 10 + 9, 12, 31});
    return std::nullopt;
  }

  // Matches an expression at w; gives the word after it, or w for none.
  uint32_t match(uint32_t w, std::optional<DateRange>& value) const {
    const std::string word = text(w);
    if (word.empty()) return w;
    // 2021-06-29
    if (word.size() == 10)
      if (const auto day = parse_day(word)) return value = days(*day, *day), w + 1;
    if (const auto m = month(w)) {
      const auto d = number(w + 1);
      const bool day_first = d && *d >= 1 && *d <= 31 && text(w + 1).size() <= 4 && !year(w + 1);
      if (day_first) {
        uint32_t end = w + 2;
        std::optional<int> y;
        if (text(end) == "," && (y = year(end + 1))) end += 2;
        else if ((y = year(end))) end += 1;
        if (!y && today_) {
          y = year_for(*m);
        }
        if (y && *d <= days_in_month(*y, *m)) value = days({*y, *m, *d}, {*y, *m, *d});
        return end;
      }
      if (const auto y = year(w + 1)) return value = month_of(*y, *m), w + 2;
      if (text(w + 1) == "," && year(w + 2)) return value = month_of(*year(w + 2), *m), w + 3;
      if (today_) value = month_of(year_for(*m), *m);
      return w + 1;
    }
    if (const auto d = number(w); d && *d >= 1 && *d <= 31 && month(w + 1)) {
      const int m = *month(w + 1);
      uint32_t end = w + 2;
      std::optional<int> y = year(end);
      if (y) end += 1;
      else if (text(end) == "," && (y = year(end + 1))) end += 2;
      else if (today_) y = year_for(m);
      if (y && *d <= days_in_month(*y, m)) value = days({*y, m, *d}, {*y, m, *d});
      return end;
    }
    if (const auto y = year(w)) {
      // A bare number is a year after a preposition or before a noun, not after a currency sign or in a list of figures.
      const std::string before = w > 0 ? lower(article_.slice(tokens_.words[w - 1].span)) : "";
      const std::string after = text(w + 1);
      if (before == "in" || before == "since" || before == "of" || before == "by" || before == "until" || before == "from" || before == "(" || before == "during" ||
          before == "early" || before == "late" || before == "mid" || before == "the" || before == "to" || before == "-" || before == "and") {
        if (after == "-" && year(w + 2)) return value = days({*y, 1, 1}, {*year(w + 2), 12, 31}), w + 3;
        if (after != "%" && after != "people" && after != "soldiers" && after != "troops") return value = year_of(*y), w + 1;
      }
      return w;
    }
    if (word.size() == 5 && word.ends_with("0s") && (word[0] == '1' || word[0] == '2')) {
      const int y = std::stoi(word.substr(0, 4));
      return value = days({y, 1, 1}, {y + 9, 12, 31}), w + 1;
    }
    if (const auto day = index_in(words_.words("weekdays"), word)) {
      if (today_) {
        int back = (weekday(*today_) - *day + 7) % 7;
        const std::string before = w > 0 ? lower(article_.slice(tokens_.words[w - 1].span)) : "";
        if (before == "last" && back == 0) back = 7;
        if (before == "next") back = back == 0 ? -7 : back - 7;
        const Day found = add_days(*today_, -back);
        value = days(found, found);
      }
      return w + 1;
    }
    if (word == "yesterday" || word == "today" || word == "tonight" || word == "tomorrow") {
      if (today_) {
        const Day day = add_days(*today_, word == "yesterday" ? -1 : word == "tomorrow" ? 1 : 0);
        value = days(day, day);
      }
      return w + 1;
    }
    if (word == "last" || word == "this" || word == "next" || word == "previous" || word == "past" || word == "coming") {
      std::string unit = text(w + 1);
      if (const auto value_of = relative(word, unit)) return value = value_of, w + 2;
      if (const auto m = month(w + 1); m && today_) {
        int y = today_->year;
        if (word == "last" && *m >= today_->month) --y;
        if (word == "next" && *m <= today_->month) ++y;
        return value = month_of(y, *m), w + 2;
      }
      // "the last three months"
      if (const auto n = number(w + 1); n && (word == "last" || word == "past")) {
        unit = text(w + 2);
        if (!unit.empty() && unit.back() == 's') unit.pop_back();
        if (words_.has("units", unit)) {
          if (today_) value = days(back(*n, unit), *today_);
          return w + 3;
        }
      }
      return w;
    }
    // "two days ago", "a month earlier"
    if (const auto n = number(w)) {
      std::string unit = text(w + 1);
      if (!unit.empty() && unit.back() == 's') unit.pop_back();
      const std::string after = text(w + 2);
      if (words_.has("units", unit) && (after == "ago" || after == "earlier" || after == "before")) {
        if (today_ && after == "ago") value = around(back(*n, unit), unit);
        return w + 3;
      }
    }
    return w;
  }

  Day back(int n, const std::string& unit) const {
    if (unit == "day") return add_days(*today_, -std::min(n, 100000));
    if (unit == "week") return add_days(*today_, -7 * std::min(n, 10000));
    const int months = (unit == "month" ? 1 : unit == "year" ? 12 : 120) * std::min(n, 150);
    return add_months(*today_, -months);
  }
  DateRange around(Day day, const std::string& unit) const {
    if (unit == "day") return days(day, day);
    if (unit == "week") return week_around(day);
    if (unit == "month") return month_of(day.year, day.month);
    return year_of(day.year);
  }

  const Article& article_;
  const Tokens& tokens_;
  const Tags& tags_;
  const WordList& words_;
  std::optional<Day> today_;
  uint32_t last_ = 0;
  Timexes out_;
};

// Words between two words of a sentence over the tree, counted in arcs; `most` if they are farther apart.
uint32_t tree_distance(const Trees& trees, uint32_t a, uint32_t b, uint32_t most) {
  std::vector<uint32_t> up = {a};
  while (!trees.is_root(up.back()) && up.size() <= most) up.push_back(trees.head[up.back()]);
  for (uint32_t steps = 0; steps <= most; ++steps) {
    const auto at = std::find(up.begin(), up.end(), b);
    if (at != up.end()) return steps + static_cast<uint32_t>(at - up.begin());
    if (trees.is_root(b)) break;
    b = trees.head[b];
  }
  return most;
}

}  // namespace

Result<std::unique_ptr<const TimeFinder>> TimeFinder::load(const std::string& folder) {
  auto words = WordList::load(folder + "/time.txt");
  if (!words) return words.error();
  std::unique_ptr<TimeFinder> finder(new TimeFinder());
  finder->words_ = std::move(words.value());
  return std::unique_ptr<const TimeFinder>(std::move(finder));
}

Timexes TimeFinder::find(const Article& article, const Tokens& tokens, const Tags& tags, const Trees&) const {
  return Finder(article, tokens, tags, words_).find();
}

EventDates date_events(const Article&, const Tokens& tokens, const Trees& trees, const Timexes& timexes, const Events& events) {
  constexpr uint32_t kMostArcs = 5;
  EventDates out;
  for (const Event& event : events.events) {
    const Sentence& sentence = tokens.sentences[tokens.sentence_of(event.word)];
    std::optional<DateRange> best;
    uint32_t best_distance = kMostArcs;
    const auto first = std::lower_bound(timexes.timexes.begin(), timexes.timexes.end(), sentence.first, [](const Timex& t, uint32_t w) { return t.first < w; });
    for (auto at = first; at != timexes.timexes.end() && at->first < sentence.last; ++at) {
      if (!at->value) continue;
      uint32_t distance = kMostArcs;
      for (uint32_t w = at->first; w < at->last; ++w) distance = std::min(distance, tree_distance(trees, event.word, w, kMostArcs));
      if (distance < best_distance) {
        best_distance = distance;
        best = at->value;
      }
    }
    out.of.push_back(best);
  }
  return out;
}

}  // namespace kronika
