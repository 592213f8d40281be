// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/line_port.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {

constexpr std::size_t kMostWaiting = 8192;
constexpr std::string_view kBusy = "BUSY\r";
constexpr const char* kLoopback = "127.0.0.1";

using Bytes = std::vector<std::uint8_t>;

enum class End : std::uint8_t { open, gone };

// Appends what has come.
End read_all(int descriptor, Bytes& bytes) {
  std::array<std::uint8_t, 4096> block{};
  while (bytes.size() < kMostWaiting) {
    const ssize_t length = read(descriptor, block.data(), block.size());
    if (length > 0) {
      bytes.insert(bytes.end(), block.begin(), block.begin() + length);
    } else if (length == 0) {
      return End::gone;
    } else if (errno != EINTR) {
      return errno == EAGAIN || errno == EWOULDBLOCK ? End::open : End::gone;
    }
  }
  return End::open;
}

// Takes from `bytes` what goes out without waiting.
End write_all(int descriptor, Bytes& bytes) {
  while (!bytes.empty()) {
    const ssize_t length = write(descriptor, bytes.data(), bytes.size());
    if (length > 0) {
      bytes.erase(bytes.begin(), bytes.begin() + length);
    } else if (errno != EINTR) {
      return errno == EAGAIN || errno == EWOULDBLOCK ? End::open : End::gone;
    }
  }
  return End::open;
}

void wait_for(std::span<pollfd> all, int milliseconds) {
  poll(all.data(), static_cast<nfds_t>(all.size()), milliseconds);
}

struct Address {
  std::string host{kLoopback};
  std::string port;
};

Address split(const std::string& text) {
  Address address;
  const std::size_t colon = text.rfind(':');
  address.port = colon == std::string::npos ? text : text.substr(colon + 1);
  if (colon != std::string::npos && colon > 0) address.host = text.substr(0, colon);
  if (address.host.starts_with('[') && address.host.ends_with(']')) {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  const bool digits = !address.port.empty() && address.port.size() <= 5 &&
                      address.port.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || std::stoi(address.port) > 65'535) {
    throw words::Problem{fmt::format(
        "--listen is {}; it must be ADDRESS:PORT, like 127.0.0.1:4000.", words::in_quotes(text))};
  }
  return address;
}

// errno says why if it is not open.
Descriptor listen_at(const addrinfo& info) {
  Descriptor listening{
      socket(info.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, info.ai_protocol)};
  const int yes = 1;
  setsockopt(listening.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listening.number(), info.ai_addr, info.ai_addrlen) != 0) return {};
  if (listen(listening.number(), 4) != 0) return {};
  return listening;
}

Descriptor listen_on(const std::string& text) {
  const Address address = split(text);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int wrong = getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &found);
  if (wrong != 0) {
    throw words::Problem{
        fmt::format("cannot listen on {}: {}.", words::in_quotes(text), gai_strerror(wrong))};
  }
  Descriptor listening = listen_at(*found);
  const int why = errno;
  freeaddrinfo(found);
  if (!listening.is_open()) {
    throw words::Problem{
        fmt::format("cannot listen on {}: {}.", words::in_quotes(text), std::strerror(why))};
  }
  return listening;
}

std::string place_of(int listening) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (getsockname(listening, generic, &length) != 0 ||
      getnameinfo(generic, length, host.data(), host.size(), port.data(), port.size(),
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return "unknown";
  }
  const bool six = address.ss_family == AF_INET6;
  return fmt::format("{}{}{}:{}", six ? "[" : "", host.data(), six ? "]" : "", port.data());
}

class TcpPort final : public LinePort {
 public:
  explicit TcpPort(const std::string& address) : listening_{listen_on(address)} {}

  [[nodiscard]] std::string place() const override { return place_of(listening_.number()); }

  void wait(int milliseconds) override {
    std::array<pollfd, 2> all{pollfd{.fd = listening_.number(), .events = POLLIN, .revents = 0},
                              pollfd{.fd = client_.number(), .events = POLLIN, .revents = 0}};
    if (!out_.empty()) all[1].events |= POLLOUT;
    wait_for(all, milliseconds);
  }

  std::uint64_t client() override {
    push();
    // Somebody who has said everything still gets the answers.
    if (end_ == End::gone && out_.empty()) client_.close();
    accept_all();
    return client_.is_open() ? session_ : 0;
  }

  Bytes receive() override {
    Bytes bytes;
    if (client_.is_open() && end_ == End::open) end_ = read_all(client_.number(), bytes);
    return bytes;
  }

  void send(std::span<const std::uint8_t> bytes) override {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    push();
  }
  [[nodiscard]] bool has_room() const override { return out_.size() < kMostWaiting; }

 private:
  void push() {
    if (client_.is_open() && write_all(client_.number(), out_) == End::gone) drop();
  }
  void drop() {
    client_.close();
    out_.clear();
  }
  void accept_all() {
    while (true) {
      Descriptor caller{
          accept4(listening_.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
      if (!caller.is_open()) return;
      if (client_.is_open()) {
        ::send(caller.number(), kBusy.data(), kBusy.size(), MSG_NOSIGNAL);
        continue;
      }
      const int yes = 1;
      setsockopt(caller.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      client_ = std::move(caller);
      out_.clear();
      end_ = End::open;
      ++session_;
    }
  }

  Descriptor listening_;
  Descriptor client_;
  Bytes out_;
  End end_{End::open};
  std::uint64_t session_{0};
};

class TerminalLine final : public LinePort {
 public:
  explicit TerminalLine(PseudoTerminal terminal) : terminal_{std::move(terminal)} {}

  [[nodiscard]] std::string place() const override { return terminal_.path(); }

  void wait(int milliseconds) override {
    // Without a client it is always "hung up", and would never wait.
    std::array<pollfd, 1> one{
        pollfd{.fd = connected_ ? terminal_.descriptor() : -1, .events = POLLIN, .revents = 0}};
    wait_for(one, milliseconds);
  }

  std::uint64_t client() override {
    const bool now = terminal_.has_reader();
    if (now && !connected_) ++session_;
    if (!now) out_.clear();
    connected_ = now;
    if (connected_) write_all(terminal_.descriptor(), out_);
    return connected_ ? session_ : 0;
  }

  Bytes receive() override {
    Bytes bytes;
    if (connected_) read_all(terminal_.descriptor(), bytes);
    return bytes;
  }

  void send(std::span<const std::uint8_t> bytes) override {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    write_all(terminal_.descriptor(), out_);
  }
  [[nodiscard]] bool has_room() const override { return out_.size() < kMostWaiting; }

 private:
  PseudoTerminal terminal_;
  Bytes out_;
  bool connected_{false};
  std::uint64_t session_{0};
};

}  // namespace

std::unique_ptr<LinePort> tcp_port(const std::string& address) {
  return std::make_unique<TcpPort>(address);
}

std::unique_ptr<LinePort> line_port(PseudoTerminal terminal) {
  return std::make_unique<TerminalLine>(std::move(terminal));
}

}  // namespace cellwarden::cli
