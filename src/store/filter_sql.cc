#include "store/filter_sql.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/calendar.h"
#include "store/parts.h"
#include "store/words.h"

namespace kronika {
namespace {

// Days that every record of the answer has (record.day): what narrows the index of parties.
struct Days {
  std::optional<int64_t> from, to;
};

void narrow(const Filter& filter, Days& days) {
  if (filter.kind == Filter::Kind::all)
    for (const Filter& part : filter.parts) narrow(part, days);
  const Condition& c = filter.condition;
  if (filter.kind != Filter::Kind::condition || (c.asked != Asked::date && c.asked != Asked::day) || c.days.size() != 1)
    return;
  const DayRange& range = c.days.front();
  if (range.from) days.from = std::max(days.from.value_or(INT64_MIN), day_number(*range.from));
  if (range.to) days.to = std::min(days.to.value_or(INT64_MAX), day_number(*range.to));
}

class ConditionWriter {
 public:
  ConditionWriter(Database::Dialect dialect, const Days& days, SqlText& sql)
      : dialect_(dialect), days_(days), sql_(sql) {}

  void write(const Filter& filter) {
    switch (filter.kind) {
      case Filter::Kind::condition:
        write(filter.condition);
        break;
      case Filter::Kind::negation:
        // What is not known is not so: without this a record without a date would be neither in nor out.
        put("NOT coalesce(");
        write(filter.parts.front());
        put(", FALSE)");
        break;
      default:
        if (filter.parts.empty()) return put("TRUE");
        put("(");
        for (size_t i = 0; i < filter.parts.size(); ++i) {
          if (i) put(filter.kind == Filter::Kind::all ? " AND " : " OR ");
          write(filter.parts[i]);
        }
        put(")");
    }
  }

 private:
  void put(const std::string& text) { sql_.text += text; }
  std::string text(const std::string& value) { return sql_.add(value); }

  // One of the values of a list must hold.
  template <class List, class Write>
  void any_of(const List& list, Write write_one) {
    put("(");
    bool first = true;
    for (const auto& item : list) {
      if (!first) put(" OR ");
      first = false;
      write_one(item);
    }
    put(")");
  }

  std::string term(const char* kind, const std::string& name) {
    return "(SELECT key FROM term WHERE kind = '" + std::string(kind) + "' AND name = " + text(name) + ")";
  }
  void term_column(const char* column, const char* kind, const Condition& c) {
    any_of(c.names, [&](const std::string& name) {
      put(name == "none" ? std::string(column) + " IS NULL" : std::string(column) + " = " + term(kind, name));
    });
  }
  void terms(const char* kind, const Condition& c) {
    any_of(c.names, [&](const std::string& name) {
      if (name == "none")
        put("NOT EXISTS (SELECT 1 FROM record_term x JOIN term t ON t.key = x.term WHERE x.record = r.key AND t.kind = "
            "'" +
            std::string(kind) + "')");
      else
        put("r.key IN (SELECT record FROM record_term WHERE term = " + term(kind, name) + ")");
    });
  }
  void text_column(const std::string& column, const Condition& c) {
    any_of(c.names,
           [&](const std::string& name) { put(name == "none" ? column + " IS NULL" : column + " = " + text(name)); });
  }

  void numbers(const std::string& column, const Condition& c) {
    any_of(c.numbers, [&](const NumberRange& range) {
      std::string both;
      if (range.from) both = column + (range.from_open ? " > " : " >= ") + sql_.add(*range.from);
      if (range.to)
        both += (both.empty() ? "" : " AND ") + column + (range.to_open ? " < " : " <= ") + sql_.add(*range.to);
      put("(" + both + ")");
    });
  }
  void days(const std::string& column, const Condition& c) {
    any_of(c.days, [&](const DayRange& range) {
      if (!range.from && !range.to) return put(column + " IS NULL");
      std::string both;
      if (range.from) both = column + " >= " + sql_.add(day_number(*range.from));
      if (range.to) both += (both.empty() ? "" : " AND ") + column + " <= " + sql_.add(day_number(*range.to));
      put("(" + both + ")");
    });
  }

