// What each request is answered with: tables of requests, over a small store made by hand.
#include "api/api.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include "api/made_store.h"
#include "api/openapi.h"
#include "api/routes.h"
#include "api/target.h"
#include "port/inflate.h"
#include "port/json_value.h"

namespace kronika {
namespace {

namespace fs = std::filesystem;

class ApiTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("kronika_api_" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    path_ = (folder_ / "made.db").string();
    const Status made = make_small_store(path_);
    ASSERT_TRUE(made.ok()) << made.error().message;
    api_ = make_small_api(path_);
    ASSERT_TRUE(api_);
  }
  void TearDown() override {
    api_.reset();
    fs::remove_all(folder_);
  }

  // As the server does it: at once if that can be, else by a worker. Pieces are put together.
  struct Got {
    int status = 0;
    std::string body;
    HttpHeaders headers;
    bool at_once = false;
    std::string header(const std::string& name) const {
      for (const auto& [key, value] : headers)
        if (key == name) return value;
      return "";
    }
  };
  Got ask(const HttpRequest& request) {
    auto ready = api_->at_once(request);
    Got got;
    got.at_once = ready.has_value();
    HttpResponse response = ready ? std::move(*ready) : api_->answer(request);
    got.status = response.status;
    got.headers = response.headers;
    if (response.body) got.body = *response.body;
    while (response.pieces) {
      std::string piece;
      const auto state = response.pieces(piece);
      got.body += piece;
      EXPECT_NE(state, HttpResponse::Piece::broken);
      if (state != HttpResponse::Piece::more) break;
    }
    return got;
  }
  static HttpRequest request(const std::string& method, const std::string& target, const std::string& body = "",
                             HttpHeaders headers = {}) {
    HttpRequest out{method, target, std::move(headers), body};
    if (out.count("Host") == 0) out.headers.emplace_back("Host", "localhost:8080");
    if (method == "POST" && out.count("Content-Type") == 0)
      out.headers.emplace_back("Content-Type", "application/json");
    return out;
  }
  Got get(const std::string& target, HttpHeaders headers = {}) {
    return ask(request("GET", target, "", std::move(headers)));
  }
  Got post(const std::string& target, const std::string& body,
           HttpHeaders headers = {{"Authorization", "Bearer secret"}}) {
    return ask(request("POST", target, body, std::move(headers)));
  }
  // The first record's id of a filter.
  std::string id_of(const std::string& filter) {
    const auto json = JsonValue::parse(get("/api/records?filter=" + filter).body);
    return json.value()["records"].items().at(0)["id"].text();
  }

