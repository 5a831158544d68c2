#include "stage/event/event.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <optional>

#include "base/ascii.h"
#include "stage/event/content.h"
#include "stage/event/expression.h"
#include "stage/event/slots.h"
#include "text/grammar.h"

namespace kronika {
namespace {

// How the words of a sentence begin. A word that an expression asks for is there as itself or with a plural's "s", so
// one of the same three first letters is there too; most expressions are ruled out so, before the tree is searched.
class Beginnings {
 public:
  void clear() { bits_.reset(); }
  void add(const std::string& lemma) { bits_.set(place(lemma)); }
  bool may_hold(const Pattern& pattern) const {
    return std::all_of(pattern.others.begin(), pattern.others.end(),
                       [&](const PatternWord& word) { return word.any || bits_.test(place(word.lemma)); });
  }

 private:
  static size_t place(const std::string& lemma) {
    size_t hash = 0;
    for (size_t i = 0; i < std::min<size_t>(lemma.size(), 3); ++i)
      hash = hash * 31 + static_cast<unsigned char>(lemma[i]);
    return hash % 1024;
  }
  std::bitset<1024> bits_;
};

class Finder {
 public:
  Finder(const Codebook& codebook, const Tokens& tokens, const Tags& tags, const Trees& trees)
      : codebook_(codebook), tokens_(tokens), grammar_(tags, trees), slots_(grammar_, codebook) {}

  // The slots of any word that is taken for an event of a category.
  Trigger fill(uint32_t word, const Sense& sense) const {
    Trigger trigger;
    trigger.word = word;
    trigger.words = {word};
    trigger.sense = &sense;
    trigger.category = sense.category;
    trigger.nominal = grammar_.is_nominal(word);
    const std::optional<Carrier> carrier = trigger.nominal ? slots_.carrier_of(word) : std::nullopt;
    fill_side(trigger.nominal ? sense.noun_actor : sense.actor, carrier, trigger, trigger.actor);
    fill_side(trigger.nominal ? sense.noun_recipient : sense.recipient, carrier, trigger, trigger.recipient);
    return trigger;
  }

  Triggers find() {
    mark_fields();
    for (sentence_ = 0; sentence_ < tokens_.sentences.size(); ++sentence_) {
      const Sentence& sentence = tokens_.sentences[sentence_];
      beginnings_.clear();
      for (uint32_t word = sentence.first; word < sentence.last; ++word) beginnings_.add(grammar_.lemma(word));
      for (uint32_t word = sentence.first; word < sentence.last; ++word) look(word);
    }
    drop_swallowed();
    join_contents(grammar_, static_cast<uint32_t>(tokens_.size()), out_.triggers);
    return std::move(out_);
  }

 private:
  // A sentence speaks of sport or the like if two of its words do, or one and the sentences around it do too; all of an
  // article's do if many words all over it do.
  void mark_fields() {
    const size_t count = tokens_.sentences.size();
    std::vector<std::map<std::string, LemmaSet>> words(count);
    for (size_t s = 0; s < count; ++s)
      for (uint32_t w = tokens_.sentences[s].first; w < tokens_.sentences[s].last; ++w)
        if (const std::string& field = codebook_.other_field(grammar_.lemma(w)); !field.empty())
          words[s][field].insert(grammar_.lemma(w));
    other_field_.assign(count, 0);
    for (size_t s = 0; s < count; ++s)
      for (const auto& [field, found] : words[s]) {
        size_t around = 0;
        for (size_t n = s < 2 ? 0 : s - 2; n < std::min(count, s + 3); ++n)
          if (const auto at = words[n].find(field); n != s && at != words[n].end()) around += at->second.size();
        if (found.size() >= 2 || around >= 2) other_field_[s] = 1;
      }
    constexpr size_t kFewestWords = 5, kOneInSentences = 3;
    std::map<std::string, std::pair<LemmaSet, size_t>> of_article;  // per field: its words, sentences with any
    for (const auto& sentence : words)
      for (const auto& [field, found] : sentence) {
        of_article[field].first.insert(found.begin(), found.end());
        ++of_article[field].second;
      }
    for (const auto& [field, found] : of_article)
      if (found.first.size() >= kFewestWords && found.second * kOneInSentences >= count)
        std::fill(other_field_.begin(), other_field_.end(), 1);
  }

