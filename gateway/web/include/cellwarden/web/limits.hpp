// SPDX-License-Identifier: Apache-2.0
// Every bound of the server on one screen: whoever is at the other end of a socket can take this
// much and no more.
#pragma once

#include <chrono>
#include <cstddef>

namespace cellwarden::web {

struct Limits {
  // One request.
  std::size_t header_bytes{std::size_t{8} * 1024};
  std::size_t body_bytes{std::size_t{1024} * 1024};  // unless its route says otherwise
  std::chrono::milliseconds head_time{10'000};       // TLS handshake and request head, each
  std::chrono::milliseconds body_time{30'000};
  std::chrono::milliseconds idle_time{60'000};   // between two requests
  std::chrono::milliseconds write_time{30'000};  // without one byte taken by the reader

  // All of them. When the server is full, the connection that has been silent for longest makes
  // room; live readers and requests under way never do.
  std::size_t connections{2'000};
  std::size_t connections_per_peer{64};              // beyond loopback; IPv6: per /64
  std::size_t connections_per_loopback_peer{2'000};  // programs on this machine

  // Live readers.
  std::size_t reader_messages{64};
  std::size_t reader_bytes{std::size_t{4} * 1024 * 1024};
  std::chrono::milliseconds ping_time{15'000};

  // Handlers that take long (files, database) and streamed bodies run on these threads.
  std::size_t worker_threads{2};
  std::size_t worker_queue{64};  // requests that wait for one; a further one is told 503
};

}  // namespace cellwarden::web
