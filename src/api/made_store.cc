#include "api/made_store.h"

#include "base/calendar.h"

namespace kronika {
namespace {

const CoderInfo kCoder{"0.1.0", "plover 2 (abc)", "en-1 (def)"};
const StoreNames kNames{{"PROTEST", "COERCE", "CONSULT"},
                        {"arrest", "visit"},
                        {"military"},
                        {"GOV", "MIL", "OPP", "COP"},
                        {"RUS", "UKR", "BLR", "FRA"},
                        {{"PROTEST", "", "140", 3, -6.5},
                         {"COERCE", "", "170", 4, -7},
                         {"COERCE", "arrest", "173", 4, -7.5},
                         {"CONSULT", "", "040", 1, 1},
                         {"CONSULT", "visit", "042", 1, 2}}};

struct Told {
  const char *event, *actor, *recipient, *day, *place;
  int quad;
  double score, confidence;
};
struct Report {
  const char *id, *title, *text, *published, *publisher, *url;
  std::vector<Told> told;
};

const std::vector<Report>& reports() {
  static const std::vector<Report> kReports = {
      {"a1",
       "Arrests in Minsk",
       "Police arrested two editors in Minsk on Sunday.",
       "2021-05-24",
       "Reuters",
       "https://news.example/1",
       {{"COERCE", "BLR COP", "BLR OPP", "2021-05-23", "Minsk", 4, -7, 0.9}}},
      {"a2",
       "Crowds",
       "Thousands protested in Minsk, and police detained some.",
       "2021-05-25",
       "AP",
       "https://news.example/2",
       {{"PROTEST", "BLR OPP", "", "2021-05-25", "Minsk", 3, -6.5, 0.8},
        {"COERCE", "BLR COP", "BLR OPP", "2021-05-25", "Minsk", 4, -7, 0.5}}},
      {"a3",
       "",
       "Russia's president met his colleague of Belarus.",
       "2021-06-01",
       "Reuters",
       "",
       {{"CONSULT", "RUS GOV", "BLR GOV", "", "", 1, 1, 0.7}}},
      {"a4", "A tale", "Nothing happened.", "2021-06-02", "", "", {}},
      {"a5",
       "No day",
       "Soldiers of Russia fought on.",
       "",
       "AP",
       "",
       {{"COERCE", "RUS MIL", "UKR", "", "", 4, -7, 0.6}}},
      {"a6",
       "Пратэст",
       "Пратэст у Мінску 🙂 і далей.",
       "2020-01-31",
       "AP",
       "",
       {{"PROTEST", "BLR OPP", "", "2020-01-30", "", 3, -6.5, 0.4}}},
      {"a/7 x",
       "Odd \"id\"",
       "Hans Muster protested in Paris.",
       "2021-05-01",
       "Le Monde, Paris",
       "",
       {{"PROTEST", "FRA CVL", "FRA GOV", "2021-05-01", "Paris", 3, -6.5, 1}}},
  };
  return kReports;
}

Party party(const std::string& code, Span words) {
  Party out;
  out.code = code;
  out.country = code.substr(0, 3);
  if (code.size() > 4) out.sectors = {code.substr(4)};
  if (code == "RUS GOV") out.entity = "vladimir-putin", out.name = "Vladimir Putin";
  out.words = words;
  out.by = "name";
  return out;
}

Record record_of(const Told& told, const Article& article) {
  Record record;
  const auto end = static_cast<uint32_t>(article.buffer().size());
  const uint32_t at = article.text_start();
  record.event = told.event;
  record.words = {at, at + 8};
  record.sentence = {at, end};
  if (*told.actor) record.actor = {party(told.actor, {at, at + 4})};
  if (*told.recipient) record.recipient = {party(told.recipient, {at + 4, at + 8})};
  if (*told.day) record.date = DateRange{*parse_day(told.day), *parse_day(told.day), {}, "expression"};
  if (*told.place) {
    const bool minsk = std::string_view(told.place) == "Minsk";
    record.place =
        PlaceRef{told.place, minsk ? "BLR" : "FRA", "", minsk ? 53.9 : 48.85, minsk ? 27.57 : 2.35, 1, "city", {}};
  }
  record.cameo = "140";
  record.quad = told.quad;
  record.score = told.score;
  record.confidence = told.confidence;
  record.why = {{"event", "rule", {{at, at + 4}}}};
  return record;
}

class MadeCoder : public CoderAccess {
 public:
  Result<CodedArticle> code(const Article& article) override {
    CodedArticle coded;
    if (article.text().starts_with("Police") && article.text().size() > 20)
      coded.records = {record_of({"COERCE", "FRA COP", "FRA CVL", "", "", 4, -7, 0.9}, article)};
    return coded;
  }
  Result<CoderInfo> info() override { return kCoder; }
  Result<StoreNames> names() override { return kNames; }
};

}  // namespace

Status make_small_store(const std::string& path) {
  auto store = Store::open(path, StoreAccess::create);
  if (!store) return store.error();
  if (const auto run = store.value()->begin_run(kCoder, kNames, "made"); !run) return run.error();
  for (const Report& report : reports()) {
    auto article = Article::make({report.id, report.title, report.text,
                                  *report.published ? parse_day(report.published) : std::optional<Day>(), report.url,
                                  report.publisher});
    if (!article) return article.error();
    CodedArticle coded;
    for (const Told& told : report.told) coded.records.push_back(record_of(told, article.value()));
    const uint32_t at = article.value().text_start();
    if (std::string_view(report.text).starts_with("Hans")) coded.private_names = {{{at, at + 11}, "protester"}};
    const auto stored = store.value()->put(pack_article(article.value(), true, std::move(coded)));
    if (!stored) return stored.error();
  }
  return store.value()->end_run();
}

std::unique_ptr<Api> make_small_api(const std::string& path, bool open) {
  static MadeCoder coder;
  ApiStores stores;
  auto writer = Store::open(path, StoreAccess::write);
  auto watch = Store::open(path, StoreAccess::read);
  auto reader = Store::open(path, StoreAccess::read);
  if (!writer || !watch || !reader) return nullptr;
  stores.writer = std::move(writer).value();
  stores.watch = std::move(watch).value();
  stores.readers.push_back(std::move(reader).value());
  ApiOptions options;
  options.guard = {"secret", open, {"localhost", "127.0.0.1", "[::1]"}, false};
  options.store_name = "made.db";
  options.page = {{"/index.html", "text/html; charset=utf-8", "<p>page</p>", "", false},
                  {"/assets/index-abc123.js", "text/javascript; charset=utf-8", "1", "packed", true}};
  options.country_name = [](const std::string& code) { return code == "RUS" ? "Russia" : ""; };
  options.entity_name = [](const std::string& id) { return id == "vladimir-putin" ? "Vladimir Putin" : ""; };
  return std::make_unique<Api>(std::move(stores), &coder, std::move(options));
}

}  // namespace kronika
