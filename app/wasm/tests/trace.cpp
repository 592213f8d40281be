// SPDX-License-Identifier: Apache-2.0
// A quarter of an hour at the very door that JavaScript uses: what it answers, word for word.
// same.mjs does the same with the WebAssembly module, and script/same compares.
#include <cstring>
#include <iostream>
#include <string_view>

#include "abi.hpp"

namespace {

using namespace cellwarden::simulator;

std::int32_t text(std::string_view text) {
  std::memcpy(cw_text(), text.data(), text.size());
  return static_cast<std::int32_t>(text.size());
}

void set(std::string_view name, double value) { cw_plan_set(text(name), 0, 0, value); }

void show(std::int32_t size) {
  std::cout << std::string_view{cw_answer(), static_cast<std::size_t>(size < 0 ? -size : size)}
            << '\n';
}

void look() {
  show(cw_snapshot());
  show(cw_events(0));
  show(cw_track(1));
  show(cw_settings(1));
}

}  // namespace

int main() {
  set("pack.cells", 12);
  set("spread.capacity_percent", 2);
  set("spread.voltage_error_mv", 3);
  set("sensor_out.fitted", 1);
  set("sun.cloudiness", 0.5);
  set("scenario.begin_s", 36'000);
  show(cw_start(7, 0));
  for (int i = 0; i < 100; ++i) cw_advance(50);
  look();
  show(cw_turn(text("cloudiness"), 0.9));
  show(cw_fault(text("chain_wire_broken"), 1, 5, 0, 1));
  cw_advance(4000);
  look();
  show(cw_fault(text("chain_wire_broken"), 1, 5, 0, 0));
  show(cw_fault(text("cell_heated"), 1, 3, 40, 1));
  cw_advance(600'000);
  cw_stage(text("v_max"), 3.55);
  show(cw_write(1, 1111));
  cw_stage(text("v_max"), 3.55);
  show(cw_write(1, 1234));
  cw_stage(text("v_min"), 3.5);
  show(cw_check(1));
  show(cw_command(text("hold"), 1, 1234, 1, 0, 0));
  cw_advance(5000);
  look();
  show(cw_design_start(7, 1));
  show(cw_design_day());
  show(cw_design_result());
  // Two packs, and what cannot be done.
  set("site.wiring", 0);
  cw_plan_set(text("pack.cells"), 2, 0, 12);
  show(cw_start(3, 1e12));
  cw_advance(20'000);
  look();
  cw_stage(text("v_max"), 0.1);
  show(cw_write(2, 1234));
  cw_stage(text("a \"name\" with\tall\\\n\x01 that has to be écrit"), 1);
  show(cw_write(1, 1234));
  show(cw_track(3));
}
