// SPDX-License-Identifier: Apache-2.0
// One instance of the module is one pack.
#include "abi.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "cellwarden/direct/direct.hpp"

namespace cellwarden::direct {

namespace {

constexpr std::size_t kRoom = 1024;

struct Module {
  std::array<std::uint8_t, kRoom> room{};
  std::string answer;
  Moment now;
  std::optional<Direct> direct;
};

Module& module() {
  static Module module;
  return module;
}

core::Milliseconds moment(double ms) { return core::Milliseconds{static_cast<std::int64_t>(ms)}; }

std::size_t held(std::int32_t size) {
  return std::min(static_cast<std::size_t>(std::max(size, 0)), kRoom);
}
std::string_view text(std::size_t from, std::int32_t size) {
  const char* const begin = reinterpret_cast<const char*>(module().room.data());
  const std::size_t length = std::min(held(size), kRoom - from);
  return {begin + from, length};
}

std::int32_t answer(std::string made) {
  module().answer = std::move(made);
  return static_cast<std::int32_t>(module().answer.size());
}

Direct& direct() {
  if (!module().direct) module().direct.emplace("", "", "");
  return *module().direct;
}

}  // namespace

extern "C" {

std::uint8_t* cd_room() { return module().room.data(); }
const char* cd_answer() { return module().answer.data(); }
void cd_now(double steady, double wall, double local) {
  module().now = {.steady = moment(steady), .wall = moment(wall), .local = moment(local)};
}
void cd_begin(std::int32_t id, std::int32_t name, std::int32_t place) {
  const std::size_t second = held(id);
  const std::size_t third = held(static_cast<std::int32_t>(second) + name);
  module().direct.emplace(std::string{text(0, id)}, std::string{text(second, name)},
                          std::string{text(third, place)});
}
void cd_open(std::int32_t ours) { direct().open(ours != 0, module().now); }
void cd_lost(std::int32_t sentence) { direct().lost(std::string{text(0, sentence)}, module().now); }
void cd_let_go() { direct().let_go(module().now); }
void cd_take_up() { direct().take_up(); }
void cd_hear(std::int32_t bytes) {
  direct().hear(std::span{module().room}.first(held(bytes)), module().now);
}
void cd_tick() { direct().tick(module().now); }
std::int32_t cd_take(std::int32_t most) {
  return static_cast<std::int32_t>(direct().take(std::span{module().room}.first(held(most))));
}
double cd_wake_at() { return static_cast<double>(direct().wake_at().count()); }
std::int32_t cd_silent() { return direct().silent() ? 1 : 0; }
std::uint32_t cd_news() { return direct().news(); }
std::int32_t cd_pack() { return answer(direct().pack(module().now).dump()); }
std::int32_t cd_settings() { return answer(direct().settings(module().now).dump()); }
std::int32_t cd_events() { return answer(direct().take_events().dump()); }
std::int32_t cd_outcome() { return answer(direct().take_outcome()); }
void cd_allow_unproven(std::int32_t allowed) { direct().allow_unproven(allowed != 0); }
void cd_stage(std::int32_t setting, double value) { direct().stage(text(0, setting), value); }
std::int32_t cd_check() { return answer(direct().check().dump()); }
void cd_apply(std::int32_t pin) { direct().apply(pin, module().now); }
void cd_sign_in(std::int32_t pin) { direct().sign_in(pin, module().now); }
void cd_command(std::int32_t name, std::int32_t pin, double first, double second, double third) {
  direct().command(text(0, name), pin, first, second, third, module().now);
}
}

}  // namespace cellwarden::direct
