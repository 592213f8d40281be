// SPDX-License-Identifier: Apache-2.0
// Who a request comes from: passwords are checked one at a time on a thread of their own, wrong
// ones cost the guesser more and more time, and a right one gives a session that a cookie carries.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cellwarden/web/passwords.hpp"
#include "cellwarden/web/role.hpp"

namespace boost::asio {
class io_context;
}

namespace cellwarden::web {

class Router;

struct SignInLimits {
  std::chrono::seconds session_idle{std::chrono::hours{24 * 7}};
  std::chrono::seconds session_life{std::chrono::hours{24 * 30}};
  std::size_t sessions{256};                   // a further one ends the one unused for longest
  std::size_t waiting{8};                      // passwords that wait to be checked
  int free_failures{3};                        // a peer's wrong passwords before it has to wait
  std::chrono::seconds wait{2};                // then this long, doubling with each wrong one …
  std::chrono::seconds longest_wait{15 * 60};  // … up to this
  int all_failures{60};     // wrong ones of all peers together, one given back a second
  std::size_t peers{1024};  // remembered
};

class SignIn {
 public:
  using Clock = std::function<std::chrono::seconds()>;  // since any start, never going back

  // Throws words::Problem if the password file is damaged. clock: for tests.
  SignIn(boost::asio::io_context& io, std::filesystem::path password_file, SignInLimits limits = {},
         HashCost cost = {}, Clock clock = {});
  ~SignIn();
  SignIn(const SignIn&) = delete;
  SignIn& operator=(const SignIn&) = delete;

  // All on the server's thread.
  // What is known of a request's sender. On loopback without a session: viewer, and owner as long
  // as no owner password is set.
  struct Who {
    Role role{Role::anyone};
    std::string session;  // Request::session
  };
  [[nodiscard]] Who who(std::string_view cookie_header, bool loopback);
  // Whether a session (of Request::session) still holds; an empty one always does, on loopback
  // only as long as its role stays what it was.
  [[nodiscard]] bool still_holds(const Who& who, bool loopback);
  [[nodiscard]] bool has_owner_password() const;

  // GET    /api/v1/session   {"role", "signed_in", "owner_password_set"}
  // POST   /api/v1/session   {"password", "role"?}: sets the cookie; 401, 429 (Retry-After), 503
  // DELETE /api/v1/session   sign out
  // PUT    /api/v1/password  {"role", "password", "current"}: owner; ends that role's sessions.
  //                          "current" (the owner's) is needed once an owner password is set
  void add_routes(Router& router);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace cellwarden::web
