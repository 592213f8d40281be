// SPDX-License-Identifier: Apache-2.0
// What a program offers through the fake bluetoothd, as somebody meets it over the air: bluetoothd
// reads its objects and calls them.
#pragma once

#include "fake_bluez.hpp"

namespace cellwarden::bluetooth {

class FakeApp final : public Peer {
 public:
  FakeApp(FakeBluez& fake, std::string program);

  void read(const std::string& root, sdbus::Result<>&& result);
  void advertise(const std::string& path, sdbus::Result<>&& result);
  void end();

  void connect() override;
  void disconnect() override;
  void write(std::span<const std::uint8_t> bytes) override { write_as(client_, bytes); }
  std::vector<std::uint8_t> take() override { return std::exchange(said_, {}); }

  // Somebody else at the same time.
  void write_as(const std::string& client, std::span<const std::uint8_t> bytes);

  std::vector<std::string> services;    // that it offers
  std::vector<std::string> advertised;  // services
  std::vector<std::size_t> sizes;       // of what it told
  std::vector<std::string> errors;      // of its answers
  std::uint64_t told{0};                // bytes

 private:
  sdbus::IProxy& proxy(const std::string& path);

  FakeBluez& fake_;
  std::string program_;
  std::string rx_;
  std::string tx_;
  std::string client_{"/org/bluez/hci0/dev_00_00_00_00_00_99"};
  std::unique_ptr<sdbus::IObject> client_object_;
  std::map<std::string, std::unique_ptr<sdbus::IProxy>> proxies_;
  std::optional<sdbus::Slot> listening_;
  std::vector<std::uint8_t> said_;
  bool connected_{false};
};

}  // namespace cellwarden::bluetooth
