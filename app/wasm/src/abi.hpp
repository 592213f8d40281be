// SPDX-License-Identifier: Apache-2.0
// What the WebAssembly module exports, with the plain types that JavaScript has. Text goes in
// through cw_text() (UTF-8, at most 256 bytes, `size` says how many). A call that returns a number
// of bytes has left JSON at cw_answer(); a negative one is a refusal of that length.
#pragma once

#include <cstdint>

#ifdef __wasm__
#define CELLWARDEN_EXPORT(name) __attribute__((export_name(#name)))
#else
#define CELLWARDEN_EXPORT(name)
#endif

namespace cellwarden::simulator {

extern "C" {
CELLWARDEN_EXPORT(cw_text) char* cw_text();
CELLWARDEN_EXPORT(cw_answer) const char* cw_answer();
CELLWARDEN_EXPORT(cw_plan_clear) void cw_plan_clear();
CELLWARDEN_EXPORT(cw_plan_set)
void cw_plan_set(std::int32_t size, std::int32_t pack, std::int32_t index, double value);
CELLWARDEN_EXPORT(cw_plan_fault)
std::int32_t cw_plan_fault(std::int32_t size, std::int32_t pack, std::int32_t cell, double start_s,
                           double end_s, double magnitude);
CELLWARDEN_EXPORT(cw_start) std::int32_t cw_start(double seed, double begin_ms);
CELLWARDEN_EXPORT(cw_advance) void cw_advance(double milliseconds);
CELLWARDEN_EXPORT(cw_snapshot) std::int32_t cw_snapshot();
CELLWARDEN_EXPORT(cw_events) std::int32_t cw_events(double from);
CELLWARDEN_EXPORT(cw_track) std::int32_t cw_track(std::int32_t pack);
CELLWARDEN_EXPORT(cw_settings) std::int32_t cw_settings(std::int32_t pack);
CELLWARDEN_EXPORT(cw_turn) std::int32_t cw_turn(std::int32_t size, double value);
CELLWARDEN_EXPORT(cw_fault)
std::int32_t cw_fault(std::int32_t size, std::int32_t pack, std::int32_t cell, double magnitude,
                      std::int32_t on);
CELLWARDEN_EXPORT(cw_switches) std::int32_t cw_switches(std::int32_t pack, std::int32_t positions);
CELLWARDEN_EXPORT(cw_stage) void cw_stage(std::int32_t size, double value);
CELLWARDEN_EXPORT(cw_check) std::int32_t cw_check(std::int32_t pack);
CELLWARDEN_EXPORT(cw_write) std::int32_t cw_write(std::int32_t pack, std::int32_t pin);
CELLWARDEN_EXPORT(cw_command)
std::int32_t cw_command(std::int32_t size, std::int32_t pack, std::int32_t pin, double first,
                        double second, double third);
CELLWARDEN_EXPORT(cw_design_start) std::int32_t cw_design_start(double seed, std::int32_t weeks);
CELLWARDEN_EXPORT(cw_design_day) std::int32_t cw_design_day();
CELLWARDEN_EXPORT(cw_design_result) std::int32_t cw_design_result();
}

}  // namespace cellwarden::simulator
