// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/store_policy.hpp"

#include <array>

namespace cellwarden::core {

namespace {

struct Situation {
  const StoreWatch& watch;
  const Counters& counters;
  StoreNeed need;
  Milliseconds now;
};

bool same(const EnergyCounter& a, const EnergyCounter& b) {
  return a.whole == b.whole && a.nanojoules == b.nanojoules;
}

bool same(const Counters& a, const Counters& b) {
  return a.soc.count == b.soc.count && a.soc.capacity == b.soc.capacity &&
         a.soc.calibrated == b.soc.calibrated && same(a.energy.in_today, b.energy.in_today) &&
         same(a.energy.out_today, b.energy.out_today) &&
         same(a.energy.in_total, b.energy.in_total) && same(a.energy.out_total, b.energy.out_total);
}

bool changed(const Situation& s) {
  return s.need.owner_changed || !same(s.watch.stored, s.counters);
}

bool supply_falls(const Situation& s) {
  return s.need.supply_falling && !s.watch.supply_fell && changed(s);
}

bool owner_change(const Situation& s) {
  return s.need.owner_changed || s.watch.stored.soc.capacity != s.counters.soc.capacity;
}

bool totals_clear(const Situation& s) {
  const EnergyCounters& stored = s.watch.stored.energy;
  const EnergyCounters& energy = s.counters.energy;
  return energy.in_total.whole < stored.in_total.whole ||
         energy.out_total.whole < stored.out_total.whole;
}

bool soc_moved(const Situation& s) {
  constexpr std::int64_t kWhole = 100'000;  // 100 % in 0.001 %
  const StateOfCharge& soc = s.counters.soc;
  const SocCount step = full_count(soc.capacity) / kWhole * kStoreSocStep.count();
  return abs(soc.count - s.watch.stored.soc.count) >= step;
}

bool interval_over(const Situation& s) {
  return s.now - s.watch.stored_at >= kStoreInterval && changed(s);
}

struct Row {
  StoreReason reason;
  bool (*holds)(const Situation& s);
};

constexpr std::array<Row, 5> kRows{{
    {StoreReason::supply_falls, supply_falls},
    {StoreReason::owner_change, owner_change},
    {StoreReason::totals_clear, totals_clear},
    {StoreReason::soc_moved, soc_moved},
    {StoreReason::interval_over, interval_over},
}};

bool waits(const StoreWatch& watch, Milliseconds now) {
  return watch.failed_at && now - *watch.failed_at < kStoreRetry;
}

}  // namespace

StoreWatch start_store_watch(const Counters& loaded, Milliseconds now) {
  return {.stored = loaded, .stored_at = now, .failed_at = {}};
}

std::optional<StoreReason> judge_store(StoreWatch& watch, const Counters& counters, StoreNeed need,
                                       Milliseconds now) {
  if (!need.supply_falling) watch.supply_fell = false;
  const Situation situation{.watch = watch, .counters = counters, .need = need, .now = now};
  for (const Row& row : kRows) {
    if (!row.holds(situation)) continue;
    if (row.reason == StoreReason::supply_falls) {
      watch.supply_fell = true;
    } else if (waits(watch, now)) {
      return {};
    }
    return row.reason;
  }
  return {};
}

void note_stored(StoreWatch& watch, const Counters& counters, Milliseconds encoded_at) {
  watch.stored = counters;
  watch.stored_at = encoded_at;
  watch.failed_at.reset();
}

void note_store_failed(StoreWatch& watch, Milliseconds now) { watch.failed_at = now; }

}  // namespace cellwarden::core
