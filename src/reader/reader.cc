#include "reader/reader.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <unordered_set>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "reader/encoding.h"
#include "reader/forms.h"

namespace kronika {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 7> kForms = {"text", "html", "jsonl", "csv", "tsv", "feed", "warc"};

std::string form_by_ending(const std::string& path) {
  std::string ending = lower_ascii(fs::path(path).extension().string());
  if (ending == ".gz") ending = lower_ascii(fs::path(path).stem().extension().string());
  if (ending == ".txt" || ending == ".md") return "text";
  if (ending == ".html" || ending == ".htm" || ending == ".xhtml") return "html";
  if (ending == ".jsonl" || ending == ".ndjson" || ending == ".json") return "jsonl";
  if (ending == ".csv") return "csv";
  if (ending == ".tsv" || ending == ".tab") return "tsv";
  if (ending == ".rss" || ending == ".atom") return "feed";
  if (ending == ".warc" || ending == ".wet") return "warc";
  return "";
}

std::string form_by_bytes(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("WARC/")) return "warc";
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "text";
  const std::string start = lower_ascii(bytes.substr(first, 1024));
  if (start[0] == '{' && start.find_first_not_of(" \t", 1) < start.size() &&
      start[start.find_first_not_of(" \t", 1)] == '"')
    return "jsonl";
  if (start[0] == '<')
    for (const char* tag : {"<rss", "<feed", "<rdf:rdf", "<atom:feed"})
      if (start.find(tag) != std::string::npos) return "feed";
  if (start[0] == '<')
    for (const char* tag : {"<!doctype html", "<html", "<head", "<body"})
      if (start.find(tag) != std::string::npos) return "html";
  return "text";
}

// The fields and columns of "text=body,published=date".
Result<std::map<std::string, std::string>> parse_columns(const std::string& given) {
  std::map<std::string, std::string> columns;
  for (size_t at = 0; at < given.size();) {
    const size_t end = std::min(given.find(',', at), given.size());
    const std::string pair = given.substr(at, end - at);
    const size_t equals = pair.find('=');
    if (equals == std::string::npos || equals + 1 == pair.size() || !is_document_field(pair.substr(0, equals)))
      return Error{ErrorKind::usage,
                   "--columns: \"" + pair +
                       "\" is not FIELD=COLUMN; fields are id, title, text, html, published, url, publisher"};
    columns[pair.substr(0, equals)] = pair.substr(equals + 1);
    at = end + 1;
  }
  return columns;
}

// The files below a folder, sorted; hidden ones are not news. What cannot be listed becomes a failure.
void list_folder(const fs::path& folder, std::vector<std::string>& files, std::vector<Failure>& failures) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    entries.push_back(at->path());
  if (error) failures.push_back({folder.string(), "the folder cannot be listed: " + error.message()});
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) {
    if (entry.filename().string().starts_with('.')) continue;
    // A link to a folder could lead in a circle.
    if (fs::is_directory(fs::symlink_status(entry, error)))
      list_folder(entry, files, failures);
    else if (fs::is_regular_file(entry, error))
      files.push_back(entry.string());
  }
}

class BatchReader : public Reader {
 public:
  BatchReader(std::vector<std::string> files, std::vector<Failure> failures, ReaderOptions options,
              std::map<std::string, std::string> columns)
      : files_(std::move(files)),
        pending_(std::move(failures)),
        options_(std::move(options)),
        columns_(std::move(columns)) {
    std::reverse(pending_.begin(), pending_.end());
    for (const std::string& path : files_) {
      std::error_code error;
      const bool file = path != "-" && fs::is_regular_file(path, error);
      const uint64_t size = file ? fs::file_size(path, error) : 0;
      sizes_known_ = sizes_known_ && file && !error;
      bytes_ += error ? 0 : size;
    }
  }

  std::optional<double> done() const override {
    if (!sizes_known_ || bytes_ == 0) return {};
    return std::min(1.0, static_cast<double>(taken_) / static_cast<double>(bytes_));
  }

  // Opens the next file if there is one. What is wrong with it is a Failure in its place, but for wrong usage.
  Status open_next() {
    if (next_file_ == files_.size()) return Done{};
    const std::string path = files_[next_file_++];
    const std::string name = path == "-" ? "standard input" : path;
    auto reader = open(path, name);
    if (reader) {
      current_ = std::move(reader).value();
      return Done{};
    }
    current_.reset();
    if (reader.error().kind == ErrorKind::usage) return reader.error();
    pending_.push_back({name, reader.error().message});
    return Done{};
  }

