// SPDX-License-Identifier: Apache-2.0
// From the config to packs with links: the one place that knows which link is made of what.
#pragma once

#include <functional>
#include <memory>

#include "cellwarden/bluetooth/central.hpp"
#include "cellwarden/daemon/daemon.hpp"
#include "cellwarden/daemon/pin_file.hpp"
#include "cellwarden/gateway/gateway.hpp"

namespace cellwarden::daemon {

// Adds all packs of the config to the gateway. No pack configured: the first look.
// first_look: what it starts with; empty: the config names packs. bluetooth: asked for if a link
// needs it; it outlives the gateway.
void wire(boost::asio::io_context& io, const Config& config, const RunOptions& options,
          const PinFile& pins, const std::optional<twin::Scenario>& first_look,
          const std::function<bluetooth::Central&()>& bluetooth, gateway::Gateway& gateway);

}  // namespace cellwarden::daemon
