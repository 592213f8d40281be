// SPDX-License-Identifier: Apache-2.0
#include "track.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cellwarden/core/soc.hpp"

namespace cellwarden::simulator {

using nlohmann::json;

namespace {

struct MeanRow {
  const char* name;
  double TrackPoint::*sum;
  double scale;  // digits that are shown
};

constexpr std::array<MeanRow, 9> kMeans{{{"solar_w", &TrackPoint::solar_w, 1},
                                         {"charger_w", &TrackPoint::charger_w, 1},
                                         {"load_w", &TrackPoint::load_w, 1},
                                         {"battery_w", &TrackPoint::battery_w, 1},
                                         {"soc_percent", &TrackPoint::soc_percent, 100},
                                         {"board_soc_percent", &TrackPoint::board_soc_percent, 100},
                                         {"charge_closed", &TrackPoint::charge_closed, 100},
                                         {"load_closed", &TrackPoint::load_closed, 100},
                                         {"bypassing", &TrackPoint::bypassing, 100}}};

struct ExtremeRow {
  const char* name;
  double TrackPoint::*value;
  double scale;
};

constexpr std::array<ExtremeRow, 4> kExtremes{
    {{"voltage_min", &TrackPoint::voltage_min, 1000},
     {"voltage_max", &TrackPoint::voltage_max, 1000},
     {"temperature_min", &TrackPoint::temperature_min, 10},
     {"temperature_max", &TrackPoint::temperature_max, 10}}};

void add(TrackPoint& point, const TrackPoint& other) {
  if (point.looks == 0) {
    point = other;
    return;
  }
  point.looks += other.looks;
  for (const MeanRow& row : kMeans) point.*row.sum += other.*row.sum;
  point.voltage_min = std::min(point.voltage_min, other.voltage_min);
  point.voltage_max = std::max(point.voltage_max, other.voltage_max);
  point.temperature_min = std::min(point.temperature_min, other.temperature_min);
  point.temperature_max = std::max(point.temperature_max, other.temperature_max);
}

double rounded(double value, double scale) { return std::floor(value * scale + 0.5) / scale; }

}  // namespace

void Track::clear() {
  points_.clear();
  step_s_ = kFirstStepS;
}

void Track::look(const twin::PackNow& pack, const twin::SiteNow& site) {
  TrackPoint now;
  now.looks = 1;
  now.solar_w = site.solar_w;
  now.charger_w = site.charger_w;
  now.load_w = site.load_w;
  now.battery_w = pack.pack_v * pack.current_a;
  now.soc_percent = pack.soc_percent;
  now.board_soc_percent =
      pack.state == nullptr ? 0 : core::milli_percent(pack.state->soc).count() / 1000.0;
  now.charge_closed = pack.charge_contact_closed ? 1 : 0;
  now.load_closed = pack.load_contact_closed ? 1 : 0;
  now.bypassing = pack.bypassing;
  now.voltage_min = pack.cell_v_min;
  now.voltage_max = pack.cell_v_max;
  now.temperature_min = pack.cell_c_min;
  now.temperature_max = pack.cell_c_max;
  if (points_.empty() || points_.back().looks * look_s() >= step_s_) {
    if (points_.size() >= kTrackPoints) halve();
    points_.emplace_back();
  }
  add(points_.back(), now);
}

void Track::halve() {
  std::vector<TrackPoint> half;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (i % 2 == 0) half.emplace_back();
    add(half.back(), points_[i]);
  }
  points_ = std::move(half);
  step_s_ *= 2;
}

json Track::shown(double begin_ms) const {
  const double step_ms = step_s_ * 1000;
  json times = json::array();
  for (std::size_t i = 0; i < points_.size(); ++i) {
    times.push_back(begin_ms + step_ms * static_cast<double>(i));
  }
  json made{{"step_ms", step_ms}, {"time_ms", std::move(times)}};
  for (const MeanRow& row : kMeans) {
    nlohmann::json& column = made[row.name] = json::array();
    for (const TrackPoint& p : points_) {
      column.push_back(rounded(p.*row.sum / p.looks, row.scale));
    }
  }
  for (const ExtremeRow& row : kExtremes) {
    nlohmann::json& column = made[row.name] = json::array();
    for (const TrackPoint& p : points_) column.push_back(rounded(p.*row.value, row.scale));
  }
  return made;
}

}  // namespace cellwarden::simulator
