// SPDX-License-Identifier: Apache-2.0
// A simulation that runs: the bench, a talk to each pack, what somebody has turned and broken.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cellwarden/core/access.hpp"
#include "cellwarden/simulator/simulator.hpp"
#include "talk.hpp"
#include "track.hpp"

namespace cellwarden::simulator {

// A fault that somebody made.
struct Made {
  twin::Fault fault;
  std::size_t number{0};  // in the bench
  bool holds{true};
};

class Simulator::Running {
 public:
  Running(twin::Scenario planned, std::uint64_t seed, double begin_ms);

  void advance(double milliseconds);
  // Until every talk has heard whole records.
  void listen();
  [[nodiscard]] core::Milliseconds wall() const;
  [[nodiscard]] core::Milliseconds local() const;
  [[nodiscard]] bool has_pack(int pack) const { return pack >= 1 && pack <= bench.packs(); }
  Talk& talk(int pack) { return talks[static_cast<std::size_t>(pack - 1)]; }
  [[nodiscard]] const Talk& talk(int pack) const {
    return talks[static_cast<std::size_t>(pack - 1)];
  }
  [[nodiscard]] const twin::Fault* fault_of(const twin::Occurrence& occurrence) const;

  twin::Scenario scenario;
  double begin_ms;  // UTC at second 0
  double local_ms;  // the owner's clock at second 0, since 1970
  twin::Bench bench;
  std::vector<Talk> talks;
  std::vector<core::PinGuard> guards;  // one a pack, as in the gateway (SET-2)
  std::vector<Track> tracks;
  twin::Knobs knobs;
  std::vector<Made> made;

 private:
  void run_to(double time_s);
  void hear();
  void look();

  double next_look_s_{0};
};

}  // namespace cellwarden::simulator
