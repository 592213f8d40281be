// SPDX-License-Identifier: Apache-2.0
// Packs in parallel, as one battery (RELAY-5): charging is allowed only when all of them allow it,
// the same for the load; a pack without data allows nothing, and is named.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cellwarden/gateway/status.hpp"

namespace cellwarden::gateway {

struct BankMember {
  std::string id;
  const Status* status{nullptr};
};

struct BankExtreme {
  std::int32_t value{0};  // mV or m°C
  std::string pack;
  core::CellNumber cell{0};
};

struct BankStatus {
  bool charge_allowed{false};
  bool load_allowed{false};
  std::vector<std::string> without_data;  // ids
  std::vector<std::string> against_charge;
  std::vector<std::string> against_load;
  std::optional<core::Milliamps> battery;  // sums; empty if one pack's is not known
  std::optional<core::Milliamps> in;
  std::optional<core::Milliamps> out;
  std::optional<core::MilliPercent> soc;  // weighted by capacity
  std::optional<core::WattHours> stored;
  std::optional<core::WattHours> capacity;
  std::optional<BankExtreme> voltage_min;
  std::optional<BankExtreme> voltage_max;
  std::optional<BankExtreme> temperature_min;
  std::optional<BankExtreme> temperature_max;
  core::Warnings warnings;  // of all packs together
};

BankStatus bank_status(std::span<const BankMember> members);

}  // namespace cellwarden::gateway
