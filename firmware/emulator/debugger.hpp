// SPDX-License-Identifier: Apache-2.0
// A hand inside an emulated processor, by QEMU's remote debugging protocol: it stops anywhere,
// changes memory and registers, and pulls the reset pin. With it a fault is made that no plug can
// make.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwarden::firmware {

inline constexpr int kStackPointer = 13;
inline constexpr int kProgramCounter = 15;

class Debugger {
 public:
  // socket: to the emulator's debugging port; it stays the caller's.
  explicit Debugger(int socket) : socket_{socket} {}

  void stop();
  void go_on();
  // Until a breakpoint; false: it was not reached within the time.
  bool run_to(std::uint32_t address, int patience_ms);
  // So many, or up to where the processor falls asleep.
  void step(int instructions);
  [[nodiscard]] std::uint32_t get_register(int number);
  void set_register(int number, std::uint32_t value);
  [[nodiscard]] std::vector<std::uint8_t> read(std::uint32_t address, std::size_t size);
  void write(std::uint32_t address, std::span<const std::uint8_t> bytes);
  void write_word(std::uint32_t address, std::uint32_t word);
  // Warm: the memory keeps what it holds, the program is as it was built. Stopped afterwards.
  void reset();

 private:
  void learn_registers();
  std::string ask(std::string_view command);
  void send(std::string_view command);
  std::string hear(int patience_ms);  // empty: nothing came

  int socket_;
  std::string came_;
};

// Where the linker put it. name: as a C++ programmer writes it, up to anything that leaves no
// doubt.
std::uint32_t address_of(const std::string& image_elf, const std::string& name);

}  // namespace cellwarden::firmware
