// SPDX-License-Identifier: Apache-2.0
// Each check that runs beside every scenario can fail: it is shown a board, a relay or an account
// that ran for a while and is then tampered with in one place.
#include "../../src/invariants.hpp"

#include <gtest/gtest.h>

#include <string>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using namespace core::literals;

using test::small_pack;

// A pack of four cells after five minutes: both relays closed, everything in order.
class InvariantsTest : public testing::Test {
 protected:
  InvariantsTest() {
    Bench bench{small_pack(), {}};
    bench.run_until(300);
    out = bench.out_board(1);
  }

  [[nodiscard]] Judged judged() const {
    return {.pack = 1, .time = 300 * kSecond, .out = out, .charge = charge, .load = load};
  }
  // What the newest violation says; empty: there is none.
  [[nodiscard]] std::string found() const {
    return checks.violations().empty() ? "" : checks.violations().back().sentence;
  }
  void set_voltage(int number, core::Millivolts voltage) {
    const auto index = static_cast<std::size_t>(number - 1);
    core::CellReading reading = out.state.cells[index];
    reading.voltage = voltage;
    out.state.cells.set(index, reading);
  }

  boards::OutBoard out;
  RelayModel charge{.closed = true, .target = true};
  RelayModel load{.closed = true, .target = true};
  Invariants checks;
};

TEST_F(InvariantsTest, FindNothingInAPackThatIsInOrder) {
  ASSERT_TRUE(out.state.charge.closed && out.state.load.closed);
  checks.check_relays(judged());
  checks.check_exact(judged());
  checks.check_soc(judged());
  checks.check_pack_sum(judged());
  EXPECT_EQ(found(), "");
}

// CH-1: V-max is 3.60 V. One millivolt below nothing holds.
TEST_F(InvariantsTest, SeeAClosedChargeRelayAtVMax) {
  ASSERT_EQ(out.settings.v_max, 3600_mV);
  set_voltage(2, 3599_mV);
  checks.check_relays(judged());
  EXPECT_EQ(found(), "");
  set_voltage(2, 3600_mV);
  checks.check_relays(judged());
  EXPECT_EQ(found(), "the charge relay is closed although an OFF row holds (CH-1…CH-5)");
}

// LD-1: V-min is 2.70 V.
TEST_F(InvariantsTest, SeeAClosedLoadRelayAtVMin) {
  ASSERT_EQ(out.settings.v_min, 2700_mV);
  set_voltage(3, 2701_mV);
  checks.check_relays(judged());
  EXPECT_EQ(found(), "");
  set_voltage(3, 2700_mV);
  checks.check_relays(judged());
  EXPECT_EQ(found(), "the load relay is closed although an OFF row holds (LD-1…LD-4)");
}

// CH-5, LD-4
TEST_F(InvariantsTest, SeeAClosedRelayInE) {
  out.state.communication.error = true;
  checks.check_relays(judged());
  EXPECT_EQ(checks.violations().size(), 2U);
}

// RELAY-2: the board wants it open, no pulse is on its way, and no fault holds the contact.
TEST_F(InvariantsTest, SeeAContactThatStaysClosed) {
  out.state.charge.closed = false;
  charge.target = false;  // it was pulsed, and the contact did not follow
  checks.check_relays(judged());
  EXPECT_EQ(found(), "the charge contact is closed although the board wants it open (RELAY-2)");
  out.state.load.closed = false;
  checks.check_relays(judged());
  EXPECT_EQ(found(), "the load contact is closed although the board wants it open (RELAY-2)");
}

TEST_F(InvariantsTest, GiveAContactTheTimeToMoveAndAFaultItsWay) {
  out.state.charge.closed = false;
  charge.target = false;
  charge.moves_at = 300 * kSecond + kRelayMoves;
  checks.check_relays(judged());
  EXPECT_EQ(found(), "");
  charge.moves_at = kNever;
  const Judged welded{.out = out, .charge = charge, .load = load, .faulty = true};
  checks.check_relays(welded);
  EXPECT_EQ(found(), "");
}

// RELAY-0: by the letter of the tables no relay closes before a good message came.
TEST_F(InvariantsTest, SeeARelayThatTheTablesLetterHasOpen) {
  out.state.communication.last_good.reset();
  checks.check_exact(judged());
  ASSERT_EQ(checks.violations().size(), 2U);
  EXPECT_EQ(checks.violations()[0].sentence,
            "the charge relay is closed where the tables' letter has it open (RELAY-0)");
  EXPECT_EQ(checks.violations()[1].sentence,
            "the load relay is closed where the tables' letter has it open (RELAY-0)");
}

// CELL-3: with V-bypass 3.45 V a resistor stays on down to 3.44 V, and not below.
TEST_F(InvariantsTest, SeeABypassBelowItsThreshold) {
  boards::Monitor monitor = out.monitor;
  monitor.v_bypass = 3450_mV;
  monitor.reading.voltage = 3440_mV;
  checks.check_bypass(judged(), 4, monitor);
  EXPECT_EQ(found(), "");
  monitor.reading.voltage = 3439_mV;
  checks.check_bypass(judged(), 4, monitor);
  EXPECT_EQ(found(), "cell 4 bypasses below its threshold (CELL-3)");
}

TEST_F(InvariantsTest, SeeABypassWithoutAThreshold) {
  boards::Monitor monitor = out.monitor;
  monitor.v_bypass.reset();
  checks.check_bypass(judged(), 4, monitor);
  EXPECT_EQ(found(), "cell 4 bypasses below its threshold (CELL-3)");
}

// SOC-1
TEST_F(InvariantsTest, SeeASocOutside0To100Percent) {
  core::StateOfCharge& soc = out.state.soc;
  soc.count = core::full_count(soc.capacity);
  checks.check_soc(judged());
  EXPECT_EQ(found(), "");
  soc.count = core::full_count(soc.capacity) + core::SocCount{1};
  checks.check_soc(judged());
  EXPECT_EQ(checks.violations().size(), 1U);
  soc.count = core::SocCount{-1};
  checks.check_soc(judged());
  EXPECT_EQ(checks.violations().size(), 2U);
  EXPECT_EQ(found(), "the SOC is outside 0…100 % (SOC-1)");
}

TEST_F(InvariantsTest, SeeAPackVoltageThatIsNotTheSumOfItsCells) {
  set_voltage(1, out.state.cells[0].voltage + 1_mV);
  checks.check_pack_sum(judged());
  EXPECT_EQ(found(), "the pack voltage is not the sum of its cells");
}

// docs/twin/cell-model.md: to 1e-9 of the capacity of 100 Ah, 0.36 mA·s.
TEST_F(InvariantsTest, SeeChargeAndEnergyThatDoNotBalance) {
  CellAccount account{
      .capacity_ah = 100, .charge_begin_ah = 50, .charge_ah = 51, .totals = {.pack_as = 3600}};
  checks.check_balance(1, 0, 2, account);
  EXPECT_EQ(found(), "");
  account.totals.pack_as += 1e-3;
  checks.check_balance(1, 0, 2, account);
  EXPECT_EQ(found(), "the charge of cell 2 does not balance");
  account.totals.pack_as = 3600;
  account.totals.heat_j = 1e-2;
  checks.check_balance(1, 0, 2, account);
  EXPECT_EQ(found(), "the energy of cell 2 does not balance");
}

}  // namespace
}  // namespace cellwarden::twin
