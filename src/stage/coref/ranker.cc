#include "stage/coref/ranker.h"

#include <array>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <unordered_map>

#include "stage/coref/axes.h"

namespace kronika {
namespace {

struct Asked {
  std::string_view name;
  std::vector<Axis> axes;
};

// Each kind of pronoun has weights of its own, some shared with the other case of the same pronoun, some shared by all:
// little is known of each, and what holds for all is learned from all.
constexpr std::array<std::string_view, 10> kBlockNames = {"he",    "his",    "it",     "its",        "they",
                                                          "their", "he/his", "it/its", "they/their", "any"};
constexpr uint32_t kFirstPair = kPronounKinds, kShared = kPronounKinds + kPronounKinds / 2;

const std::vector<Asked>& questions() {
  using namespace axes;
  static const std::vector<Asked> all = {
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
      {"ahead", {kLink, kRole}},
  };
  return all;
}

struct Layout {
  std::vector<uint32_t> start, answers;  // per question: index of its first weight, number of answers
  std::vector<std::string> names;
  std::vector<float> rarity;
  std::unordered_map<std::string, uint32_t> index;
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
    layout.answers.push_back(static_cast<uint32_t>(answers.size()));
    for (uint32_t block = 0; block < kBlockNames.size(); ++block)
      for (const std::string& answer : answers) {
        layout.names.push_back(std::string(kBlockNames[block]) + " " + std::string(asked.name) + " " + answer);
        layout.rarity.push_back((block < kFirstPair ? 3.0f : 1.0f) *
                                std::sqrt(static_cast<float>(answers.size()) / 8.0f));
      }
  }
  for (uint32_t i = 0; i < layout.names.size(); ++i) layout.index[layout.names[i]] = i;
  return layout;
}

const Layout& layout() {
  static const Layout made = make_layout();
  return made;
}

}  // namespace

std::string_view question_name(Question question) { return questions()[static_cast<size_t>(question)].name; }

void Answers::add(Question question, std::initializer_list<uint32_t> values) {
  const auto q = static_cast<size_t>(question);
  const std::vector<Axis>& axes = questions()[q].axes;
  assert(axes.size() == values.size() && "each axis of a question has a value");
  uint32_t answer = 0;
  size_t axis = 0;
  for (const uint32_t value : values) {
    const auto length = static_cast<uint32_t>(axes[axis++].size());
    assert(value < length && "a value lies on its axis");
    answer = answer * length + value;
  }
  const uint32_t answers = layout().answers[q], start = layout().start[q];
  const auto kind = static_cast<uint32_t>(kind_);
  for (const uint32_t block : {kind, kFirstPair + kind / 2, kShared})
    features_.push_back(start + block * answers + answer);
}

uint32_t PronounRanker::size() { return static_cast<uint32_t>(layout().names.size()); }
const std::vector<std::string>& PronounRanker::names() { return layout().names; }
const std::vector<float>& PronounRanker::rarity() { return layout().rarity; }

Result<PronounRanker> PronounRanker::load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::not_found, path + ": cannot be read; is --data the right folder?"};
  std::vector<float> weights(size(), 0.0f);
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    const auto wrong = [&](const std::string& what) {
      return Error{ErrorKind::invalid, path + ":" + std::to_string(number) + ": " + what};
    };
    const size_t tab = line.find('\t');
    if (tab == std::string::npos) return wrong("a weight is a name, a tab and a number");
    const auto at = layout().index.find(line.substr(0, tab));
    if (at == layout().index.end()) return wrong("no question has the answer \"" + line.substr(0, tab) + "\"");
    char* end = nullptr;
    const float weight = std::strtof(line.c_str() + tab + 1, &end);
    if (end == line.c_str() + tab + 1 || *end != '\0' || !std::isfinite(weight))
      return wrong("\"" + line.substr(tab + 1) + "\" is no number");
    weights[at->second] = weight;
  }
  return PronounRanker(std::move(weights));
}

std::string PronounRanker::format(const std::vector<float>& weights) {
  std::string out;
  for (uint32_t i = 0; i < weights.size(); ++i) {
    char number[32];
    std::snprintf(number, sizeof number, "%.3f", static_cast<double>(weights[i]));
    if (std::strtof(number, nullptr) != 0.0f) out += layout().names[i] + "\t" + number + "\n";
  }
  return out;
}

float PronounRanker::score(const Answers& answers) const {
  float sum = 0;
  for (const uint32_t feature : answers.features()) sum += weights_[feature];
  return sum;
}

}  // namespace kronika
