#include "roles.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

#include "coder/pipeline.h"
#include "gold_events.h"
#include "stage/argument/argument.h"
#include "stage/event/slots.h"

namespace kronika::train {
namespace {

// ---- what is right: as the scorer of the records compares them

using Countries = std::set<std::string>;

bool same_country(const Countries& a, const Countries& b) {
  if (a.empty() && b.empty()) return true;
  size_t shared = 0;
  for (const std::string& one : a) shared += b.contains(one);
  return 2 * shared >= a.size() + b.size() - shared && shared > 0;
}

struct Coded {
  Countries countries;
  std::set<std::string> sectors;
  bool any = false;
};

Coded coded(const RoleCandidate& candidate, const Actors& actors) {
  Coded out;
  const auto add = [&](const ActorCode& code) {
    out.any = true;
    if (!code.country.empty() && code.country != "---") out.countries.insert(code.country);
    out.sectors.insert(code.sectors.begin(), code.sectors.end());
  };
  if (candidate.implied) add(candidate.implied->code);
  for (const Id<Mention> id : candidate.mentions)
    for (const ActorCode& code : actors.of[id.index].codes) add(code);
  return out;
}

bool is_one_of(const std::string& name, std::initializer_list<const char*> list) {
  return std::any_of(list.begin(), list.end(), [&](const char* one) { return name == one; });
}

enum class Agreement { no, straight, swapped };

Agreement agree(const GoldEvent& gold, const Coded& actor, const Coded& recipient) {
  if (same_country(gold.actor.countries, actor.countries) &&
      same_country(gold.recipient.countries, recipient.countries))
    return Agreement::straight;
  const bool reciprocal = is_one_of(gold.categories.front(), {"CONSULT", "COOPERATE", "AGREE", "SUPPORT"});
  const bool one_list = gold.recipient.codes.empty() || !recipient.any;
  if (!reciprocal && !(one_list && gold.categories.front() == "ASSAULT")) return Agreement::no;
  Countries in_gold = gold.actor.countries, said = actor.countries;
  in_gold.insert(gold.recipient.countries.begin(), gold.recipient.countries.end());
  said.insert(recipient.countries.begin(), recipient.countries.end());
  return in_gold == said ? Agreement::swapped : Agreement::no;
}

bool sectors_fit(const GoldParty& gold, const Coded& coded) {
  if (gold.sectors.empty() && coded.sectors.empty()) return true;
  return std::any_of(coded.sectors.begin(), coded.sectors.end(),
                     [&](const std::string& sector) { return gold.sectors.contains(sector); });
}

// Whether a candidate is the words that the gold names, by their head; somebody implied where it names none.
bool told_by(const std::vector<uint32_t>& heads, const RoleCandidate& candidate, const Mentions& mentions) {
  if (heads.empty()) return candidate.mentions.empty();
  return std::any_of(candidate.mentions.begin(), candidate.mentions.end(), [&](Id<Mention> id) {
    return std::find(heads.begin(), heads.end(), mentions.mentions[id.index].head) != heads.end();
  });
}

// ---- examples

struct Example {
  std::vector<RoleFeatures> actor, recipient;  // per candidate
  struct Pair {
    uint32_t actor, recipient;
    float right;  // 0: wrong
    RoleFeatures features;
  };
  std::vector<Pair> pairs;
  size_t fold = 0;
  float weight = 1;
};

struct Tally {
  size_t found = 0, right = 0, rules_right = 0, possible = 0, sectors = 0, rules_sectors = 0, told = 0, rules_told = 0;
  size_t actors = 0, recipients = 0, rules_actors = 0, rules_recipients = 0;
  size_t predicted = 0, wanted = 0, dyads = 0;
  double certainty = 0;
};

// What one choice came to.
struct Chosen {
  RoleChoice choice;
  RolePair pair;
  std::vector<Example::Pair> pairs;
};

class Trainer {
 public:
  Trainer(const RolesOptions& options, const Pipeline& pipeline, std::vector<GoldDocument> documents)
      : options_(options), pipeline_(pipeline), documents_(std::move(documents)), all_(pipeline.roles()) {
    for (size_t i = 0; i < documents_.size(); ++i) documents_[i].fold = i % static_cast<size_t>(options_.folds);
    // Before anything is learned, the rules decide.
    std::vector<float> weights(all_.size(), 0.0f);
    for (uint32_t i = 0; i < all_.size(); ++i) {
      const std::string name = all_.name(i);
      if (name.ends_with(" any rule chosen")) weights[i] = 3.0f;
      if (name.ends_with(" any rule offered")) weights[i] = 1.5f;
    }
    all_.set_weights(weights);
    by_fold_.assign(static_cast<size_t>(options_.folds), all_);
  }

