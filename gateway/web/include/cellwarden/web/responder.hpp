// SPDX-License-Identifier: Apache-2.0
// The promise to answer one request, now or later, from any thread. A copyable value: the first
// send() counts, and if the last copy goes away unanswered, the server says 500 by itself.
#pragma once

#include <memory>

#include "cellwarden/web/request.hpp"
#include "cellwarden/web/response.hpp"

namespace cellwarden::web {

class Responder {
 public:
  // What the server (or a test) does with the answer; called at most once, on any thread.
  class Target {
   public:
    Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;
    virtual ~Target() = default;
    virtual void answer(Response response) = 0;
  };

  Responder(std::shared_ptr<const Request> request, std::unique_ptr<Target> target);

  // Lives as long as any copy of this responder does.
  [[nodiscard]] const Request& request() const;

  // Further answers to the same request are ignored.
  void send(Response response) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace cellwarden::web
