// The index of words: of the title and text of the current versions.
#pragma once

#include <string>

#include "store/filter_sql.h"
#include "store/parts.h"

namespace kronika {

Status index_words(StoreParts& parts, int64_t article, const std::string& words);
// `words` are those that were indexed.
Status forget_words(StoreParts& parts, int64_t article, const std::string& words);
// Adds to `sql` the condition that the words of the article `column` hold a phrase; a star at its end asks for words
// that begin so.
void add_words_condition(const std::string& phrase, const std::string& column, Database::Dialect dialect, SqlText& sql);

}  // namespace kronika
