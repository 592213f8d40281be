// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cellwarden/cli/simulation_summary.hpp"
#include "plot_panel.hpp"

namespace cellwarden::cli {

namespace {

constexpr double kWidth = 1000;
constexpr double kHeight = 880;
constexpr double kLeft = 64;
constexpr double kFrameWidth = 824;
constexpr double kFrameHeight = 190;
constexpr std::size_t kPackStyles = 4;

// Light first; then what differs on a dark page.
constexpr const char* kStyle = R"(<style>
text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
.title{font-size:17px;font-weight:600}.head{font-weight:600;font-size:13px}
.soft{fill:#59636e}.end{text-anchor:end}.mid{text-anchor:middle}
.paper{fill:#fff}.grid{stroke:#d8dee4;stroke-width:1;fill:none}.lane{fill:#eef1f4}
.sun{fill:#f5c33b;fill-opacity:.45;stroke:none}
.sunkey{stroke:#f5c33b;stroke-opacity:.7;stroke-width:9}
.charger,.load,.soc,.truth,.low,.high,.limit{fill:none;stroke-width:1.6;stroke-linejoin:round}
.charger{stroke:#1a7f4b}.load{stroke:#b3402a}
.soc,.truth{stroke:#1f62c9}.truth{stroke-dasharray:5 4}
.p1{stroke:#8250df}.p2{stroke:#0f7b83}.p3{stroke:#a8570b}
.high{stroke:#a3267a}.low{stroke:#0f6c7a}.between{fill:#8a8f98;fill-opacity:.22;stroke:none}
.limit{stroke:#59636e;stroke-dasharray:2 4;stroke-width:1.2}
.nocharge{fill:#c4661f;stroke:#c4661f;stroke-width:0}.noload{fill:#b3402a;stroke:#b3402a;stroke-width:0}
line.nocharge,line.noload{stroke-width:9}
@media(prefers-color-scheme:dark){
text{fill:#e6edf3}.soft{fill:#9aa5b1}.paper{fill:#14171b}.grid{stroke:#2c333b}.lane{fill:#20262d}
.sun{fill:#e3b341;fill-opacity:.4}.sunkey{stroke:#e3b341}
.charger{stroke:#4ac585}.load{stroke:#ff8b70}.soc,.truth{stroke:#75a8ff}
.p1{stroke:#c3a1ff}.p2{stroke:#56cbd4}.p3{stroke:#f0a35e}
.high{stroke:#f083c4}.low{stroke:#56cbd4}.between{fill:#9aa5b1}.limit{stroke:#9aa5b1}
.nocharge{fill:#f0a35e;stroke:#f0a35e}.noload{fill:#ff8b70;stroke:#ff8b70}
}
</style>
)";

constexpr std::array<const char*, kPackStyles> kSocStyles{"soc", "soc p1", "soc p2", "soc p3"};
constexpr std::array<const char*, kPackStyles> kTruthStyles{"truth", "truth p1", "truth p2",
                                                            "truth p3"};

using Column = PlotData::Column;
using Line = std::vector<std::optional<Point>>;

// One point for each column that has samples.
template <class Value>
Line line_of(const PlotData& data, Value value) {
  Line line;
  for (std::size_t i = 0; i < data.columns().size(); ++i) {
    if (data.columns()[i].samples == 0) continue;
    const std::optional<double> y = value(data.columns()[i]);
    line.push_back(y ? std::optional<Point>{{data.middle_s(i), *y}} : std::nullopt);
  }
  return line;
}

template <class Value>
std::vector<Point> points_of(const PlotData& data, Value value) {
  std::vector<Point> points;
  for (const auto& point : line_of(data, value)) points.push_back(*point);
  return points;
}

std::vector<Point> on_the_ground(std::vector<Point> points) {
  for (Point& point : points) point.y = 0;
  return points;
}

// Charging is allowed only when all packs allow it (RELAY-5), so a bar of any pack is a bar.
std::vector<OpenTime> open_in_any(const Simulation& run, int number) {
  std::vector<OpenTime> all;
  for (std::size_t pack = 1; pack <= run.scenario.packs.size(); ++pack) {
    const auto times = open_times(run, static_cast<int>(pack), number);
    all.insert(all.end(), times.begin(), times.end());
  }
  std::sort(all.begin(), all.end(),
            [](const OpenTime& a, const OpenTime& b) { return a.from_s < b.from_s; });
  return all;
}

PlotPanel::Place place(std::size_t panel) {
  constexpr std::array<double, 3> kTops{110, 360, 636};  // lanes of bars beneath the second
  return {kLeft, kTops[panel], kFrameWidth, kFrameHeight};
}

std::string power_panel(const Simulation& run, const PlotData& data,
                        const std::vector<Tick>& times) {
  const auto kilowatts = [](double Column::*sum) {
    return [sum](const Column& c) { return std::optional{c.*sum / c.samples / 1000}; };
  };
  const std::vector<Point> sun = points_of(data, kilowatts(&Column::solar_w));
  const Line charger = line_of(data, kilowatts(&Column::charger_w));
  const Line load = line_of(data, kilowatts(&Column::load_w));
  double most = 0.1;
  for (const Point& point : sun) most = std::max(most, point.y);
  for (const Line* line : {&charger, &load}) {
    for (const auto& point : *line) most = std::max(most, point->y);
  }
  PlotPanel panel{place(0), run.seconds(), 0, most * 1.05};
  panel.heading("Power, kW",
                {{"sunkey", "the sun could give"}, {"charger", "charger"}, {"load", "load"}});
  panel.grid(value_ticks(0, most * 1.05, 4), times);
  panel.band("sun", sun, on_the_ground(sun));
  panel.line("charger", charger);
  panel.line("load", load);
  return panel.svg();
}

std::string soc_panel(const Simulation& run, const PlotData& data, const std::vector<Tick>& times) {
  PlotPanel panel{place(1), run.seconds(), 0, 100};
  panel.heading("State of charge, %", {{"soc", "what the board says"},
                                       {"truth", "the truth"},
                                       {"nocharge", "charge relay open"},
                                       {"noload", "load relay open"}});
  panel.grid({{0, "0"}, {25, "25"}, {50, "50"}, {75, "75"}, {100, "100"}}, times);
  for (std::size_t pack = 0; pack < run.scenario.packs.size(); ++pack) {
    const std::size_t style = pack % kPackStyles;
    panel.line(kTruthStyles[style], line_of(data, [pack](const Column& c) {
                 return std::optional{c.true_soc_percent[pack]};
               }));
    panel.line(kSocStyles[style],
               line_of(data, [pack](const Column& c) { return c.soc_percent[pack]; }));
  }
  panel.bars("nocharge", open_in_any(run, 1), 6, "no charging");
  panel.bars("noload", open_in_any(run, 2), 19, "no load");
  return panel.svg();
}

std::string cell_panel(const Simulation& run, const PlotData& data,
                       const std::vector<Tick>& times) {
  const auto low = points_of(data, [](const Column& c) { return std::optional{c.cell_v_min}; });
  const auto high = points_of(data, [](const Column& c) { return std::optional{c.cell_v_max}; });
  const twin::PackPlan& pack = run.scenario.packs.front();
  const double v_min = pack.settings.v_min.count() / 1000.0;
  const double v_max = pack.settings.v_max.count() / 1000.0;
  const double v_bypass = pack.options.v_bypass.count() / 1000.0;
  double bottom = v_min;
  double top = v_max;
  for (const Point& point : low) bottom = std::min(bottom, point.y);
  for (const Point& point : high) top = std::max(top, point.y);
  bottom -= 0.05;
  top += 0.05;
  PlotPanel panel{place(2), run.seconds(), bottom, top};
  panel.heading("Cell voltages, V", {{"high", "highest cell"}, {"low", "lowest cell"}});
  panel.grid(value_ticks(bottom, top, 5), times);
  panel.level("limit", v_max, fmt::format("V-max {:.2f} V", v_max));
  panel.level("limit", v_bypass, fmt::format("V-bypass {:.2f} V", v_bypass));
  panel.level("limit", v_min, fmt::format("V-min {:.2f} V", v_min));
  panel.band("between", high, low);
  panel.line("high", {high.begin(), high.end()});
  panel.line("low", {low.begin(), low.end()});
  panel.clock(times, 20);
  return panel.svg();
}

}  // namespace

PlotData::PlotData(const twin::Scenario& scenario) {
  const double seconds = scenario.days * kDaySeconds;
  const double samples = std::max(1.0, seconds / sample_step_s(scenario));
  const auto columns = static_cast<std::size_t>(std::min<double>(kPlotColumns, samples));
  columns_.resize(columns);
  width_s_ = seconds / static_cast<double>(columns);
}

void PlotData::take(const Sample& sample) {
  if (sample.packs.empty()) return;
  const double at = std::max(0.0, sample.time_s / width_s_ - 1e-6);
  Column& column = columns_[std::min(static_cast<std::size_t>(at), columns_.size() - 1)];
  if (column.samples++ == 0) {
    column.cell_v_min = sample.packs.front().cell_v_min;
    column.cell_v_max = sample.packs.front().cell_v_max;
  }
  column.solar_w += sample.solar_w;
  column.charger_w += sample.charger_w;
  column.load_w += sample.load_w;
  column.soc_percent.resize(sample.packs.size());
  column.true_soc_percent.resize(sample.packs.size());
  for (std::size_t i = 0; i < sample.packs.size(); ++i) {
    const PackSample& pack = sample.packs[i];
    column.cell_v_min = std::min(column.cell_v_min, pack.cell_v_min);
    column.cell_v_max = std::max(column.cell_v_max, pack.cell_v_max);
    column.soc_percent[i] = pack.soc_percent;
    column.true_soc_percent[i] = pack.true_soc_percent;
  }
}

double PlotData::middle_s(std::size_t column) const {
  return (static_cast<double>(column) + 0.5) * width_s_;
}

std::string plot_svg(const Simulation& run, const PlotData& data) {
  const std::vector<Tick> times = time_ticks(run.scenario.begin_s, run.seconds(), 9);
  const std::string name = xml_text(run.scenario.name);
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" "
      "height=\"{1}\" role=\"img\">\n"
      "<title>{2}</title>\n{3}<rect class=\"paper\" width=\"{0}\" height=\"{1}\"/>\n",
      kWidth, kHeight, name, kStyle);
  svg += fmt::format("<text class=\"title\" x=\"{0}\" y=\"36\">{1}</text>\n", kLeft, name);
  svg += fmt::format("<text class=\"soft\" x=\"{0}\" y=\"58\">{1}</text>\n", kLeft,
                     xml_text(simulation_facts(run)));
  svg += power_panel(run, data, times);
  svg += soc_panel(run, data, times);
  svg += cell_panel(run, data, times);
  return svg + "</svg>\n";
}

}  // namespace cellwarden::cli
