#include "stage/tokenize/scanner.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "port/icu.h"

namespace kronika {
namespace {

// Nobody writes longer words: what is longer is cut, so that no later step meets it.
constexpr uint32_t kMostBytes = 256;

bool ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || ascii_upper(c); }

std::string lower(std::string_view word) {
  std::string out(word);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

bool among(char c, std::string_view marks) { return marks.find(c) != std::string_view::npos; }

bool is_file_end(std::string_view end) {
  constexpr std::string_view kEnds[] = {"pdf",  "doc", "docx", "txt",  "htm", "html", "xls",
                                        "xlsx", "ppt", "jpg",  "jpeg", "gif", "png",  "zip"};
  return std::find(std::begin(kEnds), std::end(kEnds), lower(end)) != std::end(kEnds);
}

bool is_upper(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

}  // namespace

char32_t Scanner::at(uint32_t byte) const {
  if (byte >= end_) return 0;
  const auto c = static_cast<unsigned char>(text_[byte]);
  return c < 0x80 ? c : decode_utf8(text_, byte).value;
}

uint32_t Scanner::after(uint32_t byte) const {
  return static_cast<unsigned char>(text_[byte]) < 0x80 ? byte + 1
                                                        : static_cast<uint32_t>(decode_utf8(text_, byte).next);
}

bool Scanner::letter(uint32_t byte) const {
  if (byte >= end_) return false;
  const char32_t c = at(byte);
  return c < 0x80 ? ascii_letter(static_cast<char>(c)) : is_letter(c) && !is_unspaced(c);
}

uint32_t Scanner::apostrophe(uint32_t byte) const {
  if (byte >= end_) return 0;
  if (text_[byte] == '\'') return 1;
  return text_.substr(byte, 3) == "\u2019" ? 3 : 0;
}

bool Scanner::is_abbreviation(std::string_view word) const {
  const std::string low = lower(word);
  return abbreviations_.has("title", low) || abbreviations_.has("open", low);
}

void Scanner::scan(uint32_t from, uint32_t to, char next) {
  begin_ = from;
  end_ = to;
  next_ = next;
  if (scan_address(from) || scan_whole(from)) return;
  while (from < end_) {
    const char32_t c = at(from);
    if (digit(from) || ((c == '.' || c == ',' || c == '+') && digit(from + 1) && from == begin_) ||
        (is_digit(c) && c >= 0x80)) {
      from = scan_number(from);
    } else if (letter(from)) {
      from = scan_word(from);
    } else if (is_unspaced(c)) {
      uint32_t stop = from;
      while (stop < end_ && is_unspaced(at(stop))) stop = after(stop);
      each_word(text_.substr(from, stop - from), [&](uint32_t a, uint32_t b) { add(from + a, from + b); });
      from = stop;
    } else if (const uint32_t mark = apostrophe(from);
               mark && from > begin_ && !words_.empty() && words_.back().span.end == from &&
               (text_[from - 1] == 's' || text_[from - 1] == 'S') && from + mark == end_) {
      add(from, from + mark, !quoted_);  // "the workers' party", but "the word 'workers' is"
      quoted_ = false;
      from += mark;
    } else if ((c == '#' || c == '@') && letter(from + 1)) {
      uint32_t stop = from + 1;
      while (letter(stop) || digit(stop) || (stop < end_ && text_[stop] == '_') ||
             (c == '@' && stop < end_ && text_[stop] == '.' && letter(stop + 1)))
        stop = after(stop);
      add(from, stop);
      from = stop;
    } else {
      const uint32_t stop = from + marks_at(from);
      if (from == begin_ && (c == '\'' || c == U'\u2018') && stop < end_)
        quoted_ = true;
      else if (c == '\'' || c == U'\u2019')
        quoted_ = false;
      add(from, stop);
      from = stop;
    }
  }
}

// What is one word by its shape alone: "'02", "'s", "b/c".
bool Scanner::scan_whole(uint32_t from) {
  uint32_t stop = end_;
  while (stop > from + 1 && among(text_[stop - 1], ".,;:!?)]\"")) --stop;
  const std::string_view whole = text_.substr(from, stop - from);
  if (whole.size() < 2) return false;
  const uint32_t mark = apostrophe(from);
  const bool year = mark && whole.size() == mark + 2 && digit(from + mark) && digit(from + mark + 1);
  const bool clitic = mark && whole.size() == mark + 1 && whole.back() == 's';
  const bool slash = whole.size() <= 5 && whole.size() >= 3 && whole[1] == '/' && ascii_letter(whole[0]) &&
                     std::all_of(whole.begin() + 2, whole.end(), ascii_letter);
  if (!year && !clitic && !slash) return false;
  add(from, stop);
  while (stop < end_) {
    const uint32_t last = stop + marks_at(stop);
    add(stop, last);
    stop = last;
  }
  return true;
}

// The bytes of the mark at `from`. Runs of one mark are one word: "...", "--", "!!!", "``"; so are "?!", faces (":-)")
// and lines drawn with several marks.
uint32_t Scanner::marks_at(uint32_t from) const {
  if (const uint32_t face = face_at(from)) return face;
  const char32_t c = at(from);
  const uint32_t most = std::min(end_, from + kMostBytes);
  uint32_t stop = after(from);
  if (c == U'\u2018' || c == U'\u2019') {
    if (at(stop) == U'\u2019') stop = after(stop);  // two single marks for a double one
  } else if (c == '!' || c == '?' || c == '.') {
    uint32_t dots = c == '.', others = c != '.', last = stop;
    for (; last < most && dots < 3 && among(text_[last], ".!?"); ++last) ++(text_[last] == '.' ? dots : others);
    if (others > 0 && dots < 3) return last - from;
    while (stop < most && (c == '.' ? text_[stop] == '.' : text_[stop] == '!' || text_[stop] == '?')) ++stop;
  } else if (c < 0x80 && among(static_cast<char>(c), "-=+*|<>~_#")) {
    uint32_t last = from;
    while (last < most && among(text_[last], "-=+*|<>~_#")) ++last;
    const std::string_view line = text_.substr(from, last - from);
    const bool drawn =
        line.size() > 7 ||
        (line.size() > 3 && (line.find("--") != std::string_view::npos || line.find("==") != std::string_view::npos));
    if (drawn) return last - from;
    while (stop < last && at(stop) == c) ++stop;
  } else if (c < 0x80 && among(static_cast<char>(c), "`'$")) {
    while (stop < most && at(stop) == c) ++stop;
  }
  return stop - from;
}

bool Scanner::scan_address(uint32_t from) {
  const std::string_view whole = text_.substr(from, end_ - from);
  // Most stretches hold no such mark but at their end, and need no closer look.
  if (std::none_of(whole.begin(), whole.end() - 1, [](char c) { return c == '.' || c == '@' || c == ':'; }))
    return false;
  const size_t mail = whole.find('@');
  // "Name"<name@example.org>: the address begins after the mark.
  if (mail != std::string_view::npos)
    if (const size_t mark = whole.substr(0, mail).find_last_of("<(\"[");
        mark != std::string_view::npos && mark + 1 < mail) {
      const uint32_t end = end_, address = from + static_cast<uint32_t>(mark) + 1;
      const char next = next_;
      scan(from, address, text_[address]);
      scan(address, end, next);
      return true;
    }
  // "[http://example.org/]": what stands before the address is read first.
  for (const std::string_view begin : {"http://", "https://", "www."})
    if (const size_t at = whole.find(begin); at != std::string_view::npos && at > 0 && !ascii_letter(whole[at - 1]) &&
                                             whole[at - 1] != '/' && whole[at - 1] != '=' &&
                                             whole.substr(0, at).find("://") == std::string_view::npos) {
      const uint32_t end = end_, address = from + static_cast<uint32_t>(at);
      const char next = next_;
      scan(from, address, text_[address]);
      scan(address, end, next);
      return true;
    }
  const bool web = whole.starts_with("http://") || whole.starts_with("https://") || whole.starts_with("www.");
  const bool is_mail = mail != std::string_view::npos && mail > 0 && mail + 1 < whole.size() &&
                       (ascii_letter(whole[0]) || digit(from)) && ascii_letter(whole[mail + 1]) &&
                       whole.substr(0, mail).find_first_of("/()<>\"") == std::string_view::npos;
  const size_t dot = whole.find_last_not_of(".,;:!?)]}>\"'");
  const size_t file = dot == std::string_view::npos ? dot : whole.substr(0, dot + 1).rfind('.');
  const bool is_file = file != std::string_view::npos && is_file_end(whole.substr(file + 1, dot - file)) &&
                       (ascii_letter(whole[0]) || digit(from) || (whole[0] == '.' && file == 0)) &&
                       whole.substr(0, file).find_first_of("()<>\"/,:;") == std::string_view::npos;
  if (!web && !is_mail && !is_file) {
    // "<<report.pdf>>"
    const size_t open = whole.find_first_not_of("<([\"");
    if (open == 0 || open == std::string_view::npos || file == std::string_view::npos ||
        !is_file_end(whole.substr(file + 1, dot - file)))
      return false;
    const uint32_t end = end_, name = from + static_cast<uint32_t>(open);
    const char next = next_;
    scan(from, name, text_[name]);
    scan(name, end, next);
    return true;
  }
  uint32_t stop = end_;
  while (stop > from + 1 && std::string_view(".,;:!?)]}>\"'").find(text_[stop - 1]) != std::string_view::npos) --stop;
  if (text_.substr(0, stop).ends_with("\u201D")) stop -= 3;
  for (uint32_t piece = from; piece < stop;) {
    uint32_t last = std::min(stop, piece + kMostBytes);
    while (last < stop && (static_cast<unsigned char>(text_[last]) & 0xC0) == 0x80) --last;
    add(piece, last);
    piece = last;
  }
  while (stop < end_) {
    const uint32_t last = stop + marks_at(stop);
    add(stop, last);
    stop = last;
  }
  return true;
}

// "1,200.50", "3:30", "9/11", "713-646-3393", "19th", "1990s"; "5km" and "10pm" are two words, "2020-2021" three.
uint32_t Scanner::scan_number(uint32_t from) {
  uint32_t stop = from;
  uint32_t hyphens = 0, first_hyphen = 0;
  while (stop < end_ && stop - from < kMostBytes) {
    if (digit(stop) || (at(stop) >= 0x80 && is_digit(at(stop)))) {
      stop = after(stop);
    } else if (digit(stop + 1) && stop > from && among(text_[stop], ".,:/")) {
      if (text_[stop] == ',' && !thousands(stop)) break;  // "[5,6]"
      ++stop;
    } else if (digit(stop + 1) && stop > from && text_[stop] == '-') {
      if (hyphens++ == 0) first_hyphen = stop;
      ++stop;
    } else if (stop == from && among(text_[stop], ".,+")) {
      ++stop;
    } else {
      break;
    }
  }
  const uint32_t before = first_hyphen - from, behind = stop - first_hyphen - 1;
  const bool telephone = hyphens == 1 && behind == 4 &&
                         (before == 1 || before == 3 || before == 5 || (before == 7 && text_[from + 3] == '/'));
  if (hyphens == 1 && !telephone) {  // a range or a score; more hyphens make a date or a telephone number
    add(from, first_hyphen);
    add(first_hyphen, first_hyphen + 1);
    return scan_number(first_hyphen + 1);
  }
  if (const uint32_t mark = apostrophe(stop); mark && at(stop + mark) == 's' && !letter(stop + mark + 1)) {
    const bool decade = stop - from <= 2 || (stop - from == 4 && text_[stop - 1] == '0');  // "in the 1960's"
    add(from, decade ? stop + mark + 1 : stop);
    if (!decade) add(stop, stop + mark + 1, true);
    return stop + mark + 1;
  }
  uint32_t letters = stop;
  while (letter(letters)) letters = after(letters);
  const std::string suffix = lower(text_.substr(stop, letters - stop));
  constexpr std::string_view kUnits[] = {"km", "kg",  "m",   "cm",   "mm",  "mph", "am",  "pm", "bn", "mn",
                                         "k",  "g",   "lb",  "lbs",  "ft",  "usd", "eur", "b",  "gb", "mb",
                                         "hr", "hrs", "min", "mins", "sqm", "tn",  "oz",  "mg", "ml"};
  const bool network = suffix == "g" && text_[stop] == 'G';  // "3G"
  if (suffix.empty() || (!network && std::find(std::begin(kUnits), std::end(kUnits), suffix) != std::end(kUnits))) {
    add(from, stop);
    return stop;
  }
  while (letters < end_ && (digit(letters) || letter(letters))) letters = after(letters);
  add(from, letters);
  return letters;
}

// ":)", ";-)", ":D" at the end of what stands between spaces: their bytes, else 0.
uint32_t Scanner::face_at(uint32_t from) const {
  const char eyes = text_[from];
  if (from == begin_)
    for (const std::string_view face :
         {"(:", "(;", "=)", "=(", "=D", "^_^", ":/", ":-/", ":|", ":o", ":O", ":*", "):", "<3"})
      if (text_.substr(from, end_ - from) == face) return static_cast<uint32_t>(face.size());
  if (eyes != ':' && eyes != ';') return 0;
  uint32_t mouth = from + 1;
  if (mouth < end_ && text_[mouth] == '-') ++mouth;
  if (mouth >= end_ || !among(text_[mouth], ")(DPp")) return 0;
  uint32_t stop = mouth + 1;
  while (stop < end_ && text_[stop] == text_[mouth] && !ascii_letter(text_[mouth]) && stop - from < kMostBytes) ++stop;
  const bool last =
      std::all_of(text_.begin() + stop, text_.begin() + end_, [](char c) { return c == ')' || c == '.' || c == '!'; });
  return last ? stop - from : 0;
}

// Where a name with stops that goes on at `stop` ends: "example.com", "report.pdf", "alt.animals.cat"; `stop` if it is
// none.
uint32_t Scanner::end_of_dotted(uint32_t stop) const {
  constexpr std::string_view kEnds[] = {"com",  "org", "net", "gov",  "edu", "ru",   "uk",  "pdf", "doc",
                                        "docx", "txt", "htm", "html", "xls", "xlsx", "jpg", "zip"};
  uint32_t last = stop, parts = 0;
  std::string_view end;
  bool small = true;
  while (last + 1 < end_ && text_[last] == '.' && letter(last + 1) && last - stop < kMostBytes) {
    uint32_t part = last + 1;
    while (part < end_ && (letter(part) || digit(part))) part = after(part);
    end = text_.substr(last + 1, part - last - 1);
    small = small && end.size() > 1 && std::all_of(end.begin(), end.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    last = part;
    ++parts;
  }
  if (parts == 0) return stop;
  const bool known = std::find(std::begin(kEnds), std::end(kEnds), lower(end)) != std::end(kEnds);
  return known || (parts > 1 && small) ? last : stop;
}

// Whether the comma at `comma` parts thousands: three digits follow, and then none.
bool Scanner::thousands(uint32_t comma) const {
  return digit(comma + 1) && digit(comma + 2) && digit(comma + 3) && !digit(comma + 4);
}

// Whether what stays with the word before its hyphen is all that follows at `from`.
bool Scanner::is_ending(uint32_t from) const {
  uint32_t stop = from;
  while (letter(stop)) stop = after(stop);
  return prefixes_.has("endings", lower(text_.substr(from, stop - from))) && at(stop) != '-';
}

uint32_t Scanner::scan_word(uint32_t from) {
  uint32_t stop = from;
  uint32_t stops_inside = 0;
  const auto part_is_short = [&] {  // since the last stop: one letter, as in "U.S.", or that of "Ph.D."
    uint32_t start = stop;
    while (start > from && text_[start - 1] != '.') --start;
    return stop - start == 1 || lower(text_.substr(start, stop - start)) == "ph";
  };
  while (stop < end_ && stop - from < kMostBytes) {
    if (letter(stop) || digit(stop)) {
      stop = after(stop);
    } else if (const uint32_t mark = apostrophe(stop); mark && letter(stop + mark)) {
      stop += mark;
    } else if (text_[stop] == '.' && letter(stop + 1) && part_is_short()) {
      ++stops_inside;
      ++stop;
    } else if (text_[stop] == '&' && is_upper(text_.substr(from, stop - from)) && letter(stop + 1)) {
      ++stop;  // "AT&T"
    } else if (text_[stop] == '_' && stop + 1 < end_) {
      ++stop;
    } else if (text_[stop] == '-' && (letter(stop + 1) || digit(stop + 1)) &&
               (prefixes_.has(lower(text_.substr(from, stop - from))) || is_ending(stop + 1))) {
      ++stop;  // "anti-government", "nutrition-wise"
    } else {
      break;
    }
  }
  if (stop < end_ && text_[stop] == '$' && stop - from <= 3 && is_upper(text_.substr(from, stop - from))) {
    add(from, stop + 1);  // "US$"
    return stop + 1;
  }
  if (const uint32_t last = end_of_dotted(stop); last > stop) {
    add(from, last);
    return last;
  }
  if (stop < end_ && text_[stop] == '.') {
    const std::string_view word = text_.substr(from, stop - from);
    // An initial has a name behind it, or what goes on with the sentence; "c. 1640", "p. 28" have a number.
    const bool last = stop + 1 == end_;
    const bool initial = word.size() == 1 && is_upper(word) &&
                         ((last && (ascii_upper(next_) || (ascii_letter(next_) && word != "I"))) || letter(stop + 1) ||
                          at(stop + 1) == ',');
    const bool numbered = word.size() == 1 && last && next_ >= '0' && next_ <= '9' && among(word[0], "cpbdm");
    // "No. 10" is a number, "no." ends a sentence.
    const bool number =
        (lower(word) == "no" || lower(word) == "nos" || lower(word) == "art") && !(next_ >= '0' && next_ <= '9');
    const bool trails_off = at(stop + 1) == '.' && at(stop + 2) == '.';
    if (stops_inside > 0 || initial || numbered || (is_abbreviation(word) && !number && !trails_off)) {
      add(from, stop + 1);
      return stop + 1;
    }
  }
  add_word(from, stop);
  return stop;
}

// Takes the clitics off: "don't", "Russia's", "cannot".
void Scanner::add_word(uint32_t from, uint32_t to) {
  const std::string_view word = text_.substr(from, to - from);
  const bool marked = word.find('\'') != std::string_view::npos || word.find('\xE2') != std::string_view::npos;
  const std::string low = lower(word);
  if (const auto known = contractions_.find(low); known != contractions_.end()) {
    uint32_t part = from;
    for (const uint32_t cut : known->second) {
      add(part, from + cut, part > from);
      part = from + cut;
    }
    add(part, to, true);
    return;
  }
  if (!marked) return add(from, to);
  for (const std::string_view clitic : {"n't", "n\u2019t", "'s", "\u2019s", "'re", "\u2019re", "'ve", "\u2019ve", "'ll",
                                        "\u2019ll", "'d", "\u2019d", "'m", "\u2019m"})
    if (low.size() > clitic.size() && low.ends_with(clitic)) {
      const uint32_t cut = to - static_cast<uint32_t>(clitic.size());
      add(from, cut);
      add(cut, to, true);
      return;
    }
  add(from, to);
}

}  // namespace kronika
