// CoNLL-U, the text form of tokens, tags and trees (universaldependencies.org/format.html).
#pragma once

#include <string>
#include <string_view>

#include "kronika/article.h"
#include "kronika/result.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

// A text read from CoNLL-U: `text` is rebuilt from the words and SpaceAfter=No, one sentence a line, a blank line
// before each `# newpar` or `# newdoc`. Empty nodes (8.1) are left out; multiword tokens set Word::joined.
struct Annotated {
  std::string text;
  Tokens tokens;
  Tags tags;
  Trees trees;
};

// Fails with the line on a wrong number of columns, a head outside of the sentence, an unknown UPOS or relation, a
// sentence without exactly one root, or a cycle. HEAD, DEPREL or UPOS may be "_" throughout a sentence.
// `only_words`: tags and trees are passed over, whatever they are, and come back empty-handed: all under the first
// word.
Result<Annotated> parse_conllu(std::string_view text, bool only_words = false);

// The same file again with our tags and trees in its words: `original` is what parse_conllu read, `tokens` what it
// gave. Comments, ranges, empty nodes, forms and MISC come back as they are; LEMMA to DEPREL are ours, DEPS is "_".
std::string refill_conllu(std::string_view original, const Tokens& tokens, const Tags& tags, const Trees& trees);

// Article::buffer() must be the text that the layers point into.
std::string format_conllu(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees);

}  // namespace kronika
