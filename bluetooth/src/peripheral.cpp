// SPDX-License-Identifier: Apache-2.0
// The services and the advertisement, as objects on the bus that bluetoothd reads and calls.
#include "cellwarden/bluetooth/peripheral.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <optional>
#include <utility>

#include "bluez.hpp"
#include "session.hpp"

namespace cellwarden::bluetooth {

namespace {

constexpr const char* kRoot = "/cellwarden";
constexpr const char* kUart = "/cellwarden/uart";
constexpr const char* kMark = "/cellwarden/mark";
constexpr const char* kRx = "/cellwarden/uart/rx";
constexpr const char* kTx = "/cellwarden/uart/tx";
constexpr const char* kAdvertisementPath = "/cellwarden/advertisement";
constexpr const char* kAdvertisementInterface = "org.bluez.LEAdvertisement1";

constexpr std::size_t kPiece = 20;
constexpr std::chrono::milliseconds kPiecePause{10};
constexpr std::chrono::seconds kAgain{2};
constexpr unsigned kBitsPerByte = 8;

using Options = std::map<std::string, sdbus::Variant>;
using Bytes = std::vector<std::uint8_t>;

}  // namespace

class Peripheral::Board final : public Watcher {
 public:
  Board(PeripheralOptions options, PeripheralHandlers handlers)
      : options_{std::move(options)}, handlers_{std::move(handlers)} {
    bluez_.emplace(bus_);
    retry_.emplace(bus_.io());
    pace_.emplace(bus_.io());
    bus_.post([this] { begin(); });
  }
  ~Board() override {
    bus_.post([this] {
      ended_ = true;
      retry_.reset();
      pace_.reset();
      bluez_->unwatch(*this);
      objects_.clear();
      bluez_.reset();
    });
  }
  Board(const Board&) = delete;
  Board& operator=(const Board&) = delete;

  void send(Bytes bytes) {
    waiting_ += bytes.size();
    bus_.post([this, bytes = std::move(bytes)] {
      if (client_.empty()) {
        waiting_ -= bytes.size();
        return;
      }
      out_.insert(out_.end(), bytes.begin(), bytes.end());
      if (!pacing_) send_piece();
    });
  }
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

  void changed(const std::string& path, const std::string& interface,
               const Properties& changed) override {
    if (path == client_ && interface == kDevice && value_of<bool>(changed, "Connected") == false) {
      leave();
    }
    if (path == adapter_ && interface == kAdapter && value_of<bool>(changed, "Powered") == false) {
      gone("this computer's Bluetooth adapter was switched off.");
    }
  }
  void removed(const std::string& path) override {
    if (path == client_) leave();
    if (path == adapter_) gone("this computer's Bluetooth adapter was taken away.");
  }
  void gone(const std::string& sentence) override { fail(sentence); }

 private:
  void begin() {
    bluez_->begin([this](const std::string& sentence) {
      if (!sentence.empty()) return fail(sentence);
      const std::string problem = choose_adapter(bluez_->objects(), options_.adapter, adapter_);
      if (!problem.empty()) return fail(problem);
      bluez_->watch(*this);
      switch_on(*bluez_, adapter_, [this](const std::string& why) {
        if (!why.empty()) return fail(why);
        make_objects();
        register_all();
      });
    });
  }

  void fail(const std::string& sentence) {
    if (ended_) return;
    leave();
    bluez_->unwatch(*this);
    objects_.clear();
    if (handlers_.state) handlers_.state(sentence);
    retry_->expires_after(kAgain);
    retry_->async_wait([this](const boost::system::error_code& error) {
      if (error || ended_) return;
      begin();
      bus_.touch();
    });
  }

  sdbus::IObject& make(const char* path) {
    objects_.push_back(sdbus::createObject(bus_.connection(), path));
    return *objects_.back();
  }

  static void finish_service(sdbus::IObject& object, std::string_view uuid) {
    object.registerProperty("UUID").onInterface(kService).withGetter(
        [uuid = std::string{uuid}] { return uuid; });
    object.registerProperty("Primary").onInterface(kService).withGetter([] { return true; });
    object.finishRegistration();
  }

  static void begin_characteristic(sdbus::IObject& object, std::string_view uuid,
                                   const std::vector<std::string>& flags) {
    object.registerProperty("UUID")
        .onInterface(kCharacteristic)
        .withGetter([uuid = std::string{uuid}] { return uuid; });
    object.registerProperty("Service").onInterface(kCharacteristic).withGetter([] {
      return sdbus::ObjectPath{kUart};
    });
    object.registerProperty("Flags").onInterface(kCharacteristic).withGetter([flags] {
      return flags;
    });
  }

