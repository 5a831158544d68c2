// The layers of an article as JSON, for Engine::layers.
#include "coder/layers.h"

#include <algorithm>

#include "base/utf8.h"
#include "engine.h"
#include "port/json.h"

namespace kronika::python {
namespace {

// The layers take some 70 times the size of what is coded at once; the coder takes longer articles apart.
constexpr size_t kMostBytes = size_t{1} << 20;

class LayerWriter {
 public:
  LayerWriter(const Article& article, const Analysis& analysis)
      : article_(article),
        a_(analysis),
        index_(article.buffer()),
        text_start_(index_.code_point(article.text_start())) {}

  void sentences(JsonWriter& json) const {
    constexpr const char* kKinds[] = {"title", "heading", "body"};
    json.open_list();
    for (const Sentence& sentence : a_.tokens.sentences) {
      json.open_object();
      place(json, sentence.span);
      json.key("kind").value(kKinds[static_cast<size_t>(sentence.kind)]);
      json.key("paragraph").value(int64_t{sentence.paragraph});
      json.key("tokens").open_list().value(int64_t{sentence.first}).value(int64_t{sentence.last}).close_list();
      json.close_object();
    }
    json.close_list();
  }

  void tokens(JsonWriter& json) const {
    json.open_list();
    for (uint32_t s = 0; s < a_.tokens.sentences.size(); ++s)
      for (uint32_t w = a_.tokens.sentences[s].first; w < a_.tokens.sentences[s].last; ++w) {
        json.open_object();
        place(json, a_.tokens.words[w].span);
        json.key("sentence").value(int64_t{s});
        json.key("lemma").value(a_.tags.lemma[w]).key("upos").value(upos_name(a_.tags.upos[w]));
        json.key("xpos").value(a_.tags.xpos[w]).key("feats").value(a_.tags.feats[w]);
        json.key("head");
        if (a_.trees.is_root(w))
          json.null();
        else
          json.value(int64_t{a_.trees.head[w]});
        json.key("deprel").value(deprel_name(a_.trees.deprel[w])).close_object();
      }
    json.close_list();
  }

  void chains(JsonWriter& json) const {
    json.open_list();
    for (const Chain& chain : a_.chains.chains) {
      json.open_list();
      for (const Id<Mention> mention : chain.mentions) json.value(int64_t{mention.index});
      json.close_list();
    }
    json.close_list();
  }

 private:
  void place(JsonWriter& json, Span span) const {
    const bool in_title = article_.field_of(span) == Field::title;
    const int64_t base = in_title ? 0 : text_start_;
    json.key("field").value(in_title ? "title" : "text");
    json.key("start").value(int64_t{index_.code_point(span.start)} - base);
    json.key("end").value(int64_t{index_.code_point(span.end)} - base);
    json.key("text").value(article_.slice(span));
  }

  const Article& article_;
  const Analysis& a_;
  CodePointIndex index_;
  int64_t text_start_;
};

}  // namespace

Result<std::string> Engine::layers(const Article& article) const {
  if (article.buffer().size() > kMostBytes)
    return Error{ErrorKind::invalid, "an article over 1 MB is coded in parts and has no layers as a whole; split it"};
  // Nothing was coded of an article in another language, so it has no layers either.
  const bool skipped = !coder_->pipeline().skip_reason(article).empty();
  const Analysis analysis = skipped ? Analysis() : coder_->pipeline().analyse(article);
  const LayerWriter writer(article, analysis);
  JsonWriter json;
  json.open_object().key("sentences");
  writer.sentences(json);
  json.key("tokens");
  writer.tokens(json);
  json.key("mentions");
  if (const Status written = write_layer("mentions", article, analysis, json); !written) return written.error();
  json.key("chains");
  writer.chains(json);
  return json.close_object().take();
}

}  // namespace kronika::python
