// SPDX-License-Identifier: Apache-2.0
// Sits beside the twin, gives each emulated board what the native one is given, and holds what both
// do side by side. The first difference ends the run.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "cellwarden/twin/bench.hpp"
#include "emulated_board.hpp"

namespace cellwarden::firmware {

// One line that says where, and what either side did.
class Difference : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ComparisonOptions {
  std::string images;  // their folder
  int cells{4};
  bool count_instructions{false};
  bool debugged{false};        // boards stop and hang in the middle of a step
  std::uint64_t seed{1};       // of the instruction
  bool out_board_only{false};  // the others are the twin's
  int disturbed{0};  // the emulated board on this cell reads a millivolt too much; 0: none does
  // What the emulated OUT board did in each step, after it was found to be the twin's.
  std::function<void(const Told&)> out_board_did{};
};

// What was compared, and what it took.
struct BoardFigures {
  std::uint64_t steps{0};
  std::uint64_t chain_bytes{0};
  std::uint64_t pulses{0};
  std::uint64_t led_changes{0};
  std::uint64_t frames{0};
  std::uint64_t line_bytes{0};
  std::uint64_t operations{0};
  std::uint64_t restarts{0};
  std::uint64_t instructions{0};       // 0 unless they are counted
  std::uint64_t most_instructions{0};  // in one step
  std::uint64_t most_to_send{0};       // from waking to the last byte on the chain
  std::uint64_t most_to_open{0};       // of a step that pulses a relay open
  std::uint32_t stack_bytes{0};
};

class Comparison : public twin::BoardListener {
 public:
  explicit Comparison(ComparisonOptions options);
  ~Comparison() override;

  [[nodiscard]] const std::vector<BoardFigures>& figures() const { return figures_; }

  void powered_up(int cell, std::span<const std::uint8_t> memory, bool button,
                  core::Milliseconds now) override;
  void powered_off(int cell) override;
  void hung(int cell) override;
  void stepped(const boards::InBoard& board, const boards::InBoardInputs& inputs,
               const boards::InBoardOutputs& outputs, std::span<const std::uint8_t> sent,
               core::Milliseconds now) override;
  void stepped(int cell, const boards::CellBoard& board, const boards::CellBoardInputs& inputs,
               const boards::CellBoardOutputs& outputs, std::span<const std::uint8_t> sent,
               core::Milliseconds now) override;
  void stepped(const boards::OutBoard& board, const boards::OutBoardInputs& inputs,
               const boards::OutBoardOutputs& outputs, std::span<const std::uint8_t> line,
               core::Milliseconds now) override;
  void sampled(int cell, const boards::Samples& samples, const boards::Monitor& after,
               core::Milliseconds wake_at, core::Milliseconds now) override;
  // At the end: nobody sent a byte that was not announced.
  void check_silence();

 private:
  struct Place;
  struct Given;
  Place& place(int cell);
  [[nodiscard]] bool emulated(int cell) const {
    return !options_.out_board_only || cell == options_.cells;
  }
  void follow_memory(int cell, std::span<const std::uint8_t> memory);
  Told step(int cell, Tell what, const Given& given, core::Milliseconds now);
  void count(int cell, const Answer& answer, bool heard);
  void break_in(int cell);
  void come_up(int cell);
  void compare(int cell, const Told& told, const Told& expected, core::Milliseconds now);

  ComparisonOptions options_;
  std::vector<Place> places_;
  std::vector<BoardFigures> figures_;
  std::mt19937_64 chance_;
};

}  // namespace cellwarden::firmware
