// SPDX-License-Identifier: Apache-2.0
#include "test_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <thread>

namespace cellwarden::web {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

std::string dechunked(const std::function<std::string(std::string_view)>& read_to,
                      const std::function<std::string(std::size_t)>& take, bool& complete) {
  std::string body;
  while (true) {
    const std::string line = read_to("\r\n");
    if (line.empty()) return body;
    const auto length = std::stoul(line, nullptr, 16);
    const std::string part = take(length + 2);
    if (part.size() != length + 2) return body + part;
    if (length == 0) {
      complete = true;
      return body;
    }
    body += part.substr(0, length);
  }
}

}  // namespace

std::string Answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (same_name(key, name)) return value;
  }
  return {};
}

bool wait_until(const std::function<bool()>& condition) {
  const auto limit = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

TestClient::TestClient(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    ::close(socket_);
    throw std::runtime_error{"no connection"};
  }
}

TestClient::~TestClient() {
  if (socket_ >= 0) ::close(socket_);
}

void TestClient::small_receive_buffer() {
  const int size = 4096;
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

bool TestClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool TestClient::read_more() {
  pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, static_cast<int>(kPatience.count()) * 1000) != 1) return false;
  std::array<char, 65536> piece{};
  const auto got = ::recv(socket_, piece.data(), piece.size(), 0);
  if (got <= 0) return false;
  unread_.append(piece.data(), static_cast<std::size_t>(got));
  return true;
}

std::string TestClient::read_to(std::string_view end) {
  while (true) {
    const auto at = unread_.find(end);
    if (at != std::string::npos) {
      std::string text = unread_.substr(0, at + end.size());
      unread_.erase(0, text.size());
      return text;
    }
    if (!read_more()) return {};
  }
}

std::string TestClient::read_all() {
  while (read_more()) {
  }
  return std::exchange(unread_, {});
}

bool TestClient::is_closed_by_server() {
  std::array<char, 4096> piece{};
  while (true) {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(kPatience.count()) * 1000) != 1) return false;
    if (::recv(socket_, piece.data(), piece.size(), 0) <= 0) return true;
  }
}

Answer TestClient::receive(bool body_expected) {
  Answer answer;
  std::string head = read_to("\r\n\r\n");
  while (head.starts_with("HTTP/1.1 100")) head = read_to("\r\n\r\n");
  if (head.size() < 12) return answer;
  answer.status = std::stoi(head.substr(9, 3));
  std::size_t at = head.find("\r\n") + 2;
  while (at + 2 < head.size()) {
    const auto end = head.find("\r\n", at);
    const auto colon = head.find(": ", at);
    answer.headers.emplace_back(head.substr(at, colon - at),
                                head.substr(colon + 2, end - colon - 2));
    at = end + 2;
  }
  const auto take = [this](std::size_t count) {
    while (unread_.size() < count && read_more()) {
    }
    std::string part = unread_.substr(0, count);
    unread_.erase(0, part.size());
    return part;
  };
  answer.complete = true;
  if (!body_expected || answer.status == 204 || answer.status == 304) return answer;
  if (answer.header("Transfer-Encoding") == "chunked") {
    answer.complete = false;
    answer.body =
        dechunked([this](std::string_view end) { return read_to(end); }, take, answer.complete);
  } else if (const std::string length = answer.header("Content-Length"); !length.empty()) {
    answer.body = take(std::stoul(length));
    answer.complete = answer.body.size() == std::stoul(length);
  } else {
    answer.body = read_all();
  }
  return answer;
}

std::string above_all_buffers() {
  std::string text;
  text.resize(30'000'000, 'x');
  return text;
}

std::string get_request(std::string_view path, std::string_view more_headers) {
  return "GET " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\n" +
         std::string{more_headers} + "\r\n";
}

std::string change_request(std::string_view method, std::string_view path, std::string_view body,
                           std::string_view more_headers) {
  return std::string{method} + " " + std::string{path} +
         " HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
         "Content-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n" + std::string{more_headers} + "\r\n" +
         std::string{body};
}

Answer get(std::uint16_t port, std::string_view path, std::string_view more_headers) {
  return TestClient{port}.ask(get_request(path, more_headers));
}

Answer change(std::uint16_t port, std::string_view method, std::string_view path,
              std::string_view body, std::string_view more_headers) {
  return TestClient{port}.ask(change_request(method, path, body, more_headers));
}

}  // namespace cellwarden::web
