// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/sign_in.hpp"

#include <algorithm>
#include <utility>

#include "cellwarden/web/router.hpp"
#include "sign_in_state.hpp"
#include "url.hpp"

namespace cellwarden::web {
namespace {

std::chrono::seconds steady_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

std::string_view cookie_name(bool secure) { return secure ? "__Host-cellwarden" : "cellwarden"; }

std::optional<std::string_view> cookie_value(std::string_view cookie_header,
                                             std::string_view name) {
  while (!cookie_header.empty()) {
    const auto end = std::min(cookie_header.find(';'), cookie_header.size());
    const std::string_view pair = trimmed(cookie_header.substr(0, end));
    cookie_header.remove_prefix(std::min(end + 1, cookie_header.size()));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
  }
  return std::nullopt;
}

SignIn::State::State(boost::asio::io_context& io, std::filesystem::path file,
                     const SignInLimits& limits, HashCost cost, Clock the_clock)
    : passwords{std::move(file), cost},
      sessions{limits},
      attempts{limits},
      clock{the_clock ? std::move(the_clock) : Clock{steady_seconds}},
      door{std::make_shared<Door>(io)},
      worker{1, limits.waiting} {}

void SignIn::State::look_at_file() {
  const auto now = clock();
  if (looked && now - *looked < std::chrono::seconds{1}) return;
  looked = now;
  if (passwords.refresh() != Passwords::Seen::changed) return;
  sessions.end_others(Role::viewer, passwords.hash(Role::viewer));
  sessions.end_others(Role::owner, passwords.hash(Role::owner));
}

Role SignIn::State::loopback_role() const {
  return passwords.has(Role::owner) ? Role::viewer : Role::owner;
}

bool SignIn::State::hash_in_turn(std::function<std::function<void(State&)>()> slow) {
  return worker.run([slow = std::move(slow), self = weak_from_this(), at = door] {
    at->post([self, done = slow()] {
      if (const auto state = self.lock()) done(*state);
    });
  });
}

SignIn::SignIn(boost::asio::io_context& io, std::filesystem::path password_file,
               SignInLimits limits, HashCost cost, Clock clock)
    : state_{
          std::make_shared<State>(io, std::move(password_file), limits, cost, std::move(clock))} {}

SignIn::~SignIn() {
  state_->door->close();
  state_->worker.stop();
}

SignIn::Who SignIn::who(std::string_view cookie_header, bool loopback) {
  state_->look_at_file();
  Who who{loopback ? state_->loopback_role() : Role::anyone, ""};
  for (const bool secure : {true, false}) {
    const auto token = cookie_value(cookie_header, cookie_name(secure));
    const auto found = token ? state_->sessions.find(*token, state_->clock()) : std::nullopt;
    if (!found) continue;
    who.role = std::max(who.role, found->role);
    who.session = found->id;
    break;
  }
  return who;
}

bool SignIn::still_holds(const Who& who, bool loopback) {
  state_->look_at_file();
  if (!who.session.empty()) return state_->sessions.holds(who.session, state_->clock());
  return !loopback || state_->loopback_role() >= who.role;
}

bool SignIn::has_owner_password() const { return state_->passwords.has(Role::owner); }

void SignIn::add_routes(Router& router) {
  const auto add = [&](Method method, const char* pattern, Role role,
                       void (State::*handler)(const Responder&)) {
    Route route;
    route.method = method;
    route.pattern = pattern;
    route.role = role;
    route.max_body = 4096;
    route.handler = [state = std::weak_ptr{state_}, handler](const Responder& responder) {
      if (const auto here = state.lock()) ((*here).*handler)(responder);
    };
    router.add(std::move(route));
  };
  add(Method::get, "/api/v1/session", Role::anyone, &State::show);
  add(Method::post, "/api/v1/session", Role::anyone, &State::sign_in);
  add(Method::remove, "/api/v1/session", Role::anyone, &State::sign_out);
  add(Method::put, "/api/v1/password", Role::owner, &State::change_password);
}

}  // namespace cellwarden::web
