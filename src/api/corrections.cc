// /api/corrections
#include <algorithm>

#include "api/routes.h"
#include "port/json_value.h"
#include "query/vocabulary.h"
#include "store/correction_json.h"

namespace kronika {
namespace {

using Action = Correction::Action;

constexpr std::pair<const char*, Action> kActions[] = {{"set", Action::set},       {"accept", Action::accept},
                                                       {"reject", Action::reject}, {"merge", Action::merge},
                                                       {"split", Action::split},   {"undo", Action::undo}};

}  // namespace

HttpResponse list_corrections(ApiCall& call) {
  const std::string& record = call.parameters.text("record");
  if (call.parameters.given("record"))
    if (const auto id = filter_of_id(record); !id) return problem(id.error(), "record");
  StorePool::Lease store = call.world.stores->lend();
  const auto notes = (*store).corrections(record);
  if (!notes) return problem(notes.error(), "record");
  JsonWriter json;
  json.open_object().key("corrections").open_list();
  for (const CorrectionNote& note : notes.value()) put_correction(json, note);
  json.close_list().close_object();
  return json_answer(json.take());
}

HttpResponse add_correction(ApiCall& call) {
  if (!call.world.writer) return problem(403, "the store may not be written; change the rights of its file and folder");
  const auto body = JsonValue::parse(call.body);
  if (!body) return problem(400, body.error().message);
  if (!body.value().is_object()) return problem(400, "a correction is {\"record\", \"action\", …, \"by\", \"why\"}");
  Correction correction;
  std::string record, action;
  const std::pair<const char*, std::string*> members[] = {
      {"record", &record},          {"action", &action},    {"field", &correction.field}, {"value", &correction.value},
      {"other", &correction.other}, {"by", &correction.by}, {"why", &correction.why}};
  for (const auto& [name, value] : body.value().entries()) {
    const auto member = std::find_if(std::begin(members), std::end(members),
                                     [&, given = &name](const auto& one) { return *given == one.first; });
    if (member == std::end(members)) {
      std::set<std::string> known;
      for (const auto& [one, text] : members) known.insert(one);
      return problem(400, unknown_name("member", name, known).message, name);
    }
    if (value.kind() != JsonValue::Kind::string) return problem(400, name + " is a string", name);
    *member->second = value.text();
  }
  const auto known =
      std::find_if(std::begin(kActions), std::end(kActions), [&](const auto& one) { return action == one.first; });
  if (known == std::end(kActions))
    return problem(400, "action is one of set, accept, reject, merge, split, undo", "action");
  correction.action = known->second;
  if (const auto id = filter_of_id(record); !id) return problem(id.error(), "record");
  if (correction.action == Action::merge)
    if (const auto id = filter_of_id(correction.other); !id) return problem(id.error(), "other");
  if (correction.by.empty()) return problem(400, "a correction needs the name of who makes it", "by");
  if (correction.why.empty()) return problem(400, "a correction needs its reason", "why");
  const auto id = call.world.writer->correct(record, {correction});
  if (!id) return problem(id.error(), id.error().kind == ErrorKind::usage ? "value" : "record");
  // Read where it was written: what others see is the same from now on.
  auto json = record_json(*call.world.writer, id.value());
  return json ? json_answer(std::move(json).value(), 201) : problem(json.error());
}

}  // namespace kronika
