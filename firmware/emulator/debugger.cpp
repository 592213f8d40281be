// SPDX-License-Identifier: Apache-2.0
#include "debugger.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "emulated_board.hpp"

namespace cellwarden::firmware {

namespace {

constexpr int kPatienceMs = 20'000;  // on a busy machine

std::string hex(std::uint64_t value, int digits) {
  std::string text;
  for (int i = digits - 1; i >= 0; --i) text += "0123456789abcdef"[value >> (4 * i) & 0xFU];
  return text;
}

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text += hex(byte, 2);
  return text;
}

// Registers go over the wire lowest byte first.
std::string register_hex(std::uint32_t value) {
  std::string text;
  for (int i = 0; i < 4; ++i) text += hex(value >> (8 * i) & 0xFFU, 2);
  return text;
}

std::uint8_t byte_at(const std::string& text, std::size_t at) {
  return static_cast<std::uint8_t>(std::strtoul(text.substr(at, 2).c_str(), nullptr, 16));
}

}  // namespace

// $command#sum
void Debugger::send(std::string_view command) {
  unsigned sum = 0;
  for (const char c : command) sum += static_cast<unsigned char>(c);
  const std::string packet = "$" + std::string{command} + "#" + hex(sum & 0xFFU, 2);
  if (::send(socket_, packet.data(), packet.size(), MSG_NOSIGNAL) < 0) {
    throw EmulatorFailed{"the emulator's debugging port is closed"};
  }
}

std::string Debugger::hear(int patience_ms) {
  for (;;) {
    const std::size_t begin = came_.find('$');
    const std::size_t end = came_.find('#', begin == std::string::npos ? 0 : begin);
    if (begin != std::string::npos && end != std::string::npos && came_.size() >= end + 3) {
      std::string payload = came_.substr(begin + 1, end - begin - 1);
      came_.erase(0, end + 3);
      ::send(socket_, "+", 1, MSG_NOSIGNAL);
      return payload;
    }
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, patience_ms) <= 0) return {};
    std::array<char, 4096> room{};
    const ssize_t got = recv(socket_, room.data(), room.size(), 0);
    if (got <= 0) throw EmulatorFailed{"the emulator's debugging port is closed"};
    came_.append(room.data(), static_cast<std::size_t>(got));
  }
}

std::string Debugger::ask(std::string_view command) {
  send(command);
  std::string answer = hear(kPatienceMs);
  if (answer.empty() || answer.starts_with("E")) {
    throw EmulatorFailed{"the debugging port refused " + std::string{command.substr(0, 20)}};
  }
  return answer;
}

void Debugger::stop() {
  ::send(socket_, "\x03", 1, MSG_NOSIGNAL);
  if (hear(kPatienceMs).empty()) throw EmulatorFailed{"the emulator did not stop"};
}

void Debugger::go_on() { send("c"); }

bool Debugger::run_to(std::uint32_t address, int patience_ms) {
  const std::string where = "0," + hex(address, 8) + ",2";
  ask("Z" + where);
  go_on();
  const bool reached = !hear(patience_ms).empty();
  if (!reached) stop();
  ask("z" + where);
  return reached;
}

void Debugger::step(int instructions) {
  constexpr int kAsleepMs = 1'000;
  for (int i = 0; i < instructions; ++i) {
    send("s");
    if (!hear(kAsleepMs).empty()) continue;
    stop();
    return;
  }
}

// Who has not asked for their description is told no register.
void Debugger::learn_registers() { ask("qXfer:features:read:target.xml:0,fff"); }

std::uint32_t Debugger::get_register(int number) {
  learn_registers();
  const std::string answer = ask("p" + hex(static_cast<unsigned>(number), 2));
  std::uint32_t value = 0;
  for (int i = 3; i >= 0; --i)
    value = value << 8U | byte_at(answer, 2 * static_cast<std::size_t>(i));
  return value;
}

void Debugger::set_register(int number, std::uint32_t value) {
  learn_registers();
  ask("P" + hex(static_cast<unsigned>(number), 2) + "=" + register_hex(value));
}

std::vector<std::uint8_t> Debugger::read(std::uint32_t address, std::size_t size) {
  constexpr std::size_t kPiece = 1024;
  std::vector<std::uint8_t> bytes;
  while (bytes.size() < size) {
    const std::size_t piece = std::min(kPiece, size - bytes.size());
    const std::string answer = ask("m" + hex(address + bytes.size(), 8) + "," + hex(piece, 4));
    for (std::size_t i = 0; i + 1 < answer.size(); i += 2) bytes.push_back(byte_at(answer, i));
  }
  return bytes;
}

void Debugger::write(std::uint32_t address, std::span<const std::uint8_t> bytes) {
  ask("M" + hex(address, 8) + "," + hex(bytes.size(), 4) + ":" + hex(bytes));
}

void Debugger::write_word(std::uint32_t address, std::uint32_t word) {
  std::array<std::uint8_t, 4> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(word >> (8 * i));
  }
  write(address, bytes);
}

void Debugger::reset() {
  constexpr std::string_view kReset = "system_reset";
  const auto* const text = reinterpret_cast<const std::uint8_t*>(kReset.data());
  send("qRcmd," + hex({text, kReset.size()}));
  // What the monitor says, and then OK.
  while (hear(kPatienceMs) != "OK") {
  }
}

std::uint32_t address_of(const std::string& image_elf, const std::string& name) {
  const std::string command = "arm-none-eabi-nm --demangle " + image_elf;
  const std::unique_ptr<FILE, int (*)(FILE*)> names{popen(command.c_str(), "r"), pclose};
  std::array<char, 1024> line{};
  while (names && std::fgets(line.data(), line.size(), names.get()) != nullptr) {
    constexpr std::size_t kNameAt = 11;  // behind the address and the kind
    const std::string_view text{line.data()};
    if (text.size() > kNameAt && text.substr(kNameAt).starts_with(name)) {
      return static_cast<std::uint32_t>(std::strtoul(line.data(), nullptr, 16)) & ~1U;
    }
  }
  throw EmulatorFailed{image_elf + " has no " + name};
}

}  // namespace cellwarden::firmware
