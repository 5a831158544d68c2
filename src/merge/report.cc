#include "merge/report.h"

#include "base/calendar.h"
#include "merge/words.h"
#include "record/public_record.h"

namespace kronika {
namespace {

std::vector<ReportParty> parties(const std::vector<PublicParty>& side) {
  std::vector<ReportParty> out;
  for (const PublicParty& party : side) {
    const Party& p = *party.party;
    out.push_back({party.words.withheld ? "" : p.entity, p.country, p.sectors.empty() ? "" : p.sectors[0]});
  }
  return out;
}

}  // namespace

std::vector<Report> reports_of(const Article& article, const CodedArticle& coded) {
  const Publisher publisher(article, coded);
  std::vector<Report> out;
  if (coded.records.empty()) return out;
  const auto size = static_cast<uint32_t>(article.buffer().size());
  const std::vector<uint64_t> about = topic_words(publisher.show({0, size}).text);
  for (const Record& record : coded.records) {
    const PublicRecord shown = publisher.publish(record);
    Report report;
    report.id = shown.id;
    report.document = article.id();
    report.publisher = article.publisher();
    if (article.published()) report.published = day_number(*article.published());
    report.event = record.event;
    report.mode = record.mode;
    report.actor = parties(shown.actor);
    report.recipient = parties(shown.recipient);
    if (record.date) {
      report.first_day = day_number(record.date->start);
      report.last_day = day_number(record.date->end);
    }
    if (record.place) {
      report.country = record.place->country;
      if (record.place->precision != "country")
        report.place = record.place->geonames ? std::to_string(*record.place->geonames) : record.place->name;
    }
    report.words = content_words(shown.sentence.text);
    report.numbers = counted_things(shown.sentence.text);
    report.trigger = trigger_words(shown.words.text);
    report.about = about;
    report.factuality = factuality_name(record.factuality);
    out.push_back(std::move(report));
  }
  return out;
}

}  // namespace kronika