  // Codes are "RUS GOV MIL": a sector is a word of them, as is the country.
  std::string has_sectors(const std::string& column, const std::vector<std::string>& sectors) {
    std::string all;
    for (const std::string& sector : sectors)
      all += " AND ' ' || substr(" + column + ", 5) || ' ' LIKE " + text("% " + sector + " %");
    return all;
  }
  void parties(const Condition& c) {
    const std::string side = c.side == Side::either ? "" : " AND side = " + std::to_string(static_cast<int>(c.side));
    any_of(c.parties, [&](const PartyPattern& party) {
      const bool any = party.country.empty() && party.sectors.empty() && party.entity.empty();
      if (any)
        return put(std::string(party.none ? "NOT " : "") + "EXISTS (SELECT 1 FROM party WHERE record = r.key" + side +
                   ")");
      std::string inner = "SELECT record FROM party WHERE TRUE";
      if (!party.entity.empty()) inner += " AND entity = " + term(term_kind::kEntity, party.entity);
      if (!party.country.empty()) {
        inner += " AND country = " + text(party.country);
        // The index of countries goes on by side and day, so both sides are asked one after the other.
        if (side.empty() && (days_.from || days_.to)) inner += " AND side IN (1, 2)";
      }
      inner += side + has_sectors("code", party.sectors);
      if (days_.from) inner += " AND day >= " + sql_.add(*days_.from);
      if (days_.to) inner += " AND day <= " + sql_.add(*days_.to);
      put("r.key IN (" + inner + ")");
    });
  }
  void attribution(const Condition& c) {
    any_of(c.parties, [&](const PartyPattern& party) {
      if (party.country.empty() && party.sectors.empty())
        return put(std::string("r.attribution IS ") + (party.none ? "NULL" : "NOT NULL"));
      std::string both = party.country.empty() ? "TRUE" : "substr(r.attribution, 1, 3) = " + text(party.country);
      put("(" + both + has_sectors("r.attribution", party.sectors) + ")");
    });
  }

  void circles(const Condition& c) {
    any_of(c.circles, [&](const Circle& circle) {
      constexpr double kKilometresPerDegree = 111.2, kMargin = 1.01;
      const double up = circle.kilometres * kMargin / kKilometresPerDegree;
      const double shrink = std::cos(std::min(89.9, std::abs(circle.latitude) + up) * std::numbers::pi / 180);
      const double aside = up / shrink;
      std::string box =
          "south <= " + sql_.add(circle.latitude + up) + " AND south >= " + sql_.add(circle.latitude - up);
      // A circle over the date line or a pole: no box of longitudes holds it.
      if (circle.longitude + aside <= 180 && circle.longitude - aside >= -180)
        box +=
            " AND west <= " + sql_.add(circle.longitude + aside) + " AND west >= " + sql_.add(circle.longitude - aside);
      put("r.key IN (SELECT record FROM place_box WHERE " + box + " AND kilometres(south, west, " +
          sql_.add(circle.latitude) + ", " + sql_.add(circle.longitude) + ") <= " + sql_.add(circle.kilometres) + ")");
    });
  }

  void words(const Condition& c) {
    any_of(c.names, [&](const std::string& phrase) { add_words_condition(phrase, "r.article", dialect_, sql_); });
  }

  void ids(const Condition& c) {
    any_of(c.names, [&](const std::string& given) {
      std::string digits = given.starts_with("k1:") ? given.substr(3) : given;
      const bool good =
          !digits.empty() && digits.size() <= 16 && digits.find_first_not_of("0123456789abcdef") == std::string::npos;
      if (!good) return put("FALSE");
      // By its beginning: a range of numbers.
      const std::string from = digits + std::string(16 - digits.size(), '0'),
                        to = digits + std::string(16 - digits.size(), 'f');
      put("r.id BETWEEN " + sql_.add(id_number(from)) + " AND " + sql_.add(id_number(to)));
    });
  }

