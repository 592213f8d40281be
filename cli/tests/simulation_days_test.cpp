// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation_days.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "simulation_example.hpp"

namespace cellwarden::cli {
namespace {

using test::example_run;
using test::example_sample;

// The line that begins with this title, without its end.
std::string line_of(const std::string& text, std::string_view title) {
  const std::size_t at = text.find(std::string{title} + "  ");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + title.size() + 2;
  return text.substr(begin, text.find('\n', begin) - begin);
}

std::string blanks(std::size_t count) {
  std::string text;
  text.resize(count, ' ');
  return text;
}

TEST(DayDrawing, HasAColumnForEachHour) {
  DayDrawing drawing{example_run().scenario};
  for (int minute = 1; minute <= 180; ++minute) {
    Sample sample = example_sample(minute * 60.0);
    sample.solar_w = minute <= 60 ? 0 : minute <= 120 ? 500 : 1000;
    sample.packs[0].charge_closed = minute > 90;
    sample.packs[0].soc_percent = 55.5;
    drawing.take(sample);
  }
  const std::string text = drawing.text();
  EXPECT_EQ(line_of(text, "sun"), blanks(6) + " ▄█" + blanks(15) + "  up to 1000 W");
  EXPECT_EQ(line_of(text, "SOC"), blanks(6) + "▄▄▄" + blanks(15) + "  55 % at the end");
  EXPECT_EQ(line_of(text, "charge"), blanks(6) + "·◐●" + blanks(15) + "  relay");
  EXPECT_EQ(line_of(text, "load"), blanks(6) + "···" + blanks(15) + "  relay");
}

TEST(DayDrawing, ShowsTheFirstThreeDays) {
  twin::Scenario scenario = example_run().scenario;
  scenario.days = 10;
  DayDrawing drawing{scenario};
  for (int hour = 1; hour <= 240; ++hour) drawing.take(example_sample(hour * 3600.0));
  const std::string text = drawing.text();
  EXPECT_NE(text.find("Day 1"), std::string::npos);
  EXPECT_NE(text.find("Day 3"), std::string::npos);
  EXPECT_EQ(text.find("Day 4"), std::string::npos);
}

TEST(DayDrawing, IsNothingForARunOfMinutes) {
  twin::Scenario scenario = example_run().scenario;
  scenario.days = 2.9 / 24;
  DayDrawing drawing{scenario};
  drawing.take(example_sample(60));
  EXPECT_EQ(drawing.text(), "");
}

// RELAY-5
TEST(DayDrawing, SeveralPacksAllowOnlyTogether) {
  DayDrawing drawing{example_run().scenario};
  Sample sample = example_sample(60);
  sample.packs.push_back(sample.packs[0]);
  sample.packs[1].charge_closed = false;
  drawing.take(sample);
  EXPECT_TRUE(line_of(drawing.text(), "charge").starts_with(blanks(6) + "·"));
}

}  // namespace
}  // namespace cellwarden::cli
