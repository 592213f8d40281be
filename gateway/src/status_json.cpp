// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/status_json.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "json_words.hpp"

#include "cellwarden/words/say.hpp"
#include "cellwarden/words/sentences.hpp"

namespace cellwarden::gateway {

using core::Milliseconds;
using nlohmann::json;

namespace {

constexpr double kThousand = 1000;

template <class Quantity>
json count(const std::optional<Quantity>& value) {
  return value ? json(value->count()) : json(nullptr);
}
template <class Quantity>
json thousandth(const std::optional<Quantity>& value) {
  return value ? json(value->count() / kThousand) : json(nullptr);
}
json flag(const std::optional<bool>& value) { return value ? json(*value) : json(nullptr); }
json number(const std::optional<int>& value) { return value ? json(*value) : json(nullptr); }
json watts(const std::optional<std::int64_t>& milliwatts) {
  return milliwatts ? json(static_cast<double>(*milliwatts) / kThousand) : json(nullptr);
}

json moment(Milliseconds at, Times times) { return (times.wall - (times.steady - at)).count(); }

// The group with its age; null if it was never read.
template <class Group, class Make>
json group(const Known<Group>& known, Times times, Make make) {
  if (!known) return nullptr;
  json made = make(known->value);
  made["at"] = moment(known->at, times);
  return made;
}

// A sentence without a rule: the gateway's own words about a pack that does not say why.
json reason_json(const std::string& sentence, const core::Reason* reason) {
  if (reason == nullptr) {
    return {{"sentence", sentence}, {"rule", nullptr},  {"subject", nullptr},
            {"cell", nullptr},      {"value", nullptr}, {"limit", nullptr}};
  }
  return {{"sentence", sentence},
          {"rule", core::name(reason->id)},
          {"subject", word(reason->subject)},
          {"cell", reason->cell != 0 ? json(reason->cell) : json(nullptr)},
          {"value", reason->value},
          {"limit", reason->limit != words::kLimitNotTold ? json(reason->limit) : json(nullptr)}};
}

json warnings_json(core::Warnings warnings) {
  json names = json::array();
  for (const core::Warning warning : core::kWarnings) {
    if (warnings.has(warning)) names.push_back(core::name(warning));
  }
  return names;
}

json unconfirmed_json(std::uint8_t bits) {
  json names = json::array();
  for (const core::Warning warning : core::kWarnings) {
    if ((unsigned{bits} >> static_cast<unsigned>(warning) & 1U) != 0)
      names.push_back(core::name(warning));
  }
  return names;
}

json currents_json(const Status& status, Times times) {
  return group(status.seen.currents, times, [&](const Currents& it) {
    return json{{"pack_mv", count(it.pack_voltage)},
                {"in_ma", count(it.in)},
                {"out_ma", count(it.out)},
                {"battery_ma", count(it.battery)},
                {"in_w", watts(status.in_mw)},
                {"out_w", watts(status.out_mw)},
                {"battery_w", watts(status.battery_mw)}};
  });
}

json charge_json(const Status& status, Times times) {
  return group(status.seen.charge, times, [](const Charge& it) {
    return json{{"soc_percent", thousandth(it.soc)}, {"calibrated", it.calibrated},
                {"capacity_wh", count(it.capacity)}, {"stored_wh", count(it.stored)},
                {"in_today_wh", count(it.in_today)}, {"out_today_wh", count(it.out_today)},
                {"in_total_wh", count(it.in_total)}, {"out_total_wh", count(it.out_total)}};
  });
}

json relay_json(const Known<RelayView>& view, const Why& why, Times times) {
  json reasons = json::array();
  for (std::size_t i = 0; i < why.sentences.size(); ++i) {
    reasons.push_back(
        reason_json(why.sentences[i], i < why.reasons.size() ? &why.reasons[i] : nullptr));
  }
  return {{"allowed", why.allowed},
          {"closed", view ? flag(view->value.closed) : json(nullptr)},
          {"inferred", why.inferred},
          {"reasons", std::move(reasons)},
          {"at", view ? moment(view->at, times) : json(nullptr)}};
}

json panel_json(const Status& status, Times times) {
  return group(status.seen.panel, times, [](const Panel& it) {
    const auto contacts = [](const core::Contacts& both) {
      return json{{"pins_1_2_closed", both.pins_1_2_closed},
                  {"pins_2_3_closed", both.pins_2_3_closed}};
    };
    return json{
        {"leds", {{"info", word(it.info)}, {"charge", word(it.charge)}, {"load", word(it.load)}}},
        {"charge_contacts", contacts(it.charge_contacts)},
        {"load_contacts", contacts(it.load_contacts)},
        {"hold_charge_open", it.hold_charge_open},
        {"hold_load_open", it.hold_load_open},
        {"charge_did_not_open", it.charge_did_not_open},
        {"load_did_not_open", it.load_did_not_open},
        {"waived_cell", it.waived_cell == 0 ? json(nullptr) : json(it.waived_cell)},
        {"waiver_left_s",
         it.waived_cell == 0 ? json(nullptr) : json(it.waiver_left.count() / 1000)}};
  });
}

json setup_json(const Status& status, Times times) {
  return group(status.seen.setup, times, [](const Setup& it) {
    json made{
        {"cells", number(it.cells)},
        {"cells_found", number(it.found)},
        {"cells_to_confirm", it.to_confirm.value_or(0) == 0 ? json(nullptr) : json(*it.to_confirm)},
        {"factory_cells", number(it.factory_cells)},
        {"sensor_a", nullptr},
        {"cycle", nullptr},
        {"mode", nullptr},
        {"v_bypass_mv", count(it.v_bypass)},
        {"blind_spot", flag(it.blind_spot)},
        {"auto_zero", flag(it.auto_zero)},
        {"second_sensor", flag(it.second_sensor)},
        {"switch_8", flag(it.switch_8)}};
    if (it.sensor) made["sensor_a"] = core::full_range(*it.sensor).count() / 1000;
    if (it.cycle) made["cycle"] = *it.cycle == core::Cycle::slow ? "slow" : "fast";
    if (it.mode) made["mode"] = *it.mode == core::Mode::normal ? "normal" : "critical";
    return made;
  });
}

json chain_json(const Status& status, Times times) {
  return group(status.seen.chain, times, [](const Chain& it) {
    const auto cell = [](core::CellNumber n) { return n == 0 ? json(nullptr) : json(n); };
    return json{{"missed", it.missed},
                {"cell_count_differs", it.cell_count_differs},
                {"invalid_cell", cell(it.invalid_cell)},
                {"break_at_cell", cell(it.break_cell)},
                {"good", it.good},
                {"damaged", it.damaged},
                {"cut_short", it.cut_short},
                {"sequence_errors", it.sequence_errors}};
  });
}

json sensors_json(const Status& status, Times times) {
  return group(status.seen.sensors, times, [](const Sensors& it) {
    return json{{"in_saturated", it.in_saturated},
                {"out_saturated", it.out_saturated},
                {"second_sensor_lost", it.second_sensor_lost},
                {"in_zeroing", word(it.zeroing[0])},
                {"out_zeroing", word(it.zeroing[1])}};
  });
}

json health_json(const Status& status, Times times) {
  return group(status.seen.health, times, [](const Health& it) {
    return json{
        {"state_of_health_percent", count(it.state_of_health)},
        {"efficiency_percent", count(it.efficiency)},
        {"charge_cycles",
         it.charge_cycles_hundredths ? json(*it.charge_cycles_hundredths / 100.0) : json(nullptr)},
        {"measured_capacity_wh", count(it.measured_capacity)}};
  });
}

json identity_json(const Status& status, Times times) {
  return group(status.seen.identity, times, [](const Identity& it) {
    json made{{"firmware",
               words::say("{}.{}.{}", it.firmware.major, it.firmware.minor, it.firmware.patch)},
              {"ours", it.ours},
              {"generation", nullptr}};
    if (it.generation) made["generation"] = *it.generation == protocol::Generation::three ? 3 : 2;
    return made;
  });
}

json extremes_json(const Status& status) {
  const auto extreme = [](const auto& value, const char* unit, double scale) {
    if (!value) return json(nullptr);
    return json{{"cell", value->cell}, {unit, value->value.count() / scale}};
  };
  return {{"voltage_min", extreme(status.voltage_min, "v", kThousand)},
          {"voltage_max", extreme(status.voltage_max, "v", kThousand)},
          {"temperature_min", extreme(status.temperature_min, "c", kThousand)},
          {"temperature_max", extreme(status.temperature_max, "c", kThousand)}};
}

std::optional<Milliseconds> newest_cell(const Status& status) {
  std::optional<Milliseconds> at;
  for (const auto& cell : status.seen.cells) {
    if (cell && (!at || cell->at > *at)) at = cell->at;
  }
  return at;
}

// A cell that was read with the newest one has no time of its own, so that a reading which has not
// changed is not told again.
json cell_json(const Status& status, std::size_t i, Milliseconds newest, Times times) {
  constexpr Milliseconds kTogether{250};
  const Known<CellView>& known = status.seen.cells[i];
  if (!known) return nullptr;
  const CellView& cell = known->value;
  json made{{"mv", count(cell.voltage)},
            {"c", thousandth(cell.temperature)},
            {"bypass", flag(cell.bypass)}};
  if (newest - known->at > kTogether) made["at"] = moment(known->at, times);
  if (stale(*known, status, times.steady)) made["stale"] = true;
  if (cell.hot) made["hot"] = true;
  if (cell.voltage_fault != core::ReadingFault::none) {
    made["voltage_fault"] = word(cell.voltage_fault);
  }
  if (cell.temperature_fault != core::ReadingFault::none) {
    made["temperature_fault"] = word(cell.temperature_fault);
  }
  return made;
}

}  // namespace

json cells_json(const Status& status, Times times) {
  json cells = json::object();
  const Milliseconds newest = newest_cell(status).value_or(times.steady);
  for (std::size_t i = 0; i < status.seen.cells.size(); ++i) {
    cells[std::to_string(i + 1)] = cell_json(status, i, newest, times);
  }
  for (const auto& [cell, offset] : status.seen.offsets) {
    const auto found = cells.find(std::to_string(cell));
    if (found == cells.end() || found->is_null()) continue;
    (*found)["offset_mv"] = offset.voltage.count();
    (*found)["offset_c"] = offset.temperature.count() / kThousand;
  }
  return cells;
}

json settings_json(const Status& status) {
  json all = json::object();
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id == core::SettingId::pin) continue;
    const bool known = status.seen.settings && status.seen.settings->value.knows(row.id);
    double scale = 1;
    for (int i = 0; i < row.decimals; ++i) scale *= 10;
    const auto shown = [&](std::int32_t value) {
      return row.decimals == 0 ? json(value) : json(value / scale);
    };
    all[row.name] = {
        {"value", known ? shown(row.get(status.seen.settings->value.settings)) : json(nullptr)},
        {"unit", row.unit},
        {"min", shown(row.min)},
        {"max", shown(row.max)},
        {"step", shown(row.step)}};
  }
  return all;
}

