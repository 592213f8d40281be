// SPDX-License-Identifier: Apache-2.0
#include "objects.hpp"

#include <algorithm>

namespace cellwarden::bluetooth {

namespace {

constexpr std::int16_t kRssiNotKnown = 127;  // as the Bluetooth specification has it

using MakerData = std::map<std::uint16_t, sdbus::Variant>;

Advertisement advertisement_of(const Properties& device) {
  Advertisement heard;
  heard.address = value_of<std::string>(device, "Address").value_or("");
  heard.name = value_of<std::string>(device, "Name").value_or("");
  heard.services =
      value_of<std::vector<std::string>>(device, "UUIDs").value_or(std::vector<std::string>{});
  for (const auto& [company, data] :
       value_of<MakerData>(device, "ManufacturerData").value_or(MakerData{})) {
    if (!data.containsValueOfType<std::vector<std::uint8_t>>()) continue;
    heard.maker_data[company] = data.get<std::vector<std::uint8_t>>();
  }
  return heard;
}

bool below(const std::string& path, std::string_view above) {
  return above.empty() ||
         (path.size() > above.size() && path.starts_with(above) && path[above.size()] == '/');
}

}  // namespace

void Objects::add(const std::string& path, const Interfaces& interfaces) {
  for (const auto& [interface, properties] : interfaces) all_[path][interface] = properties;
}

void Objects::remove(const std::string& path, const std::vector<std::string>& interfaces) {
  const auto found = all_.find(path);
  if (found == all_.end()) return;
  for (const std::string& interface : interfaces) found->second.erase(interface);
  if (found->second.empty()) all_.erase(found);
}

void Objects::change(const std::string& path, const std::string& interface,
                     const Properties& changed, const std::vector<std::string>& invalidated) {
  const auto found = all_.find(path);
  if (found == all_.end() || !found->second.contains(interface)) return;
  Properties& properties = found->second[interface];
  for (const auto& [name, value] : changed) properties[name] = value;
  for (const std::string& name : invalidated) properties.erase(name);
}

const Properties* Objects::find(const std::string& path, const std::string& interface) const {
  const auto object = all_.find(path);
  if (object == all_.end()) return nullptr;
  const auto found = object->second.find(interface);
  return found == object->second.end() ? nullptr : &found->second;
}

std::vector<std::string> Objects::with(const std::string& interface, std::string_view above) const {
  std::vector<std::string> paths;
  for (const auto& [path, interfaces] : all_) {
    if (interfaces.contains(interface) && below(path, above)) paths.push_back(path);
  }
  return paths;
}

std::string Objects::characteristic(const std::string& device, std::string_view uuid) const {
  for (const std::string& path : with(kCharacteristic, device)) {
    if (get<std::string>(path, kCharacteristic, "UUID") == uuid) return path;
  }
  return {};
}

bool Objects::has_service(const std::string& device, std::string_view uuid) const {
  return std::ranges::any_of(with(kService, device), [&](const std::string& path) {
    return get<std::string>(path, kService, "UUID") == uuid;
  });
}

std::optional<FoundPack> Objects::pack(const std::string& device) const {
  const Properties* properties = find(device, kDevice);
  if (properties == nullptr) return {};
  auto found = recognise(advertisement_of(*properties));
  if (!found) return {};
  if (const auto rssi = value_of<std::int16_t>(*properties, "RSSI")) {
    found->heard = true;
    if (*rssi != kRssiNotKnown) found->rssi_dbm = *rssi;
  }
  found->connected = value_of<bool>(*properties, "Connected").value_or(false);
  return found;
}

}  // namespace cellwarden::bluetooth
