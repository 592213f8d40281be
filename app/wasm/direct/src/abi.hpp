// SPDX-License-Identifier: Apache-2.0
// What the WebAssembly module exports, with the plain types that JavaScript has. Bytes and text go
// in and out through cd_room() (1024 bytes, text as UTF-8). A call that returns a length has left
// JSON at cd_answer(). Before each group of calls cd_now() says what time it is.
#pragma once

#include <cstdint>

#ifdef __wasm__
#define CELLWARDEN_EXPORT(name) __attribute__((export_name(#name)))
#else
#define CELLWARDEN_EXPORT(name)
#endif

namespace cellwarden::direct {

extern "C" {
CELLWARDEN_EXPORT(cd_room) std::uint8_t* cd_room();
CELLWARDEN_EXPORT(cd_answer) const char* cd_answer();
// ms: of a clock that never falls; since 1970 in UTC; since 1970 as the owner's clock shows it.
CELLWARDEN_EXPORT(cd_now) void cd_now(double steady, double wall, double local);
// In the room: id, name and place, one behind the other, so many bytes each. Forgets the last pack.
CELLWARDEN_EXPORT(cd_begin)
void cd_begin(std::int32_t id, std::int32_t name, std::int32_t place);
CELLWARDEN_EXPORT(cd_open) void cd_open(std::int32_t ours);
CELLWARDEN_EXPORT(cd_lost) void cd_lost(std::int32_t sentence);
CELLWARDEN_EXPORT(cd_let_go) void cd_let_go();
CELLWARDEN_EXPORT(cd_take_up) void cd_take_up();
CELLWARDEN_EXPORT(cd_hear) void cd_hear(std::int32_t bytes);
CELLWARDEN_EXPORT(cd_tick) void cd_tick();
// How many bytes of what is to be sent are in the room now, at most `most`.
CELLWARDEN_EXPORT(cd_take) std::int32_t cd_take(std::int32_t most);
CELLWARDEN_EXPORT(cd_wake_at) double cd_wake_at();  // by the clock that never falls
CELLWARDEN_EXPORT(cd_silent) std::int32_t cd_silent();
CELLWARDEN_EXPORT(cd_news) std::uint32_t cd_news();
CELLWARDEN_EXPORT(cd_pack) std::int32_t cd_pack();
CELLWARDEN_EXPORT(cd_settings) std::int32_t cd_settings();
CELLWARDEN_EXPORT(cd_events) std::int32_t cd_events();
CELLWARDEN_EXPORT(cd_outcome) std::int32_t cd_outcome();
CELLWARDEN_EXPORT(cd_allow_unproven) void cd_allow_unproven(std::int32_t allowed);
CELLWARDEN_EXPORT(cd_stage) void cd_stage(std::int32_t setting, double value);
CELLWARDEN_EXPORT(cd_check) std::int32_t cd_check();
CELLWARDEN_EXPORT(cd_apply) void cd_apply(std::int32_t pin);
CELLWARDEN_EXPORT(cd_sign_in) void cd_sign_in(std::int32_t pin);
CELLWARDEN_EXPORT(cd_command)
void cd_command(std::int32_t name, std::int32_t pin, double first, double second, double third);
}

}  // namespace cellwarden::direct
