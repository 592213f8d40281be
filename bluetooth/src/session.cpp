// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "error_words.hpp"

namespace cellwarden::bluetooth {

namespace {

constexpr std::size_t kPiece = 20;
constexpr std::size_t kMostWaiting = 65'536;
constexpr std::uint8_t kDataMode = 1;
constexpr const char* kTaken =
    "it takes one connection at a time, and a phone's app may have it: close the app there";

using Options = std::map<std::string, sdbus::Variant>;

}  // namespace

Session::Session(Bluez& bluez, Radios& radios, Ties& ties, Wanted wanted, Patience patience,
                 ChannelHandlers handlers)
    : bluez_{bluez},
      radios_{radios},
      ties_{ties},
      wanted_{std::move(wanted)},
      patience_{patience},
      handlers_{std::move(handlers)},
      timer_{bluez.bus().io()} {}

std::string Session::who() const {
  return facts_.pack.address.empty() ? fmt::format("the pack {}", wanted_.which)
                                     : fmt::format("the pack {}", facts_.pack.id());
}

bool Session::device_says(const char* property) const {
  return bluez_.objects().get<bool>(device_, kDevice, property).value_or(false);
}

void Session::start() {
  bluez_.begin([self = shared_from_this()](const std::string& sentence) {
    if (self->step_ == Step::ended) return;
    if (!sentence.empty()) return self->end(sentence);
    self->bluez_.watch(*self);
    const std::string problem =
        choose_adapter(self->bluez_.objects(), self->wanted_.adapter, self->adapter_);
    if (!problem.empty()) return self->end(problem);
    switch_on(self->bluez_, self->adapter_, [self](const std::string& why) {
      if (self->step_ != Step::adapter) return;
      if (!why.empty()) return self->end(why);
      self->seek();
    });
  });
}

void Session::seek() {
  step_ = Step::seeking;
  auto& radio = radios_[adapter_];
  if (!radio) radio = std::make_unique<Radio>(bluez_, adapter_);
  radio_ = radio.get();
  limit(patience_.seek,
        fmt::format("the pack {} is not heard. It is too far away, without power, or connected to "
                    "somebody else: {}.",
                    wanted_.which, kTaken));
  for (const std::string& path : bluez_.objects().with(kDevice, adapter_)) {
    look_at(path);
    if (step_ != Step::seeking) return;
  }
  radio_->seek(*this);
}

// What bluetoothd remembers of devices that it does not hear now has no RSSI.
void Session::look_at(const std::string& path) {
  const auto found = bluez_.objects().pack(path);
  if (!found || !is_called(*found, wanted_.which)) return;
  if (!found->connected && !found->heard) return;
  if (is_address(wanted_.which)) return take(path);
  if (has_namesake(path, *found)) return;
  const auto tie = ties_.find(wanted_.which);
  if (tie == ties_.end()) return wait_for_namesakes(path);
  if (tie->second == found->address) return take(path);
  if (stranger_ == found->address) return;
  stranger_ = found->address;
  limit(patience_.seek,
        fmt::format("the number {} was that of {} so far, which is not heard; now {} has it. If "
                    "that is the right pack, give its address instead of the number, or start the "
                    "gateway anew.",
                    wanted_.which, tie->second, stranger_));
}

// Numbers may come twice, and values and PINs of two packs must not get mixed.
bool Session::has_namesake(const std::string& path, const FoundPack& found) {
  for (const std::string& other : bluez_.objects().with(kDevice, adapter_)) {
    const auto namesake = other == path ? std::nullopt : bluez_.objects().pack(other);
    if (!namesake || !is_called(*namesake, wanted_.which)) continue;
    if (!namesake->connected && !namesake->heard) continue;
    const auto [first, second] = std::minmax(found.address, namesake->address);
    end(
        fmt::format("two packs have the number {} here, {} and {}. Give the address of the right "
                    "one instead of the number.",
                    wanted_.which, first, second));
    return true;
  }
  return false;
}

// It is the first time: another one with this number would be heard soon, too.
void Session::wait_for_namesakes(const std::string& path) {
  if (!device_.empty()) return;
  device_ = path;
  timer_.expires_after(patience_.namesakes);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (error || !self || self->step_ != Step::seeking) return;
    self->take(self->device_);
    self->bluez_.bus().touch();
  });
}

