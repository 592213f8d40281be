// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/events.hpp"

namespace cellwarden::core {

// A new kind of event does not compile without a name.
const char* name(EventKind kind) {
  switch (kind) {
    case EventKind::communication_lost: return "communication_lost";
    case EventKind::communication_back: return "communication_back";
    case EventKind::cell_count_differs: return "cell_count_differs";
    case EventKind::reading_invalid: return "reading_invalid";
    case EventKind::cell_frozen: return "cell_frozen";
    case EventKind::gap_not_counted: return "gap_not_counted";
    case EventKind::sensor_saturated: return "sensor_saturated";
    case EventKind::consumer_sensor_lost: return "consumer_sensor_lost";
    case EventKind::soc_set_full: return "soc_set_full";
    case EventKind::soc_corrected_at_empty: return "soc_corrected_at_empty";
    case EventKind::v_bypass_contradicts: return "v_bypass_contradicts";
    case EventKind::relay_oscillating: return "relay_oscillating";
    case EventKind::relay_did_not_open: return "relay_did_not_open";
    case EventKind::auto_zero_refused: return "auto_zero_refused";
    case EventKind::settings_lost: return "settings_lost";
    case EventKind::break_located: return "break_located";
    case EventKind::store_failing: return "store_failing";
  }
  return "";
}

void EventLog::add(const Event& event) {
  const auto since = static_cast<std::uint64_t>(event.since.count());
  ring_[written_ % kKeptEvents] = {.value = event.value,
                                   .limit = event.limit,
                                   .since_low = static_cast<std::uint32_t>(since),
                                   .since_high = static_cast<std::uint16_t>(since >> 32U),
                                   .kind = event.kind,
                                   .number = event.number};
  ++written_;
}

Event EventLog::at(std::uint32_t index) const {
  const Kept& kept = ring_[index % kKeptEvents];
  // The sign of a moment before some fixed one is in its highest bit.
  const std::uint64_t since = std::uint64_t{kept.since_high} << 48U | std::uint64_t{kept.since_low}
                                                                          << 16U;
  return {.kind = kept.kind,
          .number = kept.number,
          .value = kept.value,
          .limit = kept.limit,
          .since = Milliseconds{static_cast<std::int64_t>(since) >> 16}};
}

}  // namespace cellwarden::core
