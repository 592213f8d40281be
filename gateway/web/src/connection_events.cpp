// SPDX-License-Identifier: Apache-2.0
// A connection that has become a live reader: messages go out as fast as it takes them, and it is
// dropped when more wait than its limits allow.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "cellwarden/web/event_channel.hpp"
#include "connection.hpp"
#include "incoming.hpp"

namespace cellwarden::web {
namespace {

// An event and no comment: a page sees comments no more than silence, and would take the line for
// dead.
const SharedText& ping_text() {
  static const SharedText text =
      std::make_shared<const std::string>("event: still_here\ndata: {}\n\n");
  return text;
}

}  // namespace

asio::awaitable<void> Connection::stream_events(const Incoming& incoming,
                                                std::shared_ptr<EventChannel> from,
                                                std::string head) {
  who_ = incoming.who;
  from_loopback_ = incoming.request->loopback;
  channel_ = std::move(from);
  enter(Phase::events);
  last_write_ = since_;
  in_.consume(in_.size());
  in_.shrink_to_fit();
  // After a loss of the line a browser asks again after 2 s.
  head += "retry: 2000\n\n";
  offer(std::make_shared<const std::string>(std::move(head)));
  channel_->subscribe(shared_from_this());
  asio::co_spawn(
      server_->executor(), [self = shared_from_this()] { return self->write_events(); },
      asio::detached);
  // A live reader has nothing more to say; this only notices that it has gone.
  std::size_t said = 0;
  while (!closed_ && said < server_->limits().header_bytes) {
    const bool more = co_await read_more(64);
    if (!more) break;
    said += in_.size();
    in_.consume(in_.size());
  }
  close();
}

bool Connection::offer(const SharedText& message) {
  if (closed_ || !channel_) return false;
  const Limits& limits = server_->limits();
  // The first one always fits: a snapshot of many packs may be larger than the limit.
  const bool full = !waiting_.empty() && (waiting_.size() >= limits.reader_messages ||
                                          waiting_bytes_ + message->size() > limits.reader_bytes);
  if (full) {
    drop();
    return false;
  }
  waiting_.push_back(message);
  waiting_bytes_ += message->size();
  bell_.ring();
  return true;
}

asio::awaitable<void> Connection::write_events() {
  while (!closed_) {
    if (waiting_.empty()) {
      co_await bell_.wait();
      continue;
    }
    std::array<SharedText, 16> taken{};
    std::array<asio::const_buffer, 16> buffers{};
    std::size_t count = 0;
    while (count < taken.size() && !waiting_.empty()) {
      taken[count] = std::move(waiting_.front());
      waiting_.pop_front();
      buffers[count] = asio::buffer(*taken[count]);
      waiting_bytes_ -= taken[count]->size();
      ++count;
    }
    const bool sent = co_await write(std::span{buffers}.first(count));
    write_deadline_.reset();
    last_write_ = Clock::now();
    if (!sent) break;
  }
  close();
}

// Also asks whether the reader may still read: a sign-out or a new password ends its stream.
void Connection::ping(Clock::time_point now) {
  if (write_deadline_ && now >= *write_deadline_) {
    ++server_->counts.timed_out;
    drop();
    return;
  }
  const auto& sign_in = server_->options().sign_in;
  if (sign_in && !sign_in->still_holds(who_, from_loopback_)) {
    close();
    return;
  }
  if (!write_deadline_ && now - last_write_ >= server_->limits().ping_time) {
    last_write_ = now;
    offer(ping_text());
  }
}

// What it has not taken so far is worth nothing to it.
void Connection::drop() {
  leave_channel(true);
  wire_.abort();
  close();
}

void Connection::leave_channel(bool too_slow) {
  if (const auto channel = std::exchange(channel_, nullptr)) channel->leave(*this, too_slow);
}

}  // namespace cellwarden::web
