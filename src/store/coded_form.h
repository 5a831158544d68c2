// The form in which a store keeps what was coded of an article: every field of CodedArticle, spans in bytes, nothing
// that a writer of records makes from them. docs/store.md describes the bytes.
#pragma once

#include <string>
#include <string_view>

#include "kronika/coder.h"
#include "kronika/result.h"

namespace kronika {

std::string pack_coded(const CodedArticle& coded);
// `size` is that of the article's buffer. Fails (invalid) on bytes that are cut short, of a form newer than ours, or
// whose spans lie outside the article. Never reads past the end, whatever the bytes.
Result<CodedArticle> unpack_coded(std::string_view bytes, size_t size);

}  // namespace kronika
