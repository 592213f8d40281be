// SPDX-License-Identifier: Apache-2.0
// A way to a pack: it opens its stream, and opens it again when it is lost, forever, with longer
// and longer pauses. What it learned is an Observation.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cellwarden/gateway/byte_stream.hpp"
#include "cellwarden/gateway/observation.hpp"
#include "cellwarden/gateway/pack_log.hpp"
#include "cellwarden/protocol/lines_client.hpp"

namespace cellwarden::gateway {

enum class LinkKind : std::uint8_t { lines, serial, simulated, replay, bluetooth };
const char* name(LinkKind kind);  // "lines" …

enum class LinkState : std::uint8_t {
  opening,  // the stream is being opened, or nobody has answered yet
  up,       // data come
  waiting,  // lost; it is tried again after a pause
  let_go,   // an owner has closed it; it is not tried until he opens it again
};
const char* name(LinkState state);

// How far a pack has come with telling its newest cycle.
enum class Telling : std::uint8_t {
  unknown,  // it does not say where a cycle ends
  begun,    // more of this cycle will come
  done,
};

struct LinkReport {
  LinkKind kind{};
  LinkState state{LinkState::opening};
  std::string place;
  std::string sentence;  // what is wrong and what to do; empty: nothing
  std::uint64_t bytes{0};
  std::uint64_t good{0};                          // frames, or lines that were understood
  std::uint64_t bad{0};                           // what was none
  std::uint64_t losses{0};                        // of the stream
  std::optional<protocol::LinesSession> session;  // of lines
  std::optional<int> rssi_dbm;                    // of Bluetooth, when it was last heard
};

class LinesLink;

class Link {
 public:
  // Something new has been learned, or the state has changed.
  using Changed = std::function<void()>;

  Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  virtual ~Link() = default;

  virtual void start(Changed changed) = 0;
  // Leaves the pack to another program, and comes back to it (APP-4). Only after start().
  virtual void let_go() = 0;
  virtual void take_up() = 0;
  [[nodiscard]] virtual const Observation& observation() const = 0;
  [[nodiscard]] virtual LinkReport report() const = 0;
  [[nodiscard]] virtual Telling telling() const { return Telling::unknown; }
  // Events that the board told, oldest first; each once.
  virtual std::vector<protocol::EventLine> take_events() { return {}; }
  // Of the log that a real pack keeps, oldest first; each once.
  virtual std::vector<LogEntry> take_log() { return {}; }
  // What commands can be given over; nullptr: only listening.
  virtual LinesLink* lines() { return nullptr; }
};

// The data output, 9600 8N1 (OUT-3). kind: serial, or replay.
std::unique_ptr<Link> frames_link(boost::asio::io_context& io, LinkKind kind,
                                  std::unique_ptr<ByteStream> stream);

}  // namespace cellwarden::gateway
