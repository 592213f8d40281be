// SPDX-License-Identifier: Apache-2.0
// The gateway as a process: config in, packs, history, server and alerts running until it is told
// to end. Everything it says on the way is a line in the log.
#pragma once

#include <cstdio>
#include <functional>
#include <string>

#include "cellwarden/daemon/config.hpp"
#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::daemon {

struct RunOptions {
  std::string version;
  std::string config_file{};  // where packs are configured; empty: nowhere
  // Reads a scenario by name or file; throws words::Problem or scenario::ScenarioError.
  std::function<twin::Scenario(const std::string& name)> scenario;
  // Where the addresses to open are printed.
  std::FILE* out{stdout};
};

// Returns after SIGINT or SIGTERM, within 2 s, with everything on disk. Throws words::Problem for
// whatever the person at the keyboard can put right.
void run(const Config& config, const RunOptions& options);

}  // namespace cellwarden::daemon
