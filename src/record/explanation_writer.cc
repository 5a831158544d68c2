// The record as a person reads it: each field's value, the words that it rests on, and the rule in plain English.
#include <algorithm>
#include <array>

#include "base/calendar.h"
#include "record/flat.h"
#include "record/writers.h"

namespace kronika {
namespace {

constexpr std::string_view kSectorRule = "model/sector";  // the judge takes a party for another kind than was said

constexpr size_t kNoTerminal = 100, kNarrowest = 50, kIndent = 2, kValueColumn = 16;

struct Meaning {
  std::string_view rule, sentence;
};

// Why somebody is taken for a party, or a value of factuality, is what it is.
constexpr std::array<Meaning, 24> kRules = {{
    {"context/implied", "no words name it: its country and part in the story say who it is"},
    {"party/slot", "stands where the codebook looks for this side"},
    {"party/position", "stands in the sentence as this side does"},
    {"party/nearness", "is named near"},
    {"party/story", "is of the country that the story is about"},
    {"party/kind", "is of the kind that has this part in such events"},
    {"party/counterpart", "fits the other side"},
    {"party/speech", "has this part in what is said"},
    {"party/elsewhere", "has this part elsewhere in the text"},
    {"country/story", "is the country that the story is about"},
    {"country/sentence", "is the country named near"},
    {"country/clause", "is the country of whom the clause is about"},
    {"country/noun", "is the country of others who are called so"},
    {"factuality/negation", "is a word of denial"},
    {"factuality/future", "puts it in the future"},
    {"factuality/modal", "makes it a possibility"},
    {"factuality/condition", "makes it a condition"},
    {"factuality/possible", "makes it a possibility"},
    {"factuality/purpose", "makes it an aim"},
    {"factuality/did-not", "says that it did not come about"},
    {"factuality/announced", "announces it"},
    {"factuality/governed", "asks for it, fears it or supposes it"},
    {"factuality/over-a-year-ago", "lies over a year before publication"},
    {"factuality/day-to-come", "lies after publication"},
}};

std::string_view meaning(std::string_view rule) {
  const auto found = std::find_if(kRules.begin(), kRules.end(), [&](const Meaning& m) { return m.rule == rule; });
  return found == kRules.end() ? std::string_view() : found->sentence;
}

std::string quoted(const PublicWords& words) { return "“" + one_line(words.text) + "”"; }

std::string quoted(const std::vector<PublicWords>& list) {
  std::string out;
  for (const PublicWords& words : list) out += (out.empty() ? "" : ", ") + quoted(words);
  return out;
}

// Words of one expression: “held … talks”.
std::string expression(const std::vector<PublicWords>& list) {
  PublicWords whole;
  for (size_t i = 0; i < list.size(); ++i) {
    if (i > 0) whole.text += list[i].start > list[i - 1].end + 1 ? " … " : " ";
    whole.text += list[i].text;
  }
  return quoted(whole);
}

std::string code_and_name(const std::string& code, const std::string& name) {
  return name.empty() ? code : code + ", " + name;
}

class Explanation {
 public:
  Explanation(const PublicRecord& shown, size_t width, bool colour)
      : shown_(shown), record_(*shown.record), width_(width), colour_(colour) {}

  std::string text() {
    summary();
    event();
    parties("actor", shown_.actor);
    parties("recipient", shown_.recipient);
    date();
    place();
    factuality();
    attribution();
    context();
    constexpr const char* kQuads[] = {"?", "verbal cooperation", "material cooperation", "verbal conflict",
                                      "material conflict"};
    line("codes",
         "CAMEO " + record_.cameo + ", quad " + std::to_string(record_.quad) + " (" +
             kQuads[record_.quad >= 1 && record_.quad <= 4 ? record_.quad : 0] + "), score " +
             decimal(record_.score, "%+g") + " (-10 conflict to 10 cooperation)",
         "");
    line("confidence", decimal(record_.confidence, "%.2f"), "");
    return std::move(out_) + "\n";
  }

 private:
  std::string ink(const std::string& text, Ink ink) const { return colour_ ? inked(text, ink) : text; }

  // "  field         value: explanation", with the rest below the value.
  void line(const std::string& field, const std::string& value, const std::string& explanation) {
    const std::string text = value + (value.empty() || explanation.empty() ? "" : ": ") + explanation;
    out_ += std::string(kIndent, ' ') + ink(field, Ink::dim) + std::string(kValueColumn - kIndent - field.size(), ' ') +
            wrapped(text, width_, kValueColumn, kValueColumn) + "\n";
  }

