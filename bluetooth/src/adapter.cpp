// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "error_words.hpp"
#include "session.hpp"

namespace cellwarden::bluetooth {

std::string choose_adapter(const Objects& objects, const std::string& wanted, std::string& path) {
  const auto adapters = objects.with(kAdapter);
  for (const std::string& adapter : adapters) {
    if (!wanted.empty() && !adapter.ends_with("/" + wanted)) continue;
    path = adapter;
    return {};
  }
  if (adapters.empty()) {
    return "this computer has no Bluetooth adapter, or it is not plugged in.";
  }
  return fmt::format("this computer has no Bluetooth adapter {}.", wanted);
}

void switch_on(Bluez& bluez, const std::string& adapter,
               std::function<void(const std::string& sentence)> ready) {
  if (bluez.objects().get<bool>(adapter, kAdapter, "Powered").value_or(false)) return ready({});
  bluez.set(adapter, kAdapter, "Powered", sdbus::Variant{true},
            [ready = std::move(ready)](const sdbus::Error* error) {
              if (error == nullptr) return ready({});
              ready(
                  fmt::format("this computer's Bluetooth adapter cannot be switched on ({}); it "
                              "may be blocked: rfkill unblock bluetooth.",
                              words_of(*error)));
            });
}

}  // namespace cellwarden::bluetooth