  void run() {
    for (int round = 0; round <= options_.rounds; ++round) {
      examples_.clear();
      Tally tally;
      for (const GoldDocument& document : documents_) look_on(document, tally);
      report(round, tally);
      if (round == options_.rounds) break;
      for (int fold = 0; fold < options_.folds; ++fold) descend(by_fold_[static_cast<size_t>(fold)], fold);
    }
    descend(all_, -1);
  }
  const RoleRanker& weights() const { return all_; }

 private:
  void look_on(const GoldDocument& document, Tally& tally) {
    std::vector<Chosen> chosen;
    const RoleRanker& ranker = by_fold_[document.fold];
    const auto choose = [&](const RoleScorer& scorer, const RoleChoice& choice) {
      Chosen one{choice, scorer.best(choice, ranker), {}};
      std::set<std::pair<size_t, size_t>> known;
      const auto add = [&](size_t a, size_t r) {
        if (known.emplace(a, r).second)
          one.pairs.push_back({static_cast<uint32_t>(a), static_cast<uint32_t>(r), 0, scorer.pair(choice, a, r)});
      };
      for (const RoleScorer::Scored& pair : scorer.score(choice, ranker)) add(pair.actor, pair.recipient);
      chosen.push_back(std::move(one));
      return chosen.back().pair;
    };
    const Analysis a = pipeline_.analyse_fast(document.article, choose);
    std::map<uint32_t, size_t> of_word;
    for (size_t i = 0; i < chosen.size(); ++i) of_word[chosen[i].choice.word] = i;

    const std::vector<Event>& events = a.events.events;
    const std::vector<const GoldEvent*> found = match(document, a);
    std::vector<const GoldEvent*> gold_of(chosen.size(), nullptr);
    std::vector<char> primary(chosen.size(), 0);
    for (size_t e = 0; e < events.size(); ++e) {
      if (!found[e]) continue;
      const size_t c = of_word.at(events[e].word);
      gold_of[c] = found[e];
      primary[c] = found[e]->required;
      if (!found[e]->required) ++optional_;
    }
    // The same event told again has the same parties.
    for (size_t e = 0; e < events.size(); ++e)
      for (size_t other = 0; found[e] && other < chosen.size(); ++other)
        if (!gold_of[other] && std::find(events[e].again.begin(), events[e].again.end(), chosen[other].choice.span) !=
                                   events[e].again.end())
          gold_of[other] = found[e];
    // What is found under another category still has the parties of the gold.
    for (size_t c = 0; c < chosen.size(); ++c)
      for (const GoldEvent& gold : document.events)
        for (const Span span : gold.spans)
          if (!gold_of[c] && overlap(span, a.tokens.words[chosen[c].choice.word].span)) gold_of[c] = &gold;
    for (const GoldEvent& gold : document.events) tally.wanted += gold.required;
    for (size_t e = 0; e < events.size(); ++e) {
      if (document.article.field_of(events[e].span) != Field::text) continue;
      const GoldEvent* gold = gold_of[of_word.at(events[e].word)];
      tally.predicted += !(found[e] && gold && !gold->required);
    }
    for (size_t c = 0; c < chosen.size(); ++c)
      if (gold_of[c]) learn(document, a, chosen[c], *gold_of[c], primary[c], tally);
    if (options_.missed > 0) look_on_missed(document, a, gold_of, ranker, tally);
  }

