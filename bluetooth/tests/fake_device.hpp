// SPDX-License-Identifier: Apache-2.0
// One device as the fake bluetoothd shows it.
#pragma once

#include "fake_bluez.hpp"

namespace cellwarden::bluetooth {

class FakeDevice {
 public:
  FakeDevice(FakeBluez& fake, std::shared_ptr<Peer> peer);
  ~FakeDevice();
  FakeDevice(const FakeDevice&) = delete;
  FakeDevice& operator=(const FakeDevice&) = delete;

  // It is heard now, or not any more.
  void hear(bool heard);
  // What the peer has said goes to who listens.
  void poll();
  void break_link();
  void tell_may_send(std::int8_t value);
  [[nodiscard]] bool connected() const { return connected_; }

 private:
  struct Characteristic {
    std::string name;  // in the log: "tx"
    std::string uuid;
    std::vector<std::string> flags;
    std::unique_ptr<sdbus::IObject> object{};
    bool notifying{false};
  };

  void show();
  void connect(sdbus::Result<>&& result);
  void disconnect();
  void make_services();
  void make_service(const std::string& path, std::string_view uuid);
  void make_characteristic(const std::string& path, Characteristic made);
  template <class... Values>
  bool answer(const std::string& what, sdbus::Result<Values...>&& result, const Values&... values);
  void write(const Characteristic& to, sdbus::Result<>&& result,
             const std::vector<std::uint8_t>& bytes);
  void notify(const std::string& name, const std::vector<std::uint8_t>& bytes);
  void tell(sdbus::IObject& object, const char* interface,
            const std::map<std::string, sdbus::Variant>& changed,
            const std::vector<std::string>& invalidated = {});

  FakeBluez& fake_;
  std::shared_ptr<Peer> peer_;
  std::string path_;
  std::unique_ptr<sdbus::IObject> object_;
  std::vector<std::unique_ptr<sdbus::IObject>> services_;
  std::map<std::string, Characteristic> characteristics_;  // by name
  bool heard_{false};
  bool connected_{false};
  bool resolved_{false};
  bool data_mode_{false};
  std::vector<std::uint8_t> told_;
  std::size_t piece_{0};
  boost::asio::steady_timer timer_;
};

}  // namespace cellwarden::bluetooth
