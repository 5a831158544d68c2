// Runs the encoder of a model file on texts, one a line of stdin ended by a zero byte each; what
// train/accurate/check_encoder.py and bench/against_onnx read.
//
// usage: encode_texts MODEL pieces         for each text a line: id:start-end of each piece, without [CLS] and [SEP]
//        encode_texts MODEL rows SET       [CLS] pieces [SEP] of each text, cut to what the encoder takes, in rows of
//        float32 encode_texts MODEL time SET N     seconds of processor time for all texts, each alone: the least of N
//        runs encode_texts MODEL split N        the same of the splitting into pieces
// SET: a set of kernels (avx512, avxvnni, avx2, portable), or "best".
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "nn/transformer.h"
#include "stage/judge/word_pieces.h"

using namespace kronika;

namespace {

[[noreturn]] void fail(const std::string& message, int status) {
  std::fprintf(stderr, "encode_texts: %s\n", message.c_str());
  std::exit(status);
}

double now() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::vector<std::string> read_texts() {
  const std::string all{std::istreambuf_iterator<char>(std::cin), {}};
  std::vector<std::string> texts;
  for (size_t at = 0; at < all.size();) {
    const size_t end = std::min(all.find('\0', at), all.size());
    texts.push_back(all.substr(at, end - at));
    at = end + 1;
  }
  return texts;
}

std::vector<Transformer::Input> inputs_of(const PieceSplitter& splitter, const std::string& text, size_t most) {
  std::vector<Transformer::Input> inputs = {{splitter.cls()}};
  for (const Piece& piece : splitter.split(text)) inputs.push_back({piece.id});
  if (inputs.size() + 1 > most) inputs.resize(most - 1);
  inputs.push_back({splitter.sep()});
  return inputs;
}

template <class Run>
double least_time(int runs, const Run& run) {
  double least = 1e30;
  for (int i = 0; i < runs; ++i) {
    const double began = now();
    run();
    least = std::min(least, now() - began);
  }
  return least;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() < 2) fail("usage: encode_texts MODEL pieces | rows SET | time SET N | split N", 2);
  const std::string task = words[1];
  const auto model = ModelFile::read(words[0]);
  if (!model) fail(model.error().message, 1);
  const auto encoder = Transformer::load(model.value(), "encoder");
  if (!encoder) fail(encoder.error().message, 1);
  const auto splitter = PieceSplitter::make(encoder.value().vocabulary());
  if (!splitter) fail(splitter.error().message, 1);
  const std::vector<std::string> texts = read_texts();
  if (task == "pieces" && words.size() == 2) {
    for (const std::string& text : texts) {
      std::string line;
      for (const Piece& piece : splitter.value().split(text))
        line += std::to_string(piece.id) + ":" + std::to_string(piece.span.start) + "-" +
                std::to_string(piece.span.end) + " ";
      std::puts(line.c_str());
    }
    return 0;
  }
  if (task == "split" && words.size() == 3) {
    std::vector<Piece> pieces;
    const double seconds = least_time(std::atoi(words[2].c_str()), [&] {
      pieces.clear();
      for (const std::string& text : texts) splitter.value().split(text, pieces);
    });
    std::printf("%.9f\n", seconds);
    return 0;
  }
  const Kernels* set = words.size() > 2 && words[2] != "best" ? kernel_set(words[2].c_str()) : &kernels();
  if (!set) fail("this processor has no set of kernels " + words[2], 2);
  std::vector<std::vector<Transformer::Input>> inputs;
  for (const std::string& text : texts)
    inputs.push_back(inputs_of(splitter.value(), text, encoder.value().most_pieces()));
  Transformer::Scratch scratch;
  const auto encode = [&](const std::vector<Transformer::Input>& pieces) {
    const auto end = static_cast<uint32_t>(pieces.size());
    return encoder.value().encode(pieces, {&end, 1}, scratch, *set);
  };
  if (task == "rows" && words.size() == 3) {
    for (const auto& pieces : inputs) {
      const std::span<const float> rows = encode(pieces);
      std::fwrite(rows.data(), sizeof(float), rows.size(), stdout);
    }
  } else if (task == "time" && words.size() == 4) {
    const double seconds = least_time(std::atoi(words[3].c_str()), [&] {
      for (const auto& pieces : inputs) encode(pieces);
    });
    std::printf("%.9f\n", seconds);
  } else {
    fail("no task " + task + " with these arguments", 2);
  }
  return 0;
}