void Session::take(const std::string& path) {
  const auto found = bluez_.objects().pack(path);
  if (!found) return end(fmt::format("the pack {} is out of reach.", wanted_.which));
  facts_.pack = *found;
  device_ = path;
  step_ = Step::waiting;
  limit(patience_.connect * 2, fmt::format("{} waits for other connections too long.", who()));
  radio_->ask_turn(*this);
}

void Session::your_turn() {
  if (step_ != Step::waiting) return;
  step_ = Step::connecting;
  if (device_says("Connected")) return resolve();
  limit(patience_.connect,
        fmt::format("{} was heard, but does not take the connection: {}.", who(), kTaken));
  connected_by_us_ = true;
  bluez_.call(device_, kDevice, "Connect",
              or_end(fmt::format("does not take the connection ({})", kTaken), [this] {
                if (step_ == Step::connecting) resolve();
              }));
}

void Session::cannot_seek(const std::string& sentence) { end(sentence); }

void Session::resolve() {
  step_ = Step::resolving;
  if (radio_ != nullptr) radio_->done(*this);
  limit(patience_.resolve, fmt::format("{} does not tell its services.", who()));
  if (device_says("ServicesResolved")) begin();
}

void Session::begin() {
  step_ = Step::starting;
  limit(patience_.start, fmt::format("{} does not answer to the start-up.", who()));
  const Objects& objects = bluez_.objects();
  facts_.ours = objects.has_service(device_, kOurMark);
  const bool nordic = objects.has_service(device_, kNordicService);
  to_device_ = objects.characteristic(device_, nordic ? kNordicWrite : kRadiosWrite);
  from_device_ = objects.characteristic(device_, nordic ? kNordicNotify : kRadiosIndicate);
  if (to_device_.empty() || from_device_.empty()) {
    return end(fmt::format("{} has neither of the two services that carry the lines.", who()));
  }
  // It goes on telling as long as somebody listens; two would each get the other's answers.
  if (objects.get<bool>(from_device_, kCharacteristic, "Notifying").value_or(false)) {
    connected_by_us_ = false;
    return end(fmt::format(
        "another program on this computer is connected to {}; end it there, or wait.", who()));
  }
  connected_by_us_ = true;  // also if nobody has it who was there before us
  if (nordic) return begin_nordic();
  begin_radios();
}

void Session::begin_nordic() {
  subscribe(from_device_, [this] { go_live(); });
}

// The order of the vendor's app: flow control, what it says, information, data mode.
void Session::begin_radios() {
  const Objects& objects = bluez_.objects();
  may_send_ = objects.characteristic(device_, kRadiosMaySend);
  const std::string info = objects.characteristic(device_, kRadiosInfo);
  const std::string mode = objects.characteristic(device_, kRadiosMode);
  if (may_send_.empty() || info.empty() || mode.empty()) {
    return end(fmt::format("{} has only a part of the BlueRadios service.", who()));
  }
  const auto data_mode = [this, mode] {
    bluez_.call(mode, kCharacteristic, "WriteValue",
                or_end("does not go into data mode", [this] { go_live(); }),
                std::vector<std::uint8_t>{kDataMode},
                Options{{"type", sdbus::Variant{std::string{"request"}}}});
  };
  const auto read_info = [this, info, data_mode] {
    bluez_.call(info, kCharacteristic, "ReadValue",
                or_end("does not tell its information", data_mode), Options{});
  };
  subscribe(may_send_, [this, read_info] { subscribe(from_device_, read_info); });
}

void Session::subscribe(const std::string& characteristic, Then then) {
  bluez_.call(characteristic, kCharacteristic, "StartNotify",
              or_end("does not let us listen", std::move(then)));
}

void Session::go_live() {
  step_ = Step::live;
  timer_.cancel();
  ties_[wanted_.which] = facts_.pack.address;
  handlers_.opened(facts_);
  write_on();
}

