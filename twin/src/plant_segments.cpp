// SPDX-License-Identifier: Apache-2.0
#include "plant_segments.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace cellwarden::twin {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kOutside = 0.01;  // of the capacity

// Where x lies between the rising values of a list: the one below, and how far on the way to the
// next (0 … 1).
struct Place {
  std::size_t index{0};
  double part{0};
};

template <typename Items, typename Key>
Place place(const Items& items, double x, Key key) {
  if (items.size() < 2 || x <= key(items.front())) return {};
  if (x >= key(items.back())) return {items.size() - 2, 1};
  const auto above =
      std::upper_bound(items.begin(), items.end(), x,
                       [&](double value, const auto& item) { return value < key(item); });
  const auto index = static_cast<std::size_t>(above - items.begin()) - 1;
  const double low = key(items[index]);
  return {index, (x - low) / (key(items[index + 1]) - low)};
}

double between(double from, double to, double part) { return from + (to - from) * part; }

double value_at(const Curve& curve, double soc) {
  if (curve.empty()) return 0;
  if (curve.size() == 1) return curve.front().value;
  const Place here = place(curve, soc, [](const CurvePoint& point) { return point.soc; });
  return between(curve[here.index].value, curve[here.index + 1].value, here.part);
}

// Beyond its ends the open-circuit voltage goes on with its last slope.
double ocv_at(const Curve& curve, double soc) {
  const bool below = soc < curve.front().soc;
  if (!below && soc <= curve.back().soc) return value_at(curve, soc);
  const CurvePoint& end = below ? curve.front() : curve.back();
  const CurvePoint& inner = below ? curve[1] : curve[curve.size() - 2];
  return end.value + (end.value - inner.value) / (end.soc - inner.soc) * (soc - end.soc);
}

double ohm_at(const ResistanceTable& table, double soc, std::size_t column) {
  if (table.empty()) return 0;
  if (table.size() == 1) return table.front().ohm[column];
  const Place here = place(table, soc, [](const ResistanceRow& row) { return row.soc; });
  return between(table[here.index].ohm[column], table[here.index + 1].ohm[column], here.part);
}

Line line_through(double x1, double y1, double x2, double y2) {
  const double slope = (y2 - y1) / (x2 - x1);
  return {y1 - slope * x1, slope};
}

// Every corner of every table, and one outside of them all: beyond it all but the voltage are flat.
// Into its place, once.
void add_corner(std::vector<double>& corners, double soc) {
  const auto at = std::lower_bound(corners.begin(), corners.end(), soc);
  if (at == corners.end() || *at != soc) corners.insert(at, soc);
}

std::vector<double> all_corners(const CellParameters& parameters) {
  std::vector<double> corners;
  for (const Curve* curve : {&parameters.ocv, &parameters.hysteresis, &parameters.entropy}) {
    for (const CurvePoint& point : *curve) add_corner(corners, point.soc);
  }
  for (const ResistanceTable* table :
       {&parameters.r0, &parameters.rc_charge, &parameters.rc_discharge}) {
    for (const ResistanceRow& row : *table) add_corner(corners, row.soc);
  }
  add_corner(corners, corners.front() - kOutside);
  add_corner(corners, corners.back() + kOutside);
  return corners;
}

}  // namespace

Segments::Segments(const CellParameters& parameters) : temperature_c_{parameters.temperature_c} {
  assert(parameters.ocv.size() >= 2 && !temperature_c_.empty());
  const std::vector<double> corners = all_corners(parameters);
  const auto enthalpy = [&](double soc) {
    return ocv_at(parameters.ocv, soc) - kReferenceKelvin * value_at(parameters.entropy, soc);
  };
  for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
    const double low = corners[i];
    const double high = corners[i + 1];
    const auto line = [&](const Curve& curve) {
      return line_through(low, value_at(curve, low), high, value_at(curve, high));
    };
    segments_.push_back({low, high, line_through(low, enthalpy(low), high, enthalpy(high)),
                         line(parameters.entropy), line(parameters.hysteresis)});
  }
  segments_.front().low = -kInfinity;
  segments_.back().high = kInfinity;
  double sum = 0;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    knots_.push_back({corners[i], sum});
    if (i + 1 < corners.size()) {
      const double middle = 0.5 * (corners[i] + corners[i + 1]);
      sum += segments_[i].enthalpy_v.at(middle) * (corners[i + 1] - corners[i]);
    }
    for (std::size_t column = 0; column < temperature_c_.size(); ++column) {
      r0_.push_back(ohm_at(parameters.r0, corners[i], column));
      rc_charge_.push_back(ohm_at(parameters.rc_charge, corners[i], column));
      rc_discharge_.push_back(ohm_at(parameters.rc_discharge, corners[i], column));
    }
  }
  const double empty = stored(0);
  for (Knot& knot : knots_) knot.stored -= empty;
}

std::size_t Segments::find(double soc) const {
  return place(knots_, soc, [](const Knot& knot) { return knot.soc; }).index;
}

Line Segments::resistance_line(const std::vector<double>& table, std::size_t index,
                               double column) const {
  const std::size_t columns = temperature_c_.size();
  const std::size_t last = columns > 1 ? columns - 2 : 0;
  const auto whole = std::min(static_cast<std::size_t>(column), last);
  const double part = columns > 1 ? column - static_cast<double>(whole) : 0;
  const auto at_knot = [&](std::size_t knot) {
    const std::size_t cell = knot * columns + whole;
    return columns > 1 ? between(table[cell], table[cell + 1], part) : table[cell];
  };
  return line_through(knots_[index].soc, at_knot(index), knots_[index + 1].soc, at_knot(index + 1));
}

Resistances Segments::resistances(std::size_t index, double temperature_c) const {
  const Place here = place(temperature_c_, temperature_c, [](double value) { return value; });
  const double column = static_cast<double>(here.index) + here.part;
  return {resistance_line(r0_, index, column), resistance_line(rc_charge_, index, column),
          resistance_line(rc_discharge_, index, column)};
}

double Segments::stored(double soc) const {
  const std::size_t index = find(soc);
  const Knot& knot = knots_[index];
  const double middle = 0.5 * (knot.soc + soc);
  return knot.stored + segments_[index].enthalpy_v.at(middle) * (soc - knot.soc);
}

}  // namespace cellwarden::twin
