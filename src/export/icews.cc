// ICEWS: 20 columns, tab-separated, with a header line; a row for each pair of parties.
#include "base/calendar.h"
#include "export/export_form.h"
#include "export/writers.h"
#include "record/flat.h"

namespace kronika {
namespace {

// Name Sectors Country
void add_party(std::vector<std::string>& cells, const PublicParty* party, const CountryCodes& codes) {
  if (!party) {
    cells.resize(cells.size() + 3);
    return;
  }
  std::string sectors;
  for (const std::string& sector : party->party->sectors)
    sectors += (sectors.empty() ? "" : ",") + sector_label(sector);
  cells.insert(cells.end(), {display_name(*party, codes), sectors, country_label(party->party->country, codes)});
}

class IcewsWriter : public RecordWriter {
 public:
  explicit IcewsWriter(Codes codes) : codes_(std::move(codes)) {}
  std::string left_out() const override { return happened_.told(); }

  std::string header() const override {
    return tab_row({"Event ID",       "Event Date", "Source Name",     "Source Sectors", "Source Country",
                    "Event Text",     "CAMEO Code", "Intensity",       "Target Name",    "Target Sectors",
                    "Target Country", "Story ID",   "Sentence Number", "Publisher",      "City",
                    "District",       "Province",   "Country",         "Latitude",       "Longitude"});
  }

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    std::string lines;
    for (const Record& record : coded.records) {
      if (!happened_.takes(record)) continue;
      const PublicRecord shown = publisher.publish(record);
      const std::optional<Day> day = event_day(article, record);
      const PlaceParts place = place_parts(record, *codes_);
      std::string event = record.event;
      for (const std::string& mode : record.mode) event += "/" + mode;
      for (const Pair& pair : pairs_of(shown)) {
        std::vector<std::string> cells = {std::to_string(event_number(shown, pair.index)), day ? format_day(*day) : ""};
        add_party(cells, pair.actor, *codes_);
        cells.insert(cells.end(), {event, record.cameo, decimal(record.score, "%.1f")});
        add_party(cells, pair.recipient, *codes_);
        cells.insert(cells.end(), {std::string(article.id()), std::to_string(record.sentence_index + 1),
                                   std::string(article.publisher()), place.city, "", place.province, place.country,
                                   place.latitude, place.longitude});
        lines += tab_row(cells);
      }
    }
    return lines;
  }

 private:
  Codes codes_;
  HappenedOnly happened_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_icews_writer(Codes codes) { return std::make_unique<IcewsWriter>(std::move(codes)); }

}  // namespace kronika
