// SPDX-License-Identifier: Apache-2.0
// Writing one setting of a real board: which bytes go to which address, how sure that is, and what
// cannot be written at all over the public lines. Nothing is rounded: what the wire cannot carry
// exactly is refused (SET-1). Addresses and their marks: docs/protocols/lines.md.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/fixed_list.hpp"
#include "cellwarden/core/result.hpp"
#include "cellwarden/core/settings.hpp"
#include "cellwarden/protocol/data_output.hpp"
#include "cellwarden/protocol/lines_reads.hpp"
#include "cellwarden/protocol/lines_text.hpp"

namespace cellwarden::protocol {

// How many sources say so (the marks of docs/protocols/lines.md), the surest first.
enum class Certainty : std::uint8_t {
  several,     // several independent clients agree
  one_source,  // one client only; its temperature writes were never tried by its author
  inferred,    // a gap in the public map: our conclusion
};

// One line: "02-040!" puts 02 to address 040.
struct RegisterWrite {
  std::uint16_t address{0};
  std::uint8_t value{0};
};

LineText encode_write(RegisterWrite write);

// Lines that belong together. A word is two of them, the high byte first; if one is refused, those
// behind it must not be sent, because half a word next to an old half is another value.
inline constexpr std::size_t kRegisterWritesMax = 4;
struct RegisterWrites {
  core::FixedList<RegisterWrite, kRegisterWritesMax> writes;
  Certainty certainty{Certainty::one_source};
  // The read that must show these bytes afterwards (SET-1). Empty: none does.
  std::optional<PublicReadKind> read_back;
};

enum class WriteProblem : std::uint8_t {
  not_public,    // the public lines cannot write it, or this generation cannot read it back
  out_of_range,  // of the setting, or of the wire
  off_step,      // the wire has no such value: see nearest_writable()
  not_below,     // must be below `other`
  not_above,     // must be above `other`
};

struct WriteError {
  WriteProblem problem{WriteProblem::not_public};
  core::SettingId other{};  // with not_below and not_above
};

// How sure the write of this setting is; empty: it cannot be written over the public lines. These
// cannot, in any generation: PIN, profile, OUT board version, V-bypass (switches). Generations 1
// and 2 besides: nominal voltage, both hystereses, restart delay (they have no read for them).
std::optional<Certainty> write_certainty(core::SettingId id, Generation generation);

// The value that the wire can carry and that is nearest to this one, in the unit of core's
// SettingRow. Only temperatures differ, whose step is 0.857 °C: 10 °C → 9.574 °C. Unchanged if the
// setting cannot be written.
std::int32_t nearest_writable(core::SettingId id, std::int32_t value);

// now: the set as the board has it (learn()). v_bypass: as its switches have it. value: in the unit
// of core's SettingRow. T-min is written for charging only, since the owner may have chosen another
// one for discharging; the restart delay for both relays.
core::Result<RegisterWrites, WriteError> register_writes(const core::Settings& now,
                                                         core::Millivolts v_bypass,
                                                         core::SettingId id, std::int32_t value,
                                                         Generation generation);

// Holds the relays open, or lets the rules decide (RELAY-9). Generation 3 only.
RegisterWrites hold_writes(bool charge_open, bool load_open);

}  // namespace cellwarden::protocol
