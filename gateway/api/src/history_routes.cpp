// SPDX-License-Identifier: Apache-2.0
// The past as charts and bars (PLUS-3). All of it on worker threads with readers of their own.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "asked_series.hpp"
#include "cellwarden/words/problem.hpp"
#include "refusal.hpp"
#include "routes.hpp"

namespace cellwarden::api {

using nlohmann::json;
using web::Role;

namespace {

constexpr std::int64_t kDefaultPoints = 500;
// Series times points in one answer: 255 cells with 500 points each, or 64 series with 2,000.
constexpr std::size_t kMaxValues = 128'000;

const char* shape_name(history::SeriesShape shape) {
  switch (shape) {
    case history::SeriesShape::value: return "value";
    case history::SeriesShape::flag: return "flag";
    case history::SeriesShape::counter: return "counter";
  }
  return "";
}

// What is not known is null; more digits than were measured are nobody's.
json numbers(const std::vector<double>& values, int decimals) {
  double scale = 1;
  for (int i = 0; i <= decimals; ++i) scale *= 10;
  json made = json::array();
  for (const double value : values) {
    made.push_back(std::isnan(value) ? json(nullptr) : json(std::round(value * scale) / scale));
  }
  return made;
}

json chart_json(const history::Chart& chart) {
  constexpr int kShareDecimals = 3;
  json series = json::array();
  for (const history::ChartLine& line : chart.lines) {
    const history::SeriesRow& row = history::row_of(line.series.quantity);
    const int decimals = row.shape == history::SeriesShape::flag ? kShareDecimals : row.decimals;
    series.push_back({{"name", history::series_name(line.series)},
                      {"unit", row.unit},
                      {"shape", shape_name(row.shape)},
                      {"min", numbers(line.min, decimals)},
                      {"mean", numbers(line.mean, decimals)},
                      {"max", numbers(line.max, decimals)}});
  }
  return {{"step_ms", chart.step_ms},
          {"time_ms", chart.time_ms},
          {"series", std::move(series)},
          {"bad_blocks", chart.bad_blocks}};
}

web::Response no_history() {
  return web::Response::error(404, "no_history", "This gateway keeps no history.");
}

web::Response show_history(Api& api, const web::Request& request) {
  const auto pack = asked_id(api, request);
  if (!pack) return answer(pack.error());
  if (api.readers.file().empty()) return no_history();
  const auto span = asked_span(request);
  if (!span) return answer(span.error());
  const auto series = asked_series(request);
  if (!series) return answer(series.error());
  const auto points =
      asked_number(request, "points", kDefaultPoints, 1, std::int64_t{history::kMaxPoints});
  if (!points) return answer(points.error());
  if (series->empty()) {
    return web::Response::error(400, "bad_request",
                                "Say which series, as series=soc,power_w; …/history/series names "
                                "them.");
  }
  const auto max_points = static_cast<std::size_t>(*points);
  if (series->size() * max_points > kMaxValues) {
    return web::Response::error(
        400, "too_much",
        fmt::format("{} series with {} points each are too much for one answer; ask for at most "
                    "{} values.",
                    series->size(), max_points, kMaxValues));
  }
  return answer(chart_json(
      api.readers.take()->query(*pack, *series, span->from_ms, span->to_ms, max_points)));
}

web::Response list_series(Api& api, const web::Request& request) {
  const auto pack = asked_id(api, request);
  if (!pack) return answer(pack.error());
  json series = json::array();
  for (const history::SeriesRow& row : history::series_rows()) {
    series.push_back({{"name", row.name},
                      {"unit", row.unit},
                      {"shape", shape_name(row.shape)},
                      {"per_cell", row.per_cell},
                      {"stored", !row.derived}});
  }
  return answer({{"series", std::move(series)}});
}

web::Response show_span(Api& api, const web::Request& request) {
  const auto pack = asked_id(api, request);
  if (!pack) return answer(pack.error());
  json made{{"first", nullptr}, {"last", nullptr}};
  if (!api.readers.file().empty()) {
    if (const auto span = api.readers.take()->span(*pack)) {
      made["first"] = span->first_ms;
      made["last"] = span->last_ms;
    }
  }
  return answer(made);
}

Or<history::Calendar> asked_unit(const web::Request& request) {
  using enum history::Calendar;
  const std::string_view unit = request.query_value("unit").value_or("day");
  if (unit == "hour") return hour;
  if (unit == "day") return day;
  if (unit == "week") return week;
  if (unit == "month") return month;
  if (unit == "year") return year;
  return refuse(
      400, "bad_request",
      fmt::format("unit is {}; it may be hour, day, week, month or year.", words::in_quotes(unit)));
}

// What every bar of energy costs is a query of its own, so that a wide span takes a coarse unit.
bool too_many_bars(history::Calendar unit, TimeSpan span) {
  constexpr std::int64_t kHourMs = 3'600'000;
  constexpr std::int64_t kMaxBars = 1000;
  const std::int64_t shortest = unit == history::Calendar::hour ? kHourMs : 23 * kHourMs;
  return (span.to_ms - span.from_ms) / shortest > kMaxBars &&
         (unit == history::Calendar::hour || unit == history::Calendar::day);
}

web::Response show_energy(Api& api, const web::Request& request) {
  const auto pack = asked_id(api, request);
  if (!pack) return answer(pack.error());
  if (api.readers.file().empty()) return no_history();
  const auto span = asked_span(request);
  if (!span) return answer(span.error());
  const auto unit = asked_unit(request);
  if (!unit) return answer(unit.error());
  if (too_many_bars(*unit, *span)) {
    return web::Response::error(400, "too_much",
                                "That would be more than 1,000 bars; choose a longer unit.");
  }
  const auto borders = history::calendar_borders(*unit, span->from_ms, span->to_ms);
  json bars = json::array();
  const auto number = [](const auto& value) { return value ? json(*value) : json(nullptr); };
  for (const history::EnergyBar& bar : api.readers.take()->energy(*pack, borders)) {
    bars.push_back({{"from", bar.from_ms},
                    {"to", bar.to_ms},
                    {"in_wh", number(bar.in_wh)},
                    {"out_wh", number(bar.out_wh)}});
  }
  return answer({{"bars", std::move(bars)}});
}

}  // namespace

Or<std::vector<history::Series>> asked_series(const web::Request& request) {
  std::vector<history::Series> series;
  for (const std::string& name : asked_list(request, "series")) {
    const auto parsed = history::parse_series(name);
    if (!parsed) {
      return refuse(400, "no_such_series",
                    fmt::format("There is no series {}; …/history/series names them, and those of "
                                "one cell end in its number, as cell_v/7.",
                                words::in_quotes(name)));
    }
    series.push_back(*parsed);
  }
  return series;
}

void add_history_routes(web::Router& router, const Shared& api) {
  const std::string base = "/api/v1/packs/{pack}/";
  const auto add = [&](const std::string& path, auto function) {
    router.get(base + path, Role::viewer, with(api, function)).on_worker = true;
  };
  add("history", show_history);
  add("history/series", list_series);
  add("history/span", show_span);
  add("energy", show_energy);
}

}  // namespace cellwarden::api
