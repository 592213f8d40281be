// SPDX-License-Identifier: Apache-2.0
#include "emulated_board.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

namespace cellwarden::firmware {

namespace {

constexpr int kPatienceMs = 20'000;  // on a busy machine; a healthy board answers in less than 1 ms

struct Pair {
  int ours;
  int theirs;
};

// Ours is closed in every emulator, so that none keeps another one's socket open.
Pair socket_pair() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) {
    throw EmulatorFailed{"the system gave no sockets for another emulated board"};
  }
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  return {.ours = ends[0], .theirs = ends[1]};
}

std::vector<std::string> command_line(const std::string& image, EmulatorOptions options,
                                      const std::array<Pair, kUarts>& uarts, Pair cable,
                                      Pair debugging) {
  // The machine has a network card that nobody uses and warns of a missing cable: it gets one that
  // leads nowhere.
  const std::string card = "socket,id=cable,fd=" + std::to_string(cable.theirs);
  std::vector<std::string> words{"qemu-system-arm",
                                 "-M",
                                 "mps2-an385",
                                 "-kernel",
                                 image,
                                 "-display",
                                 "none",
                                 "-nodefaults",
                                 "-netdev",
                                 card,
                                 "-net",
                                 "nic,netdev=cable"};
  if (options.debugged) {
    words.insert(words.end(), {"-chardev", "socket,id=debug,fd=" + std::to_string(debugging.theirs),
                               "-gdb", "chardev:debug"});
  }
  if (options.count_instructions) {
    words.insert(words.end(), {"-icount", "shift=" + std::to_string(kCountShift)});
  }
  for (std::size_t i = 0; i < uarts.size(); ++i) {
    const std::string id = "uart" + std::to_string(i);
    words.insert(words.end(),
                 {"-chardev", "socket,id=" + id + ",fd=" + std::to_string(uarts[i].theirs),
                  "-serial", "chardev:" + id});
  }
  return words;
}

[[noreturn]] void become(const std::vector<std::string>& words) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // no emulator outlives the runner
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

EmulatedBoard::EmulatedBoard(std::string name, std::string image, EmulatorOptions options)
    : name_{std::move(name)}, image_{std::move(image)}, options_{options} {
  if (access(image_.c_str(), R_OK) != 0) {
    throw EmulatorFailed{"there is no image " + image_ + "; build it with script/firmware"};
  }
}

EmulatedBoard::~EmulatedBoard() { halt(); }

void EmulatedBoard::start() {
  std::array<Pair, kUarts> uarts{};
  for (Pair& pair : uarts) pair = socket_pair();
  const Pair cable = socket_pair();
  const Pair debugging = socket_pair();
  const std::vector<std::string> words = command_line(image_, options_, uarts, cable, debugging);
  process_ = fork();
  if (process_ == 0) become(words);
  cable_ = cable.ours;
  close(cable.theirs);
  debugging_ = debugging.ours;
  close(debugging.theirs);
  debugger_.emplace(debugging_);
  for (std::size_t i = 0; i < kUarts; ++i) {
    uarts_[i] = uarts[i].ours;
    close(uarts[i].theirs);
  }
  if (process_ < 0) throw EmulatorFailed{"the system did not start another emulator"};
}

void EmulatedBoard::send(Uart uart, std::span<const std::uint8_t> bytes) {
  const int socket = uarts_[static_cast<std::size_t>(uart)];
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) throw EmulatorFailed{name_ + ": its emulator has died"};
    bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
}

// A board that waits for room on one UART gets no further, so all of them are emptied. (A socket
// holds less than 300 bytes that were written one by one.)
bool EmulatedBoard::listen(int patience_ms) {
  std::array<pollfd, kUarts> waiting{};
  for (std::size_t i = 0; i < kUarts; ++i)
    waiting[i] = {.fd = uarts_[i], .events = POLLIN, .revents = 0};
  int some = -1;
  do {
    some = poll(waiting.data(), waiting.size(), patience_ms);
  } while (some < 0 && errno == EINTR);
  if (some <= 0) return false;
  std::array<std::uint8_t, 4096> room{};
  for (std::size_t i = 0; i < kUarts; ++i) {
    if (waiting[i].revents == 0) continue;
    const ssize_t got = recv(uarts_[i], room.data(), room.size(), 0);
    if (got <= 0) {
      throw EmulatorFailed{name_ +
                           ": its emulator ended; is qemu-system-arm installed "
                           "(script/setup)?"};
    }
    came_[i].insert(came_[i].end(), room.begin(), room.begin() + got);
  }
  return true;
}

