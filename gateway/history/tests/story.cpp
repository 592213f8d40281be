// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

#include <algorithm>
#include <cstdlib>

namespace cellwarden::history::test {

Folder::Folder() {
  // In memory if there is such a place: thousands of syncs would wear and wait for a disk.
  const std::filesystem::path memory = "/dev/shm";
  const std::filesystem::path place =
      std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
  std::string name = (place / "history-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

Folder::~Folder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

Told told_at(std::int64_t time_ms, int cells) {
  const std::int64_t second = time_ms / kSecond;
  const auto wave = static_cast<std::int32_t>(second * 7919 % 101);
  Told told;
  Sample& sample = told.sample;
  sample.time_ms = time_ms;
  sample.pack_mv = 52'000 + wave;
  if (second % 5 != 0) sample.current_in_ma = wave * 250 - 3000;
  if (second % 7 != 0) sample.current_out_ma = 12'345 - wave;
  if (second % 3 != 0) sample.battery_ma = wave * 249;
  sample.soc_mpercent = 50'000 + static_cast<std::int32_t>(second % 20'000);
  sample.energy_in_wh_total = second / 9;
  sample.energy_out_wh_total = second / 13;
  if (wave != 50) sample.stored_wh = 2000 - wave;
  sample.warnings = static_cast<std::uint8_t>(wave % 32);
  sample.charge_closed = second / 60 % 2 == 0;
  sample.load_closed = second % 4 != 0;
  sample.soc_calibrated = second % 1000 > 10;
  sample.good = wave > 3;
  sample.simulated = second % 2 == 0;
  for (int i = 0; i < cells; ++i) {
    CellSample cell;
    if ((second + i) % 17 != 0) cell.mv = 3300 + 5 * ((wave + i) % 9) + i;
    if ((second + i) % 11 != 0) cell.decicelsius = -20 + i * 3 + wave / 10;
    cell.bypass = (second + i) % 50 == 0;
    told.cells.push_back(cell);
  }
  return told;
}

bool equal(const Sample& a, const Sample& b) {
  return a.time_ms == b.time_ms && a.pack_mv == b.pack_mv && a.current_in_ma == b.current_in_ma &&
         a.current_out_ma == b.current_out_ma && a.battery_ma == b.battery_ma &&
         a.soc_mpercent == b.soc_mpercent && a.energy_in_wh_total == b.energy_in_wh_total &&
         a.energy_out_wh_total == b.energy_out_wh_total && a.stored_wh == b.stored_wh &&
         a.warnings == b.warnings && a.charge_closed == b.charge_closed &&
         a.load_closed == b.load_closed && a.soc_calibrated == b.soc_calibrated &&
         a.good == b.good && a.simulated == b.simulated && std::ranges::equal(a.cells, b.cells);
}

void append_span(History& history, std::int64_t from_ms, std::int64_t to_ms,
                 const std::string& pack, int cells) {
  for (std::int64_t time = from_ms; time < to_ms; time += kSecond) {
    history.append(pack, told_at(time, cells).whole());
  }
}

std::vector<Told> read_all(const HistoryReader& reader, const std::string& pack,
                           std::int64_t from_ms, std::int64_t to_ms) {
  std::vector<Told> all;
  reader.for_each_sample(pack, from_ms, to_ms, [&](const Sample& sample) {
    all.push_back({sample, {sample.cells.begin(), sample.cells.end()}});
    return true;
  });
  return all;
}

Event event_at(std::int64_t time_ms, const std::string& kind) {
  return {.id = 0,
          .time_ms = time_ms,
          .kind = kind,
          .severity = Severity::warning,
          .number = 7,
          .value = -3651,
          .limit = 3'600'000'000'000,
          .text = "Cell 7 is 3.651 V: \"too high\", ä",
          .simulated = true};
}

}  // namespace cellwarden::history::test
