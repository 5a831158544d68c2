// /api/records
#include "api/routes.h"
#include "record/record_writer.h"

namespace kronika {
namespace {

constexpr int64_t kUsualPage = 50, kPiece = 200;

// Records as lines, page after page: no more than one page is in memory, and no store is held between two.
class Lines {
 public:
  Lines(StorePool& stores, Question question, bool csv) : stores_(stores), question_(std::move(question)), csv_(csv) {}

  HttpResponse::Piece next(std::string& piece) {
    if (csv_ && !begun_) piece = make_record_writer("csv", {}, {}).value()->header();
    begun_ = true;
    const int64_t left = question_.limit;
    Question page = question_;
    page.limit = left < 0 ? kPiece : std::min(left, kPiece);
    const auto lease_and_read = [&] {
      StorePool::Lease store = stores_.lend();
      return (*store).page(page, [&](const StoredRecords& found) {
        if (question_.limit > 0) question_.limit -= static_cast<int64_t>(found.coded.records.size());
        piece +=
            make_record_writer(csv_ ? "csv" : "jsonl", found.coder, {}).value()->article(found.article, found.coded);
        return true;
      });
    };
    auto after = lease_and_read();
    if (!after) return HttpResponse::Piece::broken;
    question_.after = std::move(after).value();
    return question_.after.empty() || question_.limit == 0 ? HttpResponse::Piece::last : HttpResponse::Piece::more;
  }

 private:
  StorePool& stores_;
  Question question_;  // what is still to come
  bool csv_, begun_ = false;
};

HttpResponse stream_records(ApiCall& call, Question question) {
  {
    // What is wrong with the question is said before the first byte.
    Question nothing = question;
    nothing.limit = 0;
    StorePool::Lease store = call.world.stores->lend();
    const auto tried = (*store).page(nothing, [](const StoredRecords&) { return true; });
    if (!tried) return problem(tried.error(), "filter");
  }
  const bool csv = call.form == AnswerForm::csv;
  HttpResponse response;
  response.headers = {{"Content-Type", csv ? "text/csv; charset=utf-8" : "application/x-ndjson"},
                      {"Content-Disposition",
                       csv ? "attachment; filename=\"records.csv\"" : "attachment; filename=\"records.ndjson\""}};
  auto lines = std::make_shared<Lines>(*call.world.stores, std::move(question), csv);
  response.pieces = [lines](std::string& piece) { return lines->next(piece); };
  return response;
}

}  // namespace

HttpResponse list_records(ApiCall& call) {
  Question question;
  question.filter = call.filter();
  question.sort = call.parameters.text("sort");
  question.limit = call.parameters.number("limit");
  const std::string asked = question.filter + "\n" + question.sort;
  auto after = read_cursor(call.parameters.text("cursor"), asked);
  if (!after) return problem(after.error(), "cursor");
  question.after = std::move(after).value();
  if (call.form != AnswerForm::json) return stream_records(call, std::move(question));
  if (question.limit < 0) question.limit = kUsualPage;
  RecordList list;
  StorePool::Lease store = call.world.stores->lend();
  const auto next = (*store).page(question, [&](const StoredRecords& found) {
    list.add(found);
    return true;
  });
  if (!next) return problem(next.error(), "filter");
  std::string json = "{\"records\":" + list.take();
  if (!next.value().empty()) json += ",\"next\":\"" + make_cursor(next.value(), asked) + "\"";
  return json_answer(std::move(json) + "}");
}

HttpResponse read_record(ApiCall& call) {
  StorePool::Lease store = call.world.stores->lend();
  auto json = record_json(*store, call.argument);
  return json ? json_answer(std::move(json).value()) : problem(json.error(), "id");
}

}  // namespace kronika
