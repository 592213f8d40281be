// SPDX-License-Identifier: Apache-2.0
// GET /metrics: what is known now, and nothing for what is not (APP-7): a chart of Prometheus then
// has a gap, as it should.
#include <fmt/format.h>

#include <array>

#include "cellwarden/gateway/clock.hpp"
#include "metrics_text.hpp"
#include "routes.hpp"

namespace cellwarden::api {

namespace {

using enum MetricKind;

constexpr double kMilli = 0.001;
constexpr double kJoulesPerWh = 3600;
constexpr double kPercent = 0.01;

// The values of one pack, each with the pack's label.
class PackMetrics {
 public:
  PackMetrics(MetricsText& text, std::string pack) : text_{text}, pack_{std::move(pack)} {}

  void add(std::string_view name, MetricKind kind, std::string_view help, double value,
           MetricLabels more = {}) {
    more.insert(more.begin(), {"pack", pack_});
    text_.add(name, kind, help, std::move(more), value);
  }
  template <class Value>
  void add_known(std::string_view name, MetricKind kind, std::string_view help,
                 const std::optional<Value>& value, double scale, MetricLabels more = {}) {
    if (!value) return;
    if constexpr (requires { value->count(); }) {
      add(name, kind, help, static_cast<double>(value->count()) * scale, std::move(more));
    } else {
      add(name, kind, help, static_cast<double>(*value) * scale, std::move(more));
    }
  }

 private:
  MetricsText& text_;
  std::string pack_;
};

void add_identity(PackMetrics& to, const gateway::Status& status) {
  if (!status.seen.identity) return;
  const auto& firmware = status.seen.identity->value.firmware;
  to.add("bms_pack_info", info, "What the pack says of itself.", 1,
         {{"firmware", fmt::format("{}.{}.{}", firmware.major, firmware.minor, firmware.patch)}});
}

void add_currents(PackMetrics& to, const gateway::Status& status) {
  if (status.seen.currents) {
    const gateway::Currents& currents = status.seen.currents->value;
    to.add_known("bms_pack_voltage_volts", gauge, "Sum of the cells.", currents.pack_voltage,
                 kMilli);
    constexpr auto kHelp = "in: from the sources, out: to the loads, battery: + is charging.";
    to.add_known("bms_current_amperes", gauge, kHelp, currents.in, kMilli, {{"sensor", "in"}});
    to.add_known("bms_current_amperes", gauge, kHelp, currents.out, kMilli, {{"sensor", "out"}});
    to.add_known("bms_current_amperes", gauge, kHelp, currents.battery, kMilli,
                 {{"sensor", "battery"}});
  }
  constexpr auto kHelp = "Voltage times current; battery: + is charging.";
  to.add_known("bms_power_watts", gauge, kHelp, status.in_mw, kMilli, {{"flow", "solar"}});
  to.add_known("bms_power_watts", gauge, kHelp, status.out_mw, kMilli, {{"flow", "load"}});
  to.add_known("bms_power_watts", gauge, kHelp, status.battery_mw, kMilli, {{"flow", "battery"}});
}

void add_charge(PackMetrics& to, const gateway::Status& status) {
  if (status.seen.health) {
    to.add_known("bms_state_of_health_ratio", gauge, "As the pack judges it.",
                 status.seen.health->value.state_of_health, kPercent);
  }
  if (!status.seen.charge) return;
  const gateway::Charge& charge = status.seen.charge->value;
  to.add_known("bms_state_of_charge_ratio", gauge, "SOC, 0 to 1.", charge.soc, kPercent * kMilli);
  to.add_known("bms_energy_stored_joules", gauge, "Energy that is left.", charge.stored,
               kJoulesPerWh);
  to.add_known("bms_energy_capacity_joules", gauge, "The setting.", charge.capacity, kJoulesPerWh);
  constexpr auto kHelp = "Energy since the totals were cleared.";
  to.add_known("bms_energy_joules_total", counter, kHelp, charge.in_total, kJoulesPerWh,
               {{"flow", "solar"}});
  to.add_known("bms_energy_joules_total", counter, kHelp, charge.out_total, kJoulesPerWh,
               {{"flow", "load"}});
}

std::string cell_label(std::size_t cell, std::size_t cells) {
  return fmt::format("{:0{}}", cell, cells > 99 ? 3 : 2);
}

void add_cells(PackMetrics& to, const gateway::Status& status,
               const gateway::Gateway::Counts& counts) {
  const auto& cells = status.seen.cells;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i]) continue;
    const gateway::CellView& cell = cells[i]->value;
    const MetricLabels label{{"cell", cell_label(i + 1, cells.size())}};
    to.add_known("bms_cell_voltage_volts", gauge, "Of one cell.", cell.voltage, kMilli, label);
    to.add_known("bms_cell_temperature_celsius", gauge, "Of one cell.", cell.temperature, kMilli,
                 label);
    to.add_known("bms_cell_balancing", gauge, "1 while its bypass is on.", cell.bypass, 1, label);
  }
  for (std::size_t i = 0; i < counts.balancing_seconds.size(); ++i) {
    to.add("bms_cell_balancing_seconds_total", counter, "Time on bypass, since the start.",
           counts.balancing_seconds[i],
           {{"cell", cell_label(i + 1, counts.balancing_seconds.size())}});
  }
}

