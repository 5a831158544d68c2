// GDELT 2.0: events of 61 columns and mentions of 16, tab-separated, without a header line.
#include <array>
#include <cmath>

#include "base/calendar.h"
#include "export/export_form.h"
#include "export/writers.h"
#include "record/flat.h"

namespace kronika {
namespace {

using Cells = std::vector<std::string>;

// CAMEO's code of a PLOVER sector: where PLOVER renamed one, the old name.
std::string cameo_type(const std::string& sector) {
  if (sector == "JRN") return "MED";
  if (sector == "MED") return "HLH";
  if (sector == "PRM") return "PRM";
  return sector == "UNK" || sector == "PRE" ? "" : sector;
}

// Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code
void add_actor(Cells& cells, const PublicParty* party, const CountryCodes& codes) {
  if (!party) {
    cells.resize(cells.size() + 10);
    return;
  }
  const Party& p = *party->party;
  const bool state = !codes.of(p.country).name.empty();
  std::string group;
  if (p.country == "UNO") group = "UNO";
  if (p.country == "EUR") group = "EEC";
  Cells types;
  if (!state && group.empty() && !p.country.empty()) types.push_back(p.country);  // IGO NGO IMG MNC are types there
  for (const std::string& sector : p.sectors)
    if (const std::string type = cameo_type(sector); !type.empty()) types.push_back(type);
  std::string code = state ? p.country : group;
  for (const std::string& type : types) code += type;
  types.resize(3);
  std::string name = display_name(*party, codes);
  for (char& c : name)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  cells.insert(cells.end(), {code, name, state ? p.country : "", group, "", "", "", types[0], types[1], types[2]});
}

// Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID
void add_place(Cells& cells, const Record* record, const CountryCodes& codes) {
  if (!record || !record->place) {
    cells.insert(cells.end(), {"0", "", "", "", "", "", "", ""});
    return;
  }
  const PlaceRef& place = *record->place;
  const PlaceParts parts = place_parts(*record, codes);
  const bool usa = place.country == "USA";
  const bool country = place.precision == "country", admin = place.precision == "admin";
  std::string name = parts.country;
  for (const std::string* part : {&parts.province, &parts.city})
    if (!part->empty() && !country) name = *part + (name.empty() ? "" : ", ") + name;
  if (country || name.empty()) name = place.name;
  const std::string& fips = codes.of(place.country).fips;
  cells.insert(cells.end(), {country ? "1"
                             : admin ? (usa ? "2" : "5")
                                     : (usa ? "3" : "4"),
                             name, fips, country ? fips : "", "", parts.latitude, parts.longitude, ""});
}

std::string fraction(Day day) {
  return decimal(day.year + std::floor((day.month * 30 + day.day) / 365.0 * 10000) / 10000, "%.4f");
}

// The time of day is not known; the columns have one.
std::string stamp(const std::optional<Day>& day) { return day ? compact_day(day) + "000000" : ""; }

class GdeltEventWriter : public RecordWriter {
 public:
  explicit GdeltEventWriter(Codes codes) : codes_(std::move(codes)) {}
  std::string left_out() const override { return happened_.told(); }

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    const std::string address = public_address(article, coded.private_names);
    std::string lines;
    for (const Record& record : coded.records) {
      if (!happened_.takes(record)) continue;
      const PublicRecord shown = publisher.publish(record);
      const std::optional<Day> day = event_day(article, record);
      const std::string date = compact_day(day);
      for (const Pair& pair : pairs_of(shown)) {
        Cells cells = {std::to_string(event_number(shown, pair.index)), date,
                       date.substr(0, std::min<size_t>(6, date.size())),
                       date.substr(0, std::min<size_t>(4, date.size())), day ? fraction(*day) : ""};
        add_actor(cells, pair.actor, *codes_);
        add_actor(cells, pair.recipient, *codes_);
        const bool root = shown.in_title || record.sentence_index == 0;
        cells.insert(cells.end(),
                     {root ? "1" : "0", record.cameo, record.cameo.substr(0, std::min<size_t>(3, record.cameo.size())),
                      record.cameo.substr(0, std::min<size_t>(2, record.cameo.size())), std::to_string(record.quad),
                      decimal(record.score, "%g"), std::to_string(1 + record.mentions.size()), "1", "1", ""});
        add_place(cells, nullptr, *codes_);
        add_place(cells, nullptr, *codes_);
        add_place(cells, &record, *codes_);
        cells.insert(cells.end(), {stamp(article.published()), address});
        lines += tab_row(cells);
      }
    }
    return lines;
  }

 private:
  Codes codes_;
  HappenedOnly happened_;
};

class GdeltMentionWriter : public RecordWriter {
 public:
  std::string left_out() const override { return happened_.told(); }

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    const std::string address = public_address(article, coded.private_names);
    const std::string length = std::to_string(count_code_points(article.text()));
    std::string lines;
    for (const Record& record : coded.records) {
      if (!happened_.takes(record)) continue;
      const PublicRecord shown = publisher.publish(record);
      const auto offset = [&](const PublicParty* party) {
        // Offsets count in one text: the field of the record.
        return party && party->words.in_title == shown.in_title ? std::to_string(party->words.start) : "-1";
      };
      for (const Pair& pair : pairs_of(shown))
        lines += tab_row({std::to_string(event_number(shown, pair.index)), stamp(event_day(article, record)),
                          stamp(article.published()), article.url().empty() ? "2" : "1",
                          std::string(article.publisher()), address, std::to_string(record.sentence_index + 1),
                          offset(pair.actor), offset(pair.recipient), std::to_string(shown.words.start), "1",
                          std::to_string(std::lround(record.confidence * 100)), length, "", "", ""});
    }
    return lines;
  }

 private:
  HappenedOnly happened_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_gdelt_event_writer(Codes codes) {
  return std::make_unique<GdeltEventWriter>(std::move(codes));
}
std::unique_ptr<RecordWriter> make_gdelt_mention_writer(Codes) { return std::make_unique<GdeltMentionWriter>(); }

}  // namespace kronika
