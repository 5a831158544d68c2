#include "record/public_record.h"

#include <algorithm>

#include "base/hash.h"
#include "text/private_text.h"

namespace kronika {

Publisher::Publisher(const Article& article, const CodedArticle& coded)
    : article_(article), index_(article.buffer()), coded_(coded) {}

std::string Publisher::heading() const {
  const std::string_view buffer = article_.buffer();
  if (article_.text_start() > 0) return show({0, static_cast<uint32_t>(article_.title().size())}).text;
  const size_t start = buffer.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return "";
  // No heading is longer; a text may be one endless line.
  const size_t end = std::min(buffer.find('\n', start), buffer.size());
  const size_t most = first_code_points(buffer.substr(start, end - start), 400).size();
  return show({static_cast<uint32_t>(start), static_cast<uint32_t>(start + most)}).text;
}

PublicWords Publisher::show(Span span) const {
  PublicWords out;
  out.in_title = article_.field_of(span) == Field::title;
  const uint32_t base = out.in_title ? 0 : index_.code_point(article_.text_start());
  out.start = index_.code_point(span.start) - base;
  out.end = index_.code_point(span.end) - base;
  PublicText shown = public_text(article_, coded_.private_names, span);
  out.text = std::move(shown.text);
  out.withheld = shown.withheld;
  return out;
}

PublicRecord Publisher::publish(const Record& record) const {
  PublicRecord out;
  if (coded_.kept.size() == coded_.records.size() && !coded_.records.empty())
    out.kept = &coded_.kept[static_cast<size_t>(&record - coded_.records.data())];
  out.id = out.kept ? out.kept->id : record_id(article_, record);
  out.record = &record;
  out.in_title = article_.field_of(record.words) == Field::title;
  out.words = show(record.words);
  out.sentence = show(record.sentence);
  for (const Party& party : record.actor) out.actor.push_back({&party, show(party.words)});
  for (const Party& party : record.recipient) out.recipient.push_back({&party, show(party.words)});
  // Offsets count in the record's field; what lies in the other one has no place there.
  for (const Span span : record.mentions)
    if (article_.field_of(span) == article_.field_of(record.words)) out.mentions.push_back(show(span));
  if (record.date && record.date->words) out.date = show(*record.date->words);
  if (record.place && record.place->words) out.place = show(*record.place->words);
  if (record.attribution) {
    out.attribution = show(record.attribution->words);
    out.cue = show(record.attribution->cue);
  }
  for (const Reason& reason : record.why) {
    PublicRecord::Why why{&reason, {}};
    for (const Span span : reason.words) why.words.push_back(show(span));
    out.why.push_back(std::move(why));
  }
  return out;
}

std::string record_id(const Article& article, const Record& record) {
  std::string key(article.id());
  key += '\0';
  key += article.field_of(record.words) == Field::title ? "title" : "text";
  const uint32_t base = article.field_of(record.words) == Field::title ? 0 : article.text_start();
  for (const std::string& part :
       {std::to_string(record.words.start - base), std::to_string(record.words.end - base), record.event})
    key += '\0' + part;
  for (const auto* side : {&record.actor, &record.recipient}) {
    key += '\0';
    for (const Party& party : *side) key += party.code + "|" + party.entity + ";";
  }
  const uint64_t hash = mix64(hash64(key));
  std::string id = "k1:";
  for (int shift = 60; shift >= 0; shift -= 4) id += "0123456789abcdef"[hash >> shift & 15];
  return id;
}

}  // namespace kronika
