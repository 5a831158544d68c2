// Pipeline: the stages in order, from an article to its layers. The part of the program to read first.
#pragma once

#include <memory>
#include <string>

#include "codebook/codebook.h"
#include "codebook/knowledge.h"
#include "kronika/coder.h"
#include "stage/actor/country_choice.h"
#include "stage/argument/roles.h"
#include "text/actors.h"
#include "text/events.h"
#include "text/mentions.h"
#include "text/syntax.h"
#include "text/tokens.h"

namespace kronika {

class PlaceFinder;

// All layers of one article. Each is made once, by one stage, and only read after that.
struct Analysis {
  Tokens tokens;                     // without the paragraphs in other languages
  std::vector<SkippedText> skipped;  // those
  Tags tags;
  Trees trees;
  Names names;
  Mentions mentions;
  Chains chains;
  Actors actors;
  Timexes timexes;
  Places places;
  Quotations quotations;
  Triggers triggers;  // words and expressions of the codebook, whether or not they make an event
  Events events;
  Factualities factualities;  // the four below: one entry an event
  EventDates dates;
  EventPlaces event_places;
  Attributions attributions;
  std::vector<float> confidences;  // 0..1
};

// Immutable once loaded; safe for concurrent use by multiple threads.
class Pipeline {
 public:
  static Result<std::unique_ptr<const Pipeline>> load(const std::string& data, const CoderOptions& options);
  ~Pipeline();

  // `explain`: with reasons that cost time, which only a reader asks for.
  Analysis analyse(const Article& article, bool explain = false) const;
  // As the fast coder sees it, whichever is loaded. Where they are given, `choose` says who the parties of events are,
  // and `choose_country` of which country those are whose words do not say it: for training.
  Analysis analyse_fast(const Article& article, const RoleChooser& choose = {},
                        const CountryChooser& choose_country = {}) const;
  // As far as the mentions: what the layers text to mentions show.
  Analysis analyse_mentions(const Article& article) const;
  // From tokens that a file gives (CoNLL-U), as far as the trees.
  Analysis analyse_syntax(const Article& article, Tokens tokens) const;
  // Coder::relate.
  Result<Relation> relate(const MarkedText& text) const;
  // The records of an analysed article, in text order.
  std::vector<Record> records(const Article& article, const Analysis& analysis) const;
  // Why the article is not to be coded ("language de"); empty: it is.
  std::string skip_reason(const Article& article) const;

  const CoderInfo& info() const;
  const KnowledgeBase& knowledge() const;
  const Codebook& codebook() const;
  const RoleRanker& roles() const;
  const PlaceFinder& places() const;
  const CountryRanker& countries() const;

 private:
  Pipeline();
  // By the fast coder, as far as their attributions.
  Analysis find_events(const Article& article, const RoleChooser& choose = {},
                       const CountryChooser& choose_country = {}) const;
  // What the judge makes of them.
  void read_again(const Article& article, bool explain, Analysis& analysis) const;
  // Where the events happened, and how surely each is one: in the judge's view, or by the fast coder's signs.
  void finish(const Article& article, bool judged, Analysis& analysis) const;
  struct Stages;
  std::unique_ptr<Stages> stages_;  // not changed once loaded
};

}  // namespace kronika
