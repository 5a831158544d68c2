// What KnowledgeBase looks up: KnowledgeTables as an image, and its rows as the structs that its users see.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codebook/image.h"
#include "codebook/knowledge.h"
#include "codebook/knowledge_tables.h"

namespace kronika {

// Objects made of rows when they are first asked for; each once, so that its address stands for it. Safe for concurrent
// use by multiple threads.
template <class T>
class LazyObjects {
 public:
  explicit LazyObjects(size_t size) : size_(size), made_(new std::atomic<const T*>[size]()) {}
  LazyObjects(LazyObjects&&) = default;
  ~LazyObjects() {
    for (size_t i = 0; made_ && i < size_; ++i) delete made_[i].load(std::memory_order_relaxed);
  }

  // Null beyond the last.
  template <class Make>
  const T* get(size_t i, Make make) const {
    if (i >= size_) return nullptr;
    const T* known = made_[i].load(std::memory_order_acquire);
    if (known) return known;
    auto fresh = std::make_unique<const T>(make());
    // Of two threads that make it at once, one's stays.
    if (made_[i].compare_exchange_strong(known, fresh.get(), std::memory_order_acq_rel)) return fresh.release();
    return known;
  }

 private:
  size_t size_;
  std::unique_ptr<std::atomic<const T*>[]> made_;
};

class KnowledgeImage {
 public:
  using Sense = KnowledgeTables::Sense;

  // A sense as it lies in the image.
  struct SenseRow {
    uint32_t index;
    uint8_t kind, flags;
    uint16_t unused;
    Sense read() const;
  };
  struct HolderRow {
    uint32_t entity, office;
  };

  static Result<std::string> compile(const KnowledgeTables& tables, uint64_t sources);
  explicit KnowledgeImage(Image image);

  // By fold_name; in no order. Empty where the name is unknown.
  std::span<const SenseRow> senses(std::string_view key) const;
  // Of the names that lie within `most` edits of a key: each with its distance.
  struct NearSenses {
    std::span<const SenseRow> rows;
    uint32_t edits = 0;
    std::string key;
  };
  std::vector<NearSenses> near_senses(std::string_view key, uint32_t most) const;
  // The most words of a name that starts with this one; 0 for none.
  uint32_t longest_from(std::string_view first_word) const;
  // By country and kind as holder_key joins them.
  std::span<const HolderRow> holders(std::string_view key) const;

  // Null for what is not there, here and below.
  const Country* country(std::string_view code) const;
  const Entity* entity(std::string_view id) const;
  const RoleNoun* role(std::string_view key) const;
  const NameWord* name_word(std::string_view word) const;

  // By the index that a sense or a holder gives.
  const Country* country_at(size_t index) const;
  const Entity* entity_at(size_t index) const;
  KnowledgeTables::Metonym metonym_at(size_t index) const;

 private:
  std::optional<uint32_t> number(size_t keys, std::string_view key) const;
  std::string text(uint32_t at) const;
  std::vector<std::string> sectors(uint32_t at) const;

  Image image_;
  LazyObjects<Country> countries_;
  LazyObjects<Entity> entities_;
  LazyObjects<RoleNoun> roles_;
  LazyObjects<NameWord> name_words_;
};

}  // namespace kronika
