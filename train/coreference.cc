#include "coreference.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <random>

#include "base/utf8.h"
#include "coreference_corpus.h"
#include "nn/model_file.h"
#include "stage/coref/coref.h"
#include "stage/encode/encode.h"
#include "stage/mention/mention.h"
#include "stage/name/name.h"
#include "stage/parse/parse.h"
#include "stage/parse/punctuation.h"
#include "stage/tag/tag.h"
#include "stage/tokenize/tokenize.h"

namespace kronika::train {
namespace {

// The stages up to mentions; their order is that of Pipeline::analyse.
struct Stages {
  std::unique_ptr<const KnowledgeBase> knowledge;
  std::unique_ptr<const Tokenizer> tokenizer;
  std::unique_ptr<const Encoder> encoder;
  std::unique_ptr<const Tagger> tagger;
  std::unique_ptr<const Parser> parser;
  std::unique_ptr<const NameFinder> names;
  std::unique_ptr<const CorefResolver> coref;
};

template <class T>
std::optional<Error> put(Result<std::unique_ptr<const T>> loaded, std::unique_ptr<const T>& to) {
  if (!loaded) return loaded.error();
  to = std::move(loaded.value());
  return std::nullopt;
}

std::optional<Error> load(const std::string& data, Stages& stages) {
  const auto model = ModelFile::read(data + "/models/en.model");
  if (!model) return model.error();
  const std::string language = data + "/language";
  if (auto error = put(KnowledgeBase::load(data + "/actors"), stages.knowledge)) return error;
  if (auto error = put(Tokenizer::load(language), stages.tokenizer)) return error;
  if (auto error = put(Encoder::load(model.value()), stages.encoder)) return error;
  if (auto error = put(Tagger::load(model.value()), stages.tagger)) return error;
  if (auto error = put(Parser::load(model.value()), stages.parser)) return error;
  if (auto error = put(NameFinder::load(model.value(), *stages.knowledge, language), stages.names)) return error;
  return put(CorefResolver::load(language, PronounRanker(), *stages.knowledge), stages.coref);
}

// A document read as far as its mentions, with the gold of those that have one.
struct Document {
  explicit Document(const Article& a) : article(a) {}
  Article article;
  Tokens tokens;
  Tags tags;
  Trees trees;
  Mentions mentions;
  std::vector<Gold> gold;  // per mention
  bool complete = false;   // everything is annotated: a chain unknown to the gold is a wrong one
  // Of GAP: the pronoun, and per name the mentions that are it and little more, and whether the pronoun means it.
  std::optional<uint32_t> pronoun;
  std::vector<uint32_t> named[2];
  bool meant[2] = {false, false};
  float weight = 1;
  int fold = 0;
};

std::optional<Document> read(const Stages& stages, const CoreferenceDocument& source) {
  const auto article = Article::make({"", "", source.text, {}, "", ""});
  if (!article) return std::nullopt;
  Document document(article.value());
  document.complete = source.complete;
  document.tokens = stages.tokenizer->tokenize(document.article);
  const Encoding encoding = stages.encoder->encode(document.article, document.tokens);
  document.tags = stages.tagger->tag(document.article, document.tokens, encoding);
  document.trees = stages.parser->parse(document.tokens, encoding);
  attach_punctuation(document.article, document.tokens, document.trees);
  const Names names = stages.names->find(document.article, document.tokens, document.tags, encoding);
  document.mentions = find_mentions(document.article, document.tokens, document.tags, document.trees, names);
  const uint32_t start = document.article.text_start();
  for (const Mention& mention : document.mentions.mentions) {
    const auto within = [&](uint32_t first, uint32_t last) {
      return Span{document.tokens.words[first].span.start - start, document.tokens.words[last - 1].span.end - start};
    };
    const Span head = within(mention.head, mention.head + 1);
    const Span name = mention.name_first < mention.name_last ? within(mention.name_first, mention.name_last) : head;
    document.gold.push_back(source.find(head, name));
    if (source.complete) continue;
    const auto m = static_cast<uint32_t>(document.gold.size() - 1);
    const Span whole{mention.span.start - start, mention.span.end - start};
    if (whole == source.mentions[0].span) document.pronoun = m;
    for (const size_t n : {0, 1}) {
      const Span gold = source.mentions[n + 1].span;
      if (overlap(whole, gold) || (mention.name_first < mention.name_last && overlap(name, gold)))
        document.named[n].push_back(m), document.gold.back() = source.mentions[n + 1].gold;
    }
  }
  if (!source.complete)
    for (const size_t n : {0, 1})
      document.meant[n] = source.mentions[0].gold.chain == source.mentions[n + 1].gold.chain;
  return document;
}

// One pronoun: what is known of its candidates, and which of them are right, wrong or not known to be either.
struct Choice {
  std::vector<Answers> candidates;
  std::vector<char> right;  // Truth, of each
  bool gap = false;
  float weight = 1;
  int fold = 0;
};

enum class Truth { right, wrong, open };

// Runs the resolver with `weights` over a document and notes the choices that have gold.
void look_on(const Stages& stages, const Document& document, const PronounRanker& ranker,
             std::vector<Choice>& choices) {
  const std::vector<Gold>& gold = document.gold;
  std::vector<uint32_t> marked;
  for (uint32_t m = 0; m < gold.size(); ++m)
    if (gold[m].marked) marked.push_back(m);
  const auto chosen = [&](uint32_t pronoun, const std::vector<PronounCandidate>& candidates, const ChainOf& chain_of) {
    const size_t best = best_candidate(ranker, candidates);
    const Gold& own = gold[pronoun];
    if (!own.marked) return best;
    Choice choice;
    choice.weight = document.weight;
    choice.gap = !document.complete;
    choice.fold = document.fold;
    bool any_right = false, any_wrong = false;
    for (const PronounCandidate& candidate : candidates) {
      Truth truth = Truth::open;
      if (!candidate.mention) {
        truth = Truth::open;  // decided below
      } else {
        bool same = false, other = false;
        const uint32_t chain = chain_of(*candidate.mention);
        for (const uint32_t m : marked) {
          if (chain_of(m) != chain) continue;
          if (gold[m].marked && gold[m].chain == own.chain && m != pronoun)
            same = true;
          else if (gold[m].marked)
            other = true;
        }
        if (same && other && !document.complete)
          truth = Truth::open;
        else if (same)
          truth = Truth::right;
        else if (other || document.complete)
          truth = Truth::wrong;
        else if (own.chain_is_named)
          truth = Truth::wrong;
      }
      choice.candidates.push_back(candidate.answers);
      choice.right.push_back(static_cast<char>(truth));
      any_right = any_right || truth == Truth::right;
      any_wrong = any_wrong || truth == Truth::wrong;
    }
    for (size_t i = 0; i < candidates.size(); ++i) {
      char& truth = choice.right[i];
      if (candidates[i].mention) {
        // Neither of the two names of GAP: any other may be right.
        if (!document.complete && !own.chain_is_named && truth == static_cast<char>(Truth::open))
          truth = static_cast<char>(Truth::right);
      } else if (document.complete) {
        truth = static_cast<char>(!any_right && !own.has_before ? Truth::right : Truth::wrong);
      } else {
        truth = static_cast<char>(own.chain_is_named ? Truth::wrong : Truth::right);
      }
    }
    const auto has = [&](Truth truth) {
      return std::find(choice.right.begin(), choice.right.end(), static_cast<char>(truth)) != choice.right.end();
    };
    if (has(Truth::right) && has(Truth::wrong)) choices.push_back(std::move(choice));
    return best;
  };
  stages.coref->resolve(document.article, document.tokens, document.tags, document.trees, document.mentions, chosen);
}

// Uniform in [0, 1), the same with every library.
class Random {
 public:
  explicit Random(int seed) : bits_(static_cast<uint64_t>(seed)) {}
  float uniform() { return static_cast<float>(bits_() >> 40) * 0x1p-24f; }
  template <class T>
  void shuffle(std::vector<T>& values) {
    for (size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[bits_() % i]);
  }

