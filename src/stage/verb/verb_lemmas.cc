#include "stage/verb/verb_lemmas.h"

#include <sstream>

#include "base/ascii.h"
#include "text/word_list.h"

namespace kronika {
namespace {

bool ends_doubled(const std::string& stem) {
  return stem.size() > 2 && stem[stem.size() - 1] == stem[stem.size() - 2] &&
         std::string_view("aeiou").find(stem.back()) == std::string_view::npos;
}

// What a stem before -ed or -ing may be the stem of, the likeliest first: "plann" plan, "blam" blame, "attack" attack.
std::vector<std::string> stems(const std::string& stem) {
  std::vector<std::string> all;
  if (ends_doubled(stem))
    all.push_back(stem.substr(0, stem.size() - 1));
  else
    all.push_back(stem + "e");
  all.push_back(stem);
  if (stem.ends_with("i")) all.push_back(stem.substr(0, stem.size() - 1) + "y");
  return all;
}

std::vector<std::string> candidates(const std::string& form, const std::string& xpos) {
  const auto cut = [&](size_t letters) { return form.substr(0, form.size() - letters); };
  if ((xpos == "VBD" || xpos == "VBN") && form.ends_with("ed") && form.size() > 3) return stems(cut(2));
  if (xpos == "VBG" && form.ends_with("ing") && form.size() > 4) return stems(cut(3));
  if (xpos == "VBZ" && form.ends_with("ies") && form.size() > 4) return {cut(3) + "y", cut(1)};
  if (xpos == "VBZ" && form.ends_with("es") && form.size() > 3) return {cut(1), cut(2)};
  if (xpos == "VBZ" && form.ends_with("s") && form.size() > 2) return {cut(1)};
  return {};
}

}  // namespace

Result<std::unique_ptr<const VerbLemmas>> VerbLemmas::load(const std::string& folder) {
  const std::string path = folder + "/verbs.txt";
  const auto words = WordList::load(path);
  if (!words) return words.error();
  std::unique_ptr<VerbLemmas> lemmas(new VerbLemmas());
  for (const std::string& line : words.value().lines("irregular")) {
    std::istringstream pairs(line);
    for (std::string form, lemma; pairs >> form;) {
      if (!(pairs >> lemma))
        return Error{ErrorKind::invalid, path + ": an irregular form stands without its lemma: " + form};
      lemmas->irregular_.emplace(form, lemma);
    }
  }
  for (const std::string& verb : words.value().words("verbs")) lemmas->verbs_.insert(verb);
  for (const std::string& verb : words.value().words("transitive")) lemmas->transitive_.insert(verb);
  return std::unique_ptr<const VerbLemmas>(std::move(lemmas));
}

std::string VerbLemmas::lemma(const std::string& form, const std::string& xpos) const {
  if (xpos == "VBD" || xpos == "VBN" || xpos == "VBG")
    if (const auto at = irregular_.find(form); at != irregular_.end()) return at->second;
  for (const std::string& one : candidates(form, xpos))
    if (verbs_.contains(one)) return one;
  return {};
}

void VerbLemmas::mend(const Article& article, const Tokens& tokens, Tags& tags) const {
  for (uint32_t w = 0; w < tokens.size(); ++w) {
    if (tags.upos[w] != Upos::VERB) continue;
    const std::string form = lower_ascii(article.slice(tokens.words[w].span));
    if (std::string found = lemma(form, tags.xpos[w]); !found.empty()) tags.lemma[w] = std::move(found);
  }
}

}  // namespace kronika