  fs::path folder_;
  std::string path_;
  std::unique_ptr<Api> api_;
};

struct Case {
  const char* target;
  int status;
  std::vector<const char*> parts = {};
  std::vector<const char*> not_parts = {};
};

TEST_F(ApiTest, WhatIsAskedIsAnswered) {
  const std::vector<Case> cases = {
      {"/", 200, {"<p>page</p>"}},
      {"/?filter=event:PROTEST", 200, {"<p>page</p>"}},
      {"/assets/index-abc123.js", 200, {"1"}},
      {"/nothing.html", 404, {"there is no such page"}},
      {"/api", 404},
      {"/api/", 404},
      {"/api/nothing", 404, {"/api/openapi.json"}},
      {"/api/records/", 404},
      {"/api/records//", 404},
      {"/api/health",
       200,
       {"\"status\":\"ok\"", "\"records\":7", "\"articles\":7", "\"store\":\"made.db\"", "\"writable\":true"}},
      {"/api/metrics",
       200,
       {"kronika_cache_bytes", "kronika_requests_total{route=\"GET /api/health\",status=\"2xx\"} 1"}},
      {"/api/openapi.json", 200, {"\"openapi\":\"3.1.0\"", "/api/records/{id}"}},
      {"/api/vocabulary",
       200,
       {"{\"event\":\"COERCE\",\"modes\":[\"arrest\"],\"quad\":4,\"score\":-7,\"label\":\"Coerce\"}",
        "{\"code\":\"RUS\",\"name\":\"Russia\"}", "{\"code\":\"UKR\",\"name\":\"UKR\"}", "\"asserted\""}},
      {"/api/records", 200, {"\"document\":\"a1\"", "\"document\":\"a5\""}, {"\"next\""}},
      {"/api/records?filter=event:CONSULT", 200, {"\"document\":\"a3\"", "Vladimir Putin"}, {"\"document\":\"a1\""}},
      {"/api/records?filter=event%3APROTEST+date:2021-05",
       200,
       {"\"document\":\"a2\"", "a/7 x"},
       {"\"document\":\"a6\""}},
      {"/api/records?filter=event:PROTESTS", 400, {"did you mean PROTEST?", "\"field\":\"filter\""}},
      {"/api/records?filter=(", 400, {"the filter, at character"}},
      {"/api/records?sort=-confidence&limit=1", 200, {"a/7 x", "\"next\":\""}, {"\"document\":\"a1\""}},
      {"/api/records?sort=colour", 400, {"no sort colour", "\"field\":\"sort\""}},
      {"/api/records?limit=0", 400, {"1 to 1000", "\"field\":\"limit\""}},
      {"/api/records?limit=1001", 400},
      {"/api/records?limit=ten", 400},
      {"/api/records?limit=5&limit=6", 400, {"more than once"}},
      {"/api/records?filer=x", 400, {"did you mean filter?"}},
      {"/api/records?cursor=00", 400, {"\"field\":\"cursor\""}},
      {"/api/records?cursor=zz", 400},
      {"/api/records?cursor=0011223344556677", 400},
      {"/api/records?format=xml", 400},
      {"/api/records?format=", 400},
      {"/api/records/k1:zz", 404, {"an id is k1:"}},
      {"/api/records/k1:0000000000000000", 404},
      {"/api/records/..%2f..%2fetc", 404},
      {"/api/records/%2e%2e", 400},
      {"/api/records/%00", 400, {"control character"}},
      {"/api/records/%ff", 400, {"UTF-8"}},
      {"/api/records?filter=%", 400, {"%25"}},
      {"/api/records?filter=%zz", 400},
      {"/api/../api/health", 400, {"leads nowhere"}},
      {"/api/entries",
       200,
       {"{\"id\":\"e1:", "\"actor\":[\"BLR COP\"]", "\"reports\":1", "\"first_seen\":\"2021-05-24\"",
        "\"name\":\"Minsk\"", "\"documents\":[\"a1\"]"}},
      {"/api/entries?filter=event:CONSULT",
       200,
       {"\"actor\":[\"vladimir-putin\"]", "\"names\":{\"vladimir-putin\":\"Vladimir Putin\"}"},
       {"\"a1\""}},
      {"/api/entries?filter=event:PROTEST", 200, {"\"names\":{}"}},
      {"/api/entries?filter=event:CONSULTS", 400, {"did you mean CONSULT?"}},
      {"/api/entries?sort=-reports&limit=1", 200, {"\"next\":\""}},
      {"/api/entries?sort=confidence", 400, {"no sort confidence"}},
      {"/api/entries?cursor=00", 400, {"\"field\":\"cursor\""}},
      {"/api/entries/e1:zz", 404, {"no id of an entry"}},
      {"/api/entries/e1:0000000000000000", 404},
      {"/api/articles",
       200,
       {"\"id\":\"a1\",\"title\":\"Arrests in Minsk\",\"published\":\"2021-05-24\",\"publisher\":\"Reuters\"",
        "\"id\":\"a4\"", "\"records\":2", "\"records\":0"}},
      {"/api/articles?filter=event:CONSULT",
       200,
       {"\"id\":\"a3\"", "\"records\":1"},
       {"\"id\":\"a1\"", "\"id\":\"a4\""}},
      {"/api/articles?limit=1", 200, {"\"id\":\"a4\"", "\"next\":\""}},
      {"/api/articles/a1",
       200,
       {"\"text\":\"Police arrested two editors in Minsk on Sunday.\"", "\"records\":[{\"id\":\"k1:", "\"version\":1"}},
      {"/api/articles/1", 200, {"\"id\":\"a1\""}},
      {"/api/articles/a%2F7%20x", 200, {"\"id\":\"a/7 x\"", "Hans Muster", "[protester]"}},
      {"/api/articles/nothing", 404},
      {"/api/articles/99999999999999999999", 404},
      {"/api/actors",
       200,
       {"{\"code\":\"BLR COP\",\"country\":\"BLR\",\"sectors\":[\"COP\"],\"actor\":2,\"recipient\":0}",
        "{\"code\":\"BLR OPP\",\"country\":\"BLR\",\"sectors\":[\"OPP\"],\"actor\":2,\"recipient\":2}",
        "\"entity\":\"vladimir-putin\",\"name\":\"Vladimir Putin\""}},
      {"/api/actors?limit=1", 200, {"BLR OPP"}, {"RUS"}},
      {"/api/places",
       200,
       {"{\"name\":\"Minsk\",\"country\":\"BLR\",\"latitude\":53.9,\"longitude\":27.57,\"count\":3}", "Paris"}},
      {"/api/places?filter=country:FRA", 200, {"Paris"}, {"Minsk"}},
      {"/api/series",
       200,
       {"\"by\":\"month\"", "{\"start\":\"2021-05-01\",\"group\":\"4\",\"count\":2}",
        "{\"start\":\"2021-05-01\",\"group\":\"3\",\"count\":2}", "\"undated\":1"}},
      {"/api/series?by=week&group=event",
       200,
       {"{\"start\":\"2021-05-24\",\"group\":\"COERCE\",\"count\":1}",
        "{\"start\":\"2021-05-17\",\"group\":\"COERCE\",\"count\":1}"}},
      {"/api/series?by=day", 200, {"{\"start\":\"2021-05-23\",\"group\":\"4\",\"count\":1}"}},
      {"/api/series?by=year", 200, {"{\"start\":\"2020-01-01\",\"group\":\"3\",\"count\":1}"}},
      {"/api/series?by=auto", 200, {"\"by\":\"week\"", "{\"start\":\"2021-05-17\",\"group\":\"4\",\"count\":1}"}},
      {"/api/series?by=auto&filter=date:2021-05", 200, {"\"by\":\"day\""}},
      {"/api/series?by=auto&filter=date:2001", 200, {"\"by\":\"month\"", "\"series\":[]"}},
      {"/api/series?by=decade", 400},
      {"/api/dyads",
       200,
       {"{\"actor\":\"BLR\",\"recipient\":\"BLR\",\"count\":2,\"score\":-7,\"quads\":[0,0,0,2]}",
        "{\"actor\":\"BLR\",\"recipient\":\"---\",\"count\":2,\"score\":-6.5,\"quads\":[0,0,2,0]}",
        "{\"actor\":\"RUS\",\"recipient\":\"UKR\",\"count\":1,\"score\":-7,\"quads\":[0,0,0,1]}"}},
      {"/api/network",
       200,
       {"{\"id\":\"RUS\",\"label\":\"Russia\",\"country\":\"RUS\",\"count\":2}",
        "{\"actor\":\"RUS\",\"recipient\":\"UKR\",\"count\":1,\"score\":-7}"}},
      {"/api/network?level=code",
       200,
       {"{\"id\":\"vladimir-putin\",\"label\":\"Vladimir Putin\",\"count\":1}",
        "{\"actor\":\"vladimir-putin\",\"recipient\":\"BLR GOV\",\"count\":1,\"score\":1}"}},
      {"/api/map",
       200,
       {"\"name\":\"Minsk\"", "\"arcs\":[{\"actor\":\"RUS\",\"recipient\":\"BLR\""},
       {"\"actor\":\"BLR\""}},
      {"/api/facets",
       200,
       {"\"event\":{\"COERCE\":3,\"PROTEST\":3,\"CONSULT\":1}", "\"quad\":{\"3\":3,\"4\":3,\"1\":1}", "\"Reuters\":2",
        "\"country\":{\"---\":3,\"BLR\":3,\"FRA\":1}"}},
      {"/api/facets?filter=event:CONSULT", 200, {"\"event\":{\"CONSULT\":1}"}},
      {"/.json", 200, {"\"state\":{\"filter\":\"\"", "\"counts\":{\"event\":{\"COERCE\":3"}, {"\"article\""}},
      {"/.json?q=event:PROTESTS", 400, {"did you mean PROTEST?"}},
      {"/.json?by=hour", 400, {"\"field\":\"by\""}},
      {"/.json?entry=e1:0000000000000000", 404},
      {"/.json?tab=views&paste=1", 200},
      {"/x.json", 404},
      {"/api/search", 200, {"\"insert\":\"event:\"", "\"records\":[]"}},
      {"/api/search?q=event:pro", 200, {"{\"insert\":\"event:PROTEST\",\"label\":\"PROTEST\",\"kind\":\"event\"}"}},
      {"/api/search?q=Mins", 200, {"\"insert\":\"place:Minsk\""}},
      {"/api/search?q=russ", 200, {"{\"insert\":\"party:RUS\",\"label\":\"Russia\",\"kind\":\"country\"}"}},
      {"/api/search?q=event:PROTEST+actor:vlad",
       200,
       {"\"insert\":\"actor:vladimir-putin\",\"label\":\"Vladimir Putin\""}},
      {"/api/search?q=publisher:le", 200, {"\"insert\":\"publisher:\\\"Le Monde, Paris\\\"\""}},
      {"/api/search?q=editors", 200, {"\"document\":\"a1\""}, {"\"document\":\"a2\""}},
      {"/api/search?q=event:CONSULT", 200, {"\"document\":\"a3\""}, {"\"document\":\"a1\""}},
      {"/api/search?q=%22%5C", 200, {"\"records\":[]"}},
      {"/api/search?q=muster", 200, {"\"document\":\"a/7 x\"", "[protester]"}, {"Hans", "Muster"}},
      {"/api/corrections", 200, {"{\"corrections\":[]}"}},
      {"/api/corrections?record=zz", 404},
      {"/api/explain/k1:zz", 404},
      {"api/health", 400},
      {"http://localhost/api/health", 400},
      {"*", 400},
      {"/api/health#x", 400},
  };
  for (const Case& one : cases) {
    const Got got = get(one.target);
    EXPECT_EQ(got.status, one.status) << one.target << "\n" << got.body;
    for (const char* part : one.parts)
      EXPECT_NE(got.body.find(part), std::string::npos) << one.target << "\n" << part << "\n" << got.body;
    for (const char* part : one.not_parts)
      EXPECT_EQ(got.body.find(part), std::string::npos) << one.target << "\n" << part << "\n" << got.body;
    if (got.status >= 400) {
      const auto json = JsonValue::parse(got.body);
      ASSERT_TRUE(json.ok()) << one.target << got.body;
      EXPECT_EQ(json.value()["status"].number(), one.status);
      EXPECT_FALSE(json.value()["detail"].text().empty());
      EXPECT_EQ(got.header("Content-Type"), "application/problem+json");
    } else if (got.header("Content-Type") == "application/json") {
      EXPECT_TRUE(JsonValue::parse(got.body).ok()) << one.target << "\n" << got.body;
    }
    EXPECT_FALSE(got.header("Content-Security-Policy").empty()) << one.target;
    EXPECT_EQ(got.header("X-Content-Type-Options"), "nosniff") << one.target;
  }
}

TEST_F(ApiTest, RecordsAreThoseOfTheStore) {
  const auto list = JsonValue::parse(get("/api/records").body);
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list.value()["records"].items().size(), 7u);
  for (const JsonValue& record : list.value()["records"].items()) {
    const std::string id = record["id"].text();
    const auto one = JsonValue::parse(get("/api/records/" + id).body);
    ASSERT_TRUE(one.ok());
    EXPECT_EQ(one.value()["id"].text(), id);
    EXPECT_EQ(JsonValue::parse(get("/api/records/" + id.substr(3, 12)).body).value()["id"].text(), id);
    EXPECT_NE(get("/api/explain/" + id).body.find("confidence"), std::string::npos);
  }
}