  void summary() {
    std::string name = record_.event;
    for (const std::string& mode : record_.mode) name += "/" + mode;
    out_ += ink(shown_.id + "  " + name, Ink::bold) + "\n";
    const std::string where =
        "sentence " + std::to_string(record_.sentence_index + 1) + " of the " + (shown_.in_title ? "title" : "text");
    out_ += std::string(kIndent, ' ') +
            wrapped(quoted(shown_.sentence) + " (" + where + ")", width_, kIndent, kIndent) + "\n";
  }

  const PublicRecord::Why* why(std::string_view field, const PublicWords* words = nullptr) const {
    for (const PublicRecord::Why& why : shown_.why)
      if (why.reason->field == field && !why.reason->rule.starts_with("party/") &&
          !why.reason->rule.starts_with("country/") && why.reason->rule != kSectorRule &&
          (!words ||
           (!why.words.empty() && why.words.front().start == words->start && why.words.front().end == words->end)))
        return &why;
    return nullptr;
  }

  void event() {
    std::string value = record_.event;
    if (!record_.mode.empty()) value += ", mode " + joined(record_.mode, ", ");
    bool first = true;
    for (const PublicRecord::Why& why : shown_.why) {
      if (why.reason->field != "event") continue;
      line(first ? "event" : "", first ? value : "", of_event(why));
      first = false;
    }
    if (first) line("event", value, quoted(shown_.words));
    if (!shown_.mentions.empty())
      line("", "",
           "told again " + std::to_string(shown_.mentions.size()) + (shown_.mentions.size() == 1 ? " time" : " times") +
               ": " + quoted(shown_.mentions));
  }

  std::string of_event(const PublicRecord::Why& why) const {
    constexpr std::string_view kNext = "model/next ";
    const std::string& rule = why.reason->rule;
    const std::string words = expression(why.words.empty() ? std::vector<PublicWords>{shown_.words} : why.words);
    if (rule.starts_with("plover/")) return "PLOVER codes what is only announced as its announcement (" + rule + ")";
    if (rule == "model/decided") return "the model was moved most by " + quoted(why.words);
    if (rule.starts_with(kNext)) return "next best " + rule.substr(kNext.size());
    if (rule.starts_with("model/")) return words + ", taken for it by the model";
    return words + ", in the codebook under " + rule;
  }

  std::string how(const char* field, const PublicParty& item) const {
    const Party& party = *item.party;
    const std::string name = item.words.withheld ? "" : party.name;
    std::string text;
    if (party.by == "context" && is_implied(field))
      text = meaning("context/implied");
    else if (party.by == "name")
      text = "a name of the knowledge base" + (name.empty() ? "" : ", " + name);
    else if (party.by == "place")
      text = "a seat that stands for its government" + (name.empty() ? "" : ", " + name);
    else if (party.by == "office")
      text = "an office" + (party.role.empty() ? "" : ", " + party.role) + (name.empty() ? "" : ", held by " + name);
    else if (party.by == "role")
      text = "the role noun" + (party.role.empty() ? "" : " “" + party.role + "”");
    else if (party.by == "context")
      text = "what is said around it";
    else if (party.by == "coreference") {
      const PublicRecord::Why* back = why(field, &item.words);
      text = back && back->words.size() > 1 ? "refers to " + quoted(back->words[1]) : "refers to what was named before";
      if (!name.empty()) text += ", " + name;
    } else
      text = party.by;
    if ((party.by == "name" || party.by == "coreference") && !party.role.empty()) text += " (" + party.role + ")";
    text += country(field, item.words);
    if (sector_judged(field, item.words)) text += "; its sector is the model's view";
    if (item.words.withheld) text += "; a private person, so the name is withheld";
    return text;
  }

  // Where the country comes from that the words of a party do not say.
  std::string country(const char* field, const PublicWords& words) const {
    for (const PublicRecord::Why& one : shown_.why)
      if (one.reason->field == field && one.reason->rule.starts_with("country/") && one.words.size() == 2 &&
          one.words[0].start == words.start && one.words[0].end == words.end)
        return "; " + quoted(one.words[1]) + " " + std::string(meaning(one.reason->rule));
    return "";
  }

