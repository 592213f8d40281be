// SPDX-License-Identifier: Apache-2.0
// The client's queue and clock: one line on its way at a time, time-outs, pings.
#include "cellwarden/protocol/lines_client.hpp"

#include <algorithm>

namespace cellwarden::protocol {

bool operator==(const LinesSession& a, const LinesSession& b) {
  const auto version = [](const LinesSession& s) {
    constexpr unsigned kBitsPerByte = 8;
    if (!s.firmware) return -1;
    return (s.firmware->major << 2U * kBitsPerByte) | (s.firmware->minor << kBitsPerByte) |
           s.firmware->patch;
  };
  return a.phase == b.phase && a.access == b.access && a.device == b.device &&
         a.generation == b.generation && version(a) == version(b) && a.lock_left == b.lock_left;
}

LinesClient::LinesClient(std::optional<std::uint16_t> pin) : pin_{pin} {}

void LinesClient::set_pin(std::optional<std::uint16_t> pin) {
  pin_ = pin;
  pin_wrong_ = false;
  login_wanted_ = connected();
}

void LinesClient::forget_connection() {
  session_ = {};
  if (pin_wrong_) session_.access = LinesAccess::wrong_pin;
  pin_unanswered_ = false;
  login_wanted_ = false;
  echoes_ = false;
  step_repeated_ = false;
  step_ = Step::version;
  unlock_at_.reset();
  exchange_ = {};
  item_.reset();
  queue_size_ = 0;
  line_.clear();
  skipping_ = false;
  output_.clear();
  unsent_ = 0;
}

// $ and ENQ, as the vendor's app begins.
void LinesClient::connect(core::Milliseconds now, LinesDevice device) {
  constexpr std::uint8_t kEnquiry = 5;
  forget_connection();
  session_.phase = LinesPhase::connecting;
  now_ = now;
  last_line_ = now;
  ping();
  output_.push(kEnquiry);
  output_.push(static_cast<std::uint8_t>(kLineEnd));
  if (device != LinesDevice::public_only) return;
  session_.device = device;
  begin_login();
}

bool LinesClient::connected() const {
  return session_.phase != LinesPhase::offline && session_.phase != LinesPhase::no_answer;
}

// First the phase, so that a sink cannot queue anew.
void LinesClient::drop_all(LinesPhase phase, Report report) {
  session_.phase = phase;
  while (item_ || queue_size_ > 0) {
    take_next_item();
    item_done(LineResult::dropped, {}, report);
  }
  const LinesSession last = session_;
  forget_connection();
  if (phase == LinesPhase::no_answer) session_ = last;
  tell_session(report);
}

void LinesClient::end(Report report) { drop_all(LinesPhase::offline, report); }

// The silence was too long.
void LinesClient::give_up(Report report) {
  session_.phase = LinesPhase::no_answer;
  if (exchange_.waiting) ++counters_.timed_out;
  if (item_) item_done(LineResult::timed_out, {}, report);
  drop_all(LinesPhase::no_answer, report);
}

void LinesClient::tell_session(Report report) {
  if (session_ == told_) return;
  told_ = session_;
  report(session_);
}

void LinesClient::take(std::span<const std::uint8_t> bytes, core::Milliseconds now, Report report) {
  now_ = now;
  tell_session(report);
  // The next line goes out as soon as one is answered, however the bytes were grouped.
  go_on(report);
  for (const std::uint8_t byte : bytes) {
    if (!connected()) return;
    hear_byte(byte, report);
    go_on(report);
  }
}

void LinesClient::advance(core::Milliseconds now, Report report) {
  now_ = now;
  tell_session(report);
  if (!connected()) return;
  if (now - last_line_ >= kSilenceLimit) return give_up(report);
  if (exchange_.waiting && now >= answer_due()) {
    ++counters_.timed_out;
    finish(LineResult::timed_out, report);
  }
  go_on(report);
  if (connected() && !ours() && now >= next_ping_) ping();
}

core::Milliseconds LinesClient::answer_due() const {
  // Only ours has records enough to keep an answer waiting; a real one would just talk on.
  if (!ours()) return exchange_.sent + kAnswerWait;
  return std::min(std::max(exchange_.sent, last_line_) + kAnswerWait,
                  exchange_.sent + kSilenceLimit);
}

bool LinesClient::work_waits() const {
  return item_ || login_wanted_ || step_ != Step::running || queue_size_ > 0;
}

std::optional<core::Milliseconds> LinesClient::idle_work_at() const {
  if (output_.room() <= kMaxLine) return {};  // somebody must transmit() first
  if (work_waits()) return now_;
  const core::Milliseconds probe = last_line_ + kProbeAfter;
  return unlock_at_ ? std::min(probe, *unlock_at_) : probe;
}

std::optional<core::Milliseconds> LinesClient::wake_at() const {
  if (!(session_ == told_)) return now_;
  if (!connected()) return {};
  core::Milliseconds at = last_line_ + kSilenceLimit;
  if (!ours()) at = std::min(at, next_ping_);
  const auto work = exchange_.waiting ? answer_due() : idle_work_at();
  return work ? std::min(at, *work) : at;
}

// Other bytes on their way do as well as a ping.
void LinesClient::ping() {
  if (output_.empty()) output_.push('$');
  next_ping_ = now_ + kClientPing;
}

std::size_t LinesClient::transmit(std::span<std::uint8_t> room) {
  const std::size_t count = std::min(room.size(), output_.size());
  for (std::uint8_t& byte : room.first(count)) byte = output_.pop();
  unsent_ -= std::min(unsent_, count);
  return count;
}

void LinesClient::go_on(Report report) {
  while (connected() && !exchange_.waiting && output_.room() > kMaxLine && send_next(report)) {
  }
}

// False: there is nothing to do now.
bool LinesClient::send_next(Report report) {
  if (item_) {
    send_part(report);
    return true;
  }
  if (login_wanted_ && step_ != Step::version) begin_login();
  login_wanted_ = false;
  if (step_ == Step::running && unlock_at_ && now_ >= *unlock_at_) begin_login();
  tell_session(report);
  if (step_ != Step::running) {
    send_step();
    return true;
  }
  if (queue_size_ > 0) {
    take_next_item();
    return true;
  }
  if (now_ - last_line_ < kProbeAfter) return false;
  send_probe();
  return true;
}

void LinesClient::send_line(const LineText& line) {
  exchange_.waiting = true;
  exchange_.line = line;
  exchange_.sent = now_;
  for (const char c : line.view()) output_.push(static_cast<std::uint8_t>(c));
  output_.push(static_cast<std::uint8_t>(kLineEnd));
  unsent_ = output_.size();
}

// Is anybody there? And if the device began anew, it has forgotten the stream, and who we are.
void LinesClient::send_probe() {
  exchange_ = {};
  exchange_.probe = true;
  if (session_.phase == LinesPhase::live) {
    send_stream();
  } else if (ours()) {
    send_request(LineRequest::access);
  } else {
    send_read({});
  }
}

void LinesClient::send_read(PublicRead read) {
  exchange_.read = read;
  send_line(encode_read(read));
}

void LinesClient::send_request(LineRequest request) {
  switch (request) {
    case LineRequest::version: exchange_.record = 'V'; break;
    case LineRequest::access: exchange_.record = 'A'; break;
    case LineRequest::settings: exchange_.record = 'S'; break;
    case LineRequest::clock: exchange_.record = 'T'; break;
    default: break;
  }
  send_line(encode_request(request));
}

std::optional<LineTicket> LinesClient::queue(const Request& request) {
  if (!connected() || queue_size_ == kClientQueue) return {};
  queue_[(queue_first_ + queue_size_) % kClientQueue] = {.ticket = ++last_ticket_, .what = request};
  ++queue_size_;
  return last_ticket_;
}

std::optional<LineTicket> LinesClient::command(const LineCommand& command) {
  const LineText line = encode_command(command);
  const bool a_line = !line.view().empty() && !line.too_long();
  if (!a_line || command.action == LineAction::log_in) return {};
  return queue(command);
}

std::optional<LineTicket> LinesClient::request(LineRequest request) { return queue(request); }

std::optional<LineTicket> LinesClient::read(PublicRead read) {
  if (encode_read(read).view().empty()) return {};
  return queue(read);
}

std::optional<LineTicket> LinesClient::write(const RegisterWrites& writes) {
  if (writes.writes.empty()) return {};
  return queue(writes);
}

void LinesClient::take_next_item() {
  if (item_ || queue_size_ == 0) return;
  item_ = queue_[queue_first_];
  part_ = 0;
  queue_first_ = (queue_first_ + 1) % kClientQueue;
  --queue_size_;
}

// The next line of the command that is on its way.
void LinesClient::send_part(Report report) {
  exchange_ = {};
  const auto* command = std::get_if<LineCommand>(&item_->what);
  const auto* request = std::get_if<LineRequest>(&item_->what);
  const bool needs_ours = command != nullptr || request != nullptr;
  if (needs_ours && !ours()) return item_done(LineResult::not_possible, {}, report);
  if (command != nullptr && part_ == 0) return send_line(encode_command(*command));
  if (command != nullptr) return send_request(LineRequest::settings);
  if (request != nullptr) return send_request(*request);
  if (const auto* read = std::get_if<PublicRead>(&item_->what)) return send_read(*read);
  if (const auto* writes = std::get_if<RegisterWrites>(&item_->what)) send_part_of(*writes);
}

void LinesClient::send_part_of(const RegisterWrites& writes) {
  if (part_ < writes.writes.size()) return send_line(encode_write(writes.writes[part_]));
  send_read({.kind = writes.read_back.value_or(PublicReadKind::version), .number = 0});
}

// Behind the part that was just answered.
bool LinesClient::more_parts() const {
  if (const auto* command = std::get_if<LineCommand>(&item_->what)) {
    return command->action == LineAction::write_settings && part_ == 0;
  }
  const auto* writes = std::get_if<RegisterWrites>(&item_->what);
  if (writes == nullptr) return false;
  const std::size_t parts = writes->writes.size() + (writes->read_back ? 1 : 0);
  return part_ + 1U < parts;
}

// SET-1: done is what was read back.
LineResult LinesClient::confirmed(LineResult result) const {
  const auto* command = std::get_if<LineCommand>(&item_->what);
  const auto* writes = std::get_if<RegisterWrites>(&item_->what);
  const bool of_command = command != nullptr && part_ > 0;
  const bool of_writes = writes != nullptr && part_ >= writes->writes.size();
  if (!of_command && !of_writes) return result;
  if (result != LineResult::ok) return LineResult::not_confirmed;
  if (of_writes) return exchange_.written_shows ? result : LineResult::not_confirmed;
  const std::optional<core::Settings>& back = exchange_.settings;
  const bool equal =
      back && std::ranges::all_of(core::setting_rows(), [&](const auto& row) {
        return row.id == core::SettingId::pin || row.get(*back) == row.get(command->settings);
      });
  return equal ? result : LineResult::not_confirmed;
}

void LinesClient::part_done(LineResult result, Report report) {
  const auto* command = std::get_if<LineCommand>(&item_->what);
  const bool ok = result == LineResult::ok;
  if (ok && more_parts()) {
    ++part_;
    return;
  }
  if (ok && command != nullptr && command->action == LineAction::change_pin) pin_ = command->pin;
  // The PIN is not the PIN any more: try it once, as far as it is known to have been right.
  if (result == LineResult::not_authorised && logged_in()) login_wanted_ = true;
  item_done(confirmed(result), exchange_.reason, report);
}

void LinesClient::item_done(LineResult result, std::optional<core::SettingsError> reason,
                            Report report) {
  const LineOutcome outcome{.ticket = item_->ticket, .result = result, .reason = reason};
  item_.reset();
  report(outcome);
}

// The line that was on its way is answered, or will not be any more.
void LinesClient::finish(LineResult result, Report report) {
  exchange_.waiting = false;
  if (exchange_.probe) {
    probe_done(result);
  } else if (item_) {
    part_done(result, report);
  } else {
    step_done(result, report);
  }
  tell_session(report);
}

}  // namespace cellwarden::protocol
