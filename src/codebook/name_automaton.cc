#include "codebook/name_automaton.h"

#include <algorithm>

#include "base/hash.h"

namespace kronika {
namespace {

constexpr int kBits = 27;
constexpr uint64_t kMost = (uint64_t{1} << kBits) - 1;

constexpr NameEdge pack(unsigned char label, bool ends, uint64_t target, uint64_t before) {
  return label | uint64_t{ends} << 9 | target << 10 | before << (10 + kBits);
}
constexpr NameEdge kLast = uint64_t{1} << 8;
constexpr unsigned char label_of(NameEdge edge) { return edge & 255; }
constexpr bool is_last(NameEdge edge) { return edge & kLast; }
constexpr uint32_t ends_of(NameEdge edge) { return edge >> 9 & 1; }
constexpr uint64_t target_of(NameEdge edge) { return edge >> 10 & kMost; }
constexpr uint64_t before_of(NameEdge edge) { return edge >> (10 + kBits) & kMost; }

constexpr size_t kLongestNear = 64, kMostLookedAt = 100000;

// Walks all ways that can still come to a name near the one wanted. Each byte on the way adds a row of distances
// between what was walked and each beginning of the name; where the lowest is too far, no name follows.
class NearFinder {
 public:
  NearFinder(std::span<const NameEdge> edges, std::string_view name, uint32_t most)
      : edges_(edges), name_(name), most_(most) {}

  std::vector<NearName> find() {
    rows_.resize(1);
    rows_[0].resize(name_.size() + 1);
    for (size_t i = 0; i <= name_.size(); ++i) rows_[0][i] = static_cast<uint32_t>(i);
    walk(edges_[0], 0, 0);
    std::sort(found_.begin(), found_.end(), [](const NearName& a, const NearName& b) { return a.number < b.number; });
    return std::move(found_);
  }

 private:
  void walk(NameEdge from, uint64_t number, size_t depth) {
    number += ends_of(from);
    for (uint64_t at = target_of(from); at != 0 && at < edges_.size() && looked_at_ < kMostLookedAt; ++at) {
      const NameEdge edge = edges_[at];
      ++looked_at_;
      const unsigned char label = label_of(edge);
      if ((depth > 0 || label == static_cast<unsigned char>(name_[0])) && step(label, depth)) {
        const std::vector<uint32_t>& row = rows_[depth + 1];
        if (ends_of(edge) && row.back() <= most_)
          found_.push_back({static_cast<uint32_t>(number + before_of(edge)), row.back(), path_.substr(0, depth + 1)});
        if (depth < name_.size() + most_) walk(edge, number + before_of(edge), depth + 1);
      }
      if (is_last(edge)) break;
    }
  }

  // Makes the row after `label`; false where no name near can follow.
  bool step(unsigned char label, size_t depth) {
    if (rows_.size() < depth + 2) rows_.resize(depth + 2);
    path_.resize(depth);
    path_.push_back(static_cast<char>(label));
    const std::vector<uint32_t>& above = rows_[depth];
    std::vector<uint32_t>& row = rows_[depth + 1];
    row.resize(name_.size() + 1);
    row[0] = static_cast<uint32_t>(depth) + 1;
    uint32_t lowest = row[0];
    for (size_t i = 1; i <= name_.size(); ++i) {
      const bool same = name_[i - 1] == path_[depth];
      row[i] = std::min({above[i] + 1, row[i - 1] + 1, above[i - 1] + (same ? 0 : 1)});
      if (i > 1 && depth > 0 && name_[i - 1] == path_[depth - 1] && name_[i - 2] == path_[depth])
        row[i] = std::min(row[i], rows_[depth - 1][i - 2] + 1);
      lowest = std::min(lowest, row[i]);
    }
    // Two bytes that change places are seen one row later.
    return lowest <= most_ || (depth > 0 && *std::min_element(above.begin(), above.end()) < most_);
  }

  std::span<const NameEdge> edges_;
  std::string_view name_;
  uint32_t most_;
  size_t looked_at_ = 0;
  std::string path_;
  std::vector<std::vector<uint32_t>> rows_;  // by depth
  std::vector<NearName> found_;
};

// Takes names in order. The states on the way of the last name are open: they may still get edges; those left behind
// are closed, and equal ones are one.
class Builder {
 public:
  Builder() : open_(1), edges_(1), register_(1 << 12) {}

