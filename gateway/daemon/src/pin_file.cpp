// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/pin_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace cellwarden::daemon {

namespace {

constexpr std::uint16_t kPins = 10'000;

// Whole or not at all.
bool write_private(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".new";
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(file) == 0;
  ::close(file);
  if (written && std::rename(temporary.c_str(), path.c_str()) == 0) return true;
  ::unlink(temporary.c_str());
  return false;
}

}  // namespace

PinFile::PinFile(std::string path) : path_{std::move(path)} {
  std::ifstream file{path_};
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
  return write_private(path_, nlohmann::json(pins_).dump());
}

}  // namespace cellwarden::daemon
