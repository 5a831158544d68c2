// Numbers names: a minimal acyclic automaton over their bytes (Daciuk et al., 2000), so that what names begin or end
// with in common is held once, with the number of names before each edge (Lucchesi and Kowaltowski, 1993), so that the
// way of a name through it says which one it is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kronika {

// An edge: label (8 bits), last of its state, ends a name, state that it leads to (27: its first edge; 0 for none),
// names that leave the state by edges before it (27). The edges of a state lie together, by label; edge 0 leads to the
// first state.
using NameEdge = uint64_t;

// Nothing for names that are empty, not sorted, twice there, or too many to be numbered (some 100 MB of them).
std::optional<std::vector<NameEdge>> build_automaton(std::span<const std::string> sorted_names);

// The number of a name among the sorted ones; nothing for others. Any edges are safe to read.
std::optional<uint32_t> find_name(std::span<const NameEdge> edges, std::string_view name);

// A name near another, its number, and how many edits lie between: a byte put in, left out or replaced, or two
// neighbours changed over (restricted Damerau-Levenshtein distance).
struct NearName {
  uint32_t number = 0, edits = 0;
  std::string name;
};
// The names within `most` edits of `name` that begin with the same byte, by number; each once. Names of more than 64
// bytes have none. Any edges are safe to read: no more than some 100,000 are looked at.
std::vector<NearName> find_near_names(std::span<const NameEdge> edges, std::string_view name, uint32_t most);

}  // namespace kronika
