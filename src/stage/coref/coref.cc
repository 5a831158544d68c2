#include "stage/coref/coref.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <numeric>

#include "base/ascii.h"
#include "stage/coref/traits.h"
#include "text/grammar.h"

namespace kronika {
namespace {

// How many mentions back a pronoun may reach: beyond, nobody would understand it, and time stays linear.
constexpr uint32_t kMostMentionsBack = 60;
constexpr uint32_t kMostSentencesBack = 4;
constexpr uint32_t kMostSentencesForDescriptions = 12;

class Resolver {
 public:
  Resolver(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions,
           const KnowledgeBase& knowledge, const CorefWords& words)
      : article_(article), tokens_(tokens), grammar_(tags, trees), mentions_(mentions), knowledge_(knowledge), words_(words),
        pronouns_(words.traits.pronouns), speech_(words.speech), parent_(mentions.mentions.size()) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }

  Chains resolve() {
    traits_ = find_traits(article_, tokens_, grammar_, mentions_, knowledge_, words_.traits);
    join_appositions();
    join_names();
    join_descriptions();
    share_gender();
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

  void join_appositions() {
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      if (mention(m).apposed_to && grammar_.upos(mention(m).head) != Upos::NUM) join(m, mention(m).apposed_to.index);
      // "Patrushev is the security chief"
      const uint32_t head = mention(m).head;
      uint32_t copula, subject;
      if (mention(m).form == MentionForm::description && grammar_.child(head, Deprel::cop, copula) && grammar_.child(head, Deprel::nsubj, subject))
        if (const Id<Mention> id = mentions_.of_head[subject]; id && !mention(id.index).plural == !mention(m).plural) join(m, id.index);
    }
  }

  // The same name, or another form of it: "Nikolai Patrushev" ... "Patrushev", "Abiy Ahmed" ... "Abiy", "George W. Bush" ...
  // "George Bush", "African National Congress" ... "ANC".
  void join_names() {
    std::map<std::string, uint32_t> whole, part, letters;
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      const std::vector<std::string>& name = traits_[m].name;
      if (name.empty()) continue;
      const std::string key = joined(name);
      const auto same = whole.find(key);
      if (same != whole.end()) {
        join(m, same->second);
      } else if (name.size() == 1) {
        // Only persons are called by a part of their name.
        const auto longer = traits_[m].thing ? part.end() : part.find(key);
        const auto spelled = letters.find(key);
        if (longer != part.end()) join(m, longer->second);
        else if (spelled != letters.end() && is_acronym(m)) join(m, spelled->second);
      } else if (traits_[m].person) {
        // Title and lead often have the short form first.
        if (const auto shorter = whole.find(name.back()); shorter != whole.end() && !traits_[shorter->second].thing) join(m, shorter->second);
        else if (const auto ends = whole.find(name.front() + " " + name.back()); ends != whole.end()) join(m, ends->second);
      } else if (const auto spelled = whole.find(initials(name)); spelled != whole.end() && is_acronym(spelled->second)) {
        join(m, spelled->second);
      }
      whole[key] = m;
      if (name.size() < 2) continue;
      if (traits_[m].person) {
        part[name.back()] = m;
        part.try_emplace(name.front(), m);
        if (name.size() > 2) whole.try_emplace(name.front() + " " + name.back(), m);
      } else {
        letters[initials(name)] = m;
      }
    }
  }

