#include "stage/time/time.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "base/calendar.h"
#include "text/grammar.h"

namespace kronika {
namespace {

std::optional<int> index_in(const std::vector<std::string>& list, const std::string& word) {
  const auto at = std::find(list.begin(), list.end(), word);
  if (at == list.end()) return std::nullopt;
  return static_cast<int>(at - list.begin());
}

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

DateRange days(Day start, Day end) { return {start, end, std::nullopt, "expression"}; }
DateRange one_day(Day day) { return days(day, day); }
DateRange month_of(int year, int month) { return days({year, month, 1}, {year, month, days_in_month(year, month)}); }
DateRange month_around(Day day) { return month_of(day.year, day.month); }
DateRange year_of(int year) { return days({year, 1, 1}, {year, 12, 31}); }
DateRange week_around(Day day) {
  const Day monday = add_days(day, -weekday(day));
  return days(monday, add_days(monday, 6));
}
int64_t length(const DateRange& range) { return day_number(range.end) - day_number(range.start) + 1; }

// Units of time; a season counts as a year ("three summers ago").
enum class Unit { day, week, month, year, decade, century };

Day moved(Day from, int64_t count, Unit unit) {
  count = std::clamp<int64_t>(count, -2000, 2000);
  switch (unit) {
    case Unit::day:
      return add_days(from, count);
    case Unit::week:
      return add_days(from, 7 * count);
    case Unit::month:
      return add_months(from, static_cast<int>(std::clamp<int64_t>(count, -1200, 1200)));
    case Unit::year:
      count = std::clamp<int64_t>(count, -1000, 1000);
      break;
    case Unit::decade:
      count = std::clamp<int64_t>(count, -100, 100) * 10;
      break;
    case Unit::century:
      count = std::clamp<int64_t>(count, -10, 10) * 100;
      break;
  }
  return add_months(from, static_cast<int>(12 * count));
}

// The day, week, month or year that a day lies in.
DateRange around(Day day, Unit unit) {
  switch (unit) {
    case Unit::day:
      return one_day(day);
    case Unit::week:
      return week_around(day);
    case Unit::month:
      return month_around(day);
    case Unit::year:
      return year_of(day.year);
    case Unit::decade:
      return days({day.year / 10 * 10, 1, 1}, {day.year / 10 * 10 + 9, 12, 31});
    case Unit::century:
      return days({day.year / 100 * 100, 1, 1}, {day.year / 100 * 100 + 99, 12, 31});
  }
  return one_day(day);
}

constexpr int kFirstYear = 1000, kLastYear = 2200;
// Numbers from here on are years also where little says so.
constexpr int kPlainYear = 1700;
// A story of years no older than this may go on in the next one without saying so.
constexpr int kYearsOfNews = 3;

class Finder {
 public:
  Finder(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const WordList& words,
         const std::vector<TimeFinder::Holiday>& holidays, const std::vector<TimeFinder::Season>& seasons,
         const std::unordered_set<std::string>& starters)
      : article_(article),
        tokens_(tokens),
        tags_(tags),
        grammar_(tags, trees),
        words_(words),
        holidays_(holidays),
        seasons_(seasons),
        starters_(starters),
        today_(article.published()) {
    lower_.reserve(tokens.size());
    for (const Word& word : tokens.words) lower_.push_back(lower_ascii(article.slice(word.span)));
  }

  Timexes find() {
    if (!today_) today_ = day_of_dateline();
    uint32_t paragraph = UINT32_MAX;
    for (const Sentence& sentence : tokens_.sentences) {
      first_ = sentence.first;
      last_ = sentence.last;
      if (sentence.paragraph != paragraph) told_year_.reset();
      paragraph = sentence.paragraph;
      const size_t before = out_.timexes.size();
      for (uint32_t w = first_; w < last_;) {
        std::optional<DateRange> value;
        const uint32_t end = match(w, value);
        if (end > w) add(w, end, value);
        w = std::max(w + 1, end);
      }
      join(before);
    }
    return std::move(out_);
  }

 private:
  enum class Tense { past, future };

  // In small letters; empty outside the sentence.
  const std::string& text(uint32_t w) const { return w >= first_ && w < last_ ? lower_[w] : kNothing; }
  const std::string& before(uint32_t w) const { return w > first_ ? text(w - 1) : kNothing; }

  void add(uint32_t first, uint32_t last, const std::optional<DateRange>& value) {
    Timex timex;
    timex.first = first;
    timex.last = last;
    timex.span = {tokens_.words[first].span.start, tokens_.words[last - 1].span.end};
    timex.value = value;
    if (timex.value && (timex.value->start.year < kFirstYear || timex.value->end.year > kLastYear)) timex.value.reset();
    const std::string preposition = before(first);
    if (timex.value) halve(preposition, *timex.value);
    if (timex.value) {
      timex.value->words = timex.span;
      note(*timex.value);
      note_year(first, last, *timex.value);
      if (today_ && preposition == "since" && timex.value->start < *today_)
        timex.value->end = std::max(timex.value->end, *today_);
    }
    timex.bound = is_one_of(preposition, {"until", "till", "before", "after", "through", "by"}) &&
                  preposition != "after" && preposition != "by";
    out_.timexes.push_back(std::move(timex));
  }