TEST_F(ApiTest, PagesGiveEveryRecordOnceInOneOrder) {
  for (const char* sort : {"-date", "date", "published", "-published", "confidence", "-confidence", "score", "-score",
                           "document", "-document"}) {
    std::vector<std::string> whole, paged;
    const std::string target = std::string("/api/records?sort=") + sort;
    const auto all = JsonValue::parse(get(target).body);
    for (const JsonValue& record : all.value()["records"].items()) whole.push_back(record["id"].text());
    std::string cursor;
    do {
      const Got got = get(target + "&limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
      ASSERT_EQ(got.status, 200) << got.body;
      const auto page = JsonValue::parse(got.body);
      for (const JsonValue& record : page.value()["records"].items()) paged.push_back(record["id"].text());
      cursor = page.value()["next"].text();
    } while (!cursor.empty());
    EXPECT_EQ(paged, whole) << sort;
    EXPECT_EQ(std::set<std::string>(paged.begin(), paged.end()).size(), 7u) << sort;
    // A record without a date comes last, whichever way.
    if (std::string_view(sort).ends_with("date")) {
      const auto last = JsonValue::parse(get("/api/records/" + whole.back()).body);
      EXPECT_EQ(last.value()["document"].text(), "a5") << sort;
    }
  }
  // A cursor is good for its own question.
  const auto page = JsonValue::parse(get("/api/records?limit=2").body);
  EXPECT_EQ(get("/api/records?limit=2&sort=date&cursor=" + page.value()["next"].text()).status, 400);
  std::vector<std::string> articles;
  std::string cursor;
  do {
    const auto some = JsonValue::parse(get("/api/articles?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor)).body);
    for (const JsonValue& article : some.value()["articles"].items()) articles.push_back(article["id"].text());
    cursor = some.value()["next"].text();
  } while (!cursor.empty());
  EXPECT_EQ(articles, (std::vector<std::string>{"a4", "a3", "a2", "a1", "a/7 x", "a6", "a5"}));
}

TEST_F(ApiTest, EntriesHoldTheRecordsOfOneHappening) {
  for (const char* sort : {"-date", "date", "published", "-published", "reports", "-reports"}) {
    std::vector<std::string> records;
    std::string cursor;
    do {
      const Got got =
          get(std::string("/api/entries?limit=2&sort=") + sort + (cursor.empty() ? "" : "&cursor=" + cursor));
      ASSERT_EQ(got.status, 200) << got.body;
      const auto page = JsonValue::parse(got.body);
      for (const JsonValue& entry : page.value()["entries"].items()) {
        const auto whole = JsonValue::parse(get("/api/entries/" + entry["id"].text()).body);
        EXPECT_EQ(whole.value()["id"].text(), entry["id"].text());
        EXPECT_EQ(static_cast<double>(whole.value()["reports"].items().size()), entry["reports"].number());
        for (const JsonValue& report : whole.value()["reports"].items()) records.push_back(report["id"].text());
      }
      cursor = page.value()["next"].text();
    } while (!cursor.empty());
    EXPECT_EQ(records.size(), 7u) << sort;
    EXPECT_EQ(std::set<std::string>(records.begin(), records.end()).size(), 7u) << sort;
  }
  // Two records put together by a person are one entry, told by two reports.
  const std::string first = id_of("event:PROTEST+date:2021-05-25"), other = id_of("event:PROTEST+date:2020");
  const Got merged = post("/api/corrections", "{\"record\":\"" + first + "\",\"action\":\"merge\",\"other\":\"" +
                                                  other + "\",\"by\":\"Ana\",\"why\":\"so\"}");
  ASSERT_EQ(merged.status, 201) << merged.body;
  const auto list = JsonValue::parse(get("/api/entries?sort=-reports&limit=1").body);
  const JsonValue& entry = list.value()["entries"].items().at(0);
  EXPECT_EQ(entry["reports"].number(), 2);
  const Got whole = get("/api/entries/" + entry["id"].text());
  EXPECT_LT(whole.body.find("\"document\":\"a2\""), whole.body.find("\"document\":\"a6\""))
      << whole.body;  // the surer one
  EXPECT_NE(whole.body.find("\"title\":\"Crowds\",\"published\":\"2021-05-25\",\"publisher\":\"AP\",\"url\":"),
            std::string::npos);
  EXPECT_NE(whole.body.find("\"disagreements\":{"), std::string::npos);
  const Got csv = get("/api/entries?format=csv&sort=-reports&limit=1");
  EXPECT_TRUE(csv.body.starts_with("id,event,mode,context,actor,recipient,date.start,date.end,")) << csv.body;
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 2);
}

// What each part of a page's twin is: what the route gives that the page asks for that view.
TEST_F(ApiTest, APageHasATwinOfTheSameData) {
  const auto first = JsonValue::parse(get("/api/entries?filter=day:2021-05").body);
  const std::string entry = first.value()["entries"].items().at(0)["id"].text();
  const Got twin = get("/.json?q=actor:BLR+recipient:BLR+day:2021-05+country:BLR&level=code&sort=date&entry=" + entry);
  ASSERT_EQ(twin.status, 200) << twin.body;
  EXPECT_EQ(
      twin.body,
      get("/api/page?q=actor:BLR+recipient:BLR+day:2021-05+country:BLR&level=code&sort=date&entry=" + entry).body);
  const std::string others = "actor:BLR+recipient:BLR+day:2021-05";
  const std::vector<std::pair<std::string, std::string>> parts = {
      {"entries", "/api/entries?sort=date&limit=60&filter=" + others + "+country:BLR"},
      {"counts", "/api/facets?filter=" + others + "+country:BLR"},
      {"timeline", "/api/series?by=auto&filter=actor:BLR+recipient:BLR+country:BLR"},
      {"map", "/api/map?filter=" + others},
      {"dyads", "/api/dyads?limit=600&filter=day:2021-05+country:BLR"},
      {"network", "/api/network?limit=80&level=code&filter=" + others + "+country:BLR"},
      {"entry", "/api/entries/" + entry},
      {"article", "/api/articles/" + first.value()["entries"].items().at(0)["documents"].items().at(0).text()},
  };
  const auto json = JsonValue::parse(twin.body);
  EXPECT_EQ(json.value()["from"].entries().size(), parts.size());
  for (const auto& [name, target] : parts) {
    const std::string body = get(target).body;
    EXPECT_NE(twin.body.find("\"" + name + "\":" + body), std::string::npos) << name << "\n" << twin.body;
    EXPECT_EQ(get(json.value()["from"][name].text()).body, body) << name;
  }
  // Zoomed in, the timeline has the chosen days only.
  EXPECT_NE(get("/.json?zoom=1&q=day:2021-05").body.find(get("/api/series?by=auto&filter=day:2021-05").body),
            std::string::npos);
  // Where reading needs the token, so does the twin.
  api_.reset();
  api_ = make_small_api(path_, false);
  EXPECT_EQ(get("/").status, 200);
  EXPECT_EQ(get("/.json").status, 401);
}

TEST_F(ApiTest, ExportsHoldAllRecordsOneALine) {
  const Got csv = get("/api/records?format=csv");
  EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 8);
  EXPECT_TRUE(csv.body.starts_with("id,document,event,"));
  EXPECT_EQ(get("/api/records", {{"Accept", "text/csv"}}).body, csv.body);
  const Got lines = get("/api/records?format=ndjson&filter=event:PROTEST");
  EXPECT_EQ(std::count(lines.body.begin(), lines.body.end(), '\n'), 3);
  EXPECT_EQ(get("/api/records?format=ndjson&limit=2").body.find("\n{"),
            get("/api/records?format=ndjson&limit=2").body.rfind("\n{"));
  EXPECT_EQ(get("/api/records?format=csv&filter=event:NO").status, 400);
  EXPECT_EQ(get("/api/dyads?format=csv&limit=1").body,
            "actor,recipient,count,score,quads\r\nBLR,---,2,-6.5,0; 0; 2; 0\r\n");
  EXPECT_EQ(get("/api/places", {{"Accept", "text/csv"}}).header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(get("/api/articles?format=csv&filter=publisher:\"Le+Monde,+Paris\"").body,
            "article,id,title,published,publisher,records\r\n7,a/7 x,\"Odd \"\"id\"\"\",2021-05-01,\"Le Monde, "
            "Paris\",1\r\n");
  EXPECT_EQ(get("/api/dyads?format=ndjson").status, 400);
}

TEST_F(ApiTest, WhoMayAsk) {
  struct Sender {
    const char* method;
    const char* target;
    HttpHeaders headers;
    int status;
  };
  const std::vector<Sender> cases = {
      {"GET", "/api/health", {{"Host", "localhost"}}, 200},
      {"GET", "/api/health", {{"Host", "LOCALHOST:9"}}, 200},
      {"GET", "/api/health", {{"Host", "[::1]:80"}}, 200},
      {"GET", "/api/health", {{"Host", "127.0.0.1"}}, 200},
      {"GET", "/api/health", {{"Host", "evil.example"}}, 421},
      {"GET", "/api/health", {{"Host", "localhost.evil.example"}}, 421},
      {"GET", "/api/health", {{"Host", "127.0.0.2"}}, 421},
      {"GET", "/api/health", {{"Host", ""}}, 421},
      {"GET", "/api/health", {{"Host", "localhost"}, {"Host", "localhost"}}, 400},
      {"GET", "/", {{"Host", "evil.example"}}, 421},
      {"HEAD", "/api/health", {}, 200},
      {"DELETE", "/api/health", {}, 405},
      {"POST", "/api/health", {}, 405},
      {"PUT", "/", {}, 405},
      {"POST", "/api/corrections", {}, 401},
      {"POST", "/api/corrections", {{"Authorization", "Bearer wrong"}}, 401},
      {"POST", "/api/corrections", {{"Authorization", "secret"}}, 401},
      {"POST", "/api/corrections", {{"Authorization", "Bearer secret"}}, 400},
      {"POST", "/api/corrections", {{"Authorization", "bearer secret"}, {"Content-Type", "text/plain"}}, 415},
      {"POST", "/api/corrections", {{"Authorization", "Bearer secret"}, {"Origin", "http://evil.example"}}, 403},
      {"POST", "/api/corrections", {{"Authorization", "Bearer secret"}, {"Origin", "null"}}, 403},
      {"POST", "/api/corrections", {{"Authorization", "Bearer secret"}, {"Origin", "http://localhost:8080"}}, 400},
      {"POST", "/api/articles", {}, 401},
      {"POST", "/api/code", {}, 400},
      {"POST", "/api/code", {{"Content-Type", "application/x-www-form-urlencoded"}}, 415},
      {"POST", "/api/code", {{"Sec-Fetch-Site", "cross-site"}}, 403},
  };
  for (const Sender& one : cases) {
    const Got got = ask(request(one.method, one.target, "{}", one.headers));
    EXPECT_EQ(got.status, one.status) << one.method << " " << one.target << "\n" << got.body;
    if (one.status == 401) {
      EXPECT_FALSE(got.header("WWW-Authenticate").empty());
    }
    if (one.status == 405) {
      EXPECT_FALSE(got.header("Allow").empty());
    }
  }
  // Beyond this machine reading needs the token too; the page itself does not.
  api_ = make_small_api(path_, false);
  EXPECT_EQ(get("/").status, 200);
  EXPECT_EQ(get("/api/health").status, 401);
  EXPECT_EQ(get("/api/nothing").status, 401);
  EXPECT_EQ(get("/api/health", {{"Authorization", "Bearer secret"}}).status, 200);
  EXPECT_EQ(post("/api/code", "{\"text\":\"a\"}", {}).status, 401);
}

TEST_F(ApiTest, WhatIsTheSameIsNotSentAgain) {
  const Got first = get("/api/records?filter=event:PROTEST");
  const std::string tag = first.header("ETag");
  EXPECT_TRUE(tag.starts_with("W/\""));
  EXPECT_FALSE(first.at_once);
  const Got again = get("/api/records?filter=event:PROTEST");
  EXPECT_TRUE(again.at_once);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("ETag"), tag);
  for (const std::string& list : {tag, tag.substr(2), "\"x\", " + tag, std::string("*")}) {
    const Got same = get("/api/records?filter=event:PROTEST", {{"If-None-Match", list}});
    EXPECT_EQ(same.status, 304) << list;
    EXPECT_TRUE(same.body.empty());
    EXPECT_EQ(same.header("ETag"), tag);
  }
  EXPECT_NE(get("/api/records?filter=event:CONSULT").header("ETag"), tag);
  EXPECT_EQ(get("/api/records?filter=event:PROTEST", {{"If-None-Match", "\"other\""}}).status, 200);
  // Another program writes.
  {
    auto store = Store::open(path_, StoreAccess::write);
    ASSERT_TRUE(store.ok());
    ASSERT_TRUE(
        store.value()->correct(id_of("event:CONSULT"), {{Correction::Action::reject, "", "", "", "Ana", "no"}}).ok());
  }
  const Got changed = get("/api/records?filter=event:PROTEST", {{"If-None-Match", tag}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_NE(changed.header("ETag"), tag);
  EXPECT_EQ(changed.body, first.body);
  EXPECT_EQ(get("/api/records?filter=event:CONSULT").body, "{\"records\":[]}");
}

TEST_F(ApiTest, AnswersAreCompressedForThoseWhoTakeIt) {
  const Got plain = get("/api/records");
  const Got packed = get("/api/records", {{"Accept-Encoding", "br, gzip;q=0.5"}});
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), plain.body.size() / 2);
  const auto back = inflate_all(packed.body, Inflater::Form::gzip_or_zlib, 1 << 20);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back.value(), plain.body);
  EXPECT_EQ(get("/api/records", {{"Accept-Encoding", "gzip;q=0"}}).body, plain.body);
  EXPECT_EQ(get("/api/records").body, plain.body);
  EXPECT_EQ(get("/assets/index-abc123.js", {{"Accept-Encoding", "gzip"}}).body, "packed");
  EXPECT_EQ(get("/assets/index-abc123.js").header("Cache-Control"), "max-age=31536000, immutable");
}

