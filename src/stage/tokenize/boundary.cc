#include "stage/tokenize/boundary.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"
#include "port/icu.h"
#include "text/weights.h"

namespace kronika {
namespace {

bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// In the order of Shape.
constexpr Term kShapes[] = {"none", "low",   "Cap",  "The", "UP",      "THE",    "A",    "I", "miX", "A.",
                            "Mr.",  "abbr.", "U.S.", "a.b", "address", "clitic", "tag",  "0", "000", "0000",
                            "0,0",  "00th",  "odd",  ".",   "...",     "..",     "...+", "?", "??",  "!",
                            "!!",   "!?",    ",",    ":",   ";",       "-",      "--",   "/", "(",   ")",
                            "[",    "]",     "oq",   "cq",  "q",       "*",      "#",    "$", "%",   "&",
                            "<",    ">",     "@",    "=",   "line",    "face",   "mark"};
static_assert(std::size(kShapes) == static_cast<size_t>(Shape::count_));
Term term(Shape shape) { return kShapes[static_cast<size_t>(shape)]; }

struct Mark {
  std::string_view written;
  Shape shape;
};
constexpr Mark kMarks[] = {{"\u201C", Shape::open_quote},
                           {"\u201D", Shape::close_quote},
                           {"\u2018", Shape::open_quote},
                           {"\u2019", Shape::close_quote},
                           {"\u00AB", Shape::open_quote},
                           {"\u00BB", Shape::close_quote},
                           {"\u201E", Shape::open_quote},
                           {"``", Shape::open_quote},
                           {"''", Shape::quote},
                           {"\u2019\u2019", Shape::close_quote},
                           {"\u2018\u2018", Shape::open_quote},
                           {"\u2018\u2019", Shape::open_quote},
                           {"\u2013", Shape::dash},
                           {"\u2014", Shape::dash},
                           {"--", Shape::dash},
                           {"\u2026", Shape::stops},
                           {"\u2022", Shape::bullet},
                           {"\u00B7", Shape::bullet},
                           {"\u25CF", Shape::bullet},
                           {"\u3002", Shape::stop}};

Shape shape_of_single(char c) {
  switch (c) {
    case '.':
      return Shape::stop;
    case ',':
      return Shape::comma;
    case ';':
      return Shape::semicolon;
    case ':':
      return Shape::colon;
    case '!':
      return Shape::exclamation;
    case '?':
      return Shape::question;
    case '(':
      return Shape::open_bracket;
    case ')':
      return Shape::close_bracket;
    case '[':
      return Shape::open_square;
    case ']':
      return Shape::close_square;
    case '-':
      return Shape::hyphen;
    case '/':
      return Shape::slash;
    case '"':
    case '\'':
      return Shape::quote;
    case '`':
      return Shape::open_quote;
    case '*':
      return Shape::bullet;
    case '#':
      return Shape::hash;
    case '$':
      return Shape::money;
    case '%':
      return Shape::percent;
    case '&':
      return Shape::ampersand;
    case '<':
      return Shape::open_angle;
    case '>':
      return Shape::close_angle;
    case '@':
      return Shape::at_sign;
    case '=':
      return Shape::equals;
    default:
      return Shape::mark;
  }
}

Shape shape_of_mark(std::string_view word) {
  if (word.size() == 1) return shape_of_single(word[0]);
  for (const Mark& mark : kMarks)
    if (word == mark.written) return mark.shape;
  if (word[0] == '!' || word[0] == '?') {
    if (word.find_first_not_of("!?") != std::string_view::npos) return Shape::mark;
    if (word.find_first_not_of('!') == std::string_view::npos) return Shape::exclamations;
    return word.find_first_not_of('?') == std::string_view::npos ? Shape::questions : Shape::question_exclamation;
  }
  if (word.find_first_not_of('.') == std::string_view::npos)
    return word.size() == 2 ? Shape::two_stops : word.size() > 4 ? Shape::many_stops : Shape::stops;
  if (word == "<<" || word == ">>") return word[0] == '<' ? Shape::open_angle : Shape::close_angle;
  if (word == "**") return Shape::bullet;
  if (word.find_first_not_of("-=+*|<>~_#") == std::string_view::npos) return Shape::line;
  return word[0] == ':' || word[0] == ';' || word[0] == '=' || word[0] == '(' ? Shape::face : Shape::mark;
}

constexpr Term kBuckets[] = {"0", "1", "2", "3", "4-5", "6-8", "9-13", "14-20", "21-30", "31+"};

Term bucket(uint32_t n) {
  constexpr uint32_t kLast[] = {0, 1, 2, 3, 5, 8, 13, 20, 30};
  size_t i = 0;
  while (i < std::size(kLast) && n > kLast[i]) ++i;
  return kBuckets[i];
}

bool may_end(Shape shape) { return shape >= Shape::stop && shape <= Shape::question_exclamation; }

// What stands behind these goes on with the sentence, and so it does to these.
bool leads_on(Shape shape) {
  switch (shape) {
    case Shape::open_bracket:
    case Shape::open_square:
    case Shape::open_quote:
    case Shape::open_angle:
    case Shape::money:
    case Shape::ampersand:
    case Shape::at_sign:
    case Shape::equals:
    case Shape::slash:
    case Shape::percent:
    case Shape::clitic:
    case Shape::colon:
      return true;
    default:
      return false;
  }
}

bool follows_on(Shape shape) {
  switch (shape) {
    case Shape::close_bracket:
    case Shape::close_square:
    case Shape::close_quote:
    case Shape::comma:
    case Shape::colon:
    case Shape::semicolon:
    case Shape::slash:
    case Shape::percent:
    case Shape::clitic:
    case Shape::stop:
      return true;
    default:
      return false;
  }
}

uint64_t key_of(const Answer& answer) {
  uint64_t key = 0;
  for (const Term& term : answer) {
    if (term.text.empty()) break;
    key = ((key << 7 | key >> 57) ^ term.hash) * 0x9e3779b97f4a7c15u;
  }
  return key;
}

// The slot of `key`, or the free one where it would lie.
template <class Slots, class KeyOf>
size_t slot_of(const Slots& slots, uint64_t key, KeyOf key_at) {
  size_t at = mix64(key) & (slots.size() - 1);
  while (key_at(slots[at]) != 0 && key_at(slots[at]) != key) at = (at + 1) & (slots.size() - 1);
  return at;
}

size_t slots_for(size_t count) {
  size_t size = 16;
  while (size < count * 2) size *= 2;
  return size;
}

}  // namespace

std::string name_of(const Answer& answer) {
  std::string out;
  for (const Term& term : answer) {
    if (term.text.empty()) break;
    if (!out.empty()) out += ' ';
    out += term.text;
  }
  return out;
}

HashedWords::HashedWords(const std::vector<std::string>& words) : slots_(slots_for(words.size())) {
  for (const std::string& word : words)
    slots_[slot_of(slots_, hash64(word), [](uint64_t slot) { return slot; })] = hash64(word);
}

bool HashedWords::has(uint64_t hash) const {
  return slots_[slot_of(slots_, hash, [](uint64_t slot) { return slot; })] != 0;
}

void BoundaryReader::begin_block(const std::vector<Word>& words, uint32_t first, uint32_t last) {
  looks_.assign(last - first, Look());
  forms_.clear();
  first_ = first;
  quotes_ = 0;
  for (uint32_t i = first; i < last; ++i) {
    Look& look = looks_[i - first];
    const Span span = words[i].span;
    look.touches_next = i + 1 < last && words[i + 1].span.start == span.end;
    const Look& before = at(int64_t{i} - first - 1);
    look_at(text_.substr(span.start, span.size()), i == first || !before.touches_next, !look.touches_next, look);
    look.smalls = before.smalls + (before.small ? 1 : 0);
    if (look.capital) look.capitals = static_cast<uint8_t>(std::min(before.capitals + 1, 9));
    look.open = before.open;
    if (look.shape == Shape::open_bracket || look.shape == Shape::open_square)
      ++look.open;
    else if ((look.shape == Shape::close_bracket || look.shape == Shape::close_square) && look.open > 0)
      --look.open;
    look.quoted = look.shape == Shape::open_quote || (before.quoted && look.shape != Shape::close_quote);
  }
  uint32_t next_end = 30, coming = 0;
  for (auto look = looks_.rbegin(); look != looks_.rend(); ++look) {
    next_end = may_end(look->shape) ? 0 : std::min(next_end + 1, 30u);
    look->next_end = static_cast<uint8_t>(next_end);
    coming = look->capital ? std::min(coming + 1, 9u) : 0;
    look->coming = static_cast<uint8_t>(coming);
  }
}

void BoundaryReader::look_at(std::string_view word, bool space_before, bool space_after, Look& look) {
  const auto [first, second] = decode_utf8(word, 0);
  const bool digit = first >= '0' && first <= '9';
  const bool letter = first < 0x80 ? ascii_letter(word[0]) : is_letter(first);
  look.word = letter || digit;
  if (!look.word && word.size() > second &&
      (ascii_letter(word[second]) || (word[second] >= '0' && word[second] <= '9'))) {
    look.shape = first == '\'' || first == 0x2019                    ? Shape::clitic
                 : first == '#' || first == '@'                      ? Shape::tag
                 : (first == ':' || first == ';') && word.size() < 4 ? Shape::face
                                                                     : Shape::odd;
    look.word = look.shape != Shape::face;
  } else if (!look.word) {
    look.shape = shape_of_mark(word);
    if (look.shape == Shape::quote) {
      const bool opens = space_before == space_after ? quotes_ % 2 == 0 : space_before;
      look.shape = opens ? Shape::open_quote : Shape::close_quote;
    }
    if (look.shape == Shape::open_quote || look.shape == Shape::close_quote) ++quotes_;
    return;
  }
  look.form_at = static_cast<uint32_t>(forms_.size());
  uint32_t uppers = 0, letters = 0, dots = 0, digits = 0;
  bool mail = false;
  for (size_t i = 0; i < word.size();) {
    const char c = word[i];
    if (static_cast<unsigned char>(c) < 0x80) {
      const bool upper = c >= 'A' && c <= 'Z', number = c >= '0' && c <= '9';
      uppers += upper;
      letters += ascii_letter(c);
      dots += c == '.';
      digits += number;
      mail = mail || c == '@' || c == '/';
      forms_ += upper ? static_cast<char>(c + 32) : number ? '0' : c;
      ++i;
    } else {
      const CodePoint point = decode_utf8(word, i);
      uppers += is_upper_code_point(point.value);
      letters += is_letter(point.value);
      append_utf8(forms_, lower_code_point(point.value));
      i = point.next;
    }
  }
  look.form_size = static_cast<uint32_t>(forms_.size()) - look.form_at;
  const std::string_view form = std::string_view(forms_).substr(look.form_at);
  look.form_hash = hash64(form);
  const bool known = small_.has(look.form_hash);
  if (look.shape != Shape::none) return;
  look.capital = letter && is_upper_code_point(first);
  look.small = letter && !look.capital;
  if ((mail && (word.find('@') != std::string_view::npos || word.find("://") != std::string_view::npos)) ||
      form.starts_with("www."))
    look.shape = Shape::address;
  else if (digit)
    look.shape = letters > 0            ? Shape::ordinal
                 : digits < word.size() ? Shape::figure
                 : digits < 3           ? Shape::day
                 : digits == 4          ? Shape::year
                                        : Shape::number;
  else if (dots == 1 && word.back() == '.')
    look.shape = letters == 1                                                   ? Shape::initial
                 : abbreviations_.has("title", form.substr(0, form.size() - 1)) ? Shape::title
                                                                                : Shape::abbreviation;
  else if (dots > 0)
    look.shape = word.back() == '.' ? Shape::acronym : Shape::dotted;
  else if (uppers == 0)
    look.shape = Shape::small;
  else if (letters == 1)
    look.shape = form == "i" || form == "a" ? Shape::i : Shape::letter;
  else if (uppers == letters)
    look.shape = known ? Shape::loud : Shape::capitals;
  else if (look.capital && uppers == 1)
    look.shape = known ? Shape::common : Shape::name;
  else
    look.shape = Shape::mixed;
  const bool odd = look.shape == Shape::address || look.shape == Shape::dotted || look.shape == Shape::odd;
  if (odd || (!known && look.shape >= Shape::small && look.shape <= Shape::mixed)) look.form_size = 0;
}

const BoundaryReader::Look& BoundaryReader::at(int64_t i) const {
  static const Look kNone;
  return i < 0 || i >= static_cast<int64_t>(looks_.size()) ? kNone : looks_[static_cast<size_t>(i)];
}

// A mark is known by its shape, and so is a word that no list has: the model holds no names.
Term BoundaryReader::form(const Look& look) const {
  if (look.form_size == 0) return term(look.shape);
  return {std::string_view(forms_).substr(look.form_at, look.form_size), look.form_hash};
}

bool BoundaryReader::asks(uint32_t begin, uint32_t i) const {
  constexpr uint32_t kLongestDateline = 14;
  const int64_t here = int64_t{i} - first_;
  const Look &before = at(here), &next = at(here + 1), &head = at(int64_t{begin} - first_);
  if (before.word && before.touches_next) return false;
  if (leads_on(before.shape) || follows_on(next.shape)) return false;
  if (next.small || next.shape == Shape::clitic)
    return may_end(before.shape) || before.shape == Shape::face || before.shape == Shape::line ||
           (before.shape >= Shape::initial && before.shape <= Shape::address);
  if ((before.shape == Shape::initial || before.shape == Shape::title) && next.capital) return false;
  if (before.shape == Shape::close_square && (at(here - 1).capital || at(here - 1).small) && next.capital) return false;
  if ((before.shape == Shape::dash || before.shape == Shape::hyphen) && head.shape == Shape::capitals &&
      i - begin < kLongestDateline && before.smalls == head.smalls)
    return false;
  if (before.shape == Shape::small)
    return next.shape == Shape::common || next.shape == Shape::loud || next.shape == Shape::i ||
           next.shape == Shape::address || (!next.word && next.shape > Shape::open_quote);
  if (before.shape == Shape::comma) return next.capital;
  return true;
}

std::span<const Answer> BoundaryReader::answers(uint32_t begin, uint32_t i, bool rule) {
  static constexpr Term kTouch = "touch", kSpace = "space", kYes = "yes", kNo = "no", kSmall = "small", kNone = "none",
                        kQuotedOpen = "quoted+open", kQuoted = "quoted", kOpen = "open", kPlain = "plain";
  const int64_t here = int64_t{i} - first_;
  const Look &a = at(here), &b = at(here + 1), &a2 = at(here - 1), &b2 = at(here + 2), &a3 = at(here - 2),
             &b3 = at(here + 3), &head = at(int64_t{begin} - first_);
  const Term before = term(a.shape), after = term(b.shape), before2 = term(a2.shape), after2 = term(b2.shape);
  const Term gap = a.touches_next ? kTouch : kSpace, ruled = rule ? kYes : kNo;
  const Term length = bucket(i + 1 - begin);
  const Term smalls = a.smalls + (a.small ? 1 : 0) > head.smalls ? kSmall : kNone;
  const Term state = a.quoted ? a.open > 0 ? kQuotedOpen : kQuoted : a.open > 0 ? kOpen : kPlain;
  answers_ = {{
      {"always"},
      {"rule", ruled},
      {"rule_shapes", ruled, before, after},
      {"rule_before", ruled, before, gap},
      {"shape_before", before},
      {"form_before", form(a)},
      {"shape_after", after},
      {"form_after", form(b)},
      {"shapes", before, after, gap},
      {"shape_form", before, form(b)},
      {"form_shape", form(a), after},
      {"forms", form(a), form(b)},
      {"two_before", before2, before},
      {"two_before_form", form(a2), before},
      {"two_before_one", before2, before, after, gap},
      {"two_after", before, after, after2},
      {"two_after_form", before, after, form(b2)},
      {"four", before2, before, after, after2},
      {"three_before", term(a3.shape), before2, before, after},
      {"three_after", before, after, after2, term(b3.shape)},
      {"length", before, length},
      {"length_small", before, length, smalls},
      {"next_end", before, after, bucket(b.next_end)},
      {"head", form(head), before},
      {"head_shape", term(head.shape), length, before},
      {"coming", before, after, bucket(b.coming)},
      {"capitals", before, bucket(a.capitals), after},
      {"state", before, state},
      {"state_after", before, after, state},
  }};
  return answers_;
}

Result<BoundaryModel> BoundaryModel::load(const std::string& path) {
  std::vector<Slot> weights;
  const Status read = read_weights(path, "a whole number",
                                   [&](std::string_view name, const std::string& number) -> std::optional<std::string> {
                                     Answer answer;
                                     size_t terms = 0;
                                     for (size_t start = 0; start < name.size(); ++terms) {
                                       if (terms == answer.size()) return "an answer has at most four values";
                                       const size_t end = std::min(name.find(' ', start), name.size());
                                       answer[terms] = name.substr(start, end - start);
                                       start = end + 1;
                                     }
                                     int32_t weight = 0;
                                     const char* const last = number.data() + number.size();
                                     const auto parsed = std::from_chars(number.data(), last, weight);
                                     if (parsed.ec != std::errc() || parsed.ptr != last)
                                       return "\"" + number + "\" is no whole number";
                                     weights.push_back({key_of(answer), weight});
                                     return std::nullopt;
                                   });
  if (!read) return read.error();
  BoundaryModel model;
  model.slots_.assign(slots_for(weights.size()), Slot());
  for (const Slot& weight : weights)
    model.slots_[slot_of(model.slots_, weight.key, [](const Slot& slot) { return slot.key; })] = weight;
  return model;
}

int64_t BoundaryModel::score(std::span<const Answer> answers) const {
  int64_t sum = 0;
  for (const Answer& answer : answers)
    sum += slots_[slot_of(slots_, key_of(answer), [](const Slot& slot) { return slot.key; })].weight;
  return sum;
}

}  // namespace kronika