  bool sector_judged(const char* field, const PublicWords& words) const {
    return std::any_of(shown_.why.begin(), shown_.why.end(), [&](const PublicRecord::Why& one) {
      return one.reason->field == field && one.reason->rule == kSectorRule && !one.words.empty() &&
             one.words[0].start == words.start && one.words[0].end == words.end;
    });
  }

  bool is_implied(const char* field) const {
    return std::any_of(shown_.why.begin(), shown_.why.end(), [&](const PublicRecord::Why& one) {
      return one.reason->field == field && one.reason->rule == "context/implied";
    });
  }

  // What spoke for the parties of a side, and who was next.
  std::string choice(const char* field) const {
    std::string text, next;
    for (const PublicRecord::Why& one : shown_.why) {
      if (one.reason->field != field || !one.reason->rule.starts_with("party/")) continue;
      text += (text.empty() ? "chosen because it " : " and ") + std::string(meaning(one.reason->rule));
      if (one.words.size() > 1) next = quoted(one.words[1]);
    }
    return text.empty() || next.empty() ? text : text + "; next best " + next;
  }

  void parties(const char* field, const std::vector<PublicParty>& list) {
    if (list.empty()) line(field, "none", "the text names nobody");
    bool first = true;
    for (const PublicParty& item : list) {
      line(first ? field : "", item.party->code, quoted(item.words) + ", " + how(field, item));
      first = false;
    }
    if (const std::string why = choice(field); !why.empty()) line("", "", why);
  }

  void date() {
    if (!record_.date) return line("date", "none", "the text does not say when");
    const DateRange& date = *record_.date;
    const std::string words = shown_.date ? quoted(*shown_.date) : "";
    const std::string how = date.by == "publication" ? "the day of publication"
                            : date.by == "dateline"  ? "the dateline" + (words.empty() ? "" : " " + words)
                                                    : words + (words.empty() ? "" : ", against the day of publication");
    line("date", date_of(record_), how);
  }

  void place() {
    if (!record_.place) return line("place", "none", "the text does not say where");
    const PlaceRef& place = *record_.place;
    line("place", code_and_name(place.name, place.country) + " (" + place.precision + ")",
         shown_.place ? quoted(*shown_.place) + " in the gazetteer" : "");
  }

  void factuality() {
    const std::string value(factuality_name(record_.factuality));
    const PublicRecord::Why* reason = why("factuality");
    if (!reason)
      return line(
          "factuality", value,
          record_.factuality == Factuality::asserted ? "no word denies it, plans it or makes it a condition" : "");
    const std::string_view known = meaning(reason->reason->rule);
    const std::string words = reason->words.empty() ? "its day" : quoted(reason->words);
    line("factuality", value,
         known.empty() ? words + " (" + reason->reason->rule + ")" : words + " " + std::string(known));
  }

  void attribution() {
    if (!record_.attribution) return line("attribution", "none", "the article says it in its own words");
    const std::string& code = record_.attribution->code;
    line("attribution", code.empty() ? quoted(*shown_.attribution) : code,
         (code.empty() ? "" : quoted(*shown_.attribution) + ", ") + std::string("by ") + quoted(*shown_.cue) +
             (record_.attribution->quoted ? ", in quotation marks" : ", in reported speech"));
  }

  void context() {
    std::string words;
    for (const std::string& context : record_.context)
      for (const PublicRecord::Why& why : shown_.why)
        if (why.reason->field == "context" && why.reason->rule == context)
          words += (words.empty() ? "" : ", ") + quoted(why.words);
    if (!record_.context.empty()) line("context", joined(record_.context, ", "), words);
  }

  const PublicRecord& shown_;
  const Record& record_;
  size_t width_;
  bool colour_;
  std::string out_;
};

class ExplanationWriter : public RecordWriter {
 public:
  explicit ExplanationWriter(const Terminal& terminal)
      : width_(terminal.width > 0 ? std::max(static_cast<size_t>(terminal.width), kNarrowest) : kNoTerminal),
        colour_(terminal.colour) {}

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    if (coded.records.empty()) return "";
    std::string out = "== " + one_line(publisher.heading()) + "\n\n";
    for (const Record& record : coded.records) out += Explanation(publisher.publish(record), width_, colour_).text();
    return out;
  }

 private:
  size_t width_;
  bool colour_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_explanation_writer(const Terminal& terminal) {
  return std::make_unique<ExplanationWriter>(terminal);
}

}  // namespace kronika
