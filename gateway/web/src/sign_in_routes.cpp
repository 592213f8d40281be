// SPDX-License-Identifier: Apache-2.0
// What the sign-in page says to the gateway, and what it hears.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "cellwarden/words/problem.hpp"
#include "peers.hpp"
#include "sign_in_state.hpp"

namespace cellwarden::web {
namespace {

using nlohmann::json;

std::optional<json> parse_object(const std::string& body) {
  json parsed = json::parse(body, nullptr, false);
  if (!parsed.is_object()) return std::nullopt;
  return parsed;
}

// Null if it is missing or no text.
const std::string* text_at(const json& object, const char* key) {
  const auto place = object.find(key);
  return place == object.end() ? nullptr : place->get_ptr<const std::string*>();
}

std::optional<Role> role_of(std::string_view text) {
  if (text == "viewer") return Role::viewer;
  if (text == "owner") return Role::owner;
  return std::nullopt;
}

Response bad(std::string_view sentence) { return Response::error(400, "bad_request", sentence); }

Response wait_first(std::chrono::seconds wait) {
  return Response::error(429, "wait_first",
                         "There have been too many wrong passwords. Please try again in " +
                             std::to_string(wait.count()) + " s.")
      .with("Retry-After", std::to_string(wait.count()));
}

Response busy() {
  return Response::error(503, "busy", "Too many people sign in just now. Please try again.")
      .with("Retry-After", "2");
}

std::string cookie(std::string_view token, bool secure, std::chrono::seconds life) {
  return std::string{cookie_name(secure)} + "=" + std::string{token} +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(life.count()) +
         (secure ? "; Secure" : "");
}

// What a limit per peer counts: behind a proxy on this machine all people look like one.
std::string peer_of(const Request& request) {
  const bool proxied = !request.loopback && is_loopback_address(request.peer);
  return proxied ? request.peer + " behind a proxy" : request.peer;
}

Response session_answer(Role role, bool signed_in, bool owner_password_set) {
  return Response::json(json{
      {"role", role_name(role)},
      {"signed_in", signed_in},
      {"owner_password_set",
       owner_password_set}}.dump());
}

}  // namespace

void SignIn::State::show(const Responder& responder) {
  const Request& request = responder.request();
  responder.send(
      session_answer(request.role, !request.session.empty(), passwords.has(Role::owner)));
}

void SignIn::State::sign_in(const Responder& responder) {
  const Request& request = responder.request();
  const auto body = parse_object(request.body);
  const std::string* password = body ? text_at(*body, "password") : nullptr;
  const std::string* wanted = body ? text_at(*body, "role") : nullptr;
  const auto only = wanted ? role_of(*wanted) : std::nullopt;
  if (password == nullptr || (wanted != nullptr && !only)) {
    responder.send(bad(R"(Send {"password": "…"}, with "role": "viewer" or "owner" if you like.)"));
    return;
  }
  const std::string peer = peer_of(request);
  if (const auto wait = attempts.wait(peer, clock()); wait.count() > 0) {
    responder.send(wait_first(wait));
    return;
  }
  // One guess of a peer at a time: a second would be made before the first one counts.
  if (!checking.insert(peer_group(peer)).second) {
    responder.send(wait_first(std::chrono::seconds{1}));
    return;
  }
  look_at_file();
  auto slow = [copy = passwords, secret = *password, only, responder, peer] {
    Role right = Role::anyone;
    for (const Role role : {Role::owner, Role::viewer}) {
      if (only && *only != role) continue;
      if (copy.is_right(role, secret)) {
        right = role;
        break;
      }
    }
    return [right, responder, peer, hash = copy.hash(right)](State& state) {
      state.checking.erase(peer_group(peer));
      if (right == Role::anyone || state.passwords.hash(right) != hash) {
        state.attempts.failed(peer, state.clock());
        responder.send(Response::error(401, "wrong_password", "That password is not right."));
        return;
      }
      state.attempts.succeeded(peer, state.clock());
      const bool secure = responder.request().secure;
      responder.send(
          session_answer(right, true, state.passwords.has(Role::owner))
              .with("Set-Cookie", cookie(state.sessions.start(right, hash, state.clock()), secure,
                                         state.sessions.life())));
    };
  };
  if (!hash_in_turn(std::move(slow))) {
    checking.erase(peer_group(peer));
    responder.send(busy());
  }
}

void SignIn::State::sign_out(const Responder& responder) {
  const Request& request = responder.request();
  const std::string_view header = request.header("Cookie").value_or("");
  for (const bool secure : {true, false}) {
    if (const auto token = cookie_value(header, cookie_name(secure))) sessions.end(*token);
  }
  const Role left = request.loopback ? loopback_role() : Role::anyone;
  responder.send(session_answer(left, false, passwords.has(Role::owner))
                     .with("Set-Cookie", cookie("", request.secure, std::chrono::seconds{0})));
}

void SignIn::State::change_password(const Responder& responder) {
  const auto body = parse_object(responder.request().body);
  const std::string* password = body ? text_at(*body, "password") : nullptr;
  const std::string* role_text = body ? text_at(*body, "role") : nullptr;
  const std::string* current = body ? text_at(*body, "current") : nullptr;
  const auto role = role_text ? role_of(*role_text) : std::nullopt;
  if (password == nullptr || !role || (current == nullptr && passwords.has(Role::owner))) {
    responder.send(bad(R"(Send {"role": "viewer" or "owner", "password": "the new one", )"
                       R"("current": "the owner's password until now"}.)"));
    return;
  }
  const std::string peer = peer_of(responder.request());
  if (const auto wait = attempts.wait(peer, clock()); wait.count() > 0) {
    responder.send(wait_first(wait));
    return;
  }
  auto slow = [copy = passwords, secret = *password, given = current ? *current : std::string{},
               role = *role, responder, peer]() mutable -> std::function<void(State&)> {
    if (copy.has(Role::owner) && !copy.is_right(Role::owner, given)) {
      return [responder, peer](State& state) {
        state.attempts.failed(peer, state.clock());
        responder.send(
            Response::error(403, "wrong_password", "The owner's password is not right."));
      };
    }
    try {
      copy.set(role, secret);
    } catch (const words::Problem& problem) {
      return [responder, sentence = std::string{problem.what()}](State&) {
        responder.send(Response::error(422, "password_not_set", sentence));
      };
    }
    return [responder, role, copy](State& state) {
      state.passwords = copy;
      state.sessions.end_others(role, copy.hash(role));
      responder.send(Response::no_content());
    };
  };
  if (!hash_in_turn(std::move(slow))) responder.send(busy());
}

}  // namespace cellwarden::web