void Session::write(const std::vector<std::uint8_t>& bytes) {
  if (step_ == Step::ended || out_.size() + bytes.size() > kMostWaiting) return;
  out_.insert(out_.end(), bytes.begin(), bytes.end());
  write_on();
}

void Session::write_on() {
  if (step_ != Step::live || writing_ || held_ || out_.empty()) return;
  writing_ = true;
  const auto size = static_cast<std::ptrdiff_t>(std::min(kPiece, out_.size()));
  const std::vector<std::uint8_t> piece(out_.begin(), out_.begin() + size);
  out_.erase(out_.begin(), out_.begin() + size);
  bluez_.call(to_device_, kCharacteristic, "WriteValue",
              or_end("does not take what is written",
                     [this] {
                       writing_ = false;
                       write_on();
                     }),
              piece, Options{{"type", sdbus::Variant{std::string{"request"}}}});
}

void Session::changed(const std::string& path, const std::string& interface,
                      const Properties& changed) {
  if (step_ == Step::ended) return;
  if (path == adapter_ && interface == kAdapter) {
    if (value_of<bool>(changed, "Powered") == false && step_ != Step::adapter) {
      end("this computer's Bluetooth adapter was switched off.");
    }
    return;
  }
  if (step_ == Step::seeking && interface == kDevice) return look_at(path);
  if (path == device_ && interface == kDevice) {
    if (value_of<bool>(changed, "Connected") == false && step_ >= Step::resolving) {
      connected_by_us_ = false;
      return end(fmt::format("the connection to {} has ended.", who()));
    }
    if (step_ == Step::resolving && device_says("ServicesResolved")) begin();
    return;
  }
  if (interface != kCharacteristic || step_ < Step::starting) return;
  const auto value = value_of<std::vector<std::uint8_t>>(changed, "Value");
  if (!value) return;
  if (path == may_send_) {
    held_ = !value->empty() && value->front() != 0;
    write_on();
  } else if (path == from_device_ && step_ == Step::live) {
    handlers_.bytes(*value);
  }
}

void Session::removed(const std::string& path) {
  if (step_ == Step::ended) return;
  if (path == adapter_ && bluez_.objects().find(path, kAdapter) == nullptr) {
    return gone("this computer's Bluetooth adapter was taken away.");
  }
  if (path == device_ && bluez_.objects().find(path, kDevice) == nullptr) {
    connected_by_us_ = false;
    end(fmt::format("{} is out of reach.", who()));
  }
}

void Session::gone(const std::string& sentence) {
  if (radio_ != nullptr) radio_->reset();
  connected_by_us_ = false;
  end(sentence);
}

void Session::limit(std::chrono::milliseconds time, std::string sentence) {
  timer_.expires_after(time);
  timer_.async_wait([weak = weak_from_this(), step = step_,
                     sentence = std::move(sentence)](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (error || !self || self->step_ != step) return;
    self->end(sentence);
    self->bluez_.bus().touch();
  });
}

Bluez::Reply Session::or_end(std::string doing, Then then) {
  return [weak = weak_from_this(), step = step_, doing = std::move(doing), then = std::move(then)](
             sdbus::MethodReply& /*reply*/, const sdbus::Error* error) {
    const auto self = weak.lock();
    if (!self || self->step_ != step) return;
    if (error == nullptr) return then();
    self->end(fmt::format("{} {}: {}.", self->who(), doing, words_of(*error)));
  };
}

void Session::end(const std::string& sentence) {
  if (step_ == Step::ended) return;
  const auto alive = shared_from_this();
  const auto closed = handlers_.closed;
  leave();
  closed(sentence);
}

void Session::close() {
  if (step_ != Step::ended) leave();
}

// One who is connected stays so when the program ends; and the device takes nobody else.
void Session::leave() {
  step_ = Step::ended;
  timer_.cancel();
  bluez_.unwatch(*this);
  if (radio_ != nullptr) radio_->done(*this);
  if (connected_by_us_) {
    bluez_.call(device_, kDevice, "Disconnect",
                [](sdbus::MethodReply& /*reply*/, const sdbus::Error* /*error*/) {});
  }
  handlers_ = {};
}

}  // namespace cellwarden::bluetooth
