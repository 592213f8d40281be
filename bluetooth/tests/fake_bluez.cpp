// SPDX-License-Identifier: Apache-2.0
#include "fake_bluez.hpp"

#include <chrono>
#include <future>

#include "../src/objects.hpp"
#include "fake_app.hpp"
#include "fake_device.hpp"

namespace cellwarden::bluetooth {

namespace {

constexpr const char* kAdapterPath = "/org/bluez/hci0";
constexpr std::chrono::milliseconds kPoll{5};

}  // namespace

FakeBluez::FakeBluez(Peers peers, FakeOptions options)
    : peers_{std::move(peers)}, options_{options}, powered_{options.powered}, timer_{bus_.io()} {
  run([this] {
    sdbus::IConnection& connection = bus_.connection();
    bus_.on_lost([this] { end(); });
    root_ = sdbus::createObject(connection, "/");
    root_->addObjectManager();
    if (options_.adapter) make_adapter();
    connection.requestName(kBluez);
    poll();
  });
}

FakeBluez::~FakeBluez() {
  run([this] { end(); });
}

void FakeBluez::end() {
  ended_ = true;
  timer_.cancel();
  for (const auto& peer : peers_) peer->disconnect();
  devices_.clear();
  std::erase(peers_, app_);
  if (app_) app_->end();
  adapter_.reset();
  root_.reset();
}

void FakeBluez::run(const std::function<void()>& task) {
  std::promise<void> done;
  bus_.post([&] {
    task();
    done.set_value();
  });
  done.get_future().wait();
}

void FakeBluez::make_adapter() {
  adapter_ = sdbus::createObject(bus_.connection(), kAdapterPath);
  adapter_->registerProperty("Address").onInterface(kAdapter).withGetter(
      [] { return std::string{"00:AA:01:00:00:42"}; });
  adapter_->registerProperty("Powered")
      .onInterface(kAdapter)
      .withGetter([this] { return powered_; })
      .withSetter([this](const bool& on) {
        log_.emplace_back(on ? "power on" : "power off");
        if (on && !options_.can_switch_on) {
          throw sdbus::Error{"org.bluez.Error.Failed", "Failed"};
        }
        powered_ = on;
      });
  adapter_->registerMethod("SetDiscoveryFilter")
      .onInterface(kAdapter)
      .implementedAs([this](const std::map<std::string, sdbus::Variant>& filter) {
        log_.push_back("filter " + filter.at("Transport").get<std::string>());
      });
  adapter_->registerMethod("StartDiscovery").onInterface(kAdapter).implementedAs([this] {
    log_.emplace_back("StartDiscovery");
    if (!powered_) throw sdbus::Error{"org.bluez.Error.NotReady", "Resource Not Ready"};
    if (!options_.can_look) throw sdbus::Error{"org.bluez.Error.Failed", "Operation failed"};
    if (looking_) throw sdbus::Error{"org.bluez.Error.InProgress", "Operation already in progress"};
    looking_ = true;
  });
  adapter_->registerMethod("StopDiscovery").onInterface(kAdapter).implementedAs([this] {
    log_.emplace_back("StopDiscovery");
    looking_ = false;
    for (const auto& [path, device] : devices_) {
      if (device) device->hear(false);
    }
  });
  make_managers();
  adapter_->finishRegistration();
  adapter_->emitInterfacesAddedSignal();
}

void FakeBluez::make_managers() {
  adapter_->registerMethod("RegisterApplication")
      .onInterface(kGattManager)
      .implementedAs([this](sdbus::Result<>&& result, const sdbus::ObjectPath& root,
                            const std::map<std::string, sdbus::Variant>& /*options*/) {
        log_.emplace_back("RegisterApplication");
        const auto* message = adapter_->getCurrentlyProcessedMessage();
        app_ = std::make_shared<FakeApp>(*this, message->getSender());
        app_->read(root, std::move(result));
      });
  adapter_->registerMethod("RegisterAdvertisement")
      .onInterface(kAdvertisingManager)
      .implementedAs([this](sdbus::Result<>&& result, const sdbus::ObjectPath& path,
                            const std::map<std::string, sdbus::Variant>& /*options*/) {
        log_.emplace_back("RegisterAdvertisement");
        app_->advertise(path, std::move(result));
        peers_.push_back(app_);
      });
}

std::shared_ptr<FakeApp> FakeBluez::app() {
  std::shared_ptr<FakeApp> it;
  run([&] { it = app_; });
  return it;
}

// What is looked for is heard within 5 ms.
void FakeBluez::look() {
  for (const auto& peer : peers_) {
    auto& device = devices_[peer->address];
    const bool heard = peer->in_reach && !peer->held_by_phone;
    if (!device && heard) device = std::make_unique<FakeDevice>(*this, peer);
    if (device) device->hear(heard && !device->connected());
  }
}

void FakeBluez::poll() {
  if (looking_) look();
  for (const auto& [address, device] : devices_) {
    if (device) device->poll();
  }
  bus_.touch();
  timer_.expires_after(kPoll);
  // One that has just run out is heard after end() all the same.
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error && !ended_) poll();
  });
}

void FakeBluez::break_link() {
  run([this] {
    for (const auto& [address, device] : devices_) {
      if (device) device->break_link();
    }
  });
}

void FakeBluez::remove_adapter() {
  run([this] {
    for (const auto& peer : peers_) peer->disconnect();
    devices_.clear();
    looking_ = false;
    adapter_->emitInterfacesRemovedSignal();
    adapter_.reset();
  });
}

void FakeBluez::switch_off() {
  run([this] {
    powered_ = false;
    adapter_->emitPropertiesChangedSignal(kAdapter, {"Powered"});
  });
}

std::vector<std::string> FakeBluez::log() {
  std::vector<std::string> all;
  run([&] { all = log_; });
  return all;
}

std::string FakeBluez::written() {
  std::string all;
  run([&] { all = written_; });
  return all;
}

std::vector<std::size_t> FakeBluez::write_sizes() {
  std::vector<std::size_t> all;
  run([&] { all = write_sizes_; });
  return all;
}

void FakeBluez::tell_may_send(std::int8_t value) {
  run([&] {
    for (const auto& [address, device] : devices_) {
      if (device) device->tell_may_send(value);
    }
  });
}

bool FakeBluez::is_looking() {
  bool is = false;
  run([&] { is = looking_; });
  return is;
}

bool FakeBluez::is_connected() {
  bool is = false;
  run([&] {
    for (const auto& [address, device] : devices_) is = is || (device && device->connected());
  });
  return is;
}

}  // namespace cellwarden::bluetooth
