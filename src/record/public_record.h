// PublicRecord: a record as outputs show it: offsets in code points of the field, private names replaced by roles.
// The one place where bytes become code points and where names are withheld.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "kronika/article.h"
#include "kronika/record.h"

namespace kronika {

// Words of the article as they may be shown. Code points within the record's field.
struct PublicWords {
  std::string text;
  uint32_t start = 0, end = 0;
  bool withheld = false;  // `text` has a role in brackets where a private name stood
};

struct PublicParty {
  const Party* party = nullptr;
  PublicWords words;
};

struct PublicRecord {
  std::string id;
  const Record* record = nullptr;
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

// A private name in the article, and the role in brackets that stands in its place.
struct Withheld {
  Span span;
  std::string role;
};

// Makes the public records of one article; the article and the records must outlive what it gives. A name that one record
// withholds is withheld in all.
class Publisher {
 public:
  Publisher(const Article& article, const std::vector<Record>& records);
  PublicRecord publish(const Record& record) const;

 private:
  PublicWords show(Span span) const;

  const Article& article_;
  CodePointIndex index_;
  std::vector<Withheld> withheld_;  // by start; none overlaps another
};

// "k1:" and 16 hexadecimal digits: a hash of document, field, offsets, category and parties; the same on every machine.
std::string record_id(const Article& article, const Record& record);

}  // namespace kronika
