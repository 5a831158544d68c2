#include "choices.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <set>

#include "base/calendar.h"
#include "coder/pipeline.h"
#include "gold_events.h"
#include "stage/place/place.h"
#include "stage/time/time.h"

namespace kronika::train {
namespace {

// An event, what may be chosen for it, and how right each of these is; 0: wrong.
struct Example {
  size_t fold = 0;
  std::vector<ChoiceFeatures> candidates;
  std::vector<float> right;
};

// What a choice is held against.
struct Fields {
  size_t given = 0, wanted = 0, right = 0;
  void count(bool in_gold, bool said, bool agreed) {
    wanted += in_gold;
    given += said;
    right += agreed;
  }
  void print(const char* name) const {
    const auto share = [](size_t part, size_t whole) {
      return static_cast<double>(part) / static_cast<double>(std::max<size_t>(whole, 1));
    };
    std::printf("  %-34s given %4zu, wanted %4zu, right %4zu: precision %.3f recall %.3f F1 %.3f\n", name, given,
                wanted, right, share(right, given), share(right, wanted), share(2 * right, given + wanted));
  }
};

// ---- log-linear weights by Adam (Kingma & Ba 2015) over all examples at once: few weights, the same result each time

class Fit {
 public:
  Fit(const ChoicesOptions& options, const std::vector<Example>& examples) : options_(options), examples_(examples) {}

  // `without` is the fold left out, -1 for none.
  void run(ChoiceModel& model, int without) const {
    const size_t n = model.size();
    std::vector<double> gradient(n), mean(n, 0), square(n, 0), w(n, 0);
    for (int step = 1; step <= options_.steps; ++step) {
      slopes(w, gradient, without);
      const double rate = 0.05 * (step < options_.steps * 3 / 4 ? 1.0 : 0.2);
      for (uint32_t i = 0; i < n; ++i) {
        if (gradient[i] == 0 && w[i] == 0) continue;
        const double g = gradient[i] + static_cast<double>(options_.decay * model.rarity(i)) * w[i];
        mean[i] = 0.9 * mean[i] + 0.1 * g;
        square[i] = 0.99 * square[i] + 0.01 * g * g;
        const double m = mean[i] / (1 - std::pow(0.9, step)), s = square[i] / (1 - std::pow(0.99, step));
        w[i] -= rate * m / (std::sqrt(s) + 1e-3);
      }
    }
    model.set_weights({w.begin(), w.end()});
  }

 private:
  // Of the negative log-likelihood that a right candidate is chosen, each by how right it is.
  void slopes(const std::vector<double>& w, std::vector<double>& gradient, int without) const {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    std::vector<double> score;
    for (const Example& example : examples_) {
      if (without >= 0 && example.fold == static_cast<size_t>(without)) continue;
      score.clear();
      for (const ChoiceFeatures& features : example.candidates) {
        double sum = 0;
        for (const uint32_t f : features) sum += w[f];
        score.push_back(sum);
      }
      const double highest = *std::max_element(score.begin(), score.end());
      double all = 0, right = 1e-12;
      for (size_t i = 0; i < score.size(); ++i) {
        score[i] = std::exp(score[i] - highest);
        all += score[i];
        right += static_cast<double>(example.right[i]) * score[i];
      }
      for (size_t i = 0; i < score.size(); ++i) {
        const double slope = score[i] / all - static_cast<double>(example.right[i]) * score[i] / right;
        if (std::abs(slope) < 1e-7) continue;
        for (const uint32_t f : example.candidates[i]) gradient[f] += slope;
      }
    }
  }

  const ChoicesOptions& options_;
  const std::vector<Example>& examples_;
};

// ---- what is right: as the scorer of the records compares them

// The words of more than two letters, in small letters.
std::set<std::string> plain(std::string_view text) {
  std::set<std::string> out;
  std::string word;
  const auto close = [&] {
    if (word.size() > 2 && word != "the" && word != "and") out.insert(word);
    word.clear();
  };
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) || c == '_')
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else
      close();
  }
  close();
  return out;
}

