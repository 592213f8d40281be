// SPDX-License-Identifier: Apache-2.0
// A bluetoothd without a radio: on a private bus it shows one adapter and the peers in the air, the
// way BlueZ 5.66 does (its documentation of the interfaces; compared with the real one by
// script/bluetooth). Making one is starting it, destroying it is its end.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "../src/bus.hpp"
#include "peer.hpp"

namespace cellwarden::bluetooth {

struct FakeOptions {
  bool adapter{true};
  bool powered{true};
  bool can_switch_on{true};
  bool can_look{true};
};

class FakeApp;
class FakeDevice;

class FakeBluez {
 public:
  using Peers = std::vector<std::shared_ptr<Peer>>;

  explicit FakeBluez(Peers peers, FakeOptions options = {});
  ~FakeBluez();
  FakeBluez(const FakeBluez&) = delete;
  FakeBluez& operator=(const FakeBluez&) = delete;

  // On its thread, and waits for it.
  void run(const std::function<void()>& task);
  // The radio link breaks.
  void break_link();
  void remove_adapter();
  void switch_off();
  // What it was asked to do, in order: "StartDiscovery", "Connect", "notify tx", "write mode 01" …
  [[nodiscard]] std::vector<std::string> log();
  // All bytes that were written to peers.
  [[nodiscard]] std::string written();
  // Sizes of the writes.
  [[nodiscard]] std::vector<std::size_t> write_sizes();
  // BlueRadios' flow control: 0 = the peer takes bytes.
  void tell_may_send(std::int8_t value);
  // What a program on this computer offers; nullptr: nothing yet. Connected to by hand as a phone
  // would, or found in the air by this very computer.
  [[nodiscard]] std::shared_ptr<FakeApp> app();
  [[nodiscard]] bool is_looking();
  [[nodiscard]] bool is_connected();

 private:
  friend class FakeApp;
  friend class FakeDevice;
  void make_adapter();
  void make_managers();
  void look();
  void poll();
  void end();

  Peers peers_;
  FakeOptions options_;
  std::vector<std::string> log_;
  std::string written_;
  std::vector<std::size_t> write_sizes_;
  std::unique_ptr<sdbus::IObject> root_;
  std::unique_ptr<sdbus::IObject> adapter_;
  std::shared_ptr<FakeApp> app_;
  std::map<std::string, std::unique_ptr<FakeDevice>> devices_;
  bool powered_{true};
  bool looking_{false};
  bool ended_{false};  // it says no more, like one that was killed
  Bus bus_;
  boost::asio::steady_timer timer_;
};

}  // namespace cellwarden::bluetooth
