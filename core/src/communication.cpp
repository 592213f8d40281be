// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/communication.hpp"

#include <algorithm>

namespace cellwarden::core {

namespace {

// The third missed message in a row begins E; whatever was good before no longer counts (CHAIN-5).
void judge_missed(CommunicationWatch& watch, std::int32_t missed) {
  if (missed > 0) watch.good_in_row = 0;
  if (missed >= kMissedForError) watch.error = true;
}

}  // namespace

std::int32_t missed_messages(const CommunicationWatch& watch, Milliseconds now,
                             Milliseconds cycle) {
  if (!watch.last_good) return watch.not_good;
  // floor(gap / T + ½) − 1, and none for a message that comes early.
  const Milliseconds gap = now - *watch.last_good;
  const std::int64_t due = (gap * 2 + cycle) / (cycle * 2) - 1;
  return std::max(static_cast<std::int32_t>(std::min<std::int64_t>(due, INT32_MAX - 1)),
                  watch.not_good);
}

std::int32_t note_good_message(CommunicationWatch& watch, Milliseconds now, Milliseconds cycle) {
  const std::int32_t missed = missed_messages(watch, now, cycle);
  judge_missed(watch, missed);
  if (watch.good_in_row < kGoodToEndError) ++watch.good_in_row;
  if (watch.good_in_row == kGoodToEndError) watch.error = false;
  watch.last_good = now;
  watch.not_good = 0;
  return missed;
}

std::int32_t note_bad_message(CommunicationWatch& watch, Milliseconds now, Milliseconds cycle) {
  const std::int32_t missed = missed_messages(watch, now, cycle) + 1;
  if (watch.not_good < INT32_MAX - 1) ++watch.not_good;
  judge_missed(watch, missed);
  return missed;
}

std::int32_t note_silence(CommunicationWatch& watch, Milliseconds now, Milliseconds cycle) {
  const std::int32_t missed = missed_messages(watch, now, cycle);
  judge_missed(watch, missed);
  return missed;
}

bool accept_sequence(SequenceWatch& watch, std::uint8_t number) {
  const bool first = !watch.reference;
  const auto step = static_cast<std::uint8_t>(number - watch.reference.value_or(0));
  watch.reference = number;
  if (first || (step >= 1 && step <= 3)) return true;
  ++watch.impossible_steps;
  return false;
}

}  // namespace cellwarden::core
