// SPDX-License-Identifier: Apache-2.0
// bluetoothd over D-Bus: what it shows, what changes, calls to it that answer later. Everything on
// the thread of the bus.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bus.hpp"
#include "objects.hpp"

namespace cellwarden::bluetooth {

// Sees what happens. Nothing is called after it has been taken from the list.
class Watcher {
 public:
  Watcher() = default;
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  virtual ~Watcher() = default;
  // New (changed is all of it), or changed. objects() has it already.
  virtual void changed(const std::string& path, const std::string& interface,
                       const Properties& changed) = 0;
  virtual void removed(const std::string& path) = 0;
  // bluetoothd or the bus has ended; why, for a person. Nothing is known any more.
  virtual void gone(const std::string& sentence) = 0;
};

class Bluez {
 public:
  // error: nullptr if it went well.
  using Reply = std::function<void(sdbus::MethodReply& reply, const sdbus::Error* error)>;
  using Done = std::function<void(const sdbus::Error* error)>;

  explicit Bluez(Bus& bus);
  ~Bluez();
  Bluez(const Bluez&) = delete;
  Bluez& operator=(const Bluez&) = delete;

  // Finds out what there is, if that is not known. sentence: empty, or why it cannot be.
  void begin(std::function<void(const std::string& sentence)> ready);

  void watch(Watcher& watcher) { watchers_.push_back(&watcher); }
  void unwatch(Watcher& watcher);
  [[nodiscard]] const Objects& objects() const { return objects_; }
  [[nodiscard]] Bus& bus() { return bus_; }

  template <class... Arguments>
  void call(const std::string& path, const char* interface, const char* method, Reply reply,
            const Arguments&... arguments) {
    send(path, interface, method, std::move(reply),
         [&](sdbus::MethodCall& call) { static_cast<void>((call << ... << arguments)); });
  }
  void set(const std::string& path, const char* interface, const char* property,
           const sdbus::Variant& value, Done done);

 private:
  void send(const std::string& path, const char* interface, const char* method, Reply reply,
            const std::function<void(sdbus::MethodCall&)>& fill);
  sdbus::IProxy& proxy(const std::string& path);
  void open();
  void ask();
  void answer(const std::string& sentence);
  void hear(sdbus::Message& signal);
  void sort(sdbus::Message& signal);
  void owner_changed(sdbus::Message& signal);
  void tell_changed(const std::string& path, const std::string& interface,
                    const Properties& changed);
  void end(const std::string& sentence);

  Bus& bus_;
  Objects objects_;
  std::map<std::string, std::unique_ptr<sdbus::IProxy>> proxies_;
  std::vector<sdbus::Slot> matches_;
  std::vector<Watcher*> watchers_;
  std::vector<std::function<void(const std::string&)>> waiting_;
  bool known_{false};
};

}  // namespace cellwarden::bluetooth