  // "early 2014", "the late 1990s", "in late May": the half of a month, a year, a decade.
  static void halve(const std::string& left, DateRange& range) {
    const int64_t size = length(range);
    if ((left != "early" && left != "late") || size < 28 || range.start.day != 1) return;
    Day middle = range.start;  // the first of the second half
    if (size <= 31)
      middle.day = 16;
    else if (size <= 366)
      middle = add_months(range.start, 6);
    else
      middle.year += (range.end.year - range.start.year + 1) / 2;
    if (left == "late")
      range.start = middle;
    else
      range.end = add_days(middle, -1);
  }

  // What later expressions count from: the last day, month, year that the text named and that was not to come.
  void note(const DateRange& value) {
    if (today_ && value.start > *today_) return;
    const int64_t size = length(value);
    if (size <= 2) last_day_ = value.start;
    if (size <= 31) last_month_ = value.start;
    if (size <= 366) last_year_ = value.start;
  }
  // The year of a story told of the past: "In 1998 he was jailed. On 4 March ...". A day that counts from that of
  // publication ends it.
  void note_year(uint32_t first, uint32_t last, const DateRange& value) {
    const bool dated = month(first) || month(last - 1);
    for (uint32_t w = first; w < last; ++w)
      if (const auto y = year(w); y && today_ && *y + kYearsOfNews < today_->year) {
        told_year_ = length(value) <= 366 ? y : std::nullopt;
        return;
      }
    if (!dated) told_year_.reset();
  }
  std::optional<Day> reference(Unit unit) const {
    const std::optional<Day>& named = unit == Unit::day                           ? last_day_
                                      : unit == Unit::week || unit == Unit::month ? last_month_
                                                                                  : last_year_;
    return named ? named : today_;
  }

  // "from 2010 to 2014", "between Monday and Friday": one expression.
  void join(size_t from) {
    std::vector<Timex>& all = out_.timexes;
    for (size_t i = from; i + 1 < all.size(); ++i) {
      Timex& a = all[i];
      const Timex& b = all[i + 1];
      if (b.first != a.last + 1 || !a.value || !b.value) continue;
      const std::string between = text(a.last), preposition = before(a.first);
      const bool range = (preposition == "between" && between == "and") ||
                         (preposition == "from" && is_one_of(between, {"to", "until", "till", "through"})) ||
                         is_one_of(between, {"-", "\u2013", "through"});
      if (!range || b.value->end < a.value->start) continue;
      a.value->end = b.value->end;
      a.last = b.last;
      a.span.end = b.span.end;
      a.value->words = a.span;
      a.bound = false;
      all.erase(all.begin() + static_cast<long>(i) + 1);
    }
  }

