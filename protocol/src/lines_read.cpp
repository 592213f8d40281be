// SPDX-License-Identifier: Apache-2.0
// The public reads: V@, S1@, S2@, S3@, SRY0@, SRY1@, TS@, L0@…L9@, H0@…HD@. What our board does not
// have is answered with the value that says so, never with an invented one.
#include <algorithm>
#include <array>

#include "lines_codec.hpp"
#include "lines_framing.hpp"
#include "lines_port.hpp"
#include "lines_registers.hpp"

namespace cellwarden::protocol {

namespace {

// The fields of an answer, and then their sum.
class Answer {
 public:
  Answer& add(std::uint64_t value, int digits) {
    if (!first_) text_.put(kFieldSeparator);
    first_ = false;
    text_.hex(value, digits);
    return *this;
  }
  template <std::size_t Count>
  Answer& add(const std::array<register_map::Field, Count>& fields, const LinesView& view) {
    for (const register_map::Field& field : fields) {
      add(register_now(field.at, view), field.digits);
    }
    return *this;
  }
  void hex(std::uint64_t value, int digits) { text_.hex(value, digits); }
  LineText with_sum() {
    text_.field(line_sum(text_.view()), 2);
    return text_;
  }

 private:
  LineText text_;
  bool first_{true};
};

constexpr std::uint8_t kNibbleMax = 0xF;

// Generation 3: a digit each for 3.3.3. Before: tens are the major number.
void add_firmware(Answer& answer, const BoardFacts& board) {
  constexpr std::uint64_t kTen = 10;
  const FirmwareVersion& v = board.firmware;
  if (board.generation == Generation::three) {
    answer.add(std::min(v.major, kNibbleMax), 1);
    answer.hex(std::min(v.minor, kNibbleMax), 1);
    answer.hex(std::min(v.patch, kNibbleMax), 1);
  } else {
    answer.add(v.major * kTen + v.minor, 2);
  }
}

LineText read_version(const LinesView& view, core::Milliseconds now) {
  constexpr std::uint8_t kOnlyError = 1U << 2U;  // before the first good message E holds
  const std::optional<DataFrame> frame = frame_now(view, now);
  Answer answer;
  add_firmware(answer, view.board);
  answer.add(0, 2).add(0, 2);  // nobody knows what they mean
  answer.add(frame ? status_1(*frame) : kOnlyError, 2);
  answer.add(voltage_steps(view.options.v_bypass, kMax16), 3);
  return answer.with_sum();
}

LineText read_settings_1(const LinesView& view, core::Milliseconds /*now*/) {
  Answer answer;
  answer.add(register_map::kSettings1, view);
  std::uint64_t digits = 0;
  unsigned shift = 0;
  for (unsigned pin = view.settings.pin, i = 0; i < 4; ++i, pin /= 10, shift += 8) {
    digits |= static_cast<std::uint64_t>('0' + pin % 10) << shift;
  }
  return answer.add(digits, 8).with_sum();
}

LineText read_settings_2(const LinesView& view, core::Milliseconds /*now*/) {
  Answer answer;
  answer.add(register_map::kSettings2, view);
  if (view.board.generation == Generation::three) answer.add(register_map::kSettings2More, view);
  return answer.with_sum();
}

LineText read_settings_3(const LinesView& view, core::Milliseconds /*now*/) {
  return Answer{}.add(register_map::kSettings3, view).with_sum();
}

LineText read_relay_1(const LinesView& view, core::Milliseconds /*now*/) {
  return Answer{}.add(register_map::kRelay1, view).with_sum();
}

LineText read_relay_2(const LinesView& view, core::Milliseconds /*now*/) {
  return Answer{}.add(register_map::kRelay2, view).with_sum();
}

std::uint64_t seconds(core::Milliseconds time) {
  constexpr std::int64_t kMillisecondsPerSecond = 1000;
  return time.count() < 0 ? 0 : static_cast<std::uint64_t>(time.count() / kMillisecondsPerSecond);
}

LineText read_log_clock(const LinesView& /*view*/, core::Milliseconds now) {
  return Answer{}.add(seconds(now), 8).with_sum();
}

// Of the events that the public types can name we keep one kind: E began. 0 is the newest; the type
// of an empty slot is 0.
LineText read_log(int slot, const LinesView& view) {
  constexpr std::uint64_t kCommunication = 5;
  const core::EventLog& events = view.state.events;
  for (std::uint32_t at = events.written(); at > first_event(events); --at) {
    const core::Event& event = events.at(at - 1);
    if (event.kind != core::EventKind::communication_lost || slot-- > 0) continue;
    Answer answer;
    answer.add(seconds(event.since), 8).add(kCommunication, 2);
    answer.add(nearest_step(event.value, 1, kMax16), 4).add(event.number, 2);
    return answer.with_sum();
  }
  return Answer{}.add(0, 8).add(0, 2).add(0, 4).add(0, 2).with_sum();
}

// We keep no SOC history by the hour: every one of its 168 places is empty.
LineText read_history() {
  constexpr int kPlacesPerLine = 12;
  constexpr std::uint64_t kEmpty = 0xFF;
  Answer answer;
  answer.add(0, 2).add(kEmpty, 2);
  for (int i = 1; i < kPlacesPerLine; ++i) answer.hex(kEmpty, 2);
  return answer.with_sum();
}

struct ReadRow {
  std::string_view command;
  bool generation_3_only;
  LineText (*answer)(const LinesView& view, core::Milliseconds now);
};

constexpr std::array<ReadRow, 7> kReads{{
    {"V@", false, read_version},
    {"S1@", false, read_settings_1},
    {"S2@", false, read_settings_2},
    {"S3@", true, read_settings_3},
    {"SRY0@", true, read_relay_1},
    {"SRY1@", true, read_relay_2},
    {"TS@", false, read_log_clock},
}};

}  // namespace

std::uint32_t first_event(const core::EventLog& events) {
  return events.written() > core::kKeptEvents ? events.written() - core::kKeptEvents : 0;
}

std::optional<LineText> read_answer(std::string_view command, const LinesView& view,
                                    core::Milliseconds now) {
  for (const ReadRow& row : kReads) {
    if (row.command != command) continue;
    if (row.generation_3_only && view.board.generation != Generation::three) return {};
    return row.answer(view, now);
  }
  if (command.size() != 3) return {};
  const std::optional<std::uint8_t> number = hex_digit(command[1]);
  if (!number) return {};
  constexpr std::uint8_t kLogSlots = 10;
  constexpr std::uint8_t kHistoryLines = 14;
  if (command.front() == 'L' && *number < kLogSlots) return read_log(*number, view);
  if (command.front() == 'H' && *number < kHistoryLines) return read_history();
  return {};
}

}  // namespace cellwarden::protocol
