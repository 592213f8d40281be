// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/bluetooth/advertisement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace cellwarden::bluetooth {

namespace {

constexpr std::uint16_t kBlueRadios = 133;
constexpr std::uint16_t kRaytac = 1674;
constexpr std::string_view kOtherName = "123BMS-BLE";
constexpr std::size_t kMakerBytes = 4;  // 00, type, serial high, serial low
constexpr std::size_t kAddressLength = 17;
constexpr std::size_t kLongestSerial = 5;
constexpr unsigned kBitsPerByte = 8;
constexpr unsigned long kLargestSerial = 0xFFFF;

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

bool has_service(const Advertisement& heard, std::string_view service) {
  return std::ranges::any_of(heard.services,
                             [service](const std::string& it) { return same(it, service); });
}

bool has_name(const Advertisement& heard) {
  return heard.name == kName || heard.name.starts_with(kOtherName);
}

bool is_tune(std::uint8_t type) {
  return type == static_cast<std::uint8_t>(DeviceType::tune) ||
         type == static_cast<std::uint8_t>(DeviceType::tune_plus) ||
         type == static_cast<std::uint8_t>(DeviceType::tune_plus_raytac);
}

// The maker's own number is proof; those of the makers of the radio modules are only with the name.
const std::vector<std::uint8_t>* maker_data(const Advertisement& heard) {
  for (const std::uint16_t company : {kMaker, kBlueRadios, kRaytac}) {
    const auto found = heard.maker_data.find(company);
    if (found == heard.maker_data.end() || found->second.size() < kMakerBytes) continue;
    if (company == kMaker || has_name(heard)) return &found->second;
  }
  return nullptr;
}

bool is_serial(std::string_view text) {
  return !text.empty() && text.size() <= kLongestSerial &&
         text.find_first_not_of("0123456789") == std::string_view::npos &&
         std::stoul(std::string{text}) <= kLargestSerial;
}

}  // namespace

const char* model(std::uint8_t type) {
  switch (static_cast<DeviceType>(type)) {
    case DeviceType::smart_bms: return "SmartBMS";
    case DeviceType::off_grid: return "OFFGRID";
    case DeviceType::smart_bms_3_radios: return "SmartBMS 3, BlueRadios";
    case DeviceType::smart_bms_3_raytac: return "SmartBMS 3, Raytac";
    default: return "";
  }
}

std::string serial_text(std::uint16_t serial) { return fmt::format("{:05}", serial); }

std::string FoundPack::id() const { return serial ? serial_text(*serial) : address; }

std::optional<FoundPack> recognise(const Advertisement& heard) {
  FoundPack pack{.address = heard.address, .name = heard.name, .type = {}, .serial = {}};
  const auto* data = maker_data(heard);
  if (data != nullptr) {
    pack.type = (*data)[1];
    pack.serial = static_cast<std::uint16_t>(((*data)[2] << kBitsPerByte) | (*data)[3]);
    if (is_tune(*pack.type)) return {};  // the same maker's ignition
    return pack;
  }
  // Without it the name has to say it; the services alone belong to many products.
  if (has_name(heard)) return pack;
  if (has_service(heard, kOurMark)) return pack;
  return {};
}

bool is_address(std::string_view text) {
  if (text.size() != kAddressLength) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (i % 3 == 2 ? c != ':' : std::isxdigit(c) == 0) return false;
  }
  return true;
}

bool is_name_of_a_pack(std::string_view which) { return is_address(which) || is_serial(which); }

bool is_called(const FoundPack& pack, std::string_view which) {
  if (is_address(which)) return same(pack.address, which);
  return is_serial(which) && pack.serial && *pack.serial == std::stoul(std::string{which});
}

}  // namespace cellwarden::bluetooth
