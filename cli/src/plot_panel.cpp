// SPDX-License-Identifier: Apache-2.0
#include "plot_panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ranges>

namespace cellwarden::cli {

namespace {

constexpr double kLaneHeight = 9;
constexpr double kNarrowestBar = 1.5;
constexpr double kLetterWidth = 6.6;  // of a 12 px sans serif letter, about

template <class... Values>
void append(std::string& out, fmt::format_string<Values...> text, Values&&... values) {
  fmt::format_to(std::back_inserter(out), text, std::forward<Values>(values)...);
}

// Letters, not bytes.
double letters(std::string_view text) {
  return static_cast<double>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out.push_back(c);
    }
  }
  return out;
}

PlotPanel::PlotPanel(const Place& place, double seconds, double low, double high)
    : place_{place},
      seconds_{std::max(seconds, 1.0)},
      low_{low},
      high_{std::max(high, low + 1e-6)} {}

double PlotPanel::x_of(double seconds) const {
  return place_.left + place_.width * std::clamp(seconds / seconds_, 0.0, 1.0);
}

double PlotPanel::y_of(double value) const {
  return bottom() - place_.height * std::clamp((value - low_) / (high_ - low_), 0.0, 1.0);
}

void PlotPanel::heading(std::string_view title, const std::vector<LegendEntry>& legend) {
  const double y = place_.top - 12;
  append(svg_, "<text class=\"head\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", place_.left, y,
         xml_text(title));
  double x = place_.left + place_.width;
  for (const LegendEntry& entry : legend | std::views::reverse) {
    x -= letters(entry.text) * kLetterWidth;
    append(svg_, "<text class=\"soft\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x, y,
           xml_text(entry.text));
    append(svg_, "<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n",
           entry.style, x - 28, y - 4, x - 6, y - 4);
    x -= 44;
  }
}

void PlotPanel::grid(const std::vector<Tick>& values, const std::vector<Tick>& times) {
  for (const Tick& tick : values) {
    append(svg_, "<path class=\"grid\" d=\"M{:.1f} {:.1f}h{:.1f}\"/>\n", place_.left,
           y_of(tick.value), place_.width);
    append(svg_, "<text class=\"soft end\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", place_.left - 8,
           y_of(tick.value) + 4, tick.label);
  }
  for (const Tick& tick : times) {
    append(svg_, "<path class=\"grid\" d=\"M{:.1f} {:.1f}v{:.1f}\"/>\n", x_of(tick.value),
           place_.top, place_.height);
  }
}

void PlotPanel::clock(const std::vector<Tick>& times, double below) {
  for (const Tick& tick : times) {
    append(svg_, "<text class=\"soft mid\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x_of(tick.value),
           bottom() + below, tick.label);
  }
}

void PlotPanel::line(const char* style, const std::vector<std::optional<Point>>& points) {
  std::string path;
  bool drawing = false;
  for (const auto& point : points) {
    if (point) {
      append(path, "{}{:.1f} {:.1f}", drawing ? 'L' : 'M', x_of(point->x), y_of(point->y));
    }
    drawing = point.has_value();
  }
  if (!path.empty()) append(svg_, "<path class=\"{}\" d=\"{}\"/>\n", style, path);
}

void PlotPanel::band(const char* style, const std::vector<Point>& upper,
                     const std::vector<Point>& lower) {
  std::string path;
  const auto go = [&](const Point& point) {
    append(path, "{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', x_of(point.x), y_of(point.y));
  };
  for (const Point& point : upper) go(point);
  for (const Point& point : lower | std::views::reverse) go(point);
  if (!path.empty()) append(svg_, "<path class=\"{}\" d=\"{}Z\"/>\n", style, path);
}

void PlotPanel::level(const char* style, double value, const std::string& name) {
  append(svg_, "<path class=\"{}\" d=\"M{:.1f} {:.1f}h{:.1f}\"/>\n", style, place_.left,
         y_of(value), place_.width);
  append(svg_, "<text class=\"soft\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
         place_.left + place_.width + 6, y_of(value) + 4, xml_text(name));
}

void PlotPanel::bars(const char* style, const std::vector<OpenTime>& times, double lane,
                     const std::string& name) {
  const double y = bottom() + lane;
  append(svg_, "<rect class=\"lane\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\"/>\n",
         place_.left, y, place_.width, kLaneHeight);
  append(svg_, "<text class=\"soft\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
         place_.left + place_.width + 6, y + kLaneHeight - 1, xml_text(name));
  double drawn_to = -1;
  for (const OpenTime& time : times) {
    const double from = std::max(x_of(time.from_s), drawn_to);
    const double to = std::min(std::max(x_of(time.to_s), x_of(time.from_s) + kNarrowestBar),
                               place_.left + place_.width);
    if (to <= from) continue;
    append(svg_, "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\"/>\n",
           style, from, y, to - from, kLaneHeight);
    drawn_to = to;
  }
}

}  // namespace cellwarden::cli
