#include "language.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <deque>
#include <numbers>
#include <numeric>
#include <random>
#include <set>
#include <thread>
#include <tuple>

#include "adam.h"
#include "base/utf8.h"
#include "corpora.h"
#include "known_names.h"
#include "lemmas.h"
#include "names.h"
#include "network.h"
#include "nn/model_file.h"
#include "pretrained.h"
#include "stage/tag/lemma_script.h"
#include "text/syntax.h"

namespace kronika::train {
namespace {

constexpr float kPieceSpread = 0.15f;  // as large as trained embeddings become

struct Corpus {
  std::vector<Example> examples;
  Labels labels;
  std::vector<std::string> lemmas;  // the dictionary
};

Result<Corpus> read_corpus(const LanguageOptions& options) {
  Corpus corpus;
  const auto known = KnownNames::load(options.kronika);
  if (!known) return known.error();
  auto banks = read_treebanks(options.data, known.value(), corpus.labels);
  if (!banks) return banks.error();
  corpus.lemmas = lemma_dictionary({&banks.value().ewt, &banks.value().gum});
  corpus.examples = std::move(banks.value().ewt);
  // The smaller bank, nearer to news, counts a third more.
  std::vector<Example>& gum = banks.value().gum;
  for (size_t i = 0; i < gum.size(); i += 3) corpus.examples.push_back(gum[i]);
  std::move(gum.begin(), gum.end(), std::back_inserter(corpus.examples));
  prune_labels(corpus.examples, corpus.labels, 3);
  auto names = read_name_corpora(options.data, corpus.labels);
  if (!names) return names.error();
  std::move(names.value().begin(), names.value().end(), std::back_inserter(corpus.examples));
  if (!options.pretrained.empty()) {
    const auto tokenizer = Tokenizer::load(options.kronika + "/language");
    if (!tokenizer) return tokenizer.error();
    auto texts = read_texts(options.data + "/data/coref/gap-development.tsv", "Text", *tokenizer.value());
    if (!texts) return texts.error();
    std::move(texts.value().begin(), texts.value().end(), std::back_inserter(corpus.examples));
    auto news = read_corpus_texts(options.kronika + "/corpus", *tokenizer.value());
    if (!news) return news.error();
    std::move(news.value().begin(), news.value().end(), std::back_inserter(corpus.examples));
  }
  std::erase_if(corpus.examples, [](const Example& example) { return example.words.size() > 160; });
  return corpus;
}

// Writes into each example what the pre-trained encoder sees in its words.
Status add_contexts(const Pretrained& pretrained, unsigned threads, std::vector<Example>& examples) {
  constexpr size_t kTogether = 16, kSample = 2000;
  const auto encode = [&](size_t first, size_t last) {
    std::vector<const std::vector<std::string>*> sentences;
    for (size_t i = first; i < last; ++i) sentences.push_back(&examples[i].words);
    return pretrained.encode(sentences);
  };
  // The axes are those of a sample that takes every so manieth sentence.
  std::vector<const std::vector<std::string>*> sample;
  for (size_t i = 0; i < examples.size(); i += std::max<size_t>(1, examples.size() / kSample))
    sample.push_back(&examples[i].words);
  Eigen::Index words = 0;
  for (const auto* sentence : sample) words += static_cast<Eigen::Index>(sentence->size());
  Matrix rows;
  for (size_t i = 0; i < sample.size(); i += kTogether) {
    const std::vector<const std::vector<std::string>*> part(
        sample.begin() + static_cast<long>(i),
        sample.begin() + static_cast<long>(std::min(sample.size(), i + kTogether)));
    for (const Matrix& sentence : pretrained.encode(part)) {
      if (rows.size() == 0) rows.resize(words, sentence.cols()), words = 0;
      rows.middleRows(words, sentence.rows()) = sentence;
      words += sentence.rows();
    }
  }
  const Axes axes = main_axes(rows, kContextWidth);
  const Matrix turned = (rows.rowwise() - axes.mean.row(0)) * axes.columns;
  const float unit = std::sqrt(turned.squaredNorm() / static_cast<float>(turned.size()));
  std::vector<std::thread> workers;
  std::atomic<size_t> done = 0;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back([&, t] {
      for (size_t first = t * kTogether; first < examples.size(); first += threads * kTogether) {
        const size_t last = std::min(examples.size(), first + kTogether);
        const std::vector<Matrix> seen = encode(first, last);
        for (size_t i = first; i < last; ++i) {
          const Matrix values = (seen[i - first].rowwise() - axes.mean.row(0)) * axes.columns / unit;
          for (Eigen::Index k = 0; k < values.size(); ++k)
            examples[i].context.push_back(
                static_cast<int8_t>(std::lround(std::clamp(values.data()[k] * kContextSteps, -127.0f, 127.0f))));
        }
        done += last - first;
        if (t == 0 && first / kTogether % 100 == 0)
          std::fprintf(stderr, "pre-trained encoder: %zu of %zu sentences\r", done.load(), examples.size());
      }
    });
  for (std::thread& worker : workers) worker.join();
  return Done{};
}

std::vector<std::string> frequent_forms(const std::vector<Example>& examples, int least) {
  std::map<std::string, int> count;
  for (const Example& example : examples)
    for (const std::string& word : example.words) ++count[word_features(word).form];
  std::vector<std::string> forms;
  for (const auto& [form, times] : count)
    if (times >= least) forms.push_back(form);
  return forms;
}

std::string map_case(const std::string& word, bool upper) {
  std::string out;
  for (size_t at = 0; at < word.size();) {
    const CodePoint c = decode_utf8(word, at);
    at = c.next;
    append_utf8(out, upper ? (c.value >= U'a' && c.value <= U'z' ? c.value - 32 : c.value) : lower_code_point(c.value));
  }
  return out;
}

// News is not always well-formed: headlines in capitals, lower case, no full stop, curly quotes.
bool roughen(Example& example, const Labels& labels, std::mt19937_64& random) {
  const uint64_t dice = random() % 100;
  if (dice < 6) {
    for (size_t i = 0; i < example.words.size(); ++i) {
      example.words[i] = map_case(example.words[i], dice < 4);
      if (!example.script.empty())
        example.script[i] = labels.script.find(lemma_script(example.words[i], example.lemmas[i]));
    }
    return true;
  }
  if (dice < 12 && example.words.size() > 3 && !example.head.empty()) {
    const int last = static_cast<int>(example.words.size());
    if (example.upos.back() != static_cast<int>(Upos::PUNCT) ||
        std::find(example.head.begin(), example.head.end(), last) != example.head.end())
      return false;
    example.words.pop_back();
    example.lemmas.pop_back();
    for (auto* labels_of :
         {&example.upos, &example.xpos, &example.feats, &example.script, &example.head, &example.deprel})
      labels_of->pop_back();
    if (!example.context.empty()) example.context.resize(example.context.size() - kContextWidth);
    return true;
  }
  if (dice < 40) {
    bool changed = false, open = true;
    for (std::string& word : example.words) {
      if (word == "\"") {
        word = open ? "\u201C" : "\u201D";
        open = !open;
        changed = true;
      } else if (const size_t mark = word.find('\''); mark != std::string::npos) {
        word.replace(mark, 1, "\u2019");
        changed = true;
      }
    }
    return changed;
  }
  return false;
}

struct Score {
  long words = 0, upos = 0, xpos = 0, feats = 0, lemma = 0, head = 0, labelled = 0;
};

Score measure(const Network& network, const std::vector<Prepared>& sentences, unsigned threads) {
  std::vector<Score> scores(threads);
  std::vector<std::thread> workers;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back([&, t] {
      Score& score = scores[t];
      for (size_t s = t; s < sentences.size(); s += threads) {
        const Example& gold = *sentences[s].example;
        const Prediction said = network.predict({&sentences[s]})[0];
        for (size_t i = 0; i < gold.words.size(); ++i) {
          ++score.words;
          score.upos += said.upos[i] == gold.upos[i];
          score.xpos += said.xpos[i] == gold.xpos[i];
          score.feats += said.feats[i] == gold.feats[i];
          score.lemma += apply_lemma_script(network.labels().script.names()[static_cast<size_t>(said.script[i])],
                                            gold.words[i]) == gold.lemmas[i];
          const bool right = static_cast<int>(said.head[i]) == gold.head[i];
          score.head += right;
          score.labelled +=
              right && universal(static_cast<Deprel>(said.deprel[i])) == universal(static_cast<Deprel>(gold.deprel[i]));
        }
      }
    });
  for (std::thread& worker : workers) worker.join();
  Score all;
  for (const Score& s : scores) {
    all.words += s.words;
    all.upos += s.upos;
    all.xpos += s.xpos;
    all.feats += s.feats;
    all.lemma += s.lemma;
    all.head += s.head;
    all.labelled += s.labelled;
  }
  return all;
}

void print(const char* name, const Score& score) {
  const auto percent = [&](long right) {
    return 100.0 * static_cast<double>(right) / static_cast<double>(score.words);
  };
  std::printf("  %s: UPOS %.2f XPOS %.2f FEATS %.2f lemma %.2f UAS %.2f LAS %.2f\n", name, percent(score.upos),
              percent(score.xpos), percent(score.feats), percent(score.lemma), percent(score.head),
              percent(score.labelled));
}

Status write_model(const Network& network, const std::vector<std::string>& lemmas, const std::string& path) {
  ModelFile file;
  for (const Parameter& parameter : network.parameters()) {
    if (Network::only_for_training(parameter.name)) continue;
    // The governors are multiplied from the left; stored the way that every other layer is.
    const Matrix value = parameter.name == "arc" ? Matrix(parameter.value.transpose()) : parameter.value;
    const auto rows = static_cast<uint32_t>(value.rows()), columns = static_cast<uint32_t>(value.cols());
    const bool vector = rows <= 2;
    if (vector)
      file.tensors[parameter.name] = Tensor{rows, columns, {}, {}, {value.data(), value.data() + value.size()}};
    else
      file.tensors[parameter.name] = quantise(value.data(), rows, columns);
  }
  file.strings["form"] = network.forms();
  if (!network.pieces().empty()) file.strings["piece"] = network.pieces();
  file.strings["xpos"] = network.labels().xpos.names();
  file.strings["feats"] = network.labels().feats.names();
  file.strings["script"] = network.labels().script.names();
  file.strings["name"] = network.labels().name.names();
  file.strings["lemma"] = lemmas;
  return file.write(path);
}

}  // namespace

Status train_language(const LanguageOptions& options) {
  auto corpus = read_corpus(options);
  if (!corpus) return corpus.error();
  Labels& labels = corpus.value().labels;
  std::vector<Example>& examples = corpus.value().examples;
  std::vector<std::vector<Example>> dev(2);
  const char* dev_names[] = {"en_ewt-dev", "en_gum_open-dev"};
  for (size_t i = 0; i < 2; ++i) {
    auto bank =
        read_treebank(options.data + "/data/syntax/" + dev_names[i] + ".conllu", left_out_documents(), nullptr, labels);
    if (!bank) return bank.error();
    dev[i] = std::move(bank.value());
  }
  Sizes sizes;
  sizes.width = options.width;
  sizes.layers = options.layers;
  sizes.piece = options.pretrained.empty() ? 0 : options.pieces;
  Labels same = labels;  // every label of the dev part is known
  const auto names_dev = read_names_dev(options.data, same);
  if (!names_dev) return names_dev.error();
  std::unique_ptr<const Pretrained> pretrained;
  if (sizes.piece > 0) {
    auto loaded = Pretrained::load(options.pretrained);
    if (!loaded) return loaded.error();
    pretrained = std::move(loaded.value());
    if (const Status added = add_contexts(*pretrained, options.threads, examples); !added) return added.error();
  }
  const std::vector<std::string> pieces = pretrained ? pretrained->pieces() : std::vector<std::string>();
  Network network(sizes, frequent_forms(examples, 2), pieces,
                  pretrained ? pretrained->piece_vectors(sizes.piece, kPieceSpread) : Matrix(), labels, options.seed);
  std::vector<std::vector<Prepared>> dev_ready(2);
  for (size_t i = 0; i < 2; ++i)
    for (const Example& example : dev[i]) dev_ready[i].push_back(network.prepare(example));
  std::vector<Prepared> names_ready;
  for (const Example& example : names_dev.value()) names_ready.push_back(network.prepare(example));
  std::vector<Prepared> ready;
  for (const Example& example : examples) ready.push_back(network.prepare(example));
  std::printf("%zu sentences, %zu forms, %zu scripts, %zu features, %zu names\n", examples.size(),
              network.forms().size(), labels.script.size(), labels.feats.size(), labels.name.size());

  Adam adam(network.parameters());
  std::vector<Gradients> gradients;
  for (unsigned t = 0; t < options.threads; ++t) gradients.push_back(network.make_gradients());
  std::mt19937_64 random(options.seed);
  const auto started = std::chrono::steady_clock::now();
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    std::vector<size_t> order(examples.size());
    std::iota(order.begin(), order.end(), 0);
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    std::deque<Example> roughened;
    std::deque<Prepared> roughened_ready;
    Losses total;
    for (size_t next = 0; next < order.size();) {
      std::vector<std::vector<const Prepared*>> shards(options.threads);
      std::vector<long> words(options.threads, 0);
      for (long all = 0; next < order.size() && all < options.batch_words; ++next) {
        const Prepared* sentence = &ready[order[next]];
        const bool trees = !sentence->example->head.empty();
        if (!trees && random() % 2) continue;  // half of the name corpora an epoch
        Example copy = *sentence->example;
        if (roughen(copy, labels, random)) {
          roughened.push_back(std::move(copy));
          roughened_ready.push_back(network.prepare(roughened.back()));
          sentence = &roughened_ready.back();
        }
        const auto least = static_cast<size_t>(std::min_element(words.begin(), words.end()) - words.begin());
        shards[least].push_back(sentence);
        words[least] += static_cast<long>(sentence->form.size());
        all += static_cast<long>(sentence->form.size());
      }
      const float scale = 1.0f / static_cast<float>(options.batch_words);
      std::vector<Losses> losses(options.threads);
      std::vector<uint64_t> seeds;
      for (unsigned t = 0; t < options.threads; ++t) seeds.push_back(random());
      std::vector<std::thread> workers;
      for (unsigned t = 0; t < options.threads; ++t)
        workers.emplace_back([&, t] {
          if (!shards[t].empty()) losses[t] = network.train(shards[t], scale, seeds[t], gradients[t]);
        });
      for (std::thread& worker : workers) worker.join();
      for (unsigned t = 1; t < options.threads; ++t)
        for (size_t p = 0; p < gradients[0].of.size(); ++p) {
          if (!network.parameters()[p].sparse) {
            gradients[0].of[p] += gradients[t].of[p];
            gradients[t].of[p].setZero();
            continue;
          }
          for (const uint32_t row : gradients[t].touched[p]) {
            gradients[0].of[p].row(row) += gradients[t].of[p].row(row);
            gradients[t].of[p].row(row).setZero();
            gradients[0].touched[p].push_back(row);
          }
          gradients[t].touched[p].clear();
        }
      const float done = (static_cast<float>(epoch) + static_cast<float>(next) / static_cast<float>(order.size())) /
                         static_cast<float>(options.epochs);
      const float warm = std::min(1.0f, done * static_cast<float>(options.epochs) * 2);
      adam.step(network.parameters(), gradients[0],
                options.rate * warm * (0.02f + 0.98f * 0.5f * (1 + std::cos(done * std::numbers::pi_v<float>))));
      for (const Losses& loss : losses) {
        total.words += loss.words;
        total.tags += loss.tags;
        total.arcs += loss.arcs;
        total.labels += loss.labels;
        total.names += loss.names;
        total.context += loss.context;
      }
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    std::printf("epoch %d of %d, %.0f s: loss a word: tags %.3f arcs %.3f labels %.3f names %.3f context %.3f\n",
                epoch + 1, options.epochs, seconds, total.tags / total.words, total.arcs / total.words,
                total.labels / total.words, total.names / total.words, total.context / total.words);
    if (epoch % 3 == 2 || epoch + 1 == options.epochs) {
      adam.swap_average(network.parameters());
      for (size_t i = 0; i < 2; ++i) print(dev_names[i], measure(network, dev_ready[i], options.threads));
      NameScore score;
      for (const Prepared& sentence : names_ready)
        score.add(labels.name, sentence.example->name, network.predict({&sentence})[0].name);
      score.print("uner_ewt-dev");
      if (const Status written = write_model(network, corpus.value().lemmas, options.out); !written) return written;
      adam.swap_average(network.parameters());
    }
    std::fflush(stdout);
  }
  // The names learn once more, over the finished encoder: beside the other heads they stop too early.
  NamesOptions names;
  names.data = options.data;
  names.kronika = options.kronika;
  names.model = options.out;
  return train_names(names);
}

}  // namespace kronika::train
