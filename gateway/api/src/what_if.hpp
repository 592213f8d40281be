// SPDX-License-Identifier: Apache-2.0
// What if (PLUS-4): stored readings through the very rules of the boards, once with the settings
// that the pack has and once with others. The readings stay as they were recorded: a battery that
// was charged for longer would have given other ones, and that is not guessed here.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cellwarden/core/replay.hpp"
#include "cellwarden/history/sample.hpp"

namespace cellwarden::api {

// What opened a relay: the first reason of each opening (RELAY-3).
struct WhatIfCause {
  std::uint64_t openings{0};
  std::int64_t first_ms{0};
  std::string sentence;  // of the first one
};

struct WhatIfRelay {
  std::uint64_t openings{0};
  std::int64_t open_ms{0};
  std::map<core::RuleId, WhatIfCause> causes;
};

struct WhatIfWarning {
  std::uint64_t times{0};
  std::int64_t lasted_ms{0};
};

struct WhatIfTally {
  WhatIfRelay charge;
  WhatIfRelay load;
  std::array<WhatIfWarning, 5> warnings{};  // in the order of core::Warning
  std::optional<std::int32_t> soc_min_mpercent;
  std::optional<std::int32_t> soc_max_mpercent;
  std::int64_t bypass_cell_ms{0};  // summed over the cells
};

// One set of settings, fed with samples in order of time.
class WhatIfRun {
 public:
  // settings.cells and the SOC are taken from the samples.
  explicit WhatIfRun(const core::ReplaySettings& settings) : settings_{settings} {}

  // time: of the replay's own clock; begin: nothing is known of what was just before.
  void take(const history::Sample& sample, std::span<const core::CellReading> cells,
            core::Milliseconds passed, bool begin);

  [[nodiscard]] const WhatIfTally& tally() const { return tally_; }

 private:
  void begin_with(const history::Sample& sample, std::size_t cells);
  void count_time(core::Milliseconds passed);
  void count_changes(const history::Sample& sample);

  core::ReplaySettings settings_;
  std::unique_ptr<core::ReplayState> replay_;
  core::Milliseconds now_;
  bool charge_closed_{false};
  bool load_closed_{false};
  core::Warnings warnings_;
  WhatIfTally tally_;
};

// Both runs over the same samples, and what was recorded.
class WhatIf {
 public:
  WhatIf(const core::ReplaySettings& as_set, const core::ReplaySettings& as_tried)
      : as_set_{as_set}, as_tried_{as_tried} {}

  void take(const history::Sample& sample);

  struct Extremes {
    std::optional<std::int32_t> mv_min;
    std::optional<std::int32_t> mv_max;
    std::optional<std::int32_t> decicelsius_min;
    std::optional<std::int32_t> decicelsius_max;
  };
  [[nodiscard]] const WhatIfTally& as_set() const { return as_set_.tally(); }
  [[nodiscard]] const WhatIfTally& as_tried() const { return as_tried_.tally(); }
  [[nodiscard]] const Extremes& recorded() const { return recorded_; }
  [[nodiscard]] std::uint64_t readings() const { return readings_; }
  [[nodiscard]] std::uint64_t gaps() const { return gaps_; }
  [[nodiscard]] std::int64_t covered_ms() const { return covered_ms_; }

 private:
  WhatIfRun as_set_;
  WhatIfRun as_tried_;
  Extremes recorded_;
  std::vector<core::CellReading> cells_;
  std::optional<std::int64_t> last_ms_;
  std::uint64_t readings_{0};
  std::uint64_t gaps_{0};
  std::int64_t covered_ms_{0};
};

}  // namespace cellwarden::api
