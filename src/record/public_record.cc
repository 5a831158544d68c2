#include "record/public_record.h"

#include <algorithm>

#include "base/hash.h"

namespace kronika {
namespace {

std::string in_brackets(const std::string& role) { return "[" + (role.empty() ? "person" : role) + "]"; }

// Spans that overlap become one, under the role of the first that has one.
std::vector<Withheld> withheld_of(const std::vector<Record>& records) {
  std::vector<Withheld> all;
  for (const Record& record : records) {
    for (const auto* side : {&record.actor, &record.recipient})
      for (const Party& party : *side)
        if (party.withheld && !party.words.empty()) all.push_back({party.words, party.role});
    if (record.attribution && record.attribution->withheld && !record.attribution->words.empty())
      all.push_back({record.attribution->words, ""});
  }
  std::stable_sort(all.begin(), all.end(), [](const Withheld& a, const Withheld& b) { return a.span.start < b.span.start; });
  std::vector<Withheld> joined;
  for (Withheld& next : all) {
    if (joined.empty() || !joined.back().span.overlaps(next.span)) {
      joined.push_back(std::move(next));
      continue;
    }
    joined.back().span.end = std::max(joined.back().span.end, next.span.end);
    if (joined.back().role.empty()) joined.back().role = next.role;
  }
  for (Withheld& name : joined) name.role = in_brackets(name.role);
  return joined;
}

}  // namespace

Publisher::Publisher(const Article& article, const std::vector<Record>& records)
    : article_(article), index_(article.buffer()), withheld_(withheld_of(records)) {}

PublicWords Publisher::show(Span span) const {
  PublicWords out;
  const uint32_t base = article_.field_of(span) == Field::title ? 0 : index_.code_point(article_.text_start());
  out.start = index_.code_point(span.start) - base;
  out.end = index_.code_point(span.end) - base;
  uint32_t at = span.start;
  auto name = std::partition_point(withheld_.begin(), withheld_.end(), [&](const Withheld& w) { return w.span.end <= span.start; });
  for (; name != withheld_.end() && name->span.start < span.end; ++name) {
    if (name->span.start > at) out.text += article_.slice({at, name->span.start});
    out.text += name->role;
    out.withheld = true;
    at = std::min(name->span.end, span.end);
  }
  out.text += article_.slice({at, span.end});
  return out;
}

PublicRecord Publisher::publish(const Record& record) const {
  PublicRecord out;
  out.id = record_id(article_, record);
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
  for (const std::string& part : {std::to_string(record.words.start - base), std::to_string(record.words.end - base), record.event}) key += '\0' + part;
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
