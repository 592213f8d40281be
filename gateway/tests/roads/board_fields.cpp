// SPDX-License-Identifier: Apache-2.0
// The board itself: chain, sensors, LEDs, contacts, clock, health, firmware.
#include "cellwarden/boards/firmware.hpp"
#include "make.hpp"

namespace cellwarden::gateway::roads {

namespace {

using namespace how;
using protocol::BoardFacts;

template <class Exact, class Get>
Field fact(const char* name, Exact exact, Get seen) {
  return field(
      name,
      [exact](const Truth& it) -> Value {
        return static_cast<std::int64_t>(exact(boards::facts(it.board, it.now)));
      },
      seen, ours_only());
}

void add_chain(std::vector<Field>& all) {
  const auto seen = [](auto Chain::*member) {
    return of(&Observation::chain,
              [member](const Chain& it) { return Value{static_cast<std::int64_t>(it.*member)}; });
  };
  all.push_back(field(
      "messages missed in a row", [](const Truth& it) { return Value{it.state().missed}; },
      seen(&Chain::missed), ours_only()));
  all.push_back(field(
      "number of cells differs",
      [](const Truth& it) { return Value{it.state().cell_count_differs}; },
      seen(&Chain::cell_count_differs), ours_only()));
  all.push_back(field(
      "the cell without a valid reading",
      [](const Truth& it) { return Value{it.state().invalid_cell}; }, seen(&Chain::invalid_cell),
      ours_only()));
  all.push_back(fact(
      "no data from this cell on", [](const BoardFacts& it) { return it.break_cell; },
      seen(&Chain::break_cell)));
  all.push_back(fact(
      "messages: good", [](const BoardFacts& it) { return it.messages_good; }, seen(&Chain::good)));
  all.push_back(fact(
      "messages: damaged", [](const BoardFacts& it) { return it.messages_damaged; },
      seen(&Chain::damaged)));
  all.push_back(fact(
      "messages: cut short", [](const BoardFacts& it) { return it.messages_short; },
      seen(&Chain::cut_short)));
  all.push_back(fact(
      "messages: sequence errors", [](const BoardFacts& it) { return it.sequence_errors; },
      seen(&Chain::sequence_errors)));
}

void add_sensors(std::vector<Field>& all) {
  const auto seen = [](auto get) {
    return of(&Observation::sensors,
              [get](const Sensors& it) { return Value{static_cast<std::int64_t>(get(it))}; });
  };
  const auto flag = [&](const char* name, bool core::State::*exact, bool Sensors::*told) {
    all.push_back(field(
        name, [exact](const Truth& it) { return Value{it.state().*exact}; },
        seen([told](const Sensors& it) { return it.*told; }), ours_only()));
  };
  flag("sensor I-1 is saturated", &core::State::in_saturated, &Sensors::in_saturated);
  flag("sensor I-2 is saturated", &core::State::out_saturated, &Sensors::out_saturated);
  flag("sensor I-2 is lost", &core::State::second_sensor_lost, &Sensors::second_sensor_lost);
  all.push_back(fact(
      "auto zero of I-1", [](const BoardFacts& it) { return it.zeroing[0]; },
      seen([](const Sensors& it) { return it.zeroing[0]; })));
  all.push_back(fact(
      "auto zero of I-2", [](const BoardFacts& it) { return it.zeroing[1]; },
      seen([](const Sensors& it) { return it.zeroing[1]; })));
}

void add_panel(std::vector<Field>& all) {
  const auto add = [&](const char* name, auto exact, auto told) {
    all.push_back(fact(name, exact, of(&Observation::panel, [told](const Panel& it) {
                         return Value{static_cast<std::int64_t>(told(it))};
                       })));
  };
  using F = BoardFacts;
  add(
      "LED info", [](const F& it) { return it.info_led; }, [](const Panel& it) { return it.info; });
  add(
      "LED charge", [](const F& it) { return it.charge_led; },
      [](const Panel& it) { return it.charge; });
  add(
      "LED load", [](const F& it) { return it.load_led; }, [](const Panel& it) { return it.load; });
  const auto contacts = [](const core::Contacts& it) {
    return (it.pins_1_2_closed ? 1 : 0) + (it.pins_2_3_closed ? 2 : 0);
  };
  add(
      "charge relay: contacts", [contacts](const F& it) { return contacts(it.charge_contacts); },
      [contacts](const Panel& it) { return contacts(it.charge_contacts); });
  add(
      "load relay: contacts", [contacts](const F& it) { return contacts(it.load_contacts); },
      [contacts](const Panel& it) { return contacts(it.load_contacts); });
  add(
      "charge relay: held open", [](const F& it) { return it.hold_charge_open; },
      [](const Panel& it) { return it.hold_charge_open; });
  add(
      "load relay: held open", [](const F& it) { return it.hold_load_open; },
      [](const Panel& it) { return it.hold_load_open; });
  add(
      "charge relay: did not open", [](const F& it) { return it.charge_did_not_open; },
      [](const Panel& it) { return it.charge_did_not_open; });
  add(
      "load relay: did not open", [](const F& it) { return it.load_did_not_open; },
      [](const Panel& it) { return it.load_did_not_open; });
  all.push_back(field(
      "the cell whose temperature is waived",
      [](const Truth& it) { return Value{it.state().waiver.cell}; },
      of(&Observation::panel, [](const Panel& it) { return Value{it.waived_cell}; }), ours_only()));
}

void add_clock(std::vector<Field>& all) {
  all.push_back(field(
      "time since power-up", [](const Truth& it) { return Value{it.now.count()}; },
      of(&Observation::clock, [](const Clock& it) { return count(it.running); }), ours_only()));
  const auto local = [](const Truth& it) {
    return it.now.count() + it.state().clock.offset.value_or(core::Milliseconds{}).count();
  };
  all.push_back(field(
      "date and time",
      [local](const Truth& it) { return it.state().clock.set_by_app ? Value{local(it)} : Value{}; },
      of(&Observation::clock, [](const Clock& it) { return count(it.local); }), ours_only()));
  constexpr std::int64_t kMinute = 60'000;
  all.push_back(field(
      "hour and minute", [local](const Truth& it) { return Value{local(it) / kMinute % 1440}; },
      of(&Observation::clock,
         [](const Clock& it) {
           return it.of_day ? Value{it.of_day->hour * 60 + it.of_day->minute} : Value{};
         }),
      {kNo, kSame, kSame, kSame, kSame, kNo}));
}

// Our boards measure no health, so all of it is unknown, over each road.
void add_health(std::vector<Field>& all) {
  const auto add = [&](const char* name, auto get, const std::array<How, kRoads>& how) {
    all.push_back(in_keys(field(
        name, [](const Truth&) { return Value{}; }, of(&Observation::health, get), how)));
  };
  const std::array<How, kRoads> both{kSame, kNo, kSame, kSame, kNo, kNo};
  add(
      "state of health", [](const Health& it) { return count(it.state_of_health); }, both);
  add(
      "efficiency", [](const Health& it) { return count(it.efficiency); }, both);
  add(
      "charge cycles", [](const Health& it) { return number(it.charge_cycles_hundredths); }, both);
  add("measured capacity", [](const Health& it) { return count(it.measured_capacity); },
      {kNo, kNo, kSame, kSame, kNo, kNo});
}

void add_identity(std::vector<Field>& all) {
  const How no_patch{"without patch", how::no_patch};
  all.push_back(in_keys(field("firmware",
                              [](const Truth&) {
                                const chain::Firmware& it = boards::kFirmware;
                                return Value{it.major * 10'000 + it.minor * 100 + it.patch};
                              },
                              of(&Observation::identity,
                                 [](const Identity& it) {
                                   const auto& version = it.firmware;
                                   const int number =
                                       version.major * 10'000 + version.minor * 100 + version.patch;
                                   return number == 0 ? Value{} : Value{number};
                                 }),
                              {kSame, kNo, kSame, kSame, no_patch, kSame})));
  all.push_back(in_keys(field(
      "generation",
      [](const Truth& it) { return Value{static_cast<std::int64_t>(it.board.generation)}; },
      of(&Observation::identity, [](const Identity& it) { return number(it.generation); }),
      everywhere(kSame))));
}

void add_records(std::vector<Field>& all) {
  const std::array<How, kRoads> keys_only{k5mV, kNo, kNo, kNo, kNo, kNo};
  all.push_back(record_field(
      "V-low", [](const Truth& it) { return Value{it.board.settings.v_min.count()}; },
      [](const Records& it) { return count(it.v_low); }, {k5mV, kNo, k5mV, k5mV, kNo, kNo}, true));
  all.push_back(record_field(
      "V-full", [](const Truth& it) { return Value{it.board.head.options.v_bypass.count()}; },
      [](const Records& it) { return count(it.v_full); }, keys_only, true));
  // With two sensors nobody counts what the battery itself took: B says unknown, a key cannot.
  const auto one_sensor = [](std::int64_t exact, const Truth& truth) -> Value {
    return truth.state().second_sensor ? Value{} : Value{exact / 1000};
  };
  const How whole{"1 kWh", [](std::int64_t exact, const Truth&) -> Value { return exact / 1000; }};
  const How lines{"1 kWh, with one sensor", one_sensor};
  const std::array<How, kRoads> charged{whole, kNo, lines, lines, kNo, kNo};
  all.push_back(record_field(
      "energy charged in total",
      [](const Truth& it) { return Value{it.state().energy.in_total.whole.count()}; },
      [](const Records& it) { return count(it.charged); }, charged, true));
  all.push_back(record_field(
      "energy discharged in total",
      [](const Truth& it) { return Value{it.state().energy.out_total.whole.count()}; },
      [](const Records& it) { return count(it.discharged); }, charged, true));
  all.push_back(record_field(
      "too cold to charge, to discharge",
      [](const Truth& it) -> Value {
        return it.state().status.warnings.has(core::Warning::temperature_low) ? 0x0C : 0;
      },
      [](const Records& it) -> Value { return it.status_2 ? Value{*it.status_2 & 0x0C} : Value{}; },
      {kSame, kNo, kSame, kNo, kNo, kNo}, true));
}

}  // namespace

std::vector<Field> board_fields() {
  std::vector<Field> all;
  add_chain(all);
  add_sensors(all);
  add_panel(all);
  add_clock(all);
  add_health(all);
  add_identity(all);
  add_records(all);
  return all;
}

}  // namespace cellwarden::gateway::roads