  // By the beginning of the id, of which eight digits count.
  void entries(const Condition& c) {
    any_of(c.names, [&](const std::string& given) {
      const std::string digits = given.starts_with("e1:") ? given.substr(3) : given;
      if (digits.empty() || digits.size() > 16 || digits.find_first_not_of("0123456789abcdef") != std::string::npos)
        return put("FALSE");
      std::string from = digits, to = digits;
      from.resize(16, '0'), to.resize(16, 'f');
      put("r.entry IN (SELECT key FROM entry WHERE head BETWEEN " + sql_.add(entry_head(from)) + " AND " +
          sql_.add(entry_head(to)) + ")");
    });
  }

  void write(const Condition& c) {
    switch (c.asked) {
      case Asked::id:
        return ids(c);
      case Asked::entry:
        return entries(c);
      case Asked::document:
        // All that have records are current; the index holds those only.
        put("(a.current = 1 AND ");
        text_column("a.document", c);
        return put(")");
      case Asked::event:
        return term_column("r.event", term_kind::kEvent, c);
      case Asked::mode:
        return terms(term_kind::kMode, c);
      case Asked::context:
        return terms(term_kind::kContext, c);
      case Asked::cameo:
        return any_of(c.names, [&](const std::string& code) {
          const std::string given = text(code);
          put("substr(r.cameo, 1, length(" + given + ")) = " + given);
        });
      case Asked::quad:
        return numbers("r.quad", c);
      case Asked::score:
        return numbers("r.score", c);
      case Asked::confidence:
        return numbers("r.confidence", c);
      case Asked::factuality:
        return any_of(c.names, [&](const std::string& name) {
          const auto factuality = factuality_of(name);
          put(factuality ? "r.factuality = " + sql_.add(static_cast<int64_t>(*factuality)) : "FALSE");
        });
      case Asked::party:
        return parties(c);
      case Asked::attribution:
        return attribution(c);
      case Asked::date:
        return days("r.date_start", c);
      case Asked::published:
        return days("a.published", c);
      case Asked::day:
        return days("r.day", c);
      case Asked::place_country:
        return text_column("r.country", c);
      case Asked::place_admin:
        return term_column("r.admin", term_kind::kAdmin, c);
      case Asked::place_name:
        return term_column("r.place", term_kind::kPlace, c);
      case Asked::near:
        return circles(c);
      case Asked::text:
        return words(c);
      case Asked::publisher:
        return term_column("a.publisher", term_kind::kPublisher, c);
      case Asked::review:
        return any_of(c.names, [&](const std::string& name) {
          const char* kNames[] = {"none", "accepted", "corrected", "rejected"};
          const auto number = std::find(std::begin(kNames), std::end(kNames), name) - std::begin(kNames);
          put("r.review = " + sql_.add(int64_t{number}));
        });
    }
  }

  Database::Dialect dialect_;
  Days days_;
  SqlText& sql_;
};

}  // namespace

std::string SqlText::add(Value value) {
  parameters.push_back(std::move(value));
  return "?" + std::to_string(parameters.size());
}

void add_condition(const Filter& filter, Database::Dialect dialect, SqlText& sql) {
  Days days;
  narrow(filter, days);
  ConditionWriter(dialect, days, sql).write(filter);
}

bool asks_of_reviews(const Filter& filter) {
  if (filter.kind == Filter::Kind::condition) return filter.condition.asked == Asked::review;
  return std::any_of(filter.parts.begin(), filter.parts.end(), asks_of_reviews);
}

std::string StoreVocabulary::find(std::string_view kind, std::string_view given) const {
  auto row = db_.first("SELECT name FROM term WHERE kind = ?1 AND name = ?2", {std::string(kind), std::string(given)});
  if (row && row.value().values.empty())
    row = db_.first("SELECT name FROM term WHERE kind = ?1 AND lower(name) = lower(?2)",
                    {std::string(kind), std::string(given)});
  return row && !row.value().values.empty() ? row.value().text(0) : "";
}

std::set<std::string> StoreVocabulary::all(std::string_view kind) const {
  std::set<std::string> names;
  const Status done = db_.run("SELECT name FROM term WHERE kind = ?1", {std::string(kind)}, [&](const Row& row) {
    names.insert(row.text(0));
    return true;
  });
  if (!done) names.clear();  // the question itself will meet the same trouble and say it
  return names;
}

}  // namespace kronika