  bool add(std::string_view name) {
    const size_t common =
        static_cast<size_t>(std::mismatch(name.begin(), name.end(), last_.begin(), last_.end()).first - name.begin());
    const bool after =
        common < name.size() && (common == last_.size() ||
                                 static_cast<unsigned char>(name[common]) > static_cast<unsigned char>(last_[common]));
    if (!after || edges_.size() > kMost - name.size() || names_ == kMost) return false;
    close_below(common);
    for (size_t i = common; i < name.size(); ++i) {
      open_[i].push_back({static_cast<unsigned char>(name[i]), i + 1 == name.size(), {}});
      if (open_.size() == i + 1) open_.emplace_back();
    }
    last_ = name;
    ++names_;
    return true;
  }

  std::vector<NameEdge> finish() {
    close_below(0);
    edges_[0] = pack(0, false, open_[0].empty() ? 0 : close(open_[0]).first, 0) | kLast;
    return std::move(edges_);
  }

 private:
  struct State {
    uint64_t first = 0, names = 0;  // its first edge, 0 for no edges; names that go on from it
  };
  struct Edge {
    unsigned char label;
    bool ends;
    State to;
  };

  void close_below(size_t depth) {
    for (size_t i = last_.size(); i > depth; --i) {
      if (!open_[i].empty()) open_[i - 1].back().to = close(open_[i]);
      open_[i].clear();
    }
  }

  State close(const std::vector<Edge>& state) {
    closed_.clear();
    uint64_t names = 0;
    for (const Edge& edge : state) {
      closed_.push_back(pack(edge.label, edge.ends, edge.to.first, names));
      names += uint64_t{edge.ends} + edge.to.names;
    }
    closed_.back() |= kLast;
    if (2 * states_ >= register_.size()) grow();
    uint64_t& at = slot(closed_.data(), closed_.size());
    if (at == 0) {
      at = edges_.size();
      ++states_;
      edges_.insert(edges_.end(), closed_.begin(), closed_.end());
    }
    return {at, names};
  }

  // Where a state is in the register, or would be.
  uint64_t& slot(const NameEdge* state, size_t size) {
    const size_t mask = register_.size() - 1;
    const std::string_view bytes(reinterpret_cast<const char*>(state), size * sizeof *state);
    for (size_t i = hash_bulk(bytes) & mask;; i = (i + 1) & mask)
      if (register_[i] == 0 ||
          std::equal(
              state, state + size, edges_.begin() + static_cast<std::ptrdiff_t>(register_[i]),
              edges_.begin() + static_cast<std::ptrdiff_t>(std::min<uint64_t>(register_[i] + size, edges_.size()))))
        return register_[i];
  }

  void grow() {
    std::vector<uint64_t> old(register_.size() * 2);
    old.swap(register_);
    for (const uint64_t first : old) {
      if (first == 0) continue;
      size_t size = 1;
      while (!is_last(edges_[first + size - 1])) ++size;
      slot(&edges_[first], size) = first;
    }
  }

  std::string last_;
  size_t names_ = 0, states_ = 0;
  std::vector<std::vector<Edge>> open_;  // by depth; open_[0] is the first state
  std::vector<NameEdge> edges_, closed_;
  std::vector<uint64_t> register_;  // first edges of the closed states by their hash; 0: free
};

}  // namespace

std::optional<std::vector<NameEdge>> build_automaton(std::span<const std::string> sorted_names) {
  Builder builder;
  for (const std::string& name : sorted_names)
    if (!builder.add(name)) return {};
  return builder.finish();
}

std::optional<uint32_t> find_name(std::span<const NameEdge> edges, std::string_view name) {
  if (edges.empty() || name.empty()) return {};
  NameEdge edge = edges[0];
  uint64_t number = 0;
  for (const char c : name) {
    const auto label = static_cast<unsigned char>(c);
    number += ends_of(edge);
    uint64_t at = target_of(edge);
    if (at == 0) return {};
    for (;; ++at) {
      if (at >= edges.size()) return {};
      edge = edges[at];
      if (label_of(edge) == label) break;
      if (label_of(edge) > label || is_last(edge)) return {};
    }
    number += before_of(edge);
  }
  if (!ends_of(edge)) return {};
  return static_cast<uint32_t>(number);
}

std::vector<NearName> find_near_names(std::span<const NameEdge> edges, std::string_view name, uint32_t most) {
  if (edges.empty() || name.empty() || name.size() > kLongestNear) return {};
  return NearFinder(edges, name, most).find();
}

}  // namespace kronika