  void make_objects() {
    objects_.clear();
    make(kRoot).addObjectManager();
    finish_service(make(kUart), kNordicService);
    finish_service(make(kMark), kOurMark);
    sdbus::IObject& rx = make(kRx);
    begin_characteristic(rx, kNordicWrite, {"write", "write-without-response"});
    rx.registerMethod("WriteValue")
        .onInterface(kCharacteristic)
        .implementedAs([this](const Bytes& bytes, const Options& how) { take(bytes, how); });
    rx.finishRegistration();
    sdbus::IObject& tx = make(kTx);
    begin_characteristic(tx, kNordicNotify, {"notify"});
    tx.registerMethod("StartNotify").onInterface(kCharacteristic).implementedAs([] {});
    tx.registerMethod("StopNotify").onInterface(kCharacteristic).implementedAs([this] { leave(); });
    tx.finishRegistration();
    tx_ = &tx;
    make_advertisement();
  }

  // 31 bytes: flags, the service, the maker's data. The name goes into the scan response.
  void make_advertisement() {
    sdbus::IObject& it = make(kAdvertisementPath);
    const auto property = [&it](const char* name, auto value) {
      it.registerProperty(name).onInterface(kAdvertisementInterface).withGetter([value] {
        return value;
      });
    };
    const Bytes data{0, static_cast<std::uint8_t>(options_.type),
                     static_cast<std::uint8_t>(options_.serial >> kBitsPerByte),
                     static_cast<std::uint8_t>(options_.serial & 0xFFU)};
    property("Type", std::string{"peripheral"});
    property("LocalName", std::string{kName});
    property("ServiceUUIDs", std::vector<std::string>{std::string{kNordicService}});
    property("ManufacturerData",
             std::map<std::uint16_t, sdbus::Variant>{{kMaker, sdbus::Variant{data}}});
    it.registerMethod("Release").onInterface(kAdvertisementInterface).implementedAs([] {});
    it.finishRegistration();
  }

  void register_all() {
    const auto or_fail = [this](const char* what, std::function<void()> then) {
      return [this, what, then = std::move(then)](sdbus::MethodReply& /*reply*/,
                                                  const sdbus::Error* error) {
        if (ended_) return;
        if (error == nullptr) return then();
        fail(fmt::format("this computer's Bluetooth adapter does not {} ({}).", what,
                         error->getMessage()));
      };
    };
    bluez_->call(adapter_, kGattManager, "RegisterApplication",
                 or_fail("offer the service",
                         [this, or_fail] {
                           bluez_->call(adapter_, kAdvertisingManager, "RegisterAdvertisement",
                                        or_fail("advertise",
                                                [this] {
                                                  if (handlers_.state) handlers_.state({});
                                                }),
                                        sdbus::ObjectPath{kAdvertisementPath}, Options{});
                         }),
                 sdbus::ObjectPath{kRoot}, Options{});
  }

  // Who writes first has it, until he goes.
  void take(const Bytes& bytes, const Options& how) {
    const auto device = value_of<sdbus::ObjectPath>(how, "device");
    const std::string from = device ? *device : sdbus::ObjectPath{"/unknown"};
    if (client_.empty()) {
      client_ = from;
      handlers_.joined();
    }
    if (from != client_) {
      throw sdbus::Error{"org.bluez.Error.NotPermitted", "another client has it"};
    }
    handlers_.bytes(bytes);
  }

  void leave() {
    if (client_.empty()) return;
    client_.clear();
    waiting_ -= out_.size();
    out_.clear();
    handlers_.left();
  }

  void send_piece() {
    pacing_ = false;
    if (ended_ || out_.empty() || objects_.empty()) return;
    const auto size = std::min(kPiece, out_.size());
    const auto end = out_.begin() + static_cast<std::ptrdiff_t>(size);
    const Options changed{{"Value", sdbus::Variant{Bytes(out_.begin(), end)}}};
    out_.erase(out_.begin(), end);
    waiting_ -= size;
    auto signal = tx_->createSignal(kProperties, "PropertiesChanged");
    signal << std::string{kCharacteristic} << changed << std::vector<std::string>{};
    tx_->emitSignal(signal);
    bus_.touch();
    pacing_ = true;
    pace_->expires_after(kPiecePause);
    pace_->async_wait([this](const boost::system::error_code& error) {
      if (!error) send_piece();
    });
  }

  PeripheralOptions options_;
  PeripheralHandlers handlers_;
  std::string adapter_;
  std::string client_;  // the path of its device; empty: there is none
  std::vector<std::unique_ptr<sdbus::IObject>> objects_;
  sdbus::IObject* tx_{nullptr};
  std::deque<std::uint8_t> out_;
  std::atomic<std::size_t> waiting_{0};
  bool pacing_{false};
  bool ended_{false};
  std::optional<Bluez> bluez_;
  std::optional<boost::asio::steady_timer> retry_;
  std::optional<boost::asio::steady_timer> pace_;
  Bus bus_;  // ends first: what is posted there uses the others
};

Peripheral::Peripheral(PeripheralOptions options, PeripheralHandlers handlers)
    : board_{std::make_unique<Board>(std::move(options), std::move(handlers))} {}

Peripheral::~Peripheral() = default;

void Peripheral::send(std::vector<std::uint8_t> bytes) { board_->send(std::move(bytes)); }

std::size_t Peripheral::waiting() const { return board_->waiting(); }

}  // namespace cellwarden::bluetooth