 private:
  std::mt19937_64 bits_;
};

// One array of weights with its gradient and what Adam (Kingma & Ba 2015) remembers.
class Weights {
 public:
  Weights(size_t n, float spread, float decay, Random& random)
      : values(n), gradient(n, 0.0f), decay_(decay), mean_(n, 0.0f), square_(n, 0.0f) {
    for (float& value : values) value = spread * (2.0f * random.uniform() - 1.0f);
  }
  // One step along the gradient, which it empties.
  void step(float rate, int steps) {
    const float of_mean = 1.0f / (1.0f - std::pow(0.9f, static_cast<float>(steps))),
                of_square = 1.0f / (1.0f - std::pow(0.99f, static_cast<float>(steps)));
    for (size_t i = 0; i < values.size(); ++i) {
      const float g = gradient[i] + decay_ * values[i];
      mean_[i] = 0.9f * mean_[i] + 0.1f * g;
      square_[i] = 0.99f * square_[i] + 0.01f * g * g;
      values[i] -= rate * mean_[i] * of_mean / (std::sqrt(square_[i] * of_square) + 1e-3f);
      gradient[i] = 0.0f;
    }
  }
  std::vector<float> values, gradient;

 private:
  float decay_;
  std::vector<float> mean_, square_;
};

// Trains a network so that one of the right candidates is chosen (negative log-likelihood), with answers and hidden
// units dropped at random.
class Trainer {
 public:
  Trainer(const CoreferenceOptions& options)
      : options_(options),
        random_(options.seed),
        in_(size_t{Answers::count()} * kWidth, 0.15f, options.decay, random_),
        direct_(Answers::count(), 0.0f, options.decay, random_),
        bias_(kWidth, 0.0f, 0.0f, random_),
        out_(kWidth, 0.5f, 0.0f, random_) {}

