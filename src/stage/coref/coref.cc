#include "stage/coref/coref.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>

#include "base/ascii.h"
#include "stage/coref/pronouns.h"
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
           const KnowledgeBase& knowledge, const CorefWords& words, const PronounChoice& choose)
      : article_(article),
        tokens_(tokens),
        grammar_(tags, trees),
        mentions_(mentions),
        knowledge_(knowledge),
        words_(words),
        pronouns_(words.traits.pronouns),
        speech_(words.speech),
        choose_(choose),
        parent_(mentions.mentions.size()) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }

  Chains resolve() {
    traits_ = find_traits(article_, tokens_, grammar_, mentions_, knowledge_, words_.traits);
    full_name_.resize(traits_.size());
    for (uint32_t m = 0; m < traits_.size(); ++m)
      if (traits_[m].person && traits_[m].name.size() > 1) full_name_[m] = m;
    join_appositions();
    join_names();
    join_descriptions();
    share_gender();
    resolve_pronouns();
    join_possessed();
    return chains();
  }

 private:
  const Mention& mention(uint32_t m) const { return mentions_.mentions[m]; }
  std::string_view word(uint32_t w) const { return article_.slice(tokens_.words[w].span); }

  // Union-find; the earliest mention stands for its chain. Chains that full names of two persons stand in are never
  // joined.
  uint32_t root(uint32_t m) {
    while (parent_[m] != m) m = parent_[m] = parent_[parent_[m]];
    return m;
  }
  void join(uint32_t a, uint32_t b) {
    a = root(a);
    b = root(b);
    if (a == b) return;
    const auto &x = full_name_[a], &y = full_name_[b];
    if (x && y && two_persons(*x, *y)) return;
    full_name_[std::min(a, b)] = x ? x : y;
    parent_[std::max(a, b)] = std::min(a, b);
  }

  void join_appositions() {
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      if (mention(m).apposed_to && grammar_.upos(mention(m).head) != Upos::NUM) join(m, mention(m).apposed_to.index);
      // "Patrushev is the security chief"
      const uint32_t head = mention(m).head;
      uint32_t copula, subject;
      if (mention(m).form == MentionForm::description && grammar_.child(head, Deprel::cop, copula) &&
          grammar_.child(head, Deprel::nsubj, subject))
        if (const Id<Mention> id = mentions_.of_head[subject]; id && !mention(id.index).plural == !mention(m).plural)
          join(m, id.index);
    }
  }

  // Names in full that tell two persons apart: "Jasper Britton" and "Edward Britton", "Ann Mills" and "Erin Matson";
  // "George W. Bush" and "George Bush", "J. Smith" and "John Smith" are one.
  bool two_persons(uint32_t a, uint32_t b) const {
    const std::vector<std::string>&x = traits_[a].name, &y = traits_[b].name;
    if (x.size() < 2 || y.size() < 2 || !traits_[a].person || !traits_[b].person) return false;
    if (x.back() != y.back() && x.back() != y.front() && x.front() != y.back()) return x.front() != y.front();
    const auto initial = [](const std::string& word) {
      return word.size() == 1 || (word.size() == 2 && word[1] == '.');
    };
    if (initial(x.front()) || initial(y.front())) return x.front()[0] != y.front()[0];
    return std::find(y.begin(), y.end(), x.front()) == y.end() && std::find(x.begin(), x.end(), y.front()) == x.end();
  }

  // The same name, or another form of it: "Nikolai Patrushev" ... "Patrushev", "Abiy Ahmed" ... "Abiy", "George W.
  // Bush" ... "George Bush", "African National Congress" ... "ANC".
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
        const auto longer = traits_[m].thing && !traits_[m].doubtful ? part.end() : part.find(key);
        const auto spelled = letters.find(key);
        if (longer != part.end()) {
          join(m, longer->second);
          traits_[m].person = true;
          traits_[m].thing = traits_[m].doubtful = false;
        } else if (spelled != letters.end() && is_acronym(m))
          join(m, spelled->second);
      } else if (traits_[m].person) {
        // Title and lead often have the short form first.
        const auto shorter = whole.find(name.back());
        if (shorter != whole.end() && (!traits_[shorter->second].thing || traits_[shorter->second].doubtful))
          join(m, shorter->second);
        else if (const auto ends = whole.find(name.front() + " " + name.back()); ends != whole.end())
          join(m, ends->second);
      } else if (const auto spelled = whole.find(initials(name));
                 spelled != whole.end() && is_acronym(spelled->second)) {
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
      if (word[0] >= 'a' && word[0] <= 'z' && std::find(kShort.begin(), kShort.end(), word) == kShort.end())
        out += word[0];
    return out;
  }

  bool is_acronym(uint32_t m) const {
    const std::string_view text = word(mention(m).head);
    return text.size() >= 2 && text.size() <= 8 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  // What a description says besides its role noun, and whether it points back.
  struct Phrase {
    std::string key;   // of the role noun or head, with number
    std::string rest;  // all words of a modified one
    bool definite = false, modified = false, bare = true;
  };
  Phrase phrase_of(uint32_t m) const {
    const Mention& d = mention(m);
    Phrase phrase;
    const std::string head = lower_ascii(grammar_.lemma(d.head));
    phrase.key = traits_[m].role.empty() ? head : traits_[m].role;
    const auto words_of_role = static_cast<uint32_t>(std::count(phrase.key.begin(), phrase.key.end(), ' '));
    for (uint32_t w = d.first; w < d.last; ++w) {
      const std::string text = lower_ascii(word(w));
      if (text == "the" || text == "this" || text == "that" || text == "these" || text == "those")
        phrase.definite = true;
      if (w < d.head && (grammar_.relation(w) == Deprel::det || grammar_.relation(w) == Deprel::nummod ||
                         grammar_.subtype(w) == Deprel::nmod_poss))
        phrase.bare = false;
      else if (w > d.head || w + words_of_role < d.head)
        phrase.modified = true;
      phrase.rest += text + " ";
    }
    if (d.plural) phrase.key += "+";
    return phrase;
  }

  // "the ministry" after "the Foreign Ministry", "the prime minister" after "Prime Minister Kumar Dessai": the same
  // noun, definite, and nothing said that differs.
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
      const bool near =
          before != last.end() && here.sentence - mention(before->second).sentence <= kMostSentencesForDescriptions;
      const auto same = last.find(phrase.key);
      if ((phrase.definite || phrase.bare) && near)
        join(m, before->second);
      else if (phrase.definite && phrase.modified && same != last.end() &&
               here.sentence - mention(same->second).sentence <= kMostSentencesForDescriptions &&
               says_all(same->second, m))
        join(m, same->second);
      else if (phrase.definite && !phrase.modified && !here.plural)
        join_kind(m, phrase.key);
      last[key] = m;
      if (phrase.modified) last[phrase.key] = m;
    }
  }

  // Whether all words that `m` has beside its head and articles are said of the other too: "the new law" after "the new
  // electoral law".
  bool says_all(uint32_t other, uint32_t m) const {
    const Mention &d = mention(m), &o = mention(other);
    for (uint32_t w = d.first; w < d.last; ++w) {
      if (w == d.head || grammar_.relation(w) == Deprel::det || grammar_.relation(w) == Deprel::punct) continue;
      bool found = false;
      for (uint32_t v = o.first; v < o.last && !found; ++v) found = grammar_.lemma(v) == grammar_.lemma(w);
      if (!found) return false;
    }
    return true;
  }

  // "his wife" and "Smith's wife", once it is known that he is Smith.
  void join_possessed() {
    std::map<std::pair<std::string, uint32_t>, uint32_t> last;
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      const Mention& here = mention(m);
      if (here.form != MentionForm::description) continue;
      for (uint32_t w = here.first; w < here.head; ++w) {
        if (grammar_.subtype(w) != Deprel::nmod_poss || grammar_.head(w) != here.head) continue;
        const Id<Mention> owner = mentions_.of_head[w];
        if (!owner) break;
        const Phrase phrase = phrase_of(m);
        const auto [at, added] = last.try_emplace({phrase.key, root(owner.index)}, m);
        if (!added && (says_all(at->second, m))) join(m, at->second);
        at->second = m;
        break;
      }
    }
  }

  // "the bloc" after "the European Union": the nearest name before it of the kind that the noun stands for.
  void join_kind(uint32_t m, const std::string& noun) {
    const bool international = words_.anaphors.has("international", noun),
               business = words_.anaphors.has("business", noun);
    const bool organization = words_.anaphors.has("organization", noun);
    if (!international && !business && !organization) return;
    const uint32_t lowest = m > kMostMentionsBack ? m - kMostMentionsBack : 0;
    for (uint32_t c = m; c-- > lowest && mention(m).sentence - mention(c).sentence <= kMostSentencesBack;) {
      if (mention(c).form != MentionForm::name || traits_[c].person) continue;
      const Standing standing = standing_of(c);
      const bool fits = (international && standing == Standing::international) ||
                        (business && standing == Standing::business) ||
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
      if (!sense.entity || sense.entity->kind != EntityKind::organization || sense.entity->offices.empty())
        return Standing::none;
      const Office& office = sense.entity->offices.front();
      if (office.country == "EUR" || office.country == "IGO" || office.country == "UNO") return Standing::international;
      if (office.country == "MNC" || (!office.sectors.empty() && office.sectors.front() == "BUS"))
        return Standing::business;
      return Standing::organization;
    }
    if (name.type != NameType::organization) return Standing::none;
    const RoleNoun* role = knowledge_.role_noun({traits_[m].name.begin(), traits_[m].name.end()});
    return role && !role->sectors.empty() && role->sectors.front() == "BUS" ? Standing::business
                                                                            : Standing::organization;
  }

  // "Angela Merkel" tells of "Merkel" too that she is a woman, and surer than "Merkel" alone would; most of its names
  // tell whether a chain is a person.
  void share_gender() {
    std::vector<int> persons(traits_.size(), 0);
    for (uint32_t m = 0; m < traits_.size(); ++m) {
      Traits& whole = traits_[root(m)];
      if (traits_[m].gender != Gender::unknown &&
          (whole.gender == Gender::unknown || (whole.guessed && !traits_[m].guessed))) {
        whole.gender = traits_[m].gender;
        whole.guessed = traits_[m].guessed;
      }
      if (mention(m).form == MentionForm::name) persons[root(m)] += traits_[m].person ? 1 : traits_[m].thing ? -1 : 0;
    }
    for (uint32_t m = 0; m < traits_.size(); ++m) {
      const Traits& whole = traits_[root(m)];
      if (mention(m).form == MentionForm::pronoun) continue;
      traits_[m].shared = traits_[m].gender != whole.gender;
      traits_[m].gender = whole.gender;
      traits_[m].guessed = whole.guessed;
      if (mention(m).form != MentionForm::name) continue;
      if (persons[root(m)] > 0 || (whole.gender != Gender::unknown && persons[root(m)] == 0)) {
        traits_[m].person = true;
        traits_[m].thing = traits_[m].doubtful = false;
      }
    }
  }

  void resolve_pronouns() {
    PronounCandidates finder({article_, tokens_, grammar_, mentions_, traits_, pronouns_, speech_},
                             [this](uint32_t m) { return root(m); });
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      finder.pass(m);
      if (mention(m).form != MentionForm::pronoun) continue;
      const auto antecedent = antecedent_of(m, finder);
      if (!antecedent) continue;
      const uint32_t before[] = {root(m), root(*antecedent)};
      join(m, *antecedent);
      if (root(m) != root(*antecedent)) continue;
      for (const uint32_t chain : before) finder.rename(chain, root(m));
    }
  }

  std::optional<uint32_t> antecedent_of(uint32_t m, const PronounCandidates& finder) const {
    const std::string text = lower_ascii(word(mention(m).head));
    for (const char* const who : {"speaker", "speakers", "listener"})
      if (pronouns_.has(who, text)) return speaker_or_listener(m, who, finder);
    const std::vector<PronounCandidate> candidates = finder.of(m);
    if (candidates.empty()) return std::nullopt;
    return candidates[choose_(m, candidates, finder.chain_of())].mention;
  }

  // "I" is the one who said it last, in the same quotation or, outside of all, in the text; else who says so.
  std::optional<uint32_t> speaker_or_listener(uint32_t m, const std::string& who,
                                              const PronounCandidates& finder) const {
    const bool quoted = finder.quoted(m);
    const uint32_t lowest = m > kMostMentionsBack ? m - kMostMentionsBack : 0;
    for (uint32_t c = m; c-- > lowest;) {
      if (mention(c).form != MentionForm::pronoun || finder.quoted(c) != quoted) continue;
      if (quoted && paragraph(c) != paragraph(m)) break;
      if (pronouns_.has(who, lower_ascii(word(mention(c).head)))) return c;
    }
    if (who == "listener") return std::nullopt;
    return speaker_of(m);
  }
  uint32_t paragraph(uint32_t m) const { return tokens_.sentences[mention(m).sentence].paragraph; }

  // Who says "I" or "we": the subject of a verb of saying in this sentence, else in a near one.
  std::optional<uint32_t> speaker_of(uint32_t m) const {
    const uint32_t here = mention(m).sentence;
    for (const int shift : {0, -1, 1, -2, -3}) {
      const int64_t s = int64_t{here} + shift;
      if (s < 0 || s >= static_cast<int64_t>(tokens_.sentences.size())) continue;
      const Sentence& sentence = tokens_.sentences[static_cast<size_t>(s)];
      for (uint32_t w = sentence.first; w < sentence.last; ++w) {
        if (grammar_.upos(w) != Upos::VERB ||
            !(speech_.has("verbs", grammar_.lemma(w)) || speech_.has("acts", grammar_.lemma(w))))
          continue;
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
  const PronounChoice& choose_;
  std::vector<uint32_t> parent_;
  std::vector<Traits> traits_;
  std::vector<std::optional<uint32_t>> full_name_;  // per root: a mention that names the person in full
};

}  // namespace

Result<std::unique_ptr<const CorefResolver>> CorefResolver::load(const std::string& folder, PronounRanker ranker,
                                                                 const KnowledgeBase& knowledge) {
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
  resolver->ranker_ = std::move(ranker);
  return std::unique_ptr<const CorefResolver>(std::move(resolver));
}

Chains CorefResolver::resolve(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                              const Mentions& mentions) const {
  return resolve(article, tokens, tags, trees, mentions,
                 [&](uint32_t, const std::vector<PronounCandidate>& candidates, const ChainOf&) {
                   return best_candidate(ranker_, candidates);
                 });
}

Chains CorefResolver::resolve(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees,
                              const Mentions& mentions, const PronounChoice& choose) const {
  return Resolver(article, tokens, tags, trees, mentions, knowledge_, words_, choose).resolve();
}

}  // namespace kronika
