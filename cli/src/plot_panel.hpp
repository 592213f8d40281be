// SPDX-License-Identifier: Apache-2.0
// One panel of a chart: a frame with a grid, lines and areas in it, and a legend on top. Colours
// are classes, so that one style sheet serves light and dark.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/cli/simulation.hpp"
#include "plot_axes.hpp"

namespace cellwarden::cli {

struct Point {
  double x{0};  // seconds
  double y{0};
};

struct LegendEntry {
  const char* style;  // class of a line
  std::string text;
};

class PlotPanel {
 public:
  // In pixels; left and width are those of the frame.
  struct Place {
    double left{0};
    double top{0};
    double width{0};
    double height{0};
  };

  PlotPanel(const Place& place, double seconds, double low, double high);

  void heading(std::string_view title, const std::vector<LegendEntry>& legend);
  void grid(const std::vector<Tick>& values, const std::vector<Tick>& times);
  // Beneath the frame.
  void clock(const std::vector<Tick>& times, double below);
  // An empty point interrupts the line.
  void line(const char* style, const std::vector<std::optional<Point>>& points);
  // Between two lines with the same x.
  void band(const char* style, const std::vector<Point>& upper, const std::vector<Point>& lower);
  // A level across the frame, with its name at the right.
  void level(const char* style, double value, const std::string& name);
  // A lane of bars beneath the frame, `lane` pixels under it.
  void bars(const char* style, const std::vector<OpenTime>& times, double lane,
            const std::string& name);

  [[nodiscard]] std::string svg() const { return svg_; }

 private:
  [[nodiscard]] double x_of(double seconds) const;
  [[nodiscard]] double y_of(double value) const;
  [[nodiscard]] double bottom() const { return place_.top + place_.height; }

  Place place_;
  double seconds_;
  double low_;
  double high_;
  std::string svg_;
};

// &, <, > and quotes as an SVG wants them; control characters are left out.
std::string xml_text(std::string_view text);

}  // namespace cellwarden::cli
