// SPDX-License-Identifier: Apache-2.0
// What bluetoothd answers when something does not work, in words that say what to do.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <string>

namespace cellwarden::bluetooth {

// A part of a sentence, without a full stop. An error that is not known is told as it came.
std::string words_of(const sdbus::Error& error);

}  // namespace cellwarden::bluetooth
