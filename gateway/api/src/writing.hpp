// SPDX-License-Identifier: Apache-2.0
// Everything that a write to a pack has in common: a link on which one can write, the PIN (SET-2),
// one write at a time, and what became of it, in words (SET-1).
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "api_state.hpp"
#include "cellwarden/gateway/lines_link.hpp"
#include "cellwarden/gateway/write_rules.hpp"
#include "refusal.hpp"
#include "settings_change.hpp"

namespace cellwarden::api {

using gateway::Ability;

// Nothing: it is possible now. Else why not, and what to do.
std::optional<Refusal> why_not(const gateway::Pack& pack, Ability ability);

// Only after why_not().
WriteWay way_to(const gateway::Pack& pack);

// The person knows the pack's PIN; otherwise the refusal, and the guess is counted.
std::optional<Refusal> check_pin(gateway::Pack& pack, std::uint16_t pin);

// What became of a command; nothing: it is done.
std::optional<Refusal> refusal_of(const protocol::LineOutcome& outcome);

// A pack that is being written to, until the last copy goes away.
using Turn = std::shared_ptr<void>;
Or<Turn> take_turn(const Shared& api, const gateway::Pack& pack);

// Gives one command and answers the request: {"done": true}, or why not.
// then: before the answer, if it is done.
void give(const Shared& api, gateway::Pack& pack, const web::Responder& responder,
          const protocol::LineCommand& command, std::function<void()> then = {});

web::Response done();
Refusal cannot_queue();

}  // namespace cellwarden::api
