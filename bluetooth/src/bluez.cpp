// SPDX-License-Identifier: Apache-2.0
#include "bluez.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cellwarden::bluetooth {

namespace {

constexpr std::uint64_t kLongestCallUs = 45'000'000;  // connecting may take 30 s and more
constexpr const char* kNoService =
    "Bluetooth's service does not run on this computer; install bluez, then: systemctl start "
    "bluetooth.";
constexpr const char* kServiceEnded =
    "Bluetooth's service on this computer has ended; it is tried again.";

std::string no_bus(const sdbus::Error& error) {
  return fmt::format("this computer's D-Bus cannot be reached ({}); Bluetooth needs it.",
                     error.getMessage());
}

}  // namespace

Bluez::Bluez(Bus& bus) : bus_{bus} {
  bus_.on_lost([this] {
    end("this computer's D-Bus has ended; it is tried again.");
    matches_.clear();
    proxies_.clear();
  });
}

Bluez::~Bluez() {
  bus_.on_lost({});
  matches_.clear();
  proxies_.clear();
}

void Bluez::unwatch(Watcher& watcher) { std::erase(watchers_, &watcher); }

void Bluez::begin(std::function<void(const std::string& sentence)> ready) {
  if (known_) return ready({});
  waiting_.push_back(std::move(ready));
  if (waiting_.size() > 1) return;
  try {
    open();
    ask();
  } catch (const sdbus::Error& error) {
    answer(no_bus(error));
  }
}

void Bluez::open() {
  if (bus_.is_open()) return;
  sdbus::IConnection& connection = bus_.connection();
  matches_.push_back(connection.addMatch("type='signal',sender='org.bluez'",
                                         [this](sdbus::Message& signal) { hear(signal); }));
  matches_.push_back(connection.addMatch(
      "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='org.bluez'",
      [this](sdbus::Message& signal) { owner_changed(signal); }));
}

void Bluez::ask() {
  call("/", kObjectManager, "GetManagedObjects",
       [this](sdbus::MethodReply& reply, const sdbus::Error* error) {
         if (error != nullptr) {
           const bool denied = error->getName() == "org.freedesktop.DBus.Error.AccessDenied";
           return answer(denied ? "this user may not use Bluetooth: add it to the group bluetooth."
                                : kNoService);
         }
         std::map<sdbus::ObjectPath, Interfaces> all;
         reply >> all;
         objects_.clear();
         for (const auto& [path, interfaces] : all) objects_.add(path, interfaces);
         known_ = true;
         answer({});
       });
}

void Bluez::answer(const std::string& sentence) {
  for (const auto& ready : std::exchange(waiting_, {})) ready(sentence);
}

sdbus::IProxy& Bluez::proxy(const std::string& path) {
  auto& found = proxies_[path];
  if (!found) found = sdbus::createProxy(bus_.connection(), kBluez, path);
  return *found;
}

// An answer is told later, also when the call cannot be sent.
void Bluez::send(const std::string& path, const char* interface, const char* method, Reply reply,
                 const std::function<void(sdbus::MethodCall&)>& fill) {
  try {
    sdbus::IProxy& to = proxy(path);
    sdbus::MethodCall call = to.createMethodCall(interface, method);
    fill(call);
    to.callMethod(
        call,
        [this, reply](sdbus::MethodReply& answered, const sdbus::Error* error) {
          reply(answered, error);
          bus_.touch();
        },
        kLongestCallUs);
  } catch (const sdbus::Error& error) {
    bus_.post([reply, error] {
      sdbus::MethodReply none;
      reply(none, &error);
    });
  }
  bus_.touch();
}

void Bluez::set(const std::string& path, const char* interface, const char* property,
                const sdbus::Variant& value, Done done) {
  call(
      path, kProperties, "Set",
      [done = std::move(done)](sdbus::MethodReply& /*reply*/, const sdbus::Error* error) {
        done(error);
      },
      std::string{interface}, std::string{property}, value);
}

void Bluez::hear(sdbus::Message& signal) {
  if (!known_) return;
  try {
    sort(signal);
  } catch (const sdbus::Error&) {
    // Not what its documentation says; as if it had not come.
  }
  bus_.touch();
}

void Bluez::sort(sdbus::Message& signal) {
  const std::string member = signal.getMemberName();
  if (member == "PropertiesChanged") {
    std::string interface;
    Properties changed;
    std::vector<std::string> invalidated;
    signal >> interface >> changed >> invalidated;
    const std::string path = signal.getPath();
    objects_.change(path, interface, changed, invalidated);
    tell_changed(path, interface, changed);
  } else if (member == "InterfacesAdded") {
    sdbus::ObjectPath path;
    Interfaces added;
    signal >> path >> added;
    objects_.add(path, added);
    for (const auto& [interface, properties] : added) tell_changed(path, interface, properties);
  } else if (member == "InterfacesRemoved") {
    sdbus::ObjectPath path;
    std::vector<std::string> removed;
    signal >> path >> removed;
    objects_.remove(path, removed);
    for (Watcher* watcher : std::vector{watchers_}) {
      if (std::ranges::find(watchers_, watcher) != watchers_.end()) watcher->removed(path);
    }
    proxies_.erase(path);
  }
}

void Bluez::tell_changed(const std::string& path, const std::string& interface,
                         const Properties& changed) {
  for (Watcher* watcher : std::vector{watchers_}) {
    if (std::ranges::find(watchers_, watcher) == watchers_.end()) continue;
    watcher->changed(path, interface, changed);
  }
}

void Bluez::owner_changed(sdbus::Message& signal) {
  std::string name;
  std::string before;
  std::string now;
  signal >> name >> before >> now;
  // One that comes up is found at the next try.
  if (!before.empty()) end(kServiceEnded);
}

void Bluez::end(const std::string& sentence) {
  known_ = false;
  objects_.clear();
  answer(sentence);
  for (Watcher* watcher : std::vector{watchers_}) {
    if (std::ranges::find(watchers_, watcher) != watchers_.end()) watcher->gone(sentence);
  }
}

}  // namespace cellwarden::bluetooth
