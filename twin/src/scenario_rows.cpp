// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/scenario_rows.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <type_traits>

namespace cellwarden::twin {

namespace {

template <auto Member>
struct MemberOf;

template <class PartType, class ValueType, ValueType PartType::*Member>
struct MemberOf<Member> {
  using Part = PartType;
  using Value = ValueType;
};

template <auto Member>
std::optional<double> get(const typename MemberOf<Member>::Part& part) {
  return part.*Member;
}

template <auto Member>
void set(typename MemberOf<Member>::Part& part, double value) {
  using Value = typename MemberOf<Member>::Value;
  if constexpr (std::is_same_v<Value, int>) {
    part.*Member = static_cast<int>(value);
  } else {
    part.*Member = value;
  }
}

template <auto Member>
constexpr NumberRow<typename MemberOf<Member>::Part> row(const char* key, const char* unit,
                                                         double min, double max) {
  constexpr bool kWhole = std::is_same_v<typename MemberOf<Member>::Value, int>;
  return {key, unit, min, max, kWhole, get<Member>, set<Member>};
}

constexpr double kMaxW = 1e7;
constexpr double kMaxV = 1500;  // 255 cells and more

std::optional<double> day_of_year(const SitePlan& site) { return site.sun.day_of_year; }

// Sun and air live in the same year.
void set_day_of_year(SitePlan& site, double value) {
  site.sun.day_of_year = static_cast<int>(value);
  site.ambient.day_of_year = static_cast<int>(value);
}

// clang-format off
constexpr std::array kPackRows{
    row<&PackPlan::cells>            ("cells",             "",   2, 255),
    row<&PackPlan::capacity_ah>      ("capacity_ah",       "Ah", 1, 10'000),
    row<&PackPlan::soc_percent>      ("soc_percent",       "%",  0, 100),
    row<&PackPlan::known_soc_percent>("known_soc_percent", "%",  0, 100),
    row<&PackPlan::voltage_noise_mv> ("voltage_noise_mv",  "mV", 0, 100)};

constexpr std::array kSpreadRows{
    row<&SpreadPlan::capacity_percent>      ("capacity_percent",       "%",   0, 20),
    row<&SpreadPlan::resistance_percent>    ("resistance_percent",     "%",   0, 50),
    row<&SpreadPlan::soc_percent>           ("soc_percent",            "%",   0, 20),
    row<&SpreadPlan::temperature_c>         ("temperature_c",          "°C",  0, 10),
    row<&SpreadPlan::self_discharge_percent>("self_discharge_percent", "%",   0, 100),
    row<&SpreadPlan::voltage_error_mv>      ("voltage_error_mv",       "mV",  0, 20),
    row<&SpreadPlan::temperature_error_c>   ("temperature_error_c",    "°C",  0, 5),
    row<&SpreadPlan::clock_error_ppm>       ("clock_error_ppm",        "ppm", 0, 1000)};

constexpr std::array kCellRows{
    row<&CellPlan::cell>                  ("cell",                   "",    1, 255),
    row<&CellPlan::soc_percent>           ("soc_percent",            "%",   0, 100),
    row<&CellPlan::capacity_percent>      ("capacity_percent",       "%",   10, 200),
    row<&CellPlan::resistance_percent>    ("resistance_percent",     "%",   10, 1000),
    row<&CellPlan::connection_ohm>        ("connection_ohm",         "ohm", 0, 0.1),
    row<&CellPlan::self_discharge_percent>("self_discharge_percent", "%",   0, 100'000)};

constexpr std::array kCurrentSensorRows{
    row<&CurrentSensorSettings::range_a>        ("range_a",         "A", 1, 5000),
    row<&CurrentSensorSettings::offset_a>       ("offset_a",        "A", -1000, 1000),
    row<&CurrentSensorSettings::gain>           ("gain",            "",  0, 10),
    row<&CurrentSensorSettings::drift_a_per_day>("drift_a_per_day", "A", -1000, 1000),
    row<&CurrentSensorSettings::noise_a>        ("noise_a",         "A", 0, 100),
    row<&CurrentSensorSettings::step_a>         ("step_a",          "A", 0, 100)};

constexpr std::array kSiteRows{
    NumberRow<SitePlan>{"day_of_year", "", 1, 365, true, day_of_year, set_day_of_year}};

constexpr std::array kSunRows{
    row<&SunSettings::latitude_deg>("latitude_deg", "°", -90, 90),
    row<&SunSettings::peak_w>      ("peak_w",       "W", 0, kMaxW),
    row<&SunSettings::tilt_deg>    ("tilt_deg",     "°", 0, 90),
    row<&SunSettings::cloudiness>  ("cloudiness",   "",  0, 1),
    row<&SunSettings::noon_h>      ("noon_h",       "h", 0, 24)};

constexpr std::array kHouseRows{
    row<&HouseSettings::energy_wh_per_day>("energy_wh_per_day", "Wh", 0, 24 * kMaxW),
    row<&HouseSettings::peak_w>           ("peak_w",            "W",  0, kMaxW)};

constexpr std::array kAmbientRows{
    row<&AmbientSettings::mean_c>      ("mean_c",       "°C", -60, 80),
    row<&AmbientSettings::seasonal_c>  ("seasonal_c",   "°C", 0, 40),
    row<&AmbientSettings::daily_c>     ("daily_c",      "°C", 0, 40),
    row<&AmbientSettings::coldest_day> ("coldest_day",  "",   1, 365),
    row<&AmbientSettings::warmest_hour>("warmest_hour", "h",  0, 24)};

constexpr std::array kChargerRows{
    row<&ChargerSettings::peak_w>       ("peak_w",        "W", 0, kMaxW),
    row<&ChargerSettings::max_current_a>("max_current_a", "A", 0, 10'000),
    row<&ChargerSettings::absorption_v> ("absorption_v",  "V", 1, kMaxV),
    row<&ChargerSettings::float_v>      ("float_v",       "V", 1, kMaxV),
    row<&ChargerSettings::absorption_s> ("absorption_s",  "s", 0, 86'400),
    row<&ChargerSettings::rebulk_v>     ("rebulk_v",      "V", 0, kMaxV),
    row<&ChargerSettings::efficiency>   ("efficiency",    "",  0.1, 1),
    row<&ChargerSettings::obey_lag_s>   ("obey_lag_s",    "s", 0, 3600)};

constexpr std::array kInverterRows{
    row<&InverterSettings::peak_w>       ("peak_w",        "W", 0, kMaxW),
    row<&InverterSettings::efficiency>   ("efficiency",    "",  0.1, 1),
    row<&InverterSettings::standby_w>    ("standby_w",     "W", 0, 100'000),
    row<&InverterSettings::off_w>        ("off_w",         "W", 0, 100'000),
    row<&InverterSettings::cutoff_v>     ("cutoff_v",      "V", 0, kMaxV),
    row<&InverterSettings::restart_v>    ("restart_v",     "V", 0, kMaxV),
    row<&InverterSettings::retry_s>      ("retry_s",       "s", 0, 86'400),
    row<&InverterSettings::inrush_w>     ("inrush_w",      "W", 0, kMaxW),
    row<&InverterSettings::inrush_s>     ("inrush_s",      "s", 0, 3600),
    row<&InverterSettings::inrush_step_w>("inrush_step_w", "W", 0, kMaxW),
    row<&InverterSettings::obey_lag_s>   ("obey_lag_s",    "s", 0, 3600)};
// clang-format on

constexpr double kLargestShown = 1e300;
constexpr int kPlainDigits = 10;
constexpr int kSmallestPlain = -4;

// digits: d₁d₂d₃…, the first one worth 10^exponent.
std::string with_point(std::string digits, int exponent) {
  const auto count = static_cast<int>(digits.size());
  if (exponent < kSmallestPlain || exponent >= kPlainDigits) {
    if (count > 1) digits.insert(1, ".");
    const int size = exponent < 0 ? -exponent : exponent;
    return digits + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + std::to_string(size);
  }
  if (exponent < 0)
    return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  if (count <= exponent + 1)
    return digits + std::string(static_cast<std::size_t>(exponent + 1 - count), '0');
  return digits.insert(static_cast<std::size_t>(exponent) + 1, ".");
}

}  // namespace

std::span<const NumberRow<PackPlan>> pack_rows() { return kPackRows; }
std::span<const NumberRow<SpreadPlan>> spread_rows() { return kSpreadRows; }
std::span<const NumberRow<CellPlan>> cell_rows() { return kCellRows; }
std::span<const NumberRow<CurrentSensorSettings>> current_sensor_rows() {
  return kCurrentSensorRows;
}
std::span<const NumberRow<SitePlan>> site_rows() { return kSiteRows; }
std::span<const NumberRow<SunSettings>> sun_rows() { return kSunRows; }
std::span<const NumberRow<HouseSettings>> house_rows() { return kHouseRows; }
std::span<const NumberRow<AmbientSettings>> ambient_rows() { return kAmbientRows; }
std::span<const NumberRow<ChargerSettings>> charger_rows() { return kChargerRows; }
std::span<const NumberRow<InverterSettings>> inverter_rows() { return kInverterRows; }

// As printf's %.10g, without carrying printf into the browser: ten digits, no zeros at the end.
std::string number_text(double value) {
  if (!(std::fabs(value) <= kLargestShown)) return value > 0 ? "inf" : value < 0 ? "-inf" : "nan";
  if (value == 0) return "0";
  int exponent = 0;
  double size = std::fabs(value);
  for (; size >= 1e10; size /= 10) ++exponent;
  for (; size < 1e9; size *= 10) --exponent;
  // size has ten digits before its point now.
  std::string digits = std::to_string(static_cast<std::int64_t>(size + 0.5));
  exponent += static_cast<int>(digits.size()) - 1;  // of the first digit
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  return (value < 0 ? "-" : "") + with_point(digits, exponent);
}

std::string range_text(double min, double max, const char* unit) {
  const char* space = *unit == '\0' ? "" : " ";
  return number_text(min) + " to " + number_text(max) + space + unit;
}

std::string range_problem(const char* key, const char* unit, double min, double max, double value) {
  if (value >= min && value <= max) return {};
  return std::string{key} + " = " + number_text(value) + " is not possible; it may be " +
         range_text(min, max, unit) + ".";
}

}  // namespace cellwarden::twin
