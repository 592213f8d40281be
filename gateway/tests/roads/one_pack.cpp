// SPDX-License-Identifier: Apache-2.0
#include "one_pack.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "cellwarden/scenario/scenario_file.hpp"

namespace cellwarden::gateway::roads {

namespace {

using core::Milliseconds;
using protocol::Generation;

constexpr const char* kFiveCells = R"(
name = "Five cells"
days = 2
begin = "11:00"

[pack]
cells = 5
capacity_ah = 100
soc_percent = 62.3

[pack.spread]
capacity_percent = 3
resistance_percent = 40
soc_percent = 3
temperature_c = 4
voltage_error_mv = 6

[pack.switches]
sensor_a = 250
mode = "critical"
blind_spot = true

[pack.settings]
battery_capacity = 1.7
solar_peak_power = 1.24
inverter_peak_power = 0.77
nominal_cell_voltage = 3.21
v_min = 2.75
v_max = 3.65
t_min = 3
t_max = 71
charge_restart = 91
discharge_restart = 8
restart_delay = 35
v_min_hysteresis = 120
v_max_hysteresis = 40
out_board_version = "v1"
pin = 4711

[pack.sensor_in]
offset_a = 0.4
[pack.sensor_out]
gain = 1.02

[site]
day_of_year = 130
[site.sun]
peak_w = 1200
[site.house]
energy_wh_per_day = 5000
[site.ambient]
mean_c = 22
)";

constexpr Milliseconds kMoment{50};

// Old devices have no second status in their C records (docs/protocols/lines.md).
constexpr std::ptrdiff_t kFieldsOfNew = 6;  // behind the C

}  // namespace

twin::Bench five_cells(Generation generation) {
  return {scenario::parse_scenario(kFiveCells, "five cells", "."),
          {.seed = 7, .generation = generation}};
}

Truth truth_of(const twin::Bench& bench) {
  const boards::OutBoard& board = bench.out_board(1);
  return {.board = board, .now = board.judged.value()};
}

void OutputRoad::cut(bool is_cut) {
  cut_ = is_cut;
  source_.interrupted();
}

void OutputRoad::take(const protocol::FrameBytes& bytes, Milliseconds now) {
  if (cut_) return;
  const auto frame = protocol::decode(bytes);
  if (!frame) throw std::runtime_error{"the board sent what is no frame"};
  source_.take(*frame, now);
  cell_ = frame->cell - 1U;
  records_.voltage_min = frame->cell_voltage_min;
  records_.voltage_max = frame->cell_voltage_max;
  records_.temperature_min = frame->cell_temperature_min;
  records_.temperature_max = frame->cell_temperature_max;
  if (const auto* pair = std::get_if<protocol::KeyValue>(&frame->trailer)) take_key(*pair);
}

