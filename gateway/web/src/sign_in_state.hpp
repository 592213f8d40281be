// SPDX-License-Identifier: Apache-2.0
// What SignIn keeps. All of it belongs to the server's thread; the worker that hashes gets copies.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "attempts.hpp"
#include "cellwarden/web/responder.hpp"
#include "cellwarden/web/sign_in.hpp"
#include "door.hpp"
#include "sessions.hpp"
#include "workers.hpp"

namespace cellwarden::web {

struct SignIn::State : std::enable_shared_from_this<SignIn::State> {
  State(boost::asio::io_context& io, std::filesystem::path file, const SignInLimits& limits,
        HashCost cost, Clock the_clock);

  // Takes over what `cellwarden password` may have changed; looks at the file at most once a
  // second.
  void look_at_file();
  [[nodiscard]] Role loopback_role() const;

  // The handlers of the routes (sign_in_routes.cpp).
  void show(const Responder& responder);
  void sign_in(const Responder& responder);
  void sign_out(const Responder& responder);
  void change_password(const Responder& responder);

  // Runs slow on the worker, then done on the server's thread, as long as this object lives. False
  // if too many wait.
  bool hash_in_turn(std::function<std::function<void(State&)>()> slow);

  Passwords passwords;
  Sessions sessions;
  Attempts attempts;
  Clock clock;
  std::set<std::string, std::less<>> checking;  // peers whose password is being checked
  std::optional<std::chrono::seconds> looked;

  std::shared_ptr<Door> door;
  Workers worker;
};

// "cellwarden=…" over plain HTTP, "__Host-cellwarden=…" over TLS, where browsers then insist that
// it came over TLS, too.
std::string_view cookie_name(bool secure);
std::optional<std::string_view> cookie_value(std::string_view cookie_header, std::string_view name);

}  // namespace cellwarden::web
