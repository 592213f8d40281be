// SPDX-License-Identifier: Apache-2.0
// What a request has to prove before a handler sees it: that it means this server (DNS rebinding),
// that a page of ours sent it (cross-site requests), and that its sender may.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cellwarden/web/request.hpp"
#include "cellwarden/web/response.hpp"
#include "cellwarden/web/router.hpp"

namespace cellwarden::web {

// Each gives the refusal, or nothing. request.role, loopback and secure are known already.

// On loopback, a name that is not this machine's is one that an attacker's DNS made ours: a page
// of his would be of our origin. Beyond loopback the sign-in cookie is bound to its name.
std::optional<Response> check_host(const Request& request, std::span<const std::string> host_names);

// No answer of the API to pages of other sites; and what changes something has to come from our own
// page, or from a program that says so.
std::optional<Response> check_origin(const Request& request);

std::optional<Response> check_content_type(const Request& request, const Route& route);

std::optional<Response> check_role(const Request& request, Role needed);

// Forwarded, X-Forwarded-For, X-Real-IP or Via: not from this machine, whatever its address says.
bool passed_on_by_proxy(const Request& request);

// "cell.local" of "cell.local:8423", "[::1]" of "[::1]:8423".
std::string_view host_without_port(std::string_view host);

// A Host that can stand in an address that we send back.
bool is_plain_host(std::string_view host);

}  // namespace cellwarden::web
