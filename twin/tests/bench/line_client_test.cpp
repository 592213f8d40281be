// SPDX-License-Identifier: Apache-2.0
// A client on the OUT board's Bluetooth lines, as it would speak to a real pack (OUT-4).
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::small_pack;

std::string ask(Bench& bench, std::string_view line) {
  const std::string sent = std::string{line} + '\r';
  bench.send_line(1, {reinterpret_cast<const std::uint8_t*>(sent.data()), sent.size()});
  bench.run_until(bench.time_s() + 0.5);
  const std::vector<std::uint8_t> told = bench.take_line(1);
  return {told.begin(), told.end()};
}

TEST(LineClient, LogsInReadsWritesAndStreams) {
  Bench bench{small_pack(), {}};
  bench.run_until(40);
  bench.connect(1);
  EXPECT_EQ(ask(bench, "PW1234!"), "PW1234!\rOK\r");
  EXPECT_EQ(ask(bench, "02-050!"), "02-050!\rOK\r");
  EXPECT_EQ(ask(bench, "C6-051!"), "C6-051!\rOK\r");
  EXPECT_EQ(bench.out_board(1).settings.v_max.count(), 3550);
  EXPECT_EQ(ask(bench, "E!").substr(0, 6), "E!\rOK\r");
  bench.run_until(bench.time_s() + 3);
  const std::vector<std::uint8_t> told = bench.take_line(1);
  const std::string text{told.begin(), told.end()};
  EXPECT_NE(text.find("\rC_04_04_"), std::string::npos);
  bench.disconnect(1);
  bench.run_until(bench.time_s() + 3);
  EXPECT_TRUE(bench.take_line(1).empty());
}

}  // namespace
}  // namespace cellwarden::twin
