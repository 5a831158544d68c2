// Records to columns and back to the same lines; what the columns look like to a receiver.
#include "export/record_table.h"

#include <gtest/gtest.h>

#include "base/calendar.h"

namespace kronika {
namespace {

constexpr char kShort[] =
    R"({"id":"k1:0123456789abcdef","document":"d","field":"title","event":"ASSAULT","mode":[],"context":[],"actor":[],)"
    R"("recipient":[],"text":"hit","start":0,"end":3,"sentence":{"index":0,"start":0,"end":9},"factuality":"negated",)"
    R"("cameo":"190","quad":4,"score":-9,"confidence":0.5,"why":[],)"
    R"("coder":{"version":"0","codebook":"c","model":"m"}})";
constexpr char kFull[] =
    R"({"id":"k1:0123456789abcdef","document":"\"d\"\n\u0001é","event":"CONSULT","mode":["visit","other"],"context":["x"],)"
    R"("actor":[{"code":"RUS GOV","country":"RUS","sectors":["GOV"],"entity":"e","name":"N","role":"r","text":"He",)"
    R"("field":"title","start":1,"end":3,"by":"name"},{"code":"---","sectors":[],"text":"[person]","start":4,"end":5,)"
    R"("by":"role","withheld":true}],"recipient":[],"text":"met","start":4,"end":7,"withheld":true,)"
    R"("sentence":{"index":2,"start":1,"end":9},"mentions":[{"start":1,"end":2},{"start":5,"end":6}],)"
    R"("date":{"start":"2021-06-28","end":"1969-12-31","text":"Monday","by":"expression"},)"
    R"("place":{"name":"Minsk","country":"BLR","admin1":"a","latitude":53.9,"longitude":-27.56667,"geonames":625144,)"
    R"("precision":"city"},"factuality":"asserted","attribution":{"text":"he","code":"RUS","cue":"said","quoted":false,)"
    R"("field":"title","start":1,"end":3,"withheld":true},"cameo":"042","quad":1,"score":2.5,"confidence":0.914,)"
    R"("why":[{"field":"event","rule":"r","words":[[1,2],[3,4]]},{"field":"date","rule":"s","words":[]}],)"
    R"("coder":{"version":"0","codebook":"c","model":"m"},"review":{"status":"corrected","notes":[{"action":"set",)"
    R"("field":"event","was":"AID","by":"a","why":"w","at":"2026-11-30T20:43:00Z"},)"
    R"({"action":"accept","by":"a","why":"w","at":"t"}]}})";

TEST(RecordTable, gives_back_the_lines_it_took) {
  RecordTable table;
  ASSERT_TRUE(table.append(std::string(kShort) + "\n" + kFull + "\n", Day{2021, 6, 29}).ok());
  ASSERT_TRUE(table.append(kShort, std::nullopt).ok());
  ASSERT_EQ(table.size(), 3u);
  EXPECT_EQ(table.line(0), kShort);
  EXPECT_EQ(table.line(1), kFull);
  EXPECT_EQ(table.line(2), kShort);
  EXPECT_EQ(table.published(1), (Day{2021, 6, 29}));
  EXPECT_EQ(table.published(2), std::nullopt);
}

TEST(RecordTable, says_what_it_has_no_place_for) {
  const auto refused = [](std::string line) {
    RecordTable table;
    const Status done = table.append(line, std::nullopt);
    return done.ok() ? "" : done.error().message;
  };
  std::string line = kShort;
  EXPECT_NE(refused(line.replace(line.find("quad"), 4, "qaud")).find("\"quad\" is not there"), std::string::npos);
  line = kShort;
  EXPECT_NE(refused(line.insert(line.size() - 1, ",\"more\":1")).find("\"more\""), std::string::npos);
  line = kShort;
  EXPECT_NE(refused(line.replace(line.find(":-9"), 3, ":\"\"")).find("\"score\" is no number"), std::string::npos);
  EXPECT_NE(refused("[]"), "");
  EXPECT_NE(refused("{"), "");
}

TEST(RecordTable, hands_its_memory_over) {
  RecordTable table;
  for (size_t i = 0; i < RecordTable::kBatchRows + 1; ++i) ASSERT_TRUE(table.append(kShort, std::nullopt).ok());
  ArrowArrayStream stream;
  table.hand_over(&stream);
  ASSERT_TRUE(table.append(kFull, std::nullopt).ok());  // after: it is not in the stream
  ArrowSchema schema;
  ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
  EXPECT_STREQ(schema.format, "+s");
  EXPECT_EQ(schema.n_children, static_cast<int64_t>(record_columns().children.size()) + 1);
  EXPECT_STREQ(schema.children[schema.n_children - 1]->name, "published");
  EXPECT_STREQ(schema.children[schema.n_children - 1]->format, "tdD");
  schema.release(&schema);
  EXPECT_EQ(schema.release, nullptr);

  ArrowArray first, second, end;
  ASSERT_EQ(stream.get_next(&stream, &first), 0);
  ASSERT_EQ(stream.get_next(&stream, &second), 0);
  ASSERT_EQ(stream.get_next(&stream, &end), 0);
  EXPECT_EQ(end.release, nullptr);
  EXPECT_EQ(first.length, static_cast<int64_t>(RecordTable::kBatchRows));
  EXPECT_EQ(second.length, 1);
  stream.release(&stream);
  table = RecordTable();  // what was handed over lives on

  // A child may be taken out and outlive its parent.
  ArrowArray event = *second.children[3];
  second.children[3]->release = nullptr;
  second.release(&second);
  const auto* offsets = static_cast<const int32_t*>(event.buffers[1]);
  EXPECT_EQ(std::string(static_cast<const char*>(event.buffers[2]) + offsets[0], static_cast<size_t>(offsets[1])),
            "ASSAULT");
  event.release(&event);
  first.release(&first);
}

TEST(RecordTable, is_empty_without_records) {
  RecordTable table;
  ArrowArrayStream stream;
  table.hand_over(&stream);
  ArrowArray end;
  ASSERT_EQ(stream.get_next(&stream, &end), 0);
  EXPECT_EQ(end.release, nullptr);
  stream.release(&stream);
}

}  // namespace
}  // namespace kronika
