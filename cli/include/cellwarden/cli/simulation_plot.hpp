// SPDX-License-Identifier: Apache-2.0
// A run as a picture: power, SOC with the times when relays were open, and cell voltages with their
// limits. An SVG of our own that a browser shows on light and dark.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cellwarden/cli/simulation.hpp"

namespace cellwarden::cli {

inline constexpr std::size_t kPlotColumns = 800;

// What the picture needs of the samples, in at most kPlotColumns columns: a year takes no more room
// than an hour.
class PlotData {
 public:
  struct Column {
    int samples{0};
    double solar_w{0};    // sums
    double charger_w{0};  //
    double load_w{0};     //
    double cell_v_min{0};
    double cell_v_max{0};
    std::vector<std::optional<double>> soc_percent;  // of each pack, the last one
    std::vector<double> true_soc_percent;
  };

  explicit PlotData(const twin::Scenario& scenario);

  void take(const Sample& sample);

  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  // Seconds at the middle of the column.
  [[nodiscard]] double middle_s(std::size_t column) const;

 private:
  double width_s_;
  std::vector<Column> columns_;
};

std::string plot_svg(const Simulation& run, const PlotData& data);

}  // namespace cellwarden::cli
