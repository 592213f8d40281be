// SPDX-License-Identifier: Apache-2.0
// The five UARTs of the MPS2 board (Arm CMSDK, DDI 0479): received bytes go into rings by
// interrupt, sending waits for room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cellwarden::firmware::mps2 {

enum class Port : std::uint8_t { plant, chain_in, chain_out, data_output, bluetooth };

void open_uarts();

// Takes so many bytes as `into` is long; sleeps until they are there.
void receive(Port port, std::span<std::uint8_t> into);

void send(Port port, std::span<const std::uint8_t> bytes);

}  // namespace cellwarden::firmware::mps2