  PronounNetwork train(const std::vector<Choice>& choices, int without_fold) {
    std::vector<const Choice*> order;
    for (const Choice& choice : choices)
      if (without_fold < 0 || choice.fold != without_fold) order.push_back(&choice);
    const size_t batches = (order.size() + kBatch - 1) / kBatch, all = batches * static_cast<size_t>(options_.epochs);
    int steps = 0;
    for (int epoch = 0; epoch < options_.epochs; ++epoch) {
      random_.shuffle(order);
      for (size_t first = 0; first < order.size(); first += kBatch) {
        const size_t last = std::min(first + kBatch, order.size());
        for (size_t i = first; i < last; ++i) learn(*order[i], 1.0f / static_cast<float>(last - first));
        const float rate =
            0.005f * (1.0f + std::cos(3.14159265f * static_cast<float>(steps) / static_cast<float>(all)));
        ++steps;
        for (Weights* weights : {&in_, &direct_, &bias_, &out_}) weights->step(rate, steps);
      }
    }
    return {in_.values, direct_.values, bias_.values, out_.values};
  }

 private:
  static constexpr uint32_t kWidth = PronounNetwork::kWidth;
  static constexpr size_t kBatch = 128;
  static constexpr float kKeepAnswers = 0.8f, kKeepHidden = 0.7f;

  // A candidate on its way through the network.
  struct Pass {
    const Answers* answers;
    std::vector<char> kept;
    std::array<float, kWidth> hidden, kept_hidden;
    float score, share;
    bool right;
  };

  void learn(const Choice& choice, float part) {
    passes_.clear();
    float highest = -1e30f;
    for (size_t i = 0; i < choice.candidates.size(); ++i) {
      if (choice.right[i] == static_cast<char>(Truth::open)) continue;
      passes_.push_back(forward(choice.candidates[i]));
      passes_.back().right = choice.right[i] == static_cast<char>(Truth::right);
      highest = std::max(highest, passes_.back().score);
    }
    float all = 0, right = 1e-9f;
    for (Pass& pass : passes_) {
      pass.share = std::exp(pass.score - highest);
      all += pass.share;
      if (pass.right) right += pass.share;
    }
    for (const Pass& pass : passes_)
      backward(pass, choice.weight * part * (pass.share / all - (pass.right ? pass.share / right : 0.0f)));
  }

  Pass forward(const Answers& answers) {
    Pass pass{&answers, {}, {}, {}, 0.0f, 0.0f, false};
    std::copy(bias_.values.begin(), bias_.values.end(), pass.hidden.begin());
    for (const uint32_t answer : answers.numbers()) {
      pass.kept.push_back(random_.uniform() < kKeepAnswers);
      if (!pass.kept.back()) continue;
      const float* row = &in_.values[size_t{answer} * kWidth];
      for (uint32_t k = 0; k < kWidth; ++k) pass.hidden[k] += row[k] * (1.0f / kKeepAnswers);
      pass.score += direct_.values[answer] * (1.0f / kKeepAnswers);
    }
    for (uint32_t k = 0; k < kWidth; ++k) {
      pass.hidden[k] = std::tanh(pass.hidden[k]);
      pass.kept_hidden[k] = random_.uniform() < kKeepHidden ? 1.0f / kKeepHidden : 0.0f;
      pass.score += out_.values[k] * pass.hidden[k] * pass.kept_hidden[k];
    }
    return pass;
  }

  void backward(const Pass& pass, float slope) {
    std::array<float, kWidth> back;
    for (uint32_t k = 0; k < kWidth; ++k) {
      out_.gradient[k] += slope * pass.hidden[k] * pass.kept_hidden[k];
      back[k] = slope * out_.values[k] * pass.kept_hidden[k] * (1.0f - pass.hidden[k] * pass.hidden[k]);
      bias_.gradient[k] += back[k];
    }
    for (size_t i = 0; i < pass.kept.size(); ++i) {
      if (!pass.kept[i]) continue;
      const uint32_t answer = pass.answers->numbers()[i];
      float* row = &in_.gradient[size_t{answer} * kWidth];
      for (uint32_t k = 0; k < kWidth; ++k) row[k] += back[k] * (1.0f / kKeepAnswers);
      direct_.gradient[answer] += slope * (1.0f / kKeepAnswers);
    }
  }

