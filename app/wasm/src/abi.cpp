// SPDX-License-Identifier: Apache-2.0
// The door to JavaScript: numbers as arguments, text through one buffer, answers as JSON in
// another. One instance of the module is one simulator and one design. The boards in it are those
// of the microcontrollers, the twin and the gateway (PLUS-8).
#include <array>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "abi.hpp"
#include "cellwarden/simulator/design.hpp"
#include "cellwarden/simulator/simulator.hpp"
#include "cellwarden/twin/fault_rows.hpp"
#include "cellwarden/words/say.hpp"

namespace cellwarden::simulator {

namespace {

using nlohmann::json;

constexpr std::size_t kTextRoom = 256;

struct Module {
  std::array<char, kTextRoom> text{};
  std::string answer;
  Plan plan;
  Simulator simulator;
  Design design;
};

Module& module() {
  static Module module;
  return module;
}

std::string_view text(std::int32_t size) {
  const auto length = static_cast<std::size_t>(size < 0 ? 0 : size);
  return {module().text.data(), std::min(length, kTextRoom)};
}

// How long the answer is; negative: it is a refusal.
std::int32_t answer(const json& made) {
  module().answer = made.dump();
  const auto size = static_cast<std::int32_t>(module().answer.size());
  return made.is_object() && made.contains("error") ? -size : size;
}

std::uint64_t seed_of(double seed) {
  return seed >= 0 && seed < 9e15 ? static_cast<std::uint64_t>(seed) : 1;
}

template <class Ask>
std::int32_t ask(Ask what) {
  if (!module().simulator.running()) {
    return answer(refusal("not_started", "Nothing is simulated yet; start a plan first."));
  }
  return answer(what(module().simulator));
}

}  // namespace

extern "C" {

char* cw_text() { return module().text.data(); }
const char* cw_answer() { return module().answer.data(); }

void cw_plan_clear() { module().plan.clear(); }
void cw_plan_set(std::int32_t size, std::int32_t pack, std::int32_t index, double value) {
  module().plan.set(text(size), pack, index, value);
}
std::int32_t cw_plan_fault(std::int32_t size, std::int32_t pack, std::int32_t cell, double start_s,
                           double end_s, double magnitude) {
  const twin::FaultRow* row = twin::find_fault_row(text(size));
  if (row == nullptr) {
    return answer(refusal("unknown", words::say("No kind of fault is called {}.", text(size))));
  }
  module().plan.add_fault({.kind = row->kind,
                           .pack = pack,
                           .cell = cell,
                           .start_s = start_s,
                           .end_s = end_s,
                           .magnitude = magnitude});
  return answer({{"done", true}});
}

std::int32_t cw_start(double seed, double begin_ms) {
  return answer(module().simulator.start(module().plan, seed_of(seed), begin_ms));
}
void cw_advance(double milliseconds) { module().simulator.advance(milliseconds); }
std::int32_t cw_snapshot() {
  return ask([](const Simulator& it) { return it.snapshot(); });
}
std::int32_t cw_events(double from) {
  return ask([&](const Simulator& it) {
    return it.events(static_cast<std::size_t>(from > 0 ? from : 0));
  });
}
std::int32_t cw_track(std::int32_t pack) {
  return ask([&](const Simulator& it) { return it.track(pack); });
}
std::int32_t cw_settings(std::int32_t pack) {
  return ask([&](const Simulator& it) { return it.settings(pack); });
}

std::int32_t cw_turn(std::int32_t size, double value) {
  return ask([&](Simulator& it) {
    return it.turn(text(size), std::isnan(value) ? std::nullopt : std::optional{value});
  });
}
std::int32_t cw_fault(std::int32_t size, std::int32_t pack, std::int32_t cell, double magnitude,
                      std::int32_t on) {
  return ask([&](Simulator& it) { return it.fault(text(size), pack, cell, magnitude, on != 0); });
}
std::int32_t cw_switches(std::int32_t pack, std::int32_t positions) {
  return ask([&](Simulator& it) {
    return it.move_switches(pack, static_cast<core::SwitchPositions>(positions));
  });
}

void cw_stage(std::int32_t size, double value) { module().simulator.stage(text(size), value); }
std::int32_t cw_check(std::int32_t pack) {
  return ask([&](Simulator& it) { return it.check(pack); });
}
std::int32_t cw_write(std::int32_t pack, std::int32_t pin) {
  return ask([&](Simulator& it) { return it.write(pack, pin); });
}
std::int32_t cw_command(std::int32_t size, std::int32_t pack, std::int32_t pin, double first,
                        double second, double third) {
  return ask(
      [&](Simulator& it) { return it.command(text(size), pack, pin, first, second, third); });
}

std::int32_t cw_design_start(double seed, std::int32_t weeks) {
  const DesignSpan span = weeks == 0 ? DesignSpan::year : DesignSpan::weeks;
  return answer(module().design.start(module().plan, seed_of(seed), span));
}
std::int32_t cw_design_day() { return answer(module().design.run_day()); }
std::int32_t cw_design_result() { return answer(module().design.result()); }
}

}  // namespace cellwarden::simulator
