// SPDX-License-Identifier: Apache-2.0
// One board's image in a QEMU process of its own: each UART is a socket.
// Whoever holds it is the wire, the plant and the hand on the power switch.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "cellwarden/firmware/plant_link.hpp"
#include "debugger.hpp"

namespace cellwarden::firmware {

using Bytes = std::vector<std::uint8_t>;

// The emulator did not do what it must do: it is missing, it died, a board does not answer.
class EmulatorFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Uart : std::uint8_t { plant, chain_in, chain_out, data_output, bluetooth };
inline constexpr std::size_t kUarts = 5;

// Where instructions are counted one takes 2^10 ns, so a clock of 25 MHz shows each.
inline constexpr unsigned kCountShift = 10;
inline constexpr std::uint64_t kTickNs = 40;

// What a board told at the end of a step, with the bytes that left its UARTs.
struct Told {
  Answer answer;
  Bytes operation;  // as in the answer: address, bytes
  Bytes chain;
  Bytes frame;
  Bytes line;
};

struct EmulatorOptions {
  bool count_instructions{false};  // the processor's clock counts them
  bool debugged{false};            // debugger() may be used
};

class EmulatedBoard {
 public:
  // name: for sentences.
  EmulatedBoard(std::string name, std::string image, EmulatorOptions options);
  ~EmulatedBoard();
  EmulatedBoard(const EmulatedBoard&) = delete;
  EmulatedBoard& operator=(const EmulatedBoard&) = delete;

  // Without power from here on, at whatever instruction its processor is.
  void halt();
  // Power, and nothing left from before. Returns when its program has said hello.
  void restart();
  // The same, and returns its first byte; empty: it says nothing, or its processor gave up.
  std::optional<std::uint8_t> try_restart(int patience_ms);

  void send(Uart uart, std::span<const std::uint8_t> bytes);
  void tell(Tell what, std::span<const std::uint8_t> payload);
  Told hear();
  // Between restart() and halt().
  [[nodiscard]] Debugger& debugger() { return *debugger_; }
  // The program's next byte on the plant link; empty: none came within the time.
  std::optional<std::uint8_t> next_byte(int patience_ms);
  // Its program says hello, and then waits. On a busy machine the emulator may obey a watchdog
  // twice.
  bool came_up(int patience_ms);
  // What came and was not taken is forgotten: the board has been reset.
  void forget();
  // Bytes that nobody announced.
  [[nodiscard]] bool anything_left();

 private:
  void start();  // and waits for nothing
  bool listen(int patience_ms);
  Bytes take(Uart uart, std::size_t count, const char* where);

  std::string name_;
  std::string image_;
  EmulatorOptions options_;
  pid_t process_{-1};
  std::array<int, kUarts> uarts_{};
  int cable_{-1};
  int debugging_{-1};
  std::optional<Debugger> debugger_;
  std::array<Bytes, kUarts> came_{};  // and not yet taken
};

}  // namespace cellwarden::firmware
