// SPDX-License-Identifier: Apache-2.0
// What every owner looks at: voltages, currents, charge, warnings, relays, cells.
#include "make.hpp"

namespace cellwarden::gateway::roads {

namespace {

using namespace how;
using core::Warning;

void add_currents(std::vector<Field>& all) {
  all.push_back(field(
      "pack voltage",
      [](const Truth& it) -> Value { return it.state().status.pack.pack_voltage.count(); },
      of(&Observation::currents, [](const auto& it) { return count(it.pack_voltage); }),
      how::all(k5mV, k5mV, kNo)));
  // All three are unknown during E (OUT-3).
  const auto unless_error = [](auto get) {
    return
        [get](const Truth& it) { return it.error() ? Value{} : get(it.state().status.currents); };
  };
  const auto fine = how::all(k125mA, k50mA, kSame);
  auto rows = std::array{
      field("current I-1",
            unless_error([](const core::Currents& it) { return Value{it.in.count()}; }),
            of(&Observation::currents, [](const auto& it) { return count(it.in); }), fine),
      field("current I-2", unless_error([](const core::Currents& it) { return count(it.out); }),
            of(&Observation::currents, [](const auto& it) { return count(it.out); }), fine),
      field("battery current",
            unless_error([](const core::Currents& it) { return count(it.battery); }),
            of(&Observation::currents, [](const auto& it) { return count(it.battery); }),
            how::all({"0.125 A", battery<125>}, {"0.05 A", battery<50>}, kSame))};
  for (Field& row : rows) {
    const bool difference = row.name == "battery current";
    row.how[static_cast<std::size_t>(Road::lines_2)] =
        difference ? How{"0.125 A", battery<125>} : k125mA;
    all.push_back(std::move(row));
  }
}

void add_charge(std::vector<Field>& all) {
  const auto add = [&](const char* name, auto exact, auto get, const std::array<How, kRoads>& how) {
    all.push_back(field(
        name, [exact](const Truth& it) -> Value { return exact(it.state()); },
        of(&Observation::charge, get), how));
  };
  using core::State;
  add(
      "SOC", [](const State& it) { return core::milli_percent(it.soc).count(); },
      [](const Charge& it) { return count(it.soc); }, how::all(kPercent, kPercent, kSame));
  add(
      "SOC is calibrated", [](const State& it) { return it.soc.calibrated ? 1 : 0; },
      [](const Charge& it) { return Value{it.calibrated ? 1 : 0}; }, everywhere(kSame));
  add(
      "capacity", [](const State& it) { return it.soc.capacity.count(); },
      [](const Charge& it) { return count(it.capacity); }, how::all(kHundredWh, kNo, kSame));
  add(
      "energy stored", [](const State& it) { return core::stored_energy(it.soc).count(); },
      [](const Charge& it) { return count(it.stored); }, everywhere(kSame));
  add(
      "energy in today", [](const State& it) { return it.energy.in_today.whole.count(); },
      [](const Charge& it) { return count(it.in_today); }, everywhere(kSame));
  add(
      "energy out today", [](const State& it) { return it.energy.out_today.whole.count(); },
      [](const Charge& it) { return count(it.out_today); }, everywhere(kSame));
  const auto totals = how::all(kKilowattHours, kKilowattHours, kSame);
  add(
      "energy in total", [](const State& it) { return it.energy.in_total.whole.count(); },
      [](const Charge& it) { return count(it.in_total); }, totals);
  add(
      "energy out total", [](const State& it) { return it.energy.out_total.whole.count(); },
      [](const Charge& it) { return count(it.out_total); }, totals);
}

void add_warnings(std::vector<Field>& all) {
  for (const Warning warning : core::kWarnings) {
    all.push_back(field(
        std::string{"warning "} + core::name(warning),
        [warning](const Truth& it) -> Value { return it.state().status.warnings.has(warning); },
        of(&Observation::alarms,
           [warning](const Alarms& it) -> Value { return it.warnings.has(warning); }),
        everywhere(kSame)));
  }
}

void add_relay(std::vector<Field>& all, const std::string& name,
               Known<RelayView> Observation::*view, core::RelayState core::State::*state) {
  const auto closed = [state](const Truth& it) -> Value { return (it.state().*state).closed; };
  all.push_back(field(name + " is allowed", closed,
                      of(view, [](const RelayView& it) -> Value { return it.allowed; }),
                      everywhere(kSame)));
  const auto seen = of(view, [](const RelayView& it) { return number(it.closed); });
  all.push_back(
      in_keys(field(name + " is closed", closed, seen, {kSame, kNo, kSame, kNo, kNo, kSame})));
  const auto reason = [&](const char* what, auto get) {
    all.push_back(field(
        name + what,
        [state, get](const Truth& it) -> Value {
          const core::Reasons& why = (it.state().*state).why;
          return why.empty() ? Value{} : Value{get(why[0], why.size())};
        },
        of(view,
           [get](const RelayView& it) -> Value {
             return it.reasons.empty() ? Value{} : Value{get(it.reasons[0], it.reasons.size())};
           }),
        ours_only()));
  };
  using core::Reason;
  reason(": number of reasons why it is open",
         [](const Reason& /*first*/, std::size_t size) { return static_cast<std::int64_t>(size); });
  reason(": the rule",
         [](const Reason& it, std::size_t) { return static_cast<std::int64_t>(it.id); });
  reason(": the cell", [](const Reason& it, std::size_t) { return std::int64_t{it.cell}; });
  reason(": the value", [](const Reason& it, std::size_t) { return std::int64_t{it.value}; });
  reason(": the limit", [](const Reason& it, std::size_t) { return std::int64_t{it.limit}; });
}

void add_cells(std::vector<Field>& all) {
  const auto reading = [](auto get) {
    return
        [get](const Truth& it, std::size_t cell) -> Value { return get(it.state().cells[cell]); };
  };
  using core::CellReading;
  all.push_back(cell_field(
      "voltage of a cell", reading([](const CellReading& it) { return it.voltage.count(); }),
      [](const CellView& it) { return count(it.voltage); }, how::all(k5mV, k5mV, kSame)));
  all.push_back(cell_field(
      "temperature of a cell",
      reading([](const CellReading& it) { return it.temperature.count(); }),
      [](const CellView& it) { return count(it.temperature); }, how::all(kRaw, kRaw, kTenth)));
  // Whoever does not tell whether a cell balances tells its faults and its heat neither.
  const auto told = [](auto get) {
    return [get](const CellView& it) { return it.bypass ? get(it) : Value{}; };
  };
  all.push_back(cell_field(
      "voltage of a cell: the fault",
      reading([](const CellReading& it) { return static_cast<std::int64_t>(it.voltage_fault); }),
      told([](const CellView& it) { return Value{static_cast<std::int64_t>(it.voltage_fault)}; }),
      ours_only()));
  all.push_back(cell_field("temperature of a cell: the fault", reading([](const CellReading& it) {
                             return static_cast<std::int64_t>(it.temperature_fault);
                           }),
                           told([](const CellView& it) {
                             return Value{static_cast<std::int64_t>(it.temperature_fault)};
                           }),
                           ours_only()));
  all.push_back(cell_field(
      "a cell is being balanced", reading([](const CellReading& it) { return it.bypass ? 1 : 0; }),
      [](const CellView& it) { return number(it.bypass); }, ours_only()));
  all.push_back(cell_field(
      "a cell's board is hot",
      [](const Truth& it, std::size_t cell) -> Value { return it.board.hot[cell]; },
      told([](const CellView& it) { return Value{it.hot ? 1 : 0}; }), ours_only()));
}

template <class Quantity>
void add_extreme(std::vector<Field>& all, const std::string& name,
                 core::CellValue<Quantity> core::PackReading::*exact,
                 std::optional<core::CellValue<Quantity>> Records::*told, How how) {
  all.push_back(record_field(
      name,
      [exact](const Truth& it) -> Value { return (it.state().status.pack.*exact).value.count(); },
      [told](const Records& it) -> Value {
        return it.*told ? Value{(it.*told)->value.count()} : Value{};
      },
      how::all(how, how, kNo)));
  all.push_back(record_field(
      name + ": the cell",
      [exact](const Truth& it) -> Value { return (it.state().status.pack.*exact).cell; },
      [told](const Records& it) -> Value { return it.*told ? Value{(it.*told)->cell} : Value{}; },
      how::all(kSame, kSame, kNo)));
}

}  // namespace

std::vector<Field> pack_fields() {
  std::vector<Field> all;
  add_currents(all);
  add_charge(all);
  add_warnings(all);
  add_relay(all, "charge relay", &Observation::charge_relay, &core::State::charge);
  add_relay(all, "load relay", &Observation::load_relay, &core::State::load);
  add_cells(all);
  using core::PackReading;
  add_extreme(all, "lowest cell voltage", &PackReading::cell_voltage_min, &Records::voltage_min,
              k5mV);
  add_extreme(all, "highest cell voltage", &PackReading::cell_voltage_max, &Records::voltage_max,
              k5mV);
  add_extreme(all, "lowest temperature", &PackReading::cell_temperature_min,
              &Records::temperature_min, kRaw);
  add_extreme(all, "highest temperature", &PackReading::cell_temperature_max,
              &Records::temperature_max, kRaw);
  return all;
}

}  // namespace cellwarden::gateway::roads
