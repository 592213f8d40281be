// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/byte_port.hpp"

#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace cellwarden::cli {

namespace {

// How much was taken; −1: the other end is broken.
ssize_t write_some(int descriptor, std::span<const std::uint8_t> bytes) {
  while (true) {
    const ssize_t taken = write(descriptor, bytes.data(), bytes.size());
    if (taken >= 0) return taken;
    if (errno == EINTR) continue;
    return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
  }
}

}  // namespace

Descriptor::~Descriptor() { close(); }

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this == &other) return *this;
  close();
  number_ = other.number_;
  other.number_ = -1;
  return *this;
}

void Descriptor::close() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

void make_serial(int descriptor) {
  termios line{};
  if (tcgetattr(descriptor, &line) != 0) return;
  cfmakeraw(&line);
  line.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS);
  line.c_cflag |= CLOCAL | CREAD;
  cfsetispeed(&line, B9600);
  cfsetospeed(&line, B9600);
  tcsetattr(descriptor, TCSANOW, &line);
}

Sent WholeFrames::send(int descriptor, std::span<const std::uint8_t> frame) {
  if (waiting()) {
    const Sent before = go_on(descriptor);
    if (before != Sent::whole) return before == Sent::broken ? before : Sent::nothing;
  }
  const ssize_t taken = write_some(descriptor, frame);
  if (taken < 0) return Sent::broken;
  if (taken == 0) return Sent::nothing;
  const auto rest = frame.subspan(static_cast<std::size_t>(taken));
  rest_.assign(rest.begin(), rest.end());
  return rest_.empty() ? Sent::whole : Sent::part;
}

Sent WholeFrames::go_on(int descriptor) {
  const ssize_t taken = write_some(descriptor, rest_);
  if (taken < 0) {
    forget();
    return Sent::broken;
  }
  rest_.erase(rest_.begin(), rest_.begin() + taken);
  return rest_.empty() ? Sent::whole : Sent::part;
}

}  // namespace cellwarden::cli
