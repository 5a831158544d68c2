#include "stage/tag/tag.h"

#include <algorithm>

#include "base/ascii.h"
#include "stage/tag/lemma_script.h"

namespace kronika {

Result<KnownLemmas> KnownLemmas::make(const std::vector<std::string>& entries) {
  KnownLemmas lemmas;
  for (const std::string& entry : entries) {
    const size_t first = entry.find('\t'), second = entry.find('\t', first + 1);
    const auto upos = first == std::string::npos || second == std::string::npos
                          ? std::nullopt
                          : upos_from(std::string_view(entry).substr(first + 1, second - first - 1));
    if (!upos)
      return Error{ErrorKind::invalid, "the model's list of lemmas: not a word, part of speech and lemma: " + entry};
    lemmas.of_[static_cast<size_t>(*upos)].emplace(entry.substr(0, first), entry.substr(second + 1));
    lemmas.lemmas_[static_cast<size_t>(*upos)].insert(entry.substr(second + 1));
  }
  return lemmas;
}

namespace {

std::string capitalised(std::string_view word) {
  std::string out(word);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out;
}

// An address of the web or of mail is its own lemma.
bool is_address(std::string_view word) {
  return word.find("://") != std::string_view::npos || word.starts_with("www.") ||
         (word.find('@') != std::string_view::npos && word.find('.') != std::string_view::npos);
}

// "1,100", "2,000,000.5".
bool groups_thousands(std::string_view word) {
  size_t digits = 0, groups = 0;
  for (size_t i = 0; i < word.size(); ++i) {
    if (word[i] == ',') {
      if (digits == 0 || digits > 3 || (groups > 0 && digits != 3)) return false;
      ++groups;
      digits = 0;
    } else if (word[i] >= '0' && word[i] <= '9') {
      ++digits;
    } else {
      return word[i] == '.' && groups > 0 && digits == 3;
    }
  }
  return groups > 0 && digits == 3;
}

std::string without_commas(std::string_view word) {
  std::string out(word);
  std::erase(out, ',');
  return out;
}

// "sooo" as "soo" and "so": letters said at length. Empty where there are none.
std::string shortened(std::string_view word, size_t most) {
  std::string out;
  bool cut = false;
  for (size_t i = 0; i < word.size();) {
    size_t run = i;
    while (run < word.size() && word[run] == word[i]) ++run;
    const bool letters = word[i] >= 'a' && word[i] <= 'z' && run - i >= 3;
    out.append(letters ? most : run - i, word[i]);
    cut = cut || letters;
    i = run;
  }
  return cut ? out : std::string();
}

// The words that a form of comparison in small letters may be of, by the regular ways of spelling.
std::vector<std::string> positives(std::string_view form, std::string_view xpos) {
  std::vector<std::string> bases;
  const auto without = [&](std::string_view end) {
    if (!form.ends_with(end) || form.size() < end.size() + 2) return;
    const std::string stem(form.substr(0, form.size() - end.size()));
    bases.push_back(stem);
    bases.push_back(stem + "e");
    if (stem[stem.size() - 1] == stem[stem.size() - 2]) bases.push_back(stem.substr(0, stem.size() - 1));
    if (stem.back() == 'i') bases.push_back(stem.substr(0, stem.size() - 1) + "y");
  };
  if (xpos == "JJR" || xpos == "RBR") without("er");
  if (xpos == "JJS" || xpos == "RBS") without("est");
  return bases;
}

}  // namespace

std::string KnownLemmas::lemma(std::string_view word, Upos upos, std::string_view xpos, std::string_view script) const {
  // A word that is tagged as a part of a name has the lemma of one, whatever its part of speech: "Superior Court".
  const bool named = upos == Upos::PROPN || xpos == "NNP";
  if (const std::string* known = find(word, named ? Upos::PROPN : upos)) return *known;
  if (is_address(word)) return std::string(word);
  if (xpos == "CD" && groups_thousands(word)) return without_commas(word);
  const std::string small = lower_ascii(word);
  for (const size_t most : {2, 1})
    if (const std::string less = shortened(small, most); !less.empty())
      if (const std::string* known = find(less, upos)) return *known;
  const std::string guess = apply_lemma_script(script, word);
  // Forms that are not inflected are their own lemma, but for case.
  const bool bare = xpos == "JJ" || xpos == "RB" || xpos == "NN" || xpos == "VB" || xpos == "VBP" || xpos == "FW";
  if (bare && lower_ascii(guess) != small) return small;
  if (named && word[0] >= 'A' && word[0] <= 'Z' && lower_ascii(guess) == guess) {
    // "HANO" and "BARTrail" are written so; "WAY" is a common word in capitals.
    const bool common = lemmas_[static_cast<size_t>(Upos::NOUN)].contains(guess);
    return guess == small && !common ? std::string(word) : capitalised(guess);
  }
  const auto& lemmas = lemmas_[static_cast<size_t>(upos)];
  if (!lemmas.contains(guess))
    for (const std::string& base : positives(small, xpos))
      if (lemmas.contains(base)) return base;
  return guess;
}

const std::string* KnownLemmas::find(std::string_view word, Upos upos) const {
  const auto& words = of_[static_cast<size_t>(upos)];
  auto at = words.find(word);
  if (at == words.end() && !word.empty()) {
    const std::string small = lower_ascii(word);
    if (upos != Upos::PROPN && small != word)
      at = words.find(small);
    else if (upos == Upos::PROPN || upos == Upos::ADJ)
      at = words.find(capitalised(word));
  }
  return at == words.end() ? nullptr : &at->second;
}

Result<std::unique_ptr<const Tagger>> Tagger::load(const ModelFile& model) {
  std::unique_ptr<Tagger> tagger(new Tagger());
  auto hidden = Hidden::load(model, "tag", 0);
  if (!hidden) return hidden.error();
  tagger->hidden_ = std::move(hidden.value());
  const struct {
    const char* name;
    Linear& to;
    std::vector<std::string>* labels;
  } heads[] = {{"upos", tagger->upos_, nullptr},
               {"xpos", tagger->xpos_, &tagger->xpos_names_},
               {"feats", tagger->feats_, &tagger->feats_names_},
               {"script", tagger->script_, &tagger->scripts_}};
  for (const auto& head : heads) {
    uint32_t labels = static_cast<uint32_t>(Upos::X) + 1;
    if (head.labels) {
      const auto list = model.list(head.name);
      if (!list) return list.error();
      *head.labels = *list.value();
      labels = static_cast<uint32_t>(head.labels->size());
    }
    auto linear = Linear::load(model, std::string(head.name) + ".w", std::string(head.name) + ".b", labels,
                               tagger->hidden_.width());
    if (!linear) return linear.error();
    head.to = std::move(linear.value());
  }
  if (model.strings.contains("lemma")) {
    auto known = KnownLemmas::make(model.strings.at("lemma"));
    if (!known) return known.error();
    tagger->known_ = std::move(known.value());
  }
  return std::unique_ptr<const Tagger>(std::move(tagger));
}

Tags Tagger::tag(const Article& article, const Tokens& tokens, const Encoding& encoding) const {
  Tags tags;
  tags.upos.reserve(tokens.size());
  std::vector<int8_t> hidden;
  std::vector<uint32_t> upos, xpos, feats, script;
  for (uint32_t first = 0; first < tokens.size(); first += Hidden::kRows) {
    const uint32_t n = std::min(Hidden::kRows, tokens.size() - first);
    hidden_.apply(encoding.row(first), n, hidden);
    upos_.best(hidden.data(), n, upos);
    xpos_.best(hidden.data(), n, xpos);
    feats_.best(hidden.data(), n, feats);
    script_.best(hidden.data(), n, script);
    for (uint32_t i = 0; i < n; ++i) {
      tags.upos.push_back(static_cast<Upos>(upos[i]));
      tags.xpos.push_back(xpos_names_[xpos[i]]);
      // Where the two disagree on what is a name, it is none: "Farmers" at the head of a sentence.
      if (tags.upos.back() == Upos::PROPN && (tags.xpos.back() == "NN" || tags.xpos.back() == "NNS"))
        tags.upos.back() = Upos::NOUN;
      tags.feats.push_back(feats_names_[feats[i]]);
      const std::string_view word = article.slice(tokens.words[first + i].span);
      tags.lemma.push_back(known_.lemma(word, tags.upos.back(), tags.xpos.back(), scripts_[script[i]]));
    }
  }
  return tags;
}

}  // namespace kronika
