// SPDX-License-Identifier: Apache-2.0
// Who has signed in: tokens of 256 random bits, of which only hashes are kept, in memory only, so
// that nothing read from disk or memory lets anybody in.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cellwarden/web/role.hpp"
#include "cellwarden/web/sign_in.hpp"

namespace cellwarden::web {

class Sessions {
 public:
  using Seconds = std::chrono::seconds;

  explicit Sessions(const SignInLimits& limits) : limits_{limits} {}

  struct Found {
    Role role{Role::anyone};
    std::string id;
  };
  // password_hash: what it was begun with; see end_others. Gives the token for the cookie.
  std::string start(Role role, std::string password_hash, Seconds now);
  // Counts as use.
  std::optional<Found> find(std::string_view token, Seconds now);
  // By Found::id. Counts as use, too: a screen on the wall that only listens is not idle.
  bool holds(std::string_view id, Seconds now);
  void end(std::string_view token);
  // Ends the sessions of a role that began with another password than this.
  void end_others(Role role, const std::string& password_hash);
  [[nodiscard]] std::size_t size() const { return sessions_.size(); }
  [[nodiscard]] std::chrono::seconds life() const { return limits_.session_life; }

 private:
  using Key = std::array<unsigned char, 32>;
  struct Session {
    Role role{Role::anyone};
    std::string id;
    std::string password_hash;
    Seconds begun{0};
    Seconds used{0};
  };
  static Key key_of(std::string_view token);
  [[nodiscard]] bool alive(const Session& session, Seconds now) const;
  void make_room(Seconds now);

  SignInLimits limits_;
  std::map<Key, Session> sessions_;
};

}  // namespace cellwarden::web
