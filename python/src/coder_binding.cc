// Coder, what it makes of a document, and the pool that codes many.
#include <algorithm>

#include "bindings.h"
#include "ordered_pool.h"
#include "port/marked_text.h"

namespace kronika::python {
namespace {

using Coded = Result<std::shared_ptr<CodedDocument>>;
using Pool = OrderedPool<Fields, Coded>;

nb::list marked_list(const std::vector<Marked>& list) {
  nb::list out;
  for (const Marked& item : list)
    out.append(nb::make_tuple(item.in_title ? "title" : "text", item.start, item.end, as_str(item.text)));
  return out;
}

// What became of a document: the coded one, or why there is none.
nb::object outcome(Coded coded) {
  if (!coded) return as_str(coded.error().message);
  return nb::cast(std::move(coded).value());
}

nb::tuple relate(const Engine& engine, const nb::bytes& line) {
  const auto text = read_marked_text({line.c_str(), line.size()});
  if (!text) raise(text.error());
  std::optional<Result<Relation>> relation;
  {
    nb::gil_scoped_release release;
    relation.emplace(engine.coder().relate(text.value()));
  }
  if (!*relation) raise(relation->error());
  nb::dict scores;
  for (const auto& [event, chance] : relation->value().scores) scores[as_str(event)] = chance;
  return nb::make_tuple(as_str(relation->value().event), scores);
}

}  // namespace

void bind_coder(nb::module_& module) {
  nb::class_<CodedDocument>(module, "CodedDocument")
      .def_prop_ro("id", [](const CodedDocument& self) { return as_str(self.article.id()); })
      .def_prop_ro("title", [](const CodedDocument& self) { return as_str(self.article.title()); })
      .def_prop_ro("text", [](const CodedDocument& self) { return as_str(self.article.text()); })
      .def_prop_ro("published", [](const CodedDocument& self) { return day_text(self.article.published()); })
      .def_prop_ro("url", [](const CodedDocument& self) { return as_str(self.article.url()); })
      .def_prop_ro("publisher", [](const CodedDocument& self) { return as_str(self.article.publisher()); })
      .def_prop_ro("lines", [](const CodedDocument& self) { return as_bytes(self.lines); })
      .def_prop_ro("skipped", [](const CodedDocument& self) { return as_str(self.skipped); })
      .def_prop_ro("skipped_paragraphs", [](const CodedDocument& self) { return marked_list(self.skipped_paragraphs); })
      .def_prop_ro("private_names", [](const CodedDocument& self) { return marked_list(self.private_names); });

  nb::class_<Engine>(module, "Engine")
      .def_static("load",
                  [](const std::string& data, const std::string& model, const std::string& codebook) {
                    std::optional<Result<std::shared_ptr<Engine>>> engine;
                    {
                      nb::gil_scoped_release release;
                      engine.emplace(Engine::load(data, {model, codebook}));
                    }
                    if (!*engine) raise(engine->error());
                    return std::move(*engine).value();
                  })
      .def_prop_ro("info",
                   [](const Engine& self) {
                     const CoderInfo& info = self.coder().info();
                     return nb::make_tuple(as_str(info.version), as_str(info.codebook), as_str(info.model));
                   })
      .def("code",
           [](const Engine& self, const nb::dict& given) {
             Fields fields = fields_of(given);
             std::optional<Coded> coded;
             {
               nb::gil_scoped_release release;
               coded.emplace(self.code(std::move(fields)));
             }
             if (!*coded) raise(coded->error());
             return std::move(*coded).value();
           })
      .def("layers",
           [](const Engine& self, const CodedDocument& document) {
             std::optional<Result<std::string>> layers;
             {
               nb::gil_scoped_release release;
               layers.emplace(self.layers(document.article));
             }
             if (!*layers) raise(layers->error());
             return as_bytes(layers->value());
           })
      .def("relate", &relate);

  nb::class_<Pool>(module, "Pool", nb::is_weak_referenceable())
      .def("__init__",
           [](Pool* self, std::shared_ptr<Engine> engine, unsigned threads) {
             new (self) Pool(threads, [engine](Fields fields) { return engine->code(std::move(fields)); });
           })
      .def("give", [](Pool& self, const nb::dict& given) { self.give(fields_of(given)); })
      // None: not there yet.
      .def("take_if_there",
           [](Pool& self) -> nb::object {
             auto coded = self.take(std::chrono::milliseconds(0));
             return coded ? outcome(std::move(*coded)) : nb::none();
           })
      .def("take", [](Pool& self) { return outcome(take_from<Coded>(self)); })
      .def("close", &Pool::close, nb::call_guard<nb::gil_scoped_release>());
}

}  // namespace kronika::python