TEST_F(ApiTest, ARecordIsCorrectedAndTheCorrectionTakenBack) {
  const std::string id = id_of("event:CONSULT");
  const auto said = [&](const std::string& action, const std::string& more = "") {
    return "{\"record\":\"" + id + "\",\"action\":\"" + action + "\",\"by\":\"Ana\",\"why\":\"so\"" + more + "}";
  };
  Got got = post("/api/corrections", said("set", ",\"field\":\"event\",\"value\":\"COERCE\""));
  EXPECT_EQ(got.status, 201) << got.body;
  EXPECT_NE(got.body.find("\"event\":\"COERCE\""), std::string::npos);
  EXPECT_NE(got.body.find("\"status\":\"corrected\""), std::string::npos);
  EXPECT_NE(get("/api/records/" + id).body.find("\"event\":\"COERCE\""), std::string::npos);
  EXPECT_NE(get("/api/corrections?record=" + id).body.find("\"was\":\"CONSULT\""), std::string::npos);
  got = post("/api/corrections", said("undo"));
  EXPECT_EQ(got.status, 201) << got.body;
  EXPECT_NE(got.body.find("\"event\":\"CONSULT\""), std::string::npos);
  EXPECT_EQ(post("/api/corrections", said("reject")).status, 201);
  EXPECT_EQ(get("/api/records?filter=event:CONSULT").body, "{\"records\":[]}");
  EXPECT_EQ(get("/api/records/" + id).status, 200);
  const std::vector<std::pair<std::string, int>> wrong = {
      {"", 400},
      {"[]", 400},
      {"{", 400},
      {"\xff", 400},
      {"{}", 400},
      {said("explode"), 400},
      {said("set"), 400},
      {said("set", ",\"field\":\"event\",\"value\":\"NOTHING\""), 400},
      {said("set", ",\"field\":\"colour\",\"value\":\"red\""), 400},
      {said("accept", ",\"colour\":\"red\""), 400},
      {said("accept", ",\"value\":1"), 400},
      {said("merge"), 404},
      {said("merge", ",\"other\":\"k1:0000000000000000\""), 404},
      {"{\"record\":\"k1:0000000000000000\",\"action\":\"accept\",\"by\":\"A\",\"why\":\"b\"}", 404},
      {"{\"record\":\"\\\" or event:PROTEST\",\"action\":\"accept\",\"by\":\"A\",\"why\":\"b\"}", 404},
      {"{\"record\":\"" + id + "\",\"action\":\"accept\",\"why\":\"b\"}", 400},
  };
  for (const auto& [body, status] : wrong) EXPECT_EQ(post("/api/corrections", body).status, status) << body;
}

