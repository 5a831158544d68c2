// The readers of one file each; open_reader puts them in a row.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "reader/byte_source.h"
#include "reader/reader.h"

namespace kronika {

// `name` is what failures call the file.
std::unique_ptr<Reader> make_text_reader(std::unique_ptr<ByteSource> source, std::string name);
std::unique_ptr<Reader> make_html_reader(std::unique_ptr<ByteSource> source, std::string name);
std::unique_ptr<Reader> make_jsonl_reader(std::unique_ptr<ByteSource> source, std::string name);
// RSS and Atom; gzip members or plain WARC records.
std::unique_ptr<Reader> make_feed_reader(std::unique_ptr<ByteSource> source, std::string name);
std::unique_ptr<Reader> make_warc_reader(std::unique_ptr<ByteSource> source, std::string name);
// `columns`: field → column of the header line. Fails (usage) if a column named there, or any for the text, is not in
// the file.
Result<std::unique_ptr<Reader>> make_csv_reader(std::unique_ptr<ByteSource> source, const std::string& name,
                                                char delimiter, const std::map<std::string, std::string>& columns);

// The fields that a document may have: id title text html published url publisher.
bool is_document_field(const std::string& name);
// Fails with what is missing or wrong: no text, a date in another form. Values must be valid UTF-8; others are left
// out.
Result<ArticleSource> make_document(std::map<std::string, std::string> fields);

}  // namespace kronika
