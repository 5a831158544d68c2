// POLECAT: 40 columns, tab-separated, with a header line; parties are lists, a row is a record.
#include "base/calendar.h"
#include "export/export_form.h"
#include "export/writers.h"
#include "record/flat.h"

namespace kronika {
namespace {

constexpr const char* kBetween = "; ";

// Name Country COW PrimarySector Sectors Title NameRaw WikipediaID of all parties of a side.
void add_side(std::vector<std::string>& cells, const std::vector<PublicParty>& side, const CountryCodes& codes) {
  std::string columns[8];
  const auto add = [&](size_t column, const std::string& value) {
    if (value.empty()) return;
    columns[column] += (columns[column].empty() ? "" : kBetween) + value;
  };
  for (const PublicParty& party : side) {
    const Party& p = *party.party;
    add(0, display_name(party, codes));
    add(1, p.country);
    add(2, codes.of(p.country).cow);
    if (!p.sectors.empty()) add(3, p.sectors[0]);
    add(4, joined(p.sectors, kBetween));
    add(5, p.role);
    add(6, party.words.text);
  }
  cells.insert(cells.end(), columns, columns + 8);
}

class PolecatWriter : public RecordWriter {
 public:
  PolecatWriter(const CoderInfo& info, Codes codes) : version_(info.version), codes_(std::move(codes)) {}
  std::string left_out() const override { return happened_.told(); }

  std::string header() const override {
    std::vector<std::string> names = {"Event ID",  "Event Date", "Event Type", "Event Mode",
                                      "Intensity", "Quad Code",  "Contexts"};
    for (const std::string side : {"Actor", "Recipient"})
      for (const std::string& name :
           {side + " Name", side + " Country", side + " COW", "Primary " + side + " Sector", side + " Sectors",
            side + " Title", side + " Name Raw", "Wikipedia " + side + " ID"})
        names.push_back(name);
    for (const char* name : {"Placename", "City", "District", "Province", "Country", "Latitude", "Longitude",
                             "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date",
                             "Story People", "Story Organizations", "Story Locations", "Language", "Version"})
      names.emplace_back(name);
    return tab_row(names);
  }

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    const std::string version = "Kronika " + (coded.coder ? coded.coder->version : version_);
    std::string lines;
    for (const Record& record : coded.records) {
      if (!happened_.takes(record)) continue;
      const PublicRecord shown = publisher.publish(record);
      const std::optional<Day> day = event_day(article, record);
      constexpr const char* kQuads[] = {"", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT",
                                        "MATERIAL CONFLICT"};
      std::vector<std::string> cells = {shown.id,
                                        day ? format_day(*day) : "",
                                        record.event,
                                        joined(record.mode, kBetween),
                                        decimal(record.score, "%g"),
                                        record.quad >= 1 && record.quad <= 4 ? kQuads[record.quad] : "",
                                        joined(record.context, kBetween)};
      add_side(cells, shown.actor, *codes_);
      add_side(cells, shown.recipient, *codes_);
      const PlaceParts place = place_parts(record, *codes_);
      const bool placed = record.place.has_value();
      cells.insert(cells.end(),
                   {placed ? record.place->name : "", place.city, "", place.province,
                    placed ? record.place->country : "", place.latitude, place.longitude,
                    placed && record.place->geonames ? std::to_string(*record.place->geonames) : "",
                    shown.place ? shown.place->text : "", placed ? record.place->precision : "",
                    std::string(article.publisher()), article.published() ? format_day(*article.published()) : "", "",
                    "", "", "en", version});
      lines += tab_row(cells);
    }
    return lines;
  }

 private:
  std::string version_;
  Codes codes_;
  HappenedOnly happened_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_polecat_writer(const CoderInfo& info, Codes codes) {
  return std::make_unique<PolecatWriter>(info, std::move(codes));
}

}  // namespace kronika
