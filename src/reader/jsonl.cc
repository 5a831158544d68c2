// JSON lines: one document a line.
#include "port/json.h"
#include "reader/encoding.h"
#include "reader/forms.h"

namespace kronika {
namespace {

class JsonlReader : public Reader {
 public:
  JsonlReader(std::unique_ptr<ByteSource> source, std::string name)
      : source_(std::move(source)), name_(std::move(name)) {}

  std::optional<ReadItem> next() override {
    while (source_->read_line(line_)) {
      ++number_;
      if (line_.find_first_not_of(" \t\r") == std::string::npos) continue;
      any_ = true;
      return read();
    }
    if (std::exchange(ended_, true)) return {};
    if (source_->failed()) return Failure{name_, source_->failure()};
    if (!any_) return Failure{name_, "empty"};
    return {};
  }

 private:
  ReadItem read() {
    const std::string where = name_ + ":" + std::to_string(number_);
    auto fields = read_json_fields(line_);
    if (!fields)
      return Failure{where, fields.error().message + "; each line is one {\"id\": \"...\", \"text\": \"...\"}"};
    if (!fields.value().contains("text") && !fields.value().contains("html"))
      return Failure{where, "has no \"text\" and no \"html\" that is a string"};
    auto document = make_document(std::move(fields).value());
    if (!document) return Failure{where, document.error().message};
    return std::move(document).value();
  }

  std::unique_ptr<ByteSource> source_;
  std::string name_, line_;
  uint64_t number_ = 0;
  bool any_ = false, ended_ = false;
};

}  // namespace

std::unique_ptr<Reader> make_jsonl_reader(std::unique_ptr<ByteSource> source, std::string name) {
  return std::make_unique<JsonlReader>(std::move(source), std::move(name));
}

}  // namespace kronika
