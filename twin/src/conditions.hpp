// SPDX-License-Identifier: Apache-2.0
// The conditions that an expectation may name ("charge_relay_open", "no_warning_E", …).
#pragma once

#include <string_view>

#include "pack_bench.hpp"

namespace cellwarden::twin {

// Contacts and resistors are looked at as they are. What the OUT board says is not known while it
// has no power, so neither `warning_E` nor `no_warning_E` holds then.
// number: the cell of a condition about one. An unknown name never holds.
bool condition_holds(std::string_view name, int number, const PackBench& pack);

}  // namespace cellwarden::twin