struct GoldPlace {
  std::set<std::string> words;
  std::string country;
  explicit GoldPlace(const std::string& place) {
    const size_t comma = place.rfind(", ");
    if (comma == std::string::npos) return;
    words = plain(place.substr(0, comma));
    country = place.substr(comma + 2);
  }
  bool is_named(const PlaceRef& place) const {
    const std::set<std::string> said = plain(place.name);
    return std::any_of(said.begin(), said.end(), [&](const std::string& word) { return words.contains(word); });
  }
};

std::optional<DateRange> gold_date(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const size_t slash = text.find('/');
  std::string first = text.substr(0, slash), last = slash == std::string::npos ? first : text.substr(slash + 1);
  if (first.size() == 4) first += "-01-01";
  if (first.size() == 7) first += "-01";
  if (last.size() == 4) last += "-12-31";
  std::optional<Day> start = parse_day(first), end = parse_day(last);
  if (last.size() == 7 && (end = parse_day(last + "-01"))) end->day = days_in_month(end->year, end->month);
  if (!start || !end) return std::nullopt;
  return DateRange{*start, *end, std::nullopt, ""};
}

bool agree(const DateRange& gold, const DateRange& said) {
  const auto days = [](const DateRange& date) { return day_number(date.end) - day_number(date.start) + 1; };
  return gold.start <= said.end && said.start <= gold.end && days(said) <= std::max<int64_t>(31, 2 * days(gold));
}

// ---- the two choices

class Trainer {
 public:
  Trainer(const ChoicesOptions& options, const Pipeline& pipeline, std::vector<GoldDocument> documents)
      : options_(options), pipeline_(pipeline), documents_(std::move(documents)) {
    std::vector<std::string> categories;
    for (const auto& category : pipeline.codebook().categories()) categories.push_back(category->name);
    places_ = std::make_unique<ChoiceModel>(place_questions(), categories);
    dates_ = std::make_unique<ChoiceModel>(date_questions(), categories);
  }

  void run() {
    for (size_t i = 0; i < documents_.size(); ++i) look_at(documents_[i], i % static_cast<size_t>(options_.folds));
    std::printf("%zu documents, %zu events found\n", documents_.size(), place_cases_.size());
    fit_places();
    fit_dates();
  }
  const ChoiceModel& places() const { return *places_; }
  const ChoiceModel& dates() const { return *dates_; }

 private:
  struct PlaceCase {
    std::vector<PlaceRef> kept;  // behind the candidates' pointers
    std::vector<PlaceCandidate> candidates;
    GoldPlace gold;
    bool required = true;
  };
  struct DateCase {
    std::vector<DateCandidate> candidates;
    std::optional<DateRange> gold;
    bool required = true;
  };

  void look_at(const GoldDocument& document, size_t fold) {
    const Analysis a = pipeline_.analyse_fast(document.article);
    const std::vector<const GoldEvent*> gold = match(document, a);
    const DatingLayers dating{document.article, a.tokens, a.tags, a.trees, a.timexes};
    const auto dates = date_candidates(dating, a.events, a.factualities, date_events(dating, a.events), *dates_);
    const auto places = pipeline_.places().candidates(
        {document.article, a.tokens, a.tags, a.trees, a.places, a.mentions, a.actors, a.dates, a.factualities},
        a.events, *places_);
    for (size_t e = 0; e < gold.size(); ++e) {
      if (!gold[e]) continue;
      add_place(places[e], *gold[e], fold);
      add_date(dates[e], *gold[e], fold);
    }
  }

  void add_place(const std::vector<PlaceCandidate>& candidates, const GoldEvent& gold, size_t fold) {
    PlaceCase one{{}, candidates, GoldPlace(gold.place), gold.required};
    one.kept.reserve(candidates.size());
    Example example{fold, {}, {}};
    bool any = false;
    for (PlaceCandidate& candidate : one.candidates) {
      float right = 0;
      if (candidate.place) {
        one.kept.push_back(*candidate.place);
        candidate.place = &one.kept.back();
        // The name is a fact, and so is the country.
        const bool named = one.gold.is_named(*candidate.place), country = candidate.place->country == one.gold.country;
        right = named ? 1.0f : country ? 0.2f : 0.0f;
        any = any || right > 0;
      }
      example.candidates.push_back(candidate.features);
      example.right.push_back(right);
    }
    if (!any) example.right[0] = 1;
    place_examples_.push_back(std::move(example));
    place_cases_.push_back(std::move(one));
  }

