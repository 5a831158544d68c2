#include "text/syntax.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kronika {
namespace {

constexpr std::array<std::string_view, 17> kUpos = {"ADJ",   "ADP",   "ADV", "AUX",  "CCONJ", "DET",
                                                    "INTJ",  "NOUN",  "NUM", "PART", "PRON",  "PROPN",
                                                    "PUNCT", "SCONJ", "SYM", "VERB", "X"};

// In the order of Deprel.
constexpr std::string_view kDeprel[] = {
    "acl",        "acl:relcl", "advcl",       "advcl:relcl",   "advmod",   "amod",        "appos",        "aux",
    "aux:pass",   "case",      "cc",          "cc:preconj",    "ccomp",    "compound",    "compound:prt", "conj",
    "cop",        "csubj",     "csubj:outer", "csubj:pass",    "dep",      "det",         "det:predet",   "discourse",
    "dislocated", "expl",      "fixed",       "flat",          "goeswith", "iobj",        "list",         "mark",
    "nmod",       "nmod:desc", "nmod:poss",   "nmod:unmarked", "nsubj",    "nsubj:outer", "nsubj:pass",   "nummod",
    "obj",        "obl",       "obl:agent",   "obl:unmarked",  "orphan",   "parataxis",   "punct",        "reparandum",
    "root",       "vocative",  "xcomp"};
static_assert(std::size(kDeprel) == static_cast<size_t>(Deprel::xcomp) + 1);

}  // namespace

std::string_view upos_name(Upos upos) { return kUpos[static_cast<size_t>(upos)]; }

std::optional<Upos> upos_from(std::string_view name) {
  const auto found = std::find(kUpos.begin(), kUpos.end(), name);
  if (found == kUpos.end()) return std::nullopt;
  return static_cast<Upos>(found - kUpos.begin());
}

std::string_view deprel_name(Deprel deprel) { return kDeprel[static_cast<size_t>(deprel)]; }

std::optional<Deprel> deprel_from(std::string_view name) {
  const auto find = [](std::string_view wanted) -> std::optional<Deprel> {
    const auto* found = std::find(std::begin(kDeprel), std::end(kDeprel), wanted);
    if (found == std::end(kDeprel)) return std::nullopt;
    return static_cast<Deprel>(found - std::begin(kDeprel));
  };
  if (const auto exact = find(name)) return exact;
  return find(name.substr(0, name.find(':')));
}

Deprel universal(Deprel deprel) {
  static const std::array<Deprel, std::size(kDeprel)> table = [] {
    std::array<Deprel, std::size(kDeprel)> of{};
    for (size_t i = 0; i < of.size(); ++i) of[i] = *deprel_from(kDeprel[i].substr(0, kDeprel[i].find(':')));
    return of;
  }();
  return table[static_cast<size_t>(deprel)];
}

Dependents::Dependents(const Trees& trees) : start_(trees.head.size() + 1, 0), children_(trees.head.size()) {
  const uint32_t count = static_cast<uint32_t>(trees.head.size());
  for (uint32_t word = 0; word < count; ++word)
    if (!trees.is_root(word)) ++start_[trees.head[word] + 1];
  for (uint32_t word = 0; word < count; ++word) start_[word + 1] += start_[word];
  std::vector<uint32_t> next(start_.begin(), start_.end());
  for (uint32_t word = 0; word < count; ++word)
    if (!trees.is_root(word)) children_[next[trees.head[word]]++] = word;
}

}  // namespace kronika
