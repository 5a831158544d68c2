#include "kronika/store.h"

#include "store/parts.h"

namespace kronika {

Store::Store(std::unique_ptr<StoreParts> parts) : parts_(std::move(parts)) {}

Store::~Store() {
  if (parts_->in_batch) parts_->db->roll_back();
}

Result<std::unique_ptr<Store>> Store::open(const std::string& name, StoreAccess access, const Progress& progress) {
  const Access low = access == StoreAccess::read    ? Access::read
                     : access == StoreAccess::write ? Access::write
                                                    : Access::create;
  auto db = open_database(name, low);
  if (!db) return db.error();
  auto parts = std::make_unique<StoreParts>();
  parts->name = db.value()->name();
  parts->db = std::move(db).value();
  const Status ready = prepare_schema(*parts->db, access, [&] { return enter_all(*parts, progress); });
  if (!ready) return ready.error();
  return std::unique_ptr<Store>(new Store(std::move(parts)));
}

std::optional<Factuality> factuality_of(std::string_view name) {
  for (const Factuality one : {Factuality::asserted, Factuality::negated, Factuality::future, Factuality::hypothetical,
                               Factuality::historical})
    if (factuality_name(one) == name) return one;
  return {};
}

const std::string& Store::name() const { return parts_->name; }

bool Store::lost() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->db->lost();
}

Status StoreParts::in_one_batch() {
  if (in_batch) return Done{};
  if (const Status begun = db->begin(); !begun) return begun;
  in_batch = true;
  return Done{};
}

Error StoreParts::give_up(Error error) {
  db->roll_back();
  in_batch = false;
  terms.clear();  // some were made in the batch
  return error;
}

Result<int64_t> StoreParts::term(const char* kind, const std::string& term_name) {
  const auto known = terms.find({kind, term_name});
  if (known != terms.end()) return known->second;
  constexpr size_t kMostKept = 200'000;  // of entities and places there are more than memory should hold
  if (terms.size() > kMostKept) terms.clear();
  const auto found = db->first("SELECT key FROM term WHERE kind = ?1 AND name = ?2", {std::string(kind), term_name});
  if (!found) return found.error();
  int64_t key = 0;
  if (!found.value().values.empty()) {
    key = found.value().integer(0);
  } else {
    const Status made = db->run("INSERT INTO term (kind, name) VALUES (?1, ?2)", {std::string(kind), term_name});
    if (!made) return made.error();
    key = db->last_key();
  }
  terms[{kind, term_name}] = key;
  return key;
}

Result<const CoderInfo*> StoreParts::coder_of(int64_t key) {
  const auto known = coders.find(key);
  if (known != coders.end()) return &known->second;
  const auto row = db->first("SELECT version, codebook, model FROM coder WHERE key = ?1", {key});
  if (!row) return row.error();
  if (row.value().values.empty()) return Error{ErrorKind::invalid, name + ": is damaged: records without their coder"};
  return &(coders[key] = {row.value().text(0), row.value().text(1), row.value().text(2)});
}

}  // namespace kronika