  // Events that the codebook has no words for teach the same: their slots are those that verbs and nouns have as a
  // rule.
  void look_on_missed(const GoldDocument& document, const Analysis& a, const std::vector<const GoldEvent*>& found,
                      const RoleRanker& ranker, Tally& tally) {
    const Grammar grammar(a.tags, a.trees);
    const Slots slots(grammar, pipeline_.codebook());
    Triggers triggers;
    std::map<uint32_t, const GoldEvent*> gold_at;
    for (const GoldEvent& gold : document.events) {
      const Category* category = pipeline_.codebook().category(gold.categories.front());
      if (!category || std::find(found.begin(), found.end(), &gold) != found.end()) continue;
      const uint32_t word = head_of(gold.spans.front(), a.tokens, grammar);
      if (word == UINT32_MAX || !gold_at.emplace(word, &gold).second) continue;
      Trigger trigger;
      trigger.word = word;
      trigger.words = {word};
      trigger.sense = &any_sense_;
      trigger.category = category;
      trigger.nominal = grammar.is_nominal(word);
      const std::optional<Carrier> carrier = trigger.nominal ? slots.carrier_of(word) : std::nullopt;
      const auto fill = [&](std::initializer_list<const char*> names, std::vector<std::vector<uint32_t>>& to) {
        for (const char* name : names) {
          std::vector<uint32_t> fillers = slots.fill(trigger, name, carrier);
          std::erase(fillers, word);
          if (!fillers.empty()) to.push_back(std::move(fillers));
        }
      };
      if (trigger.nominal) {
        fill({"subject", "by", "possessive", "compound", "from"}, trigger.actor);
        fill({"of", "against", "on", "to", "with", "for", "object"}, trigger.recipient);
      } else {
        fill({"subject"}, trigger.actor);
        fill({"object", "iobj", "against", "to", "with", "on", "for", "object.of"}, trigger.recipient);
      }
      triggers.triggers.push_back({{trigger}});
    }
    std::sort(triggers.triggers.begin(), triggers.triggers.end(),
              [](const TriggerChoice& x, const TriggerChoice& y) { return x.best().word < y.best().word; });
    assign(pipeline_.codebook(), all_, triggers,
           {a.tokens, a.tags, a.trees, a.mentions, a.chains, a.actors, a.places, a.quotations},
           [&](const RoleScorer& scorer, const RoleChoice& choice) {
             Chosen one{choice, scorer.best(choice, ranker), {}};
             for (const RoleScorer::Scored& pair : scorer.score(choice, ranker))
               one.pairs.push_back({static_cast<uint32_t>(pair.actor), static_cast<uint32_t>(pair.recipient), 0,
                                    scorer.pair(choice, pair.actor, pair.recipient)});
             const size_t before = examples_.size();
             learn(document, a, one, *gold_at.at(choice.word), false, tally);
             if (examples_.size() > before) examples_.back().weight *= options_.missed;
             return one.pair;
           });
  }

