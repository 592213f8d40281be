// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/listen_address.hpp"

#include <charconv>

#include "cellwarden/web/passwords.hpp"
#include "cellwarden/words/problem.hpp"
#include "peers.hpp"

namespace cellwarden::web {
namespace {

using words::Problem;

[[noreturn]] void refuse(std::string_view text) {
  throw Problem{"--listen " + words::in_quotes(text) +
                ": write an address and a port, such as 127.0.0.1:8423, 0.0.0.0:8423 or "
                "[::]:8423."};
}

std::uint16_t parse_port(std::string_view port, std::string_view whole) {
  std::uint16_t number{0};
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc{} || end != port.data() + port.size()) refuse(whole);
  return number;
}

}  // namespace

bool ListenAddress::is_loopback() const { return is_loopback_address(address); }

std::string ListenAddress::text() const {
  const bool six = address.find(':') != std::string::npos;
  return (six ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

ListenAddress parse_listen_address(std::string_view text) {
  ListenAddress result;
  std::string_view host = text;
  const bool six_alone = is_numeric_address(text);  // "::1" has colons, but no port
  const auto colon = text.rfind(':');
  const bool in_brackets = !text.empty() && text.back() == ']';
  if (!six_alone && !in_brackets && colon != std::string_view::npos) {
    result.port = parse_port(text.substr(colon + 1), text);
    host = text.substr(0, colon);
  }
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    if (host.find(':') == std::string_view::npos) refuse(text);
  } else if (!six_alone && host.find(':') != std::string_view::npos) {
    refuse(text);
  }
  if (host == "localhost") host = "127.0.0.1";
  if (host.empty() && !text.empty()) host = "::";  // ":8423"
  if (!is_numeric_address(host)) refuse(text);
  result.address = host;
  return result;
}

std::string owner_password_missing(const ListenAddress& address) {
  return "--listen " + address.text() +
         ": others could reach the gateway there, and no owner password is set. Set one with: "
         "cellwarden password";
}

void check_listen(const ListenAddress& address, const Passwords& passwords) {
  if (address.is_loopback() || passwords.has(Role::owner)) return;
  throw Problem{owner_password_missing(address)};
}

}  // namespace cellwarden::web
