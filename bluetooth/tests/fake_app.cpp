// SPDX-License-Identifier: Apache-2.0
#include "fake_app.hpp"

#include "../src/objects.hpp"

namespace cellwarden::bluetooth {

namespace {

using Options = std::map<std::string, sdbus::Variant>;
using Bytes = std::vector<std::uint8_t>;
constexpr const char* kAdvertisement = "org.bluez.LEAdvertisement1";

}  // namespace

FakeApp::FakeApp(FakeBluez& fake, std::string program) : fake_{fake}, program_{std::move(program)} {
  in_reach = false;
}

sdbus::IProxy& FakeApp::proxy(const std::string& path) {
  auto& found = proxies_[path];
  if (!found) found = sdbus::createProxy(fake_.bus_.connection(), program_, path);
  return *found;
}

void FakeApp::read(const std::string& root, sdbus::Result<>&& result) {
  auto kept = std::make_shared<sdbus::Result<>>(std::move(result));
  auto call = proxy(root).createMethodCall(kObjectManager, "GetManagedObjects");
  proxy(root).callMethod(call, [this, kept](sdbus::MethodReply& reply, const sdbus::Error* error) {
    if (error != nullptr) return kept->returnError(*error);
    std::map<sdbus::ObjectPath, Interfaces> all;
    reply >> all;
    for (const auto& [path, interfaces] : all) {
      if (const auto found = interfaces.find(kService); found != interfaces.end()) {
        services.push_back(*value_of<std::string>(found->second, "UUID"));
      }
      const auto found = interfaces.find(kCharacteristic);
      if (found == interfaces.end()) continue;
      const auto uuid = value_of<std::string>(found->second, "UUID");
      if (uuid == kNordicWrite) rx_ = path;
      if (uuid == kNordicNotify) tx_ = path;
    }
    mark = std::ranges::find(services, kOurMark) != services.end();
    kept->returnResults();
  });
}

void FakeApp::advertise(const std::string& path, sdbus::Result<>&& result) {
  auto kept = std::make_shared<sdbus::Result<>>(std::move(result));
  auto call = proxy(path).createMethodCall(kProperties, "GetAll");
  call << std::string{kAdvertisement};
  proxy(path).callMethod(call, [this, kept](sdbus::MethodReply& reply, const sdbus::Error* error) {
    if (error != nullptr) return kept->returnError(*error);
    Properties all;
    reply >> all;
    name = value_of<std::string>(all, "LocalName").value_or("");
    advertised = value_of<std::vector<std::string>>(all, "ServiceUUIDs").value();
    const auto makers =
        value_of<std::map<std::uint16_t, sdbus::Variant>>(all, "ManufacturerData").value();
    for (const auto& [maker, data] : makers) {
      company = maker;
      maker_data = data.get<Bytes>();
    }
    in_reach = true;
    kept->returnResults();
  });
}

// The one who connects is a device too, which the program sees come and go.
void FakeApp::connect() {
  connected_ = true;
  client_object_ = sdbus::createObject(fake_.bus_.connection(), client_);
  client_object_->registerProperty("Connected").onInterface(kDevice).withGetter([this] {
    return connected_;
  });
  client_object_->finishRegistration();
  client_object_->emitInterfacesAddedSignal();
  listening_ = fake_.bus_.connection().addMatch(
      "type='signal',member='PropertiesChanged',path='" + tx_ + "'",
      [this](sdbus::Message& signal) {
        std::string interface;
        Properties changed;
        signal >> interface >> changed;
        const auto value = value_of<Bytes>(changed, "Value");
        if (!value) return;
        sizes.push_back(value->size());
        told += value->size();
        said_.insert(said_.end(), value->begin(), value->end());
      });
  auto call = proxy(tx_).createMethodCall(kCharacteristic, "StartNotify");
  proxy(tx_).callMethod(call, [](sdbus::MethodReply& /*reply*/, const sdbus::Error* /*error*/) {});
}

void FakeApp::disconnect() {
  if (!connected_) return;
  connected_ = false;
  listening_.reset();
  said_.clear();
  if (!client_object_) return;
  auto signal = client_object_->createSignal(kProperties, "PropertiesChanged");
  signal << std::string{kDevice} << Options{{"Connected", sdbus::Variant{false}}}
         << std::vector<std::string>{};
  client_object_->emitSignal(signal);
  client_object_.reset();
}

void FakeApp::write_as(const std::string& client, std::span<const std::uint8_t> bytes) {
  auto call = proxy(rx_).createMethodCall(kCharacteristic, "WriteValue");
  call << Bytes{bytes.begin(), bytes.end()}
       << Options{{"device", sdbus::Variant{sdbus::ObjectPath{client}}}};
  proxy(rx_).callMethod(call, [this](sdbus::MethodReply& /*reply*/, const sdbus::Error* error) {
    if (error != nullptr) errors.push_back(error->getName());
  });
}

void FakeApp::end() {
  listening_.reset();
  client_object_.reset();
  proxies_.clear();
}

}  // namespace cellwarden::bluetooth
