// SPDX-License-Identifier: Apache-2.0
#include "attempts.hpp"

#include <algorithm>

#include "peers.hpp"

namespace cellwarden::web {

// The common allowance comes back by one a second.
std::int64_t Attempts::spent(Seconds now) const {
  return std::max<std::int64_t>(spent_ - (now - spent_at_).count(), 0);
}

Attempts::Seconds Attempts::wait(std::string_view peer, Seconds now) const {
  const auto place = peers_.find(peer_group(peer));
  const bool known = place != peers_.end();
  if (known && now < place->second.not_before) return place->second.not_before - now;
  if (known && place->second.trusted) return Seconds{0};
  const bool was_wrong = known && place->second.failures > 0;
  const std::int64_t allowance = was_wrong ? limits_.all_failures / 2 : limits_.all_failures;
  return Seconds{std::max<std::int64_t>(spent(now) - allowance + 1, 0)};
}

void Attempts::failed(std::string_view peer, Seconds now) {
  spent_ = spent(now) + 1;
  spent_at_ = now;
  Peer& one = remember(peer, now);
  one.failures++;
  if (one.failures < limits_.free_failures) return;
  const int doublings = std::min(one.failures - limits_.free_failures, 20);
  one.not_before =
      now + std::min(limits_.wait * (std::int64_t{1} << doublings), limits_.longest_wait);
}

void Attempts::succeeded(std::string_view peer, Seconds now) {
  Peer& one = remember(peer, now);
  one = {.failures = 0, .trusted = true, .not_before = Seconds{0}, .seen = now};
}

// Forgets the one not seen for longest, but a trusted one only when all are.
Attempts::Peer& Attempts::remember(std::string_view peer, Seconds now) {
  std::string group = peer_group(peer);
  if (!peers_.contains(group) && peers_.size() >= limits_.peers) {
    peers_.erase(std::min_element(peers_.begin(), peers_.end(), [](const auto& a, const auto& b) {
      if (a.second.trusted != b.second.trusted) return b.second.trusted;
      return a.second.seen < b.second.seen;
    }));
  }
  Peer& one = peers_[std::move(group)];
  one.seen = now;
  return one;
}

}  // namespace cellwarden::web