  void learn(const GoldDocument& document, const Analysis& a, Chosen& one, const GoldEvent& gold, bool primary,
             Tally& tally) {
    const std::vector<RoleCandidate>& candidates = one.choice.candidates;
    std::vector<Coded> codes;
    for (const RoleCandidate& candidate : candidates) codes.push_back(coded(candidate, a.actors));
    const Grammar grammar(a.tags, a.trees);
    const auto heads = [&](const GoldParty& party) {
      std::vector<uint32_t> out;
      for (const Span span : party.spans) out.push_back(head_of(span, a.tokens, grammar));
      return out;
    };
    const std::vector<uint32_t> actor_heads = heads(gold.actor), recipient_heads = heads(gold.recipient);
    bool possible = false;
    float sides = 0;
    for (Example::Pair& pair : one.pairs) {
      const Coded &actor = codes[pair.actor], &recipient = codes[pair.recipient];
      const Agreement agreement = agree(gold, actor, recipient);
      if (agreement == Agreement::no) continue;
      possible = true;
      const bool straight = agreement == Agreement::straight;
      const auto side = [&](bool acts, size_t c) {
        const GoldParty& party = acts ? gold.actor : gold.recipient;
        return 0.2f + 0.3f * sectors_fit(party, codes[c]) +
               0.5f * told_by(acts ? actor_heads : recipient_heads, candidates[c], a.mentions);
      };
      pair.right = (straight ? 1.0f : 0.7f) * side(straight, pair.actor) * side(!straight, pair.recipient);
    }
    if (!possible)
      for (Example::Pair& pair : one.pairs) {
        const bool actor = same_country(gold.actor.countries, codes[pair.actor].countries),
                   recipient = same_country(gold.recipient.countries, codes[pair.recipient].countries);
        pair.right = 0.2f * actor + 0.2f * recipient;
        sides = std::max(sides, pair.right);
      }
    if (primary) {
      const auto right = [&](size_t actor, size_t recipient) {
        return agree(gold, codes[actor], codes[recipient]) != Agreement::no;
      };
      const auto fit = [&](size_t actor, size_t recipient) {
        const bool swapped = agree(gold, codes[actor], codes[recipient]) == Agreement::swapped;
        return right(actor, recipient) && sectors_fit(swapped ? gold.recipient : gold.actor, codes[actor]) &&
               sectors_fit(swapped ? gold.actor : gold.recipient, codes[recipient]);
      };
      ++tally.found;
      const size_t ra = one.choice.rule_actor, rr = one.choice.rule_recipient;
      tally.right += right(one.pair.actor, one.pair.recipient);
      tally.rules_right += right(ra, rr);
      tally.sectors += fit(one.pair.actor, one.pair.recipient);
      tally.rules_sectors += fit(ra, rr);
      const bool agreed = right(one.pair.actor, one.pair.recipient), rules_agreed = right(ra, rr);
      tally.actors += agreed || same_country(gold.actor.countries, codes[one.pair.actor].countries);
      tally.recipients += agreed || same_country(gold.recipient.countries, codes[one.pair.recipient].countries);
      tally.rules_actors += rules_agreed || same_country(gold.actor.countries, codes[ra].countries);
      tally.rules_recipients += rules_agreed || same_country(gold.recipient.countries, codes[rr].countries);
      tally.told += right(one.pair.actor, one.pair.recipient) &&
                    told_by(actor_heads, candidates[one.pair.actor], a.mentions) &&
                    told_by(recipient_heads, candidates[one.pair.recipient], a.mentions);
      tally.rules_told += right(ra, rr) && told_by(actor_heads, candidates[ra], a.mentions) &&
                          told_by(recipient_heads, candidates[rr], a.mentions);
      tally.certainty += static_cast<double>(one.pair.probability);
      bool any = false;
      for (size_t i = 0; i < candidates.size() && !any; ++i)
        for (size_t j = 0; j < candidates.size() && !any; ++j) any = right(i, j);
      tally.possible += any;
    }
    Example example;
    example.fold = document.fold;
    example.weight = possible ? 1.0f : 0.5f;
    if (!possible && sides == 0) return;
    if (std::all_of(one.pairs.begin(), one.pairs.end(), [](const Example::Pair& pair) { return pair.right > 0; }))
      return;
    for (const RoleCandidate& candidate : candidates) {
      example.actor.push_back(candidate.actor);
      example.recipient.push_back(candidate.recipient);
    }
    example.pairs = std::move(one.pairs);
    examples_.push_back(std::move(example));
  }

  // Adam (Kingma & Ba 2015) over all examples at once, but those of one fold: few weights, little data, the same result
  // each time.
  void descend(RoleRanker& ranker, int without) {
    const size_t n = ranker.size();
    std::vector<double> gradient(n), mean(n, 0), square(n, 0), w(ranker.weights().begin(), ranker.weights().end());
    std::vector<float> rarity(n);
    for (uint32_t i = 0; i < n; ++i) rarity[i] = ranker.rarity(i);
    for (int step = 1; step <= options_.steps; ++step) {
      gradients(w, gradient, without);
      const double rate = 0.05 * (step < options_.steps * 3 / 4 ? 1.0 : 0.2);
      for (size_t i = 0; i < n; ++i) {
        if (gradient[i] == 0 && w[i] == 0) continue;
        const double g = gradient[i] + static_cast<double>(options_.decay * rarity[i]) * w[i];
        mean[i] = 0.9 * mean[i] + 0.1 * g;
        square[i] = 0.99 * square[i] + 0.01 * g * g;
        const double m = mean[i] / (1 - std::pow(0.9, step)), s = square[i] / (1 - std::pow(0.99, step));
        w[i] -= rate * m / (std::sqrt(s) + 1e-3);
      }
    }
    ranker.set_weights({w.begin(), w.end()});
  }

