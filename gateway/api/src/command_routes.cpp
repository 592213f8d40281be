// SPDX-License-Identifier: Apache-2.0
// What an owner tells a pack to do, besides settings; each of them with the PIN (SET-2).
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/protocol/lines_register_writes.hpp"
#include "refusal.hpp"
#include "routes.hpp"
#include "writing.hpp"

namespace cellwarden::api {

using nlohmann::json;
using protocol::LineAction;
using protocol::LineCommand;

namespace {

constexpr int kMostCells = 255;

// What one command takes besides "pin", and what it becomes.
struct CommandRow {
  const char* path;
  std::initializer_list<std::string_view> members;
  Or<LineCommand> (*make)(const json& body);
};

Or<LineCommand> plain(LineAction action) {
  LineCommand command;
  command.action = action;
  return command;
}

Or<LineCommand> make_confirm(const json& /*body*/) { return plain(LineAction::confirm_cells); }
Or<LineCommand> make_clear(const json& /*body*/) { return plain(LineAction::clear_totals); }

// EN-2: the pack's day ends when the owner's does.
Or<LineCommand> make_clock(const json& /*body*/) {
  LineCommand command;
  command.action = LineAction::set_clock;
  command.local_time = gateway::local_time(gateway::wall_now());
  return command;
}

// RELAY-9: held open, or left to the rules; nobody can hold one closed.
Or<LineCommand> make_hold(const json& body) {
  const auto charge = flag_of(body, "charge_open");
  if (!charge) return core::failure(charge.error());
  const auto load = flag_of(body, "load_open");
  if (!load) return core::failure(load.error());
  LineCommand command;
  command.action = LineAction::hold;
  command.hold_charge_open = *charge;
  command.hold_load_open = *load;
  return command;
}

// CELL-10: within ±50 mV and ±10 °C; the wire has steps of 0.1 °C.
Or<LineCommand> make_offset(const json& body) {
  const auto cell = whole_of(body, "cell", 1, kMostCells);
  if (!cell) return core::failure(cell.error());
  const auto millivolts = whole_of(body, "mv", -50, 50);
  if (!millivolts) return core::failure(millivolts.error());
  const auto celsius = body.find("c");
  const double tenths =
      celsius != body.end() && celsius->is_number() ? celsius->get<double>() * 10 : NAN;
  if (!(std::abs(tenths) <= 100) || std::abs(tenths - std::round(tenths)) > 1e-6) {
    return refuse(400, "bad_request",
                  "\"c\" must be a number from -10 to 10 °C with at most one decimal.");
  }
  LineCommand command;
  command.action = LineAction::set_offset;
  command.cell = static_cast<core::CellNumber>(*cell);
  command.offset.voltage = core::Millivolts{static_cast<std::int32_t>(*millivolts)};
  command.offset.temperature =
      core::MilliCelsius{static_cast<std::int32_t>(std::lround(tenths)) * 100};
  return command;
}

// CELL-7: 1 to 7 days.
Or<LineCommand> make_waiver(const json& body) {
  const auto cell = whole_of(body, "cell", 1, kMostCells);
  if (!cell) return core::failure(cell.error());
  const auto days = whole_of(body, "days", 1, 7);
  if (!days) return core::failure(days.error());
  LineCommand command;
  command.action = LineAction::waive_temperature;
  command.cell = static_cast<core::CellNumber>(*cell);
  command.days = static_cast<int>(*days);
  return command;
}

const std::array rows{
    CommandRow{"hold", {"pin", "charge_open", "load_open"}, make_hold},
    CommandRow{"confirm-cells", {"pin"}, make_confirm},
    CommandRow{"clear-totals", {"pin"}, make_clear},
    CommandRow{"clock", {"pin"}, make_clock},
    CommandRow{"offset", {"pin", "cell", "mv", "c"}, make_offset},
    CommandRow{"waive-temperature", {"pin", "cell", "days"}, make_waiver},
};

// A real pack has no such command, but registers that hold its relays open.
void hold_by_registers(const Shared& api, gateway::Pack& pack, const web::Responder& responder,
                       const LineCommand& command) {
  const auto turn = take_turn(api, pack);
  if (!turn) return responder.send(answer(turn.error()));
  const bool queued =
      pack.lines()->write(protocol::hold_writes(command.hold_charge_open, command.hold_load_open),
                          [responder, turn = *turn](const protocol::LineOutcome& outcome) {
                            const auto refusal = refusal_of(outcome);
                            responder.send(refusal ? answer(*refusal) : done());
                          });
  if (!queued) responder.send(answer(cannot_queue()));
}

void run(const Shared& api, const CommandRow& row, const web::Responder& responder) {
  const auto pack = asked_pack(*api, responder.request());
  if (!pack) return responder.send(answer(pack.error()));
  const auto body = asked_object(responder.request(), row.members);
  if (!body) return responder.send(answer(body.error()));
  const auto pin = pin_of(*body, "pin");
  if (!pin) return responder.send(answer(pin.error()));
  const auto command = row.make(*body);
  if (!command) return responder.send(answer(command.error()));
  const bool hold = command->action == LineAction::hold;
  if (const auto refusal = why_not(**pack, hold ? Ability::hold : Ability::own_commands)) {
    return responder.send(answer(*refusal));
  }
  if (const auto refusal = check_pin(**pack, *pin)) return responder.send(answer(*refusal));
  if (hold && !way_to(**pack).ours) return hold_by_registers(api, **pack, responder, *command);
  give(api, **pack, responder, *command);
}

}  // namespace

void add_command_routes(web::Router& router, const Shared& api) {
  for (const CommandRow& row : rows) {
    web::Route route;
    route.method = web::Method::post;
    route.pattern = fmt::format("/api/v1/packs/{{pack}}/{}", row.path);
    route.role = web::Role::owner;
    route.handler = [api, &row](const web::Responder& responder) { run(api, row, responder); };
    router.add(std::move(route));
  }
}

}  // namespace cellwarden::api
