// SPDX-License-Identifier: Apache-2.0
// A scenario that runs as fast as life (or n times as fast), and the Bluetooth port of each of its
// OUT boards as a stream. The gateway learns nothing about these packs but through that port.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "cellwarden/gateway/byte_stream.hpp"
#include "cellwarden/twin/bench.hpp"
#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::gateway {

struct SimulationOptions {
  std::uint64_t seed{1};
  double speed{1};  // simulated seconds a second, 0.1 … 1,000
};

class SimulatedSite {
 public:
  // The scenario must have passed twin::find_problem().
  SimulatedSite(boost::asio::io_context& io, twin::Scenario scenario,
                const SimulationOptions& options);
  ~SimulatedSite();
  SimulatedSite(const SimulatedSite&) = delete;
  SimulatedSite& operator=(const SimulatedSite&) = delete;

  void start();
  [[nodiscard]] int packs() const;
  // pack: 1…packs(). The stream may outlive the site: then it is closed.
  std::unique_ptr<ByteStream> stream(int pack);

  [[nodiscard]] const twin::Scenario& scenario() const;
  [[nodiscard]] double time_s() const;  // since the beginning of the scenario
  [[nodiscard]] double speed() const;
  void set_speed(double speed);
  [[nodiscard]] twin::SiteNow site() const;

  // Goes on with another bench, which stands where the simulation is to be now: its boards are
  // other ones, so the streams are closed and come up again.
  void continue_with(twin::Bench bench);

  class State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace cellwarden::gateway