TEST_F(ApiTest, TextsAreCodedAndArticlesAdded) {
  Got got = post("/api/code", R"({"text":"Police arrested a man in Lyon.","published":"2021-01-01"})", {});
  EXPECT_EQ(got.status, 200) << got.body;
  EXPECT_NE(got.body.find("\"event\":\"COERCE\""), std::string::npos);
  EXPECT_NE(got.body.find("\"published\":\"2021-01-01\""), std::string::npos);
  EXPECT_NE(get("/api/health").body.find("\"articles\":7"), std::string::npos);
  for (const char* body : {"{}", "[]", "x", "{\"text\":1.5e999}", "{\"text\":\"  \"}",
                           "{\"text\":\"a\",\"published\":\"May\"}", "{\"text\":\"a\",\"title\":[]}"})
    EXPECT_EQ(post("/api/code", body, {}).status, 400) << body;
  const std::string two = R"([{"id":"n1","text":"Police arrested a man in Lyon."},{"id":"n2","text":"Nothing."}])";
  got = post("/api/articles", two);
  EXPECT_EQ(got.status, 201) << got.body;
  EXPECT_EQ(got.body, R"({"added":2,"changed":0,"unchanged":0,"copies":0,"records":1})");
  EXPECT_EQ(post("/api/articles", two).body, R"({"added":0,"changed":0,"unchanged":2,"copies":0,"records":0})");
  EXPECT_NE(get("/api/health").body.find("\"articles\":9"), std::string::npos);
  EXPECT_EQ(get("/api/articles/n1").status, 200);
  // One wrong article, and none is stored.
  EXPECT_EQ(post("/api/articles", R"([{"id":"n3","text":"Police."},{"id":"n4"}])").status, 400);
  EXPECT_EQ(get("/api/articles/n3").status, 404);
}