  std::optional<int> digits(const std::string& word) const {
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error == std::errc() && end == word.data() + word.size()) return value;
    return std::nullopt;
  }
  // "5", "5th", "five", "a", "several".
  std::optional<int> number(uint32_t w) const {
    const std::string word = text(w);
    if (const auto value = digits(word)) return value;
    if (const auto value = ordinal(word)) return value;
    if (word == "a" || word == "an" || word == "one") return 1;
    if (word == "couple") return 2;
    if (word == "dozen") return 12;
    if (words_.has("some", word)) return 3;
    if (const auto tens = index_in(words_.words("tens"), word)) return (*tens + 1) * 10;
    return index_in(words_.words("numbers"), word);
  }
  std::optional<int> ordinal(const std::string& word) const {
    if (word.size() < 3 || word.size() > 4) return std::nullopt;
    const std::string_view end = std::string_view(word).substr(word.size() - 2);
    if (end != "st" && end != "nd" && end != "rd" && end != "th") return std::nullopt;
    return digits(word.substr(0, word.size() - 2));
  }
  std::optional<int> year(uint32_t w) const {
    const std::string word = text(w);
    if (word.size() != 4 || !std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return std::nullopt;
    const int value = std::stoi(word);
    return value >= kFirstYear && value <= 2100 ? std::optional(value) : std::nullopt;
  }
  std::optional<int> month(uint32_t w) const {
    std::string word = text(w);
    if (word.empty()) return std::nullopt;
    // "may" and "march" are mostly verbs: as months they are written with a capital and tagged as names.
    if ((word == "may" || word == "march" || word == "mar") && tags_.upos[w] != Upos::PROPN) return std::nullopt;
    if (word.back() == '.') word.pop_back();
    if (word == "sept") word = "sep";
    if (const auto full = index_in(words_.words("months"), word)) return *full + 1;
    const char initial = article_.slice(tokens_.words[w].span).front();
    if (initial >= 'A' && initial <= 'Z')
      if (const auto abbreviated = index_in(words_.words("month_abbreviations"), word)) return *abbreviated + 1;
    return std::nullopt;
  }
  std::optional<Unit> unit(uint32_t w) const {
    std::string word = text(w);
    if (word == "centuries") return Unit::century;
    if (word.size() > 3 && word.back() == 's') word.pop_back();
    if (is_season(word)) return Unit::year;
    const auto index = index_in(words_.words("units"), word);
    return index ? std::optional(static_cast<Unit>(*index)) : std::nullopt;
  }
  std::optional<int> season(const std::string& word) const {
    for (const TimeFinder::Season& one : seasons_)
      if (one.name == word) return one.month;
    return std::nullopt;
  }
  bool is_season(const std::string& word) const { return season(word).has_value(); }
  static DateRange season_of(int year, int month) {
    const Day start{year, month, 1}, last = add_months(start, 2);
    return days(start, {last.year, last.month, days_in_month(last.year, last.month)});
  }

  // Whether the clause around words [first, last) looks ahead: a future auxiliary, a present that announces ("leaves on
  // Monday"), or a word such as "scheduled".
  Tense tense(uint32_t first, uint32_t last) const {
    uint32_t word = first;
    while (!grammar_.is_root(word) && grammar_.head(word) >= first && grammar_.head(word) < last)
      word = grammar_.head(word);
    for (int level = 0; level < 8 && !grammar_.is_root(word); ++level) {
      word = grammar_.head(word);
      if (const auto found = outlook(word)) return *found;
    }
    return Tense::past;
  }
  // What one word says of the time of its clause; kept, for many dates may hang on one word.
  std::optional<Tense> outlook(uint32_t word) const {
    enum : char { unknown, none, past, future };
    if (outlooks_.empty()) outlooks_.resize(tokens_.size(), unknown);
    char& kept = outlooks_[word];
    if (kept == unknown) {
      std::optional<Tense> found;
      if (words_.has("forward", grammar_.lemma(word)) && tags_.xpos[word] != "VBD") found = Tense::future;
      for (const uint32_t c : grammar_.children(word))
        if (grammar_.relation(c) == Deprel::amod && words_.has("forward", grammar_.lemma(c))) found = Tense::future;
      if (!found && (grammar_.is_verb(word) || has_copula(word))) found = tense_of(word);
      kept = !found ? none : *found == Tense::past ? past : future;
    }
    if (kept == none) return std::nullopt;
    return kept == past ? Tense::past : Tense::future;
  }
  bool has_copula(uint32_t word) const {
    for (const uint32_t c : grammar_.children(word))
      if (grammar_.relation(c) == Deprel::cop || grammar_.relation(c) == Deprel::aux) return true;
    return false;
  }
  // Nothing where the verb has no tense of its own.
  std::optional<Tense> tense_of(uint32_t verb) const {
    const std::string& form = tags_.xpos[verb];
    bool perfect = false, present_be = false, past = form == "VBD", to = false;
    for (const uint32_t c : grammar_.children(verb)) {
      if (grammar_.relation(c) == Deprel::mark && grammar_.lemma(c) == "to") to = true;
      if (grammar_.relation(c) != Deprel::aux && grammar_.relation(c) != Deprel::cop) continue;
      const std::string& aux = grammar_.lemma(c);
      if (aux == "will" || aux == "shall" || aux == "'ll" || aux == "wo" || aux == "would") return Tense::future;
      if (tags_.xpos[c] == "VBD" || aux == "did") past = true;
      if (aux == "have") perfect = true;
      if (aux == "be" && tags_.xpos[c] != "VBD" && tags_.xpos[c] != "VBN") present_be = true;
    }
    if (past || perfect) return Tense::past;
    if (present_be) return form == "VBG" || has_infinitive(verb) ? Tense::future : Tense::past;
    if (to) {
      // "plans to meet on Monday" looks ahead with what governs it; "flew there to meet" does not.
      if (grammar_.relation(verb) == Deprel::xcomp || grammar_.relation(verb) == Deprel::acl ||
          grammar_.is_root(verb)) {
        const uint32_t above = grammar_.head(verb);
        if (words_.has("forward", grammar_.lemma(above)) || above == verb) return Tense::future;
        if (grammar_.relation(verb) == Deprel::acl) return Tense::future;
      }
      return std::nullopt;
    }
    if (form == "VBZ" || form == "VBP") return is_report(verb) ? Tense::past : Tense::future;
    return std::nullopt;
  }
  bool has_infinitive(uint32_t verb) const {
    for (const uint32_t c : grammar_.children(verb))
      if (grammar_.relation(c) == Deprel::mark && grammar_.lemma(c) == "to") return true;
    return false;
  }
  bool is_report(uint32_t verb) const {
    uint32_t clause;
    return grammar_.child(verb, Deprel::ccomp, clause) ||
           is_one_of(grammar_.lemma(verb), {"say", "tell", "report", "show", "mark", "be", "have", "remain"});
  }

  // The year of a month or day without one: the nearest before publication; ahead where the clause looks ahead.
  int year_for(int month, int day, uint32_t first, uint32_t last) const {
    const Day here{today_->year, month, std::min(day, days_in_month(today_->year, month))};
    const Day edge = day > 1 ? *today_ : Day{today_->year, today_->month, 1};
    const bool ahead = tense(first, last) == Tense::future;
    if (told_year_ && !ahead) return *told_year_;
    if (here == edge) return here.year;
    if (ahead) return here < edge ? here.year + 1 : here.year;
    return here > edge ? here.year - 1 : here.year;
  }

  // Matches an expression at w; gives the word after it, or w for none.
  uint32_t match(uint32_t w, std::optional<DateRange>& value) const {
    const std::string& word = text(w);
    // Most words begin nothing: none of the rules need look at them.
    const bool counts = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (word.empty() || (!counts && !starters_.contains(word))) return w;
    // 2021-06-29
    if (word.size() == 10)
      if (const auto day = parse_day(word)) return value = one_day(*day), w + 1;
    using Rule = uint32_t (Finder::*)(uint32_t, const std::string&, std::optional<DateRange>&) const;
    constexpr Rule kRules[] = {&Finder::holiday,   &Finder::by_weekday, &Finder::by_month, &Finder::by_day_and_month,
                               &Finder::by_season, &Finder::by_quarter, &Finder::by_year,  &Finder::by_century,
                               &Finder::deictic,   &Finder::day_phrase, &Finder::selected, &Finder::counted,
                               &Finder::named_day};
    for (const Rule rule : kRules) {
      const uint32_t end = (this->*rule)(w, word, value);
      if (end > w) return end;
    }
    return w;
  }

  uint32_t holiday(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    if (is_one_of(before(w), {"chinese", "lunar", "jewish", "persian", "muslim", "orthodox", "buddhist"})) return w;
    for (const TimeFinder::Holiday& one : holidays_) {
      // A possessive is a word of its own: "new year 's eve".
      uint32_t at = w;
      std::string joined = word;
      size_t matched = 0;
      for (; matched < one.words.size() && at < last_; ++matched) {
        joined = text(at);
        if (at + 1 < last_ && joined != one.words[matched] && joined + text(at + 1) == one.words[matched])
          joined += text(++at);
        if (joined != one.words[matched]) break;
        ++at;
      }
      if (matched < one.words.size()) continue;
      if (one.year)
        value = one_day({one.year, one.month, one.day});
      else if (const auto y = year(at))
        value = one_day({*y, one.month, one.day}), ++at;
      else if (today_)
        value = one_day({year_for(one.month, one.day, w, at), one.month, one.day});
      return at;
    }
    return w;
  }

  // "Monday", "Monday night", "last Monday", "Monday, March 3".
  uint32_t by_weekday(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    std::string name = word;
    std::optional<int> day = index_in(words_.words("weekdays"), name);
    if (!day && name.size() > 6 && name.back() == 's')
      day = index_in(words_.words("weekdays"), name.substr(0, name.size() - 1));
    if (!day) return w;
    uint32_t end = w + 1;
    const uint32_t date = text(end) == "," ? end + 1 : end;
    if (month(date) || (number(date) && month(date + 1))) {
      const uint32_t after = match(date, value);
      if (after > date && value) return after;
      value.reset();
    }
    if (words_.has("parts", text(end))) ++end;
    if (!today_) return end;
    int back = (weekday(*today_) - *day + 7) % 7;
    const std::string left = before(w);
    if (left == "next")
      back = back == 0 ? -7 : back - 7;
    else if (is_one_of(left, {"last", "past", "previous"}))
      back = back == 0 ? 7 : back;
    else if (tense(w, w + 1) == Tense::future)
      back = back == 0 ? 0 : back - 7;
    value = one_day(add_days(*today_, -back));
    return end;
  }

  // "March", "March 3", "March 3-5", "March 3, 2014", "March 2014".
  uint32_t by_month(uint32_t w, const std::string&, std::optional<DateRange>& value) const {
    const auto m = month(w);
    if (!m) return w;
    const auto d = number(w + 1);
    if (d && *d >= 1 && *d <= 31 && text(w + 1).size() <= 4 && !is_one_of(text(w + 1), {"a", "an"}) &&
        !words_.has("counted", text(w + 2))) {
      uint32_t end = w + 2;
      int to = *d;
      if (is_one_of(text(end), {"-", "\u2013", "to", "and"}) && number(end + 1) && *number(end + 1) > *d &&
          *number(end + 1) <= 31 && digits(text(end + 1)))
        to = *number(end + 1), end += 2;
      std::optional<int> y;
      if (text(end) == "," && (y = year(end + 1)))
        end += 2;
      else if ((y = year(end)))
        end += 1;
      if (!y && today_) y = year_for(*m, *d, w, end);
      if (y && to <= days_in_month(*y, *m)) value = days({*y, *m, *d}, {*y, *m, to});
      return end;
    }
    if (const auto y = year(w + 1)) return value = month_of(*y, *m), w + 2;
    if ((text(w + 1) == "," || text(w + 1) == "of") && year(w + 2)) return value = month_of(*year(w + 2), *m), w + 3;
    const std::string left = before(w);
    if (today_ && left == "last")
      value = month_of(*m >= today_->month ? today_->year - 1 : today_->year, *m);
    else if (today_ && left == "next")
      value = month_of(*m <= today_->month ? today_->year + 1 : today_->year, *m);
    else if (today_)
      value = month_of(year_for(*m, 1, w, w + 1), *m);
    return w + 1;
  }

  // "3 March", "3rd of March 2014", "3-5 March"
  uint32_t by_day_and_month(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    const auto d = digits(word) ? digits(word) : ordinal(word);
    if (!d || *d < 1 || *d > 31) return w;
    uint32_t at = w + 1;
    int to = *d;
    if (is_one_of(text(at), {"-", "\u2013", "to", "and"}) && digits(text(at + 1)) && *digits(text(at + 1)) > *d &&
        *digits(text(at + 1)) <= 31 && month(at + 2))
      to = *digits(text(at + 1)), at += 2;
    if (text(at) == "of") ++at;
    const auto m = month(at);
    if (!m) return w;
    uint32_t end = at + 1;
    std::optional<int> y = year(end);
    if (y)
      end += 1;
    else if (text(end) == "," && (y = year(end + 1)))
      end += 2;
    else if (today_)
      y = year_for(*m, *d, w, end);
    if (y && to <= days_in_month(*y, *m)) value = days({*y, *m, *d}, {*y, *m, to});
    return end;
  }

  // "spring 2016", "the summer of 2016", "last summer", "this winter", "in the spring"
  uint32_t by_season(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    const auto m = season(word);
    if (!m || (tags_.upos[w] != Upos::NOUN && tags_.upos[w] != Upos::PROPN)) return w;
    uint32_t at = w + 1;
    if (text(at) == "of" || text(at) == ",") ++at;
    if (const auto y = year(at)) return value = season_of(*y, *m), at + 1;
    const std::string left = before(w);
    const bool phrase = is_one_of(left, {"last", "this", "next"}) ||
                        (left == "the" && w > first_ + 1 && is_one_of(text(w - 2), {"in", "during", "since"}));
    if (!phrase) return w;
    if (today_) {
      int y = year_for(*m, 1, w, w + 1);
      if (left == "last" && today_->year == y && season_of(y, *m).end >= *today_) --y;
      value = season_of(y, *m);
    }
    return w + 1;
  }

  // "the first quarter of 2016", "the second half of last year"
  uint32_t by_quarter(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    const auto nth = index_in(words_.words("ordinals"), word);
    const std::string part = text(w + 1);
    if (!nth || (part != "quarter" && !(part == "half" && *nth < 2))) return w;
    uint32_t at = w + 2;
    if (text(at) == "of") ++at;
    std::optional<int> y = year(at);
    uint32_t end = at + 1;
    if (!y && today_ && is_one_of(text(at), {"last", "this", "next"}) && text(at + 1) == "year") {
      y = today_->year + (text(at) == "last" ? -1 : text(at) == "next" ? 1 : 0);
      end = at + 2;
    }
    const int months = part == "quarter" ? 3 : 6, start = *nth * months + 1;
    if (!y) {
      if (part == "half") return w;
      end = w + 2;
      if (!today_) return end;
      y = start > today_->month ? today_->year - 1 : today_->year;
    }
    value = days({*y, start, 1}, {*y, start + months - 1, days_in_month(*y, start + months - 1)});
    return end;
  }

  // "a 2003 interview", "2002 World Cup", "(Fillmore 1968)", "Expo 2016 in Toronto": a year of our time beside a name
  // or a noun.
  bool names_year(uint32_t w, int year) const {
    if (year < 1900 || year > 2050 || tags_.upos[w] != Upos::NUM) return false;
    const std::string left = before(w), right = text(w + 1);
    const std::string form = w + 1 < last_ ? tags_.xpos[w + 1] : std::string();
    if (left == "a" && (form == "NN" || form == "JJ" || form == "NNP")) return true;
    if (w == first_ && (form == "NNP" || form == "NN")) return true;
    const bool after_name = w > first_ && tags_.upos[w - 1] == Upos::PROPN;
    return after_name &&
           (right.empty() || form == "NNP" || form == "NNPS" || is_one_of(right, {")", ",", ".", "in", "at", ";"}));
  }

  // "2016", "2014-16", "the 1990s", "the '90s"
  uint32_t by_year(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    // "the 1930's"
    if (const auto y = year(w); y && *y % 10 == 0 && before(w) == "the" && is_one_of(text(w + 1), {"'s", "\u2019s"}) &&
                                (w + 2 >= last_ || tags_.upos[w + 2] != Upos::NOUN))
      return value = days({*y, 1, 1}, {*y + 9, 12, 31}), w + 2;
    if (const auto y = year(w)) {
      // A bare number is a year after a preposition or before a noun, not after a currency sign or in a list of
      // figures.
      const std::string left = before(w), right = text(w + 1);
      const bool possessive = left == "'s" || left == "\u2019s";
      if (!words_.has("before_year", left) && !possessive && !(w == first_ && right == ",") && !names_year(w, *y))
        return w;
      if (words_.has("counted", right)) return w;
      // Of long ago after few words only: elsewhere it counts.
      if (*y < kPlainYear && !is_one_of(left, {"in", "since", "between", "circa", "c.", "ca.", "("})) return w;
      // "a survey of 1709 children" counts; "the 2016 elections" does not.
      if (w + 1 < last_ && tags_.xpos[w + 1] == "NNS" && !possessive &&
          (*y < kPlainYear || !is_one_of(left, {"the", "its", "his", "their"})))
        return w;
      if (*y < kPlainYear && w + 1 < last_ && tags_.upos[w + 1] == Upos::NOUN) return w;
      if (is_one_of(right, {"-", "\u2013"})) {
        if (const auto other = year(w + 2)) return value = days({*y, 1, 1}, {*other, 12, 31}), w + 3;
        if (const auto other = digits(text(w + 2)); other && text(w + 2).size() == 2 && *y / 100 * 100 + *other > *y)
          return value = days({*y, 1, 1}, {*y / 100 * 100 + *other, 12, 31}), w + 3;
      }
      return value = year_of(*y), w + 1;
    }
    if (word.size() == 5 && word.ends_with("0s") && (word[0] == '1' || word[0] == '2') && digits(word.substr(0, 4))) {
      const int y = std::stoi(word.substr(0, 4));
      return value = days({y, 1, 1}, {y + 9, 12, 31}), w + 1;
    }
    if ((word.size() == 3 || word.size() == 4) && word.ends_with("0s") && digits(word.substr(word.size() - 3, 2)) &&
        (before(w) == "the" || word.front() == '\'')) {
      const int y = 1900 + std::stoi(word.substr(word.size() - 3, 2));
      return value = days({y, 1, 1}, {y + 9, 12, 31}), w + 1;
    }
    return w;
  }

  // "the 20th century"
  uint32_t by_century(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    const auto nth = ordinal(word);
    if (!nth || *nth < 11 || *nth > 21) return w;
    uint32_t at = w + 1;
    if (text(at) == "-") ++at;
    if (text(at) != "century" && text(at) != "centuries") return w;
    value = days({(*nth - 1) * 100, 1, 1}, {(*nth - 1) * 100 + 99, 12, 31});
    return at + 1;
  }

  // "today", "yesterday evening", "the day before yesterday", "overnight"
  uint32_t deictic(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    const auto at = [&](int shift, uint32_t end) {
      if (words_.has("parts", text(end))) ++end;
      if (today_) value = one_day(add_days(*today_, shift));
      return end;
    };
    if (word == "today" || word == "tonight") return at(0, w + 1);
    if (word == "yesterday") return at(-1, w + 1);
    if (word == "tomorrow") return at(1, w + 1);
    if (word == "day" && text(w + 1) == "before" && text(w + 2) == "yesterday") return at(-2, w + 3);
    if (word == "day" && text(w + 1) == "after" && text(w + 2) == "tomorrow") return at(2, w + 3);
    if (word == "overnight" && tags_.upos[w] == Upos::ADV) {
      if (today_) value = days(add_days(*today_, -1), *today_);
      return w + 1;
    }
    return w;
  }

  // Against the last day named: "the same day", "that evening", "the next day", "the following week", "the day before",
  // "a day later".
  uint32_t day_phrase(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    const std::string next = text(w + 1);
    const std::optional<Unit> what = words_.has("parts", next) ? std::optional(Unit::day) : unit(w + 1);
    if (is_one_of(word, {"same", "that", "following", "previous", "preceding"}) && what && !next.ends_with("s")) {
      // "that day" but not "that year's budget was": the noun must be its own phrase.
      const int step = word == "following" ? 1 : is_one_of(word, {"previous", "preceding"}) ? -1 : 0;
      if (const auto from = reference(*what)) value = around(moved(*from, step, *what), *what);
      return w + 2;
    }
    if (word == "next" && what && before(w) == "the" && !next.ends_with("s")) {
      if (const auto from = reference(*what)) value = around(moved(*from, 1, *what), *what);
      return w + 2;
    }
    if (const auto u = unit(w);
        u && before(w) == "the" && is_one_of(next, {"before", "after"}) && !word.ends_with("s")) {
      const std::string right = text(w + 2);
      const bool alone =
          right.empty() || is_one_of(right, {".", ",", ";", ")", "and", "but", "\u2014", "--", "in", "at"});
      if (const auto from = reference(*u); from && alone)
        value = around(moved(*from, next == "before" ? -1 : 1, *u), *u);
      return w + 2;
    }
    return w;
  }

  // "last week", "this year", "next month", "the past three days", "in recent weeks", "earlier this month"
  uint32_t selected(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    if (!is_one_of(word, {"last", "this", "next", "past", "coming", "recent", "current"})) return w;
    const int step = is_one_of(word, {"last", "past"}) ? -1 : is_one_of(word, {"next", "coming"}) ? 1 : 0;
    const std::string next = text(w + 1);
    if (words_.has("parts", next) && is_one_of(word, {"last", "this"})) {
      if (today_) value = one_day(add_days(*today_, word == "last" && next != "morning" ? -1 : step));
      return w + 2;
    }
    if (next == "weekend") {
      if (today_) {
        // On a Sunday "the weekend" is this one; before Saturday "last weekend" and "this weekend" differ.
        const Day monday = add_days(*today_, 7 * step - weekday(*today_));
        value = days(add_days(monday, 5), add_days(monday, 6));
        if (step == 0 && value->start > *today_ && tense(w, w + 2) == Tense::past)
          value = days(add_days(monday, -2), add_days(monday, -1));
      }
      return w + 2;
    }
    if (const auto u = unit(w + 1)) {
      if (word == "recent" || (next.ends_with("s") && !is_season(next))) {
        // "the past days": as far back as three of them
        if (word == "this" || word == "current" || word == "next") return w;
        if (today_) value = step > 0 ? days(*today_, moved(*today_, 3, *u)) : days(moved(*today_, -3, *u), *today_);
        return w + 2;
      }
      if (is_season(next)) return w;
      if (today_) value = within(word, w, *u, step);
      return w + 2;
    }
    if (const auto n = number(w + 1); n && *n > 0 && !is_one_of(text(w + 1), {"a", "an"})) {
      uint32_t at = w + 2;
      if (text(at) == "of") ++at;
      const auto u = unit(at);
      if (!u || word == "this") return w;
      if (today_) value = step > 0 ? days(*today_, moved(*today_, *n, *u)) : days(moved(*today_, -*n, *u), *today_);
      return at + 1;
    }
    return w;
  }

  // "this week" is what has passed of it where the tense is past; "earlier" and "later" cut it at the day of
  // publication.
  DateRange within(const std::string& word, uint32_t w, Unit u, int step) const {
    // "the past week", "the past year": up to now
    if (word == "past") return days(moved(*today_, -1, u), *today_);
    DateRange range = around(moved(*today_, step, u), u);
    if (step != 0 || u == Unit::day) return range;
    const std::string left = before(w);
    if (left == "later")
      range.start = *today_;
    else if (left == "earlier" || tense(w, w + 2) == Tense::past)
      range.end = *today_;
    return range;
  }

  // "two days ago", "a month earlier", "three weeks later", "in two days", "within days"
  uint32_t counted(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    std::optional<int> n = number(w);
    uint32_t at = w + 1;
    if (word == "half" && is_one_of(text(at), {"a", "an"})) ++at, n = 1;
    if (is_one_of(word, {"a", "an"}) && is_one_of(text(at), {"few", "couple", "dozen"})) n = number(at), ++at;
    if (text(at) == "of") ++at;
    if (n && is_one_of(text(at), {"or", "to"}) && number(at + 1) && unit(at + 2)) at += 2;
    const auto bare = unit(w);
    if (bare && word.ends_with("s")) {
      if (text(w + 1) == "ago") return w + 2;  // "years ago": vague
      n = 3, at = w;
    }
    if (!n || *n < 1) return w;
    const auto u = unit(at);
    if (!u) return w;
    const std::string after = text(at + 1);
    if (after == "ago") {
      // "three decades ago" is as exact as years are.
      if (today_) value = around(moved(*today_, -*n, *u), std::min(*u, Unit::year));
      return at + 2;
    }
    if (is_one_of(after, {"earlier", "later"})) {
      if (const auto from = reference(*u)) value = around(moved(*from, after == "later" ? *n : -*n, *u), *u);
      return at + 2;
    }
    if (is_one_of(after, {"before", "after"}) && (at + 2 >= last_ || tags_.upos[at + 2] == Upos::PUNCT)) {
      if (const auto from = reference(*u)) value = around(moved(*from, after == "after" ? *n : -*n, *u), *u);
      return at + 2;
    }
    // "will meet in two weeks"
    if (is_one_of(before(w), {"in", "within"}) && today_ && tense(w, at + 1) == Tense::future) {
      value = *u == Unit::day && before(w) == "in" ? one_day(moved(*today_, *n, *u))
                                                   : days(*today_, moved(*today_, *n, *u));
      return at + 1;
    }
    return w;
  }

  // "on the 5th": of the month last named.
  uint32_t named_day(uint32_t w, const std::string& word, std::optional<DateRange>& value) const {
    const auto d = ordinal(word);
    if (!d || *d < 1 || *d > 31 || before(w) != "the" || w < first_ + 2 ||
        !is_one_of(text(w - 2), {"on", "until", "by", "since"}))
      return w;
    if (w + 1 < last_ &&
        (tags_.upos[w + 1] == Upos::NOUN || tags_.upos[w + 1] == Upos::PROPN || tags_.upos[w + 1] == Upos::ADJ))
      return w;
    if (const auto from = reference(Unit::month)) {
      Day day{from->year, from->month, *d};
      if (is_valid(day)) {
        if (today_ && from == today_ && day > *today_ && tense(w, w + 1) == Tense::past) day = add_months(day, -1);
        value = one_day(day);
      }
    }
    return w + 1;
  }

  // A full date among the first words: "COLOMBO, July 15, 2022".
  std::optional<Day> day_of_dateline() {
    constexpr uint32_t kMostWords = 60;
    for (const Sentence& sentence : tokens_.sentences) {
      first_ = sentence.first;
      last_ = sentence.last;
      if (first_ > kMostWords) break;
      for (uint32_t w = first_; w < last_ && w < kMostWords; ++w) {
        std::optional<DateRange> value;
        if (match(w, value) > w && value && value->start == value->end) return value->start;
      }
    }
    return std::nullopt;
  }

  const Article& article_;
  const Tokens& tokens_;
  const Tags& tags_;
  Grammar grammar_;
  const WordList& words_;
  const std::vector<TimeFinder::Holiday>& holidays_;
  const std::vector<TimeFinder::Season>& seasons_;
  const std::unordered_set<std::string>& starters_;
  inline static const std::string kNothing;
  std::vector<std::string> lower_;  // per word
  std::optional<Day> today_, last_day_, last_month_, last_year_;
  std::optional<int> told_year_;   // of the story in this paragraph
  uint32_t first_ = 0, last_ = 0;  // words of the sentence
  mutable std::vector<char> outlooks_;
  Timexes out_;
};

// "12-25" or "2001-9-11", the last word of a line.
bool read_holiday(const std::string& line, TimeFinder::Holiday& holiday) {
  std::string word;
  std::vector<std::string> words;
  for (const char c : line + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (words.size() < 2) return false;
  std::vector<int> numbers(1);
  for (const char c : words.back()) {
    if (c == '-')
      numbers.push_back(0);
    else if (c >= '0' && c <= '9' && numbers.back() < 10000)
      numbers.back() = numbers.back() * 10 + (c - '0');
    else
      return false;
  }
  if (numbers.size() == 2) numbers.insert(numbers.begin(), 0);
  if (numbers.size() != 3) return false;
  words.pop_back();
  holiday = {std::move(words), numbers[0], numbers[1], numbers[2]};
  return is_valid({numbers[0] ? numbers[0] : 2001, numbers[1], numbers[2]});
}

}  // namespace

Result<std::unique_ptr<const TimeFinder>> TimeFinder::load(const std::string& folder) {
  const std::string path = folder + "/time.txt";
  auto words = WordList::load(path);
  if (!words) return words.error();
  std::unique_ptr<TimeFinder> finder(new TimeFinder());
  finder->words_ = std::move(words.value());
  for (const std::string& line : finder->words_.lines("holidays")) {
    Holiday holiday;
    if (!read_holiday(line, holiday))
      return Error{ErrorKind::invalid, path + ": a holiday is a name and month-day or year-month-day: " + line};
    finder->holidays_.push_back(std::move(holiday));
  }
  for (const std::string& line : finder->words_.lines("seasons")) {
    const size_t space = line.find(' ');
    const int month = space == std::string::npos ? 0 : std::atoi(line.c_str() + space + 1);
    if (month < 1 || month > 12)
      return Error{ErrorKind::invalid, path + ": a season is a name and the number of its first month: " + line};
    finder->seasons_.push_back({line.substr(0, space), month});
  }
  finder->note_starters();
  return std::unique_ptr<const TimeFinder>(std::move(finder));
}

void TimeFinder::note_starters() {
  const auto add = [this](const std::string& word, std::initializer_list<const char*> endings) {
    for (const char* ending : endings) starters_.insert(word + ending);
  };
  for (const std::string& word : words_.words("weekdays")) add(word, {"", "s"});
  for (const char* list : {"months", "month_abbreviations"})
    for (const std::string& word : words_.words(list)) add(word, {"", "."});
  for (const char* list : {"ordinals", "numbers", "tens", "some"})
    for (const std::string& word : words_.words(list)) add(word, {""});
  for (const std::string& word : words_.words("units")) add(word, {"", "s"});
  for (const Season& season : seasons_) add(season.name, {"", "s"});
  // "valentine 's" are two words of the text.
  for (const Holiday& holiday : holidays_) {
    add(holiday.words.front(), {""});
    add(holiday.words.front().substr(0, holiday.words.front().find('\'')), {""});
  }
  for (const char* word :
       {"sept",   "sept.",  "centuries", "today",    "tonight",   "yesterday", "tomorrow", "day",   "overnight",
        "same",   "that",   "following", "previous", "preceding", "next",      "last",     "this",  "past",
        "coming", "recent", "current",   "a",        "an",        "one",       "couple",   "dozen", "half"})
    add(word, {""});
}

Timexes TimeFinder::find(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees) const {
  return Finder(article, tokens, tags, trees, words_, holidays_, seasons_, starters_).find();
}

}  // namespace kronika
