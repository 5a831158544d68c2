// The Arrow C data and stream interfaces: the structs that libraries hand columns over with, as their specification
// gives them (arrow.apache.org, "The Arrow C data interface"; "The Arrow C stream interface").
#pragma once

#include <cstdint>

extern "C" {

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*);  // null once it was released
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};

struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema* out);  // 0, or an errno
  int (*get_next)(ArrowArrayStream*, ArrowArray* out);     // a released array at the end
  const char* (*get_last_error)(ArrowArrayStream*);
  void (*release)(ArrowArrayStream*);
  void* private_data;
};

}  // extern "C"

namespace kronika {

constexpr int64_t kArrowNullable = 2;  // ArrowSchema::flags

}  // namespace kronika