  // Of the negative log-likelihood that a right pair is chosen, each by how right it is.
  void gradients(const std::vector<double>& w, std::vector<double>& gradient, int without) const {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    const auto sum = [&](const RoleFeatures& features) {
      double total = 0;
      for (const uint32_t f : features) total += w[f];
      return total;
    };
    std::vector<double> actor, recipient, slope_a, slope_r, score;
    for (const Example& example : examples_) {
      if (without >= 0 && example.fold == static_cast<size_t>(without)) continue;
      const size_t count = example.actor.size();
      actor.assign(count, 0), recipient.assign(count, 0), slope_a.assign(count, 0), slope_r.assign(count, 0);
      for (size_t i = 0; i < count; ++i) actor[i] = sum(example.actor[i]), recipient[i] = sum(example.recipient[i]);
      score.clear();
      double highest = -1e30;
      for (const Example::Pair& pair : example.pairs) {
        score.push_back(actor[pair.actor] + recipient[pair.recipient] + sum(pair.features));
        highest = std::max(highest, score.back());
      }
      double all = 0, right = 0;
      for (size_t i = 0; i < score.size(); ++i) {
        score[i] = std::exp(score[i] - highest);
        all += score[i];
        right += static_cast<double>(example.pairs[i].right) * score[i];
      }
      right = std::max(right, 1e-12);
      for (size_t i = 0; i < score.size(); ++i) {
        const Example::Pair& pair = example.pairs[i];
        const double slope =
            static_cast<double>(example.weight) * (score[i] / all - static_cast<double>(pair.right) * score[i] / right);
        if (std::abs(slope) < 1e-7) continue;
        slope_a[pair.actor] += slope;
        slope_r[pair.recipient] += slope;
        for (const uint32_t f : pair.features) gradient[f] += slope;
      }
      for (size_t i = 0; i < count; ++i) {
        if (slope_a[i] != 0)
          for (const uint32_t f : example.actor[i]) gradient[f] += slope_a[i];
        if (slope_r[i] != 0)
          for (const uint32_t f : example.recipient[i]) gradient[f] += slope_r[i];
      }
    }
  }

  void report(int round, const Tally& t) const {
    const auto percent = [&](size_t part) {
      return 100.0 * static_cast<double>(part) / static_cast<double>(std::max<size_t>(t.found, 1));
    };
    std::printf(
        "round %d: %zu examples; of %zu events found both countries right %.1f %% (rules %.1f, at best %.1f), with "
        "sectors %.1f (rules %.1f), with words %.1f (rules %.1f); actor %.1f (%.1f), recipient %.1f (%.1f); certainty "
        "%.1f; %zu records, %zu wanted; dyads about %.3f (rules %.3f)\n",
        round, examples_.size(), t.found, percent(t.right), percent(t.rules_right), percent(t.possible),
        percent(t.sectors), percent(t.rules_sectors), percent(t.told), percent(t.rules_told), percent(t.actors),
        percent(t.rules_actors), percent(t.recipients), percent(t.rules_recipients),
        100.0 * t.certainty / static_cast<double>(std::max<size_t>(t.found, 1)), t.predicted, t.wanted,
        2.0 * static_cast<double>(t.right) / static_cast<double>(t.predicted + t.wanted),
        2.0 * static_cast<double>(t.rules_right) / static_cast<double>(t.predicted + t.wanted));
    std::fflush(stdout);
  }

  const RolesOptions& options_;
  const Pipeline& pipeline_;
  std::vector<GoldDocument> documents_;
  std::vector<Example> examples_;
  RoleRanker all_;
  std::vector<RoleRanker> by_fold_;
  size_t optional_ = 0;
  const Sense any_sense_ = [] {
    Sense sense;
    sense.id = "missed";
    sense.alone = true;
    return sense;
  }();
};

}  // namespace

Status train_roles(const RolesOptions& options) {
  if (options.folds < 2) return Error{ErrorKind::usage, "--folds is at least 2"};
  CoderOptions choice;
  choice.model = "fast";
  const auto pipeline = Pipeline::load(options.kronika, choice);
  if (!pipeline) return pipeline.error();
  auto documents = read_gold(options.corpus);
  if (!documents) return documents.error();
  Trainer trainer(options, *pipeline.value(), std::move(documents.value()));
  trainer.run();
  std::ofstream out(options.out, std::ios::binary);
  out << "# How much each answer speaks for a candidate to be a party of an event: side, category, question, answer.\n"
         "# Made by kronika-train roles from data/corpus; the questions are those of "
         "src/stage/argument/role_ranker.cc.\n"
      << trainer.weights().format();
  out.close();
  if (!out) return Error{ErrorKind::io, options.out + ": cannot be written"};
  return Done{};
}

}  // namespace kronika::train