TEST_F(ApiTest, TheDocumentNamesEveryRouteAndIsWhole) {
  const auto document = JsonValue::parse(openapi_document());
  ASSERT_TRUE(document.ok()) << openapi_document();
  for (const Route& route : routes()) {
    const JsonValue& path = document.value()["paths"][route.path];
    EXPECT_TRUE(path[std::string_view(route.method) == "GET" ? "get" : "post"].is_object()) << route.path;
    if (*route.answer) {
      EXPECT_TRUE(document.value()["components"]["schemas"].has(route.answer)) << route.answer;
    }
    if (*route.body) {
      EXPECT_TRUE(document.value()["components"]["schemas"].has(route.body)) << route.body;
    }
  }
}

TEST(Target, IsDecodedAndChecked) {
  const auto good = parse_target("/a%20b/c?x=1+2&y=%C3%A4&z&&=w");
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good.value().path, (std::vector<std::string>{"a b", "c"}));
  const std::vector<std::pair<std::string, std::string>> query = {{"x", "1 2"}, {"y", "ä"}, {"z", ""}, {"", "w"}};
  EXPECT_EQ(good.value().query, query);
  for (const char* wrong : {"", "a", "/%", "/%a", "/%ag", "/%c3", "/a/../b", "/a/.", "/%01", "/?a=%80", "//..", "/#"})
    EXPECT_FALSE(parse_target(wrong).ok()) << wrong;
}

