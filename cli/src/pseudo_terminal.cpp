// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/pseudo_terminal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

PseudoTerminal::PseudoTerminal() : ours_{posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)} {
  std::array<char, 128> name{};
  if (!ours_.is_open() || grantpt(ours_.number()) != 0 || unlockpt(ours_.number()) != 0 ||
      ptsname_r(ours_.number(), name.data(), name.size()) != 0) {
    throw words::Problem{fmt::format("cannot make a pseudo terminal: {}.", std::strerror(errno))};
  }
  path_ = name.data();
  // Until it has been opened and closed once, it does not say that nobody has it open.
  const Descriptor theirs = open_theirs();
  if (!theirs.is_open()) {
    throw words::Problem{
        fmt::format("cannot open the pseudo terminal {}: {}.", path_, std::strerror(errno))};
  }
  make_serial(theirs.number());
}

Descriptor PseudoTerminal::open_theirs() const {
  return Descriptor{open(path_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
}

bool PseudoTerminal::hung_up() const {
  pollfd state{.fd = ours_.number(), .events = POLLIN, .revents = 0};
  return poll(&state, 1, 0) > 0 && (state.revents & POLLHUP) != 0;
}

bool PseudoTerminal::has_reader() {
  const bool reader = !hung_up();
  if (had_reader_ && !reader) {
    const Descriptor theirs = open_theirs();
    make_serial(theirs.number());
    tcflush(theirs.number(), TCIOFLUSH);
  }
  had_reader_ = reader;
  return reader;
}

std::size_t PseudoTerminal::unread() const {
  const Descriptor theirs = open_theirs();
  int waiting = 0;
  if (!theirs.is_open() || ioctl(theirs.number(), FIONREAD, &waiting) != 0) return 0;
  return static_cast<std::size_t>(waiting);
}

}  // namespace cellwarden::cli
