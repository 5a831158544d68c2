#include "names.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <set>
#include <tuple>

#include "corpora.h"
#include "head.h"
#include "known_names.h"
#include "nn/model_file.h"
#include "stage/encode/encode.h"

namespace kronika::train {
namespace {

const std::map<std::string, std::string> kNameTypes = {{"PER", "person"},
                                                       {"Person", "person"},
                                                       {"person", "person"},
                                                       {"politician", "person"},
                                                       {"ORG", "organization"},
                                                       {"Organisation", "organization"},
                                                       {"organisation", "organization"},
                                                       {"politicalparty", "organization"},
                                                       {"LOC", "place"},
                                                       {"Location", "place"},
                                                       {"location", "place"},
                                                       {"country", "place"},
                                                       {"event", "event"},
                                                       {"election", "event"},
                                                       {"MISC", "other"},
                                                       {"misc", "other"},
                                                       {"TIME", "date"},
                                                       {"Temporal", "date"},
                                                       {"NUM", "number"},
                                                       {"Quantity", "number"},
                                                       {"Money", "number"},
                                                       {"Nationality", "group"}};

// The spans of persons, organizations and places among BIO labels, as (first, last, type).
std::set<std::tuple<size_t, size_t, std::string>> name_spans(const LabelSet& labels, const std::vector<int>& of) {
  std::set<std::tuple<size_t, size_t, std::string>> spans;
  std::string open;
  size_t first = 0;
  for (size_t i = 0; i <= of.size(); ++i) {
    const std::string label = i < of.size() ? labels.names()[static_cast<size_t>(of[i])] : "O";
    if (label.starts_with("I-") && label.substr(2) == open) continue;
    if (open == "person" || open == "organization" || open == "place") spans.emplace(first, i, open);
    open = label == "O" ? "" : label.substr(2);
    first = i;
  }
  return spans;
}

}  // namespace

Result<std::vector<Example>> read_name_corpora(const std::string& data, Labels& labels) {
  const struct {
    const char* name;
    bool all;
  } sources[] = {{"wikigold", false},
                 {"re3d_open", true},
                 {"redocred-dev", true},
                 {"crossner_politics-train", false},
                 {"crossner_politics-dev", false}};
  std::vector<Example> examples;
  for (const auto& source : sources) {
    auto bank = read_names(data + "/data/ner/ner_" + source.name + ".iob2", kNameTypes, source.all, labels);
    if (!bank) return bank.error();
    std::move(bank.value().begin(), bank.value().end(), std::back_inserter(examples));
  }
  return examples;
}

Result<std::vector<Example>> read_names_dev(const std::string& data, Labels& labels) {
  return read_names(data + "/data/ner/ner_uner_ewt-dev.iob2", kNameTypes, false, labels);
}

void NameScore::add(const LabelSet& labels, const std::vector<int>& gold, const std::vector<int>& said) {
  const auto wanted = name_spans(labels, gold), found = name_spans(labels, said);
  gold_ += wanted.size();
  said_ += found.size();
  for (const auto& span : found) right_ += wanted.contains(span);
}

void NameScore::print(const char* name) const {
  const auto percent = [](double part, size_t of) {
    return 100.0 * part / static_cast<double>(std::max<size_t>(1, of));
  };
  std::printf("  %s: names precision %.2f recall %.2f F1 %.2f\n", name, percent(static_cast<double>(right_), said_),
              percent(static_cast<double>(right_), gold_), percent(2.0 * static_cast<double>(right_), gold_ + said_));
}

Status train_names(const NamesOptions& options) {
  auto model = ModelFile::read(options.model);
  if (!model) return model.error();
  const auto encoder = Encoder::load(model.value());
  if (!encoder) return encoder.error();
  const auto known = KnownNames::load(options.kronika);
  if (!known) return known.error();
  Labels labels;
  auto banks = read_treebanks(options.data, known.value(), labels);
  if (!banks) return banks.error();
  std::vector<Example> examples = std::move(banks.value().ewt);
  std::move(banks.value().gum.begin(), banks.value().gum.end(), std::back_inserter(examples));
  auto corpora = read_name_corpora(options.data, labels);
  if (!corpora) return corpora.error();
  std::move(corpora.value().begin(), corpora.value().end(), std::back_inserter(examples));
  auto dev = read_names_dev(options.data, labels);
  if (!dev) return dev.error();
  std::fprintf(stderr, "encoding %zu sentences\n", examples.size());
  const LabelledWords words = encode(*encoder.value(), examples, &Example::name),
                      dev_words = encode(*encoder.value(), dev.value(), &Example::name);
  Head head("name.hidden", "name", words.width, labels.name.size(), options.head);
  std::vector<int> silent;
  for (size_t label = 0; label < labels.name.size(); ++label) {
    const std::string& name = labels.name.names()[label];
    if (name.ends_with("date") || name.ends_with("number") || name.ends_with("group"))
      silent.push_back(static_cast<int>(label));
  }
  head.set_silent(silent);
  head.fit(words, [&](int epoch, double loss) {
    NameScore score;
    const std::vector<int> said = head.predict(dev_words);
    for (size_t s = 0; s + 1 < dev_words.first.size(); ++s) {
      const auto first = static_cast<long>(dev_words.first[s]), last = static_cast<long>(dev_words.first[s + 1]);
      score.add(labels.name, {dev_words.labels.begin() + first, dev_words.labels.begin() + last},
                {said.begin() + first, said.begin() + last});
    }
    std::printf("epoch %d of %d: loss %.4f\n", epoch + 1, options.head.epochs, loss);
    score.print("uner_ewt-dev");
    std::fflush(stdout);
  });
  head.write(model.value());
  model.value().strings["name"] = labels.name.names();
  return model.value().write(options.out.empty() ? options.model : options.out);
}

}  // namespace kronika::train
