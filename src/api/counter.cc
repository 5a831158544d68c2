#include "api/counter.h"

namespace kronika {

Result<Counter::Selected> Counter::select(const std::string& state, const std::string& filter) {
  const auto load = [&]() -> Result<Columns> {
    StorePool::Lease store = stores_.lend();
    return (*store).columns();
  };
  const auto find = [&]() -> Result<Selected> {
    const auto columns = state.empty() ? load() : *columns_.of(state, "", load);
    if (!columns) return columns.error();
    StorePool::Lease store = stores_.lend();
    auto found = (*store).select(*columns.value(), filter);
    if (!found) return found.error();
    return Selected{columns.value(), std::make_shared<const RecordSelection>(std::move(found).value())};
  };
  return state.empty() ? find() : *selected_.of(state, filter, find);
}

Result<Counter::Pairs> Counter::pairs(const std::string& state, const std::string& filter, PartyLevel level) {
  const auto count = [&]() -> Result<Pairs> {
    const auto found = select(state, filter);
    if (!found) return found.error();
    return std::make_shared<const std::vector<PairCount>>(found.value()->pairs(*found.value(), level));
  };
  const char* of = level == PartyLevel::country ? "country " : "code ";
  return state.empty() ? count() : *pairs_.of(state, of + filter, count);
}

}  // namespace kronika
