#include "base/ordered_parallel.h"

#include <gtest/gtest.h>

#include <chrono>

namespace kronika {
namespace {

class OrderedParallel : public ::testing::TestWithParam<unsigned> {};

TEST_P(OrderedParallel, keeps_the_order_of_the_input_whatever_the_threads) {
  int given = 0;
  std::vector<int> seen;
  ordered_parallel<int>(
      GetParam(), [&]() -> std::optional<int> { return given < 500 ? std::optional<int>(given++) : std::nullopt; },
      [](int n) {
        if (n % 7 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
        return n * 2;
      },
      [&](int n) { seen.push_back(n); });
  ASSERT_EQ(seen.size(), 500u);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(seen[static_cast<size_t>(i)], 2 * i);
}

INSTANTIATE_TEST_SUITE_P(Threads, OrderedParallel, ::testing::Values(1u, 2u, 8u));

}  // namespace
}  // namespace kronika
