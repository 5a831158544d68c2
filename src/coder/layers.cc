#include "coder/layers.h"

#include <algorithm>
#include <cstdio>
#include <functional>

#include "base/calendar.h"
#include "base/utf8.h"
#include "coder/confidence.h"
#include "coder/private_names.h"
#include "text/conllu.h"
#include "text/private_text.h"

namespace kronika {
namespace {

class Shower {
 public:
  Shower(const Article& article, const Analysis& analysis)
      : article_(article), a_(analysis), index_(article.buffer()) {}

  std::string text() {
    return std::string(article_.text_start() ? std::string(article_.title()) + "\n\n" : "") +
           std::string(article_.text()) + "\n";
  }

  std::string tokens() {
    std::string out;
    for (size_t s = 0; s < a_.tokens.sentences.size(); ++s) {
      const Sentence& sentence = a_.tokens.sentences[s];
      constexpr const char* kKinds[] = {"title", "heading", "body"};
      out += "# sentence " + std::to_string(s + 1) + "\t" + kKinds[static_cast<size_t>(sentence.kind)] + "\t" +
             where(sentence.span) + "\n";
      for (uint32_t w = sentence.first; w < sentence.last; ++w)
        out += where(a_.tokens.words[w].span) + "\t" + words(a_.tokens.words[w].span) +
               (a_.tokens.words[w].joined ? "\tjoined" : "") + "\n";
    }
    return out;
  }

  std::string tree() { return format_conllu(article_, a_.tokens, a_.tags, a_.trees); }

  std::string names() {
    std::string out;
    for (const Name& name : a_.names.names) {
      const Span span = {a_.tokens.words[name.first].span.start, a_.tokens.words[name.last - 1].span.end};
      out += where(span) + "\t" + words(span) + "\t" + std::string(name_type_name(name.type)) + "\n";
    }
    return out;
  }

  std::string mentions() {
    std::string out;
    for (const Mention& mention : a_.mentions.mentions)
      out += where(mention.span) + "\t" + words(mention.span) + "\t" + std::string(mention_form_name(mention.form)) +
             "\t" + std::string(name_type_name(mention.type)) + "\thead " + words(a_.tokens.words[mention.head].span) +
             "\n";
    return out;
  }

  std::string chains() {
    std::string out;
    for (size_t c = 0; c < a_.chains.chains.size(); ++c) {
      out += "# chain " + std::to_string(c + 1) + "\n";
      for (const Id<Mention> id : a_.chains.chains[c].mentions) {
        const Span span = a_.mentions.mentions[id.index].span;
        out += where(span) + "\t" + words(span) + "\n";
      }
    }
    return out;
  }

  std::string actors() {
    std::string out;
    for (size_t m = 0; m < a_.mentions.mentions.size(); ++m) {
      const Actor& actor = a_.actors.of[m];
      if (actor.codes.empty()) continue;
      const Span span = a_.mentions.mentions[m].span;
      out += where(span) + "\t" + public_words(span) + "\t" + codes(actor) + "\t" + actor.by;
      if (!actor.codes.front().name.empty()) out += "\t" + actor.codes.front().name;
      if (!actor.codes.front().role.empty()) out += "\t" + actor.codes.front().role;
      out += actor.is_private ? "\tprivate\n" : "\n";
    }
    return out;
  }

  std::string times() {
    std::string out;
    for (const Timex& timex : a_.timexes.timexes)
      out += where(timex.span) + "\t" + words(timex.span) + "\t" + (timex.value ? range(*timex.value) : "vague") + "\n";
    return out;
  }

  std::string places() {
    std::string out;
    for (const PlaceMention& place : a_.places.places) {
      out += where(place.span) + "\t" + words(place.span) + "\t" + place.place.name + ", " + place.place.country +
             "\t" + place.place.precision;
      if (place.place.latitude && place.place.longitude) {
        char degrees[64];
        std::snprintf(degrees, sizeof degrees, "\t%.3f\t%.3f", *place.place.latitude, *place.place.longitude);
        out += degrees;
      }
      out += "\n";
    }
    return out;
  }

