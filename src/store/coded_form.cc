// The bytes: the number of the form, then the fields in the order below. A number is seven bits a byte, the lowest
// first, the top bit set on all but the last; a span its start and length; a text or a list its length first; a double
// its eight bytes, the lowest first; an optional a 0 or 1 before it.
#include "store/coded_form.h"

#include <bit>

namespace kronika {
namespace {

constexpr uint8_t kForm = 1;

// Both sides walk the fields in one order, written once: `fields`.
class Packer {
 public:
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
  }
  void operator()(const std::string& text) {
    number(text.size());
    out += text;
  }
  void operator()(Span span) {
    number(span.start);
    number(span.end - span.start);
  }
  void operator()(uint32_t value) { number(value); }
  void operator()(int value) { number(static_cast<uint64_t>(value)); }
  void operator()(int64_t value) { number(static_cast<uint64_t>(value)); }
  void operator()(bool value) { number(value); }
  void operator()(double value) {
    const auto bits = std::bit_cast<uint64_t>(value);
    for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>(bits >> shift);
  }
  void operator()(Factuality value) { number(static_cast<uint64_t>(value)); }
  template <class T>
  void operator()(const std::vector<T>& list) {
    number(list.size());
    for (const T& item : list) (*this)(item);
  }
  template <class T>
  void operator()(const std::optional<T>& value) {
    number(value.has_value());
    if (value) (*this)(*value);
  }
  template <class T>
  void operator()(const T& object) {
    fields(*this, object);
  }
  std::string out;
};

class Unpacker {
 public:
  Unpacker(std::string_view bytes, size_t size) : bytes_(bytes), size_(size) {}
  bool whole() const { return good_ && bytes_.empty(); }

  uint64_t number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (bytes_.empty()) break;
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
    good_ = false;
    return 0;
  }
  void operator()(std::string& text) {
    const uint64_t length = number();
    if (length > bytes_.size()) return fail();
    text = bytes_.substr(0, length);
    bytes_.remove_prefix(length);
  }
  void operator()(Span& span) {
    const uint64_t start = number(), length = number();
    if (start > size_ || length > size_ - start) return fail();
    span = {static_cast<uint32_t>(start), static_cast<uint32_t>(start + length)};
  }
  void operator()(uint32_t& value) { value = static_cast<uint32_t>(number()); }
  void operator()(int& value) { value = static_cast<int>(number()); }
  void operator()(int64_t& value) { value = static_cast<int64_t>(number()); }
  void operator()(bool& value) { value = number() != 0; }
  void operator()(double& value) {
    if (bytes_.size() < sizeof value) return fail();
    uint64_t bits = 0;
    for (size_t i = 0; i < sizeof value; ++i) bits |= uint64_t{static_cast<unsigned char>(bytes_[i])} << 8 * i;
    bytes_.remove_prefix(sizeof value);
    value = std::bit_cast<double>(bits);
  }
  void operator()(Factuality& value) {
    const uint64_t given = number();
    if (given > static_cast<uint64_t>(Factuality::historical)) return fail();
    value = static_cast<Factuality>(given);
  }
  template <class T>
  void operator()(std::vector<T>& list) {
    // An item takes a byte at least, so that no length that is not there is made room for.
    const uint64_t length = number();
    if (length > bytes_.size()) return fail();
    for (uint64_t i = 0; i < length && good_; ++i) (*this)(list.emplace_back());
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    if (number() != 0) (*this)(value.emplace());
  }
  template <class T>
  void operator()(T& object) {
    fields(*this, object);
  }

 private:
  void fail() { good_ = false; }
  std::string_view bytes_;
  size_t size_;
  bool good_ = true;
};

// T is the type, const or not. The order is that of the form: a new field comes last, under a new form.
template <class Walk, class T>
void fields(Walk& walk, T& object) {
  using Type = std::remove_const_t<T>;
  if constexpr (std::is_same_v<Type, CodedArticle>) {
    walk(object.records), walk(object.private_names), walk(object.skipped), walk(object.skipped_paragraphs);
  } else if constexpr (std::is_same_v<Type, Record>) {
    walk(object.event), walk(object.mode), walk(object.context), walk(object.actor), walk(object.recipient);
    walk(object.words), walk(object.sentence), walk(object.sentence_index), walk(object.mentions), walk(object.date);
    walk(object.place), walk(object.factuality), walk(object.attribution), walk(object.cameo), walk(object.quad);
    walk(object.score), walk(object.confidence), walk(object.why);
  } else if constexpr (std::is_same_v<Type, Party>) {
    walk(object.code), walk(object.country), walk(object.sectors), walk(object.entity), walk(object.name);
    walk(object.role), walk(object.words), walk(object.by);
  } else if constexpr (std::is_same_v<Type, DateRange>) {
    walk(object.start), walk(object.end), walk(object.words), walk(object.by);
  } else if constexpr (std::is_same_v<Type, Day>) {
    walk(object.year), walk(object.month), walk(object.day);
  } else if constexpr (std::is_same_v<Type, PlaceRef>) {
    walk(object.name), walk(object.country), walk(object.admin1), walk(object.latitude), walk(object.longitude);
    walk(object.geonames), walk(object.precision), walk(object.words);
  } else if constexpr (std::is_same_v<Type, AttributionRef>) {
    walk(object.words), walk(object.code), walk(object.cue), walk(object.quoted);
  } else if constexpr (std::is_same_v<Type, Reason>) {
    walk(object.field), walk(object.rule), walk(object.words);
  } else if constexpr (std::is_same_v<Type, PrivateName>) {
    walk(object.words), walk(object.role);
  } else {
    static_assert(std::is_same_v<Type, SkippedText>);
    walk(object.words), walk(object.reason);
  }
}

}  // namespace

std::string pack_coded(const CodedArticle& coded) {
  Packer packer;
  packer.out += static_cast<char>(kForm);
  packer(coded);
  return std::move(packer.out);
}

Result<CodedArticle> unpack_coded(std::string_view bytes, size_t size) {
  if (bytes.empty()) return Error{ErrorKind::invalid, "the records of an article are missing"};
  const auto form = static_cast<uint8_t>(bytes.front());
  if (form == 0 || form > kForm)
    return Error{ErrorKind::invalid, "records in form " + std::to_string(form) +
                                         ", which this version of Kronika does not know; use a newer one"};
  Unpacker unpacker(bytes.substr(1), size);
  CodedArticle coded;
  unpacker(coded);
  if (!unpacker.whole()) return Error{ErrorKind::invalid, "the records of an article are broken"};
  return coded;
}

}  // namespace kronika
