// kronika._core: the extension module. The package's Python files in python/kronika are its only users.
#include "base/calendar.h"
#include "bindings.h"

namespace kronika::python {

void raise(const Error& error) {
  PyObject* type = PyExc_ValueError;
  if (error.kind == ErrorKind::not_found) type = PyExc_FileNotFoundError;
  if (error.kind == ErrorKind::io) type = PyExc_OSError;
  PyErr_SetString(type, error.message.c_str());
  throw nb::python_error();
}

std::optional<std::string> day_text(const std::optional<Day>& day) {
  return day ? std::optional(format_day(*day)) : std::nullopt;
}

nb::str as_str(std::string_view text) { return nb::str(text.data(), text.size()); }
nb::bytes as_bytes(std::string_view text) { return nb::bytes(text.data(), text.size()); }

Fields fields_of(const nb::dict& given) {
  Fields fields;
  for (const auto& [key, value] : given) {
    const auto bytes = nb::cast<nb::bytes>(value);
    fields[nb::cast<std::string>(key)] = std::string(bytes.c_str(), bytes.size());
  }
  return fields;
}

}  // namespace kronika::python

NB_MODULE(_core, module) {
  module.attr("version") = KRONIKA_VERSION;
  kronika::python::bind_coder(module);
  kronika::python::bind_table(module);
  kronika::python::bind_reader(module);
  kronika::python::bind_store(module);
}
