// Training sentences: words with features, and what is known of each of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "kronika/result.h"
#include "stage/encode/features.h"
#include "stage/tokenize/tokenize.h"

namespace kronika::train {

constexpr int kContextWidth = 128;
constexpr float kContextSteps = 32;
constexpr int kUnknown = -1;  // no label: not trained on, not counted

// One sentence. Labels are indices into Labels; head 0 is the root, h the h-th word from 1.
struct Example {
  std::vector<std::string> words;
  std::vector<std::string> lemmas;                           // gold, to measure with
  std::vector<int> upos, xpos, feats, script, head, deprel;  // empty where the source has no trees
  std::vector<int> name;                                     // empty where the source has no names
  // What a pre-trained encoder sees in each word: rows of kContextWidth values, in steps of 1/kContextSteps; may be
  // empty.
  std::vector<int8_t> context;
  bool all_names = true;  // false: the source marks no dates, numbers and groups
};

// An ordered set of label strings.
class LabelSet {
 public:
  int add(const std::string& label);
  int find(const std::string& label) const;  // kUnknown if it is not there
  const std::vector<std::string>& names() const { return names_; }
  size_t size() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
  std::map<std::string, int> index_;
};

struct Labels {
  LabelSet xpos, feats, script, name;  // UPOS and relations are those of text/syntax.h
};

class KnownNames;

// Sentences of a CoNLL-U file, without the documents named. With `grow`, unseen labels are added and names marked, from
// GUM's entities or else the names that are known; without, unseen labels are unknown.
Result<std::vector<Example>> read_treebank(const std::string& path, const std::vector<std::string>& leave_out,
                                           const KnownNames* grow, Labels& labels);
// Sentences of an IOB2 file (word, tab, tag); `names` maps its types to ours, a type that is not in it is "O".
Result<std::vector<Example>> read_names(const std::string& path, const std::map<std::string, std::string>& names,
                                        bool all_names, Labels& labels);

// Sentences of the texts in a column of a TSV file, cut by `tokenizer`; nothing is known of their words.
Result<std::vector<Example>> read_texts(const std::string& path, const std::string& column, const Tokenizer& tokenizer);

// Sentences of the texts of the corpus in `folder` (data/corpus/README.md), without the files that are kept for
// testing.
Result<std::vector<Example>> read_corpus_texts(const std::string& folder, const Tokenizer& tokenizer);

// Drops edit scripts and features seen fewer than `least` times in `examples`.
void prune_labels(std::vector<Example>& examples, Labels& labels, int least);

}  // namespace kronika::train
