// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "cellwarden/twin/sizes.hpp"
#include "sections.hpp"

namespace cellwarden::scenario {

using twin::Wiring;

namespace {

constexpr std::array<Word<Wiring>, 3> kWirings{{{"separate", Wiring::separate},
                                                {"combined_two", Wiring::combined_two},
                                                {"combined_one", Wiring::combined_one}}};
constexpr std::array<Word<double>, 2> kPowerUnits{{{"W", 1}, {"kW", 1000}}};
constexpr std::array<Word<double>, 1> kTemperatureUnits{{{"C", 1}}};

class SiteReader {
 public:
  SiteReader(Source& source, TableReader& table) : source_{source}, table_{table} {}

  // Calls read(reader) if there is a [site.key].
  template <class Read>
  void part(const char* key, Read read) {
    const toml::table* part = table_.table(key);
    if (part == nullptr) return;
    TableReader reader{source_, table_.path(key), fmt::format("[site.{}]", key), *part};
    read(reader);
    reader.finish();
  }

 private:
  Source& source_;
  TableReader& table_;
};

void read_sun(const Source& source, TableReader& table, twin::SunSettings& sun) {
  table.rows(twin::sun_rows(), sun);
  // The model wants a fraction of the peak.
  const double peak_w = sun.peak_w > 0 ? sun.peak_w : 1;
  const std::array<Word<double>, 4> units{
      {{"W", 1 / peak_w}, {"kW", 1000 / peak_w}, {"percent", 0.01}, {"fraction", 1}}};
  sun.measured = read_profile(source, table, units);
}

void read_parts(Source& source, TableReader& table, twin::SitePlan& site) {
  SiteReader reader{source, table};
  reader.part("sun", [&](TableReader& part) {
    read_sun(source, part, site.sun);
    site.charger.peak_w = site.sun.peak_w;
  });
  reader.part("charger", [&](TableReader& part) { part.rows(twin::charger_rows(), site.charger); });
  reader.part("inverter", [&](TableReader& part) {
    part.rows(twin::inverter_rows(), site.inverter);
    site.house.peak_w = site.inverter.peak_w;
  });
  reader.part("house", [&](TableReader& part) {
    part.rows(twin::house_rows(), site.house);
    site.house.measured_w = read_profile(source, part, kPowerUnits);
  });
  reader.part("ambient", [&](TableReader& part) {
    part.rows(twin::ambient_rows(), site.ambient);
    site.ambient.measured_c = read_profile(source, part, kTemperatureUnits);
  });
}

}  // namespace

void read_site(Source& source, TableReader& top, twin::Scenario& scenario) {
  twin::size_site(scenario);
  const toml::table* site = top.table("site");
  if (site == nullptr) return;
  TableReader table{source, "site", "[site]", *site};
  table.word<Wiring>("wiring", kWirings, scenario.site.wiring);
  table.rows(twin::site_rows(), scenario.site);
  read_parts(source, table, scenario.site);
  table.finish();
}

}  // namespace cellwarden::scenario