  std::optional<ReadItem> next() override {
    while (true) {
      if (!pending_.empty()) {
        Failure failure = std::move(pending_.back());
        pending_.pop_back();
        return failure;
      }
      if (!current_) {
        if (next_file_ == files_.size()) return {};
        const std::string& path = files_[next_file_];
        if (const Status opened = open_next(); !opened) pending_.push_back({path, opened.error().message});
        continue;
      }
      auto item = current_->next();
      if (!item) {
        current_.reset();
        continue;
      }
      if (auto* source = std::get_if<ArticleSource>(&*item)) finish(*source);
      return item;
    }
  }

 private:
  Result<std::unique_ptr<Reader>> open(const std::string& path, const std::string& name) {
    auto opened = ByteSource::open(path, &taken_);
    if (!opened) return opened.error();
    std::unique_ptr<ByteSource> source = std::move(opened).value();
    std::string_view start = source->ahead(ByteSource::kMostAhead);
    if (source->failed()) return Error{ErrorKind::io, "cannot be read; is it a file?"};
    if (ByteSource::is_gzip(start)) {
      source = ByteSource::inflated(std::move(source));
      start = source->ahead(ByteSource::kMostAhead);
    }
    std::string form = options_.from.empty() ? form_by_ending(path) : options_.from;
    if (form.empty()) form = form_by_bytes(start);
    // An archive holds any bytes, and what of it is damaged costs itself.
    if (form == "warc" && !(start.empty() && !source->failed())) return make_warc_reader(std::move(source), name);
    if (start.empty()) return Error{ErrorKind::invalid, source->failed() ? source->failure() : "empty"};
    if (is_binary(start)) return Error{ErrorKind::invalid, "not text"};
    if (form == "text") return make_text_reader(std::move(source), name);
    if (form == "html") return make_html_reader(std::move(source), name);
    // Forms that are read in pieces: only a file in UTF-16 must be converted as a whole.
    if (start.starts_with("\xEF\xBB\xBF")) {
      source->skip(3);
    } else if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
      auto bytes = source->read_all();
      if (!bytes) return bytes.error();
      auto text = decode_text(std::move(bytes).value(), "");
      if (!text) return text.error();
      source = ByteSource::of(std::move(text).value());
    }
    if (form == "jsonl") return make_jsonl_reader(std::move(source), name);
    if (form == "feed") return make_feed_reader(std::move(source), name);
    return make_csv_reader(std::move(source), name, form == "csv" ? ',' : '\t', columns_);
  }

  // The date of the batch, and whether the document was there before.
  void finish(ArticleSource& source) {
    if (!source.published) source.published = options_.published;
    if (source.where.empty()) source.where = files_[next_file_ - 1] == "-" ? "standard input" : files_[next_file_ - 1];
    const uint64_t key =
        source.id.empty() ? hash64(source.text, hash64(source.title + "\n")) : hash64(source.id, hash64("id\n"));
    if (seen_.insert(mix64(key)).second) return;
    if (source.id.empty())
      pending_.push_back(
          {files_[next_file_ - 1], "the same article was read before; the ids of its records are the same too"});
    else
      pending_.push_back(
          {source.id, "this id was given to an earlier document too; records tell them apart by nothing else"});
  }

  std::vector<std::string> files_;
  size_t next_file_ = 0;
  bool sizes_known_ = true;
  uint64_t bytes_ = 0;               // of all files
  std::atomic<uint64_t> taken_ = 0;  // of them, so far
  std::unique_ptr<Reader> current_;
  std::vector<Failure> pending_;  // the last comes first
  ReaderOptions options_;
  std::map<std::string, std::string> columns_;
  std::unordered_set<uint64_t> seen_;  // hashes of ids and contents
};

}  // namespace

Result<std::unique_ptr<Reader>> open_reader(const std::vector<std::string>& paths, const ReaderOptions& options) {
  if (paths.empty()) return Error{ErrorKind::usage, "no input; name files or folders, or - for standard input"};
  if (!options.from.empty() && std::find(kForms.begin(), kForms.end(), options.from) == kForms.end())
    return Error{ErrorKind::usage,
                 "unknown form \"" + options.from + "\"; --from is text, html, jsonl, csv, tsv, feed or warc"};
  auto columns = parse_columns(options.columns);
  if (!columns) return columns.error();
  std::vector<std::string> files;
  std::vector<Failure> failures;
  for (const std::string& path : paths) {
    std::error_code error;
    const bool folder = path != "-" && fs::is_directory(path, error);
    const size_t before = files.size();
    if (folder)
      list_folder(path, files, failures);
    else
      files.push_back(path);
    if (folder && files.size() == before && failures.empty()) failures.push_back({path, "no files in this folder"});
  }
  auto reader =
      std::make_unique<BatchReader>(std::move(files), std::move(failures), options, std::move(columns).value());
  if (const Status first = reader->open_next(); !first) return first.error();
  return std::unique_ptr<Reader>(std::move(reader));
}

}  // namespace kronika