void add_alarms(PackMetrics& to, const gateway::Status& status,
                const gateway::Gateway::Counts& counts) {
  constexpr std::array kNames{"e", "vh", "vl", "th", "tl"};
  for (const core::Warning warning : core::kWarnings) {
    const auto index = static_cast<std::size_t>(warning);
    // Without data nothing but E is known.
    if (status.has_data() || warning == core::Warning::communication) {
      to.add("bms_alarm_active", gauge, "1 while the warning holds.",
             status.warnings.has(warning) ? 1 : 0, {{"alarm", kNames[index]}});
    }
    to.add("bms_alarm_events_total", counter, "How often it began, since the start.",
           static_cast<double>(counts.warnings[index]), {{"alarm", kNames[index]}});
  }
}

void add_relay(PackMetrics& to, const char* relay, const gateway::Status& status,
               const gateway::Known<gateway::RelayView>& view, std::uint64_t transitions) {
  if (status.has_data() && view) {
    to.add_known("bms_relay_closed", gauge, "1 while the relay allows the current.",
                 view->value.closed, 1, {{"relay", relay}});
  }
  to.add("bms_relay_transitions_total", counter, "How often it switched, since the start.",
         static_cast<double>(transitions), {{"relay", relay}});
}

void add_frames(PackMetrics& to, const gateway::Pack& pack, core::Milliseconds wall,
                core::Milliseconds steady) {
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
  std::uint64_t losses = 0;
  for (const gateway::LinkReport& link : pack.links()) {
    good += link.good;
    bad += link.bad;
    losses += link.losses;
  }
  to.add("bms_frames_total", counter, "Frames and lines that were understood.",
         static_cast<double>(good));
  constexpr auto kHelp = "checksum: damaged frames and lines, timeout: connections lost.";
  to.add("bms_frame_errors_total", counter, kHelp, static_cast<double>(bad),
         {{"reason", "checksum"}});
  to.add("bms_frame_errors_total", counter, kHelp, static_cast<double>(losses),
         {{"reason", "timeout"}});
  const auto& newest = pack.status().seen.newest;
  if (!newest) return;
  const double at_ms = static_cast<double>((wall - (steady - *newest)).count());
  to.add("bms_last_frame_timestamp_seconds", gauge, "When the newest data came.", at_ms * kMilli);
}

