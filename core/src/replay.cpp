// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/replay.hpp"

namespace cellwarden::core {

namespace {

constexpr std::int64_t kMillionthsOfWhole = 100'000'000;  // 100 % in 10⁻⁶ %

// The boards hear V-bypass with each good message, and forget it after three missed ones (CELL-3).
void judge_bypasses(ReplayState& replay, const ReplaySettings& settings, bool good) {
  const auto cells = static_cast<std::size_t>(settings.cells);
  for (std::size_t i = 0; i < cells; ++i) {
    Bypass& bypass = replay.bypass[i];
    if (replay.state.missed >= kMissedForError) release_bypass(bypass);
    if (good) {
      const CellReading& cell = replay.state.cells[i];
      judge_bypass(bypass, cell.voltage, cell.temperature, settings.options.v_bypass);
    }
  }
}

}  // namespace

ReplayState first_replay_state(const ReplaySettings& settings) {
  ReplayState replay{.state = first_state(settings.settings)};
  const WattHours capacity = settings.settings.battery_capacity;
  const std::int64_t one = full_count(capacity).count() / kMillionthsOfWhole;
  replay.state.soc.count = SocCount{one * settings.initial_soc_millionths};
  replay.state.soc.calibrated = settings.initial_calibrated;
  return replay;
}

Outputs replay_step(ReplayState& replay, const ReplaySettings& settings,
                    const RecordedMessage& message) {
  const auto cells = static_cast<std::uint8_t>(settings.cells);
  const Inputs inputs{
      .arrival = message.intact ? Arrival::intact : Arrival::damaged,
      .cells = message.cells,
      .sensors = sensor_readings(message.current_in, message.current_out, settings.sensor),
      .options = settings.options,
      .factory = {.sensor = settings.sensor, .cells = cells},
      .settings = settings.settings,
      .offsets = {}};
  const Outputs outputs = step(replay.state, inputs, message.time);
  const bool good = replay.state.communication.last_good == message.time;
  judge_bypasses(replay, settings, good);
  return outputs;
}

}  // namespace cellwarden::core
