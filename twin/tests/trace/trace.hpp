// SPDX-License-Identifier: Apache-2.0
// One number for two hours of a whole installation: every voltage, frame and occurrence. The same
// with every compiler, on every machine, in the browser.
#pragma once

#include <cstdint>

#include "cellwarden/twin/bench.hpp"

namespace cellwarden::twin::test {

std::uint64_t trace(std::uint64_t seed, Fidelity fidelity);

}  // namespace cellwarden::twin::test
