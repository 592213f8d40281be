// SPDX-License-Identifier: Apache-2.0
#include "writing.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace cellwarden::api {

using protocol::LineResult;
using protocol::LinesAccess;
using protocol::LinesDevice;
using protocol::LinesPhase;

namespace {

constexpr std::int64_t kMsPerSecond = 1000;

Refusal not_possible(std::string sentence) { return {409, "not_possible", std::move(sentence)}; }

Refusal locked(core::Milliseconds left) {
  const std::int64_t seconds = (left.count() + kMsPerSecond - 1) / kMsPerSecond;
  return {429, "pin_locked",
          fmt::format("There have been too many wrong PINs. Please wait for {} s.", seconds),
          seconds};
}

// Of a real 123\SmartBMS, over the lines that the public knows.
std::optional<Refusal> why_not_public(const gateway::Pack& pack,
                                      const protocol::LinesSession& session, Ability ability) {
  if (ability == Ability::own_commands) {
    return not_possible(
        "The public lines of this pack have no such command; use the app of its maker.");
  }
  if (ability == Ability::hold && session.generation != protocol::Generation::three) {
    return not_possible("Packs of generation 1 and 2 cannot hold their relays open.");
  }
  if (!pack.info().unproven_writes) {
    return Refusal{403, "unproven",
                   "What is known of writing to this pack rests on one source alone, so it is off. "
                   "It can be allowed in the configuration, with unproven_writes."};
  }
  return {};
}

}  // namespace

std::optional<Refusal> why_not(const gateway::Pack& pack, Ability ability) {
  const gateway::LinesLink* link = pack.lines();
  if (link == nullptr) {
    return not_possible(
        "This pack is only listened to, over its data output; nothing can be written that way.");
  }
  const protocol::LinesSession& session = link->session();
  const bool silent = session.phase == LinesPhase::offline ||
                      session.phase == LinesPhase::no_answer ||
                      session.device == LinesDevice::unknown;
  if (silent) {
    return Refusal{503, "no_connection",
                   "The pack cannot be reached now; its links say why. Please try again later."};
  }
  if (session.access != LinesAccess::logged_in) {
    return Refusal{409, "not_signed_in",
                   "The pack has not taken a PIN from the gateway yet: give it with …/sign-in."};
  }
  if (session.device != LinesDevice::ours) return why_not_public(pack, session, ability);
  return {};
}

WriteWay way_to(const gateway::Pack& pack) {
  const protocol::LinesSession& session = pack.lines()->session();
  return {.ours = session.device == LinesDevice::ours,
          .generation = session.generation.value_or(protocol::Generation::one_or_two)};
}

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
  switch (outcome.result) {
    case LineResult::ok: return {};
    case LineResult::refused:
      return Refusal{409, "refused", "The pack refused it; nothing has changed."};
    case LineResult::not_authorised:
      return Refusal{403, "not_authorised",
                     "The pack does not take the gateway's PIN any more; nothing has changed. Give "
                     "the right one with …/sign-in."};
    case LineResult::timed_out:
      return Refusal{504, "timed_out",
                     "The pack did not answer: it may have been done, or not. Please look before "
                     "you try again."};
    case LineResult::not_understood:
      return Refusal{502, "not_understood",
                     "The pack's answer makes no sense: it may have been done, or not."};
    case LineResult::not_confirmed:
      return Refusal{
          502, "not_confirmed",
          "The pack said that it is done, but what was read back differs or could not be "
          "read."};
    case LineResult::not_possible:
      return not_possible("This pack has no such command; nothing was sent.");
    case LineResult::dropped: break;
  }
  return Refusal{503, "dropped",
                 "The connection to the pack ended: it may have been done, or not. Please look "
                 "before you try again."};
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
      command, [responder, turn = *turn, then](const protocol::LineOutcome& outcome) {
        if (const auto refusal = refusal_of(outcome)) return responder.send(answer(*refusal));
        if (then) then();
        responder.send(done());
      });
  if (!queued) responder.send(answer(cannot_queue()));
}

}  // namespace cellwarden::api
