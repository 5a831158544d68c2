#include "record/record_fields.h"

namespace kronika {
namespace {

// The rows of a party, for either side.
void add_party(std::vector<RecordField>& fields, bool actor) {
#define PARTY(name) (actor ? "actor[]." name : "recipient[]." name)
  fields.push_back({PARTY("code"), "string", true, "country and sectors: RUS GOV"});
  fields.push_back({PARTY("country"), "string", false, "ISO 3166 alpha-3, or IGO UNO EUR NGO ISM IMG MNC"});
  fields.push_back({PARTY("sectors"), "[string]", true, "PLOVER sectors, the main one first"});
  fields.push_back({PARTY("entity"), "string", false, "id in the knowledge base"});
  fields.push_back({PARTY("name"), "string", false, "public name of that entity"});
  fields.push_back({PARTY("role"), "string", false, "the office held, or the noun that says what the party is"});
  fields.push_back({PARTY("text"), "string", true, "the mention"});
  fields.push_back({PARTY("field"), "string", false, "where the mention stands, if not in the record's field"});
  fields.push_back({PARTY("start"), "integer", true, "first code point of the mention"});
  fields.push_back({PARTY("end"), "integer", true, "behind its last code point"});
  fields.push_back({PARTY("by"), "string", true, "how the code was found"});
  fields.push_back({PARTY("withheld"), "boolean", false, "the mention names a private person"});
#undef PARTY
}

std::vector<RecordField> make_fields() {
  std::vector<RecordField> fields = {
      {"id", "string", true, "k1: and 16 hexadecimal digits"},
      {"document", "string", true, "the article's id"},
      {"field", "string", false, "title, if it is told there only"},
      {"event", "string", true, "PLOVER category"},
      {"mode", "[string]", true, "how, within the category"},
      {"context", "[string]", true, "what it is about"},
      {"actor", "[{}]", true, "who did it"},
  };
  add_party(fields, true);
  fields.push_back({"recipient", "[{}]", true, "to whom"});
  add_party(fields, false);
  const std::vector<RecordField> rest = {
      {"text", "string", true, "the words that report the event"},
      {"start", "integer", true, "first code point of the words in their field"},
      {"end", "integer", true, "behind their last code point"},
      {"withheld", "boolean", false, "a private name stands in the words"},
      {"sentence", "{}", true, "the sentence that tells it"},
      {"sentence.index", "integer", true, "within its field, from 0"},
      {"sentence.start", "integer", true, "first code point"},
      {"sentence.end", "integer", true, "behind the last code point"},
      {"mentions", "[{}]", false, "where the same happening is told again"},
      {"mentions[].start", "integer", true, "first code point"},
      {"mentions[].end", "integer", true, "behind the last code point"},
      {"date", "{}", false, "when it happened"},
      {"date.start", "day", true, "its first day"},
      {"date.end", "day", true, "its last day"},
      {"date.text", "string", false, "the words that say it"},
      {"date.by", "string", true, "expression, context, dateline or publication"},
      {"place", "{}", false, "where it happened"},
      {"place.name", "string", true, "as the gazetteer has it"},
      {"place.country", "string", true, "ISO 3166 alpha-3"},
      {"place.admin1", "string", false, "region"},
      {"place.latitude", "number", false, "degrees"},
      {"place.longitude", "number", false, "degrees"},
      {"place.geonames", "integer", false, "GeoNames id"},
      {"place.precision", "string", true, "site, city, admin or country"},
      {"factuality", "string", true, "asserted, negated, future, hypothetical or historical"},
      {"attribution", "{}", false, "on whose word"},
      {"attribution.text", "string", true, "the holder as the text names it"},
      {"attribution.code", "string", false, "actor code of the holder"},
      {"attribution.cue", "string", true, "said, according to"},
      {"attribution.quoted", "boolean", true, "in quotation marks"},
      {"attribution.field", "string", false, "where the holder stands, if not in the record's field"},
      {"attribution.start", "integer", true, "first code point of the holder"},
      {"attribution.end", "integer", true, "behind the last code point"},
      {"attribution.withheld", "boolean", false, "the holder is a private person"},
      {"cameo", "string", true, "the CAMEO code nearest to category and mode"},
      {"quad", "integer", true, "1 verbal, 2 material cooperation, 3 verbal, 4 material conflict"},
      {"score", "number", true, "conflict and cooperation, -10 to 10"},
      {"confidence", "number", true, "0 to 1: the chance that it is right"},
      {"why", "[{}]", true, "what gave a field its value"},
      {"why[].field", "string", true, "the field"},
      {"why[].rule", "string", true, "the rule or model"},
      {"why[].words", "[[integer]]", true, "start and end of the words that it looked at"},
      {"coder", "{}", true, "what made the record"},
      {"coder.version", "string", true, "of Kronika"},
      {"coder.codebook", "string", true, "with its hash"},
      {"coder.model", "string", true, "with its hash"},
      {"review", "{}", false, "what people said of it"},
      {"review.status", "string", true, "accepted, corrected or rejected"},
      {"review.notes", "[{}]", true, "in order"},
      {"review.notes[].action", "string", true, "set, accept or reject"},
      {"review.notes[].field", "string", false, "of set"},
      {"review.notes[].was", "string", false, "of set: the value before"},
      {"review.notes[].by", "string", true, "who"},
      {"review.notes[].why", "string", true, "for what reason"},
      {"review.notes[].at", "string", true, "UTC"},
  };
  fields.insert(fields.end(), rest.begin(), rest.end());
  return fields;
}

}  // namespace

const std::vector<RecordField>& record_fields() {
  static const std::vector<RecordField> kFields = make_fields();
  return kFields;
}

}  // namespace kronika
