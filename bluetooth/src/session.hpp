// SPDX-License-Identifier: Apache-2.0
// From a serial number to a channel of bytes: adapter, device, connection, services, the start-up
// of its generation. On the thread of the bus.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <string>

#include "bluez.hpp"
#include "cellwarden/bluetooth/central.hpp"
#include "radio.hpp"

namespace cellwarden::bluetooth {

// The radios of all adapters, by path.
using Radios = std::map<std::string, std::unique_ptr<Radio>>;

// Which address had a number when it was connected last, since the program began.
using Ties = std::map<std::string, std::string>;

// The adapter to use: its path in `path`, or why there is none.
std::string choose_adapter(const Objects& objects, const std::string& wanted, std::string& path);
// Switches it on if it is off; sentence: empty, or why it cannot be.
void switch_on(Bluez& bluez, const std::string& adapter,
               std::function<void(const std::string& sentence)> ready);

class Session final : public Watcher,
                      public Radio::User,
                      public std::enable_shared_from_this<Session> {
 public:
  Session(Bluez& bluez, Radios& radios, Ties& ties, Wanted wanted, Patience patience,
          ChannelHandlers handlers);

  void start();
  void write(const std::vector<std::uint8_t>& bytes);
  // On purpose: no handler is called any more.
  void close();

  void changed(const std::string& path, const std::string& interface,
               const Properties& changed) override;
  void removed(const std::string& path) override;
  void gone(const std::string& sentence) override;
  void your_turn() override;
  void cannot_seek(const std::string& sentence) override;

 private:
  enum class Step : std::uint8_t {
    adapter,
    seeking,
    waiting,
    connecting,
    resolving,
    starting,
    live,
    ended
  };
  using Then = std::function<void()>;

  void seek();
  void look_at(const std::string& path);
  bool has_namesake(const std::string& path, const FoundPack& found);
  void wait_for_namesakes(const std::string& path);
  void take(const std::string& path);
  void resolve();
  void begin();
  void begin_nordic();
  void begin_radios();
  void subscribe(const std::string& characteristic, Then then);
  void go_live();
  void write_on();
  void limit(std::chrono::milliseconds time, std::string sentence);
  void end(const std::string& sentence);
  void leave();
  [[nodiscard]] std::string who() const;
  [[nodiscard]] bool device_says(const char* property) const;
  // Goes on with `then` if it went well and nothing has ended meanwhile.
  Bluez::Reply or_end(std::string doing, Then then);

  Bluez& bluez_;
  Radios& radios_;
  Ties& ties_;
  Wanted wanted_;
  Patience patience_;
  ChannelHandlers handlers_;
  boost::asio::steady_timer timer_;
  Step step_{Step::adapter};
  std::string adapter_;
  std::string device_;
  std::string stranger_;  // has the number, but another address than before
  Radio* radio_{nullptr};
  bool connected_by_us_{false};
  ChannelFacts facts_;
  std::string to_device_;    // the characteristic that we write to
  std::string from_device_;  // the one that tells us
  std::string may_send_;     // BlueRadios' flow control; empty: it has none
  bool held_{false};         // it wants nothing now
  std::deque<std::uint8_t> out_;
  bool writing_{false};
};

}  // namespace cellwarden::bluetooth
