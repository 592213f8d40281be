// SPDX-License-Identifier: Apache-2.0
#include "writing.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace cellwarden::api {

namespace {

constexpr std::int64_t kMsPerSecond = 1000;

int status_of(std::string_view code) {
  if (code == "unproven" || code == "not_authorised") return 403;
  if (code == "no_connection" || code == "dropped") return 503;
  if (code == "not_understood" || code == "not_confirmed") return 502;
  return code == "timed_out" ? 504 : 409;
}

std::optional<Refusal> refusal(std::optional<gateway::WriteRefusal> refused) {
  if (!refused) return {};
  return Refusal{status_of(refused->code), refused->code, std::move(refused->sentence)};
}

Refusal locked(core::Milliseconds left) {
  const std::int64_t seconds = (left.count() + kMsPerSecond - 1) / kMsPerSecond;
  return {429, "pin_locked",
          fmt::format("There have been too many wrong PINs. Please wait for {} s.", seconds),
          seconds};
}

}  // namespace

std::optional<Refusal> why_not(const gateway::Pack& pack, Ability ability) {
  const gateway::LinesLink* link = pack.lines();
  return refusal(gateway::why_not(link == nullptr ? nullptr : &link->session(),
                                  pack.info().unproven_writes, ability));
}

WriteWay way_to(const gateway::Pack& pack) { return gateway::way_to(pack.lines()->session()); }

std::optional<Refusal> check_pin(gateway::Pack& pack, std::uint16_t pin) {
  switch (pack.check_pin(pin)) {
    case core::PinVerdict::right: return {};
    case core::PinVerdict::locked: return locked(pack.pin_locked_for());
    case core::PinVerdict::wrong: break;
  }
  const core::Milliseconds left = pack.pin_locked_for();
  if (left > core::Milliseconds{0}) return locked(left);
  return Refusal{403, "wrong_pin", "That is not the PIN of this pack."};
}

std::optional<Refusal> refusal_of(const protocol::LineOutcome& outcome) {
  return refusal(gateway::refusal_of(outcome));
}

Or<Turn> take_turn(const Shared& api, const gateway::Pack& pack) {
  if (!api->writing.insert(&pack).second) {
    return refuse(409, "busy", "Something else is being written to this pack. Please try again.",
                  1);
  }
  return Turn{nullptr, [api, key = &pack](void*) { api->writing.erase(key); }};
}

Refusal cannot_queue() {
  return {503, "no_connection",
          "The pack takes no commands now; nothing was sent. Please try again later."};
}

web::Response done() { return answer({{"done", true}}); }

void give(const Shared& api, gateway::Pack& pack, const web::Responder& responder,
          const protocol::LineCommand& command, std::function<void()> then) {
  const auto turn = take_turn(api, pack);
  if (!turn) return responder.send(answer(turn.error()));
  const bool queued = pack.lines()->command(
      command,
      [responder, turn = *turn, then = std::move(then)](const protocol::LineOutcome& outcome) {
        if (const auto refusal = refusal_of(outcome)) return responder.send(answer(*refusal));
        if (then) then();
        responder.send(done());
      });
  if (!queued) responder.send(answer(cannot_queue()));
}

}  // namespace cellwarden::api
