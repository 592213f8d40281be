// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/event_channel.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <utility>
#include <vector>

#include "event_reader.hpp"

namespace cellwarden::web {

struct EventChannel::State {
  boost::asio::io_context& io;
  Snapshot snapshot;
  std::vector<std::shared_ptr<EventReader>> readers{};
  std::atomic<std::size_t> count{0};
  std::atomic<std::uint64_t> dropped{0};
};

SharedText event_text(std::string_view name, std::string_view data) {
  std::string text;
  text.reserve(name.size() + data.size() + 32);
  if (!name.empty()) text.append("event: ").append(name).append("\n");
  while (true) {
    const auto end = std::min(data.find('\n'), data.size());
    text.append("data: ").append(data.substr(0, end)).append("\n");
    if (end == data.size()) break;
    data.remove_prefix(end + 1);
  }
  text += '\n';
  return std::make_shared<const std::string>(std::move(text));
}

std::shared_ptr<EventChannel> EventChannel::create(boost::asio::io_context& io, Snapshot snapshot) {
  return std::shared_ptr<EventChannel>{new EventChannel{io, std::move(snapshot)}};
}

EventChannel::EventChannel(boost::asio::io_context& io, Snapshot snapshot)
    : state_{new State{.io = io, .snapshot = std::move(snapshot)}} {}

EventChannel::~EventChannel() = default;

void EventChannel::publish(SharedText message) {
  if (!message || message->empty()) return;
  boost::asio::dispatch(state_->io, [self = shared_from_this(), message = std::move(message)] {
    // A reader that leaves meanwhile changes the list, so a copy is walked.
    const auto readers = self->state_->readers;
    for (const auto& reader : readers) reader->offer(message);
  });
}

std::size_t EventChannel::readers() const { return state_->count; }

std::uint64_t EventChannel::dropped() const { return state_->dropped; }

void EventChannel::subscribe(const std::shared_ptr<EventReader>& reader) {
  const SharedText first = state_->snapshot ? state_->snapshot() : nullptr;
  state_->readers.push_back(reader);
  state_->count = state_->readers.size();
  if (first && !first->empty()) reader->offer(first);
}

void EventChannel::leave(const EventReader& reader, bool too_slow) {
  const auto removed =
      std::erase_if(state_->readers, [&](const auto& other) { return other.get() == &reader; });
  state_->count = state_->readers.size();
  if (removed > 0 && too_slow) ++state_->dropped;
}

}  // namespace cellwarden::web
