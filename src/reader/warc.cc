// WARC 1.0 and 1.1 (ISO 28500): a version line, headers, a blank line, a block of Content-Length bytes, two line ends.
// Pages of responses and resources, and plain text of conversions, are articles; the rest is passed over and counted.
#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "base/ascii.h"
#include "port/html.h"
#include "reader/encoding.h"
#include "reader/forms.h"
#include "reader/http_message.h"

namespace kronika {
namespace {

constexpr size_t kLargestPage = size_t{64} << 20;  // bytes; larger responses are no articles
constexpr size_t kLargestHead = size_t{64} << 10;  // bytes of the headers of one record
constexpr std::string_view kVersion = "WARC/";

std::string host_of(const std::string& url) {
  const size_t slashes = url.find("://");
  if (slashes == std::string::npos) return "";
  std::string host = url.substr(slashes + 3, url.find_first_of("/?#", slashes + 3) - slashes - 3);
  if (const size_t at = host.find('@'); at != std::string::npos) host.erase(0, at + 1);
  if (const size_t port = host.find(':'); port != std::string::npos) host.erase(port);
  host = lower_ascii(host);
  return host.starts_with("www.") ? host.substr(4) : host;
}

// An address in ASCII, as RFC 3986 has it; archives hold others.
std::string ascii_url(const std::string& url) {
  std::string out;
  for (const char c : url) {
    if (c > ' ' && c < 0x7F) {
      out += c;
    } else {
      constexpr const char* kDigits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

// A value of a header as a message shows it.
std::string shown(const std::string& value) {
  std::string out = value.substr(0, 40);
  for (char& c : out)
    if (c < ' ' || c >= 0x7F) c = '?';
  return out;
}

class WarcReader : public Reader {
 public:
  WarcReader(std::unique_ptr<ByteSource> source, std::string name)
      : source_(std::move(source)), name_(std::move(name)) {}

  std::optional<ReadItem> next() override {
    while (!ended_) {
      std::optional<ReadItem> item = read_record();
      // Whether a gzip member is whole shows only behind its record: a checksum stands there.
      const auto damage = source_->damage();
      if (damage && (ended_ || source_->read_into_damage())) return resume(*damage);
      if (item) return item;
    }
    if (std::exchange(told_, true)) return {};
    return told();
  }

 private:
  std::string where() const { return name_ + ": record " + std::to_string(number_); }

  Failure resume(uint64_t damage) {
    ended_ = !source_->resume(kVersion);
    return {name_ + ": byte " + std::to_string(damage),
            ended_ ? "from here on the compressed data are damaged or end too early; fetch the file again"
                   : "the record here is damaged and passed over"};
  }

  // At the end: why it came too early, or what was passed over.
  std::optional<ReadItem> told() {
    if (const std::string failure = source_->failure(); !failure.empty() && !source_->damage())
      return Failure{name_, failure};
    if (number_ == 0) return Failure{name_, "no WARC record in it"};
    if (passed_over_.empty()) return {};
    uint64_t count = 0;
    std::string kinds;
    std::vector<std::pair<uint64_t, std::string>> sorted;
    for (const auto& [kind, times] : passed_over_) sorted.emplace_back(times, kind), count += times;
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    constexpr size_t kMostKinds = 8;
    for (size_t i = 0; i < sorted.size() && i < kMostKinds; ++i)
      kinds += (i ? ", " : "") + std::to_string(sorted[i].first) + " " + sorted[i].second;
    if (sorted.size() > kMostKinds) kinds += ", …";
    return Failure{name_, std::to_string(count) + " records are no articles and were passed over: " + kinds, true};
  }

  std::nullopt_t pass_over(const std::string& kind) {
    constexpr size_t kMostKinds = 1000;  // any file may name as many as it has records
    ++passed_over_[passed_over_.size() < kMostKinds || passed_over_.contains(shown(kind)) ? shown(kind) : "other"];
    return std::nullopt;
  }

  // Goes to the next version line; `strange`: something else stood before it. False at the end.
  bool seek(bool& strange) {
    std::string line;
    for (std::string_view bytes = source_->ahead(kVersion.size()); !bytes.empty();
         bytes = source_->ahead(kVersion.size())) {
      if (bytes.starts_with(kVersion)) return true;
      if (bytes[0] == '\r' || bytes[0] == '\n') {
        source_->skip(1);
      } else {
        strange = true;
        source_->read_line(line, kVersion.size());
      }
    }
    return false;
  }

  // The lines up to the blank one; false where they end before or are too many.
  bool read_head(std::string& head) {
    std::string line;
    while (source_->read_line(line, kLargestHead)) {
      if (line.empty() || line == "\r") return true;
      if (head.size() + line.size() > kLargestHead) return false;
      head += line + "\n";
    }
    return false;
  }

  // Passes over `length` bytes and keeps them in `block` unless it is null; false where the file ends before.
  bool read_block(uint64_t length, std::string* block) {
    while (length > 0) {
      const std::string_view bytes = source_->ahead(1);
      if (bytes.empty()) return false;
      const size_t count = static_cast<size_t>(std::min<uint64_t>(length, bytes.size()));
      if (block) block->append(bytes.substr(0, count));
      source_->skip(count);
      length -= count;
    }
    source_->ahead(1);  // so that a gzip member which ends here is checked
    return true;
  }

  // One record; nothing where it is no article and at the end.
  std::optional<ReadItem> read_record() {
    bool strange = false;
    if (!seek(strange)) ended_ = true;
    if (strange) return Failure{where(), "the bytes behind it are no WARC record and were passed over"};
    if (ended_) return {};
    ++number_;
    std::string head;
    if (!read_head(head)) return Failure{where(), "its headers have no end"};
    const std::map<std::string, std::string> headers = read_headers(head);
    const auto header = [&](const char* name) {
      const auto found = headers.find(name);
      return found == headers.end() ? std::string() : found->second;
    };
    const std::string given = header("content-length");
    uint64_t length = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), length);
    if (given.empty() || error != std::errc() || end != given.data() + given.size())
      return Failure{where(), "its Content-Length \"" + shown(given) + "\" is no number"};
    const std::string type = header("warc-type");
    const bool wanted = type == "response" || type == "resource" || type == "conversion";
    std::string block;
    const bool fits = length <= kLargestPage;
    if (!read_block(length, wanted && fits ? &block : nullptr)) {
      if (source_->damage()) return {};
      return Failure{where(), "the file ends within this record"};
    }
    if (!wanted) return pass_over(type.empty() ? "without type" : type);
    if (!fits) return Failure{where(), "larger than " + std::to_string(kLargestPage >> 20) + " MiB"};
    std::string url = header("warc-target-uri");
    if (url.starts_with('<') && url.ends_with('>')) url = url.substr(1, url.size() - 2);  // WARC 1.0 wrote it so
    return read_page(type, ascii_url(url), header("content-type"), std::move(block));
  }

  std::optional<ReadItem> read_page(const std::string& type, const std::string& url, const std::string& content_type,
                                    std::string block) {
    std::string media_type, charset;
    read_content_type(content_type, media_type, charset);
    if (type == "response" && (media_type == "application/http" || url.starts_with("http"))) {
      auto response = read_http_response(block, kLargestPage);
      if (!response) return Failure{where() + ", " + url, response.error().message};
      if (response.value().status != 200) return pass_over("of status " + std::to_string(response.value().status));
      media_type = response.value().media_type;
      charset = response.value().charset;
      block = std::move(response.value().body);
    }
    const bool html = media_type == "text/html" || media_type == "application/xhtml+xml";
    if (!html && !(type == "conversion" && media_type == "text/plain"))
      return pass_over(media_type.empty() ? "without media type" : media_type);
    auto text = decode_text(std::move(block), charset.empty() && html ? declared_charset(block) : charset);
    if (!text) return Failure{where() + ", " + url, text.error().message};
    auto document = make_document({{html ? "html" : "text", std::move(text).value()}});
    if (!document) return pass_over("without article text");
    document.value().url = url;
    document.value().publisher = host_of(url);
    document.value().where = where();
    return std::move(document).value();
  }

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  uint64_t number_ = 0;
  bool ended_ = false, told_ = false;
  std::map<std::string, uint64_t> passed_over_;
};

}  // namespace

std::unique_ptr<Reader> make_warc_reader(std::unique_ptr<ByteSource> source, std::string name) {
  return std::make_unique<WarcReader>(std::move(source), std::move(name));
}

}  // namespace kronika
