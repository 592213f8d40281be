// SPDX-License-Identifier: Apache-2.0
// From the config to packs with links: the one place that knows which link is made of what.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <tuple>

#include "cellwarden/bluetooth/central.hpp"
#include "cellwarden/daemon/daemon.hpp"
#include "cellwarden/daemon/pin_file.hpp"
#include "cellwarden/gateway/gateway.hpp"

namespace cellwarden::daemon {

class Wiring {
 public:
  using CentralOf = std::function<bluetooth::Central&()>;

  // All of it outlives this. bluetooth: asked for if a link needs it; it outlives the gateway.
  Wiring(boost::asio::io_context& io, const RunOptions& options, const PinFile& pins,
         CentralOf bluetooth, gateway::Gateway& gateway)
      : io_{io},
        options_{options},
        pins_{pins},
        bluetooth_{std::move(bluetooth)},
        gateway_{gateway} {}

  // Throws words::Problem or scenario::ScenarioError for a scenario or recording that is none.
  void add(const PackConfig& pack, gateway::PackOrigin origin);
  void add_first_look(const twin::Scenario& scenario);

 private:
  std::unique_ptr<gateway::Link> make(const PackConfig& pack, const LinkConfig& link);
  std::unique_ptr<gateway::Link> lines(const PackConfig& pack, const LinkConfig& link);
  std::unique_ptr<gateway::ByteStream> stream_of(const LinkConfig& link);
  std::unique_ptr<gateway::Link> simulated(gateway::SimulatedSite& site, int pack,
                                           const std::string& id);
  gateway::SimulatedSite& site_for(const std::string& id, const LinkConfig& link);

  boost::asio::io_context& io_;
  const RunOptions& options_;
  const PinFile& pins_;
  CentralOf bluetooth_;
  gateway::Gateway& gateway_;
  // Of the config, whose packs do not go.
  std::map<std::tuple<std::string, std::uint64_t, double>, gateway::SimulatedSite*> sites_;
};

}  // namespace cellwarden::daemon
