// The coder of a server: loaded in the background, so that the server answers at once.
#pragma once

#include <future>
#include <memory>

#include "api/coder_access.h"
#include "inputs.h"

namespace kronika::app {

class ServedCoder : public CoderAccess {
 public:
  // Begins to load.
  explicit ServedCoder(CoderChoice choice);

  Result<CodedArticle> code(const Article& article) override;
  Result<CoderInfo> info() override;
  Result<StoreNames> names() override;

 private:
  std::shared_future<Result<const Coder*>> coder_;
};

}  // namespace kronika::app
