// SPDX-License-Identifier: Apache-2.0
// What happens now, told to every live reader at once (Server-Sent Events). A message is one buffer
// that all readers share; a reader that does not keep up is dropped, never waited for: its browser
// connects again by itself and starts from a fresh snapshot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cellwarden/web/response.hpp"

namespace boost::asio {
class io_context;
}

namespace cellwarden::web {

class EventReader;

// "event: NAME\ndata: DATA\n\n", one data line per line of data. An empty name is left out.
SharedText event_text(std::string_view name, std::string_view data);

class EventChannel : public std::enable_shared_from_this<EventChannel> {
 public:
  // Called on the server's thread for each new reader; what is published afterwards follows it, and
  // nothing that was published before (on that thread) does. An event_text, or null: nothing.
  using Snapshot = std::function<SharedText()>;

  // io: the one that the server runs on.
  static std::shared_ptr<EventChannel> create(boost::asio::io_context& io, Snapshot snapshot);
  ~EventChannel();
  EventChannel(const EventChannel&) = delete;
  EventChannel& operator=(const EventChannel&) = delete;

  // message: an event_text. From any thread; on the server's own thread it is done at once.
  // Messages of one thread keep their order.
  void publish(SharedText message);

  // From any thread.
  [[nodiscard]] std::size_t readers() const;
  [[nodiscard]] std::uint64_t dropped() const;  // readers that were too slow, since the start

  // For the server; on its thread only. The reader is told the snapshot before this returns.
  void subscribe(const std::shared_ptr<EventReader>& reader);
  void leave(const EventReader& reader, bool too_slow);

 private:
  EventChannel(boost::asio::io_context& io, Snapshot snapshot);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cellwarden::web
