// SPDX-License-Identifier: Apache-2.0
// How a session begins: who is there, the PIN, the settings, the stream. XV@ comes first, because
// XA@ then tells whether PINs are taken now: while a board is locked its PIN is not even tried.
#include "cellwarden/protocol/lines_client.hpp"

namespace cellwarden::protocol {

using enum LineResult;

void LinesClient::go_to(Step step) {
  step_ = step;
  step_repeated_ = false;
}

// Our own records hold all that the public ones tell, so of a board of ours we ask for nothing
// else.
void LinesClient::send_stream() {
  if (ours() && logged_in()) return send_request(LineRequest::stream);
  LineText line;
  line.put("E!");
  send_line(line);
}

void LinesClient::send_step() {
  exchange_ = {};
  switch (step_) {
    case Step::version: return send_request(LineRequest::version);
    case Step::access:
    case Step::lock: return send_request(LineRequest::access);
    case Step::pin: {
      LineCommand command;
      command.action = LineAction::log_in;
      command.pin = pin_.value_or(0);
      return send_line(encode_command(command));
    }
    case Step::settings: return send_request(LineRequest::settings);
    case Step::offsets: return send_request(LineRequest::offsets);
    case Step::public_version: return send_read({.kind = PublicReadKind::version});
    case Step::settings_1: return send_read({.kind = PublicReadKind::settings_1});
    case Step::settings_2: return send_read({.kind = PublicReadKind::settings_2});
    case Step::settings_3: return send_read({.kind = PublicReadKind::settings_3});
    case Step::stream: return send_stream();
    case Step::running: return;
  }
}

void LinesClient::step_done(LineResult result, Report report) {
  const bool failed = result == timed_out || result == not_understood;
  // The line may be noisy. But a PIN that got no answer may have counted as a wrong one (SET-2).
  if (failed && !step_repeated_ && step_ != Step::pin) {
    step_repeated_ = true;
    return;
  }
  switch (step_) {
    case Step::version: return version_done(result);
    case Step::access: return access_done();
    case Step::pin: return pin_done(result);
    case Step::lock: return after_login();
    case Step::settings: return go_to(Step::offsets);
    case Step::offsets: return go_to(Step::stream);
    case Step::public_version: return public_version_done(result);
    case Step::settings_1: return go_to(Step::settings_2);
    case Step::settings_2:
      return go_to(session_.generation == Generation::one_or_two ? Step::stream : Step::settings_3);
    case Step::settings_3: return go_to(Step::stream);
    case Step::stream: return stream_done(result, report);
    case Step::running: return;
  }
}

// A real one answers KO, NA, BEL or nothing.
void LinesClient::version_done(LineResult result) {
  session_.device = result == ok ? LinesDevice::ours : LinesDevice::public_only;
  begin_login();
}

// Until set_pin() a wrong PIN is not sent again: the fifth would lock the board (SET-2).
void LinesClient::begin_login() {
  unlock_at_.reset();
  session_.phase = LinesPhase::connecting;
  if (pin_wrong_) session_.access = LinesAccess::wrong_pin;
  if (!pin_wrong_) session_.access = LinesAccess::not_tried;
  if (!pin_ || pin_wrong_) return after_login();
  go_to(ours() ? Step::access : Step::pin);
}

// While PINs are not taken, the right one is NA as well, and we would think that it is wrong.
void LinesClient::access_done() {
  if (session_.lock_left == core::Milliseconds{0}) return go_to(Step::pin);
  session_.access = LinesAccess::locked;
  unlock_at_ = now_ + session_.lock_left;
  after_login();
}

void LinesClient::pin_done(LineResult result) {
  if (login_wanted_) return;  // that was the PIN before set_pin()
  pin_unanswered_ = result == timed_out;
  if (result == ok) session_.access = LinesAccess::logged_in;
  if (result != not_authorised) return after_login();
  session_.access = LinesAccess::wrong_pin;
  pin_wrong_ = true;
  if (ours()) return go_to(Step::lock);
  after_login();
}

// Generations 1 and 2 stream without the PIN. Of a real device the generation is not known yet.
void LinesClient::after_login() {
  session_.phase = LinesPhase::reading;
  if (ours() && logged_in()) return go_to(Step::settings);
  if (!ours() || session_.generation == Generation::one_or_two) return go_to(Step::public_version);
  session_.phase = LinesPhase::needs_pin;
  go_to(Step::running);
}

// Who is told not even the version is told no settings; E! shows whether there is a stream.
void LinesClient::public_version_done(LineResult result) {
  go_to(result == not_authorised ? Step::stream : Step::settings_1);
}

void LinesClient::stream_done(LineResult result, Report report) {
  const bool denied = result == not_authorised;
  // The PIN may be right: begin anew rather than wait for another one.
  if (denied && pin_unanswered_) return give_up(report);
  session_.phase = denied ? LinesPhase::needs_pin : LinesPhase::live;
  go_to(Step::running);
}

void LinesClient::probe_done(LineResult result) {
  if (result != not_authorised || session_.phase != LinesPhase::live) return;
  if (logged_in()) {
    login_wanted_ = true;
  } else {
    session_.phase = LinesPhase::needs_pin;
  }
}

}  // namespace cellwarden::protocol
