#include "stage/coref/coref.h"

#include <algorithm>
#include <map>
#include <set>
#include <numeric>

#include "text/grammar.h"

namespace kronika {
namespace {

// How many mentions back a pronoun may reach: beyond, nobody would understand it, and time stays linear.
constexpr uint32_t kMostMentionsBack = 60;
constexpr uint32_t kMostSentencesBack = 4;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

enum class Gender : uint8_t { unknown, masculine, feminine };

// What a mention can be referred to by.
struct Traits {
  bool person = false, thing = false;  // both false: not known
  bool plural = false;
  Gender gender = Gender::unknown;
  std::vector<std::string> name;       // words of a name, without titles
};

class Resolver {
 public:
  Resolver(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions,
           const KnowledgeBase& knowledge, const WordList& pronouns, const WordList& given_names, const WordList& speech)
      : article_(article), tokens_(tokens), grammar_(tags, trees), mentions_(mentions), knowledge_(knowledge), pronouns_(pronouns),
        given_names_(given_names), speech_(speech), parent_(mentions.mentions.size()) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }

  Chains resolve() {
    for (const Mention& mention : mentions_.mentions) traits_.push_back(traits_of(mention));
    join_appositions();
    join_names();
    join_descriptions();
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m)
      if (mentions_.mentions[m].form == MentionForm::pronoun) resolve_pronoun(m);
    return chains();
  }

 private:
  const Mention& mention(uint32_t m) const { return mentions_.mentions[m]; }
  std::string_view word(uint32_t w) const { return article_.slice(tokens_.words[w].span); }

  // Union-find; the earliest mention stands for its chain.
  uint32_t root(uint32_t m) {
    while (parent_[m] != m) m = parent_[m] = parent_[parent_[m]];
    return m;
  }
  void join(uint32_t a, uint32_t b) {
    a = root(a);
    b = root(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }

  Traits traits_of(const Mention& m) const {
    Traits t;
    t.plural = m.plural;
    if (m.form == MentionForm::pronoun) return t;
    std::vector<std::string_view> lemmas;
    for (uint32_t w = m.first; w <= m.head; ++w) lemmas.push_back(grammar_.lemma(w));
    if (m.form == MentionForm::name) {
      t.person = m.type == NameType::person;
      t.thing = m.type == NameType::organization || m.type == NameType::place || m.type == NameType::facility;
      if (m.type == NameType::group) t.plural = true;
      // The words of the name: its head, flat parts and compounds.
      for (uint32_t w = m.first; w < m.last; ++w) {
        const bool part = w == m.head || (grammar_.head(w) == m.head && (grammar_.relation(w) == Deprel::flat || grammar_.relation(w) == Deprel::compound) &&
                                          grammar_.upos(w) == Upos::PROPN);
        if (part) t.name.push_back(lower(word(w)));
        if (!part) continue;
        const std::string given(word(w));
        if (t.gender == Gender::unknown && given_names_.has("masculine", given)) t.gender = Gender::masculine;
        if (t.gender == Gender::unknown && given_names_.has("feminine", given)) t.gender = Gender::feminine;
      }
      if (t.gender != Gender::unknown && m.type != NameType::place && m.type != NameType::organization) t.person = true;
    } else if (const RoleNoun* role = knowledge_.role_noun(lemmas)) {
      t.person = role->person;
      t.thing = !role->person;
    } else {
      t.thing = true;
    }
    for (uint32_t w = m.first; w < m.last; ++w) {
      const std::string title = lower(word(w));
      if (title == "mr." || title == "mr" || title == "king" || title == "man" || title == "spokesman" || title == "businessman" || title == "prince") t.gender = Gender::masculine;
      if (title == "mrs." || title == "ms." || title == "queen" || title == "woman" || title == "spokeswoman" || title == "girlfriend" || title == "princess") t.gender = Gender::feminine;
      if (title == "mr." || title == "mrs." || title == "ms.") t.person = true, t.thing = false;
    }
    return t;
  }

  void join_appositions() {
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      if (mention(m).apposed_to) join(m, mention(m).apposed_to.index);
      // "Patrushev is the security chief"
      const uint32_t head = mention(m).head;
      uint32_t copula, subject;
      if (mention(m).form == MentionForm::description && grammar_.child(head, Deprel::cop, copula) && grammar_.child(head, Deprel::nsubj, subject))
        if (const Id<Mention> id = mentions_.of_head[subject]; id && !mention(id.index).plural == !mention(m).plural) join(m, id.index);
    }
  }

