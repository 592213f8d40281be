// SPDX-License-Identifier: Apache-2.0
// What trace.cpp does natively, with the WebAssembly module: prints every answer, word for word.
// usage: node same.mjs build/wasm/cellwarden.wasm
import { readFileSync } from "node:fs";

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {});
const wasm = instance.exports;
wasm._initialize();

const text = (value) => {
  const at = wasm.cw_text();
  const room = new Uint8Array(wasm.memory.buffer, at, 256);
  return new TextEncoder().encodeInto(value, room).written;
};
const set = (name, value) => wasm.cw_plan_set(text(name), 0, 0, value);
const show = (size) => {
  const bytes = new Uint8Array(wasm.memory.buffer, wasm.cw_answer(), Math.abs(size));
  process.stdout.write(`${new TextDecoder().decode(bytes)}\n`);
};
const look = () => {
  show(wasm.cw_snapshot());
  show(wasm.cw_events(0));
  show(wasm.cw_track(1));
  show(wasm.cw_settings(1));
};

set("pack.cells", 12);
set("spread.capacity_percent", 2);
set("spread.voltage_error_mv", 3);
set("sensor_out.fitted", 1);
set("sun.cloudiness", 0.5);
set("scenario.begin_s", 36_000);
show(wasm.cw_start(7, 0));
for (let i = 0; i < 100; ++i) wasm.cw_advance(50);
look();
show(wasm.cw_turn(text("cloudiness"), 0.9));
show(wasm.cw_fault(text("chain_wire_broken"), 1, 5, 0, 1));
wasm.cw_advance(4000);
look();
show(wasm.cw_fault(text("chain_wire_broken"), 1, 5, 0, 0));
show(wasm.cw_fault(text("cell_heated"), 1, 3, 40, 1));
wasm.cw_advance(600_000);
wasm.cw_stage(text("v_max"), 3.55);
show(wasm.cw_write(1, 1111));
wasm.cw_stage(text("v_max"), 3.55);
show(wasm.cw_write(1, 1234));
wasm.cw_stage(text("v_min"), 3.5);
show(wasm.cw_check(1));
show(wasm.cw_command(text("hold"), 1, 1234, 1, 0, 0));
wasm.cw_advance(5000);
look();
show(wasm.cw_design_start(7, 1));
show(wasm.cw_design_day());
show(wasm.cw_design_result());
// Two packs, and what cannot be done.
set("site.wiring", 0);
wasm.cw_plan_set(text("pack.cells"), 2, 0, 12);
show(wasm.cw_start(3, 1e12));
wasm.cw_advance(20_000);
look();
wasm.cw_stage(text("v_max"), 0.1);
show(wasm.cw_write(2, 1234));
wasm.cw_stage(text('a "name" with\tall\\\n\x01 that has to be écrit'), 1);
show(wasm.cw_write(1, 1234));
show(wasm.cw_track(3));
