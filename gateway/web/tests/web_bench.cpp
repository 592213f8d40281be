// SPDX-License-Identifier: Apache-2.0
// What signing in and a live message to 1,000 readers cost.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "cellwarden/web/event_channel.hpp"
#include "running_server.hpp"
#include "scratch_folder.hpp"
#include "test_client.hpp"

namespace cellwarden::web {
namespace {

void check_a_password(benchmark::State& state) {
  const ScratchFolder folder;
  Passwords passwords{folder.file("passwords")};
  passwords.set(Role::owner, "correct horse");
  for (auto step : state) {
    benchmark::DoNotOptimize(passwords.is_right(Role::owner, "battery staple"));
  }
}
BENCHMARK(check_a_password)->Unit(benchmark::kMillisecond);

// Time on the server's thread only: from publish until all readers have been given the message.
void tell_readers(benchmark::State& state) {
  std::shared_ptr<EventChannel> channel;
  RunningServer server{[&](Router& router, boost::asio::io_context& io, auto&) {
    channel = EventChannel::create(io, {});
    router.get("/events", Role::viewer, [&](const Request&) { return Response::events(channel); });
  }};
  std::vector<TestClient> readers;
  const auto count = static_cast<std::size_t>(state.range(0));
  for (std::size_t i = 0; i < count; ++i) {
    readers.emplace_back(server.port());
    readers.back().send(get_request("/events"));
  }
  wait_until([&] { return channel->readers() == count; });
  const auto message = event_text("status", std::string(1500, 'x'));
  for (auto step : state) {
    server.do_inside([&] { channel->publish(message); });
    for (int i = 0; i < 3; ++i) server.do_inside([] {});
    state.PauseTiming();
    for (auto& reader : readers) reader.read_to("x\n\n");
    state.ResumeTiming();
  }
}
BENCHMARK(tell_readers)->Arg(1)->Arg(1000)->Unit(benchmark::kMicrosecond)->Iterations(50);

void answer_a_small_request(benchmark::State& state) {
  RunningServer server{[](Router& router, auto&, auto&) {
    router.get("/x", Role::viewer, [](const Request&) { return Response::json("{}"); });
  }};
  TestClient client{server.port()};
  for (auto step : state) benchmark::DoNotOptimize(client.ask(get_request("/x")).status);
}
BENCHMARK(answer_a_small_request)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace cellwarden::web
