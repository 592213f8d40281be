// SPDX-License-Identifier: Apache-2.0
#include "what_if.hpp"

#include <algorithm>

#include "cellwarden/words/sentences.hpp"

namespace cellwarden::api {

using core::Milliseconds;

namespace {

// A longer pause is a gap in the recording and no silence of the chain, which is recorded as E.
constexpr std::int64_t kGapMs = 3'000;
constexpr std::int32_t kMilliPerDeci = 100;
constexpr std::int64_t kMillionthsPerMilli = 1000;

core::CellReading reading_of(const history::CellSample& cell) {
  if (!cell.mv || !cell.decicelsius) return {};
  return core::cell_reading(core::Millivolts{*cell.mv},
                            core::MilliCelsius{*cell.decicelsius * kMilliPerDeci});
}

template <class Value>
void widen(std::optional<Value>& low, std::optional<Value>& high, Value value) {
  low = std::min(low.value_or(value), value);
  high = std::max(high.value_or(value), value);
}

void count_relay(WhatIfRelay& relay, bool& before, const core::RelayState& now,
                 std::int64_t time_ms) {
  if (before && !now.closed) {
    ++relay.openings;
    if (!now.why.empty()) {
      WhatIfCause& cause = relay.causes[now.why[0].id];
      if (cause.openings++ == 0) {
        cause.first_ms = time_ms;
        cause.sentence = words::sentence(now.why[0]);
      }
    }
  }
  before = now.closed;
}

}  // namespace

// The replay takes over where the recording begins, or goes on after a gap: the relays as they
// stood, the SOC as it was told, and a chain that was alive if it is alive now.
void WhatIfRun::begin_with(const history::Sample& sample, std::size_t cells) {
  constexpr std::int64_t kHalf = 50'000'000;
  settings_.cells = std::clamp(static_cast<int>(cells), core::kMinCells, core::kMaxCells);
  settings_.initial_soc_millionths =
      sample.soc_mpercent ? *sample.soc_mpercent * kMillionthsPerMilli : kHalf;
  settings_.initial_calibrated = sample.soc_calibrated;
  replay_ = std::make_unique<core::ReplayState>(core::first_replay_state(settings_));
  core::State& state = replay_->state;
  state.charge.closed = sample.charge_closed;
  state.load.closed = sample.load_closed;
  state.communication.error = !sample.good;
  if (sample.good) state.communication.good_in_row = core::kGoodToEndError;
  charge_closed_ = sample.charge_closed;
  load_closed_ = sample.load_closed;
}

void WhatIfRun::count_time(Milliseconds passed) {
  if (!charge_closed_) tally_.charge.open_ms += passed.count();
  if (!load_closed_) tally_.load.open_ms += passed.count();
  for (const core::Warning warning : core::kWarnings) {
    if (warnings_.has(warning)) {
      tally_.warnings[static_cast<std::size_t>(warning)].lasted_ms += passed.count();
    }
  }
  for (int i = 0; i < settings_.cells; ++i) {
    if (replay_->bypass[static_cast<std::size_t>(i)].on) tally_.bypass_cell_ms += passed.count();
  }
}

void WhatIfRun::count_changes(const history::Sample& sample) {
  const core::State& state = replay_->state;
  count_relay(tally_.charge, charge_closed_, state.charge, sample.time_ms);
  count_relay(tally_.load, load_closed_, state.load, sample.time_ms);
  core::Warnings warnings;
  if (state.communication.error || state.cell_count_differs) {
    warnings.set(core::Warning::communication);
  } else {
    warnings = state.status.warnings;
  }
  for (const core::Warning warning : core::kWarnings) {
    if (warnings.has(warning) && !warnings_.has(warning)) {
      ++tally_.warnings[static_cast<std::size_t>(warning)].times;
    }
  }
  warnings_ = warnings;
  const std::int32_t soc = core::milli_percent(state.soc).count();
  widen(tally_.soc_min_mpercent, tally_.soc_max_mpercent, soc);
}

void WhatIfRun::take(const history::Sample& sample, std::span<const core::CellReading> cells,
                     Milliseconds passed, bool begin) {
  if (begin || !replay_) {
    begin_with(sample, cells.size());
  } else {
    count_time(passed);
  }
  now_ += passed;
  const bool intact = sample.good && sample.current_in_ma && !cells.empty();
  const core::RecordedMessage message{
      .time = now_,
      .intact = intact,
      .cells = cells,
      .current_in = core::Milliamps{sample.current_in_ma.value_or(0)},
      .current_out = sample.current_out_ma ? std::optional{core::Milliamps{*sample.current_out_ma}}
                                           : std::nullopt};
  static_cast<void>(core::replay_step(*replay_, settings_, message));
  count_changes(sample);
}

void WhatIf::take(const history::Sample& sample) {
  const std::int64_t passed_ms = last_ms_ ? sample.time_ms - *last_ms_ : kGapMs + 1;
  const bool begin = passed_ms > kGapMs || passed_ms <= 0;
  if (begin && last_ms_) ++gaps_;
  last_ms_ = sample.time_ms;
  if (!begin) covered_ms_ += passed_ms;
  ++readings_;
  cells_.clear();
  for (const history::CellSample& cell :
       sample.cells.first(std::min<std::size_t>(sample.cells.size(), core::kMaxCells))) {
    cells_.push_back(reading_of(cell));
    if (cell.mv) widen(recorded_.mv_min, recorded_.mv_max, *cell.mv);
    if (cell.decicelsius) {
      widen(recorded_.decicelsius_min, recorded_.decicelsius_max, *cell.decicelsius);
    }
  }
  // The replay's clock leaves gaps out, or each would look like a chain that fell silent.
  const Milliseconds passed{begin ? kGapMs : passed_ms};
  as_set_.take(sample, cells_, passed, begin);
  as_tried_.take(sample, cells_, passed, begin);
}

}  // namespace cellwarden::api
