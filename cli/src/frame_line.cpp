// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/frame_line.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "cellwarden/boards/data_line.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {

// A terminal keeps 4095 bytes for its reader; a frame that might not fit is not begun.
constexpr std::size_t kTerminalKeeps = 4000;

class FilePort final : public FramePort {
 public:
  explicit FilePort(std::string path) : path_{std::move(path)} {
    struct stat status {};
    if (stat(path_.c_str(), &status) != 0) fail();
    if (!S_ISFIFO(status.st_mode) && !S_ISCHR(status.st_mode)) {
      throw words::Problem{fmt::format("{} is neither a serial port nor a pipe.", path_)};
    }
    // A pipe without a reader is no problem: one will come.
    if (!open_port() && errno != ENXIO) fail();
  }

  void send(const protocol::FrameBytes& frame) override {
    if (!port_.is_open() && !open_port()) return;
    note(frames_.send(port_.number(), frame));
  }
  void look() override {
    if (port_.is_open() && frames_.waiting()) note(frames_.go_on(port_.number()));
  }

 private:
  [[noreturn]] void fail() const {
    throw words::Problem{fmt::format("cannot open {}: {}.", path_, std::strerror(errno))};
  }

  bool open_port() {
    port_ = Descriptor{open(path_.c_str(), O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    if (port_.is_open() && isatty(port_.number()) == 1) make_serial(port_.number());
    return port_.is_open();
  }

  void note(Sent sent) {
    if (sent != Sent::broken) return;
    port_.close();
    frames_.forget();
  }

  std::string path_;
  Descriptor port_;
  WholeFrames frames_;
};

class TerminalPort final : public FramePort {
 public:
  explicit TerminalPort(PseudoTerminal terminal) : terminal_{std::move(terminal)} {}

  void send(const protocol::FrameBytes& frame) override {
    if (!terminal_.has_reader()) {
      frames_.forget();
      return;
    }
    if (terminal_.unread() <= kTerminalKeeps) frames_.send(terminal_.descriptor(), frame);
  }
  void look() override {
    if (!terminal_.has_reader()) return frames_.forget();
    if (frames_.waiting()) frames_.go_on(terminal_.descriptor());
  }

 private:
  PseudoTerminal terminal_;
  WholeFrames frames_;
};

}  // namespace

std::unique_ptr<FramePort> frame_port(const std::string& path) {
  return std::make_unique<FilePort>(path);
}

std::unique_ptr<FramePort> frame_port(PseudoTerminal terminal) {
  return std::make_unique<TerminalPort>(std::move(terminal));
}

std::optional<protocol::FrameBytes> FrameClock::take(double now_s) {
  constexpr double kDistance = static_cast<double>(boards::kFrameDistance.count()) / 1000;
  if (!newest_ || (sent_s_ && now_s < *sent_s_ + kDistance)) return {};
  sent_s_ = now_s;
  return std::exchange(newest_, std::nullopt);
}

}  // namespace cellwarden::cli
