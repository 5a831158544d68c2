#include "stage/coref/ranker.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "nn/kernels.h"
#include "stage/coref/axes.h"

namespace kronika {
namespace {

struct Asked {
  std::string_view name;
  std::vector<Axis> axes;
};

const std::vector<Asked>& questions() {
  using namespace axes;
  static const std::vector<Asked> all = {
      {"pronoun", {kPronoun}},
      {"kind", {kKind}},
      {"distance", {kDistance}},
      {"recency", {kRank}},
      {"fitting_recency", {kRank}},
      {"named_distance", {kDistance}},
      {"parallel", {kForm3, kRole, kRole, kNear}},
      {"same_sentence", {kRoleOrNone, kRole}},
      {"sentence_before", {kRoleOrNone, kRole}},
      {"two_before", {kRoleOrNone}},
      {"clause", {kClause, kRole}},
      {"clause_link", {kClause, kLink}},
      {"form", {kForm, kNear}},
      {"sort", {kSort, kNumber}},
      {"gender", {kGender}},
      {"ending", {kEnding, kGenderOf}},
      {"size", {kSize}},
      {"recent_size", {kSize}},
      {"size_rank", {kRank}},
      {"first_person", {kYes}},
      {"opening", {kYes}},
      {"paragraph", {kNear}},
      {"quote", {kQuote}},
      {"speech", {kYes, kYes, kNear}},
      {"depth", {kSize}},
      {"coordinated", {kYes}},
      {"reflexive", {kYes, kClause}},
      {"newness", {kYes, kNear}},
      {"fitting", {kYes, kRank}},
      {"sentence_start", {kYes, kYes, kNear}},
      {"pleonastic", {kPleonastic, kRank}},
      {"later", {kClause, kRole, kForm3}},
      {"later_role", {kRole, kRole, kYes}},
      {"later_link", {kClause, kLink}},
      {"understood", {kYes, kRole, kYes}},
      {"parenthesis", {kYes, kYes}},
      {"predicate", {kYes}},
      {"named_total", {kSize}},
      {"named_rank", {kRank}},
      {"order", {kRank}},
      {"order_in_sentence", {kNear, kRank}},
      {"main_subject", {kYes, kNear}},
      {"streak", {kYes, kNear}},
      {"streak_role", {kYes, kRole, kRole}},
      {"possessed", {kYes, kClause}},
      {"quote_role", {kQuote, kRole}},
      {"quote_speaker", {kYes}},
      {"named_form", {kForm, kSize}},
      {"words", {kWords}},
      {"path", {kRank}},
      {"mark", {kOpener, kRole, kYes}},
      {"mark_later", {kOpener, kRole}},
      {"preposition", {kOpener, kClause}},
      {"preposition_later", {kOpener, kRole}},
      {"case", {kOpener, kNear}},
      {"passive", {kYes, kYes, kNear}},
      {"modified", {kYes, kYes, kNear}},
      {"coordination", {kYes, kYes, kNear}},
      {"introduced", {kYes, kNear}},
      {"subject_between", {kYes, kNear}},
  };
  return all;
}

struct Layout {
  std::vector<uint32_t> start;  // per question: number of its first answer
  std::vector<std::string> names;
};

Layout make_layout() {
  Layout layout;
  for (const Asked& asked : questions()) {
    std::vector<std::string> answers = {""};
    for (const Axis& axis : asked.axes) {
      std::vector<std::string> longer;
      for (const std::string& before : answers)
        for (const std::string_view value : axis)
          longer.push_back((before.empty() ? "" : before + "+") + std::string(value));
      answers = std::move(longer);
    }
    layout.start.push_back(static_cast<uint32_t>(layout.names.size()));
    for (const std::string& answer : answers) layout.names.push_back(std::string(asked.name) + " " + answer);
  }
  return layout;
}

const Layout& layout() {
  static const Layout made = make_layout();
  return made;
}

constexpr uint32_t kWidth = PronounNetwork::kWidth;

}  // namespace

void Answers::add(PronounQuestion question, std::initializer_list<uint32_t> values) {
  const auto q = static_cast<size_t>(question);
  numbers_.push_back(layout().start[q] + place_of(questions()[q].axes, values));
}

uint32_t Answers::count() { return static_cast<uint32_t>(layout().names.size()); }
const std::vector<std::string>& Answers::names() { return layout().names; }

PronounRanker::PronounRanker(const PronounNetwork& network)
    : in_(quantise(network.in.data(), Answers::count(), kWidth)),
      direct_(network.direct),
      bias_(network.bias),
      out_(network.out) {}

ModelFile PronounRanker::model() const {
  ModelFile model;
  Tensor in{0, kWidth, {}, {}, {}}, direct{0, 1, {}, {}, {}};
  for (uint32_t answer = 0; answer < in_.rows; ++answer) {
    const auto row = in_.bytes.begin() + answer * kWidth;
    if (direct_[answer] == 0.0f && std::all_of(row, row + kWidth, [](int8_t byte) { return byte == 0; })) continue;
    model.strings["answers"].push_back(Answers::names()[answer]);
    in.bytes.insert(in.bytes.end(), row, row + kWidth);
    in.scales.push_back(in_.scales[answer]);
    direct.floats.push_back(direct_[answer]);
    ++in.rows;
    ++direct.rows;
  }
  model.tensors["in"] = std::move(in);
  model.tensors["direct"] = std::move(direct);
  model.tensors["bias"] = {1, kWidth, {}, {}, bias_};
  model.tensors["out"] = {1, kWidth, {}, {}, out_};
  return model;
}

Result<PronounRanker> PronounRanker::load(const ModelFile& model) {
  const auto answers = model.list("answers");
  if (!answers) return answers.error();
  const auto rows = static_cast<uint32_t>(answers.value()->size());
  const auto in = model.tensor("in", rows, kWidth), direct = model.tensor("direct", rows, 1),
             bias = model.tensor("bias", 1, kWidth), out = model.tensor("out", 1, kWidth);
  for (const auto* tensor : {&in, &direct, &bias, &out})
    if (!*tensor) return tensor->error();
  if (in.value()->bytes.empty() || direct.value()->floats.empty() || bias.value()->floats.empty() ||
      out.value()->floats.empty())
    return Error{ErrorKind::invalid, "the coreference model has a tensor of another kind"};
  std::unordered_map<std::string_view, uint32_t> numbers;
  for (uint32_t i = 0; i < Answers::count(); ++i) numbers[Answers::names()[i]] = i;
  PronounRanker ranker;
  ranker.in_ = {Answers::count(),
                kWidth,
                std::vector<int8_t>(size_t{Answers::count()} * kWidth, 0),
                std::vector<float>(Answers::count(), 0.0f),
                {}};
  ranker.direct_.assign(Answers::count(), 0.0f);
  for (uint32_t row = 0; row < rows; ++row) {
    const auto at = numbers.find((*answers.value())[row]);
    if (at == numbers.end())
      return Error{ErrorKind::invalid, "no question has the answer \"" + (*answers.value())[row] +
                                           "\"; make the coreference model anew with kronika-train coreference"};
    const uint32_t answer = at->second;
    std::copy_n(in.value()->bytes.begin() + row * kWidth, kWidth, ranker.in_.bytes.begin() + answer * kWidth);
    ranker.in_.scales[answer] = in.value()->scales[row];
    ranker.direct_[answer] = direct.value()->floats[row];
  }
  ranker.bias_ = bias.value()->floats;
  ranker.out_ = out.value()->floats;
  return ranker;
}

float PronounRanker::score(const Answers& answers) const {
  if (bias_.empty()) return 0.0f;
  std::array<float, kWidth> hidden;
  std::copy(bias_.begin(), bias_.end(), hidden.begin());
  float score = 0.0f;
  for (const uint32_t answer : answers.numbers()) {
    kernels().add_scaled(&in_.bytes[size_t{answer} * kWidth], in_.scales[answer], kWidth, hidden.data());
    score += direct_[answer];
  }
  std::array<int8_t, kWidth> rounded;
  kernels().tanh(hidden.data(), rounded.data(), kWidth);
  for (uint32_t i = 0; i < kWidth; ++i) score += out_[i] * hidden[i];
  return score;
}

}  // namespace kronika
