#include "export/export_form.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "base/calendar.h"
#include "base/hash.h"
#include "port/icu.h"
#include "record/flat.h"

namespace kronika {

bool HappenedOnly::takes(const Record& record) const {
  if (record.factuality == Factuality::asserted) return true;
  ++left_out_;
  return false;
}

std::string HappenedOnly::told() const {
  if (left_out_ == 0) return "";
  return std::to_string(left_out_) +
         " records are left out, as this form cannot say that they did not happen, will, may, or did long ago; jsonl "
         "and csv hold them";
}

std::optional<Day> event_day(const Article& article, const Record& record) {
  return record.date ? std::optional(record.date->start) : article.published();
}

std::string compact_day(const std::optional<Day>& day) {
  std::string text = day ? format_day(*day) : "";
  std::erase(text, '-');
  return text;
}

std::vector<Pair> pairs_of(const PublicRecord& record) {
  std::vector<Pair> pairs;
  for (size_t a = 0; a < std::max<size_t>(record.actor.size(), 1); ++a)
    for (size_t r = 0; r < std::max<size_t>(record.recipient.size(), 1); ++r)
      pairs.push_back({a < record.actor.size() ? &record.actor[a] : nullptr,
                       r < record.recipient.size() ? &record.recipient[r] : nullptr, pairs.size()});
  return pairs;
}

uint64_t event_number(const PublicRecord& record, size_t pair) {
  constexpr int kBits = 53;
  const uint64_t hash = std::strtoull(record.id.c_str() + record.id.find(':') + 1, nullptr, 16);
  return (pair == 0 ? hash : mix64(hash + pair)) >> (64 - kBits);
}

std::string entity_name(const PublicParty& party) {
  return party.words.withheld || party.party->entity.empty() ? "" : party.party->name;
}
std::string entity_id(const PublicParty& party) { return party.words.withheld ? "" : party.party->entity; }

std::string sector_label(std::string_view sector) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 25> kLabels = {{
      {"COP", "Police"},
      {"GOV", "Government"},
      {"JUD", "Judicial"},
      {"LEG", "Legislative"},
      {"MIL", "Military"},
      {"PRM", "Paramilitary"},
      {"PTY", "Parties"},
      {"REB", "Rebel"},
      {"SPY", "State Intelligence"},
      {"UAF", "Unidentified Forces"},
      {"UNK", "Unidentified"},
      {"AGR", "Agricultural"},
      {"BUS", "Business"},
      {"CRM", "Criminals"},
      {"CVL", "Civilian"},
      {"EDU", "Education"},
      {"ELI", "Elite"},
      {"JRN", "Journalists"},
      {"LAB", "Labor"},
      {"MED", "Health"},
      {"REF", "Refugees"},
      {"OPP", "Opposition"},
      {"PRE", "Partially Recognized"},
      {"REL", "Religious"},
      {"SOC", "Civil Society"},
  }};
  for (const auto& [code, label] : kLabels)
    if (code == sector) return label;
  return std::string(sector);
}

std::string country_label(std::string_view country, const CountryCodes& codes) {
  if (const CountryCode& known = codes.of(country); !known.name.empty()) return known.name;
  static constexpr std::array<std::pair<std::string_view, const char*>, 7> kLabels = {{
      {"IGO", "International Governmental Organization"},
      {"UNO", "United Nations"},
      {"EUR", "European Union"},
      {"NGO", "Non-Governmental Organization"},
      {"ISM", "International Social Movement"},
      {"IMG", "International Militant Group"},
      {"MNC", "Multinational Corporation"},
  }};
  for (const auto& [code, label] : kLabels)
    if (code == country) return label;
  return std::string(country);
}

std::string display_name(const PublicParty& party, const CountryCodes& codes) {
  if (std::string name = entity_name(party); !name.empty()) return name;
  const Party& p = *party.party;
  const std::string country = country_label(p.country, codes);
  // A state as such has no sector, or its government's.
  std::string what = p.role;
  if (what.empty() && !p.sectors.empty() && p.by != "place") what = sector_label(p.sectors[0]);
  if (what.empty()) return country;
  if (what[0] >= 'a' && what[0] <= 'z') what[0] = static_cast<char>(what[0] - 32);
  return country.empty() ? what : what + " (" + country + ")";
}

std::string degrees(double value) {
  std::string text = decimal(value, "%.5f");
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

PlaceParts place_parts(const Record& record, const CountryCodes& codes) {
  PlaceParts out;
  if (!record.place) return out;
  const PlaceRef& place = *record.place;
  out.country = codes.of(place.country).name;
  out.province = place.precision == "admin" ? place.name : place.admin1;
  if (place.precision == "city" || place.precision == "site") out.city = place.name;
  if (place.latitude && place.longitude) {
    out.latitude = degrees(*place.latitude);
    out.longitude = degrees(*place.longitude);
  }
  return out;
}

std::string public_address(const Article& article, const std::vector<PrivateName>& private_names) {
  if (article.url().empty()) return std::string(article.id());
  const std::string url = fold_marks(article.url());
  for (const PrivateName& name : private_names) {
    // Addresses repeat headlines: a name of two letters or less would be found in any.
    const std::string words = fold_marks(article.slice(name.words));
    const std::string last = words.substr(words.find_last_of(" \t\n") + 1);
    if (last.size() < 3 || url.find(last) == std::string::npos) continue;
    const std::string_view whole = article.url();
    const size_t host = whole.find("://");
    return std::string(host == std::string_view::npos ? article.id() : whole.substr(0, whole.find('/', host + 3)));
  }
  return std::string(article.url());
}

std::string tab_cell(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  return out;
}

std::string tab_row(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += tab_cell(cell) + "\t";
  line.back() = '\n';
  return line;
}

std::string xml_text(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const auto byte = static_cast<unsigned char>(c);
    // U+FFFE and U+FFFF are three bytes that end so.
    if (byte == 0xEF && (text.substr(at, 3) == "\xEF\xBF\xBE" || text.substr(at, 3) == "\xEF\xBF\xBF")) {
      at += 2;
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (byte >= 0x20 || c == '\t' || c == '\n' || c == '\r') {
      out += c;
    }
  }
  return out;
}

}  // namespace kronika
