// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/responder.hpp"

#include <atomic>
#include <utility>

namespace cellwarden::web {

struct Responder::State {
  State(std::shared_ptr<const Request> the_request, std::unique_ptr<Target> the_target)
      : request{std::move(the_request)}, target{std::move(the_target)} {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (!answered.exchange(true)) {
      target->answer(Response::error(
          500, "not_answered", "The gateway forgot to answer this. Please report it as a fault."));
    }
  }

  std::shared_ptr<const Request> request;
  std::unique_ptr<Target> target;
  std::atomic<bool> answered{false};
};

Responder::Responder(std::shared_ptr<const Request> request, std::unique_ptr<Target> target)
    : state_{std::make_shared<State>(std::move(request), std::move(target))} {}

const Request& Responder::request() const { return *state_->request; }

void Responder::send(Response response) const {
  if (!state_->answered.exchange(true)) state_->target->answer(std::move(response));
}

}  // namespace cellwarden::web
