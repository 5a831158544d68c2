#include "merge/made_news.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "merge/words.h"

namespace kronika {
namespace {

constexpr size_t kVocabulary = 20000, kArticlesADay = 60;
constexpr std::array<const char*, 6> kEvents = {"ASSAULT", "CONSULT", "COERCE", "ACCUSE", "PROTEST", "AID"};
constexpr std::array<const char*, 12> kCountries = {"USA", "RUS", "UKR", "CHN", "ISR", "IRN",
                                                    "GBR", "FRA", "DEU", "IND", "PAK", "SYR"};
constexpr std::array<const char*, 5> kSectors = {"GOV", "MIL", "COP", "REB", "CVL"};

class NewsMaker {
 public:
  explicit NewsMaker(uint32_t seed) : random_(seed) {}

  std::vector<MadeArticle> make(size_t articles) {
    std::vector<MadeArticle> news;
    while (news.size() < articles) {
      const int64_t day = 18000 + static_cast<int64_t>(news.size() / kArticlesADay);
      const Happening happening = make_happening(day);
      const size_t told_by = 1 + below(5) * below(2);
      for (size_t i = 0; i < told_by; ++i) tell(happening, news);
    }
    news.resize(articles);
    return news;
  }

 private:
  struct Happening {
    uint32_t number;
    int64_t day;
    std::string event, place;
    ReportParty actor, recipient;
    std::vector<std::string> words;
    int64_t count;
  };

  // The numbers of the generator itself are the same everywhere; those of the library's distributions are not.
  size_t below(size_t end) { return static_cast<size_t>(random_()) % end; }
  bool chance(size_t percent) { return below(100) < percent; }

  // Rare words are most of a language: the square of an even number leans towards the common ones.
  std::string word() {
    const double x = static_cast<double>(below(1 << 20)) / (1 << 20);
    size_t n = static_cast<size_t>(std::pow(x, 2.5) * kVocabulary);
    std::string out;
    for (n += 40; n > 0; n /= 20) out += {"bdfgklmnprstvzchjwxq"[n % 20], "aeiou"[n % 5]};
    return out;
  }
  std::vector<std::string> words(size_t count) {
    std::vector<std::string> out;
    for (size_t i = 0; i < count; ++i) out.push_back(word());
    return out;
  }
  ReportParty party() { return {"", kCountries[below(kCountries.size())], kSectors[below(kSectors.size())]}; }

  Happening make_happening(int64_t day) {
    return {happenings_++, day,       kEvents[below(kEvents.size())],     "city-" + std::to_string(below(200)), party(),
            party(),       words(14), static_cast<int64_t>(2 + below(60))};
  }

  // An original in its own words, and up to six papers that print it.
  void tell(const Happening& happening, std::vector<MadeArticle>& news) {
    const auto original = static_cast<uint32_t>(news.size());
    std::vector<std::string> lead;
    for (const std::string& w : happening.words)
      if (chance(75)) lead.push_back(w);
    for (const std::string& w : words(5)) lead.push_back(w);
    // One paper in five counts otherwise.
    const int64_t count = chance(20) ? happening.count + 1 : happening.count;
    lead.push_back(std::to_string(count));
    lead.push_back("people");
    const std::vector<std::string> body = words(120 + below(400));
    const size_t copies = 1 + below(7) * below(2);
    const bool dated = chance(60), placed = chance(70);
    for (size_t i = 0; i < copies; ++i) {
      MadeArticle article;
      article.original = original;
      std::vector<std::string> sentence = lead, rest = body;
      if (i > 0) {
        edit(sentence, 2);
        edit(rest, 4);
        // Cut from the end, down to half of it.
        if (chance(50)) rest.resize(rest.size() - below(rest.size() / 2 + 1));
      }
      std::string told;
      for (const std::string& w : sentence) told += w + " ";
      article.text = told + "\n";
      for (const std::string& w : rest) article.text += w + " ";
      Report report;
      report.id = "k1:" + std::to_string(news.size());
      report.document = "d" + std::to_string(news.size());
      report.publisher = "paper-" + std::to_string(below(80));
      report.published = happening.day + static_cast<int64_t>(below(2));
      report.event = happening.event;
      report.actor = {happening.actor};
      if (!chance(10)) report.recipient = {happening.recipient};
      if (dated) report.first_day = report.last_day = happening.day;
      if (placed) report.place = happening.place;
      report.words = content_words(told);
      report.numbers = counted_things(told);
      report.trigger = trigger_words(sentence.front());
      report.about = topic_words(article.text);
      article.reports = {report};
      article.happenings = {happening.number};
      news.push_back(std::move(article));
    }
  }

  void edit(std::vector<std::string>& text, size_t percent) {
    for (std::string& w : text)
      if (chance(percent)) w = word();
  }

  std::mt19937 random_;
  uint32_t happenings_ = 0;
};

}  // namespace

std::vector<MadeArticle> make_news(size_t articles, uint32_t seed) { return NewsMaker(seed).make(articles); }

}  // namespace kronika
