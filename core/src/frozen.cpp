// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/frozen.hpp"

#include <algorithm>

namespace cellwarden::core {

namespace {
constexpr std::uint32_t kFrozenAfterSeconds = 600;  // CELL-8
}

bool judge_frozen(FrozenWatch& watch, Millivolts voltage, Milliamps battery_current,
                  Milliamps sensor_range, Milliseconds now) {
  const auto now_s = static_cast<std::uint32_t>(now.count() / 1000);
  if (!watch.started || voltage != watch.voltage) {
    watch = {.voltage = voltage,
             .since_s = now_s,
             .current_min = battery_current,
             .current_max = battery_current,
             .started = true};
    return false;
  }
  watch.current_min = std::min(watch.current_min, battery_current);
  watch.current_max = std::max(watch.current_max, battery_current);
  if (watch.frozen || now_s - watch.since_s < kFrozenAfterSeconds) return false;
  if (watch.current_max - watch.current_min <= sensor_range / 10) return false;
  watch.frozen = true;
  return true;
}

}  // namespace cellwarden::core
