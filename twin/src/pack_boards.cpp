// SPDX-License-Identifier: Apache-2.0
// The pack's boards: power, samples, steps, and what comes out of them.
#include <algorithm>
#include <array>
#include <utility>

#include "cellwarden/core/kept.hpp"
#include "cellwarden/core/soc.hpp"
#include "pack_bench.hpp"

namespace cellwarden::twin {

using core::Milliseconds;

namespace {

// CELL-3: about 1 A, and for 20 ms of each second the bypass is paused (CELL-4).
constexpr double kBypassOhm = 3.4;
constexpr double kBypassShare = 0.98;

core::StateOfCharge believed_soc(const PackPlan& plan) {
  core::StateOfCharge soc;
  soc.capacity = plan.settings.battery_capacity;
  const double percent = plan.known_soc_percent.value_or(plan.soc_percent);
  constexpr std::int64_t kWhole = 100'000'000;  // 100 % in 10⁻⁶ %
  const std::int64_t millionths = nearest(percent * 1e6);
  soc.count = core::SocCount{core::full_count(soc.capacity).count() / kWhole * millionths};
  soc.calibrated = plan.known_soc_calibrated;
  return soc;
}

template <class Sections>
void write_all(Flash& flash, const Sections& sections) {
  core::OpenedStore opened = core::open_store(flash.geometry(), flash.bytes());
  core::begin_write(opened.store, sections, flash.bytes());
  while (const auto operation = core::next_operation(opened.store, sections, flash.bytes())) {
    flash.carry_out(*operation);
  }
}

}  // namespace

// What the boards' memories hold before the scenario begins.
void PackBench::prepare_memories() {
  core::InBoardImage in_image;
  core::encode(core::InBoardKept{.factory = plan_.factory, .zeros = {}}, in_image);
  write_all(in_memory_, core::sections(in_image));
  if (!plan_.commissioned) return;
  const core::StateOfCharge soc = believed_soc(plan_);
  const core::EnergyCounters energy;
  const core::PinGuard access;
  core::OutBoardImage image;
  core::encode({.settings = plan_.settings,
                .access = access,
                .commissioning = {.cells = static_cast<std::uint8_t>(plan_.cells),
                                  .second_sensor = plan_.sensor_out.has_value()},
                .offsets = {},
                .soc = soc,
                .energy = energy},
               Milliseconds{}, image);
  write_all(out_memory_, core::sections(image));
}

void PackBench::power_up(std::size_t index, WorldTime time) {
  Place& place = places_[index];
  place.clock = BoardClock{time, place.clock.ppm()};
  place.powered = true;
  const Milliseconds now = place.clock.at(time);
  if (index == 0) {
    in_ = boards::power_up_in_board(kInBoardMemory, in_memory_.bytes(), now);
  } else if (index == last()) {
    out_ = boards::power_up_out_board(kOutBoardMemory, out_memory_.bytes(), button_, now);
    out_.generation = generation_;
    events_told_ = 0;
    warnings_told_ = {};
    judged_.reset();
    missed_ = 0;
  } else {
    cells_[index - 1] = boards::power_up_cell_board(now);
  }
  if (listener_ != nullptr) listener_->powered_up(cell_of(index), memory_of(index), button_, now);
  wake(index, time);
}

void PackBench::power_off(std::size_t index) {
  places_[index].powered = false;
  if (listener_ != nullptr) listener_->powered_off(cell_of(index));
  wake(index, kNever);
  follow_resistor(index, false);
}

void PackBench::change_power(std::size_t index, WorldTime time) {
  const Place& place = places_[index];
  change_power_at(index, kNever);
  if (place.powered && index == last() && supply_falling_) {
    power_off(index);
    return;
  }
  const Fault* rebooting = faults_.active(FaultKind::board_rebooting, number_, cell_of(index));
  if (place.powered && rebooting != nullptr) {
    power_off(index);
    change_power_at(index, time + kSecond);
    return;
  }
  power_up(index, time);
  happened({.kind = OccurrenceKind::board_reset, .number = cell_of(index), .event = {}, .why = {}},
           time);
  if (rebooting != nullptr) change_power_at(index, time + world_time(rebooting->magnitude));
}

boards::Samples PackBench::sample(std::size_t index) {
  Place& place = places_[index];
  return samples_of(place, plant_.sensed_voltage(place.senses, pack_a_, false),
                    plant_.board_temperature_c(place.senses));
}

std::span<const std::uint8_t> PackBench::memory_of(std::size_t index) const {
  if (index == 0) return in_memory_.bytes();
  return index == last() ? out_memory_.bytes() : std::span<const std::uint8_t>{};
}

boards::Samples PackBench::samples_of(Place& place, double volts, double celsius) {
  const CellSamples& samples = place.sensor.sample(volts, celsius, place.noise);
  return {.voltage_mv = samples.voltage_mv,
          .temperature_mc = samples.temperature_mc,
          .temperature_fault = samples.temperature_fault,
          .reference = samples.reference,
          .reference_nominal = samples.reference_nominal};
}

// The average since the last message, so that no charge goes uncounted.
boards::CurrentSamples PackBench::sample_currents(WorldTime time) {
  const bool passed = current_s_ > 0;
  double in = passed ? in_as_ / current_s_ : cables_.in_a;
  double out = passed ? out_as_ / current_s_ : cables_.out_a.value_or(0);
  if (faults_.active(FaultKind::sensors_swapped, number_) != nullptr) std::swap(in, out);
  boards::CurrentSamples samples;
  const double now_s = seconds_of(time);
  samples.in = sensor_in_.read(in, now_s, current_noise_).value_or(core::Milliamps{});
  if (plan_.sensor_out) samples.out = sensor_out_.read(out, now_s, current_noise_);
  return samples;
}

void PackBench::follow_resistor(std::size_t index, bool on) {
  const Place& place = places_[index];
  if (!on && !place.resistor) return;
  follow_resistor(index, on, on ? plant_.sensed_voltage(place.senses, pack_a_, false) : 0);
}

// volts: as sensed now.
void PackBench::follow_resistor(std::size_t index, bool on, double volts) {
  Place& place = places_[index];
  if (!on && !place.resistor) return;
  place.resistor = on;
  plant_.set_bypass(place.senses, (on ? volts : 0) / kBypassOhm * kBypassShare);
}

void PackBench::step_board(std::size_t index, std::span<const std::uint8_t> bytes, WorldTime begin,
                           WorldTime time) {
  if (!places_[index].powered) {
    wake(index, kNever);
  } else if (index == 0) {
    step_in(time);
  } else if (index == last()) {
    step_out(bytes, time);
  } else {
    step_cell(index, bytes, begin, time);
  }
}

void PackBench::step_in(WorldTime time) {
  const Place& place = places_[0];
  const Milliseconds now = place.clock.at(time);
  const bool whole = fidelity_ == Fidelity::messages && in_flight_.empty();
  std::array<std::uint8_t, chain::message_bytes(1)> room{};
  boards::InBoardInputs inputs;
  inputs.switches = switches_;
  inputs.memory = in_memory_.bytes();
  if (now >= in_.message_due) inputs.currents = sample_currents(time);
  const std::span<std::uint8_t> out{room.data(), whole ? 0 : room.size()};
  boards::InBoardOutputs result = boards::step(in_, inputs, out, now);
  if (listener_ != nullptr) {
    listener_->stepped(in_, inputs, result, out.first(result.written), now);
  }
  if (result.operation) in_memory_.carry_out(*result.operation);
  if (result.begin) {
    in_as_ = out_as_ = current_s_ = 0;
    if (whole) {
      message_.head = *result.begin;
      message_.records.clear();
      message_.records.push_back(boards::record(in_.monitor));
      transmit_whole(1, time);
    } else {
      transmit(1, {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(result.written)}, time);
    }
  }
  if (result.sample_now) {
    inputs.samples = sample(0);
    inputs.memory = in_memory_.bytes();
    inputs.currents.reset();
    result = boards::step(in_, inputs, {}, now);
    if (listener_ != nullptr) listener_->stepped(in_, inputs, result, {}, now);
    if (result.operation) in_memory_.carry_out(*result.operation);
    follow_resistor(0, result.bypass);
  } else if (result.bypass != place.resistor) {
    follow_resistor(0, result.bypass);
  }
  wake(0, std::max(time + 1, place.clock.when(result.wake_at)));
}

void PackBench::step_cell(std::size_t index, std::span<const std::uint8_t> bytes, WorldTime begin,
                          WorldTime time) {
  const Place& place = places_[index];
  boards::CellBoard& board = cells_[index - 1];
  const Milliseconds now = place.clock.at(time);
  std::vector<std::uint8_t> out(bytes.empty() ? 0 : boards::longest_output(bytes.size()));
  std::array<std::uint8_t, chain::kReportBytes> report{};
  const std::span<std::uint8_t> room =
      bytes.empty() ? std::span<std::uint8_t>{report} : std::span<std::uint8_t>{out};
  const boards::CellBoardInputs inputs{.bytes = bytes, .samples = {}};
  boards::CellBoardOutputs result = boards::step(board, inputs, room, now);
  if (listener_ != nullptr) {
    listener_->stepped(cell_of(index), board, inputs, result, room.first(result.written), now);
  }
  if (result.written > 0) {
    out.assign(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(result.written));
    const WorldTime sent = bytes.empty() ? time : begin + hand_on_;
    transmit(index + 1, std::move(out), sent);
  }
  if (result.sample_now) {
    // As a step with the samples and nothing else would do.
    const boards::Samples samples = sample(index);
    boards::take_samples(board.monitor, samples, now);
    result.wake_at = boards::wake_at(board, now);
    if (listener_ != nullptr) {
      listener_->sampled(cell_of(index), samples, board.monitor, result.wake_at, now);
    }
    follow_resistor(index, boards::resistor_on(board.monitor));
  } else if (result.bypass != place.resistor) {
    follow_resistor(index, result.bypass);
  }
  wake(index, std::max(time + 1, place.clock.when(result.wake_at)));
}

boards::OutBoardInputs PackBench::out_inputs() const {
  boards::OutBoardInputs inputs;
  inputs.connected = connected_;
  inputs.button = button_;
  inputs.supply_falling = supply_falling_;
  inputs.bank_open = bank_open_;
  inputs.memory = out_memory_.bytes();
  return inputs;
}

// Does what the OUT board wants done. Returns whether it wants samples.
bool PackBench::act_out(const boards::OutBoardOutputs& out, std::span<const std::uint8_t> line,
                        WorldTime time) {
  const Fault* lost = faults_.active(FaultKind::coil_pulse_lost, number_);
  const auto arrives = [&](core::Pulse pulse) {
    return pulse != core::Pulse::none && (lost == nullptr || chance_.uniform() >= lost->magnitude);
  };
  if (arrives(out.charge)) pulse(charge_, out.charge, time);
  if (arrives(out.load)) pulse(load_, out.load, time);
  if (out.operation) out_memory_.carry_out(*out.operation);
  if (out.frame && frame) frame(time, *out.frame);
  to_client_.insert(to_client_.end(), line.begin(),
                    line.begin() + static_cast<std::ptrdiff_t>(out.line_written));
  return out.sample_now;
}

void PackBench::step_out(std::span<const std::uint8_t> bytes, WorldTime time) {
  const Place& place = places_.back();
  const Milliseconds now = place.clock.at(time);
  const std::span<std::uint8_t> room{line_room_.data(), connected_ ? line_room_.size() : 0};
  boards::OutBoardInputs inputs = out_inputs();
  inputs.chain = bytes;
  const std::vector<std::uint8_t> from_client = std::exchange(to_board_, {});
  inputs.line = from_client;
  const boards::OutBoardOutputs out = boards::step(out_, inputs, room, now);
  if (listener_ != nullptr) {
    listener_->stepped(out_, inputs, out, room.first(out.line_written), now);
  }
  if (act_out(out, room, time)) {
    const boards::Samples samples = sample(last());
    boards::take_samples(out_.monitor, samples, now);
    if (listener_ != nullptr) {
      listener_->sampled(cell_of(last()), samples, out_.monitor, out.wake_at, now);
    }
    follow_resistor(last(), boards::resistor_on(out_.monitor));
  } else if (out.bypass != place.resistor) {
    follow_resistor(last(), out.bypass);
  }
  wake(last(), std::max(time + 1, place.clock.when(out.wake_at)));
  follow_out(time);
}

}  // namespace cellwarden::twin
