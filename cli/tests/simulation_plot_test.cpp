// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation_plot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../src/plot_axes.hpp"
#include "../src/plot_panel.hpp"
#include "simulation_example.hpp"

namespace cellwarden::cli {
namespace {

using test::example_run;
using test::example_sample;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
  std::vector<std::string> all;
  all.reserve(ticks.size());
  for (const Tick& tick : ticks) all.push_back(tick.label);
  return all;
}

TEST(PlotAxes, ValuesStandAtRoundNumbers) {
  EXPECT_EQ(labels(value_ticks(0, 100, 4)), (std::vector<std::string>{"0", "50", "100"}));
  EXPECT_EQ(labels(value_ticks(0, 2.1, 4)), (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(labels(value_ticks(2.65, 3.65, 5)),
            (std::vector<std::string>{"2.8", "3.0", "3.2", "3.4", "3.6"}));
  EXPECT_DOUBLE_EQ(nice_step(0, 0.1, 4), 0.05);
}

TEST(PlotAxes, TimesStandAtTheLocalClock) {
  const auto day = time_ticks(6 * 3600 + 1800, 86'400, 9);
  EXPECT_EQ(labels(day), (std::vector<std::string>{"09:00", "12:00", "15:00", "18:00", "21:00",
                                                   "day 2", "03:00", "06:00"}));
  EXPECT_DOUBLE_EQ(day[0].value, 2.5 * 3600);
  EXPECT_EQ(labels(time_ticks(0, 7 * 86'400, 9)).back(), "day 8");
  EXPECT_EQ(labels(time_ticks(36'000, 20, 9))[1], "10:00:05");
  EXPECT_LE(time_ticks(0, 365 * 86'400.0, 9).size(), 9U);
}

TEST(PlotData, AYearHasNoMoreColumnsThanADay) {
  twin::Scenario scenario;
  scenario.days = 365;
  EXPECT_EQ(PlotData{scenario}.columns().size(), kPlotColumns);
  scenario.days = 100.0 / kDaySeconds;
  EXPECT_EQ(PlotData{scenario}.columns().size(), 100U);
}

TEST(PlotData, AColumnKeepsTheExtremes) {
  twin::Scenario scenario;
  scenario.days = 365;
  PlotData data{scenario};
  Sample sample = example_sample(60);
  data.take(sample);
  sample.packs[0].cell_v_min = 2.5;
  sample.packs[0].cell_v_max = 3.7;
  sample.solar_w = 0;
  data.take(sample);
  const PlotData::Column& column = data.columns().front();
  EXPECT_EQ(column.samples, 2);
  EXPECT_EQ(column.cell_v_min, 2.5);
  EXPECT_EQ(column.cell_v_max, 3.7);
  EXPECT_EQ(column.solar_w, 1000);
  sample.time_s = scenario.days * kDaySeconds;
  data.take(sample);
  EXPECT_EQ(data.columns().back().samples, 1);
}

std::string example_plot(const Simulation& run) {
  PlotData data{run.scenario};
  for (int minute = 1; minute <= 2880; ++minute) data.take(example_sample(minute * 60.0));
  return plot_svg(run, data);
}

TEST(Plot, NamesItsPanelsLinesAndLimits) {
  const std::string svg = example_plot(example_run());
  for (const char* text : {"<svg ", "</svg>", "prefers-color-scheme:dark", "two-days", "Power, kW",
                           "State of charge, %", "Cell voltages, V", "the truth", "V-max 3.60 V",
                           "V-bypass 3.40 V", "V-min 2.70 V", ">day 2<"}) {
    EXPECT_THAT(svg, HasSubstr(text));
  }
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST(Plot, APackWithoutSamplesIsStillAPicture) {
  const Simulation run = example_run();
  EXPECT_THAT(plot_svg(run, PlotData{run.scenario}), HasSubstr("</svg>"));
}

TEST(Plot, NamesCannotBreakTheFile) {
  Simulation run = example_run();
  run.scenario.name = "a<b> & \"c\"\x01";
  EXPECT_THAT(example_plot(run), HasSubstr("a&lt;b&gt; &amp; &quot;c&quot;<"));
}

TEST(PlotPanel, AnEmptyPointInterruptsALine) {
  PlotPanel panel{{0, 0, 100, 100}, 100, 0, 10};
  panel.line("x", {Point{0, 0}, Point{10, 5}, std::nullopt, Point{20, 20}, Point{30, 0}});
  EXPECT_EQ(panel.svg(), "<path class=\"x\" d=\"M0.0 100.0L10.0 50.0M20.0 0.0L30.0 100.0\"/>\n");
}

TEST(PlotPanel, BarsOverlapNeitherEachOtherNorTheFrame) {
  PlotPanel panel{{0, 0, 100, 100}, 100, 0, 10};
  panel.bars("b", {{0, 50}, {20, 60}, {99.9, 100}}, 0, "n");
  EXPECT_THAT(panel.svg(), HasSubstr("x=\"0.0\" y=\"100.0\" width=\"50.0\""));
  EXPECT_THAT(panel.svg(), HasSubstr("x=\"50.0\" y=\"100.0\" width=\"10.0\""));
  EXPECT_THAT(panel.svg(), HasSubstr("x=\"99.9\" y=\"100.0\" width=\"0.1\""));
}

}  // namespace
}  // namespace cellwarden::cli
