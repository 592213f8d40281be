// SPDX-License-Identifier: Apache-2.0
// Who uses the adapter for what: many controllers cannot look around and connect at the same time,
// so it looks around while somebody seeks and nobody connects, and one connects at a time.
#pragma once

#include <functional>
#include <list>
#include <set>
#include <string>

#include "bluez.hpp"

namespace cellwarden::bluetooth {

class Radio {
 public:
  // Somebody who seeks or connects.
  class User {
   public:
    User() = default;
    User(const User&) = delete;
    User& operator=(const User&) = delete;
    virtual ~User() = default;
    // Nobody looks around now: connect, and then call done().
    virtual void your_turn() {}
    // It cannot look around; why, for a person.
    virtual void cannot_seek(const std::string& sentence) = 0;
  };

  Radio(Bluez& bluez, std::string adapter) : bluez_{bluez}, adapter_{std::move(adapter)} {}

  void seek(User& user);
  void ask_turn(User& user);
  // No seeker and not connecting any more.
  void done(User& user);
  // bluetoothd or the adapter is gone: everything stands still.
  void reset();

 private:
  enum class Looking : std::uint8_t { off, starting, on, stopping };
  void update();
  void start_looking();
  void stop_looking();

  Bluez& bluez_;
  std::string adapter_;
  std::set<User*> seekers_;
  std::list<User*> turns_;  // the first one has it, once nobody looks around
  bool given_{false};
  Looking looking_{Looking::off};
  unsigned life_{0};  // answers of before a reset() are of no use
};

}  // namespace cellwarden::bluetooth
