// What the parts of the extension module share.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <chrono>
#include <optional>
#include <string>

#include "engine.h"
#include "kronika/result.h"

namespace kronika::python {

namespace nb = nanobind;

// Raises the Python exception that belongs to the kind of an error: ValueError, FileNotFoundError, OSError.
[[noreturn]] void raise(const Error& error);

// Python's words for a day: "2021-06-29", or None.
std::optional<std::string> day_text(const std::optional<Day>& day);
// Text of ours, which is UTF-8, as str.
nb::str as_str(std::string_view text);
nb::bytes as_bytes(std::string_view text);
// {"text": b"...", ...}
Fields fields_of(const nb::dict& given);

// Asks the pool for its next result until it is there, so that Ctrl-C works meanwhile.
template <class Out, class Pool>
Out take_from(Pool& pool) {
  while (true) {
    std::optional<Out> out;
    {
      nb::gil_scoped_release release;
      out = pool.take(std::chrono::milliseconds(100));
    }
    if (out) return std::move(*out);
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
  }
}

void bind_coder(nb::module_& module);
void bind_table(nb::module_& module);
void bind_reader(nb::module_& module);
void bind_store(nb::module_& module);

}  // namespace kronika::python