  // The same name, or a later short form of it: "Nikolai Patrushev" ... "Patrushev".
  void join_names() {
    std::map<std::vector<std::string>, uint32_t> whole;
    std::map<std::string, uint32_t> last_word;
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      const std::vector<std::string>& name = traits_[m].name;
      if (name.empty()) continue;
      if (const auto same = whole.find(name); same != whole.end()) {
        join(m, same->second);
      } else if (name.size() == 1) {
        // Only persons are called by the last word of their name.
        if (const auto longer = last_word.find(name[0]); longer != last_word.end()) join(m, longer->second);
        whole[name] = m;
      } else {
        whole[name] = m;
        if (traits_[m].person) last_word[name.back()] = m;
        // Title and lead often have the short form first.
        if (const auto shorter = whole.find({name.back()}); shorter != whole.end() && traits_[m].person) join(m, shorter->second);
      }
    }
  }

  // "the ministry" after "the Foreign Ministry": the same head, definite, and nothing said that differs.
  void join_descriptions() {
    std::map<std::string, uint32_t> last;
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      if (mention(m).form != MentionForm::description) continue;
      std::string key = lower(grammar_.lemma(mention(m).head));
      key += mention(m).plural ? "+" : "";
      bool definite = false, modified = false;
      for (uint32_t w = mention(m).first; w < mention(m).last; ++w) {
        if (w == mention(m).head) continue;
        const std::string text = lower(word(w));
        if (text == "the" || text == "this" || text == "that" || text == "these" || text == "those") definite = true;
        else modified = true;
      }
      const auto before = last.find(key);
      if (definite && !modified && before != last.end() && mention(m).sentence - mention(before->second).sentence <= 12) join(m, before->second);
      last[key] = m;
    }
  }

  bool is_subject(uint32_t m) const { return grammar_.relation(mention(m).head) == Deprel::nsubj; }

  void resolve_pronoun(uint32_t m) {
    const std::string text = lower(word(mention(m).head));
    if (pronouns_.has("speaker", text) || pronouns_.has("speakers", text)) {
      if (const auto speaker = speaker_of(m)) join(m, *speaker);
      return;
    }
    const bool masculine = pronouns_.has("masculine", text), feminine = pronouns_.has("feminine", text);
    const bool neuter = pronouns_.has("neuter", text), plural = pronouns_.has("plural", text);
    if (!masculine && !feminine && !neuter && !plural) return;
    int best_score = 0;
    uint32_t best = m;
    const uint32_t lowest = m > kMostMentionsBack ? m - kMostMentionsBack : 0;
    for (uint32_t c = m; c-- > lowest;) {
      const uint32_t distance = mention(m).sentence - mention(c).sentence;
      if (distance > kMostSentencesBack) break;
      if (!can_refer(m, c)) continue;
      const Traits& t = traits_[root_traits(c)];
      int score = 100 - 25 * static_cast<int>(distance) - static_cast<int>(std::min(m - c, 20u));
      if (is_subject(c)) score += 18;
      if (mention(c).form == MentionForm::name) score += 8;
      if (mention(c).form == MentionForm::pronoun) score += lower(word(mention(c).head)) == text ? 15 : -10;
      if (grammar_.relation(mention(c).head) == Deprel::amod || grammar_.relation(mention(c).head) == Deprel::compound) score -= 60;
      if (mention(c).possessive) score -= 8;
      if (masculine || feminine) {
        if (!t.person || t.plural) continue;
        if (t.gender == (masculine ? Gender::feminine : Gender::masculine)) continue;
        if (t.gender != Gender::unknown) score += 12;
      } else if (neuter) {
        if (t.person || t.plural) continue;
        if (mention(c).type == NameType::organization || mention(c).type == NameType::place) score += 12;
        else if (mention(c).form == MentionForm::description && !knowledge_role(c)) score -= 5;
      } else {
        if (!t.plural && !(t.thing && mention(c).form != MentionForm::pronoun)) continue;
        score += t.plural ? 14 : -25;
        if (knowledge_role(c)) score += 8;
      }
      if (score > best_score) {
        best_score = score;
        best = c;
      }
    }
    if (best != m) join(m, best);
  }

  // Pronouns have the traits of the chain they were put in.
  uint32_t root_traits(uint32_t m) {
    if (mention(m).form != MentionForm::pronoun) return m;
    return root(m);
  }

  bool knowledge_role(uint32_t m) const {
    if (mention(m).form != MentionForm::description) return false;
    return knowledge_.role_noun({grammar_.lemma(mention(m).head)}) != nullptr;
  }

  // Not what contains the pronoun, and not the other side of its own clause ("he met him").
  bool can_refer(uint32_t pronoun, uint32_t candidate) const {
    const Mention &p = mention(pronoun), &c = mention(candidate);
    if (c.first <= p.head && p.head < c.last) return false;
    if (c.form == MentionForm::pronoun && parent_[candidate] == candidate) return false;  // itself unresolved
    if (!p.possessive && !grammar_.is_root(p.head) && !grammar_.is_root(c.head)) {
      const Deprel pr = grammar_.relation(p.head), cr = grammar_.relation(c.head);
      const bool both_arguments = (pr == Deprel::obj || pr == Deprel::obl || pr == Deprel::iobj) && (cr == Deprel::nsubj || cr == Deprel::obj || cr == Deprel::obl);
      if (both_arguments && grammar_.head(p.head) == grammar_.head(c.head)) return false;
    }
    return true;
  }

  // Who says "I" or "we": the subject of a verb of saying in this sentence, else in a near one.
  std::optional<uint32_t> speaker_of(uint32_t m) const {
    const uint32_t here = mention(m).sentence;
    for (const int shift : {0, -1, 1, -2, -3}) {
      const int64_t s = int64_t{here} + shift;
      if (s < 0 || s >= static_cast<int64_t>(tokens_.sentences.size())) continue;
      const Sentence& sentence = tokens_.sentences[static_cast<size_t>(s)];
      for (uint32_t w = sentence.first; w < sentence.last; ++w) {
        if (grammar_.upos(w) != Upos::VERB || !(speech_.has("verbs", grammar_.lemma(w)) || speech_.has("acts", grammar_.lemma(w)))) continue;
        uint32_t subject;
        if (!grammar_.surface_subject(w, subject)) continue;
        const Id<Mention> id = mentions_.of_head[subject];
        if (!id || id.index == m) continue;
        const std::string text = lower(word(subject));
        if (pronouns_.has("speaker", text) || pronouns_.has("speakers", text)) continue;
        return id.index;
      }
    }
    return std::nullopt;
  }

  Chains chains() {
    Chains out;
    out.of.resize(mentions_.mentions.size());
    std::map<uint32_t, uint32_t> chain_of;
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      const auto [at, added] = chain_of.try_emplace(root(m), static_cast<uint32_t>(out.chains.size()));
      if (added) out.chains.emplace_back();
      out.chains[at->second].mentions.push_back({m});
      out.of[m] = {at->second};
    }
    return out;
  }

  const Article& article_;
  const Tokens& tokens_;
  Grammar grammar_;
  const Mentions& mentions_;
  const KnowledgeBase& knowledge_;
  const WordList &pronouns_, &given_names_, &speech_;
  std::vector<uint32_t> parent_;
  std::vector<Traits> traits_;
};

}  // namespace

Result<std::unique_ptr<const CorefResolver>> CorefResolver::load(const std::string& folder, const KnowledgeBase& knowledge) {
  std::unique_ptr<CorefResolver> resolver(new CorefResolver(knowledge));
  const struct {
    const char* name;
    WordList& to;
  } lists[] = {{"pronouns.txt", resolver->pronouns_}, {"given_names.txt", resolver->given_names_}, {"speech.txt", resolver->speech_}};
  for (const auto& list : lists) {
    auto loaded = WordList::load(folder + "/" + list.name);
    if (!loaded) return loaded.error();
    list.to = std::move(loaded.value());
  }
  return std::unique_ptr<const CorefResolver>(std::move(resolver));
}

Chains CorefResolver::resolve(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions) const {
  return Resolver(article, tokens, tags, trees, mentions, knowledge_, pronouns_, given_names_, speech_).resolve();
}

}  // namespace kronika
