// SPDX-License-Identifier: Apache-2.0
// A device in the air, as a fake bluetoothd meets it: what it says of itself, and the bytes behind.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "cellwarden/bluetooth/advertisement.hpp"

namespace cellwarden::bluetooth {

// Everything on the thread of the fake.
class Peer {
 public:
  Peer() = default;
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  virtual ~Peer() = default;

  virtual void connect() {}
  virtual void disconnect() {}
  virtual void write(std::span<const std::uint8_t> bytes) = 0;
  // What it has said since; asked every few milliseconds while somebody listens.
  virtual std::vector<std::uint8_t> take() = 0;

  // Of the board behind it: its supply, its button (OUT-2), a wire of its chain.
  virtual void power(bool /*on*/) {}
  virtual void button(bool /*down*/) {}
  virtual void wire(bool /*whole*/) {}

  std::string address{"C0:FF:EE:00:11:22"};
  std::string name{kName};
  std::uint16_t company{kMaker};
  std::vector<std::uint8_t> maker_data{0x00, 0x06, 0x0D, 0x02};  // a real one's: 03330
  bool radios{false};  // BlueRadios' service instead of Nordic's
  bool mark{true};     // ours
  bool no_service{false};
  std::int16_t rssi{-61};
  bool in_reach{true};
  bool held_by_phone{false};       // so it neither advertises nor takes a connection
  bool refuses{false};             // it advertises, but takes no connection
  bool silent_services{false};     // it never tells its services
  bool listened_elsewhere{false};  // a program on this computer has it
  struct Error {
    std::string name;     // "org.bluez.Error.Failed"
    std::string message;  // "le-connection-refused"
  };
  std::map<std::string, Error> errors;   // answers to what is asked, as in FakeBluez::log()
  std::set<std::string> never_answered;  // the same
  std::set<std::string> without;         // characteristics that it does not have: "mode"
  std::vector<std::size_t> pieces;       // sizes of what it tells, in turn; empty: 20 each
};

// A simulated pack's OUT board: four cells, PIN 1234. speed: simulated seconds a second.
std::shared_ptr<Peer> simulated_board(double speed = 10, bool generation_3 = true);

}  // namespace cellwarden::bluetooth
