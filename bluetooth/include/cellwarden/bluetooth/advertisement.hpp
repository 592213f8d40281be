// SPDX-License-Identifier: Apache-2.0
// What a device says over the air before anybody connects, and whether it is a 123\SmartBMS or a
// board of ours. The facts and how sure they are: docs/protocols/bluetooth.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellwarden::bluetooth {

// Nordic UART: generation 3, and our boards.
inline constexpr std::string_view kNordicService = "6e400001-b5a3-f393-e0a9-e50e24dcca9e";
inline constexpr std::string_view kNordicWrite = "6e400002-b5a3-f393-e0a9-e50e24dcca9e";
inline constexpr std::string_view kNordicNotify = "6e400003-b5a3-f393-e0a9-e50e24dcca9e";
// BlueRadios' serial port: generations 1 and 2. Many unrelated products have it too.
inline constexpr std::string_view kRadiosService = "da2b84f1-6279-48de-bdc0-afbea0226079";
inline constexpr std::string_view kRadiosWrite = "bf03260c-7205-4c25-af43-93b1c299d159";
inline constexpr std::string_view kRadiosIndicate = "18cda784-4bd3-4370-85bb-bfed91ec86af";
inline constexpr std::string_view kRadiosMode = "a87988b9-694c-479c-900e-95dfa6c00a24";
inline constexpr std::string_view kRadiosInfo = "99564a02-dc01-4d3c-b04e-3bb1ef0571b2";
inline constexpr std::string_view kRadiosMaySend = "fdd6b4d3-046d-4330-bdec-1fd0c90cb43b";
// Ours alone: an empty service that says "a board of Cellwarden", so that no real device is ever
// asked a question of ours. Clients of the real product do not look for it.
inline constexpr std::string_view kOurMark = "a5736de4-ee4e-4b33-80e8-52a0c837cb44";

inline constexpr std::uint16_t kMaker = 0x091A;  // Albertronic
inline constexpr std::string_view kName = "123\\SmartBMS";

// The byte before the serial number.
enum class DeviceType : std::uint8_t {
  tune = 0,
  tune_plus = 1,
  smart_bms = 2,
  off_grid = 3,
  smart_bms_3_radios = 4,
  tune_plus_raytac = 5,
  smart_bms_3_raytac = 6,
};

// As the maker writes it: "SmartBMS", "OFFGRID" …; empty: one that we do not know.
const char* model(std::uint8_t type);

struct Advertisement {
  std::string address;  // "C0:FF:EE:00:11:22"
  std::string name;     // may be empty
  std::vector<std::string> services;
  std::map<std::uint16_t, std::vector<std::uint8_t>> maker_data;  // by company
};

struct FoundPack {
  std::string address;
  std::string name;
  std::optional<std::uint8_t> type;     // DeviceType, or one that we do not know
  std::optional<std::uint16_t> serial;  // shown as five digits
  std::optional<int> rssi_dbm{};        // how strong it came in; empty: not known
  bool heard{false};                    // lately
  bool connected{false};                // to this computer

  // "03330", or the address if it tells no serial number.
  [[nodiscard]] std::string id() const;
};

// Empty: it is something else.
std::optional<FoundPack> recognise(const Advertisement& heard);

// which: a serial number "03330" or an address "C0:FF:EE:00:11:22".
bool is_called(const FoundPack& pack, std::string_view which);
// Whether `text` can be an address.
bool is_address(std::string_view text);
// Whether `which` can be either.
bool is_name_of_a_pack(std::string_view which);

std::string serial_text(std::uint16_t serial);  // "03330"

}  // namespace cellwarden::bluetooth