  static std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
  }

  // "african national congress" → "anc"; short words between do not count.
  static std::string initials(const std::vector<std::string>& words) {
    std::string out;
    constexpr std::array<std::string_view, 7> kShort = {"of", "the", "and", "for", "in", "on", "to"};
    for (const std::string& word : words)
      if (word[0] >= 'a' && word[0] <= 'z' && std::find(kShort.begin(), kShort.end(), word) == kShort.end()) out += word[0];
    return out;
  }

  bool is_acronym(uint32_t m) const {
    const std::string_view text = word(mention(m).head);
    return text.size() >= 2 && text.size() <= 8 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  // What a description says besides its role noun, and whether it points back.
  struct Phrase {
    std::string key;   // of the role noun or head, with number
    std::string rest;  // all words of a modified one
    bool definite = false, modified = false;
  };
  Phrase phrase_of(uint32_t m) const {
    const Mention& d = mention(m);
    Phrase phrase;
    const std::string head = lower_ascii(grammar_.lemma(d.head));
    phrase.key = traits_[m].role.empty() ? head : traits_[m].role;
    const auto words_of_role = static_cast<uint32_t>(std::count(phrase.key.begin(), phrase.key.end(), ' '));
    for (uint32_t w = d.first; w < d.last; ++w) {
      const std::string text = lower_ascii(word(w));
      if (text == "the" || text == "this" || text == "that" || text == "these" || text == "those") phrase.definite = true;
      else if (w > d.head || w + words_of_role < d.head) phrase.modified = true;
      phrase.rest += text + " ";
    }
    if (d.plural) phrase.key += "+";
    return phrase;
  }

  // "the ministry" after "the Foreign Ministry", "the prime minister" after "Prime Minister Kumar Dessai": the same noun, definite, and
  // nothing said that differs.
  void join_descriptions() {
    std::map<std::string, uint32_t> last;
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      const Mention& here = mention(m);
      if (here.form == MentionForm::pronoun) continue;
      if (here.form == MentionForm::name) {
        if (!traits_[m].role.empty()) last[traits_[m].role] = m;
        if (traits_[m].thing && traits_[m].name.size() > 1)
          for (const std::string& part : traits_[m].name) last[part] = m;
        continue;
      }
      const Phrase phrase = phrase_of(m);
      const std::string& key = phrase.modified ? phrase.rest : phrase.key;
      const auto before = last.find(key);
      const bool near = before != last.end() && here.sentence - mention(before->second).sentence <= kMostSentencesForDescriptions;
      if (phrase.definite && near) join(m, before->second);
      else if (phrase.definite && !phrase.modified && !here.plural) join_kind(m, phrase.key);
      last[key] = m;
      if (phrase.modified) last[phrase.key] = m;
    }
  }

  // "the bloc" after "the European Union": the nearest name before it of the kind that the noun stands for.
  void join_kind(uint32_t m, const std::string& noun) {
    const bool international = words_.anaphors.has("international", noun), business = words_.anaphors.has("business", noun);
    const bool organization = words_.anaphors.has("organization", noun);
    if (!international && !business && !organization) return;
    const uint32_t lowest = m > kMostMentionsBack ? m - kMostMentionsBack : 0;
    for (uint32_t c = m; c-- > lowest && mention(m).sentence - mention(c).sentence <= kMostSentencesBack;) {
      if (mention(c).form != MentionForm::name || traits_[c].person) continue;
      const Standing standing = standing_of(c);
      const bool fits = (international && standing == Standing::international) || (business && standing == Standing::business) ||
                        (organization && standing != Standing::none && standing != Standing::international);
      if (fits) return join(m, c);
    }
  }

  enum class Standing { none, international, business, organization };
  Standing standing_of(uint32_t m) const {
    const Mention& name = mention(m);
    if (name.name_first >= name.name_last) return Standing::none;
    const Span span{tokens_.words[name.name_first].span.start, tokens_.words[name.name_last - 1].span.end};
    for (const NameSense& sense : knowledge_.find(article_.slice(span), article_.published())) {
      if (!sense.entity || sense.entity->kind != EntityKind::organization || sense.entity->offices.empty()) return Standing::none;
      const Office& office = sense.entity->offices.front();
      if (office.country == "EUR" || office.country == "IGO" || office.country == "UNO") return Standing::international;
      if (office.country == "MNC" || (!office.sectors.empty() && office.sectors.front() == "BUS")) return Standing::business;
      return Standing::organization;
    }
    if (name.type != NameType::organization) return Standing::none;
    const RoleNoun* role = knowledge_.role_noun({traits_[m].name.begin(), traits_[m].name.end()});
    return role && !role->sectors.empty() && role->sectors.front() == "BUS" ? Standing::business : Standing::organization;
  }

  // "Angela Merkel" tells of "Merkel" too that she is a woman.
  void share_gender() {
    for (uint32_t m = 0; m < traits_.size(); ++m) {
      Traits& whole = traits_[root(m)];
      if (whole.gender == Gender::unknown) whole.gender = traits_[m].gender;
      whole.person = whole.person || traits_[m].gender != Gender::unknown;
    }
    for (uint32_t m = 0; m < traits_.size(); ++m) {
      const Traits& whole = traits_[root(m)];
      if (traits_[m].gender == Gender::unknown) traits_[m].gender = whole.gender;
      if (traits_[m].gender != Gender::unknown && mention(m).form == MentionForm::name) traits_[m].person = true;
    }
  }

  bool is_subject(uint32_t m) const { return grammar_.relation(mention(m).head) == Deprel::nsubj; }

  void resolve_pronoun(uint32_t m) {
    const std::string text = lower_ascii(word(mention(m).head));
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
      if (mention(c).form == MentionForm::pronoun) score += lower_ascii(word(mention(c).head)) == text ? 15 : -10;
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
        const std::string text = lower_ascii(word(subject));
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
  const CorefWords& words_;
  const WordList &pronouns_, &speech_;
  std::vector<uint32_t> parent_;
  std::vector<Traits> traits_;
};

}  // namespace

Result<std::unique_ptr<const CorefResolver>> CorefResolver::load(const std::string& folder, const KnowledgeBase& knowledge) {
  std::unique_ptr<CorefResolver> resolver(new CorefResolver(knowledge));
  const struct {
    const char* name;
    WordList& to;
  } lists[] = {{"pronouns.txt", resolver->words_.traits.pronouns},
               {"given_names.txt", resolver->words_.traits.given_names},
               {"titles.txt", resolver->words_.traits.titles},
               {"anaphors.txt", resolver->words_.anaphors},
               {"speech.txt", resolver->words_.speech}};
  for (const auto& list : lists) {
    auto loaded = WordList::load(folder + "/" + list.name);
    if (!loaded) return loaded.error();
    list.to = std::move(loaded.value());
  }
  return std::unique_ptr<const CorefResolver>(std::move(resolver));
}

Chains CorefResolver::resolve(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions) const {
  return Resolver(article, tokens, tags, trees, mentions, knowledge_, words_).resolve();
}

}  // namespace kronika
