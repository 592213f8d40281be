// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/samples.hpp"

namespace cellwarden::gateway {

namespace {

constexpr std::int32_t kMilliPerDeci = 100;

template <class Wide, class Quantity>
std::optional<Wide> number(const std::optional<Quantity>& value) {
  return value ? std::optional<Wide>{value->count()} : std::nullopt;
}

history::CellSample cell_sample(const Known<CellView>& cell, const Status& status,
                                core::Milliseconds now) {
  if (!cell || stale(*cell, status, now)) return {};
  history::CellSample sample;
  sample.mv = number<std::int32_t>(cell->value.voltage);
  if (cell->value.temperature) {
    const std::int32_t milli = cell->value.temperature->count();
    const std::int32_t half = milli < 0 ? -kMilliPerDeci / 2 : kMilliPerDeci / 2;
    sample.decicelsius = (milli + half) / kMilliPerDeci;
  }
  sample.bypass = cell->value.bypass.value_or(false);
  return sample;
}

}  // namespace

KeptSample sample_of(const Status& status, core::Milliseconds now, core::Milliseconds wall,
                     bool simulated) {
  KeptSample kept;
  history::Sample& sample = kept.sample;
  const Observation& seen = status.seen;
  const auto fresh = [&](const auto& known) {
    return known && !stale(known->at, status.cycle, now);
  };
  sample.time_ms = wall.count();
  sample.simulated = simulated;
  if (fresh(seen.currents)) {
    sample.pack_mv = number<std::int32_t>(seen.currents->value.pack_voltage);
    sample.current_in_ma = number<std::int32_t>(seen.currents->value.in);
    sample.current_out_ma = number<std::int32_t>(seen.currents->value.out);
    sample.battery_ma = number<std::int32_t>(seen.currents->value.battery);
  }
  if (fresh(seen.charge)) {
    const Charge& charge = seen.charge->value;
    sample.soc_mpercent = number<std::int32_t>(charge.soc);
    sample.soc_calibrated = charge.calibrated;
    sample.energy_in_wh_total = number<std::int64_t>(charge.in_total);
    sample.energy_out_wh_total = number<std::int64_t>(charge.out_total);
    sample.stored_wh = number<std::int64_t>(charge.stored);
  }
  for (const core::Warning warning : core::kWarnings) {
    if (status.warnings.has(warning)) {
      sample.warnings =
          static_cast<std::uint8_t>(sample.warnings | 1U << static_cast<unsigned>(warning));
    }
  }
  sample.good = !status.warnings.has(core::Warning::communication);
  sample.charge_closed = status.charge.allowed;
  sample.load_closed = status.load.allowed;
  kept.cells.reserve(seen.cells.size());
  for (const auto& cell : seen.cells) {
    kept.cells.push_back(cell_sample(cell, status, now));
  }
  return kept;
}

}  // namespace cellwarden::gateway
