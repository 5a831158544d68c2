#include "query/filter.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/ascii.h"
#include "base/calendar.h"

namespace kronika {
namespace {

// How the values of a field are read.
enum class Reads { word, name, party, day, number, circle };

struct Field {
  const char* name;
  Asked asked;
  Reads reads;
  Side side = Side::either;
  const char* kind = "";    // of its names in the vocabulary
  const char* called = "";  // what messages call such a name
  const char* part = "";    // of a party: the one part that is asked of
};

constexpr Field kFields[] = {
    {"actor", Asked::party, Reads::party, Side::actor},
    {"actor.country", Asked::party, Reads::party, Side::actor, "country", "country", "country"},
    {"actor.sector", Asked::party, Reads::party, Side::actor, "sector", "sector", "sector"},
    {"actor.entity", Asked::party, Reads::party, Side::actor, "entity", "entity", "entity"},
    {"recipient", Asked::party, Reads::party, Side::recipient},
    {"recipient.country", Asked::party, Reads::party, Side::recipient, "country", "country", "country"},
    {"recipient.sector", Asked::party, Reads::party, Side::recipient, "sector", "sector", "sector"},
    {"recipient.entity", Asked::party, Reads::party, Side::recipient, "entity", "entity", "entity"},
    {"party", Asked::party, Reads::party, Side::either},
    {"party.country", Asked::party, Reads::party, Side::either, "country", "country", "country"},
    {"party.sector", Asked::party, Reads::party, Side::either, "sector", "sector", "sector"},
    {"party.entity", Asked::party, Reads::party, Side::either, "entity", "entity", "entity"},
    {"event", Asked::event, Reads::name, Side::either, "event", "category"},
    {"mode", Asked::mode, Reads::name, Side::either, "mode", "mode"},
    {"context", Asked::context, Reads::name, Side::either, "context", "context"},
    {"cameo", Asked::cameo, Reads::word},
    {"quad", Asked::quad, Reads::number},
    {"score", Asked::score, Reads::number},
    {"confidence", Asked::confidence, Reads::number},
    {"factuality", Asked::factuality, Reads::name, Side::either, "factuality", "factuality"},
    {"attribution", Asked::attribution, Reads::party},
    {"date", Asked::date, Reads::day},
    {"published", Asked::published, Reads::day},
    {"day", Asked::day, Reads::day},
    {"country", Asked::place_country, Reads::name, Side::either, "country", "country"},
    {"admin", Asked::place_admin, Reads::name, Side::either, "admin", "region"},
    {"place", Asked::place_name, Reads::name, Side::either, "place", "place"},
    {"near", Asked::near, Reads::circle},
    {"text", Asked::text, Reads::word},
    {"publisher", Asked::publisher, Reads::name, Side::either, "publisher", "publisher"},
    {"review", Asked::review, Reads::name, Side::either, "review", "review"},
    {"document", Asked::document, Reads::word},
    {"id", Asked::id, Reads::word},
    {"entry", Asked::entry, Reads::word},
};

constexpr size_t kMostConditions = 64, kMostDepth = 32;

const FixedVocabulary& fixed_names() {
  static const FixedVocabulary kNames({{"factuality", {"asserted", "negated", "future", "hypothetical", "historical"}},
                                       {"review", {"none", "accepted", "corrected", "rejected"}}});
  return kNames;
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

// "2021", "2021-05", "2021-05-03": the first and the last day of it.
std::optional<DayRange> parse_period(std::string_view text) {
  const auto digits = [&](size_t from, size_t count) {
    int value = 0;
    for (size_t i = from; i < from + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + text[i] - '0';
    }
    return value;
  };
  if (text.size() == 4) {
    const int year = digits(0, 4);
    if (year < 1) return {};
    return DayRange{Day{year, 1, 1}, Day{year, 12, 31}};
  }
  if (text.size() == 7 && text[4] == '-') {
    const int year = digits(0, 4), month = digits(5, 2);
    if (year < 1 || month < 1 || month > 12) return {};
    return DayRange{Day{year, month, 1}, Day{year, month, days_in_month(year, month)}};
  }
  if (text.size() != 10) return {};
  const auto day = parse_day(text);
  if (!day) return {};
  return DayRange{day, day};
}

bool is_sector_like(std::string_view word) {
  return word.size() == 3 && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

class FilterParser {
 public:
  FilterParser(std::string_view text, const Vocabulary& vocabulary) : text_(text), vocabulary_(vocabulary) {}

  Result<Filter> parse() {
    skip_space();
    if (at_ == text_.size()) return Filter{};
    auto filter = parse_any(0);
    if (filter && at_ < text_.size()) return wrong("\")\" without \"(\"");
    return filter;
  }

 private:
  struct Word {
    std::string text;
    bool quoted = false;
    size_t at = 0;
  };

  Error wrong(const std::string& what) const { return wrong_at(at_, what); }
  static Error wrong_at(size_t at, const std::string& what) {
    return {ErrorKind::usage, "the filter, at character " + std::to_string(at + 1) + ": " + what};
  }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }
  // A word such as "or", standing alone; goes past it.
  bool take_word(std::string_view word) {
    if (lower_ascii(text_.substr(at_, word.size())) != word) return false;
    const size_t end = at_ + word.size();
    if (end < text_.size() && text_[end] != ' ' && text_[end] != '\t' && text_[end] != '\n' && text_[end] != '\r' &&
        text_[end] != '(')
      return false;
    at_ = end;
    skip_space();
    return true;
  }
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  Result<Filter> parse_any(size_t depth) {
    Filter out;
    out.kind = Filter::Kind::any;
    do {
      auto part = parse_all(depth);
      if (!part) return part;
      out.parts.push_back(std::move(part).value());
    } while (take_word("or"));
    return out.parts.size() == 1 ? std::move(out.parts.front()) : std::move(out);
  }

  Result<Filter> parse_all(size_t depth) {
    Filter out;
    do {
      auto part = parse_one(depth);
      if (!part) return part;
      out.parts.push_back(std::move(part).value());
      while (take_word("and")) {
        if (at_ == text_.size() || text_[at_] == ')') return wrong("something must follow \"and\"");
      }
    } while (at_ < text_.size() && text_[at_] != ')' && !is_or());
    return out.parts.size() == 1 ? std::move(out.parts.front()) : std::move(out);
  }
  bool is_or() {
    const size_t before = at_;
    const bool found = take_word("or");
    at_ = before;
    return found;
  }

  Result<Filter> parse_one(size_t depth) {
    if (depth > kMostDepth) return wrong("nested deeper than " + std::to_string(kMostDepth));
    if (at_ == text_.size()) return wrong("a condition is missing, such as event:PROTEST");
    if (take_word("not")) {
      auto part = parse_one(depth + 1);
      if (!part) return part;
      Filter out;
      out.kind = Filter::Kind::negation;
      out.parts.push_back(std::move(part).value());
      return out;
    }
    if (take('(')) {
      skip_space();
      auto inside = parse_any(depth + 1);
      if (!inside) return inside;
      if (!take(')')) return wrong("\")\" is missing");
      skip_space();
      return inside;
    }
    return parse_condition();
  }

  Result<Filter> parse_condition() {
    const size_t start = at_;
    while (at_ < text_.size() && ((text_[at_] >= 'a' && text_[at_] <= 'z') ||
                                  (text_[at_] >= 'A' && text_[at_] <= 'Z') || text_[at_] == '.' || text_[at_] == '_'))
      ++at_;
    const std::string name = lower_ascii(text_.substr(start, at_ - start));
    static constexpr std::string_view kOperators[] = {":", "<=", ">=", "<", ">", "="};
    std::string_view op;
    for (const std::string_view candidate : kOperators)
      if (op.empty() && text_.substr(at_).starts_with(candidate)) op = candidate;
    if (op.empty() || name.empty())
      return wrong_at(start,
                      "a condition is FIELD:VALUE, such as event:PROTEST, or text:\"border police\" for words of "
                      "the article");
    const Field* field =
        std::find_if(std::begin(kFields), std::end(kFields), [&](const Field& f) { return name == f.name; });
    if (field == std::end(kFields)) {
      std::set<std::string> known;
      for (const Field& f : kFields) known.insert(f.name);
      return wrong_at(start, unknown_name("field", name, known).message);
    }
    at_ += op.size();
    // ">=:" and ":>=" are both what people write.
    if (op == ":")
      for (const std::string_view candidate : {"<=", ">=", "<", ">"})
        if (op == ":" && text_.substr(at_).starts_with(candidate)) op = candidate, at_ += candidate.size();
    if (++conditions_ > kMostConditions)
      return wrong_at(start, "more than " + std::to_string(kMostConditions) + " conditions");
    auto words = parse_values();
    if (!words) return words.error();
    Filter out;
    out.kind = Filter::Kind::condition;
    out.condition.asked = field->asked;
    out.condition.side = field->side;
    const bool compares = op != ":" && op != "=";
    if (compares && field->reads != Reads::number && field->reads != Reads::day)
      return wrong_at(start, "\"" + std::string(op) + "\" is for numbers and days; " + name + " takes \":\"");
    const Status read = read_values(*field, op, words.value(), out.condition);
    if (!read) return read.error();
    skip_space();
    return out;
  }

  // VALUE,VALUE...
  Result<std::vector<Word>> parse_values() {
    std::vector<Word> words;
    do {
      Word word;
      word.at = at_;
      if (take('"')) {
        word.quoted = true;
        while (at_ < text_.size() && text_[at_] != '"') {
          if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
          word.text += text_[at_++];
        }
        if (!take('"')) return wrong_at(word.at, "a closing \" is missing");
      } else {
        while (at_ < text_.size() && std::string_view(" \t\r\n,()\"").find(text_[at_]) == std::string_view::npos)
          word.text += text_[at_++];
      }
      if (word.text.empty()) return wrong_at(word.at, "a value is missing");
      words.push_back(std::move(word));
    } while (take(','));
    return words;
  }

  Status read_values(const Field& field, std::string_view op, const std::vector<Word>& words, Condition& out) {
    if (field.reads == Reads::circle) return read_circles(words, out);
    for (const Word& word : words) {
      Status read = Done{};
      switch (field.reads) {
        case Reads::word:
          out.names.push_back(word.text);
          break;
        case Reads::name:
          read = read_name(field, word, out);
          break;
        case Reads::party:
          read = read_party(field, word, out);
          break;
        case Reads::day:
          read = read_day(op, word, out);
          break;
        case Reads::number:
          read = read_number(field, op, word, out);
          break;
        case Reads::circle:
          break;
      }
      if (!read) return read;
    }
    return Done{};
  }

  Result<std::string> known(const char* kind, const char* called, const Word& word) const {
    const bool own = std::string_view(kind) == "factuality" || std::string_view(kind) == "review";
    const Vocabulary& from = own ? static_cast<const Vocabulary&>(fixed_names()) : vocabulary_;
    std::string found = from.find(kind, word.text);
    if (found.empty()) return wrong_at(word.at, unknown_name(called, word.text, from.all(kind)).message);
    return found;
  }

  Status read_name(const Field& field, const Word& word, Condition& out) {
    if (word.text == "none" && !word.quoted && field.asked != Asked::factuality && field.asked != Asked::event) {
      out.names.emplace_back("none");
      return Done{};
    }
    auto name = known(field.kind, field.called, word);
    if (!name) return name.error();
    out.names.push_back(std::move(name).value());
    return Done{};
  }

  Status read_party(const Field& field, const Word& word, Condition& out) {
    PartyPattern party;
    if (word.text == "none" || word.text == "any") {
      party.none = word.text == "none";
      out.parties.push_back(party);
      return Done{};
    }
    const std::string_view part = field.part;
    if (!part.empty()) {
      auto name = known(field.kind, field.called, word);
      if (!name) return name.error();
      (part == "country"  ? party.country
       : part == "entity" ? party.entity
                          : party.sectors.emplace_back()) = std::move(name).value();
      out.parties.push_back(std::move(party));
      return Done{};
    }
    // "RUS", "MIL", "RUS GOV MIL"; what is no such code is an entity.
    for (size_t at = 0; at < word.text.size();) {
      const size_t end = std::min(word.text.find(' ', at), word.text.size());
      const std::string code = word.text.substr(at, end - at);
      const size_t code_at = word.at + word.quoted + at;
      at = end + 1;
      if (code.empty() || code == "---") continue;
      const bool first = party.country.empty() && party.sectors.empty();
      if (is_sector_like(code) && first && vocabulary_.find("country", code) == code) {
        party.country = code;
      } else if (is_sector_like(code) && vocabulary_.find("sector", code) == code) {
        party.sectors.push_back(code);
      } else if (is_sector_like(code)) {
        std::set<std::string> codes = vocabulary_.all("sector");
        if (first) codes.merge(vocabulary_.all("country"));
        return wrong_at(code_at, unknown_name(first ? "country or sector" : "sector", code, codes).message);
      } else if (field.asked == Asked::attribution) {
        return wrong_at(code_at,
                        "an attribution is asked by the code of the holder, such as RUS or \"RUS GOV\"; or any, none");
      } else {
        auto entity = known("entity", "country, sector or entity", word);
        if (!entity) return entity.error();
        party = {};
        party.entity = std::move(entity).value();
        break;
      }
    }
    out.parties.push_back(std::move(party));
    return Done{};
  }

  Status read_day(std::string_view op, const Word& word, Condition& out) {
    const size_t dots = word.text.find("..");
    DayRange range;
    if (op == ":" || op == "=") {
      const std::string_view text = word.text;
      if (text == "none") {
        out.days.push_back({});  // open on both ends: has none (see filter_sql.cc)
        return Done{};
      }
      const auto from = parse_period(text.substr(0, dots));
      const auto to = dots == std::string::npos ? from : parse_period(text.substr(dots + 2));
      const bool open_from = dots == 0, open_to = dots != std::string::npos && dots + 2 == text.size();
      if ((!from && !open_from) || (!to && !open_to) || (open_from && open_to)) return not_a_day(word);
      if (from && !open_from) range.from = from->from;
      if (to && !open_to) range.to = to->to;
      if (range.from && range.to && *range.to < *range.from)
        return wrong_at(word.at, "the period ends before it begins");
    } else {
      const auto period = parse_period(word.text);
      if (!period) return not_a_day(word);
      if (op == ">=") range.from = period->from;
      if (op == ">") range.from = add_days(*period->to, 1);
      if (op == "<=") range.to = period->to;
      if (op == "<") range.to = add_days(*period->from, -1);
    }
    out.days.push_back(range);
    return Done{};
  }
  static Error not_a_day(const Word& word) {
    return wrong_at(word.at,
                    "\"" + word.text + "\" is no day or period; write 2021, 2021-05, 2021-05-23 or 2021-05..2021-07");
  }

  static Status read_number(const Field& field, std::string_view op, const Word& word, Condition& out) {
    NumberRange range;
    const std::string_view text = word.text;
    const size_t dots = text.find("..");
    const auto from = parse_number(text.substr(0, dots));
    const auto to = dots == std::string::npos ? from : parse_number(text.substr(dots + 2));
    if (!from || !to)
      return wrong_at(
          word.at, "\"" + word.text + "\" is no number; write " + field.name + ">=0.8 or " + field.name + ":0.5..0.8");
    if (op == ":" || op == "=") {
      range.from = from, range.to = to;
    } else {
      if (op[0] == '>') range.from = from, range.from_open = op == ">";
      if (op[0] == '<') range.to = from, range.to_open = op == "<";
    }
    if (field.asked == Asked::quad && (op == ":" || op == "=") && (*from < 1 || *to > 4 || *from != std::floor(*from)))
      return wrong_at(word.at, "no quad class " + word.text + "; they are 1 to 4");
    out.numbers.push_back(range);
    return Done{};
  }

  static Status read_circles(const std::vector<Word>& words, Condition& out) {
    constexpr double kMostKilometres = 20'000;
    const char* form = "near takes LATITUDE,LONGITUDE,KILOMETRES: near:53.9,27.57,50";
    if (words.size() % 3 != 0) return wrong_at(words.front().at, form);
    for (size_t i = 0; i < words.size(); i += 3) {
      std::string distance = words[i + 2].text;
      if (distance.ends_with("km")) distance.resize(distance.size() - 2);
      const auto latitude = parse_number(words[i].text), longitude = parse_number(words[i + 1].text);
      const auto kilometres = parse_number(distance);
      if (!latitude || !longitude || !kilometres || std::abs(*latitude) > 90 || std::abs(*longitude) > 180 ||
          *kilometres < 0 || *kilometres > kMostKilometres)
        return wrong_at(words[i].at, form);
      out.circles.push_back({*latitude, *longitude, *kilometres});
    }
    return Done{};
  }

  std::string_view text_;
  const Vocabulary& vocabulary_;
  size_t at_ = 0, conditions_ = 0;
};

}  // namespace

Result<Filter> parse_filter(std::string_view text, const Vocabulary& vocabulary) {
  return FilterParser(text, vocabulary).parse();
}

const std::vector<FilterField>& filter_fields() {
  static const std::vector<FilterField> kAll = [] {
    std::vector<FilterField> all;
    for (const auto& field : kFields) {
      FilterField one{field.name, {}};
      if (*field.kind)
        one.kinds = {field.kind};
      else if (field.asked == Asked::party)
        one.kinds = {"country", "sector", "entity"};
      else if (field.asked == Asked::attribution)
        one.kinds = {"country", "sector"};
      all.push_back(std::move(one));
    }
    return all;
  }();
  return kAll;
}

}  // namespace kronika
