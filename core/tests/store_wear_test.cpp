// SPDX-License-Identifier: Apache-2.0
// Ten years of a pack that is worked hard, and what they do to the memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "cellwarden/core/kept.hpp"
#include "cellwarden/core/store_policy.hpp"
#include "model_memory.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;
using namespace test;

constexpr std::uint32_t kEndurance = 10'000;
constexpr int kYears = 10;
constexpr int kDaysSimulated = 10;
constexpr int kCells = 16;
constexpr WattHours kCapacity = 10'200_Wh;  // 50 A fill it in 4 h

struct Wear {
  double writes_per_day{0};
  double erases{0};  // of each page in ten years
  [[nodiscard]] double margin() const { return kEndurance / erases; }
};

// An OUT board with its store, and a day in its life.
class Board {
 public:
  Board(std::uint32_t pages_per_copy, std::size_t corrected_cells)
      : memory_{{.page_size = 2048, .pages_per_copy = pages_per_copy, .program_unit = 8}} {
    settings_.battery_capacity = kCapacity;
    counters_.soc = {.capacity = kCapacity, .count = SocCount{0}, .empty_since = {}};
    for (std::size_t i = 0; i < corrected_cells; ++i) offsets_.push_back({1_mV, 100_mC});
    power_up();
  }

  // Two full cycles in the first 16 hours, then 8 hours of a small drain. Four wrong PINs
  // and one change of a setting a day; at midnight the power fails.
  void live_a_day() {
    for (Milliseconds time = 0_s; time < 24_h; time += kStep) {
      now_ += kStep;
      const bool charging = time / 4_h % 2 == 0;
      const Milliamps current = time >= 16_h ? -100_mA : charging ? 50_A : -50_A;
      flow(current);
      StoreNeed need;
      if (time / kStep % (6_h / kStep) == 0) {
        try_pin(access_, 1, settings_.pin, now_);
        need.owner_changed = true;
      }
      if (time == 12_h) {
        settings_.solar_peak_power += Watts{10};
        need.owner_changed = true;
      }
      need.supply_falling = time + kStep >= 24_h;
      if (judge_store(watch_, counters_, need, now_)) write();
    }
    power_up();
  }

  [[nodiscard]] Wear wear(int days) const {
    double erases = 0;
    for (const std::uint32_t page : memory_.erases()) erases += page;
    const double per_page = erases / static_cast<double>(memory_.erases().size());
    return {.writes_per_day = static_cast<double>(writes_) / days,
            .erases = per_page / days * 365.25 * kYears};
  }
  [[nodiscard]] int misuses() const { return memory_.misuses(); }

 private:
  static constexpr Milliseconds kStep = 3_s;

  void flow(Milliamps current) {
    count_charge(counters_.soc, current, kStep, settings_.nominal_cell_voltage, kCells);
    const Currents currents{.in = current, .out = {}, .battery = current};
    count_energy(counters_.energy, currents, settings_.nominal_cell_voltage * kCells, kStep);
  }

  void power_up() {
    const OpenedStore opened = open_store(memory_.geometry(), memory_.bytes());
    store_ = opened.store;
    watch_ = start_store_watch(counters_, now_);
  }

  void write() {
    OutBoardImage image;
    encode({.settings = settings_,
            .access = access_,
            .commissioning = {.cells = kCells, .second_sensor = true},
            .offsets = offsets_,
            .soc = counters_.soc,
            .energy = counters_.energy},
           now_, image);
    const auto kept = sections(image);
    begin_write(store_, kept, memory_.bytes());
    while (const auto operation = next_operation(store_, kept, memory_.bytes())) {
      memory_.execute(*operation);
    }
    EXPECT_EQ(store_.job.result, WriteResult::done);
    note_stored(watch_, counters_, now_);
    ++writes_;
  }

  ModelMemory memory_;
  Store store_;
  StoreWatch watch_;
  Settings settings_;
  PinGuard access_;
  Counters counters_;
  std::vector<CellOffset> offsets_;
  Milliseconds now_;
  int writes_{0};
};

Wear wear_of(std::uint32_t pages_per_copy, std::size_t corrected_cells) {
  Board board{pages_per_copy, corrected_cells};
  for (int day = 0; day < kDaysSimulated; ++day) board.live_a_day();
  EXPECT_EQ(board.misuses(), 0);
  const Wear wear = board.wear(kDaysSimulated);
  std::printf(
      "%2u pages of 2 kB per copy, %3zu corrected cells: %3.0f writes a day, %5.0f erases "
      "of each page in %d years, margin %.1f\n",
      pages_per_copy, corrected_cells, wear.writes_per_day, wear.erases, kYears, wear.margin());
  return wear;
}

// OUT-5
TEST(StoreWear, TenYearsOfHardWorkStayBelowTheEnduranceOfTheMemory) {
  EXPECT_GT(wear_of(8, 0).margin(), 1.25);
  EXPECT_GT(wear_of(16, 0).margin(), 2.5);
  EXPECT_GT(wear_of(16, 255).margin(), 1.8);
}

}  // namespace
}  // namespace cellwarden::core
