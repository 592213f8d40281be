// SPDX-License-Identifier: Apache-2.0
#include "error_words.hpp"

#include <array>
#include <string_view>

namespace cellwarden::bluetooth {

namespace {

struct Row {
  std::string_view name;     // of the error; empty: any
  std::string_view message;  // that came with it; empty: any
  std::string_view words;
};

constexpr std::string_view kPairing =
    "it asks to be paired; do that once by hand: bluetoothctl pair, and its address";
constexpr std::string_view kOff = "the adapter is switched off";
constexpr std::string_view kOtherWork = "the adapter is busy with something else";
constexpr std::string_view kNotHere = "it is not there any more";
constexpr std::string_view kNoService = "Bluetooth's service has ended";

// Names and messages are those in bluetoothd 5.66 and in D-Bus. The first row that fits counts.
constexpr std::array<Row, 27> kRows{{
    {"", "le-connection-concurrent-connection-limit",
     "the adapter holds no more connections at once; end one, or plug in a second adapter"},
    {"", "le-connection-adapter-not-powered", kOff},
    {"", "le-connection-busy", kOtherWork},
    {"", "le-connection-timeout", "it did not answer in time; it may be too far away"},
    {"", "le-connection-refused", "it refused"},
    {"", "le-connection-abort-by-remote", "it broke off"},
    {"", "le-connection-abort-by-local", "no connection came about in time"},
    {"org.bluez.Error.AuthenticationCanceled", "", kPairing},
    {"org.bluez.Error.AuthenticationFailed", "", kPairing},
    {"org.bluez.Error.AuthenticationRejected", "", kPairing},
    {"org.bluez.Error.AuthenticationTimeout", "", kPairing},
    {"org.bluez.Error.NotAuthorized", "", kPairing},
    {"org.bluez.Error.NotPermitted", "",
     "it does not permit that now; somebody else may be connected to it"},
    {"org.bluez.Error.NotReady", "", kOff},
    {"org.bluez.Error.InProgress", "", kOtherWork},
    {"org.bluez.Error.Busy", "", kOtherWork},
    {"org.bluez.Error.Blocked", "", "it is blocked on this computer: bluetoothctl unblock"},
    {"org.bluez.Error.NotConnected", "", "the connection has ended"},
    {"org.bluez.Error.NotSupported", "", "it is made for something else"},
    {"org.bluez.Error.DoesNotExist", "", kNotHere},
    {"org.freedesktop.DBus.Error.UnknownObject", "", kNotHere},
    {"org.freedesktop.DBus.Error.UnknownMethod", "", kNotHere},
    {"org.freedesktop.DBus.Error.AccessDenied", "",
     "this user may not use Bluetooth: add it to the group bluetooth"},
    {"org.freedesktop.DBus.Error.NoReply", "", "no answer came"},
    {"org.freedesktop.DBus.Error.Timeout", "", "no answer came"},
    {"org.freedesktop.DBus.Error.ServiceUnknown", "", kNoService},
    {"org.freedesktop.DBus.Error.Disconnected", "", kNoService},
}};

}  // namespace

std::string words_of(const sdbus::Error& error) {
  for (const Row& row : kRows) {
    if (!row.name.empty() && row.name != error.getName()) continue;
    if (!row.message.empty() && error.getMessage().find(row.message) == std::string::npos) continue;
    return std::string{row.words};
  }
  return error.getMessage().empty() ? error.getName() : error.getMessage();
}

}  // namespace cellwarden::bluetooth