  std::string quotations() {
    std::string out;
    for (const auto* list : {&a_.quotations.quotations, &a_.quotations.stances})
      for (const Quotation& quotation : *list) {
        const bool stance = list == &a_.quotations.stances;
        out += where(quotation.content) + "\t" +
               (stance             ? "stance"
                : quotation.quoted ? "quoted"
                                   : "reported") +
               "\t" + (quotation.source.empty() ? "(nobody)" : words(quotation.source)) + "\t" + words(quotation.cue) +
               "\t" + words(quotation.content) + "\n";
      }
    return out;
  }

  std::string events() {
    std::string out;
    for (size_t e = 0; e < a_.events.events.size(); ++e) {
      const Event& event = a_.events.events[e];
      out += where(event.span) + "\t" + public_words(event.span) + "\t" + event.category;
      for (const std::string& mode : event.mode) out += "/" + mode;
      out += "\t" + side(event.actor) + " -> " + side(event.recipient) + "\t" +
             std::string(factuality_name(a_.factualities.of[e])) + "\n";
    }
    return out;
  }

  // One line an event: where, what, how sure, and the signs of that.
  std::string confidence() {
    std::string out;
    const auto signs = confidence_signs(article_, a_);
    for (size_t e = 0; e < a_.events.events.size(); ++e) {
      char sure[16];
      std::snprintf(sure, sizeof sure, "%.3f", static_cast<double>(a_.confidences[e]));
      out += where(a_.events.events[e].span) + "\t" + a_.events.events[e].category + "\t" + sure;
      for (const std::string& sign : signs[e]) out += "\t" + sign;
      out += "\n";
    }
    return out;
  }

 private:
  std::string where(Span span) const {
    const bool title = article_.field_of(span) == Field::title;
    const uint32_t base = title ? 0 : index_.code_point(article_.text_start());
    return (title ? "title:" : "") + std::to_string(index_.code_point(span.start) - base) + "-" +
           std::to_string(index_.code_point(span.end) - base);
  }
  // On one line.
  static std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return text;
  }
  std::string words(Span span) const { return one_line(std::string(article_.slice(span))); }
  // What is coded is shown as records show it: private persons by their role.
  std::string public_words(Span span) {
    if (!private_names_) private_names_ = find_private_names(article_, a_);
    return one_line(public_text(article_, *private_names_, span).text);
  }
  static std::string range(const DateRange& date) {
    return date.start == date.end ? format_day(date.start) : format_day(date.start) + "/" + format_day(date.end);
  }
  static std::string codes(const Actor& actor) {
    std::string out;
    for (const ActorCode& code : actor.codes) {
      out += (out.empty() ? "" : ", ") + (code.country.empty() ? "---" : code.country);
      for (const std::string& sector : code.sectors) out += " " + sector;
    }
    return out;
  }
  std::string side(const std::vector<Id<Mention>>& mentions) {
    std::string out;
    for (const Id<Mention> id : mentions) {
      if (!out.empty()) out += "; ";
      out += public_words(a_.mentions.mentions[id.index].span) + " [" + codes(a_.actors.of[id.index]) + "]";
    }
    return out.empty() ? "(none)" : out;
  }

  const Article& article_;
  const Analysis& a_;
  CodePointIndex index_;
  std::optional<std::vector<PrivateName>> private_names_;  // once they are asked for
};

const std::vector<std::pair<std::string, std::string (Shower::*)()>>& layers() {
  static const std::vector<std::pair<std::string, std::string (Shower::*)()>> all = {
      {"text", &Shower::text},         {"tokens", &Shower::tokens},
      {"tree", &Shower::tree},         {"names", &Shower::names},
      {"mentions", &Shower::mentions}, {"chains", &Shower::chains},
      {"actors", &Shower::actors},     {"time", &Shower::times},
      {"places", &Shower::places},     {"quotations", &Shower::quotations},
      {"events", &Shower::events},     {"confidence", &Shower::confidence}};
  return all;
}

}  // namespace

const std::vector<std::string>& layer_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const auto& layer : layers()) list.push_back(layer.first);
    return list;
  }();
  return names;
}

Result<std::string> show_layer(const std::string& layer, const Article& article, const Analysis& analysis) {
  for (const auto& [name, show] : layers())
    if (name == layer) return (Shower(article, analysis).*show)();
  std::string known;
  for (const std::string& name : layer_names()) known += (known.empty() ? "" : ", ") + name;
  return Error{ErrorKind::usage, "there is no layer \"" + layer + "\"; the layers are " + known};
}

}  // namespace kronika
