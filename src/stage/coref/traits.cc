#include "stage/coref/traits.h"

#include <algorithm>

#include "base/ascii.h"
#include "codebook/fold.h"

namespace kronika {
namespace {

class Finder {
 public:
  Finder(const Article& article, const Tokens& tokens, const Grammar& grammar, const KnowledgeBase& knowledge,
         const TraitWords& words)
      : article_(article), tokens_(tokens), grammar_(grammar), knowledge_(knowledge), words_(words) {}

  Traits of(const Mention& m) const {
    Traits t;
    t.plural = m.plural;
    if (m.form == MentionForm::pronoun) return t;
    if (m.name_first < m.name_last)
      read_name(m, t);
    else
      read_description(m, t);
    read_gender(m, t);
    return t;
  }

 private:
  std::string small(uint32_t word) const { return lower_ascii(article_.slice(tokens_.words[word].span)); }
  bool is_title(const std::string& word) const {
    return words_.titles.has("masculine", word) || words_.titles.has("feminine", word) ||
           words_.titles.has("any", word);
  }

  const RoleNoun* role_in(uint32_t first, uint32_t last) const {
    std::vector<std::string> small;
    for (uint32_t w = first; w < last; ++w) small.push_back(lower_ascii(grammar_.lemma(w)));
    return small.empty() ? nullptr : knowledge_.role_noun({small.begin(), small.end()});
  }

  void read_name(const Mention& m, Traits& t) const {
    t.person = m.type == NameType::person;
    t.thing = m.type == NameType::organization || m.type == NameType::place || m.type == NameType::facility;
    if (m.type == NameType::group)
      t.plural = true;
    else if (m.type != NameType::other)
      t.plural = false;  // "United Nations", "Airways"
    uint32_t first = m.name_first;
    if (!t.thing)
      while (first + 1 < m.name_last && is_title(small(first))) ++first;
    for (uint32_t w = first; w < m.name_last; ++w) {
      if (grammar_.relation(w) == Deprel::punct || small(w) == "'s") continue;
      t.name.push_back(small(w));
    }
    if (t.name.empty()) t.name.push_back(small(m.head));
    // Given names tell of persons, where they are not the whole name.
    t.gender = gender_of_given_name(article_.slice(tokens_.words[first].span));
    if (t.gender != Gender::unknown && !t.thing) t.person = true;
    t.guessed = t.gender != Gender::unknown && t.name.size() == 1;
    const Span span{tokens_.words[m.name_first].span.start, tokens_.words[m.name_last - 1].span.end};
    t.doubtful = t.thing && t.name.size() <= 2 && knowledge_.find(article_.slice(span), article_.published()).empty() &&
                 !locative(m);
    if (t.doubtful && t.gender != Gender::unknown) {
      t.person = true;
      t.thing = t.doubtful = false;
    }
    // "opposition leader Anil Verma", "President Auguste"
    if (!t.thing)
      if (const RoleNoun* role = role_in(m.first, first); role && role->person) {
        t.role = role->phrase;
        t.person = true;
      }
  }

  // "in Paola", "the Jordan"
  bool locative(const Mention& m) const {
    static constexpr std::string_view kWords[] = {"in",     "at",      "near",   "to",      "from", "into",
                                                  "around", "outside", "across", "through", "the"};
    const uint32_t before = m.name_first;
    return before > 0 && std::find(std::begin(kWords), std::end(kWords), small(before - 1)) != std::end(kWords);
  }

  // Of "Jean-Claude" the whole counts, else the first part.
  Gender gender_of_given_name(std::string_view word) const {
    std::string given = fold_letters(word);
    std::replace(given.begin(), given.end(), ' ', '-');
    for (const std::string& name : {given, given.substr(0, given.find('-'))}) {
      if (words_.given_names.has("masculine", name)) return Gender::masculine;
      if (words_.given_names.has("feminine", name)) return Gender::feminine;
    }
    return Gender::unknown;
  }

  void read_description(const Mention& m, Traits& t) const {
    const RoleNoun* role = role_in(m.first, m.head + 1);
    t.person = role && role->person;
    t.thing = !t.person;
    if (role) t.role = role->phrase;
  }

  void read_gender(const Mention& m, Traits& t) const {
    if (m.name_first < m.name_last && t.thing) return;  // "King Street"
    for (uint32_t w = m.first; w < m.last; ++w) {
      const bool before_name = m.name_first < m.name_last && w < m.name_last;
      if (w != m.head && !before_name) continue;  // "the wife of the president"
      const std::string word = small(w);
      const std::string lemma = lower_ascii(grammar_.lemma(w));
      if (words_.titles.has("masculine", word) || words_.pronouns.has("masculine nouns", lemma))
        t.gender = Gender::masculine;
      else if (words_.titles.has("feminine", word) || words_.pronouns.has("feminine nouns", lemma))
        t.gender = Gender::feminine;
      else
        continue;
      t.guessed = false;
      t.person = true;
      t.thing = false;
    }
  }

  const Article& article_;
  const Tokens& tokens_;
  const Grammar& grammar_;
  const KnowledgeBase& knowledge_;
  const TraitWords& words_;
};

}  // namespace

std::vector<Traits> find_traits(const Article& article, const Tokens& tokens, const Grammar& grammar,
                                const Mentions& mentions, const KnowledgeBase& knowledge, const TraitWords& words) {
  const Finder finder(article, tokens, grammar, knowledge, words);
  std::vector<Traits> traits;
  traits.reserve(mentions.mentions.size());
  for (const Mention& mention : mentions.mentions) traits.push_back(finder.of(mention));
  return traits;
}

}  // namespace kronika
