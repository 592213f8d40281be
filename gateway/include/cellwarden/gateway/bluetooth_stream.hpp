// SPDX-License-Identifier: Apache-2.0
// The serial port that an OUT board, ours or a real one, offers over Bluetooth LE.
#pragma once

#include <memory>

#include "cellwarden/bluetooth/central.hpp"
#include "cellwarden/gateway/byte_stream.hpp"

namespace cellwarden::gateway {

// central: outlives the stream.
std::unique_ptr<ByteStream> bluetooth_stream(boost::asio::io_context& io,
                                             bluetooth::Central& central, bluetooth::Wanted wanted);

}  // namespace cellwarden::gateway
