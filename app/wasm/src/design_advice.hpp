// SPDX-License-Identifier: Apache-2.0
// What follows from a simulated year: which settings to use and what to think about, each with its
// reason as a sentence.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cellwarden/simulator/design.hpp"

namespace cellwarden::simulator {

struct DesignView {
  const twin::Scenario& scenario;
  int days;  // that they stand for
  int simulated_days;
  const SiteEnergy& energy;
  const DesignSums& sums;
  const std::array<DesignMonth, 12>& months;
};

// [{"setting", "value", "unit", "why"}]
nlohmann::json recommended(const DesignView& view);
// [{"code", "sentence"}], the most important one first.
nlohmann::json findings(const DesignView& view);

}  // namespace cellwarden::simulator
