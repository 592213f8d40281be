// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/pack_log.hpp"

#include <algorithm>
#include <utility>

namespace cellwarden::gateway {

using core::Milliseconds;
using protocol::PublicLogEntry;
using protocol::PublicReadKind;

namespace {

constexpr int kEntries = 10;
constexpr Milliseconds kFirst{5'000};  // after the stream has begun
constexpr Milliseconds kBetweenLines{500};
constexpr Milliseconds kBetweenRounds{600'000};
constexpr Milliseconds kAnswer{5'000};
constexpr Milliseconds kHasNone{3'600'000};  // its clock got no answer
constexpr Milliseconds kNewEntry{2'000};     // the index in T has changed
constexpr std::size_t kMostKnown = 64;

bool same(const PublicLogEntry& a, const PublicLogEntry& b) {
  return a.time == b.time && a.type == b.type && a.raw == b.raw && a.cell == b.cell;
}

}  // namespace

std::optional<protocol::PublicRead> PackLog::next(const protocol::LinesSession& session,
                                                  Milliseconds now) {
  if (session.phase != protocol::LinesPhase::live ||
      session.device != protocol::LinesDevice::public_only) {
    due_.reset();
    return {};
  }
  if (!due_) {
    line_ = 0;
    asked_.reset();
    due_ = now + kFirst;
  }
  if (asked_ && now - *asked_ >= kAnswer) {
    asked_.reset();
    if (line_ == 0) {
      due_ = now + kHasNone;
    } else {
      go_on(now);
    }
  }
  if (asked_ || now < *due_) return {};
  asked_ = now;
  if (line_ == 0) return protocol::PublicRead{.kind = PublicReadKind::log_clock};
  return protocol::PublicRead{.kind = PublicReadKind::log,
                              .number = static_cast<std::uint8_t>(line_ - 1)};
}

void PackLog::take(const protocol::LineNews& news, Milliseconds now) {
  if (const auto* clock = std::get_if<protocol::PublicLogClock>(&news)) hear_clock(*clock, now);
  if (const auto* entry = std::get_if<PublicLogEntry>(&news)) hear_entry(*entry, now);
  if (const auto* it = std::get_if<protocol::TemperaturesRecord>(&news)) {
    hear_index(it->log_index, now);
  }
}

void PackLog::hear_clock(const protocol::PublicLogClock& clock, Milliseconds now) {
  if (!due_ || !asked_ || line_ != 0) return;
  // It began anew, and what it tells from now on may have the same stamps as before.
  const Milliseconds began = now - clock.time;
  constexpr Milliseconds kMayDrift{60'000};
  if (began_ && began > *began_ + kMayDrift) known_.clear();
  began_ = began;
  go_on(now);
}

void PackLog::hear_entry(const PublicLogEntry& entry, Milliseconds now) {
  if (!due_ || !asked_ || entry.number + 1 != line_) return;
  note(entry, now);
  go_on(now);
}

// A number that newer devices add; that it counts the entries is our guess, and a wrong guess only
// reads the log once more.
void PackLog::hear_index(std::optional<std::uint32_t> index, Milliseconds now) {
  if (!index) return;
  const bool changed = index_ && *index_ != *index;
  index_ = index;
  if (changed && due_ && line_ == 0 && !asked_) due_ = std::min(*due_, now + kNewEntry);
}

// What is stamped later than its clock is from before a restart, and nobody knows when that was.
void PackLog::note(const PublicLogEntry& entry, Milliseconds now) {
  if (entry.type == protocol::PublicLogType::empty || !began_) return;
  const Milliseconds at = *began_ + entry.time;
  if (at > now) return;
  if (std::ranges::any_of(known_, [&](const auto& it) { return same(it, entry); })) return;
  if (known_.size() == kMostKnown) known_.erase(known_.begin());
  known_.push_back(entry);
  fresh_.push_back({.entry = entry, .at = at});
}

void PackLog::go_on(Milliseconds now) {
  asked_.reset();
  line_ = (line_ + 1) % (kEntries + 1);
  due_ = now + (line_ == 0 ? kBetweenRounds : kBetweenLines);
}

std::vector<LogEntry> PackLog::take_entries() {
  std::ranges::stable_sort(fresh_, {}, &LogEntry::at);
  return std::exchange(fresh_, {});
}

}  // namespace cellwarden::gateway
