// SPDX-License-Identifier: Apache-2.0
#include "pack_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::daemon {

namespace fs = std::filesystem;
using gateway::LinkKind;

namespace {

constexpr std::string_view kBluetooth = "Bluetooth ";
constexpr unsigned kHighestPort = 65'535;

bool is_below_dev(const std::string& at) {
  return at.starts_with("/dev/") && fs::path{at}.lexically_normal().string().starts_with("/dev/");
}

// "shed:4000", "[::1]:4000"
bool is_address(const std::string& at) {
  const std::size_t colon = at.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  unsigned port = 0;
  const char* const end = at.data() + at.size();
  const auto [rest, error] = std::from_chars(at.data() + colon + 1, end, port);
  const bool plain = std::ranges::all_of(at, [](unsigned char c) { return std::isgraph(c) != 0; });
  return plain && error == std::errc{} && rest == end && port > 0 && port <= kHighestPort;
}

}  // namespace

std::string one_form(const std::string& place) {
  if (place.starts_with(kBluetooth)) {
    std::string which = place.substr(kBluetooth.size());
    unsigned serial = 0;
    const char* const end = which.data() + which.size();
    const auto [rest, error] = std::from_chars(which.data(), end, serial);
    if (error == std::errc{} && rest == end) return fmt::format("{}{:05}", kBluetooth, serial);
    std::ranges::transform(which, which.begin(), [](unsigned char c) { return std::toupper(c); });
    return fmt::format("{}{}", kBluetooth, which);
  }
  if (!place.starts_with('/')) return place;
  std::error_code error;
  const fs::path real = fs::canonical(place, error);
  return error ? place : real.string();
}

std::string place_of(const LinkConfig& link) {
  return one_form(link.kind == LinkKind::bluetooth ? fmt::format("{}{}", kBluetooth, link.at)
                                                   : link.at);
}

std::string why_no_place(LinkKind kind, const std::string& at) {
  if (kind == LinkKind::bluetooth) return {};  // as in the config
  if (is_below_dev(at)) return {};
  if (kind == LinkKind::serial) {
    return fmt::format("{} is no port: give its name, as /dev/ttyUSB0 or one of /dev/serial/by-id.",
                       words::in_quotes(at));
  }
  if (is_address(at)) return {};
  return fmt::format(
      "{} is neither an address with a port, as 192.168.1.20:4000, nor a port below "
      "/dev.",
      words::in_quotes(at));
}

}  // namespace cellwarden::daemon