  const CoreferenceOptions& options_;
  Random random_;
  Weights in_, direct_, bias_, out_;
  std::vector<Pass> passes_;
};

// Share of choices where the best candidate is a right one; of one fold or of all (-1), of complete documents or of
// GAP.
std::string accuracy(const std::vector<Choice>& choices, const PronounRanker& ranker, int fold) {
  size_t right[2] = {0, 0}, all[2] = {0, 0};
  for (const Choice& choice : choices) {
    if (fold >= 0 && choice.fold != fold) continue;
    size_t best = 0;
    float highest = -1e30f;
    for (size_t i = 0; i < choice.candidates.size(); ++i) {
      const float score = ranker.score(choice.candidates[i]);
      if (score > highest) highest = score, best = i;
    }
    ++all[choice.gap];
    right[choice.gap] += choice.right[best] == static_cast<char>(Truth::right);
  }
  char line[100];
  const auto percent = [&](size_t part) {
    return 100.0 * static_cast<double>(right[part]) / static_cast<double>(std::max<size_t>(all[part], 1));
  };
  std::snprintf(line, sizeof line, "GUM %.1f of %zu, GAP %.1f of %zu", percent(0), all[0], percent(1), all[1]);
  return line;
}

// GAP's measure (as eval/coreference): over the pairs of pronoun and name, found and meant.
struct GapScore {
  size_t right = 0, meant = 0, said = 0;
  double precision() const {
    return 100.0 * static_cast<double>(right) / static_cast<double>(std::max<size_t>(said, 1));
  }
  double recall() const { return 100.0 * static_cast<double>(right) / static_cast<double>(std::max<size_t>(meant, 1)); }
  double f1() const {
    return 200.0 * static_cast<double>(right) / static_cast<double>(std::max<size_t>(meant + said, 1));
  }
};

void measure(const Stages& stages, const Document& document, const PronounRanker& ranker, GapScore& score) {
  const Chains chains =
      stages.coref->resolve(document.article, document.tokens, document.tags, document.trees, document.mentions,
                            [&](uint32_t, const std::vector<PronounCandidate>& candidates, const ChainOf&) {
                              return best_candidate(ranker, candidates);
                            });
  for (const size_t n : {0, 1}) {
    const bool said = document.pronoun &&
                      std::any_of(document.named[n].begin(), document.named[n].end(),
                                  [&](uint32_t m) { return chains.of[m].index == chains.of[*document.pronoun].index; });
    score.right += said && document.meant[n];
    score.meant += document.meant[n];
    score.said += said;
  }
}

void cross_validate(const Stages& stages, const std::vector<Document>& documents, const std::vector<Choice>& choices,
                    const CoreferenceOptions& options) {
  GapScore all;
  for (int fold = 0; fold < options.folds; ++fold) {
    const PronounRanker without(Trainer(options).train(choices, fold));
    GapScore score;
    for (const Document& document : documents)
      if (document.fold == fold && !document.complete) measure(stages, document, without, score);
    std::printf("  without fold %d, on it: %s, F1 %.1f\n", fold, accuracy(choices, without, fold).c_str(), score.f1());
    std::fflush(stdout);
    all.right += score.right, all.meant += score.meant, all.said += score.said;
  }
  std::printf("  GAP: precision %.1f recall %.1f F1 %.2f\n", all.precision(), all.recall(), all.f1());
}

}  // namespace

Status train_coreference(const CoreferenceOptions& options) {
  Stages stages;
  if (const auto error = load(options.kronika, stages)) return *error;
  std::vector<CoreferenceDocument> sources;
  if (const Status done = read_gum(options.data + "/data/syntax/en_gum_open-train.conllu", sources); !done) return done;
  if (const Status done = read_gap(options.data + "/data/coref/gap-development.tsv", sources); !done) return done;
  std::vector<Document> documents;
  for (const CoreferenceDocument& source : sources) {
    auto document = read(stages, source);
    if (!document) continue;
    document->weight = source.complete ? 1.0f : options.gap;
    document->fold = static_cast<int>(documents.size() % static_cast<size_t>(std::max(options.folds, 2)));
    documents.push_back(std::move(*document));
  }
  std::printf("%zu documents\n", documents.size());
  PronounRanker ranker;
  for (int round = 1; round <= options.rounds; ++round) {
    std::vector<Choice> choices;
    for (const Document& document : documents) look_on(stages, document, ranker, choices);
    std::printf("round %d: before %s\n", round, accuracy(choices, ranker, -1).c_str());
    if (round == options.rounds && options.folds > 1) cross_validate(stages, documents, choices, options);
    ranker = PronounRanker(Trainer(options).train(choices, -1));
    std::printf("  after %s\n", accuracy(choices, ranker, -1).c_str());
    std::fflush(stdout);
  }
  std::ofstream out(options.out, std::ios::binary);
  out << ranker.model().format();
  out.close();
  if (!out) return Error{ErrorKind::io, options.out + ": cannot be written"};
  return Done{};
}

}  // namespace kronika::train
