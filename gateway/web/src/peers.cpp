// SPDX-License-Identifier: Apache-2.0
#include "peers.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace cellwarden::web {
namespace {

namespace ip = boost::asio::ip;

ip::address parsed(std::string_view text, boost::system::error_code& error) {
  ip::address address = ip::make_address(std::string{text}, error);
  if (!error && address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

}  // namespace

std::string peer_group(std::string_view address) {
  boost::system::error_code error;
  const ip::address whole = parsed(address, error);
  if (error) return std::string{address};
  if (whole.is_v4()) return whole.to_string();
  auto bytes = whole.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  return ip::address_v6{bytes}.to_string() + "/64";
}

bool is_loopback_address(std::string_view address) {
  boost::system::error_code error;
  const ip::address whole = parsed(address, error);
  return !error && whole.is_loopback();
}

std::string plain_address(std::string_view address) {
  boost::system::error_code error;
  const ip::address whole = parsed(address, error);
  return error ? std::string{address} : whole.to_string();
}

bool is_numeric_address(std::string_view address) {
  boost::system::error_code error;
  parsed(address, error);
  return !error;
}

}  // namespace cellwarden::web
