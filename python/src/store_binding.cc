// Store: questions to it, and the way of documents into it.
#include "bindings.h"
#include "coder/store_names.h"
#include "export/record_table.h"
#include "kronika/store.h"
#include "merge/entries_writer.h"
#include "ordered_pool.h"

namespace kronika::python {
namespace {

using Ready = Result<std::shared_ptr<Prepared>>;
using StorePool = OrderedPool<Fields, Ready>;

// Calls the store without the lock of the interpreter; raises its error.
template <class Call>
auto unlocked(Call call) {
  std::optional<decltype(call())> result;
  {
    nb::gil_scoped_release release;
    result.emplace(call());
  }
  if (!*result) raise(result->error());
  return std::move(*result).value();
}

std::shared_ptr<Store> open(const std::string& path, const std::string& access) {
  const StoreAccess how = access == "create"  ? StoreAccess::create
                          : access == "write" ? StoreAccess::write
                                              : StoreAccess::read;
  return unlocked([&] { return Store::open(path, how); });
}

// Asks of a store what calls back for each thing that it finds: without the lock of the interpreter, and so that Ctrl-C
// works. `ask` calls `go_on` for each, and stops where that says false.
template <class Ask>
void interruptible(Ask ask) {
  bool interrupted = false;
  uint64_t found = 0;
  const auto go_on = [&] {
    if (++found % 256 != 0) return true;
    nb::gil_scoped_acquire acquire;
    interrupted = PyErr_CheckSignals() != 0;
    return !interrupted;
  };
  std::optional<Status> done;
  {
    nb::gil_scoped_release release;
    done.emplace(ask(go_on));
  }
  if (interrupted) throw nb::python_error();
  if (!*done) raise(done->error());
}

std::shared_ptr<RecordTable> query(Store& store, const std::string& filter, const std::string& sort, int64_t limit) {
  const auto writer = make_record_writer("jsonl", {}, {});  // a store's records name their own coders
  if (!writer) raise(writer.error());
  auto table = std::make_shared<RecordTable>();
  interruptible([&](const auto& go_on) -> Status {
    Status added = Done{};
    const Status done = store.each({filter, sort, limit}, [&](const StoredRecords& found) {
      added = table->append(writer.value()->article(found.article, found.coded), found.article.published());
      return added.ok() && go_on();
    });
    return added.ok() ? done : added;
  });
  return table;
}

// A JSON line for each entry, as `kronika query --entries` prints them.
nb::list entries(Store& store, const std::string& filter, const std::string& sort, int64_t limit) {
  std::vector<std::string> lines;
  Question question{filter, sort, limit};
  question.outline = true;
  interruptible([&](const auto& go_on) {
    return store.entries(question, [&](const StoredEntry& found) {
      lines.push_back(entry_line(found.entry));
      return go_on();
    });
  });
  nb::list out;
  for (const std::string& line : lines) out.append(as_bytes(line));
  return out;
}

nb::tuple group(Store& store, const std::string& filter, const std::string& by) {
  const Groups groups = unlocked([&] { return store.group(filter, by); });
  nb::list rows;
  for (const auto& [names, count] : groups.rows) {
    nb::list row;
    for (const std::string& name : names) row.append(as_str(name));
    rows.append(nb::make_tuple(nb::tuple(row), count));
  }
  return nb::make_tuple(groups.by, rows);
}

// What became of a document; its number of records where they are new.
std::pair<std::string, size_t> put(Store& store, const Engine& engine, Prepared& prepared) {
  const Stored stored = unlocked([&]() -> Result<Stored> {
    auto done = store.put(prepared.packed);
    // It was there when it was looked up, and another version came between.
    if (done && done.value() == Stored::uncoded) {
      prepared.packed = pack_article(*prepared.article, prepared.named, engine.coder().code(*prepared.article));
      done = store.put(prepared.packed);
    }
    return done;
  });
  static constexpr const char* kNames[] = {"added", "changed", "unchanged", "copy", "uncoded"};
  const bool new_records = stored == Stored::added || stored == Stored::changed;
  return {kNames[static_cast<size_t>(stored)], new_records ? prepared.packed.records.records.size() : 0};
}

}  // namespace

void bind_store(nb::module_& module) {
  nb::class_<Store>(module, "Store")
      .def_static("open", &open)
      .def("query", &query)
      .def("count", [](Store& self, const std::string& filter) { return unlocked([&] { return self.count(filter); }); })
      .def("entries", &entries)
      .def("count_entries",
           [](Store& self, const std::string& filter) { return unlocked([&] { return self.count_entries(filter); }); })
      .def("group", &group)
      .def("begin_run",
           [](Store& self, const Engine& engine, const std::string& options) {
             unlocked([&] {
               return self.begin_run(engine.coder().info(), store_names(engine.coder().pipeline()), options);
             });
           })
      .def("put", &put)
      .def("note_failure",
           [](Store& self, const std::string& where, const std::string& reason) {
             unlocked([&] { return self.note_failure(where, reason); });
           })
      .def("commit", [](Store& self) { unlocked([&] { return self.commit(); }); })
      .def("end_run", [](Store& self) { unlocked([&] { return self.end_run(); }); });

  nb::class_<Prepared>(module, "Prepared")
      .def_prop_ro("failure", [](const Prepared& self) { return as_str(self.failure); })
      .def_prop_ro("id", [](const Prepared& self) { return as_str(self.article ? self.article->id() : ""); });

  nb::class_<StorePool>(module, "StorePool", nb::is_weak_referenceable())
      .def("__init__",
           [](StorePool* self, std::shared_ptr<Engine> engine, std::shared_ptr<Store> store, unsigned threads) {
             new (self) StorePool(
                 threads, [engine, store](Fields fields) { return engine->prepare(*store, std::move(fields)); });
           })
      .def("give", [](StorePool& self, const nb::dict& given) { self.give(fields_of(given)); })
      .def("take",
           [](StorePool& self) {
             Ready ready = take_from<Ready>(self);
             if (!ready) raise(ready.error());
             return std::move(ready).value();
           })
      .def("close", &StorePool::close, nb::call_guard<nb::gil_scoped_release>());
}

}  // namespace kronika::python