json links_json(std::span<const LinkReport> reports) {
  json links = json::array();
  for (const LinkReport& report : reports) {
    json link{{"kind", name(report.kind)},   {"state", name(report.state)}, {"place", report.place},
              {"sentence", report.sentence}, {"bytes", report.bytes},       {"good", report.good},
              {"bad", report.bad},           {"losses", report.losses},     {"signed_in", nullptr},
              {"device", nullptr},           {"rssi_dbm", nullptr}};
    if (report.rssi_dbm) link["rssi_dbm"] = *report.rssi_dbm;
    if (report.session) {
      link["signed_in"] = report.session->access == protocol::LinesAccess::logged_in;
      if (report.session->device != protocol::LinesDevice::unknown) {
        link["device"] =
            report.session->device == protocol::LinesDevice::ours ? "cellwarden" : "public";
      }
    }
    links.push_back(std::move(link));
  }
  return links;
}

json pack_json(const PackInfo& info, const Status& status, std::span<const LinkReport> links,
               Times times) {
  json made{{"id", info.id},
            {"name", info.name},
            {"simulated", info.simulated},
            {"presence", name(status.presence)},
            {"cycle_ms", status.cycle.count()},
            {"sentence", status.sentence},
            {"warnings", warnings_json(status.warnings)},
            {"unconfirmed", unconfirmed_json(status.unconfirmed)},
            {"currents", currents_json(status, times)},
            {"charge", charge_json(status, times)},
            {"charge_relay", relay_json(status.seen.charge_relay, status.charge, times)},
            {"load_relay", relay_json(status.seen.load_relay, status.load, times)},
            {"extremes", extremes_json(status)},
            {"panel", panel_json(status, times)},
            {"setup", setup_json(status, times)},
            {"chain", chain_json(status, times)},
            {"sensors", sensors_json(status, times)},
            {"health", health_json(status, times)},
            {"identity", identity_json(status, times)},
            {"cells", cells_json(status, times)},
            {"links", links_json(links)}};
  const auto newest = newest_cell(status);
  made["cells_at"] = newest ? json(moment(*newest, times)) : json(nullptr);
  if (info.origin) made["origin"] = name(*info.origin);
  made["data_at"] = status.age ? json(moment(times.steady - *status.age, times)) : json(nullptr);
  return made;
}

