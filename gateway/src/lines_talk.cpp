// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/lines_talk.hpp"

#include <utility>

#include "cellwarden/words/say.hpp"

namespace cellwarden::gateway {

using core::Milliseconds;
using protocol::LineOutcome;
using protocol::LinesAccess;
using protocol::LinesDevice;
using protocol::LinesPhase;
using protocol::LinesSession;

namespace {

constexpr Milliseconds kClockMayDiffer{2'000};
constexpr Milliseconds kClockPause{60'000};

std::string sentence_of(const LinesSession& session, const std::string& place) {
  if (session.access == LinesAccess::wrong_pin) {
    return words::say(
        "the pack at {} refuses the PIN; give the right one (five wrong ones lock it for a "
        "minute).",
        place);
  }
  if (session.access == LinesAccess::locked) {
    return words::say("the pack at {} takes no PINs for {} s, after wrong ones.", place,
                      session.lock_left.count() / 1000);
  }
  if (session.phase == LinesPhase::needs_pin) {
    return words::say("the pack at {} tells nothing without its PIN; give it.", place);
  }
  return {};
}

}  // namespace

LinesTalk::LinesTalk(LinkKind kind, std::string place, const LinesOptions& options,
                     std::function<void()> changed)
    : client_{options.pin}, options_{options}, changed_{std::move(changed)}, pin_{options.pin} {
  report_.kind = kind;
  report_.place = std::move(place);
}

void LinesTalk::connect(LinesMoment now, bool public_only) {
  now_ = now;
  connected_ = true;
  client_.connect(now.steady, public_only ? LinesDevice::public_only : LinesDevice::unknown);
}

void LinesTalk::lost(const std::string& sentence, LinesMoment now) {
  ++report_.losses;
  end_session(now);
  report_.state = LinkState::waiting;
  report_.sentence = sentence;
  changed_();
}

void LinesTalk::let_go(LinesMoment now) {
  end_session(now);
  report_.state = LinkState::let_go;
  report_.sentence.clear();
  changed_();
}

void LinesTalk::take_up() {
  report_.state = LinkState::opening;
  changed_();
}

void LinesTalk::end_session(LinesMoment now) {
  now_ = now;
  connected_ = false;
  client_.disconnect([this](const protocol::LineNews& news) { hear(news); });
}

void LinesTalk::receive(std::span<const std::uint8_t> bytes, LinesMoment now) {
  now_ = now;
  report_.bytes += bytes.size();
  client_.receive(bytes, now.steady, [this](const protocol::LineNews& news) { hear(news); });
}

void LinesTalk::tick(LinesMoment now) {
  now_ = now;
  if (const auto read = log_.next(session(), now.steady)) static_cast<void>(client_.read(*read));
  client_.tick(now.steady, [this](const protocol::LineNews& news) { hear(news); });
}

bool LinesTalk::command(const protocol::LineCommand& command, Done done) {
  if (command.action == protocol::LineAction::set_offset) done = noting(command, std::move(done));
  return wait_for(client_.command(command), std::move(done));
}

bool LinesTalk::write(const protocol::RegisterWrites& writes, Done done) {
  return wait_for(client_.write(writes), std::move(done));
}

void LinesTalk::set_pin(std::uint16_t pin) {
  pin_ = pin;
  client_.set_pin(pin);
}

std::optional<std::uint16_t> LinesTalk::accepted_pin() const {
  return session().access == LinesAccess::logged_in ? pin_ : std::nullopt;
}

LinkReport LinesTalk::report() const {
  LinkReport report = report_;
  const auto& counters = client_.counters();
  report.bad = counters.broken + counters.wrong_check + counters.too_long;
  report.good = counters.lines - report.bad;
  report.session = client_.session();
  return report;
}

bool LinesTalk::wait_for(std::optional<protocol::LineTicket> ticket, Done done) {
  if (!ticket) return false;
  waiting_.emplace(*ticket, std::move(done));
  return true;
}

// Boards tell corrections once, at the beginning (CELL-10), and none that is zero.
LinesTalk::Done LinesTalk::noting(const protocol::LineCommand& command, Done done) {
  return [this, line = protocol::OffsetLine{.cell = command.cell, .offset = command.offset},
          done = std::move(done)](const LineOutcome& outcome) {
    if (outcome.result == protocol::LineResult::ok) source_.take(line, now_.steady);
    done(outcome);
  };
}

void LinesTalk::hear(const protocol::LineNews& news) {
  if (const auto* outcome = std::get_if<LineOutcome>(&news)) finish(*outcome);
  if (const auto* clock = std::get_if<protocol::ClockLine>(&news)) compare_clock(*clock);
  source_.take(news, now_.steady);
  log_.take(news, now_.steady);
  if (const auto* session = std::get_if<LinesSession>(&news)) {
    report_.state = session->phase == LinesPhase::live ? LinkState::up : LinkState::opening;
    report_.sentence = sentence_of(*session, report_.place);
  }
  changed_();
}

void LinesTalk::finish(const LineOutcome& outcome) {
  const auto found = waiting_.find(outcome.ticket);
  if (found == waiting_.end()) return;
  const Done done = std::move(found->second);
  waiting_.erase(found);
  done(outcome);
}

// EN-2: "today" ends at midnight of the device clock, which the app sets on connecting.
void LinesTalk::compare_clock(const protocol::ClockLine& clock) {
  if (!options_.set_clock || session().device != LinesDevice::ours ||
      session().access != LinesAccess::logged_in) {
    return;
  }
  const Milliseconds local = now_.local;
  if (clock.local && abs(*clock.local - local) <= kClockMayDiffer) return;
  if (clock_set_at_ && now_.steady - *clock_set_at_ < kClockPause) return;
  clock_set_at_ = now_.steady;
  protocol::LineCommand command;
  command.action = protocol::LineAction::set_clock;
  command.local_time = local;
  static_cast<void>(client_.command(command));
}

}  // namespace cellwarden::gateway
