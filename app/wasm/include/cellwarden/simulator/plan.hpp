// SPDX-License-Identifier: Apache-2.0
// What is to be simulated, as plain numbers with a place and a key: "pack.cells" = 16, "sun.peak_w"
// = 2000, "settings.v_max" = 3.6. The rows of the twin and of section 7 say which keys there are
// and what they may be; what is left out is sized to the pack, as in a scenario file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::simulator {

struct PlanEntry {
  std::string place;  // "scenario", "pack", "spread", "cell", "sun", …
  std::string key;
  int pack{0};   // 1…; 0: all of them
  int index{0};  // of a cell, where the place is "cell" or "isolated"
  double value{0};
};

struct Planned {
  twin::Scenario scenario;
  std::string problem;  // empty: it can run; else what is wrong, as a sentence
};

class Plan {
 public:
  // name: "sun.peak_w".
  void set(std::string_view name, int pack, int index, double value);
  void add_fault(const twin::Fault& fault) { faults_.push_back(fault); }
  void clear();

  [[nodiscard]] Planned make() const;

 private:
  std::vector<PlanEntry> entries_;
  std::vector<twin::Fault> faults_;
};

// A setting of section 7 between its unit and the whole number that the boards keep. Empty: not
// possible, and setting_range() says what is.
double setting_scale(const core::SettingRow& row);
std::optional<std::int32_t> raw_setting(const core::SettingRow& row, double value);
std::string setting_range(const core::SettingRow& row);

// The whole of a scenario in that form; its profiles and expectations are left out.
std::vector<PlanEntry> entries_of(const twin::Scenario& scenario);

}  // namespace cellwarden::simulator