Bytes EmulatedBoard::take(Uart uart, std::size_t count, const char* where) {
  Bytes& came = came_[static_cast<std::size_t>(uart)];
  while (came.size() < count) {
    if (listen(kPatienceMs)) continue;
    throw EmulatorFailed{name_ + " went silent: " + std::to_string(came.size()) + " of " +
                         std::to_string(count) + " bytes came (" + where + ")"};
  }
  const auto end = came.begin() + static_cast<std::ptrdiff_t>(count);
  Bytes bytes(came.begin(), end);
  came.erase(came.begin(), end);
  return bytes;
}

void EmulatedBoard::tell(Tell what, std::span<const std::uint8_t> payload) {
  std::array<std::uint8_t, kTellHeader + kLongestTell> room{};
  LinkWriter writer{room};
  writer.put(static_cast<std::uint8_t>(what));
  writer.put(static_cast<std::uint16_t>(payload.size()));
  writer.put(payload);
  send(Uart::plant, writer.written());
}

Told EmulatedBoard::hear() {
  const Bytes head = take(Uart::plant, kAnswerHeader, "answer");
  const Bytes payload = take(Uart::plant, LinkReader{head}.get<std::uint16_t>(), "answer");
  LinkReader reader{payload};
  Told told{.answer = get_answer(reader), .operation = {}, .chain = {}, .frame = {}, .line = {}};
  told.operation.assign(reader.rest().begin(), reader.rest().end());
  told.chain = take(Uart::chain_out, told.answer.chain_bytes, "chain");
  told.frame = take(Uart::data_output, told.answer.frame_bytes, "data output");
  told.line = take(Uart::bluetooth, told.answer.line_bytes, "lines");
  return told;
}

bool EmulatedBoard::anything_left() {
  listen(0);
  return std::ranges::any_of(came_, [](const Bytes& came) { return !came.empty(); });
}

void EmulatedBoard::halt() {
  if (process_ <= 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
  for (const int uart : uarts_) close(uart);
  close(cable_);
  close(debugging_);
  came_ = {};
}

std::optional<std::uint8_t> EmulatedBoard::next_byte(int patience_ms) {
  Bytes& came = came_[static_cast<std::size_t>(Uart::plant)];
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{patience_ms};
  while (came.empty()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return {};
    listen(static_cast<int>(left.count()));
  }
  const std::uint8_t byte = came.front();
  came.erase(came.begin());
  return byte;
}

bool EmulatedBoard::came_up(int patience_ms) {
  constexpr int kOnceMoreMs = 300;
  if (next_byte(patience_ms) != kHello) return false;
  std::optional<std::uint8_t> more;
  while ((more = next_byte(kOnceMoreMs))) {
    if (more != kHello) return false;
  }
  return true;
}

void EmulatedBoard::forget() {
  while (listen(0)) {
  }
  came_ = {};
}

void EmulatedBoard::restart() {
  halt();
  start();
  if (take(Uart::plant, 1, "hello").front() != kHello) {
    throw EmulatorFailed{name_ + " says that its program is damaged"};
  }
}

std::optional<std::uint8_t> EmulatedBoard::try_restart(int patience_ms) {
  halt();
  start();
  try {
    if (!listen(patience_ms)) return {};
  } catch (const EmulatorFailed&) {
    return {};
  }
  const Bytes& came = came_[static_cast<std::size_t>(Uart::plant)];
  return came.empty() ? std::optional<std::uint8_t>{} : came.front();
}

}  // namespace cellwarden::firmware
