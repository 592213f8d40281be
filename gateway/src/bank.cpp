// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/bank.hpp"

namespace cellwarden::gateway {

namespace {

// A sum of which one part is unknown is unknown.
template <class Quantity>
class Sum {
 public:
  void add(const std::optional<Quantity>& part) {
    if (part) {
      sum_ += *part;
    } else {
      whole_ = false;
    }
  }
  [[nodiscard]] std::optional<Quantity> result() const {
    return whole_ ? std::optional{sum_} : std::nullopt;
  }

 private:
  Quantity sum_;
  bool whole_{true};
};

template <class Cell>
void widen(std::optional<BankExtreme>& extreme, const std::optional<Cell>& cell,
           const std::string& pack, bool highest) {
  if (!cell) return;
  const std::int32_t value = cell->value.count();
  if (extreme && (highest ? value <= extreme->value : value >= extreme->value)) return;
  extreme = BankExtreme{.value = value, .pack = pack, .cell = cell->cell};
}

void allow(BankStatus& bank, const BankMember& member) {
  if (!member.status->charge.allowed) bank.against_charge.push_back(member.id);
  if (!member.status->load.allowed) bank.against_load.push_back(member.id);
}

void widen_all(BankStatus& bank, const BankMember& member) {
  const Status& status = *member.status;
  widen(bank.voltage_min, status.voltage_min, member.id, false);
  widen(bank.voltage_max, status.voltage_max, member.id, true);
  widen(bank.temperature_min, status.temperature_min, member.id, false);
  widen(bank.temperature_max, status.temperature_max, member.id, true);
}

}  // namespace

BankStatus bank_status(std::span<const BankMember> members) {
  BankStatus bank;
  Sum<core::Milliamps> battery;
  Sum<core::Milliamps> in;
  Sum<core::Milliamps> out;
  Sum<core::WattHours> stored;
  Sum<core::WattHours> capacity;
  for (const BankMember& member : members) {
    const Status& status = *member.status;
    allow(bank, member);
    for (const core::Warning warning : core::kWarnings) {
      if (status.warnings.has(warning)) bank.warnings.set(warning);
    }
    const bool data = status.has_data();
    if (!data) bank.without_data.push_back(member.id);
    const Currents currents =
        data && status.seen.currents ? status.seen.currents->value : Currents{};
    const Charge charge = data && status.seen.charge ? status.seen.charge->value : Charge{};
    battery.add(currents.battery);
    in.add(currents.in);
    out.add(currents.out);
    stored.add(charge.stored);
    capacity.add(charge.capacity);
    if (data) widen_all(bank, member);
  }
  bank.charge_allowed = !members.empty() && bank.against_charge.empty();
  bank.load_allowed = !members.empty() && bank.against_load.empty();
  bank.battery = battery.result();
  bank.in = in.result();
  bank.out = out.result();
  bank.stored = stored.result();
  bank.capacity = capacity.result();
  if (bank.stored && bank.capacity && bank.capacity->count() > 0) {
    constexpr std::int64_t kWhole = 100'000;
    bank.soc = core::MilliPercent{
        static_cast<std::int32_t>(bank.stored->count() * kWhole / bank.capacity->count())};
  }
  return bank;
}

}  // namespace cellwarden::gateway
