// What the API asks of a coder. It may still be loading when it is asked first, and then waits.
#pragma once

#include "kronika/article.h"
#include "kronika/coder.h"
#include "kronika/result.h"
#include "kronika/store.h"

namespace kronika {

// Safe for concurrent use by multiple threads. All fail alike where no coder could be loaded.
class CoderAccess {
 public:
  virtual ~CoderAccess() = default;
  virtual Result<CodedArticle> code(const Article& article) = 0;
  virtual Result<CoderInfo> info() = 0;
  virtual Result<StoreNames> names() = 0;
};

}  // namespace kronika
