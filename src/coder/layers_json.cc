// Names, mentions, chains and quotations as JSON, for programs that measure or read them.
#include <algorithm>

#include "base/utf8.h"
#include "coder/layers.h"

namespace kronika {
namespace {

class JsonShower {
 public:
  JsonShower(const Article& article, const Analysis& analysis, JsonWriter& json)
      : article_(article),
        a_(analysis),
        json_(json),
        index_(article.buffer()),
        text_start_(index_.code_point(article.text_start())) {}

  void names() {
    json_.open_list();
    for (const Name& name : a_.names.names) {
      const Span span = {a_.tokens.words[name.first].span.start, a_.tokens.words[name.last - 1].span.end};
      json_.open_object();
      place(span);
      json_.key("type").value(name_type_name(name.type)).close_object();
    }
    json_.close_list();
  }

  void mentions() {
    json_.open_list();
    for (uint32_t m = 0; m < a_.mentions.mentions.size(); ++m) mention({m});
    json_.close_list();
  }

  void quotations() {
    json_.open_list();
    for (const Quotation& quotation : a_.quotations.quotations) show(quotation, "speech");
    for (const Quotation& quotation : a_.quotations.stances) show(quotation, "stance");
    json_.close_list();
  }

  void chains() {
    json_.open_list();
    for (const Chain& chain : a_.chains.chains) {
      json_.open_object().key("mentions").open_list();
      for (const Id<Mention> id : chain.mentions) mention(id);
      json_.close_list().close_object();
    }
    json_.close_list();
  }

 private:
  void show(const Quotation& quotation, const char* kind) {
    json_.open_object().key("kind").value(kind).key("quoted").value(quotation.quoted);
    if (!quotation.source.empty()) {
      json_.key("holder").open_object();
      place(quotation.source);
      json_.key("head").open_object();
      range(a_.tokens.words[head_of(quotation.source)].span);
      json_.close_object().close_object();
    }
    for (const auto& [name, span] : {std::pair{"cue", quotation.cue}, {"content", quotation.content}}) {
      json_.key(name).open_object();
      place(span);
      json_.close_object();
    }
    json_.close_object();
  }

  // The word of a phrase that no other word of it governs.
  uint32_t head_of(Span phrase) const {
    const auto& words = a_.tokens.words;
    const auto first = std::partition_point(words.begin(), words.end(),
                                            [&](const Word& word) { return word.span.end <= phrase.start; });
    for (auto word = first; word != words.end() && word->span.start < phrase.end; ++word) {
      const auto at = static_cast<uint32_t>(word - words.begin());
      if (a_.trees.is_root(at) || !phrase.contains(words[a_.trees.head[at]].span)) return at;
    }
    return static_cast<uint32_t>(first - words.begin());
  }

  void mention(Id<Mention> id) {
    const Mention& m = a_.mentions.mentions[id.index];
    json_.open_object();
    place(m.span);
    json_.key("form").value(mention_form_name(m.form)).key("type").value(name_type_name(m.type));
    json_.key("head").open_object();
    range(a_.tokens.words[m.head].span);
    json_.close_object();
    if (m.name_first < m.name_last) {
      json_.key("name").open_object();
      range({a_.tokens.words[m.name_first].span.start, a_.tokens.words[m.name_last - 1].span.end});
      json_.close_object();
    }
    json_.close_object();
  }

  // Where a span lies, and its words.
  void place(Span span) {
    if (article_.field_of(span) == Field::title) json_.key("field").value("title");
    range(span);
    json_.key("text").value(article_.slice(span));
  }

  void range(Span span) {
    const uint32_t base = article_.field_of(span) == Field::title ? 0 : text_start_;
    json_.key("start")
        .value(int64_t{index_.code_point(span.start)} - base)
        .key("end")
        .value(int64_t{index_.code_point(span.end)} - base);
  }

  const Article& article_;
  const Analysis& a_;
  JsonWriter& json_;
  CodePointIndex index_;
  uint32_t text_start_;
};

}  // namespace

Status write_layer(const std::string& layer, const Article& article, const Analysis& analysis, JsonWriter& json) {
  if (layer == "names") {
    JsonShower(article, analysis, json).names();
  } else if (layer == "mentions") {
    JsonShower(article, analysis, json).mentions();
  } else if (layer == "quotations") {
    JsonShower(article, analysis, json).quotations();
  } else if (layer == "chains") {
    JsonShower(article, analysis, json).chains();
  } else {
    const auto text = show_layer(layer, article, analysis);
    if (!text) return text.error();
    json.value(text.value());
  }
  return Done{};
}

}  // namespace kronika
