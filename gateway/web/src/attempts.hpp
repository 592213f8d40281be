// SPDX-License-Identifier: Apache-2.0
// How often passwords may be guessed. Each peer waits longer after each wrong one; all peers
// together have a common allowance, half of which is kept for peers that have not been wrong yet,
// and a peer that has been right before needs none of it: guessers cannot lock the owner out.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "cellwarden/web/sign_in.hpp"

namespace cellwarden::web {

class Attempts {
 public:
  using Seconds = std::chrono::seconds;

  explicit Attempts(const SignInLimits& limits) : limits_{limits} {}

  // How long until this peer may try; zero: now.
  [[nodiscard]] Seconds wait(std::string_view peer, Seconds now) const;
  void failed(std::string_view peer, Seconds now);
  void succeeded(std::string_view peer, Seconds now);

 private:
  struct Peer {
    int failures{0};  // since the last right one
    bool trusted{false};
    Seconds not_before{0};
    Seconds seen{0};
  };
  [[nodiscard]] std::int64_t spent(Seconds now) const;
  Peer& remember(std::string_view peer, Seconds now);

  SignInLimits limits_;
  std::map<std::string, Peer, std::less<>> peers_;
  std::int64_t spent_{0};  // of the common allowance, at spent_at_
  Seconds spent_at_{0};
};

}  // namespace cellwarden::web
