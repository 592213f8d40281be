// SPDX-License-Identifier: Apache-2.0
#include "fake_device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "../src/objects.hpp"

namespace cellwarden::bluetooth {

namespace {

constexpr std::size_t kPiece = 20;
constexpr std::chrono::milliseconds kConnecting{30};

std::string path_of(const Peer& peer) {
  std::string address = peer.address;
  std::ranges::replace(address, ':', '_');
  return "/org/bluez/hci0/dev_" + address;
}

}  // namespace

FakeDevice::FakeDevice(FakeBluez& fake, std::shared_ptr<Peer> peer)
    : fake_{fake}, peer_{std::move(peer)}, path_{path_of(*peer_)}, timer_{fake.bus_.io()} {
  heard_ = true;
  show();
  object_->emitInterfacesAddedSignal();
}

FakeDevice::~FakeDevice() {
  if (fake_.ended_) return;
  for (auto& [name, it] : characteristics_) it.object->emitInterfacesRemovedSignal();
  object_->emitInterfacesRemovedSignal();
}

// Anew whenever RSSI comes or goes: BlueZ shows it only while the device is heard.
void FakeDevice::show() {
  object_.reset();
  object_ = sdbus::createObject(fake_.bus_.connection(), path_);
  const auto property = [this](const char* name, auto getter) {
    object_->registerProperty(name).onInterface(kDevice).withGetter(getter);
  };
  property("Address", [this] { return peer_->address; });
  property("Name", [this] { return peer_->name; });
  property("UUIDs", [this] {
    return std::vector<std::string>{std::string{peer_->radios ? kRadiosService : kNordicService}};
  });
  property("ManufacturerData", [this] {
    return std::map<std::uint16_t, sdbus::Variant>{
        {peer_->company, sdbus::Variant{peer_->maker_data}}};
  });
  property("Connected", [this] { return connected_; });
  property("ServicesResolved", [this] { return resolved_; });
  if (heard_) property("RSSI", [this] { return peer_->rssi; });
  object_->registerMethod("Connect").onInterface(kDevice).implementedAs(
      [this](sdbus::Result<>&& result) { connect(std::move(result)); });
  object_->registerMethod("Disconnect").onInterface(kDevice).implementedAs([this] {
    fake_.log_.emplace_back("Disconnect");
    disconnect();
  });
  object_->finishRegistration();
}

void FakeDevice::hear(bool heard) {
  if (heard == heard_) return;
  heard_ = heard;
  show();
  if (heard) {
    tell(*object_, kDevice, {{"RSSI", sdbus::Variant{peer_->rssi}}});
  } else {
    tell(*object_, kDevice, {}, {"RSSI"});
  }
}

void FakeDevice::connect(sdbus::Result<>&& result) {
  fake_.log_.emplace_back("Connect");
  if (peer_->never_answered.contains("Connect")) return;
  auto kept = std::make_shared<sdbus::Result<>>(std::move(result));
  timer_.expires_after(kConnecting);
  timer_.async_wait([this, kept](const boost::system::error_code& cancelled) {
    if (cancelled) return;
    if (const auto error = peer_->errors.find("Connect"); error != peer_->errors.end()) {
      kept->returnError(sdbus::Error{error->second.name, error->second.message});
    } else if (!peer_->in_reach || peer_->held_by_phone || peer_->refuses) {
      kept->returnError(sdbus::Error{"org.bluez.Error.Failed", "le-connection-abort-by-local"});
    } else {
      connected_ = true;
      peer_->connect();
      tell(*object_, kDevice, {{"Connected", sdbus::Variant{true}}});
      kept->returnResults();
      if (!peer_->silent_services) make_services();
    }
    fake_.bus_.touch();
  });
}

void FakeDevice::disconnect() {
  if (!connected_) return;
  connected_ = resolved_ = data_mode_ = false;
  told_.clear();
  peer_->disconnect();
  for (auto& [name, it] : characteristics_) it.object->emitInterfacesRemovedSignal();
  characteristics_.clear();
  for (auto& service : services_) service->emitInterfacesRemovedSignal();
  services_.clear();
  tell(*object_, kDevice,
       {{"ServicesResolved", sdbus::Variant{false}}, {"Connected", sdbus::Variant{false}}});
}

void FakeDevice::break_link() { disconnect(); }

void FakeDevice::make_services() {
  if (peer_->mark) make_service(path_ + "/service0030", kOurMark);
  const std::string path = path_ + "/service0010";
  if (peer_->no_service) {
  } else if (peer_->radios) {
    make_service(path, kRadiosService);
    make_characteristic(path + "/char0011", {"rx", std::string{kRadiosWrite}, {"write"}});
    make_characteristic(path + "/char0013", {"tx", std::string{kRadiosIndicate}, {"indicate"}});
    make_characteristic(path + "/char0016", {"mode", std::string{kRadiosMode}, {"write", "read"}});
    make_characteristic(path + "/char0018", {"info", std::string{kRadiosInfo}, {"read"}});
    make_characteristic(path + "/char001a", {"rts", std::string{kRadiosMaySend}, {"notify"}});
  } else {
    make_service(path, kNordicService);
    make_characteristic(path + "/char0011", {"rx", std::string{kNordicWrite}, {"write"}});
    make_characteristic(path + "/char0013", {"tx", std::string{kNordicNotify}, {"notify"}});
  }
  if (peer_->listened_elsewhere && characteristics_.contains("tx")) {
    characteristics_.at("tx").notifying = true;
  }
  resolved_ = true;
  tell(*object_, kDevice, {{"ServicesResolved", sdbus::Variant{true}}});
}

void FakeDevice::make_service(const std::string& path, std::string_view uuid) {
  auto service = sdbus::createObject(fake_.bus_.connection(), path);
  service->registerProperty("UUID").onInterface(kService).withGetter(
      [uuid = std::string{uuid}] { return uuid; });
  service->finishRegistration();
  service->emitInterfacesAddedSignal();
  services_.push_back(std::move(service));
}

void FakeDevice::make_characteristic(const std::string& path, Characteristic made) {
  const std::string name = made.name;
  if (peer_->without.contains(name)) return;
  Characteristic& it = characteristics_[name] = std::move(made);
  it.object = sdbus::createObject(fake_.bus_.connection(), path);
  it.object->registerProperty("UUID").onInterface(kCharacteristic).withGetter([&it] {
    return it.uuid;
  });
  it.object->registerProperty("Flags").onInterface(kCharacteristic).withGetter([&it] {
    return it.flags;
  });
  it.object->registerProperty("Notifying").onInterface(kCharacteristic).withGetter([&it, this] {
    return it.notifying || (it.name == "tx" && peer_->listened_elsewhere);
  });
  it.object->registerMethod("StartNotify")
      .onInterface(kCharacteristic)
      .implementedAs([&it, this](sdbus::Result<>&& result) {
        it.notifying = answer("notify " + it.name, std::move(result));
      });
  it.object->registerMethod("ReadValue")
      .onInterface(kCharacteristic)
      .implementedAs([&it, this](sdbus::Result<std::vector<std::uint8_t>>&& result,
                                 const std::map<std::string, sdbus::Variant>& /*options*/) {
        answer("read " + it.name, std::move(result), std::vector<std::uint8_t>{1, 2, 3});
      });
  it.object->registerMethod("WriteValue")
      .onInterface(kCharacteristic)
      .implementedAs([&it, this](sdbus::Result<>&& result, const std::vector<std::uint8_t>& bytes,
                                 const std::map<std::string, sdbus::Variant>& options) {
        if (options.at("type").get<std::string>() != "request") {
          return result.returnError(
              sdbus::Error{"org.bluez.Error.NotSupported", "Operation is not supported"});
        }
        write(it, std::move(result), bytes);
      });
  it.object->finishRegistration();
  it.object->emitInterfacesAddedSignal();
}

// With what it was made for, with an error, or never. False: with no result.
template <class... Values>
bool FakeDevice::answer(const std::string& what, sdbus::Result<Values...>&& result,
                        const Values&... values) {
  fake_.log_.push_back(what);
  if (peer_->never_answered.contains(what)) return false;
  const auto error = peer_->errors.find(what);
  if (error != peer_->errors.end()) {
    result.returnError(sdbus::Error{error->second.name, error->second.message});
    return false;
  }
  result.returnResults(values...);
  return true;
}

void FakeDevice::write(const Characteristic& to, sdbus::Result<>&& result,
                       const std::vector<std::uint8_t>& bytes) {
  if (to.name == "mode") {
    const bool done = answer(fmt::format("write mode {:02X}", bytes.at(0)), std::move(result));
    data_mode_ = done && bytes.at(0) == 1;
    return;
  }
  if (const auto error = peer_->errors.find("write"); error != peer_->errors.end()) {
    return result.returnError(sdbus::Error{error->second.name, error->second.message});
  }
  if (bytes.size() > kPiece) {
    return result.returnError(sdbus::Error{"org.bluez.Error.InvalidValueLength", "Invalid Length"});
  }
  result.returnResults();
  fake_.written_.append(bytes.begin(), bytes.end());
  fake_.write_sizes_.push_back(bytes.size());
  if (!peer_->radios || data_mode_) peer_->write(bytes);
}

void FakeDevice::poll() {
  if (!connected_ || !characteristics_.contains("tx")) return;
  const auto bytes = peer_->take();
  told_.insert(told_.end(), bytes.begin(), bytes.end());
  while (!told_.empty()) {
    std::size_t size = kPiece;
    if (!peer_->pieces.empty()) size = peer_->pieces[piece_++ % peer_->pieces.size()];
    size = std::min(size, told_.size());
    const auto end = told_.begin() + static_cast<std::ptrdiff_t>(size);
    notify("tx", {told_.begin(), end});
    told_.erase(told_.begin(), end);
  }
}

void FakeDevice::notify(const std::string& name, const std::vector<std::uint8_t>& bytes) {
  const Characteristic& it = characteristics_.at(name);
  if (it.notifying) tell(*it.object, kCharacteristic, {{"Value", sdbus::Variant{bytes}}});
}

void FakeDevice::tell_may_send(std::int8_t value) {
  if (characteristics_.contains("rts")) notify("rts", {static_cast<std::uint8_t>(value)});
}

void FakeDevice::tell(sdbus::IObject& object, const char* interface,
                      const std::map<std::string, sdbus::Variant>& changed,
                      const std::vector<std::string>& invalidated) {
  auto signal = object.createSignal(kProperties, "PropertiesChanged");
  signal << std::string{interface} << changed << invalidated;
  object.emitSignal(signal);
}

}  // namespace cellwarden::bluetooth
