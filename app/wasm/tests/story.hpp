// SPDX-License-Identifier: Apache-2.0
// A small system for the simulator's tests.
#pragma once

#include <nlohmann/json.hpp>

#include "cellwarden/simulator/simulator.hpp"

namespace cellwarden::simulator::test {

using nlohmann::json;

inline Plan small_plan(int cells = 8) {
  Plan plan;
  plan.set("pack.cells", 0, 0, cells);
  plan.set("sensor_out.fitted", 0, 0, 1);
  plan.set("scenario.begin_s", 0, 0, 10 * 3600);
  return plan;
}

inline void start(Simulator& simulator, const Plan& plan = small_plan()) {
  ASSERT_FALSE(simulator.start(plan, 1, 0).contains("error"));
  simulator.advance(60'000);
}

inline json status(const Simulator& simulator, std::size_t pack = 1) {
  return simulator.snapshot()["packs"][pack - 1]["status"];
}

inline std::string error_code(const json& answer) {
  return answer.contains("error") ? answer["error"]["code"].get<std::string>() : "";
}

}  // namespace cellwarden::simulator::test
