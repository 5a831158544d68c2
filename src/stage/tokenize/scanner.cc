#include "stage/tokenize/scanner.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "port/icu.h"

namespace kronika {
namespace {

// Nobody writes longer words: what is longer is cut, so that no later step meets it.
constexpr uint32_t kMostBytes = 256;

bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string lower(std::string_view word) {
  std::string out(word);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
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
  if (scan_address(from)) return;
  while (from < end_) {
    const char32_t c = at(from);
    if (digit(from) || ((c == '.' || c == ',') && digit(from + 1) && from == begin_) || (is_digit(c) && c >= 0x80)) {
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
      add(from, from + mark, true);  // "the workers' party"
      from += mark;
    } else if ((c == '#' || c == '@') && letter(from + 1)) {
      uint32_t stop = from + 1;
      while (letter(stop) || digit(stop) || (stop < end_ && text_[stop] == '_')) stop = after(stop);
      add(from, stop);
      from = stop;
    } else {
      // Runs of one mark are one word: "...", "--", "!!!", "``"; so are "?!" and faces: ":-)".
      uint32_t stop = after(from);
      if (const uint32_t face = face_at(from))
        stop = from + face;
      else if (c == '!' || c == '?')
        while (stop < end_ && (text_[stop] == '!' || text_[stop] == '?') && stop - from < kMostBytes) ++stop;
      else if (c < 0x80 && std::string_view(".-*=_`~'<>$").find(static_cast<char>(c)) != std::string_view::npos)
        while (stop < end_ && at(stop) == c && stop - from < kMostBytes) ++stop;
      add(from, stop);
      from = stop;
    }
  }
}

bool Scanner::scan_address(uint32_t from) {
  const std::string_view whole = text_.substr(from, end_ - from);
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
  const bool web = whole.starts_with("http://") || whole.starts_with("https://") || whole.starts_with("www.");
  const bool is_mail = mail != std::string_view::npos && mail > 0 && whole.find('.', mail) != std::string_view::npos &&
                       (ascii_letter(whole[0]) || digit(from));
  if (!web && !is_mail) return false;
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
    const uint32_t last = after(stop);
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
    } else if (digit(stop + 1) && stop > from && std::string_view(".,:/").find(text_[stop]) != std::string_view::npos) {
      ++stop;
    } else if (digit(stop + 1) && stop > from && text_[stop] == '-') {
      if (hyphens++ == 0) first_hyphen = stop;
      ++stop;
    } else if (stop == from && (text_[stop] == '.' || text_[stop] == ',')) {
      ++stop;
    } else {
      break;
    }
  }
  if (hyphens == 1) {  // a range or a score; more hyphens make a date or a telephone number
    add(from, first_hyphen);
    add(first_hyphen, first_hyphen + 1);
    return scan_number(first_hyphen + 1);
  }
  uint32_t letters = stop;
  while (letter(letters)) letters = after(letters);
  const std::string suffix = lower(text_.substr(stop, letters - stop));
  constexpr std::string_view kUnits[] = {"km", "kg", "m", "cm", "mm", "mph", "am",  "pm",
                                         "bn", "mn", "k", "g",  "lb", "ft",  "usd", "eur"};
  if (suffix.empty() || std::find(std::begin(kUnits), std::end(kUnits), suffix) != std::end(kUnits)) {
    add(from, stop);
    return stop;
  }
  while (letters < end_ && (digit(letters) || letter(letters))) letters = after(letters);
  add(from, letters);
  return letters;
}

// ":)", ";-)", ":D" at the end of what stands between spaces: their bytes, else 0.
uint32_t Scanner::face_at(uint32_t from) const {
  if (text_[from] != ':' && text_[from] != ';') return 0;
  uint32_t mouth = from + 1;
  if (mouth < end_ && text_[mouth] == '-') ++mouth;
  if (mouth >= end_ || std::string_view(")(DPp").find(text_[mouth]) == std::string_view::npos) return 0;
  const bool last = std::all_of(text_.begin() + mouth + 1, text_.begin() + end_,
                                [](char c) { return c == ')' || c == '.' || c == '!'; });
  return last ? mouth + 1 - from : 0;
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
    } else if (text_[stop] == '-' && letter(stop + 1) && prefixes_.has(lower(text_.substr(from, stop - from)))) {
      ++stop;  // "anti-government"
    } else {
      break;
    }
  }
  if (const uint32_t last = end_of_dotted(stop); last > stop) {
    add(from, last);
    return last;
  }
  if (stop < end_ && text_[stop] == '.') {
    const std::string_view word = text_.substr(from, stop - from);
    const bool initial =
        word.size() == 1 && is_upper(word) && ((stop + 1 == end_ && next_ >= 'A' && next_ <= 'Z') || letter(stop + 1));
    // "No. 10" is a number, "no." ends a sentence.
    const bool number =
        (lower(word) == "no" || lower(word) == "nos" || lower(word) == "art") && !(next_ >= '0' && next_ <= '9');
    if (stops_inside > 0 || initial || (is_abbreviation(word) && !number && at(stop + 1) != '.')) {
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
  const std::string low = lower(word);
  for (const auto& [whole, first] :
       {std::pair<std::string_view, uint32_t>{"cannot", 3}, {"gonna", 3}, {"gotta", 3}, {"wanna", 3}})
    if (low == whole) {
      add(from, from + first);
      add(from + first, to, true);
      return;
    }
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
