// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/bluetooth/central.hpp"

#include <algorithm>
#include <utility>

#include "session.hpp"

namespace cellwarden::bluetooth {

namespace {

// One look around. On the thread of the bus; it keeps itself until it has told.
class Scan final : public Watcher, public Radio::User, public std::enable_shared_from_this<Scan> {
 public:
  Scan(Bluez& bluez, Radios& radios, Central::Scanned scanned)
      : bluez_{bluez}, radios_{radios}, scanned_{std::move(scanned)}, timer_{bluez.bus().io()} {}

  void start(std::chrono::milliseconds duration, const std::string& adapter) {
    bluez_.begin([self = shared_from_this(), duration, adapter](const std::string& sentence) {
      if (!self->scanned_) return;
      if (!sentence.empty()) return self->tell(sentence);
      self->bluez_.watch(*self);
      const std::string problem = choose_adapter(self->bluez_.objects(), adapter, self->adapter_);
      if (!problem.empty()) return self->tell(problem);
      switch_on(self->bluez_, self->adapter_, [self, duration](const std::string& why) {
        if (!self->scanned_) return;
        if (!why.empty()) return self->tell(why);
        self->look(duration);
      });
    });
  }

  void stop() {
    if (scanned_) leave();
  }

  void changed(const std::string& path, const std::string& interface,
               const Properties& /*changed*/) override {
    if (interface == kDevice) note(path);
  }
  void removed(const std::string& /*path*/) override {}
  void gone(const std::string& sentence) override {
    if (radio_ != nullptr) radio_->reset();
    tell(sentence);
  }
  void cannot_seek(const std::string& sentence) override { tell(sentence); }

 private:
  void look(std::chrono::milliseconds duration) {
    auto& radio = radios_[adapter_];
    if (!radio) radio = std::make_unique<Radio>(bluez_, adapter_);
    radio_ = radio.get();
    for (const std::string& path : bluez_.objects().with(kDevice, adapter_)) note(path);
    timer_.expires_after(duration);
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (error) return;
      self->tell({});
      self->bluez_.bus().touch();
    });
    radio_->seek(*this);
  }

  void note(const std::string& path) {
    const auto found = bluez_.objects().pack(path);
    if (found && (found->connected || found->heard)) found_[found->address] = *found;
  }

  void tell(const std::string& sentence) {
    if (!scanned_) return;
    const auto alive = shared_from_this();
    const Central::Scanned scanned = scanned_;
    leave();
    std::vector<FoundPack> all;
    all.reserve(found_.size());
    for (auto& [address, pack] : found_) all.push_back(std::move(pack));
    std::ranges::stable_sort(all, std::greater{}, [](const FoundPack& it) {
      return it.rssi_dbm.value_or(0);  // one that is connected is not heard, but is nearest
    });
    scanned(std::move(all), sentence);
  }

  void leave() {
    const auto alive = shared_from_this();
    scanned_ = {};
    timer_.cancel();
    bluez_.unwatch(*this);
    if (radio_ != nullptr) radio_->done(*this);
  }

  Bluez& bluez_;
  Radios& radios_;
  Central::Scanned scanned_;
  boost::asio::steady_timer timer_;
  std::string adapter_;
  Radio* radio_{nullptr};
  std::map<std::string, FoundPack> found_;
};

class OpenChannel final : public Channel {
 public:
  OpenChannel(Bus& bus, std::shared_ptr<Session> session)
      : bus_{bus}, session_{std::move(session)} {}
  ~OpenChannel() override {
    bus_.post([session = std::move(session_)] { session->close(); });
  }
  OpenChannel(const OpenChannel&) = delete;
  OpenChannel& operator=(const OpenChannel&) = delete;

  void write(std::vector<std::uint8_t> bytes) override {
    bus_.post([session = session_, bytes = std::move(bytes)] { session->write(bytes); });
  }

 private:
  Bus& bus_;
  std::shared_ptr<Session> session_;
};

}  // namespace

class Central::Rooms {
 public:
  explicit Rooms(Patience given) : patience{given} { bluez.emplace(bus); }
  ~Rooms() {
    bus.post([this] {
      for (const auto& weak : sessions) {
        if (const auto session = weak.lock()) session->close();
      }
      radios.clear();
      bluez.reset();
    });
  }
  Rooms(const Rooms&) = delete;
  Rooms& operator=(const Rooms&) = delete;

  Patience patience;
  Radios radios;
  Ties ties;
  std::vector<std::weak_ptr<Session>> sessions;
  std::optional<Bluez> bluez;
  Bus bus;  // ends first: what is posted there uses the others
};

Central::Central(Patience patience) : rooms_{std::make_unique<Rooms>(patience)} {}

Central::~Central() = default;

std::unique_ptr<Channel> Central::open(Wanted wanted, ChannelHandlers handlers) {
  Rooms& rooms = *rooms_;
  auto session = std::make_shared<Session>(*rooms.bluez, rooms.radios, rooms.ties,
                                           std::move(wanted), rooms.patience, std::move(handlers));
  rooms.bus.post([&rooms, session] {
    std::erase_if(rooms.sessions, [](const auto& it) { return it.expired(); });
    rooms.sessions.push_back(session);
    session->start();
  });
  return std::make_unique<OpenChannel>(rooms.bus, std::move(session));
}

std::function<void()> Central::scan(std::chrono::milliseconds duration, std::string adapter,
                                    Scanned scanned) {
  Rooms& rooms = *rooms_;
  auto scan = std::make_shared<Scan>(*rooms.bluez, rooms.radios, std::move(scanned));
  rooms.bus.post(
      [scan, duration, adapter = std::move(adapter)] { scan->start(duration, adapter); });
  return [&rooms, weak = std::weak_ptr{scan}] {
    rooms.bus.post([weak] {
      if (const auto running = weak.lock()) running->stop();
    });
  };
}

}  // namespace cellwarden::bluetooth
