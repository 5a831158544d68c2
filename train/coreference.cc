#include "coreference.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>

#include "base/utf8.h"
#include "coreference_corpus.h"
#include "nn/model_file.h"
#include "stage/coref/coref.h"
#include "stage/encode/encode.h"
#include "stage/mention/mention.h"
#include "stage/name/name.h"
#include "stage/parse/parse.h"
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
  if (auto error = put(NameFinder::load(model.value()), stages.names)) return error;
  return put(CorefResolver::load(language, *stages.knowledge), stages.coref);
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
  float weight = 1;
  int fold = -1;
};

std::optional<Document> read(const Stages& stages, const GoldDocument& source) {
  const auto article = Article::make({"", "", source.text, {}, "", ""});
  if (!article) return std::nullopt;
  Document document(article.value());
  document.complete = source.complete;
  document.tokens = stages.tokenizer->tokenize(document.article);
  const Encoding encoding = stages.encoder->encode(document.article, document.tokens);
  document.tags = stages.tagger->tag(document.article, document.tokens, encoding);
  document.trees = stages.parser->parse(document.tokens, encoding);
  const Names names = stages.names->find(document.tokens, document.tags, encoding);
  document.mentions = find_mentions(document.article, document.tokens, document.tags, document.trees, names);
  const uint32_t start = document.article.text_start();
  for (const Mention& mention : document.mentions.mentions) {
    const auto within = [&](uint32_t first, uint32_t last) {
      return Span{document.tokens.words[first].span.start - start, document.tokens.words[last - 1].span.end - start};
    };
    const Span head = within(mention.head, mention.head + 1);
    document.gold.push_back(source.find(
        head, mention.name_first < mention.name_last ? within(mention.name_first, mention.name_last) : head));
  }
  return document;
}

// One pronoun: its candidates' features, and which of them are right, wrong or not known to be either.
struct Choice {
  std::vector<std::vector<uint32_t>> features;
  std::vector<char> right;  // of the candidates, without those not known
  float weight = 1;
  int fold = -1;
};

enum class Truth { right, wrong, open };

