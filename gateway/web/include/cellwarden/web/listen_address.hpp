// SPDX-License-Identifier: Apache-2.0
// Where the server listens, and the rule that it listens beyond this machine only behind an owner
// password.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cellwarden::web {

class Passwords;

inline constexpr std::uint16_t kDefaultPort = 8423;

struct ListenAddress {
  std::string address{"127.0.0.1"};  // numeric, IPv6 without brackets
  std::uint16_t port{kDefaultPort};  // 0: any free one
  [[nodiscard]] bool is_loopback() const;
  // "127.0.0.1:8423", "[::]:8423"
  [[nodiscard]] std::string text() const;
  bool operator==(const ListenAddress&) const = default;
};

// "127.0.0.1:8423", "0.0.0.0", "[::]:8423", "localhost:80", ":8423" (all addresses). Without a
// port: kDefaultPort. Throws words::Problem.
ListenAddress parse_listen_address(std::string_view text);

// Throws words::Problem if the address is beyond loopback and no owner password is set.
void check_listen(const ListenAddress& address, const Passwords& passwords);
// The sentence of it.
std::string owner_password_missing(const ListenAddress& address);

}  // namespace cellwarden::web