  void add_date(const std::vector<DateCandidate>& candidates, const GoldEvent& gold, size_t fold) {
    DateCase one{candidates, gold_date(gold.date), gold.required};
    Example example{fold, {}, {}};
    bool any = false;
    for (const DateCandidate& candidate : candidates) {
      const bool right = one.gold && candidate.date && agree(*one.gold, *candidate.date);
      any = any || right;
      example.candidates.push_back(candidate.features);
      example.right.push_back(right ? 1.0f : 0.0f);
    }
    if (!any) example.right[0] = 1;
    date_examples_.push_back(std::move(example));
    date_cases_.push_back(std::move(one));
  }

  void fit_places() {
    const Fit fit(options_, place_examples_);
    Fields name, country, best_name, best_country;
    for (int fold = 0; fold < options_.folds; ++fold) {
      fit.run(*places_, fold);
      for (size_t i = 0; i < place_cases_.size(); ++i) {
        const PlaceCase& one = place_cases_[i];
        if (place_examples_[i].fold != static_cast<size_t>(fold) || !one.required) continue;
        const PlaceRef* said = likeliest_place(one.candidates, *places_);
        const bool wanted = !one.gold.country.empty();
        name.count(wanted, said, said && wanted && one.gold.is_named(*said));
        country.count(wanted, said, said && said->country == one.gold.country);
        bool any_name = false, any_country = false;
        for (const PlaceCandidate& candidate : one.candidates) {
          any_name = any_name || (candidate.place && one.gold.is_named(*candidate.place));
          any_country = any_country || (candidate.place && candidate.place->country == one.gold.country);
        }
        best_name.count(wanted, any_name, any_name);
        best_country.count(wanted, any_country, any_country);
      }
    }
    name.print("places by name, other folds' weights");
    country.print("places by country");
    best_name.print("at best by name");
    best_country.print("at best by country");
    fit.run(*places_, -1);
  }

  void fit_dates() {
    const Fit fit(options_, date_examples_);
    Fields model, best;
    for (int fold = 0; fold < options_.folds; ++fold) {
      fit.run(*dates_, fold);
      for (size_t i = 0; i < date_cases_.size(); ++i) {
        const DateCase& one = date_cases_[i];
        if (date_examples_[i].fold != static_cast<size_t>(fold) || !one.required) continue;
        const auto said = likeliest_date(one.candidates, *dates_);
        model.count(one.gold.has_value(), said.has_value(), one.gold && said && agree(*one.gold, *said));
        const bool any = one.gold && date_examples_[i].right[0] == 0;
        best.count(one.gold.has_value(), any, any);
      }
    }
    model.print("dates, other folds' weights");
    best.print("at best");
    fit.run(*dates_, -1);
  }

  const ChoicesOptions& options_;
  const Pipeline& pipeline_;
  std::vector<GoldDocument> documents_;
  std::unique_ptr<ChoiceModel> places_, dates_;
  std::vector<Example> place_examples_, date_examples_;
  std::vector<PlaceCase> place_cases_;
  std::vector<DateCase> date_cases_;
};

Status write(const std::string& path, const char* what, const char* questions, const ChoiceModel& model) {
  std::ofstream out(path, std::ios::binary);
  out << "# How much each answer speaks for a " << what
      << ": category, question, answer.\n# Made by kronika-train choices from data/corpus; the questions are those of "
      << questions << ".\n"
      << model.format();
  out.close();
  if (!out) return Error{ErrorKind::io, path + ": cannot be written"};
  return Done{};
}

}  // namespace

Status train_choices(const ChoicesOptions& options) {
  if (options.folds < 2) return Error{ErrorKind::usage, "--folds is at least 2"};
  const auto pipeline = Pipeline::load(options.kronika, {});
  if (!pipeline) return pipeline.error();
  auto documents = read_gold(options.corpus);
  if (!documents) return documents.error();
  Trainer trainer(options, *pipeline.value(), std::move(documents.value()));
  trainer.run();
  if (const Status places = write(options.out + "/place_weights.txt", "place to be where an event happened",
                                  "src/stage/place/place_choice.cc", trainer.places());
      !places)
    return places;
  return write(options.out + "/date_weights.txt", "day to be that of an event", "src/stage/time/date_choice.cc",
               trainer.dates());
}

}  // namespace kronika::train