json bank_json(const BankStatus& bank) {
  const auto extreme = [](const auto& value, const char* unit) {
    if (!value) return json(nullptr);
    return json{{"pack", value->pack}, {"cell", value->cell}, {unit, value->value / kThousand}};
  };
  return {{"charge_allowed", bank.charge_allowed},
          {"load_allowed", bank.load_allowed},
          {"without_data", bank.without_data},
          {"against_charge", bank.against_charge},
          {"against_load", bank.against_load},
          {"battery_ma", count(bank.battery)},
          {"in_ma", count(bank.in)},
          {"out_ma", count(bank.out)},
          {"soc_percent", thousandth(bank.soc)},
          {"stored_wh", count(bank.stored)},
          {"capacity_wh", count(bank.capacity)},
          {"voltage_min", extreme(bank.voltage_min, "v")},
          {"voltage_max", extreme(bank.voltage_max, "v")},
          {"temperature_min", extreme(bank.temperature_min, "c")},
          {"temperature_max", extreme(bank.temperature_max, "c")},
          {"warnings", warnings_json(bank.warnings)}};
}

json event_json(const std::string& pack, const history::Event& event) {
  constexpr std::array kSeverities{"info", "warning", "alarm"};
  return {{"id", event.id},
          {"pack", pack},
          {"at", event.time_ms},
          {"kind", event.kind},
          {"severity", kSeverities[static_cast<std::size_t>(event.severity)]},
          {"number", event.number},
          {"value", event.value},
          {"limit", event.limit},
          {"sentence", event.text},
          {"simulated", event.simulated}};
}

}  // namespace cellwarden::gateway
