// PublicRecord: a record as outputs show it: offsets in code points of the field, private names replaced by roles.
// The one place where bytes become code points and where names are withheld.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "kronika/article.h"
#include "kronika/coder.h"
#include "kronika/record.h"

namespace kronika {

// Words of the article as they may be shown. Code points within their field, which may be another than the record's.
struct PublicWords {
  std::string text;
  uint32_t start = 0, end = 0;
  bool in_title = false;
  bool withheld = false;  // `text` has a role in brackets where a private name stood
};

struct PublicParty {
  const Party* party = nullptr;
  PublicWords words;
};

struct PublicRecord {
  std::string id;
  const Record* record = nullptr;
  const Kept* kept = nullptr;  // null: it comes of no store
  bool in_title = false;
  PublicWords words, sentence;
  std::vector<PublicParty> actor, recipient;
  std::vector<PublicWords> mentions;
  std::optional<PublicWords> date, place, attribution, cue;
  struct Why {
    const Reason* reason = nullptr;
    std::vector<PublicWords> words;
  };
  std::vector<Why> why;
};

// Makes the public records of one article; the article and what was coded of it must outlive it and what it gives.
class Publisher {
 public:
  Publisher(const Article& article, const CodedArticle& coded);
  // `record` is one of the coded ones.
  PublicRecord publish(const Record& record) const;
  // Words of the article that no record has.
  PublicWords show(Span span) const;
  // The title, else the first line.
  std::string heading() const;

 private:
  const Article& article_;
  CodePointIndex index_;
  const CodedArticle& coded_;
};

// "k1:" and 16 hexadecimal digits: a hash of document, field, offsets, category and parties; the same on every machine.
std::string record_id(const Article& article, const Record& record);

}  // namespace kronika
