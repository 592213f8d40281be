// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <filesystem>
#include <map>

#include "cellwarden/gateway/finder.hpp"
#include "cellwarden/gateway/lines_link.hpp"

namespace cellwarden::gateway {

namespace fs = std::filesystem;

namespace {

constexpr unsigned kFrameBaud = 9'600;
constexpr unsigned kLineBaud = 115'200;

std::string canonical(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  return error ? path : real.string();
}

// The lasting names, by the device that each points to now.
std::map<std::string, std::string> lasting_names(const std::string& dev) {
  std::map<std::string, std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry{dev + "/serial/by-id", error}, end; !error && entry != end;
       entry.increment(error)) {
    names[canonical(entry->path().string())] = entry->path().string();
  }
  return names;
}

// What an observation tells of the pack at the other end.
void describe(Found& found, const Observation& seen) {
  if (!seen.cells.empty()) found.cells = static_cast<int>(seen.cells.size());
  if (seen.setup && seen.setup->value.cells) found.cells = seen.setup->value.cells;
  if (seen.currents) found.pack_voltage = seen.currents->value.pack_voltage;
}

// A PIN is not given, so a board says hardly more than that it is there.
bool speaks_lines(const protocol::LinesSession& session) {
  return session.device == protocol::LinesDevice::ours ||
         session.phase == protocol::LinesPhase::needs_pin ||
         session.phase == protocol::LinesPhase::live;
}

class SerialFinder final : public Finder {
 public:
  SerialFinder(boost::asio::io_context& io, SerialPlaces places, SerialListening listening)
      : io_{io}, places_{std::move(places)}, listening_{listening}, timer_{io} {}

  void start(const SearchPlan& plan, std::function<void()> done) override {
    stop();
    ask_ = plan.ask;
    done_ = std::move(done);
    ports_.clear();
    for (const SerialPort& port : serial_ports(places_)) ports_.push_back(begin(port, plan.taken));
    const bool any = std::ranges::any_of(ports_, [](const Port& it) { return it.link != nullptr; });
    wait(any ? listening_.listen_ms : 0, [this] { listened(); });
  }

  void stop() override {
    timer_.cancel();
    ++round_;
    for (Port& port : ports_) settle(port, Heard::not_listened);
    done_ = nullptr;
  }

  [[nodiscard]] std::vector<Found> found() const override {
    std::vector<Found> all;
    all.reserve(ports_.size());
    for (const Port& port : ports_) all.push_back(now(port));
    return all;
  }

 private:
  struct Port {
    Found found;
    std::unique_ptr<Link> link;  // while it is listened to
    bool asked{false};
  };

  Port begin(const SerialPort& serial, const std::vector<TakenPlace>& taken) {
    Port port;
    port.found.kind = FoundKind::serial;
    port.found.address = serial.name;
    port.found.name = serial.device;
    const std::string real = canonical(serial.device);
    const auto owner = std::ranges::find_if(
        taken, [&](const TakenPlace& it) { return canonical(it.place) == real; });
    if (owner != taken.end()) {
      port.found.heard = Heard::in_use;
      port.found.pack = owner->pack;
      return port;
    }
    port.link = frames_link(io_, LinkKind::serial, serial_stream(io_, serial.name, kFrameBaud));
    port.link->start([] {});
    return port;
  }

  // As far as it is known.
  static Found now(const Port& port) {
    Found found = port.found;
    if (port.link == nullptr) return found;
    const LinkReport report = port.link->report();
    if (port.asked) {
      if (!speaks_lines(port.link->lines()->session())) return found;
      found.heard = Heard::lines;
      found.link = "lines";
    } else if (report.good > 0) {
      found.heard = Heard::frames;
      found.link = "serial";
    } else if (report.losses > 0) {
      found.heard = Heard::not_opened;
      found.sentence = report.sentence;
    } else if (report.bytes > 0) {
      found.heard = Heard::bytes;
    }
    if (!found.link.empty()) describe(found, port.link->observation());
    return found;
  }

  // otherwise: what it is if nothing came.
  static void settle(Port& port, Heard otherwise) {
    port.found = now(port);
    if (port.found.heard == Heard::waiting) port.found.heard = otherwise;
    port.link.reset();
  }

  void listened() {
    bool asks = false;
    for (Port& port : ports_) {
      settle(port, Heard::nothing);
      const bool open = port.found.heard == Heard::nothing || port.found.heard == Heard::bytes;
      if (!ask_ || !open) continue;
      port.asked = true;
      port.link =
          lines_link(io_, LinkKind::lines, serial_stream(io_, port.found.address, kLineBaud),
                     {.pin = {}, .set_clock = false});
      port.link->start([] {});
      asks = true;
    }
    if (!asks) return finish();
    wait(listening_.ask_ms, [this] { finish(); });
  }

  void finish() {
    for (Port& port : ports_) settle(port, Heard::nothing);
    if (const auto done = std::exchange(done_, nullptr)) done();
  }

  void wait(std::int64_t milliseconds, const std::function<void()>& then) {
    timer_.expires_after(std::chrono::milliseconds{milliseconds});
    timer_.async_wait([this, alive = std::weak_ptr{alive_}, round = round_,
                       then](const boost::system::error_code& error) {
      // A pause that had just ended cannot be cancelled any more.
      if (!error && !alive.expired() && round == round_) then();
    });
  }

  boost::asio::io_context& io_;
  SerialPlaces places_;
  SerialListening listening_;
  boost::asio::steady_timer timer_;
  std::function<void()> done_;
  std::vector<Port> ports_;
  std::uint64_t round_{0};
  bool ask_{false};
  std::shared_ptr<bool> alive_{std::make_shared<bool>(true)};
};

}  // namespace

std::vector<SerialPort> serial_ports(const SerialPlaces& places) {
  const auto lasting = lasting_names(places.dev);
  std::map<std::string, SerialPort> found;  // by device
  const auto add = [&](const std::string& device) {
    const auto name = lasting.find(canonical(device));
    found[canonical(device)] = {name == lasting.end() ? device : name->second, device};
  };
  std::error_code error;
  for (fs::directory_iterator entry{places.dev, error}, end; !error && entry != end;
       entry.increment(error)) {
    const std::string file = entry->path().filename().string();
    if (file.starts_with("ttyUSB") || file.starts_with("ttyACM")) add(entry->path().string());
  }
  for (const std::string& device : places.more) {
    if (fs::exists(device, error)) add(device);
  }
  std::vector<SerialPort> ports;
  ports.reserve(found.size());
  for (auto& [device, port] : found) ports.push_back(std::move(port));
  std::ranges::sort(ports, {}, &SerialPort::name);
  return ports;
}

std::unique_ptr<Finder> serial_finder(boost::asio::io_context& io, SerialPlaces places,
                                      SerialListening listening) {
  return std::make_unique<SerialFinder>(io, std::move(places), listening);
}

}  // namespace cellwarden::gateway