  std::optional<WordClass> word_class(uint32_t word) const {
    switch (grammar_.upos(word)) {
      case Upos::VERB:
        if (grammar_.relation(word) == Deprel::amod || grammar_.relation(word) == Deprel::compound) return std::nullopt;
        return WordClass::verb;
      case Upos::NOUN:
        return WordClass::noun;
      case Upos::PROPN:
        // A name is no event noun, but a headline in capitals is.
        if (grammar_.relation(word) == Deprel::compound || grammar_.relation(word) == Deprel::flat) return std::nullopt;
        return WordClass::noun;
      case Upos::ADJ:
        return WordClass::adjective;
      default:
        return std::nullopt;
    }
  }

  void look(uint32_t word) {
    const std::optional<WordClass> kind = word_class(word);
    if (!kind) return;
    const std::string& own = grammar_.lemma(word);
    const std::string lemma = grammar_.upos(word) == Upos::PROPN ? lower_ascii(own) : own;
    TriggerChoice choice;
    for (const Pattern& pattern : codebook_.patterns(*kind, lemma)) {
      Trigger trigger;
      if (match(pattern, word, trigger)) choice.senses.push_back(std::move(trigger));
    }
    if (choice.senses.empty()) return;
    std::stable_sort(choice.senses.begin(), choice.senses.end(), [](const Trigger& a, const Trigger& b) {
      return a.sense->fallback == b.sense->fallback ? a.score > b.score : b.sense->fallback;
    });
    out_.triggers.push_back(std::move(choice));
  }

  bool match(const Pattern& pattern, uint32_t word, Trigger& trigger) const {
    const Sense& sense = *pattern.sense;
    if (!beginnings_.may_hold(pattern)) return false;
    if (!find_expression(grammar_, pattern, word, trigger.words)) return false;
    trigger.word = word;
    trigger.sense = &sense;
    trigger.category = sense.category;
    trigger.mode = sense.mode;
    trigger.nominal = pattern.word_class == WordClass::noun;
    trigger.other_field = other_field_[sentence_];
    trigger.score = 1.0f + static_cast<float>(pattern.others.size() + pattern.tail.size());
    const std::optional<Carrier> carrier = trigger.nominal ? slots_.carrier_of(word) : std::nullopt;
    for (const SlotCondition& condition : sense.conditions)
      if (!check(condition, carrier, trigger)) return false;
    fill_side(trigger.nominal ? sense.noun_actor : sense.actor, carrier, trigger, trigger.actor);
    fill_side(trigger.nominal ? sense.noun_recipient : sense.recipient, carrier, trigger, trigger.recipient);
    if (carrier) {
      trigger.words.push_back(carrier->verb);
      std::sort(trigger.words.begin(), trigger.words.end());
      const std::vector<uint32_t> subject = grammar_.agents(carrier->verb);
      if (!subject.empty()) (carrier->kind->subject_is_actor ? trigger.actor : trigger.recipient).push_back(subject);
      trigger.score += 0.5f;
    }
    trigger.score +=
        0.3f * static_cast<float>(!trigger.actor.empty()) + 0.3f * static_cast<float>(!trigger.recipient.empty());
    return true;
  }

  // Lemmas are judged here; kinds of actors once actors are known, so that the slot need only be filled.
  bool check(const SlotCondition& condition, const std::optional<Carrier>& carrier, Trigger& trigger) const {
    if (condition.slot == "sentence") return sentence_has(condition.lemmas, trigger) == condition.wanted;
    std::vector<uint32_t> fillers = slots_.fill(trigger, condition.slot, carrier);
    const bool holds = std::any_of(fillers.begin(), fillers.end(),
                                   [&](uint32_t f) { return has_lemma(condition.lemmas, grammar_.lemma(f)); });
    if (condition.wanted) {
      if (!holds && (condition.kinds.empty() || fillers.empty())) return false;
      trigger.score += 0.3f;
    } else if (holds) {
      return false;
    }
    if (!condition.kinds.empty() && !holds && !fillers.empty())
      trigger.checks.push_back({&condition, std::move(fillers)});
    return true;
  }

