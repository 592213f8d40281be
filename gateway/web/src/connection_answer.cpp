// SPDX-License-Identifier: Apache-2.0
// An answer's way out: from the handler, which may take its time on another thread, to the wire.
#include <array>
#include <exception>
#include <utility>

#include "cellwarden/web/event_channel.hpp"
#include "cellwarden/web/static_files.hpp"
#include "connection.hpp"
#include "incoming.hpp"
#include "response_head.hpp"

namespace cellwarden::web {
namespace {

using namespace std::chrono_literals;

constexpr auto kLingerTime = 2s;
constexpr std::size_t kMaxLingerBytes = std::size_t{256} * 1024;

// Brings an answer home to its connection, if that is still there.
class Home : public Responder::Target {
 public:
  Home(std::weak_ptr<Connection> connection, std::shared_ptr<Door> door)
      : connection_{std::move(connection)}, door_{std::move(door)} {}
  void answer(Response response) override {
    door_->run([to = connection_, response = std::move(response)]() mutable {
      if (const auto connection = to.lock()) connection->deliver(std::move(response));
    });
  }

 private:
  std::weak_ptr<Connection> connection_;
  std::shared_ptr<Door> door_;
};

// One chunk in the making; a worker and the connection hand it to and fro.
struct ChunkJob {
  ChunkSource source;
  std::string bytes{};
  Chunk result{Chunk::failed};
  bool done{false};
};

void make_chunk(ChunkJob& job, ServerState& server) {
  job.bytes.clear();
  try {
    job.result = job.source(job.bytes);
  } catch (const std::exception& error) {
    job.result = Chunk::failed;
    server.fault(std::string{"A long answer broke off: "} + error.what());
  }
}

std::string hex_length(std::size_t length) {
  std::array<char, 20> text{};
  const int written = std::snprintf(text.data(), text.size(), "%zx\r\n", length);
  return {text.data(), static_cast<std::size_t>(written)};
}

}  // namespace

void run_handler(const std::shared_ptr<ServerState>& server, const Route& route,
                 const Responder& responder) {
  try {
    route.handler(responder);
  } catch (const std::exception& error) {
    server->fault("The handler of " + route.pattern + " failed: " + error.what());
    responder.send(Response::error(500, "fault",
                                   "Something went wrong inside the gateway. Its log says more."));
  }
}

asio::awaitable<Response> Connection::handled(const Incoming& incoming) {
  enter(Phase::answer);
  if (incoming.route == nullptr) {
    co_return server_->router().files()->answer(*incoming.request);
  }
  answer_.reset();
  {
    const Responder responder{incoming.request,
                              std::make_unique<Home>(weak_from_this(), server_->door())};
    if (!incoming.route->on_worker) {
      run_handler(server_, *incoming.route, responder);
    } else {
      const bool taken =
          server_->workers().run([at = std::weak_ptr{server_}, route = incoming.route, responder] {
            if (const auto server = at.lock()) run_handler(server, *route, responder);
          });
      if (!taken) {
        responder.send(Response::error(503, "busy", "The gateway is busy. Please try again.")
                           .with("Retry-After", "2"));
      }
    }
  }
  while (!answer_ && !closed_) co_await bell_.wait();
  Response response;
  if (answer_) response = std::move(*answer_);
  answer_.reset();
  co_return response;
}

asio::awaitable<bool> Connection::send(const Incoming& incoming, Response response) {
  HeadFacts facts;
  facts.keep_alive = incoming.keep_alive && !server_->stopped();
  facts.api = incoming.request->path.starts_with("/api/");
  const auto* own = std::get_if<std::string>(&response.body);
  const auto* shared = std::get_if<SharedBytes>(&response.body);
  const auto* source = std::get_if<ChunkSource>(&response.body);
  const auto* channel = std::get_if<std::shared_ptr<EventChannel>>(&response.body);
  std::string_view body;
  if (own != nullptr) body = *own;
  if (shared != nullptr) body = shared->bytes;
  facts.length = body.size();
  if (response.status == 204 || response.status == 304) facts.framing = Framing::none;
  if (source != nullptr) {
    facts.framing = incoming.http_1_0 ? Framing::until_close : Framing::chunked;
  }
  if (channel != nullptr) facts.framing = Framing::until_close;
  facts.keep_alive = facts.keep_alive && facts.framing != Framing::until_close;
  std::string head = response_head(response, facts);
  if (channel != nullptr && *channel && !incoming.head_only) {
    co_await stream_events(incoming, *channel, std::move(head));
    co_return false;
  }
  const bool with_body = !incoming.head_only && facts.framing == Framing::length;
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(body)};
  const bool sent = co_await write(std::span{buffers}.first(with_body ? 2 : 1));
  if (!sent || source == nullptr || incoming.head_only) co_return sent&& facts.keep_alive;
  const bool complete = co_await send_chunks(*source, facts.framing == Framing::chunked);
  co_return complete&& facts.keep_alive;
}