void add_pack(MetricsText& text, const gateway::Gateway& all, const gateway::Pack& pack) {
  PackMetrics to{text, pack.info().id};
  const gateway::Status& status = pack.status();
  const gateway::Gateway::Counts& counts = all.counts(pack);
  add_identity(to, status);
  if (status.has_data()) {
    add_currents(to, status);
    add_charge(to, status);
  }
  gateway::Status shown = status;
  if (!status.has_data()) shown.seen.cells.clear();
  add_cells(to, shown, counts);
  add_alarms(to, status, counts);
  add_relay(to, "charge", status, status.seen.charge_relay, counts.charge_transitions);
  add_relay(to, "load", status, status.seen.load_relay, counts.load_transitions);
  add_frames(to, pack, gateway::wall_now(), gateway::steady_now());
}

void add_history(MetricsText& text, const gateway::HistoryKeeper& keeper) {
  const history::Health health = keeper.health();
  const auto count = [&text](std::string_view name, std::string_view help, std::uint64_t value) {
    text.add(name, counter, help, {}, static_cast<double>(value));
  };
  text.add("bms_gateway_history_writing", gauge, "1 while the disk takes the history.", {},
           health.writing ? 1 : 0);
  text.add("bms_gateway_history_file_bytes", gauge, "Size of the history on disk.", {},
           static_cast<double>(health.file_bytes));
  text.add("bms_gateway_history_waiting", gauge, "Readings and events not handed over yet.", {},
           static_cast<double>(keeper.waiting()));
  count("bms_gateway_history_samples_total", "Samples on disk.", health.samples_stored);
  count("bms_gateway_history_samples_lost_total", "Samples that could not be written.",
        health.samples_lost);
  count("bms_gateway_history_events_total", "Events on disk.", health.events_stored);
  count("bms_gateway_history_write_failures_total", "Transactions that failed.",
        health.write_failures);
  count("bms_gateway_history_bad_blocks_total", "Damaged blocks that were skipped.",
        health.bad_blocks);
}

void add_web(MetricsText& text, const web::ServerCounts& counts) {
  const auto count = [&text](std::string_view name, std::string_view help, std::uint64_t value) {
    text.add(name, counter, help, {}, static_cast<double>(value));
  };
  text.add("bms_gateway_connections", gauge, "Open connections.", {},
           static_cast<double>(counts.open_connections));
  count("bms_gateway_connections_total", "Connections.", counts.connections);
  count("bms_gateway_connections_refused_total", "Above a limit.", counts.refused_connections);
  count("bms_gateway_connections_timed_out_total", "Too slow or idle.", counts.timed_out);
  count("bms_gateway_requests_total", "Requests.", counts.requests);
  count("bms_gateway_bad_requests_total", "Refused before they reached a handler.",
        counts.bad_requests);
  count("bms_gateway_faults_total", "Answers with a 5xx status.", counts.faults);
}

web::Response show(Api& api, const web::Request& request) {
  MetricsText text;
  text.add("bms_build_info", info, "This program.",
           {{"version", api.options.version}, {"commit", api.options.commit}}, 1);
  for (const auto& pack : api.gateway.packs()) add_pack(text, api.gateway, *pack);
  text.add("bms_gateway_live_readers", gauge, "Readers of the live stream.", {},
           static_cast<double>(api.gateway.live()->readers()));
  text.add("bms_gateway_live_readers_dropped_total", counter, "Readers that were too slow.", {},
           static_cast<double>(api.gateway.live()->dropped()));
  if (const auto* keeper = api.gateway.history()) add_history(text, *keeper);
  if (api.options.server_counts) add_web(text, api.options.server_counts());
  const MetricFormat format = metric_format(request.header("Accept").value_or(""));
  return web::Response::text(text.text(format), std::string{content_type(format)});
}

}  // namespace

void add_metrics_routes(web::Router& router, const Shared& api) {
  router.get("/metrics", web::Role::viewer, with(api, show));
}

}  // namespace cellwarden::api
