// SPDX-License-Identifier: Apache-2.0
// Ways to look for packs that the gateway has no link to (APP-4): each finder looks in its own
// place (serial ports, Bluetooth), and all of them tell the same kind of thing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cellwarden/bluetooth/central.hpp"
#include "cellwarden/core/units.hpp"
#include "cellwarden/gateway/byte_stream.hpp"

namespace cellwarden::gateway {

enum class FoundKind : std::uint8_t { serial, bluetooth };
const char* name(FoundKind kind);  // "serial" …

// What came from there.
enum class Heard : std::uint8_t {
  waiting,      // it is still being listened to
  in_use,       // a pack of ours: not touched
  frames,       // the data output of a pack
  lines,        // a board that speaks the ASCII lines
  advertised,   // it says over the air that it is a pack; nobody has connected to it
  bytes,        // something else
  nothing,      // it is open, and silent
  not_opened,   // see sentence
  not_listened  // only its name is known
};
const char* name(Heard heard);

struct Found {
  FoundKind kind{};
  std::string address;            // where a link opens it
  std::string name;               // for people
  std::string model;              // as the maker writes it; empty: not told
  std::optional<int> signal_dbm;  // over the air only
  Heard heard{Heard::waiting};
  std::string sentence;  // why it could not be opened, and what to do
  std::string link;      // the kind of link that reaches it, as in the config; empty: none
  std::string pack;      // in_use: whose it is
  std::optional<int> cells;
  std::optional<core::Millivolts> pack_voltage;
};

// A place that a pack's link has, open or not; nobody else opens it.
struct TakenPlace {
  std::string place;
  std::string pack;
};

struct SearchPlan {
  std::vector<TakenPlace> taken;
  // Where nothing is heard: send the question that a board answers. What hangs there may be
  // something else altogether, so only when a person has asked for it.
  bool ask{false};
};

// Why a finder could not look at all, and what to do.
struct FinderProblem {
  FoundKind kind{};
  std::string sentence;
};

// On the thread of its io_context.
class Finder {
 public:
  Finder() = default;
  Finder(const Finder&) = delete;
  Finder& operator=(const Finder&) = delete;
  virtual ~Finder() = default;

  // Begins anew. done: called once, later, from no other call; not after stop().
  virtual void start(const SearchPlan& plan, std::function<void()> done) = 0;
  // Closes what it has open; what was found stays.
  virtual void stop() = 0;
  [[nodiscard]] virtual std::vector<Found> found() const = 0;
  // Of the newest search.
  [[nodiscard]] virtual std::optional<FinderProblem> problem() const { return {}; }
};

struct SerialPort {
  std::string name;    // the lasting one under /dev/serial/by-id, if it has one
  std::string device;  // "/dev/ttyUSB0"
};

struct SerialPlaces {
  std::string dev{"/dev"};
  std::vector<std::string> more;  // ports besides ttyUSB… and ttyACM…
};

std::vector<SerialPort> serial_ports(const SerialPlaces& places);

struct SerialListening {
  std::int64_t listen_ms{3'500};  // three messages of the slow cycle
  std::int64_t ask_ms{4'000};     // a board that is there answers within a second
};

// All ports at once: for frames first, then, if it is asked for, with the lines' first question.
std::unique_ptr<Finder> serial_finder(boost::asio::io_context& io, SerialPlaces places,
                                      SerialListening listening = {});

struct BluetoothListening {
  // Devices that save power say something every few seconds.
  std::int64_t listen_ms{8'000};
};

// Listens for what advertises itself, and connects to nothing: links that are open stay open.
// central: asked for when a search begins, because it has a thread; it outlives the searches.
std::unique_ptr<Finder> bluetooth_finder(boost::asio::io_context& io,
                                         std::function<bluetooth::Central&()> central,
                                         BluetoothListening listening = {});

}  // namespace cellwarden::gateway
