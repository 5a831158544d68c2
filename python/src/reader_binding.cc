// Reader: files of many forms as fields of documents.
#include <nanobind/stl/unique_ptr.h>

#include "base/calendar.h"
#include "bindings.h"
#include "reader/reader.h"

namespace kronika::python {
namespace {

std::unique_ptr<Reader> open(const std::vector<std::string>& paths, const std::string& form, const std::string& columns,
                             const std::string& published) {
  auto reader = open_reader(paths, {form, columns, parse_day(published)});
  if (!reader) raise(reader.error());
  return std::move(reader).value();
}

// The fields of a document that it has, days as text; of what could not be read (where, reason); None at the end.
nb::object next(Reader& reader) {
  std::optional<ReadItem> item;
  {
    nb::gil_scoped_release release;
    do {
      item = reader.next();  // notes, of what is no article, are no news for a program
    } while (item && std::holds_alternative<Failure>(*item) && std::get<Failure>(*item).note);
  }
  if (!item) return nb::none();
  if (const auto* failure = std::get_if<Failure>(&*item))
    return nb::make_tuple(as_str(failure->where), as_str(failure->reason));
  const auto& source = std::get<ArticleSource>(*item);
  nb::dict fields;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) fields[name] = as_str(value);
  };
  add("id", source.id);
  add("title", source.title);
  fields["text"] = as_str(source.text);
  if (source.published) add("published", format_day(*source.published));
  add("url", source.url);
  add("publisher", source.publisher);
  return fields;
}

}  // namespace

void bind_reader(nb::module_& module) {
  nb::class_<Reader>(module, "Reader").def_static("open", &open).def("next", &next);
}

}  // namespace kronika::python
