// SPDX-License-Identifier: Apache-2.0
// The curves of a cell cut into common straight pieces: on one piece everything is a line, so that
// a cell needs to look into its tables only when it leaves a piece, or when its temperature has
// moved.
#pragma once

#include <cstddef>
#include <vector>

#include "cellwarden/twin/cell_parameters.hpp"

namespace cellwarden::twin {

inline constexpr double kReferenceKelvin = 298.15;  // the curves' 25 °C

// value = at_zero + slope · x
struct Line {
  double at_zero{0};
  double slope{0};

  double at(double x) const { return at_zero + slope * x; }
};

// The resistances of a cell on one piece, at one temperature. Lines over the state of charge, ohm.
struct Resistances {
  Line r0;
  Line rc_charge;
  Line rc_discharge;
};

class Segments {
 public:
  explicit Segments(const CellParameters& parameters);

  struct Segment {
    double low{0};  // state of charge; −infinity for the first
    double high{0};
    Line enthalpy_v;  // what is stored per charge: OCV without its temperature term, OCV = this + T
                      // · entropy
    Line entropy;
    Line hysteresis;
  };

  std::size_t find(double soc) const;
  const Segment& operator[](std::size_t index) const { return segments_[index]; }
  Resistances resistances(std::size_t index, double temperature_c) const;

  // V · (share of the capacity): the integral of enthalpy_v from 0 to soc.
  double stored(double soc) const;

 private:
  struct Knot {
    double soc{0};
    double stored{0};
  };
  Line resistance_line(const std::vector<double>& table, std::size_t index, double column) const;

  std::vector<Knot> knots_;
  std::vector<Segment> segments_;
  std::vector<double> temperature_c_;
  // One row for each knot, one column for each temperature.
  std::vector<double> r0_;
  std::vector<double> rc_charge_;
  std::vector<double> rc_discharge_;
};

}  // namespace cellwarden::twin
