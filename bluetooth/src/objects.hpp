// SPDX-License-Identifier: Apache-2.0
// The objects that bluetoothd shows, as it last told them: path, interface, property.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/bluetooth/advertisement.hpp"

namespace cellwarden::bluetooth {

using Properties = std::map<std::string, sdbus::Variant>;
using Interfaces = std::map<std::string, Properties>;

inline constexpr const char* kBluez = "org.bluez";
inline constexpr const char* kAdapter = "org.bluez.Adapter1";
inline constexpr const char* kDevice = "org.bluez.Device1";
inline constexpr const char* kService = "org.bluez.GattService1";
inline constexpr const char* kCharacteristic = "org.bluez.GattCharacteristic1";
inline constexpr const char* kGattManager = "org.bluez.GattManager1";
inline constexpr const char* kAdvertisingManager = "org.bluez.LEAdvertisingManager1";
inline constexpr const char* kProperties = "org.freedesktop.DBus.Properties";
inline constexpr const char* kObjectManager = "org.freedesktop.DBus.ObjectManager";

template <class T>
std::optional<T> value_of(const Properties& properties, const std::string& name) {
  const auto found = properties.find(name);
  if (found == properties.end() || !found->second.containsValueOfType<T>()) return {};
  return found->second.get<T>();
}

class Objects {
 public:
  void add(const std::string& path, const Interfaces& interfaces);
  void remove(const std::string& path, const std::vector<std::string>& interfaces);
  void change(const std::string& path, const std::string& interface, const Properties& changed,
              const std::vector<std::string>& invalidated);
  void clear() { all_.clear(); }

  // nullptr: there is none.
  [[nodiscard]] const Properties* find(const std::string& path, const std::string& interface) const;
  template <class T>
  [[nodiscard]] std::optional<T> get(const std::string& path, const std::string& interface,
                                     const std::string& property) const {
    const Properties* properties = find(path, interface);
    return properties == nullptr ? std::nullopt : value_of<T>(*properties, property);
  }
  // Paths with this interface, below `above` (or all), in order.
  [[nodiscard]] std::vector<std::string> with(const std::string& interface,
                                              std::string_view above = {}) const;
  // The characteristic of this device; empty: it has none.
  [[nodiscard]] std::string characteristic(const std::string& device, std::string_view uuid) const;
  [[nodiscard]] bool has_service(const std::string& device, std::string_view uuid) const;
  // What is at this path, if it is a pack.
  [[nodiscard]] std::optional<FoundPack> pack(const std::string& device) const;

 private:
  std::map<std::string, Interfaces> all_;
};

}  // namespace cellwarden::bluetooth
