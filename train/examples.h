// What the fast coder sees in articles, as JSON lines: what train/accurate learns from.
#pragma once

#include <string>

#include "kronika/result.h"

namespace kronika::train {

struct ExamplesOptions {
  std::string texts;             // JSONL of articles: id, title, text, published
  std::string kronika = "data";  // models, word lists, codebook and knowledge base of the program
  std::string out;
};

// One object an article, in order. Offsets are bytes of `buffer`, in which the text begins at `text_start`.
//   words     [start, end, upos, word that it hangs on]      sentences  [first, last) words, kind (0 title, 1 heading,
//   2 body) mentions  [first, last, head, chain, code or ""]         triggers   word, words, nominal, senses [category,
//   mode, fallback] events    word, words [start, end], category, mode, actor and recipient (mentions), implied sides,
//   factuality, holder span
Status write_examples(const ExamplesOptions& options);

}  // namespace kronika::train
