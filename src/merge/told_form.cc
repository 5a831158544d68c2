// The bytes: the number of the form, then category, modes, both sides, days, place, country, words of the
// sentence, of the record and of the article's matter. A number is
// seven bits a byte, the lowest first, the top bit set on all but the last; a text or a list its length first; a day is
// counted from 1500 (an earlier one is not met), words of 24 bits are three bytes each, those of 16 bits two.
#include "merge/told_form.h"

#include <algorithm>
#include <cstdlib>

namespace kronika {
namespace {

constexpr uint8_t kForm = 3, kAloneForm = 4;  // 1 and 2 lacked the last two
constexpr int64_t kDaysBefore1970 = 719'528;
constexpr size_t kWordBytes = 3, kTopicBytes = 2;
// The least that a party takes.
constexpr size_t kPartyBytes = 3;

class Bytes {
 public:
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
  }
  void text(std::string_view value) {
    number(value.size());
    out += value;
  }
  void words(const std::vector<uint64_t>& values, size_t each) {
    number(values.size());
    for (const uint64_t value : values)
      for (size_t byte = each; byte > 0; --byte) out += static_cast<char>(value >> 8 * (byte - 1));
  }
  std::string out;
};

class Reading {
 public:
  explicit Reading(std::string_view bytes) : bytes_(bytes) {}
  bool whole() const { return good_ && bytes_.empty(); }
  uint64_t number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
    good_ = false;
    return 0;
  }
  // A length of items that take `each` bytes at least.
  size_t length(size_t each = 1) {
    const uint64_t length = number();
    if (length <= bytes_.size() / each) return length;
    good_ = false;
    return 0;
  }
  std::string text() { return std::string(take(length())); }
  std::string_view take(size_t size) {
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  std::vector<uint64_t> words(size_t each) {
    std::vector<uint64_t> out(length(each));
    for (uint64_t& word : out)
      for (const char byte : take(each)) word = word << 8 | static_cast<unsigned char>(byte);
    return out;
  }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

}  // namespace

std::string pack_told(const Report& report, bool alone) {
  Bytes bytes;
  bytes.out += static_cast<char>(alone ? kAloneForm : kForm);
  bytes.text(report.event);
  bytes.number(report.mode.size());
  for (const std::string& mode : report.mode) bytes.text(mode);
  for (const auto* side : {&report.actor, &report.recipient}) {
    bytes.number(side->size());
    for (const ReportParty& party : *side)
      bytes.text(party.entity), bytes.text(party.country), bytes.text(party.sector);
  }
  const auto day = [&](int64_t number) {
    bytes.number(static_cast<uint64_t>(std::max<int64_t>(0, number + kDaysBefore1970)));
  };
  const bool dated = report.first_day != 0;
  bytes.number(dated);
  day(dated ? report.first_day : report.published);
  if (dated) bytes.number(static_cast<uint64_t>(std::max<int64_t>(0, report.last_day - report.first_day)));
  bytes.text(report.place);
  bytes.text(report.country);
  bytes.words(report.words, kWordBytes);
  bytes.words(report.trigger, kWordBytes);
  bytes.words(report.about, kTopicBytes);
  return std::move(bytes.out);
}

bool is_alone(std::string_view bytes) { return !bytes.empty() && bytes.front() == kAloneForm; }

Result<Report> unpack_told(std::string_view bytes) {
  const Error broken{ErrorKind::invalid, "what a record tells is damaged; restore the store from a copy"};
  if (bytes.empty() || (bytes.front() != kForm && !is_alone(bytes))) return broken;
  Reading reading(bytes.substr(1));
  Report report;
  report.event = reading.text();
  for (size_t left = reading.length(); left > 0; --left) report.mode.push_back(reading.text());
  for (auto* side : {&report.actor, &report.recipient})
    for (size_t left = reading.length(kPartyBytes); left > 0; --left) {
      ReportParty party;
      party.entity = reading.text(), party.country = reading.text(), party.sector = reading.text();
      side->push_back(std::move(party));
    }
  const bool dated = reading.number() != 0;
  const int64_t day = static_cast<int64_t>(reading.number()) - kDaysBefore1970;
  (dated ? report.first_day : report.published) = day;
  if (dated) report.last_day = day + static_cast<int64_t>(reading.number() & 0xffffff);
  report.place = reading.text();
  report.country = reading.text();
  report.words = reading.words(kWordBytes);
  report.trigger = reading.words(kWordBytes);
  report.about = reading.words(kTopicBytes);
  if (!reading.whole()) return broken;
  return report;
}

std::string pack_numbers(const Report& report) {
  std::string text;
  for (const auto& [number, thing] : report.numbers)
    text += (text.empty() ? "" : ";") + std::to_string(number) + " " + thing;
  return text;
}

std::vector<std::pair<int64_t, std::string>> unpack_numbers(std::string_view text) {
  std::vector<std::pair<int64_t, std::string>> numbers;
  while (!text.empty()) {
    const std::string item(text.substr(0, text.find(';')));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    const size_t space = item.find(' ');
    if (space != std::string::npos) numbers.emplace_back(std::atoll(item.c_str()), item.substr(space + 1));
  }
  return numbers;
}

}  // namespace kronika
