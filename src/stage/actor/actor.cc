#include "stage/actor/actor.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "base/utf8.h"
#include "text/grammar.h"

namespace kronika {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

// A name found in the words [first, last).
struct Found {
  uint32_t first = 0, last = 0;
  std::vector<NameSense> senses;
};

class Resolver {
 public:
  Resolver(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions, const Chains& chains,
           const KnowledgeBase& knowledge)
      : article_(article), tokens_(tokens), grammar_(tags, trees), mentions_(mentions), chains_(chains), knowledge_(knowledge) {}

  Actors resolve() {
    find_names();
    count_countries();
    actors_.of.resize(mentions_.mentions.size());
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) {
      Actor& actor = actors_.of[m];
      if (mention(m).form == MentionForm::pronoun) continue;
      if (!by_name(m, actor) && !by_role(m, actor)) by_type(m, actor);
    }
    share_in_chains();
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) several(m);
    for (uint32_t m = 0; m < mentions_.mentions.size(); ++m) withhold(m);
    return std::move(actors_);
  }

 private:
  const Mention& mention(uint32_t m) const { return mentions_.mentions[m]; }
  std::string_view word(uint32_t w) const { return article_.slice(tokens_.words[w].span); }
  bool capital(uint32_t w) const { return is_upper_code_point(decode_utf8(article_.buffer(), tokens_.words[w].span.start).value); }

  // ---- names

  // All names of the knowledge base in the text, left to right, the longest first; none inside another.
  void find_names() {
    name_at_.assign(tokens_.size(), UINT32_MAX);
    for (const Sentence& sentence : tokens_.sentences) {
      std::vector<std::string_view> words;
      for (uint32_t w = sentence.first; w < sentence.last; ++w) words.push_back(word(w));
      for (uint32_t w = sentence.first; w < sentence.last;) {
        const bool starts = capital(w) || (w + 1 < sentence.last && capital(w + 1) && word(w).size() <= 3 && word(w) != "the" && word(w) != "in");
        size_t length = 0;
        if (starts) length = knowledge_.longest_name({words.begin() + (w - sentence.first), words.begin() + std::min<long>(w - sentence.first + 10, static_cast<long>(words.size()))});
        if (length == 0) {
          ++w;
          continue;
        }
        const uint32_t last = w + static_cast<uint32_t>(length);
        const Span span{tokens_.words[w].span.start, tokens_.words[last - 1].span.end};
        Found found{w, last, knowledge_.find(article_.slice(span), article_.published())};
        if (!found.senses.empty()) {
          for (uint32_t i = w; i < last; ++i) name_at_[i] = static_cast<uint32_t>(names_.size());
          for (const NameSense& sense : found.senses)
            if (sense.kind == NameSense::Kind::entity && !sense.short_form) named_whole_.insert(sense.entity);
          names_.push_back(std::move(found));
        }
        w = last;
      }
    }
  }

  // The countries that the text speaks of, weighted to its beginning: roles without a country belong to the main one.
  void count_countries() {
    std::map<std::string, double> weight;
    for (const Found& found : names_) {
      const uint32_t sentence = tokens_.sentence_of(found.first);
      const std::string code = country_of(found.senses.front());
      if (code.size() != 3 || is_international(code)) continue;
      country_mentions_.push_back({found.first, sentence, code, frame_weight(found)});
      weight[code] += sentence < 3 ? 2.0 : 1.0;
    }
    double best = 0;
    for (const auto& [code, w] : weight)
      if (w > best) {
        best = w;
        main_country_ = code;
      }
  }

  // How much a name says about where a sentence is.
  double frame_weight(const Found& found) const {
    const uint32_t head = found.last - 1;
    const std::string_view preposition = grammar_.preposition(head);
    if (preposition == "in" || preposition == "at" || preposition == "near") return 1.6;
    const Deprel relation = grammar_.relation(head);
    if (relation == Deprel::nsubj || grammar_.subtype(head) == Deprel::nmod_poss) return 1.2;
    if (relation == Deprel::amod || relation == Deprel::compound) return grammar_.relation(grammar_.head(head)) == Deprel::nsubj ? 1.0 : 0.6;
    return 0.7;
  }

  static bool is_international(const std::string& code) {
    static const std::unordered_set<std::string> kAll = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"};
    return kAll.contains(code);
  }

  std::string country_of(const NameSense& sense) const {
    if (sense.country) return sense.country->coded_as;
    if (sense.entity) {
      const std::vector<Office> offices = knowledge_.offices_on(*sense.entity, article_.published());
      if (!offices.empty()) return offices.front().country;
    }
    return "";
  }

  // The name that a mention is: the one that covers its head, or its last name word ("President Lukashenko").
  const Found* name_of(uint32_t m) const {
    if (name_at_[mention(m).head] != UINT32_MAX) return &names_[name_at_[mention(m).head]];
    for (const uint32_t c : grammar_.children(mention(m).head))
      if ((grammar_.relation(c) == Deprel::flat || (grammar_.relation(c) == Deprel::compound && grammar_.upos(mention(m).head) == Upos::PROPN)) &&
          name_at_[c] != UINT32_MAX && names_[name_at_[c]].senses.front().kind == NameSense::Kind::entity)
        return &names_[name_at_[c]];
    return nullptr;
  }

  // A surname alone names a known person only if the news use it so, or the text has named that person in full.
  bool is_sure(const NameSense& sense, uint32_t m) const {
    if (sense.kind != NameSense::Kind::entity || sense.entity->kind != EntityKind::person || !sense.short_form) return true;
    if (named_whole_.contains(sense.entity)) return true;
    // A different full name with this surname: not him.
    const Id<Chain> chain = chains_.of[m];
    for (const Id<Mention> other : chains_.chains[chain.index].mentions) {
      const Mention& o = mentions_.mentions[other.index];
      uint32_t words = 0;
      for (uint32_t w = o.first; w < o.last; ++w) words += grammar_.upos(w) == Upos::PROPN;
      if (o.form == MentionForm::name && words > 1 && name_at_[o.head] == UINT32_MAX) return false;
    }
    return sense.entity->surname_alone;
  }

  bool by_name(uint32_t m, Actor& actor) const {
    const Found* found = name_of(m);
    if (!found) return false;
    const Mention& mn = mention(m);
    // A longer unknown name around a known one is another thing: "the Moscow Times", "Russia Today", "Minsk Arena".
    const bool whole = found->last > mn.head;
    for (const NameSense& sense : found->senses) {
      if (!is_sure(sense, m)) continue;
      switch (sense.kind) {
        case NameSense::Kind::country: {
          if (!whole && grammar_.relation(mn.head) != Deprel::amod) return false;
          add_country(*sense.country, {"GOV"}, actor);
          actor.kind = is_locative(mn) ? ActorKind::place : ActorKind::country;
          actor.by = "name";
          actor.confidence = 0.9f;
          return true;
        }
        case NameSense::Kind::demonym: {
          // "the Russian government" modifies; "Russians" are people.
          const bool modifier = grammar_.relation(mn.head) == Deprel::amod || grammar_.relation(mn.head) == Deprel::compound || !mn.plural;
          const bool people = grammar_.upos(mn.head) != Upos::ADJ && grammar_.relation(mn.head) != Deprel::compound && grammar_.relation(mn.head) != Deprel::amod;
          add_country(*sense.country, {people ? "CVL" : "GOV"}, actor);
          actor.kind = people ? ActorKind::person : ActorKind::country;
          actor.by = "name";
          actor.confidence = modifier && people ? 0.5f : 0.8f;
          return true;
        }
        case NameSense::Kind::capital:
          if (!whole) return false;
          add_country(*sense.country, {"GOV"}, actor);
          actor.kind = is_locative(mn) ? ActorKind::place : ActorKind::country;
          actor.by = "place";
          actor.confidence = 0.6f;
          return true;
        case NameSense::Kind::metonym:
          if (sense.entity) {
            add_entity(*sense.entity, actor);
          } else if (sense.country) {
            add_country(*sense.country, sense.sectors, actor);
          }
          actor.kind = ActorKind::organization;
          actor.by = "name";
          actor.confidence = 0.8f;
          return true;
        case NameSense::Kind::entity:
          add_entity(*sense.entity, actor);
          actor.kind = sense.entity->kind == EntityKind::person ? ActorKind::person : ActorKind::organization;
          actor.by = "name";
          actor.confidence = sense.short_form ? 0.7f : 0.95f;
          return true;
      }
    }
    return false;
  }

  // "in Minsk", "near the capital": a place and nothing else.
  bool is_locative(const Mention& m) const {
    const std::string_view p = grammar_.preposition(m.head);
    return p == "in" || p == "at" || p == "near" || p == "from" || p == "outside" || p == "around" || p == "across" || p == "through" || p == "inside" ||
           p == "into" || p == "throughout" || p == "within" || p == "over" || p == "to";
  }

  void add_country(const Country& country, std::vector<std::string> sectors, Actor& actor) const {
    ActorCode code;
    code.country = country.coded_as;
    code.sectors = std::move(sectors);
    if (country.partial) code.sectors.push_back("PRE");
    code.name = country.name;
    actor.codes.push_back(std::move(code));
  }

  void add_entity(const Entity& entity, Actor& actor) const {
    const std::vector<Office> offices = knowledge_.offices_on(entity, article_.published());
    ActorCode code;
    code.entity = entity.id;
    code.name = entity.name;
    if (!offices.empty()) {
      code.country = offices.front().country;
      code.sectors = offices.front().sectors;
      code.role = offices.front().title;
    }
    actor.codes.push_back(std::move(code));
  }

  // ---- roles

  // The country that a phrase names itself: "the Russian security chief", "Belarus's police", "troops of Ethiopia".
  std::vector<std::string> named_countries(const Mention& m) const {
    std::vector<std::string> codes;
    const auto add = [&](uint32_t w) {
      if (name_at_[w] == UINT32_MAX) return;
      const Found& found = names_[name_at_[w]];
      if (found.first <= m.head && m.head < found.last) return;
      const std::string code = country_of(found.senses.front());
      if (!code.empty() && std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    };
    for (const uint32_t c : grammar_.children(m.head)) {
      const Deprel relation = grammar_.relation(c);
      const bool modifies = relation == Deprel::amod || relation == Deprel::compound || grammar_.subtype(c) == Deprel::nmod_poss || relation == Deprel::nmod;
      if (!modifies) continue;
      if (relation == Deprel::nmod && grammar_.subtype(c) != Deprel::nmod_poss) {
        const std::string_view p = grammar_.preposition(c);
        if (p != "of" && p != "in" && p != "from") continue;
      }
      for (const uint32_t w : grammar_.with_conjuncts(c)) {
        add(w);
        if (codes.empty())  // "the president of the Republic of Korea", "US-backed"
          for (const uint32_t inner : grammar_.children(w)) add(inner);
        // "their police": whose country the pronoun stands for is known by its chain.
        if (grammar_.upos(w) == Upos::PRON && grammar_.subtype(c) == Deprel::nmod_poss)
          if (const Id<Mention> id = mentions_.of_head[w])
            for (const Id<Mention> other : chains_.chains[chains_.of[id.index].index].mentions)
              if (codes.empty() && other.index != id.index) add(mentions_.mentions[other.index].head);
      }
      // "the security services of the two countries"
      if (codes.empty() && relation == Deprel::nmod && is_both(c))
        for (const std::string& code : last_two(m.head)) codes.push_back(code);
    }
    return codes;
  }

  // The country that the surroundings give: what was spoken of most in the sentences up to here, the nearer the more. Where
  // something happens weighs more than whom it concerns ("the Russian journalist was arrested in Minsk").
  std::string context_country(const Mention& m) const {
    constexpr double kFading = 0.6, kMain = 0.35;
    std::map<std::string, double> weight;
    if (!main_country_.empty()) weight[main_country_] = kMain;
    const auto end = std::upper_bound(country_mentions_.begin(), country_mentions_.end(), m.sentence, [](uint32_t s, const CountryMention& c) { return s < c.sentence; });
    double fading = 1;
    uint32_t sentence = m.sentence;
    for (auto at = end; at != country_mentions_.begin();) {
      --at;
      for (; sentence > at->sentence; --sentence) fading *= kFading;
      if (fading < 0.02) break;
      // The mention's own words were looked at before; what they name is not what surrounds it.
      if (m.first <= at->word && at->word < m.last) continue;
      weight[at->code] += fading * at->weight;
    }
    std::string best;
    double most = 0;
    for (const auto& [code, w] : weight)
      if (w > most) {
        most = w;
        best = code;
      }
    return best;
  }

  bool by_role(uint32_t m, Actor& actor) const {
    const Mention& mn = mention(m);
    if (grammar_.upos(mn.head) == Upos::PRON) return false;
    std::vector<std::string> low;
    for (uint32_t w = mn.first; w <= mn.head; ++w) low.push_back(lower(grammar_.lemma(w)));
    const std::vector<std::string_view> lemmas(low.begin(), low.end());
    const RoleNoun* role = knowledge_.role_noun(lemmas);
    if (!role) return false;
    std::vector<std::string> countries = named_countries(mn);
    actor.by = "role";
    actor.confidence = countries.empty() ? 0.4f : 0.75f;
    actor.kind = role->person ? ActorKind::person : ActorKind::organization;
    if (!role->country.empty()) countries = {role->country};
    if (countries.empty()) countries.push_back(context_country(mn));
    const bool former = std::any_of(low.begin(), low.end(), [](const std::string& w) { return w == "former" || w == "ex" || w == "then"; });
    for (const std::string& country : countries) {
      ActorCode code;
      code.country = country;
      code.sectors = role->sectors;
      code.role = role->phrase;
      // Who held the office on that day: "the Belarusian president".
      if (!role->office_kind.empty() && !former && !country.empty() && article_.published() && !mn.plural) {
        const std::vector<const Entity*> holders = knowledge_.holders(country, role->office_kind, *article_.published());
        if (!holders.empty() && !names_other_person(m)) {
          code.entity = holders.front()->id;
          code.name = holders.front()->name;
          actor.by = "office";
          actor.confidence = 0.8f;
        }
      }
      if (former && !code.sectors.empty() && code.sectors.front() == "GOV") code.sectors.front() = "ELI";
      actor.codes.push_back(std::move(code));
    }
    return true;
  }

  // "the foreign minister, John Smith": the phrase is said of somebody else.
  bool names_other_person(uint32_t m) const {
    for (const Id<Mention> other : chains_.chains[chains_.of[m].index].mentions)
      if (mentions_.mentions[other.index].form == MentionForm::name && other.index != m) return true;
    return mention(m).form == MentionForm::name && mention(m).type == NameType::person;
  }

  // ---- what only the name model knows

  void by_type(uint32_t m, Actor& actor) const {
    const Mention& mn = mention(m);
    if (mn.form != MentionForm::name) return;
    if (mn.type == NameType::person) {
      actor.kind = ActorKind::person;
      actor.by = "context";
      actor.confidence = 0.3f;
      // "dissident Roman Protasevich": the word before the name says what he is.
      std::vector<std::string> low;
      for (uint32_t w = mn.first; w < mn.last; ++w)
        if (grammar_.upos(w) != Upos::PROPN) {
          low.push_back(lower(grammar_.lemma(w)));
          const std::vector<std::string_view> lemmas(low.begin(), low.end());
          if (const RoleNoun* role = knowledge_.role_noun(lemmas)) {
            ActorCode code;
            const std::vector<std::string> countries = named_countries(mn);
            code.country = !countries.empty() ? countries.front() : context_country(mn);
            code.sectors = role->sectors;
            code.role = role->phrase;
            actor.codes = {code};
            actor.by = "role";
          }
        }
      if (actor.codes.empty()) actor.codes.push_back({context_country(mn), {"CVL"}, "", "", ""});
      return;
    }
    if (mn.type == NameType::organization) {
      actor.kind = ActorKind::organization;
      actor.by = "context";
      actor.confidence = 0.3f;
      const std::vector<std::string> countries = named_countries(mn);
      ActorCode code;
      code.country = !countries.empty() ? countries.front() : "";
      for (uint32_t w = mn.last; w-- > mn.first && code.sectors.empty();) {
        const std::string text = lower(word(w));
        for (const auto& [ending, sector] : {std::pair<std::string_view, const char*>{"party", "PTY"}, {"ministry", "GOV"}, {"army", "MIL"}, {"police", "COP"}, {"court", "JUD"},
                                             {"parliament", "LEG"}, {"university", "EDU"}, {"bank", "BUS"}, {"church", "REL"}, {"front", "REB"}, {"union", "LAB"}, {"committee", "GOV"},
                                             {"department", "GOV"}, {"agency", "GOV"}, {"news", "JRN"}, {"times", "JRN"}, {"post", "JRN"}, {"group", "SOC"}, {"inc.", "BUS"}, {"corp.", "BUS"},
                                             {"ltd", "BUS"}, {"company", "BUS"}, {"association", "SOC"}, {"foundation", "SOC"}, {"council", "GOV"}, {"commission", "GOV"}, {"movement", "SOC"}})
          if (text == ending) code.sectors = {sector};
      }
      if (code.sectors.empty()) code.sectors = {"UNK"};
      else if (code.country.empty()) code.country = context_country(mn);
      actor.codes.push_back(std::move(code));
      return;
    }
    if (mn.type == NameType::place || mn.type == NameType::facility) actor.kind = ActorKind::place;
  }

  // ---- chains

  // Members of a chain are one actor: the surest code is that of all which have none, or only a guess.
  void share_in_chains() {
    for (const Chain& chain : chains_.chains) {
      const Actor* best = nullptr;
      for (const Id<Mention> id : chain.mentions) {
        const Actor& actor = actors_.of[id.index];
        if (!actor.codes.empty() && (!best || actor.confidence > best->confidence)) best = &actor;
      }
      if (!best) continue;
      const Actor shared = *best;
      for (const Id<Mention> id : chain.mentions) {
        Actor& actor = actors_.of[id.index];
        const bool guess = actor.codes.empty() || actor.confidence < 0.5f;
        if (!guess || &actor == best) continue;
        actor = shared;
        actor.by = "coreference";
        actor.confidence = shared.confidence * 0.85f;
      }
    }
  }

  // ---- phrases for several parties

  bool is_both(uint32_t head) const {
    const std::string lemma = lower(grammar_.lemma(head));
    static const std::unordered_set<std::string> kSides = {"country", "nation", "side", "leader", "state", "government", "president", "minister", "capital", "power", "neighbour", "neighbor", "party", "delegation"};
    if (!kSides.contains(lemma)) return false;
    for (const uint32_t c : grammar_.children(head)) {
      const std::string word = lower(grammar_.lemma(c));
      if (word == "two" || word == "both") return true;
    }
    return false;
  }

  // The two countries spoken of last before a word, in text order.
  std::vector<std::string> last_two(uint32_t before) const {
    std::vector<std::string> codes;
    for (size_t i = country_mentions_.size(); i-- > 0 && codes.size() < 2;) {
      const auto& mentioned = country_mentions_[i];
      if (mentioned.word < before && std::find(codes.begin(), codes.end(), mentioned.code) == codes.end()) codes.push_back(mentioned.code);
    }
    std::reverse(codes.begin(), codes.end());
    return codes;
  }

  // "both countries", "the two presidents", "each other's capitals"
  void several(uint32_t m) {
    const Mention& mn = mention(m);
    if (mn.form != MentionForm::description || !is_both(mn.head)) return;
    if (!named_countries(mn).empty()) return;
    const std::vector<std::string> codes = last_two(mn.head);
    if (codes.size() < 2) return;
    Actor& actor = actors_.of[m];
    actor.codes.clear();
    for (const std::string& country : codes) {
      ActorCode code;
      code.country = country;
      code.sectors = {"GOV"};
      actor.codes.push_back(std::move(code));
    }
    actor.kind = ActorKind::country;
    actor.by = "coreference";
    actor.confidence = 0.5f;
  }

  // A person whom the knowledge base does not know is private: the mention must not be printed.
  void withhold(uint32_t m) {
    const Mention& mn = mention(m);
    Actor& actor = actors_.of[m];
    const bool known = std::any_of(actor.codes.begin(), actor.codes.end(), [](const ActorCode& code) { return !code.entity.empty(); });
    if (known && actor.by != "coreference" && actor.by != "office") return;
    if (known && mn.form != MentionForm::name) return;
    bool names_person = mn.form == MentionForm::name && mn.type == NameType::person;
    // Names of others inside the phrase: "the lawyer of Jane Doe".
    for (uint32_t w = mn.first; w < mn.last && !names_person; ++w) {
      const Id<Mention> inner = mentions_.of_head[w];
      if (inner && inner.index != m && mention(inner.index).form == MentionForm::name && mention(inner.index).type == NameType::person && name_at_[w] == UINT32_MAX) names_person = true;
    }
    if (names_person && name_at_[mn.head] == UINT32_MAX) actor.is_private = true;
  }

  struct CountryMention {
    uint32_t word, sentence;
    std::string code;
    double weight;
  };
  const Article& article_;
  const Tokens& tokens_;
  Grammar grammar_;
  const Mentions& mentions_;
  const Chains& chains_;
  const KnowledgeBase& knowledge_;
  std::vector<Found> names_;
  std::vector<uint32_t> name_at_;  // per word: index into names_
  std::unordered_set<const Entity*> named_whole_;
  std::vector<CountryMention> country_mentions_;
  std::string main_country_;
  Actors actors_;
};

}  // namespace

Actors ActorResolver::resolve(const Article& article, const Tokens& tokens, const Tags& tags, const Trees& trees, const Mentions& mentions,
                              const Chains& chains) const {
  return Resolver(article, tokens, tags, trees, mentions, chains, knowledge_).resolve();
}

}  // namespace kronika