void OutputRoad::take_key(const protocol::KeyValue& pair) {
  keys_.at(pair.key) = pair.value;
  if (pair.key + 1 < protocol::kKeyCount) return;
  const auto word = [this](std::size_t at) { return keys_.at(at) * 256 + keys_.at(at + 1); };
  const auto total = [&](std::size_t at) {
    return protocol::KilowattHours{keys_.at(at) * 65'536 + word(at + 1)};
  };
  records_.v_low = core::Millivolts{word(2) * 5};
  records_.charged = total(10);
  records_.discharged = total(13);
  records_.status_2 = keys_[16];
  records_.v_full = core::Millivolts{word(17) * 5};
}

LinesRoad::LinesRoad(twin::Bench& bench, Road road, std::size_t piece)
    : bench_{bench}, road_{road}, piece_{piece} {}

void LinesRoad::cut(bool is_cut, Milliseconds now) {
  cut_ = is_cut;
  if (!cut_) return;
  client_.disconnect([this, now](const protocol::LineNews& news) { hear(news, now); });
  bench_.disconnect(1);
  static_cast<void>(bench_.take_line(1));
  line_.clear();
}

void LinesRoad::go_on(Milliseconds now) {
  if (cut_) return;
  if (client_.session().phase == protocol::LinesPhase::offline) {
    bench_.connect(1);
    client_.connect(now, road_ == Road::ours ? protocol::LinesDevice::unknown
                                             : protocol::LinesDevice::public_only);
  }
  const auto sink = [this, now](const protocol::LineNews& news) { hear(news, now); };
  const std::vector<std::uint8_t> said = with_six_fields(bench_.take_line(1));
  for (std::size_t at = 0; at < said.size(); at += piece_) {
    client_.receive(std::span{said}.subspan(at, std::min(piece_, said.size() - at)), now, sink);
  }
  if (const auto read = log_.next(client_.session(), now)) static_cast<void>(client_.read(*read));
  client_.tick(now, sink);
  std::array<std::uint8_t, 20> room{};
  while (const std::size_t size = client_.transmit(room)) {
    bench_.send_line(1, std::span{room}.first(size));
  }
}

std::vector<std::uint8_t> LinesRoad::with_six_fields(const std::vector<std::uint8_t>& bytes) {
  if (road_ != Road::lines_6) return bytes;
  std::vector<std::uint8_t> all;
  for (const std::uint8_t byte : bytes) {
    line_ += static_cast<char>(byte);
    if (byte != '\r') continue;
    if (line_.starts_with("C_") && std::ranges::count(line_, '_') == kFieldsOfNew) {
      line_ = line_.substr(0, line_.rfind('_')) + "\r";
    }
    all.insert(all.end(), line_.begin(), line_.end());
    line_.clear();
  }
  return all;
}

void LinesRoad::hear(const protocol::LineNews& news, Milliseconds now) {
  source_.take(news, now);
  log_.take(news, now);
  if (const auto* it = std::get_if<protocol::VoltagesRecord>(&news)) {
    records_.voltage_min = it->min;
    records_.voltage_max = it->max;
  } else if (const auto* temperatures = std::get_if<protocol::TemperaturesRecord>(&news)) {
    records_.temperature_min = temperatures->min;
    records_.temperature_max = temperatures->max;
  } else if (const auto* cell = std::get_if<protocol::CellRecord>(&news)) {
    records_.status_2 = cell->status_2;
  } else if (const auto* charged = std::get_if<protocol::ChargedRecord>(&news)) {
    records_.charged = charged->charged_total;
    records_.discharged = charged->discharged_total;
  } else if (const auto* settings = std::get_if<protocol::PublicSettings2>(&news)) {
    if (settings->more) records_.v_low = settings->more->v_low;
  }
}

OnePack::OnePack(Road road)
    : bench{five_cells(road == Road::lines_2 ? Generation::one_or_two : Generation::three)},
      output{road == Road::lines_2 ? Road::output_2 : Road::output_3},
      lines{bench, road} {
  bench.on_frame([this](int /*pack*/, double time_s, const protocol::FrameBytes& frame) {
    ++frames_;
    output.take(frame, Milliseconds{std::llround(time_s * 1000)});
  });
}

Milliseconds OnePack::now() const { return Milliseconds{std::llround(bench.time_s() * 1000)}; }

void OnePack::run_a_moment() {
  bench.run_until(static_cast<double>((now() + kMoment).count()) / 1000);
  lines.go_on(now());
}

void OnePack::run_cycle() {
  const std::uint64_t before = frames_;
  for (int i = 0; frames_ == before; ++i) {
    if (i > 400) throw std::runtime_error{"no frame in 20 s"};
    run_a_moment();
  }
  for (int i = 0; i < 4; ++i) run_a_moment();
}

void OnePack::settle() {
  constexpr int kTwiceAllKeys = 2 * protocol::kKeyCount + 1;
  for (int i = 0; i < kTwiceAllKeys; ++i) run_cycle();
}

}  // namespace cellwarden::gateway::roads
