// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "metrics_text.hpp"
#include "world.hpp"

namespace cellwarden::api {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(MetricsText, WritesAFamilyOnceInBothFormats) {
  MetricsText text;
  text.add("bms_x_total", MetricKind::counter, "Help.", {{"pack", "a\"b\\c\nd"}}, 1.5);
  text.add("bms_y", MetricKind::gauge, "Other.", {}, 2);
  text.add("bms_x_total", MetricKind::counter, "Help.", {{"pack", "e"}}, 1e9);
  text.add("bms_build_info", MetricKind::info, "I.", {}, 1);
  EXPECT_EQ(text.text(MetricFormat::prometheus),
            "# HELP bms_x_total Help.\n# TYPE bms_x_total counter\n"
            "bms_x_total{pack=\"a\\\"b\\\\c\\nd\"} 1.5\nbms_x_total{pack=\"e\"} 1000000000\n"
            "# HELP bms_y Other.\n# TYPE bms_y gauge\nbms_y 2\n"
            "# HELP bms_build_info I.\n# TYPE bms_build_info gauge\nbms_build_info 1\n");
  const std::string open = text.text(MetricFormat::open_metrics);
  EXPECT_THAT(open, HasSubstr("# TYPE bms_x counter\nbms_x_total{"));
  EXPECT_THAT(open, HasSubstr("# TYPE bms_build info\nbms_build_info 1\n"));
  EXPECT_THAT(open, EndsWith("# EOF\n"));
}

TEST(Metrics, TellWhatIsKnownOfAPack) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const Told told = world.get("/metrics");
  EXPECT_THAT(told.answer.header("Content-Type"), StartsWith("text/plain; version=0.0.4"));
  const std::string& text = told.answer.body;
  for (const char* line : {"bms_build_info{version=\"0.1.0\",commit=\"\"} 1\n",
                           "bms_pack_info{pack=\"cabin\"",
                           "bms_state_of_charge_ratio{pack=\"cabin\"} 0.",
                           "bms_pack_voltage_volts{pack=\"cabin\"} 1",
                           "bms_current_amperes{pack=\"cabin\",sensor=\"battery\"}",
                           "bms_power_watts{pack=\"cabin\",flow=\"solar\"}",
                           "bms_energy_joules_total{pack=\"cabin\",flow=\"load\"}",
                           "bms_energy_stored_joules{pack=\"cabin\"}",
                           "bms_energy_capacity_joules{pack=\"cabin\"}",
                           "bms_cell_voltage_volts{pack=\"cabin\",cell=\"04\"} 3.",
                           "bms_cell_temperature_celsius{pack=\"cabin\",cell=\"01\"}",
                           "bms_cell_balancing{pack=\"cabin\",cell=\"01\"} 0\n",
                           "bms_cell_balancing_seconds_total{pack=\"cabin\",cell=\"01\"} 0\n",
                           "bms_alarm_active{pack=\"cabin\",alarm=\"e\"} 0\n",
                           "bms_alarm_events_total{pack=\"cabin\",alarm=\"tl\"} 0\n",
                           "bms_relay_closed{pack=\"cabin\",relay=\"charge\"} 1\n",
                           "bms_relay_transitions_total{pack=\"cabin\",relay=\"load\"}",
                           "bms_frames_total{pack=\"cabin\"}",
                           "bms_frame_errors_total{pack=\"cabin\",reason=\"timeout\"} 0\n",
                           "bms_last_frame_timestamp_seconds{pack=\"cabin\"} 1",
                           "bms_gateway_history_writing 1\n",
                           "bms_gateway_requests_total "}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

// APP-7: what is not known is not there, and above all no 0.
TEST(Metrics, TellNothingOfWhatIsNotKnown) {
  World world{{.speed = 0.1}};
  const std::string text = world.get("/metrics").answer.body;
  EXPECT_THAT(text, HasSubstr("bms_alarm_active{pack=\"cabin\",alarm=\"e\"} 1\n"));
  for (const char* name :
       {"bms_state_of_charge_ratio", "bms_cell_voltage_volts{", "bms_current_amperes",
        "bms_relay_closed", "alarm=\"vh\"} 0\nbms_alarm_a", "bms_last_frame"}) {
    EXPECT_THAT(text, Not(HasSubstr(name)));
  }
}

TEST(Metrics, AreOpenMetricsWhenAskedFor) {
  World world;
  const web::Answer answer =
      web::get(world.port(), "/metrics", "Accept: application/openmetrics-text; version=1.0.0\r\n");
  EXPECT_THAT(answer.header("Content-Type"), StartsWith("application/openmetrics-text"));
  EXPECT_THAT(answer.body, EndsWith("# EOF\n"));
}

TEST(Metrics, PassTheLinterOfPrometheus) {
  if (std::system("command -v promtool >/dev/null") != 0) GTEST_SKIP() << "skipped: no promtool";
  World world;
  ASSERT_TRUE(world.is_ready());
  const web::ScratchFolder folder;
  const std::string file = folder.with("metrics.txt", world.get("/metrics").answer.body);
  EXPECT_EQ(std::system(("promtool check metrics < " + file).c_str()), 0);
}

}  // namespace
}  // namespace cellwarden::api
