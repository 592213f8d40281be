// SPDX-License-Identifier: Apache-2.0
// Which packs are near, and how strong they come in.
#include <fmt/format.h>

#include <chrono>
#include <future>
#include <nlohmann/json.hpp>

#include "cellwarden/bluetooth/central.hpp"
#include "cellwarden/cli/run_command.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {

constexpr double kShortest = 0.1;
constexpr double kLongest = 600;

std::string name_of(std::uint8_t type) {
  const std::string known = bluetooth::model(type);
  return known.empty() ? "a type that is not known" : known;
}

// No control characters that would upset a terminal.
std::string shown(const bluetooth::FoundPack& pack) {
  std::string line = fmt::format("{}  {}", pack.id(), pack.address);
  if (pack.rssi_dbm) line += fmt::format("  {} dBm", *pack.rssi_dbm);
  if (!pack.name.empty()) line += "  " + words::in_quotes(pack.name);
  if (pack.type) line += fmt::format("  {}", name_of(*pack.type));
  if (pack.connected) line += "  connected to this computer";
  return line;
}

nlohmann::json json_of(const bluetooth::FoundPack& pack) {
  nlohmann::json made{{"address", pack.address}, {"name", pack.name},
                      {"serial", nullptr},       {"type", nullptr},
                      {"rssi_dbm", nullptr},     {"connected", pack.connected}};
  if (pack.serial) made["serial"] = bluetooth::serial_text(*pack.serial);
  if (pack.type) made["type"] = *pack.type;
  if (pack.rssi_dbm) made["rssi_dbm"] = *pack.rssi_dbm;
  return made;
}

}  // namespace

void run_bluetooth(const BluetoothCommand& command, std::FILE* out) {
  const bool possible = command.seconds >= kShortest && command.seconds <= kLongest;  // nan is not
  if (!possible) {
    throw words::Problem{
        fmt::format("--seconds is {}; it must be {} … {}.", command.seconds, kShortest, kLongest)};
  }
  std::promise<std::pair<std::vector<bluetooth::FoundPack>, std::string>> scanned;
  bluetooth::Central central;
  central.scan(std::chrono::milliseconds{static_cast<int>(command.seconds * 1000)}, command.adapter,
               [&](std::vector<bluetooth::FoundPack> found, std::string sentence) {
                 scanned.set_value({std::move(found), std::move(sentence)});
               });
  const auto [found, sentence] = scanned.get_future().get();
  if (!sentence.empty()) throw words::Problem{sentence};
  if (command.json) {
    nlohmann::json all = nlohmann::json::array();
    for (const auto& pack : found) all.push_back(json_of(pack));
    fmt::print(out, "{}\n", all.dump());
    return;
  }
  if (found.empty()) {
    fmt::print(
        out,
        "no pack is heard. One that a phone is connected to is silent: close the app there.\n");
  }
  for (const auto& pack : found) fmt::print(out, "{}\n", shown(pack));
}

}  // namespace cellwarden::cli
