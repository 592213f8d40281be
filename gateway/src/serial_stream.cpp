// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <cstring>
#include <vector>

#include "cellwarden/gateway/byte_stream.hpp"

namespace cellwarden::gateway {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// A reader that hangs must not fill the memory.
constexpr std::size_t kMostWaiting = 65'536;

speed_t speed_of(unsigned baud) {
  switch (baud) {
    case 19'200: return B19200;
    case 38'400: return B38400;
    case 57'600: return B57600;
    case 115'200: return B115200;
    default: return B9600;
  }
}

std::string why_not_open(const std::string& path, int error) {
  switch (error) {
    case ENOENT:
      return fmt::format("{} is not there: plug it in, or look at /dev/serial/by-id for its name.",
                         path);
    case EACCES:
      return fmt::format(
          "{} may not be opened: add this user to the group dialout, and sign in anew.", path);
    case EBUSY:
    case EWOULDBLOCK:
      return fmt::format("{} is used by another program: end that one, or its link.", path);
    default: return fmt::format("{} cannot be opened: {}.", path, std::strerror(error));
  }
}

void make_raw(int descriptor, unsigned baud) {
  termios line{};
  if (tcgetattr(descriptor, &line) != 0) return;
  cfmakeraw(&line);
  line.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS | HUPCL);
  line.c_cflag |= CLOCAL | CREAD;
  cfsetispeed(&line, speed_of(baud));
  cfsetospeed(&line, speed_of(baud));
  tcsetattr(descriptor, TCSANOW, &line);
  tcflush(descriptor, TCIFLUSH);
}

// The number, or minus errno.
int open_alone(const std::string& path, unsigned baud) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return -errno;
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(descriptor);
    return -error;
  }
  // Others of the same user are kept out too, but for root.
  ioctl(descriptor, TIOCEXCL);
  make_raw(descriptor, baud);
  return descriptor;
}

class SerialStream final : public ByteStream {
 public:
  SerialStream(asio::io_context& io, std::string path, unsigned baud)
      : io_{io}, path_{std::move(path)}, baud_{baud} {}
  ~SerialStream() override { SerialStream::close(); }
  SerialStream(const SerialStream&) = delete;
  SerialStream& operator=(const SerialStream&) = delete;

  void open(StreamHandlers handlers) override {
    close();
    const int descriptor = open_alone(path_, baud_);
    session_ = std::make_shared<Session>(io_, std::move(handlers));
    if (descriptor < 0) {
      asio::post(io_, [session = session_, sentence = why_not_open(path_, -descriptor)] {
        session->end(sentence);
      });
      return;
    }
    session_->descriptor.assign(descriptor);
    asio::post(io_, [session = session_, path = path_] {
      if (!session->handlers.opened) return;
      session->handlers.opened();
      read_on(session, path);
    });
  }

  void write(std::span<const std::uint8_t> bytes) override {
    if (!session_ || !session_->descriptor.is_open()) return;
    if (session_->waiting.size() + bytes.size() > kMostWaiting) return;
    session_->waiting.insert(session_->waiting.end(), bytes.begin(), bytes.end());
    write_on(session_, path_);
  }

  void close() override {
    if (!session_) return;
    session_->handlers = {};
    if (session_->descriptor.is_open()) ioctl(session_->descriptor.native_handle(), TIOCNXCL);
    error_code ignored;
    session_->descriptor.close(ignored);
    session_.reset();
  }

  [[nodiscard]] std::string place() const override { return path_; }

 private:
  struct Session {
    Session(asio::io_context& io, StreamHandlers given)
        : descriptor{io}, handlers{std::move(given)} {}
    void end(const std::string& sentence) {
      error_code ignored;
      descriptor.close(ignored);
      const StreamHandlers last = std::exchange(handlers, {});
      if (last.closed) last.closed(sentence);
    }
    asio::posix::stream_descriptor descriptor;
    StreamHandlers handlers;
    std::array<std::uint8_t, 4096> block{};
    std::vector<std::uint8_t> waiting;
    std::vector<std::uint8_t> sending;
  };

  static void read_on(const std::shared_ptr<Session>& session, const std::string& path) {
    session->descriptor.async_read_some(
        asio::buffer(session->block), [session, path](const error_code& error, std::size_t size) {
          if (!session->handlers.bytes) return;
          if (error) {
            session->end(fmt::format("{} is gone ({}): is it unplugged?", path, error.message()));
            return;
          }
          session->handlers.bytes(std::span{session->block}.first(size));
          if (session->handlers.bytes) read_on(session, path);
        });
  }

  static void write_on(const std::shared_ptr<Session>& session, const std::string& path) {
    if (!session->sending.empty() || session->waiting.empty()) return;
    session->sending.swap(session->waiting);
    asio::async_write(
        session->descriptor, asio::buffer(session->sending),
        [session, path](const error_code& error, std::size_t /*size*/) {
          session->sending.clear();
          if (!session->handlers.bytes) return;
          if (error) {
            session->end(fmt::format("{} takes nothing ({}).", path, error.message()));
            return;
          }
          write_on(session, path);
        });
  }

  asio::io_context& io_;
  std::string path_;
  unsigned baud_;
  std::shared_ptr<Session> session_;
};

}  // namespace

std::unique_ptr<ByteStream> serial_stream(asio::io_context& io, std::string path, unsigned baud) {
  return std::make_unique<SerialStream>(io, std::move(path), baud);
}

}  // namespace cellwarden::gateway
