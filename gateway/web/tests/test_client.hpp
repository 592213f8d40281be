// SPDX-License-Identifier: Apache-2.0
// The other end of a connection, as plain as can be: bytes out, an answer in. Nothing of the server
// is used, so that both cannot be wrong in the same way.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cellwarden::web {

struct Answer {
  int status{0};  // 0: the connection ended before an answer
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool complete{false};
  // Empty if there is none; names as in HTTP, in any case.
  [[nodiscard]] std::string header(std::string_view name) const;
};

// How long a test waits for what should come at once, before it fails.
inline constexpr std::chrono::seconds kPatience{30};
bool wait_until(const std::function<bool()>& condition);

// 30 MB: more than the system buffers for a connection.
std::string above_all_buffers();

class TestClient {
 public:
  explicit TestClient(std::uint16_t port);
  ~TestClient();
  TestClient(TestClient&& other) noexcept
      : socket_{std::exchange(other.socket_, -1)}, unread_{std::move(other.unread_)} {}
  TestClient& operator=(TestClient&&) = delete;
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  bool send(std::string_view bytes);
  // body_expected: false for HEAD.
  Answer receive(bool body_expected = true);
  Answer ask(std::string_view request) {
    send(request);
    return receive();
  }
  // Up to and with this text; empty if the connection ends first.
  std::string read_to(std::string_view end);
  // Everything up to the end of the connection.
  std::string read_all();
  // Whether the server has closed it, or does within kPatience.
  bool is_closed_by_server();
  void small_receive_buffer();

 private:
  bool read_more();
  int socket_{-1};
  std::string unread_;
};

// "GET /x HTTP/1.1", Host: localhost, the given lines.
std::string get_request(std::string_view path, std::string_view more_headers = "");
// A change from our own page: application/json, Origin.
std::string change_request(std::string_view method, std::string_view path, std::string_view body,
                           std::string_view more_headers = "");
Answer get(std::uint16_t port, std::string_view path, std::string_view more_headers = "");
Answer change(std::uint16_t port, std::string_view method, std::string_view path,
              std::string_view body, std::string_view more_headers = "");

}  // namespace cellwarden::web
