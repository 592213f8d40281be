// SPDX-License-Identifier: Apache-2.0
#include "served_pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "cellwarden/twin/check_scenario.hpp"
#include "cellwarden/twin/fault_rows.hpp"

namespace cellwarden::firmware {

namespace {

constexpr int kPack = 1;
// The ports are looked at this often; what a Bluetooth module gets through at 115 200 baud
// meanwhile is what the board is given at once.
constexpr double kSlice = 0.02;
constexpr std::size_t kBytesASlice = 230;

std::string_view word(core::Pulse pulse) {
  switch (pulse) {
    case core::Pulse::open: return "open";
    case core::Pulse::close: return "close";
    case core::Pulse::none: break;
  }
  return "none";
}

std::string_view word(bool yes) { return yes ? "true" : "false"; }

void follow(core::Pulse& last, unsigned bits) {
  const auto pulse = static_cast<core::Pulse>(bits & 3U);
  if (pulse != core::Pulse::none) last = pulse;
}

}  // namespace

ServedPack::ServedPack(const std::string& images, const twin::Scenario& scenario,
                       std::uint64_t seed)
    : scenario_{scenario},
      comparison_{{.images = images,
                   .cells = scenario.packs.front().cells,
                   .out_board_did = [this](const Told& told) { out_board_did(told); }}},
      bench_{scenario,
             {.seed = seed,
              .fidelity = twin::Fidelity::single_bytes,
              .check_invariants = false,
              .listener = &comparison_}} {
  cli::PseudoTerminal frames;
  cli::PseudoTerminal lines;
  frames_path_ = frames.path();
  lines_path_ = lines.path();
  frames_ = cli::frame_port(std::move(frames));
  lines_ = cli::line_port(std::move(lines));
}

void ServedPack::out_board_did(const Told& told) {
  if (!told.frame.empty()) {
    protocol::FrameBytes frame{};
    std::ranges::copy_n(told.frame.begin(), std::ssize(frame), frame.begin());
    clock_.due(frame);
  }
  said_.insert(said_.end(), told.line.begin(), told.line.end());
  follow(coils_.charge, told.answer.pulses);
  follow(coils_.load, told.answer.pulses >> 2U);
}

void ServedPack::serve_lines() {
  const std::uint64_t now = lines_->client();
  if (now != client_) {
    if (client_ != 0) bench_.disconnect(kPack);
    if (now != 0) bench_.connect(kPack);
    client_ = now;
    heard_.clear();
    said_.clear();
  }
  // The native board's words are the same, and nobody's.
  static_cast<void>(bench_.take_line(kPack));
  if (client_ == 0) return;
  const Bytes came = lines_->receive();
  heard_.insert(heard_.end(), came.begin(), came.end());
  const auto size = static_cast<std::ptrdiff_t>(std::min(heard_.size(), kBytesASlice));
  if (size > 0) bench_.send_line(kPack, std::span{heard_}.first(static_cast<std::size_t>(size)));
  heard_.erase(heard_.begin(), heard_.begin() + size);
  if (lines_->has_room()) {
    lines_->send(said_);
    said_.clear();
  }
}

void ServedPack::run_until(double time_s) {
  do {
    now_s_ = std::max(now_s_, std::min(time_s, now_s_ + kSlice));
    bench_.run_until(now_s_);
    if (const auto frame = clock_.take(now_s_)) frames_->send(*frame);
    frames_->look();
    serve_lines();
  } while (now_s_ < time_s);
}

std::string ServedPack::truth() const {
  const twin::PackNow now = bench_.pack(kPack);
  const twin::Plant& plant = bench_.plant(kPack);
  std::string volts;
  std::string celsius;
  for (int cell = 0; cell < plant.cells(); ++cell) {
    const char* comma = cell == 0 ? "" : ", ";
    volts += fmt::format("{}{:.4f}", comma, plant.sensed_voltage(cell, now.current_a, false));
    celsius += fmt::format("{}{:.2f}", comma, plant.board_temperature_c(cell));
  }
  return fmt::format(
      R"({{"time_s": {:.3f}, "cell_v": [{}], "cell_c": [{}], "pack_v": {:.4f}, "current_a": {:.4f}, )"
      R"("soc_percent": {:.4f}, "charge_closed": {}, "load_closed": {}, )"
      R"("charge_coil": "{}", "load_coil": "{}"}})",
      now.time_s, volts, celsius, now.pack_v, now.current_a, now.soc_percent,
      word(now.charge_contact_closed), word(now.load_contact_closed), word(coils_.charge),
      word(coils_.load));
}

std::string ServedPack::make_fault(std::string_view kind, int cell, double magnitude) {
  const twin::FaultRow* row = twin::find_fault_row(kind);
  if (row == nullptr) return "no such fault";
  const twin::Fault fault{.kind = row->kind, .pack = kPack, .cell = cell, .magnitude = magnitude};
  if (const auto problem = twin::find_fault_problem(scenario_, fault)) return problem->sentence;
  return fmt::format("fault {}", bench_.make_fault(fault));
}

std::string ServedPack::obey(const std::string& command) {
  std::istringstream words{command};
  std::string what;
  words >> what;
  if (what == "truth") return truth();
  if (what == "fault") {
    std::string kind;
    int cell = 0;
    double magnitude = 0;
    words >> kind >> cell >> magnitude;
    return make_fault(kind, cell, magnitude);
  }
  if (std::size_t number = 0; what == "mend" && words >> number) {
    bench_.mend_fault(number);
    return "mended";
  }
  return "say truth, fault KIND CELL [MAGNITUDE], or mend NUMBER";
}

}  // namespace cellwarden::firmware