asio::awaitable<bool> Connection::send_chunks(const ChunkSource& source, bool chunked) {
  const auto job = std::make_shared<ChunkJob>(ChunkJob{.source = source});
  do {
    job->done = false;
    enter(Phase::answer);
    const bool taken = server_->workers().go_on(
        [job, at = std::weak_ptr{server_}, door = server_->door(), to = weak_from_this()] {
          const auto server = at.lock();
          if (!server) return;
          make_chunk(*job, *server);
          door->post([job, to] {
            job->done = true;
            if (const auto connection = to.lock()) connection->bell_.ring();
          });
        });
    if (!taken) co_return false;
    while (!job->done && !closed_) co_await bell_.wait();
    if (closed_ || job->result == Chunk::failed) co_return false;
    const bool last = job->result == Chunk::end;
    std::string before;
    std::string after;
    if (chunked && !job->bytes.empty()) {
      before = hex_length(job->bytes.size());
      after = "\r\n";
    }
    if (chunked && last) after += "0\r\n\r\n";
    const std::array<asio::const_buffer, 3> buffers{asio::buffer(before), asio::buffer(job->bytes),
                                                    asio::buffer(after)};
    const bool sent = co_await write(buffers);
    if (!sent) co_return false;
  } while (job->result == Chunk::more);
  co_return true;
}

// All of it; the time counts anew whenever the reader has taken something.
asio::awaitable<bool> Connection::write(std::span<const asio::const_buffer> buffers) {
  std::array<asio::const_buffer, 16> rest{};
  std::copy_n(buffers.begin(), std::min(buffers.size(), rest.size()), rest.begin());
  const std::size_t count = std::min(buffers.size(), rest.size());
  std::size_t first = 0;
  while (true) {
    while (first < count && rest[first].size() == 0) ++first;
    if (first == count) co_return true;
    if (phase_ == Phase::events) {
      write_deadline_ = Clock::now() + server_->limits().write_time;
    } else {
      enter(Phase::write, server_->limits().write_time);
    }
    const Moved moved = co_await wire_.write_some(std::span{rest}.subspan(first, count - first));
    if (moved.error || closed_) co_return false;
    std::size_t left = moved.bytes;
    for (std::size_t i = first; i < count && left > 0; ++i) {
      const std::size_t part = std::min(left, rest[i].size());
      rest[i] += part;
      left -= part;
    }
  }
}

// Closing with bytes unread would reset the connection, and our answer with it.
asio::awaitable<void> Connection::linger() {
  if (closed_) co_return;
  enter(Phase::linger, kLingerTime);
  wire_.shut_down_sending();
  std::size_t seen = 0;
  while (seen < kMaxLingerBytes) {
    in_.consume(in_.size());
    const bool more = co_await read_more(16384);
    if (!more) co_return;
    seen += in_.size();
  }
}

}  // namespace cellwarden::web
