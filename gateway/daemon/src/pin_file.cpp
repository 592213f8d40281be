// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/pin_file.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cellwarden/web/whole_file.hpp"

namespace cellwarden::daemon {

namespace {

constexpr std::uint16_t kPins = 10'000;
constexpr mode_t kPrivate = 0600;

}  // namespace

PinFile::PinFile(std::string path) : path_{std::move(path)} {
  const std::ifstream file{path_};
  std::ostringstream text;
  text << file.rdbuf();
  const auto json = nlohmann::json::parse(text.str(), nullptr, false);
  if (!json.is_object()) return;
  for (const auto& [pack, pin] : json.items()) {
    if (pin.is_number_unsigned() && pin.get<std::uint64_t>() < kPins) {
      pins_[pack] = pin.get<std::uint16_t>();
    }
  }
}

std::optional<std::uint16_t> PinFile::find(const std::string& pack) const {
  const auto found = pins_.find(pack);
  return found == pins_.end() ? std::nullopt : std::optional{found->second};
}

bool PinFile::keep(const std::string& pack, std::uint16_t pin) {
  if (find(pack) == pin) return true;
  pins_[pack] = pin;
  return write();
}

void PinFile::forget(const std::string& pack) {
  if (pins_.erase(pack) != 0) static_cast<void>(write());
}

bool PinFile::write() const {
  return web::write_whole_file(path_, nlohmann::json(pins_).dump(), kPrivate);
}

}  // namespace cellwarden::daemon
