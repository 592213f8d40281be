// SPDX-License-Identifier: Apache-2.0
// A board behind a LinesPort for tests: it does what it is asked as an OUT board must (PIN guard,
// whole set, then answer), and collects what is sent.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/core/access.hpp"
#include "cellwarden/protocol/lines.hpp"
#include "out_board.hpp"

namespace cellwarden::protocol::test {

inline std::vector<std::uint8_t> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

class LinesBoard {
 public:
  explicit LinesBoard(std::uint8_t cell_count = 4) : pack{cell_count} {
    facts.firmware = {.major = 3, .minor = 3, .patch = 3};
  }

  LinesView view() {
    return {.state = pack.state,
            .settings = pack.settings,
            .options = pack.options,
            .factory = pack.factory,
            .offsets = offsets,
            .board = facts};
  }

  // Lines with their CR as '|', for short expectations.
  std::string say(std::string_view text) {
    receive(port, bytes_of(text), view(), pack.time);
    std::string all;
    do {
      while (serve()) {
      }
      all += heard();
    } while (pending(port) != nullptr);
    return all;
  }
  std::string line(std::string_view command) { return say(std::string{command} + "\r"); }
  // The answer behind the echo.
  std::string answer_to(std::string_view command) {
    const std::string heard = line(command);
    const std::string echo = std::string{command} + "|";
    return heard.starts_with(echo) ? heard.substr(echo.size()) : "no echo: " + heard;
  }
  std::string log_in() { return answer_to("PW1234!"); }

  std::string told() {
    tell(port, view(), pack.time);
    return heard();
  }
  std::string heard() {
    std::string text;
    std::array<std::uint8_t, 20> packet{};  // as a Bluetooth module takes them
    while (const std::size_t size = transmit(port, packet, view(), pack.time)) {
      text.append(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(size));
    }
    for (char& c : text) {
      if (c == '\r') c = '|';
    }
    return text;
  }

  // The pending command, done. False: there was none.
  bool serve() {
    const LineCommand* command = pending(port);
    if (command == nullptr) return false;
    done.push_back(command->action);
    last = *command;
    const LineVerdict verdict = perform(*command);
    answer(port, verdict, view(), pack.time);
    return true;
  }

  OutBoard pack;
  BoardFacts facts;
  std::vector<core::CellOffset> offsets;
  core::PinGuard guard;
  LinesPort port;
  LineCommand last;
  std::vector<LineAction> done;

 private:
  LineVerdict perform(const LineCommand& command) {
    using enum LineVerdict;
    switch (command.action) {
      case LineAction::log_in: {
        const auto verdict = core::try_pin(guard, command.pin, pack.settings.pin, pack.time);
        facts.lock_left = core::lock_left(guard, pack.time);
        return verdict == core::PinVerdict::right ? ok : not_authorised;
      }
      case LineAction::write_settings:
      case LineAction::change_pin: {
        const auto set = core::change_settings(command.settings, pack.options.v_bypass);
        if (!set) return refused;
        pack.settings = *set;
        return ok;
      }
      case LineAction::clear_totals: core::clear_totals(pack.state.energy); return ok;
      case LineAction::confirm_cells:
        return core::confirm_cells(pack.state, pack.factory, pack.time) ? ok : refused;
      case LineAction::hold:
        facts.hold_charge_open = command.hold_charge_open;
        facts.hold_load_open = command.hold_load_open;
        return ok;
      case LineAction::set_clock:
        core::set_clock(pack.state.clock, command.local_time, pack.time);
        return ok;
      case LineAction::set_offset:
        if (command.cell > pack.cells.size()) return refused;
        offsets.resize(pack.cells.size());
        offsets[command.cell - 1U] = command.offset;
        return ok;
      case LineAction::waive_temperature:
        return core::waive_temperature(pack.state, command.cell, command.days, pack.time) ? ok
                                                                                          : refused;
      case LineAction::none: break;
    }
    return refused;
  }
};

}  // namespace cellwarden::protocol::test
