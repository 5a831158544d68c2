// /api/search: how to go on with a filter, and the first records for words
#include <algorithm>
#include <set>

#include "api/routes.h"
#include "base/ascii.h"
#include "query/filter.h"

namespace kronika {
namespace {

constexpr size_t kMost = 12;
constexpr int64_t kMostOfKind = 5, kRecords = 10;

struct Suggestion {
  std::string insert, label, kind;
};

// What a name is called for people; the name itself where there is no other.
std::string label_of(const ApiWorld& world, const std::string& kind, const std::string& name) {
  std::string called;
  if (kind == "country" && world.country_name) called = world.country_name(name);
  if (kind == "entity" && world.entity_name) called = world.entity_name(name);
  return called.empty() ? name : called;
}

std::string condition(const std::string& field, const std::string& value) {
  const bool plain = value.find_first_of(" ,()\"\\\t") == std::string::npos;
  return field + ":" + (plain ? value : quoted_value(value));
}

class Suggester {
 public:
  Suggester(const ApiWorld& world, Store& store) : world_(world), store_(store) {}

  // Names of a kind that begin so, or whose label does.
  Status add(const std::string& field, const std::string& kind, const std::string& beginning) {
    if (kind == "factuality" || kind == "review") {
      for (const char* name : {"asserted", "negated", "future", "hypothetical", "historical", "none", "accepted",
                               "corrected", "rejected"}) {
        const bool of_review = std::set<std::string>{"none", "accepted", "corrected", "rejected"}.contains(name);
        if (of_review == (kind == "review") && std::string_view(name).starts_with(lower_ascii(beginning)))
          put(field, kind, name);
      }
      return Done{};
    }
    const auto names = store_.names(kind, beginning, kMostOfKind);
    if (!names) return names.error();
    for (const std::string& name : names.value()) put(field, kind, name);
    if (kind != "country" || beginning.size() < 2) return Done{};
    // Countries are known by their names more than by their codes.
    const auto all = store_.names(kind, "", -1);
    if (!all) return all.error();
    for (const std::string& name : all.value())
      if (lower_ascii(label_of(world_, kind, name)).starts_with(lower_ascii(beginning))) put(field, kind, name);
    return Done{};
  }
  void add_field(const std::string& field) {
    if (out_.size() < kMost) out_.push_back({field + ":", field, "field"});
  }
  const std::vector<Suggestion>& all() const { return out_; }

 private:
  void put(const std::string& field, const std::string& kind, const std::string& name) {
    Suggestion one{condition(field, name), label_of(world_, kind, name), kind};
    const bool there =
        std::any_of(out_.begin(), out_.end(), [&](const auto& other) { return other.insert == one.insert; });
    if (!there && out_.size() < kMost) out_.push_back(std::move(one));
  }

  const ApiWorld& world_;
  Store& store_;
  std::vector<Suggestion> out_;
};

// The word that is being typed: what follows the last space or bracket that is not inside quotes.
std::string last_word(const std::string& text) {
  size_t start = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && (text[i] == ' ' || text[i] == '(')) start = i + 1;
  }
  return text.substr(start);
}

Status suggest(const std::string& word, Suggester& suggester) {
  const size_t colon = word.find_first_of(":=");
  const std::string given = lower_ascii(word.substr(0, colon));
  if (colon != std::string::npos) {
    for (const FilterField& field : filter_fields()) {
      if (field.name != given) continue;
      std::string value = word.substr(colon + 1);
      value = value.substr(value.find_last_of(',') + 1);  // npos + 1: the whole
      std::erase(value, '"');
      for (const std::string& kind : field.kinds)
        if (const Status done = suggester.add(field.name, kind, value); !done) return done;
    }
    return Done{};
  }
  for (const FilterField& field : filter_fields())
    if (field.name.starts_with(given) && field.name.find('.') == std::string::npos) suggester.add_field(field.name);
  if (given.empty()) return Done{};
  for (const auto& [field, kind] :
       {std::pair("event", "event"), std::pair("mode", "mode"), std::pair("context", "context"),
        std::pair("party", "country"), std::pair("party", "entity"), std::pair("party", "sector"),
        std::pair("place", "place"), std::pair("publisher", "publisher")})
    if (const Status done = suggester.add(field, kind, word); !done) return done;
  return Done{};
}

}  // namespace

HttpResponse search(ApiCall& call) {
  const std::string& typed = call.parameters.text("q");
  StorePool::Lease store = call.world.stores->lend();
  Suggester suggester(call.world, *store);
  if (const Status done = suggest(last_word(typed), suggester); !done) return problem(done.error(), "q");
  JsonWriter json;
  json.open_object().key("suggestions").open_list();
  for (const Suggestion& one : suggester.all())
    json.open_object()
        .key("insert")
        .value(one.insert)
        .key("label")
        .value(one.label)
        .key("kind")
        .value(one.kind)
        .close_object();
  json.close_list().close_object();
  RecordList list;
  if (typed.find_first_not_of(" \t\r\n") != std::string::npos) {
    const auto take = [&](const StoredRecords& found) {
      list.add(found);
      return true;
    };
    Question question;
    question.limit = kRecords;
    question.sort = "-date";
    // What is a filter is asked as one; anything else is words of the articles.
    question.filter = typed;
    if (const auto found = (*store).page(question, take); !found) {
      question.filter = "text:" + quoted_value(typed);
      const auto words = (*store).page(question, take);
      if (!words) return problem(words.error(), "q");
    }
  }
  std::string answer = json.take();
  answer.pop_back();
  return json_answer(answer + ",\"records\":" + list.take() + "}");
}

}  // namespace kronika