TEST(Target, IsPutTogether) {
  const std::string made = make_target({"api", "a/b"}, {{"q", "text:\"ä b\" a,b"}, {"x", "1&2"}});
  EXPECT_EQ(made, "/api/a%2Fb?q=text:%22%C3%A4%20b%22%20a,b&x=1%262");
  EXPECT_EQ(parse_target(made).value().query[0].second, "text:\"ä b\" a,b");
}

TEST(MadeOnce, IsMadeOnceForAState) {
  using Made = Result<int>;
  MadeOnce<int> numbers(6);
  int made = 0;
  const auto make = [&]() -> Made { return ++made; };
  EXPECT_EQ(numbers.of("s", "a", make)->value(), 1);
  EXPECT_EQ(numbers.of("s", "a", make)->value(), 1);
  numbers.of("s", "b", make);
  EXPECT_EQ(numbers.of("t", "a", make)->value(), 3);  // the store has changed
  const auto fail = [&]() -> Made {
    ++made;
    return Error{ErrorKind::usage, "no"};
  };
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(numbers.of("t", "wrong", fail)->ok());  // asked again
  EXPECT_EQ(made, 5);
  // Asked for by many at the same time, it is made by one.
  std::atomic<int> at_work{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const auto slow = [&]() -> Made {
        ++at_work;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        return 1;
      };
      EXPECT_EQ(numbers.of("t", "slow", slow)->value(), 1);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(at_work, 1);
}

TEST(AnswerCache, KeepsWhatWasAskedForLastWithinItsSize) {
  AnswerCache cache(100'000);
  const auto answer = [](size_t size) {
    auto response = std::make_shared<HttpResponse>();
    response->body = std::make_shared<const std::string>(size, 'x');
    return response;
  };
  (void)cache.find("s", "");
  for (int i = 0; i < 30; ++i) {
    cache.keep("s", std::to_string(i), answer(9000));
    (void)cache.find("s", "0");
    EXPECT_LE(cache.bytes(), 100'000u);
  }
  EXPECT_TRUE(cache.find("s", "0"));
  EXPECT_TRUE(cache.find("s", "29"));
  EXPECT_FALSE(cache.find("s", "5"));
  cache.keep("s", "large", answer(20'000));
  EXPECT_FALSE(cache.find("s", "large"));
  EXPECT_FALSE(cache.find("t", "29"));
  EXPECT_EQ(cache.bytes(), 0u);
  cache.keep("s", "old", answer(10));
  EXPECT_FALSE(cache.find("t", "old"));
}

}  // namespace
}  // namespace kronika
