// SPDX-License-Identifier: Apache-2.0
#include "wire.hpp"

#include <array>
#include <cstddef>

namespace cellwarden::twin {

namespace {

constexpr std::array kWireFaults{FaultKind::chain_wire_broken, FaultKind::chain_intermittent,
                                 FaultKind::chain_bit_errors, FaultKind::chain_bytes_lost,
                                 FaultKind::chain_bytes_doubled};

bool strikes(const Fault* fault, Random& random) {
  return fault != nullptr && random.uniform() < fault->magnitude;
}

}  // namespace

bool wire_is_faulty(const FaultBook& faults, int pack, int cell) {
  if (!faults.any_active(pack)) return false;
  for (const FaultKind kind : kWireFaults) {
    if (faults.active(kind, pack, cell) != nullptr) return true;
  }
  return false;
}

bool pass_wire(const FaultBook& faults, int pack, int cell, std::vector<std::uint8_t>& bytes,
               Random& random) {
  if (!wire_is_faulty(faults, pack, cell)) return true;
  if (faults.active(FaultKind::chain_wire_broken, pack, cell) != nullptr) return false;
  if (strikes(faults.active(FaultKind::chain_intermittent, pack, cell), random)) return false;
  if (strikes(faults.active(FaultKind::chain_bit_errors, pack, cell), random)) {
    const std::uint64_t bit = random.integer(bytes.size() * 8);
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
  }
  const auto any = [&] { return static_cast<std::ptrdiff_t>(random.integer(bytes.size())); };
  if (strikes(faults.active(FaultKind::chain_bytes_lost, pack, cell), random)) {
    bytes.erase(bytes.begin() + any());
  }
  if (strikes(faults.active(FaultKind::chain_bytes_doubled, pack, cell), random) &&
      !bytes.empty()) {
    const auto at = bytes.begin() + any();
    bytes.insert(at, *at);
  }
  return !bytes.empty();
}

}  // namespace cellwarden::twin
