// SPDX-License-Identifier: Apache-2.0
// "Design my system": a planned system through one year, day by day, and what it came to: energy
// harvested, missed, used and not served, hours full and empty, what opened the relays, and which
// settings follow from it, with the reason.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "cellwarden/simulator/plan.hpp"
#include "cellwarden/twin/bench.hpp"

namespace cellwarden::simulator {

inline constexpr int kDesignDays = 365;

// What the charger and the inverter have come to, in Wh.
struct SiteEnergy {
  double harvested{0};
  double missed{0};
  double used{0};
  double unserved{0};
};

struct DesignMonth {
  int days{0};
  SiteEnergy energy;
  double soc_min{100};
  double soc_max{0};
};

struct DesignSums {
  double hours{0};
  double full_h{0};         // no charging, because there is no room (CH-1, CH-2, CH-12 …)
  double empty_h{0};        // SOC of 5 % and less
  double charge_open_h{0};  // the contact says: not allowed
  double load_open_h{0};
  double temperature_min{1000};
  double temperature_max{-1000};
  double most_charge_a{0};
  double most_discharge_a{0};
};

class Design {
 public:
  // The year begins with the plan's day; faults of the plan are left out, and its length.
  nlohmann::json start(const Plan& plan, std::uint64_t seed);
  // {"day": 1…365, "days"}: one more day, until there are 365.
  nlohmann::json run_day();
  // Of the days so far.
  [[nodiscard]] nlohmann::json result() const;

  [[nodiscard]] int days() const { return days_; }
  [[nodiscard]] const twin::Bench* bench() const { return bench_ ? &*bench_ : nullptr; }
  [[nodiscard]] const DesignSums& sums() const { return sums_; }

 private:
  void look();
  void count_openings();
  [[nodiscard]] SiteEnergy energy_now() const;

  std::optional<twin::Bench> bench_;
  twin::Scenario scenario_;
  int days_{0};
  std::array<DesignMonth, 12> months_;
  DesignSums sums_;
  SiteEnergy before_;  // at the end of the last day
  std::size_t occurrences_seen_{0};
  std::map<std::string, int> charge_openings_;  // by rule
  std::map<std::string, int> load_openings_;
};

}  // namespace cellwarden::simulator
