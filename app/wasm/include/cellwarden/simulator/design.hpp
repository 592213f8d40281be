// SPDX-License-Identifier: Apache-2.0
// "Design my system": a planned system through one year, day by day, and what it came to: energy
// harvested, missed, used and not served, hours full and empty, what opened the relays, and which
// settings follow from it, with the reason. Either all 365 days, or one week of each month, which
// is four times as fast and stands for its month; the result says which.
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
inline constexpr int kWeekDays = 7;

enum class DesignSpan : std::uint8_t {
  year,   // all days, from the plan's own on
  weeks,  // the middle week of each month, January first; SOC goes on from one to the next
};

// What the charger and the inverter have come to, in Wh.
struct SiteEnergy {
  double harvested{0};
  double missed{0};
  double used{0};
  double unserved{0};
};

struct DesignMonth {
  int days{0};        // that were simulated
  SiteEnergy energy;  // of those days
  double soc_min{100};
  double soc_max{0};
};

struct DesignSums {
  double hours{0};
  double full_h{0};         // no charging, because there is no room (CH-1, CH-2, CH-12 …)
  double empty_h{0};        // SOC of 5 % and less
  double charge_open_h{0};  // the contact says: not allowed
  double load_open_h{0};
  double load_temperature_h{0};  // of them because of a temperature (LD-2, LD-3, LD-13)
  double temperature_min{1000};
  double temperature_max{-1000};
  double most_charge_a{0};
  double most_discharge_a{0};
};

class Design {
 public:
  // Faults of the plan are left out, and its length.
  nlohmann::json start(const Plan& plan, std::uint64_t seed, DesignSpan span = DesignSpan::year);
  // {"day", "days"}: one more day, until there are so many.
  nlohmann::json run_day();
  // Of the days so far.
  [[nodiscard]] nlohmann::json result() const;

  [[nodiscard]] int days() const { return days_; }
  [[nodiscard]] const twin::Bench* bench() const { return bench_ ? &*bench_ : nullptr; }
  [[nodiscard]] const DesignSums& sums() const { return sums_; }

 private:
  [[nodiscard]] int days_in_all() const;
  // The month that the next day belongs to, 0 … 11.
  [[nodiscard]] std::size_t month_now() const;
  void begin_bench(int day_of_year);
  void next_week();
  [[nodiscard]] double scale_of(std::size_t month) const;
  [[nodiscard]] SiteEnergy energy_of(std::size_t month) const;
  void look(DesignMonth& month);
  void count_openings();
  [[nodiscard]] SiteEnergy energy_now() const;

  std::optional<twin::Bench> bench_;
  twin::Scenario scenario_;
  std::uint64_t seed_{1};
  DesignSpan span_{DesignSpan::year};
  int days_{0};
  int bench_days_{0};  // of the bench that runs
  std::array<DesignMonth, 12> months_;
  DesignSums sums_;
  SiteEnergy before_;  // of this bench, at the end of the last day
  std::size_t occurrences_seen_{0};
  std::map<std::string, int> charge_openings_;  // by rule
  std::map<std::string, int> load_openings_;
};

}  // namespace cellwarden::simulator
