// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation_days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cellwarden::cli {

namespace {

constexpr double kHour = 3600;
constexpr std::array<const char*, 9> kHeights{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

// A block as high as the share; something that is there is never drawn as nothing.
const char* block(double share) {
  if (share <= 0.001) return kHeights[0];
  return kHeights[static_cast<std::size_t>(std::clamp(std::lround(share * 8), 1L, 8L))];
}

const char* relay_mark(int closed, int samples) {
  if (closed == samples) return "●";
  return closed == 0 ? "·" : "◐";
}

template <class Days, class Value>
double largest(const Days& days, Value value) {
  double most = 0;
  for (const auto& day : days) {
    for (const auto& hour : day) most = std::max(most, hour.samples > 0 ? value(hour) : 0);
  }
  return most;
}

}  // namespace

DayDrawing::DayDrawing(const twin::Scenario& scenario)
    : begin_s_{scenario.begin_s}, seconds_{scenario.days * kDaySeconds} {}

void DayDrawing::take(const Sample& sample) {
  if (sample.packs.empty()) return;
  // A sample at the full hour is the end of the hour before.
  const double clock = std::max(0.0, begin_s_ + sample.time_s - 0.5);
  const auto day = static_cast<std::size_t>(clock / kDaySeconds);
  if (day >= kDrawnDays) return;
  if (days_.size() <= day) days_.resize(day + 1);
  Hour& hour = days_[day][static_cast<std::size_t>(std::fmod(clock, kDaySeconds) / kHour)];
  ++hour.samples;
  hour.solar_w += sample.solar_w;
  hour.load_w += sample.load_w;
  hour.soc_percent = 100;
  bool charge = true;
  bool load = true;
  for (const PackSample& pack : sample.packs) {
    hour.soc_percent = std::min(hour.soc_percent, pack.soc_percent.value_or(pack.true_soc_percent));
    charge = charge && pack.charge_closed;
    load = load && pack.load_closed;
  }
  hour.charge_closed += charge ? 1 : 0;
  hour.load_closed += load ? 1 : 0;
}

std::string DayDrawing::text() const {
  if (seconds_ < 3 * kHour) return {};
  std::string text;
  for (std::size_t i = 0; i < days_.size(); ++i) text += day_text(days_[i], i + 1);
  text += "          relays: ● closed all the hour, ◐ a part of it, · open\n";
  return text;
}

std::string DayDrawing::day_text(const Day& day, std::size_t number) const {
  const double sun_most = largest(days_, [](const Hour& h) { return h.solar_w / h.samples; });
  const double load_most = largest(days_, [](const Hour& h) { return h.load_w / h.samples; });
  const auto watts = [](double w) { return fmt::format("up to {} W", std::lround(w)); };
  const auto row = [&day](const char* title, auto mark, const std::string& note) {
    std::string line = fmt::format("{:>8}  ", title);
    for (const Hour& hour : day) line += hour.samples == 0 ? " " : mark(hour);
    return line + "  " + note + "\n";
  };
  std::string text = fmt::format("{:>8}  0h    6h    12h   18h\n", fmt::format("Day {}", number));
  const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
  text += row(
      "sun", [&](const Hour& h) { return block(share(h.solar_w / h.samples, sun_most)); },
      watts(sun_most));
  text += row(
      "house", [&](const Hour& h) { return block(share(h.load_w / h.samples, load_most)); },
      watts(load_most));
  const auto last =
      std::find_if(day.rbegin(), day.rend(), [](const Hour& h) { return h.samples > 0; });
  text += row(
      "SOC", [](const Hour& h) { return block(h.soc_percent / 100); },
      fmt::format("{} % at the end", static_cast<int>(last == day.rend() ? 0 : last->soc_percent)));
  text += row(
      "charge", [](const Hour& h) { return relay_mark(h.charge_closed, h.samples); }, "relay");
  text += row(
      "load", [](const Hour& h) { return relay_mark(h.load_closed, h.samples); }, "relay");
  return text;
}

}  // namespace cellwarden::cli
