// SPDX-License-Identifier: Apache-2.0
// The same pack at the same moment over every road: the data output, the public lines, our own ones
// (OUT-3, OUT-4). A field is a value that at least one road carries; for each road it says how fine
// it comes over there. The table of docs/protocols/roads.md is made from this list, and a road is
// compared by it with what the board itself knows.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cellwarden/boards/out_board.hpp"
#include "cellwarden/gateway/observation.hpp"
#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/protocol/lines_records.hpp"

namespace cellwarden::gateway::roads {

// In the unit of the core; empty: unknown.
using Value = std::optional<std::int64_t>;

enum class Road : std::uint8_t {
  output_3,  // the data output of generation 3
  output_2,  // of generations 1 and 2
  lines_3,   // the public lines of generation 3: C has 7 fields
  lines_6,   // the same, but C has 6 fields, as older devices send it
  lines_2,   // the public lines of generations 1 and 2
  ours,      // our own lines
};
inline constexpr std::size_t kRoads = 6;
constexpr bool is_output(Road road) { return road == Road::output_3 || road == Road::output_2; }

// What the board knows.
struct Truth {
  const boards::OutBoard& board;
  core::Milliseconds now;  // by its clock, when it told

  [[nodiscard]] const core::State& state() const { return board.state; }
  [[nodiscard]] bool error() const {
    return state().status.warnings.has(core::Warning::communication);
  }
  [[nodiscard]] std::size_t cells() const { return state().cell_count.commissioned; }
};

// What a road told besides, and nobody needs for an Observation: cells tell the same.
struct Records {
  std::optional<core::CellValue<core::Millivolts>> voltage_min;
  std::optional<core::CellValue<core::Millivolts>> voltage_max;
  std::optional<core::CellValue<core::MilliCelsius>> temperature_min;
  std::optional<core::CellValue<core::MilliCelsius>> temperature_max;
  std::optional<core::Millivolts> v_low;
  std::optional<core::Millivolts> v_full;
  std::optional<protocol::KilowattHours> charged;
  std::optional<protocol::KilowattHours> discharged;
  std::optional<std::uint8_t> status_2;
};

struct Told {
  Road road;
  const Observation& seen;
  const Records* records;  // nullptr: nobody has kept them
};

// How a road tells a value: rounded, or not at all.
struct How {
  const char* text;  // in the table
  Value (*told)(std::int64_t exact, const Truth& truth);
};

struct Field {
  std::string name;
  std::function<Value(const Truth& truth, std::size_t cell)> exact;  // cell: of cell 1 it is 0
  std::function<Value(const Told& told, std::size_t cell)> seen;
  std::array<How, kRoads> how;  // in the order of Road
  bool of_each_cell{false};
  bool of_records{false};  // of `Told::records`
  bool in_keys{false};     // on the data output of generation 3 in turn, so up to 38 s old

  [[nodiscard]] const How& how_over(Road road) const {
    return how.at(static_cast<std::size_t>(road));
  }
};

const std::vector<Field>& fields();

// Which of them can be compared now.
struct Scope {
  std::optional<std::size_t> only_cell;  // of the cells; empty: each
  bool keys{true};
};

// One line for each field that is not what it must be; none: the road told the truth. A field that
// a road does not carry must be unknown over it.
std::vector<std::string> differences(const Told& told, const Truth& truth, const Scope& scope = {});
std::vector<std::string> differences(const Field& field, const Told& told, const Truth& truth,
                                     const Scope& scope = {});

// Between two roads, without the board: fields that both tell in the same way.
std::vector<std::string> differences(const Told& a, const Told& b, std::size_t cells);

// The table in Markdown, by fields().
std::string table();

// The parts of fields().
std::vector<Field> pack_fields();
std::vector<Field> board_fields();
std::vector<Field> setting_fields();

}  // namespace cellwarden::gateway::roads