  bool sentence_has(const LemmaSet& lemmas, const Trigger& trigger) const {
    const Sentence& sentence = tokens_.sentences[sentence_];
    // A condition looks at what is near; a list of a thousand items says nothing of the word.
    constexpr uint32_t kReach = 60;
    const uint32_t first = std::max(sentence.first, trigger.word < kReach ? 0 : trigger.word - kReach);
    const uint32_t last = std::min(sentence.last, trigger.word + kReach);
    for (uint32_t w = first; w < last; ++w)
      if (has_lemma(lemmas, grammar_.lemma(w)) &&
          std::find(trigger.words.begin(), trigger.words.end(), w) == trigger.words.end())
        return true;
    return false;
  }

  void fill_side(const std::vector<std::string>& slots, const std::optional<Carrier>& carrier, const Trigger& trigger,
                 std::vector<std::vector<uint32_t>>& to) const {
    for (const std::string& slot : slots) {
      if (slot.starts_with("content.")) continue;
      std::vector<uint32_t> fillers = slots_.fill(trigger, slot, carrier);
      std::erase(fillers, trigger.word);
      if (!fillers.empty()) to.push_back(std::move(fillers));
    }
  }

  // A noun inside another trigger is not told twice: "hold talks" is one event.
  void drop_swallowed() {
    std::vector<TriggerChoice>& all = out_.triggers;
    std::vector<char> dropped(all.size(), 0);
    std::vector<uint32_t> owner(tokens_.size(), UINT32_MAX);
    for (uint32_t t = 0; t < all.size(); ++t) owner[all[t].best().word] = t;
    for (uint32_t t = 0; t < all.size(); ++t)
      for (const uint32_t word : all[t].best().words) {
        const uint32_t other = owner[word];
        if (word == all[t].best().word || other == UINT32_MAX || other == t || dropped[t]) continue;
        // A verb takes the noun into its meaning ("lift the state of emergency"); a light verb has none, and the richer
        // reading wins.
        const bool light = all[t].best().nominal || !codebook_.light_verbs(grammar_.lemma(all[t].best().word)).empty();
        (light && all[other].best().score > all[t].best().score && all[other].best().words.size() > 1
             ? dropped[t]
             : dropped[other]) = 1;
      }
    std::vector<TriggerChoice> kept;
    for (uint32_t t = 0; t < all.size(); ++t)
      if (!dropped[t]) kept.push_back(std::move(all[t]));
    all = std::move(kept);
  }

  const Codebook& codebook_;
  const Tokens& tokens_;
  Grammar grammar_;
  Slots slots_;
  size_t sentence_ = 0;
  Beginnings beginnings_;          // of that sentence
  std::vector<char> other_field_;  // per sentence
  Triggers out_;
};

}  // namespace

EventFinder::EventFinder(const Codebook& codebook) : codebook_(codebook) {
  for (const auto& category : codebook.categories()) {
    Sense& sense = any_words_[category->name];
    sense.id = "model/" + category->name;
    sense.category = category.get();
    sense.actor = {"subject"};
    sense.recipient = {"object", "against", "with", "to", "on", "at"};
    sense.noun_actor = {"by", "possessive", "subject", "compound"};
    sense.noun_recipient = {"against", "on", "with", "to", "of"};
    sense.reciprocal = category->name == "CONSULT";
  }
}

Triggers EventFinder::read(const std::vector<Reading>& readings, const Tokens& tokens, const Tags& tags,
                           const Trees& trees) const {
  const Finder finder(codebook_, tokens, tags, trees);
  Triggers out;
  for (const Reading& reading : readings) {
    const Sense& any = any_words_.at(reading.category);
    const Trigger* same = nullptr;
    if (reading.found)
      for (const Trigger& trigger : reading.found->senses)
        if (!same && trigger.category->name == reading.category) same = &trigger;
    TriggerChoice choice;
    choice.settled = true;
    choice.senses.push_back(same ? *same : reading.found ? reading.found->best() : finder.fill(reading.word, any));
    Trigger& trigger = choice.senses.back();
    if (!same) {
      trigger.sense = &any;
      trigger.category = any.category;
      trigger.mode = reading.mode.empty() ? std::vector<std::string>() : std::vector<std::string>{reading.mode};
    }
    out.triggers.push_back(std::move(choice));
  }
  return out;
}

Triggers EventFinder::find(const Tokens& tokens, const Tags& tags, const Trees& trees) const {
  return Finder(codebook_, tokens, tags, trees).find();
}

}  // namespace kronika
