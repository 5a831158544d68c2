#include "record/public_record.h"

#include <algorithm>

#include "base/hash.h"

namespace kronika {
namespace {

// A private name in the article, and what stands in its place.
struct Withheld {
  Span span;
  std::string role;
};

std::string in_brackets(const std::string& role) { return "[" + (role.empty() ? "person" : role) + "]"; }

std::vector<Withheld> withheld_of(const Record& record) {
  std::vector<Withheld> all;
  for (const auto* side : {&record.actor, &record.recipient})
    for (const Party& party : *side)
      if (party.withheld) all.push_back({party.words, in_brackets(party.role)});
  if (record.attribution && record.attribution->withheld) all.push_back({record.attribution->words, in_brackets("")});
  std::sort(all.begin(), all.end(), [](const Withheld& a, const Withheld& b) { return a.span < b.span; });
  return all;
}

class Shower {
 public:
  Shower(const Article& article, const CodePointIndex& index, const Record& record)
      : article_(article), index_(index), withheld_(withheld_of(record)) {}

  PublicWords show(Span span) const {
    PublicWords out;
    const bool title = article_.field_of(span) == Field::title;
    const uint32_t base = title ? 0 : index_.code_point(article_.text_start());
    out.start = index_.code_point(span.start) - base;
    out.end = index_.code_point(span.end) - base;
    uint32_t at = span.start;
    for (const Withheld& name : withheld_) {
      if (!name.span.overlaps(span) || name.span.end <= at) continue;
      if (name.span.start > at) out.text += article_.slice({at, std::min(name.span.start, span.end)});
      out.text += name.role;
      out.withheld = true;
      at = std::min(name.span.end, span.end);
    }
    if (at < span.end) out.text += article_.slice({at, span.end});
    return out;
  }

 private:
  const Article& article_;
  const CodePointIndex& index_;
  std::vector<Withheld> withheld_;
};

}  // namespace

PublicRecord Publisher::publish(const Record& record) const {
  const Shower shower(article_, index_, record);
  PublicRecord out;
  out.id = record_id(article_, record);
  out.record = &record;
  out.in_title = article_.field_of(record.words) == Field::title;
  out.words = shower.show(record.words);
  out.sentence = shower.show(record.sentence);
  for (const Party& party : record.actor) out.actor.push_back({&party, shower.show(party.words)});
  for (const Party& party : record.recipient) out.recipient.push_back({&party, shower.show(party.words)});
  // Offsets count in the record's field; what lies in the other one has no place there.
  for (const Span span : record.mentions)
    if (article_.field_of(span) == article_.field_of(record.words)) out.mentions.push_back(shower.show(span));
  if (record.date && record.date->words) out.date = shower.show(*record.date->words);
  if (record.place && record.place->words) out.place = shower.show(*record.place->words);
  if (record.attribution) {
    out.attribution = shower.show(record.attribution->words);
    out.cue = shower.show(record.attribution->cue);
  }
  for (const Reason& reason : record.why) {
    PublicRecord::Why why{&reason, {}};
    for (const Span span : reason.words) why.words.push_back(shower.show(span));
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
