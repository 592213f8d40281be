// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/write_rules.hpp"

namespace cellwarden::gateway {

using core::Milliseconds;
using protocol::LineResult;
using protocol::LinesAccess;
using protocol::LinesDevice;
using protocol::LinesPhase;

namespace {

constexpr Milliseconds kLongestWait{15'000};
// A session that still says "wrong" so long after the PIN was given means this PIN.
constexpr Milliseconds kSettled{3'000};

// Of a real 123\SmartBMS, over the lines that the public knows.
std::optional<WriteRefusal> why_not_public(const protocol::LinesSession& session,
                                           bool unproven_writes, Ability ability) {
  if (ability == Ability::own_commands) {
    return WriteRefusal{
        "not_possible",
        "The public lines of this pack have no such command; use the app of its maker."};
  }
  if (ability == Ability::hold && session.generation != protocol::Generation::three) {
    return WriteRefusal{"not_possible",
                        "Packs of generation 1 and 2 cannot hold their relays open."};
  }
  if (!unproven_writes) {
    return WriteRefusal{
        "unproven",
        "What is known of writing to this pack rests on one source alone, so it is off. "
        "It can be allowed in the configuration, with unproven_writes."};
  }
  return {};
}

}  // namespace

std::optional<WriteRefusal> why_not(const protocol::LinesSession* session, bool unproven_writes,
                                    Ability ability) {
  if (session == nullptr) {
    return WriteRefusal{
        "not_possible",
        "This pack is only listened to, over its data output; nothing can be written that way."};
  }
  const bool silent = session->phase == LinesPhase::offline ||
                      session->phase == LinesPhase::no_answer ||
                      session->device == LinesDevice::unknown;
  if (silent) {
    return WriteRefusal{
        "no_connection",
        "The pack cannot be reached now; its links say why. Please try again later."};
  }
  if (session->access != LinesAccess::logged_in) {
    return WriteRefusal{
        "not_signed_in",
        "The pack has not taken a PIN from the gateway yet: give it with …/sign-in."};
  }
  if (session->device != LinesDevice::ours) {
    return why_not_public(*session, unproven_writes, ability);
  }
  return {};
}

WriteWay way_to(const protocol::LinesSession& session) {
  return {.ours = session.device == LinesDevice::ours,
          .generation = session.generation.value_or(protocol::Generation::one_or_two)};
}

std::optional<WriteRefusal> refusal_of(const protocol::LineOutcome& outcome) {
  switch (outcome.result) {
    case LineResult::ok: return {};
    case LineResult::refused:
      return WriteRefusal{"refused", "The pack refused it; nothing has changed."};
    case LineResult::not_authorised:
      return WriteRefusal{
          "not_authorised",
          "The pack does not take the gateway's PIN any more; nothing has changed. Give the right "
          "one with …/sign-in."};
    case LineResult::timed_out:
      return WriteRefusal{"timed_out",
                          "The pack did not answer: it may have been done, or not. Please look "
                          "before you try again."};
    case LineResult::not_understood:
      return WriteRefusal{"not_understood",
                          "The pack's answer makes no sense: it may have been done, or not."};
    case LineResult::not_confirmed:
      return WriteRefusal{
          "not_confirmed",
          "The pack said that it is done, but what was read back differs or could not be read."};
    case LineResult::not_possible:
      return WriteRefusal{"not_possible", "This pack has no such command; nothing was sent."};
    case LineResult::dropped: break;
  }
  return WriteRefusal{"dropped",
                      "The connection to the pack ended: it may have been done, or not. Please "
                      "look before you try again."};
}

std::optional<Login> LoginWatch::look(const protocol::LinesSession& session, Milliseconds now) {
  const Milliseconds passed = now - begin_;
  begun_ = begun_ || session.access == LinesAccess::not_tried;
  if (passed >= kLongestWait) return Login::no_answer;
  if (!begun_ && passed < kSettled) return {};
  switch (session.access) {
    case LinesAccess::logged_in: return Login::taken;
    case LinesAccess::wrong_pin: return Login::wrong;
    case LinesAccess::locked: return Login::locked;
    case LinesAccess::not_tried: break;
  }
  return {};
}

}  // namespace cellwarden::gateway
