#include "merge/entries_writer.h"

#include <mutex>

#include "base/calendar.h"
#include "merge/report.h"
#include "port/json.h"

namespace kronika {
namespace {

void strings(JsonWriter& json, std::string_view key, const std::vector<std::string>& list) {
  json.key(key).open_list();
  for (const std::string& item : list) json.value(item);
  json.close_list();
}

class EntriesWriter : public RecordWriter {
 public:
  std::string article(const Article& article, const CodedArticle& coded) const override {
    const std::vector<uint64_t> bands = bands_of(article.text());
    const std::vector<Report> reports = reports_of(article, coded);
    const std::lock_guard<std::mutex> lock(mutex_);
    merger_.add(bands, reports);
    return "";
  }
  void footer(const Put& put) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const Entry& entry : merger_.entries()) put(entry_line(entry) + "\n");
  }

 private:
  mutable std::mutex mutex_;  // guards the merger
  mutable Merger merger_;
};

}  // namespace

std::string entry_line(const Entry& entry) {
  JsonWriter json;
  json.open_object().key("id").value(entry.id).key("event").value(entry.event);
  strings(json, "actor", entry.actor);
  strings(json, "recipient", entry.recipient);
  if (entry.first_seen != 0) {
    json.key("first_seen").value(format_day(day_from_number(entry.first_seen)));
    json.key("last_seen").value(format_day(day_from_number(entry.last_seen)));
  }
  json.key("independent").value(int64_t{entry.independent});
  strings(json, "documents", entry.documents);
  strings(json, "records", entry.records);
  if (!entry.disagreements.empty()) {
    json.key("disagreements").open_object();
    for (const Disagreement& disagreement : entry.disagreements) {
      json.key(disagreement.field).open_object();
      for (const auto& [value, ids] : disagreement.saying) strings(json, value, ids);
      json.close_object();
    }
    json.close_object();
  }
  return json.close_object().take();
}

std::unique_ptr<RecordWriter> make_entries_writer() { return std::make_unique<EntriesWriter>(); }

}  // namespace kronika
