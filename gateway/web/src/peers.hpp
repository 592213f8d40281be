// SPDX-License-Identifier: Apache-2.0
// Whom a limit per peer counts as one: an IPv4 address, or an IPv6 network of 64 bits, because
// every home has 2^64 addresses of its own there.
#pragma once

#include <string>
#include <string_view>

namespace cellwarden::web {

// "192.168.1.20", "2001:db8:0:1::/64"; a text that is no address stands for itself.
std::string peer_group(std::string_view address);

// 127.0.0.0/8, ::1, also as ::ffff:127.0.0.1.
bool is_loopback_address(std::string_view address);

// "192.168.1.20" of "::ffff:192.168.1.20"; others as they are.
std::string plain_address(std::string_view address);

bool is_numeric_address(std::string_view address);

}  // namespace cellwarden::web