// Runs the resolver with `weights` over a document and notes the choices that have gold.
void look_on(const Stages& stages, const Document& document, const PronounRanker& ranker,
             std::vector<Choice>& choices) {
  const std::vector<Gold>& gold = document.gold;
  const auto chosen = [&](uint32_t pronoun, const std::vector<PronounCandidate>& candidates) {
    const size_t best = best_candidate(ranker, candidates);
    const Gold& own = gold[pronoun];
    if (!own.marked) return best;
    Choice choice;
    choice.weight = document.weight;
    choice.fold = document.fold;
    bool any_right = false, any_wrong = false;
    for (const PronounCandidate& candidate : candidates) {
      Truth truth = Truth::open;
      if (!candidate.mention) {
        truth = Truth::open;  // decided below
      } else {
        bool same = false, other = false;
        const std::vector<uint32_t> alone = {*candidate.mention};
        for (const uint32_t m : candidate.chain.empty() ? std::span<const uint32_t>(alone) : candidate.chain) {
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
      choice.features.push_back(candidate.answers.features());
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

// Adam (Kingma & Ba 2015) over all choices at once: few weights, little data, the same result each time.
class Descent {
 public:
  Descent(const std::vector<Choice>& choices, float decay, int without_fold) : decay_(decay) {
    for (const Choice& choice : choices)
      if (without_fold < 0 || choice.fold != without_fold) choices_.push_back(&choice);
  }

  double run(std::vector<float>& weights, int steps) {
    const size_t n = weights.size();
    std::vector<double> gradient(n), mean(n, 0), square(n, 0), w(weights.begin(), weights.end());
    const std::vector<float>& rarity = PronounRanker::rarity();
    double loss = 0;
    for (int step = 1; step <= steps; ++step) {
      loss = gradients(w, gradient);
      const double rate = 0.05 * (step < steps * 3 / 4 ? 1.0 : 0.2);
      for (size_t i = 0; i < n; ++i) {
        const double g = gradient[i] + decay_ * rarity[i] * w[i];
        mean[i] = 0.9 * mean[i] + 0.1 * g;
        square[i] = 0.99 * square[i] + 0.01 * g * g;
        const double m = mean[i] / (1 - std::pow(0.9, step)), s = square[i] / (1 - std::pow(0.99, step));
        w[i] -= rate * m / (std::sqrt(s) + 1e-3);
      }
    }
    std::copy(w.begin(), w.end(), weights.begin());
    return loss;
  }

 private:
  // Negative log-likelihood that one of the right candidates is chosen.
  double gradients(const std::vector<double>& w, std::vector<double>& gradient) const {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double loss = 0;
    std::vector<double> score;
    for (const Choice* choice : choices_) {
      score.clear();
      double highest = -1e30;
      for (const auto& features : choice->features) {
        double sum = 0;
        for (const uint32_t f : features) sum += w[f];
        score.push_back(sum);
        highest = std::max(highest, sum);
      }
      double all = 0, right = 0;
      for (size_t i = 0; i < score.size(); ++i) {
        if (choice->right[i] == static_cast<char>(Truth::open)) continue;
        score[i] = std::exp(score[i] - highest);
        all += score[i];
        if (choice->right[i] == static_cast<char>(Truth::right)) right += score[i];
      }
      right = std::max(right, 1e-12);
      loss -= choice->weight * std::log(right / all);
      for (size_t i = 0; i < score.size(); ++i) {
        if (choice->right[i] == static_cast<char>(Truth::open)) continue;
        double slope = score[i] / all;
        if (choice->right[i] == static_cast<char>(Truth::right)) slope -= score[i] / right;
        for (const uint32_t f : choice->features[i]) gradient[f] += choice->weight * slope;
      }
    }
    return loss;
  }

  std::vector<const Choice*> choices_;
  double decay_;
};

// Share of choices where the best candidate is a right one; of one fold or of all (-1), of complete documents or of
// GAP.
std::string accuracy(const std::vector<Choice>& choices, const PronounRanker& ranker, int fold) {
  size_t right[2] = {0, 0}, all[2] = {0, 0};
  for (const Choice& choice : choices) {
    if (fold >= 0 && choice.fold != fold) continue;
    const size_t part = choice.fold >= 0;
    size_t best = 0;
    float highest = -1e30f;
    for (size_t i = 0; i < choice.features.size(); ++i) {
      float sum = 0;
      for (const uint32_t f : choice.features[i]) sum += ranker.weights()[f];
      if (sum > highest) highest = sum, best = i;
    }
    ++all[part];
    right[part] += choice.right[best] == static_cast<char>(Truth::right);
  }
  char line[100];
  const auto percent = [&](size_t part) {
    return 100.0 * static_cast<double>(right[part]) / static_cast<double>(std::max<size_t>(all[part], 1));
  };
  std::snprintf(line, sizeof line, "GUM %.1f of %zu, GAP %.1f of %zu", percent(0), all[0], percent(1), all[1]);
  return line;
}

}  // namespace

Status train_coreference(const CoreferenceOptions& options) {
  Stages stages;
  if (const auto error = load(options.kronika, stages)) return *error;
  std::vector<GoldDocument> sources;
  if (const Status done = read_gum(options.data + "/data/syntax/en_gum_open-train.conllu", sources); !done) return done;
  if (const Status done = read_gap(options.data + "/data/coref/gap-development.tsv", sources); !done) return done;
  std::vector<Document> documents;
  for (const GoldDocument& source : sources) {
    auto document = read(stages, source);
    if (!document) continue;
    document->weight = source.complete ? 1.0f : options.gap;
    document->fold =
        source.complete ? -1 : static_cast<int>(documents.size() % static_cast<size_t>(std::max(options.folds, 2)));
    documents.push_back(std::move(*document));
  }
  std::printf("%zu documents\n", documents.size());
  std::vector<float> weights(PronounRanker::size(), 0.0f);
  for (int round = 0; round < options.rounds; ++round) {
    std::vector<Choice> choices;
    const PronounRanker ranker(weights);
    for (const Document& document : documents) look_on(stages, document, ranker, choices);
    std::printf("round %d: before %s\n", round + 1, accuracy(choices, ranker, -1).c_str());
    const double loss = Descent(choices, options.decay, -1).run(weights, options.steps);
    std::printf("  after %s, loss a choice %.3f\n", accuracy(choices, PronounRanker(weights), -1).c_str(),
                loss / static_cast<double>(choices.size()));
    if (round + 1 == options.rounds)
      for (int fold = 0; fold < options.folds; ++fold) {
        std::vector<float> held_out(PronounRanker::size(), 0.0f);
        Descent(choices, options.decay, fold).run(held_out, options.steps);
        std::printf("  without fold %d, on it: %s\n", fold, accuracy(choices, PronounRanker(held_out), fold).c_str());
      }
    std::fflush(stdout);
  }
  std::ofstream out(options.out, std::ios::binary);
  out << "# How much each answer about a pronoun and a candidate speaks for the two being one: kind of pronoun, "
         "question, answer.\n"
         "# Made by kronika-train coreference from GAP and GUM; the questions are those of src/stage/coref/ranker.cc.\n"
      << PronounRanker::format(weights);
  out.close();
  if (!out) return Error{ErrorKind::io, options.out + ": cannot be written"};
  return Done{};
}

}  // namespace kronika::train
