// RecordTable, and its hand-over by the Arrow PyCapsule interface.
#include "base/calendar.h"
#include "bindings.h"
#include "export/record_table.h"

namespace kronika::python {
namespace {

size_t checked(const RecordTable& table, int64_t row) {
  if (row < 0 || static_cast<size_t>(row) >= table.size()) throw nb::index_error("no such record");
  return static_cast<size_t>(row);
}

void release_capsule(PyObject* capsule) {
  auto* stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
  if (stream->release) stream->release(stream);  // else somebody took it
  delete stream;
}

void release_schema_capsule(PyObject* capsule) {
  auto* schema = static_cast<ArrowSchema*>(PyCapsule_GetPointer(capsule, "arrow_schema"));
  if (schema->release) schema->release(schema);
  delete schema;
}

template <class Struct>
nb::object capsule(std::unique_ptr<Struct> what, const char* name, PyCapsule_Destructor release) {
  PyObject* made = PyCapsule_New(what.get(), name, release);
  if (!made) throw nb::python_error();
  what.release();
  return nb::steal(made);
}

}  // namespace

void bind_table(nb::module_& module) {
  nb::class_<RecordTable>(module, "Table")
      .def(nb::init<>())
      .def("append",
           [](RecordTable& self, const CodedDocument& document) {
             std::optional<Status> done;
             {
               nb::gil_scoped_release release;
               done.emplace(self.append(document.lines, document.article.published()));
             }
             if (!*done) raise(done->error());
           })
      .def("append_line",
           [](RecordTable& self, const nb::bytes& line, const std::string& published) {
             const Status done = self.append({line.c_str(), line.size()}, parse_day(published));
             if (!done) raise(done.error());
           })
      .def("append_row",
           [](RecordTable& self, const RecordTable& other, int64_t row) {
             const size_t at = checked(other, row);
             const Status done = self.append(other.line(at), other.published(at));
             if (!done) raise(done.error());
           })
      .def("__len__", &RecordTable::size)
      .def("line", [](const RecordTable& self, int64_t row) { return as_bytes(self.line(checked(self, row))); })
      .def("published",
           [](const RecordTable& self, int64_t row) { return day_text(self.published(checked(self, row))); })
      .def("stream",
           [](RecordTable& self) {
             auto stream = std::make_unique<ArrowArrayStream>();
             self.hand_over(stream.get());
             return capsule(std::move(stream), "arrow_array_stream", release_capsule);
           })
      .def("schema", [](RecordTable& self) {
        ArrowArrayStream stream;
        self.hand_over(&stream);
        auto schema = std::make_unique<ArrowSchema>();
        stream.get_schema(&stream, schema.get());
        stream.release(&stream);
        return capsule(std::move(schema), "arrow_schema", release_schema_capsule);
      });
}

}  // namespace kronika::python
