// SPDX-License-Identifier: Apache-2.0
// The roads of gateway/tests/roads once more: what a browser learns by itself is what the board
// knows, and so what its data output tells, field for field (OUT-4, APP-4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "across.hpp"
#include "one_pack.hpp"

namespace cellwarden::direct::test {
namespace {

using gateway::roads::Road;
using testing::IsEmpty;

class DirectRoads : public testing::TestWithParam<Road> {};

// Between two messages: a cycle is told, and the next one is not there yet.
bool is_between(const Across& pack) {
  const double since = std::fmod(pack.bench().time_s(), 1.0);
  return pack.board().port.output.empty() && since > 0.5 && since < 0.8;
}

TEST_P(DirectRoads, TellTheSameAsTheBoard) {
  const auto generation =
      GetParam() == Road::lines_2 ? protocol::Generation::one_or_two : protocol::Generation::three;
  Across pack{gateway::roads::five_cells, generation};
  pack.connect(GetParam() == Road::ours);
  pack.run(10);
  EXPECT_EQ(code_of(pack.sign_in(gateway::roads::kPin)), "");
  pack.run(60);
  for (int moment = 0; moment < 5; ++moment) {
    pack.run(7.3);
    for (int i = 0; i < 200 && !is_between(pack); ++i) pack.run(0.05);
    ASSERT_TRUE(is_between(pack));
    const gateway::roads::Told told{GetParam(), pack.direct.observation(), nullptr};
    EXPECT_THAT(differences(told, gateway::roads::truth_of(pack.bench())), IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(Lines, DirectRoads,
                         testing::Values(Road::lines_3, Road::lines_2, Road::ours),
                         [](const auto& it) {
                           switch (it.param) {
                             case Road::lines_2: return "generation_2";
                             case Road::ours: return "ours";
                             default: return "generation_3";
                           }
                         });

}  // namespace
}  // namespace cellwarden::direct::test
