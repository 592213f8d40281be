// SPDX-License-Identifier: Apache-2.0
#include "radio.hpp"

#include <fmt/format.h>

#include <vector>

#include "error_words.hpp"

namespace cellwarden::bluetooth {

namespace {
// Another program of this computer may look around as well, each with its own filter.
constexpr const char* kInProgress = "org.bluez.Error.InProgress";
}  // namespace

void Radio::seek(User& user) {
  seekers_.insert(&user);
  update();
}

void Radio::ask_turn(User& user) {
  seekers_.erase(&user);
  turns_.push_back(&user);
  update();
}

void Radio::done(User& user) {
  seekers_.erase(&user);
  if (!turns_.empty() && turns_.front() == &user) given_ = false;
  turns_.remove(&user);
  update();
}

void Radio::reset() {
  ++life_;
  looking_ = Looking::off;
  given_ = false;
  seekers_.clear();
  turns_.clear();
}

void Radio::update() {
  if (looking_ == Looking::off && !turns_.empty()) {
    if (given_) return;
    given_ = true;
    turns_.front()->your_turn();
    return;
  }
  const bool wanted = !seekers_.empty() && turns_.empty();
  if (wanted && looking_ == Looking::off) start_looking();
  if (!wanted && looking_ == Looking::on) stop_looking();
}

// Not filtered by service: what generations 1 and 2 say of theirs is not public.
void Radio::start_looking() {
  looking_ = Looking::starting;
  const auto started = [this, life = life_](sdbus::MethodReply& /*reply*/,
                                            const sdbus::Error* error) {
    if (life != life_) return;
    looking_ = Looking::on;
    if (error != nullptr && error->getName() != kInProgress) {
      looking_ = Looking::off;
      const std::string sentence = fmt::format(
          "this computer's Bluetooth adapter cannot look for devices ({}).", words_of(*error));
      for (User* user : std::vector<User*>{seekers_.begin(), seekers_.end()}) {
        if (seekers_.erase(user) != 0) user->cannot_seek(sentence);
      }
    }
    update();
  };
  const std::map<std::string, sdbus::Variant> filter{
      {"Transport", sdbus::Variant{std::string{"le"}}}, {"DuplicateData", sdbus::Variant{true}}};
  bluez_.call(
      adapter_, kAdapter, "SetDiscoveryFilter",
      [this, life = life_, started](sdbus::MethodReply& /*reply*/, const sdbus::Error* /*error*/) {
        if (life == life_) bluez_.call(adapter_, kAdapter, "StartDiscovery", started);
      },
      filter);
}

void Radio::stop_looking() {
  looking_ = Looking::stopping;
  bluez_.call(adapter_, kAdapter, "StopDiscovery",
              [this, life = life_](sdbus::MethodReply& /*reply*/, const sdbus::Error* /*error*/) {
                if (life != life_) return;
                looking_ = Looking::off;
                update();
              });
}

}  // namespace cellwarden::bluetooth
