// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/device_search.hpp"

#include <fmt/format.h>

#include <chrono>

namespace cellwarden::gateway {

namespace {

// Of all finders together; each has a shorter time of its own.
constexpr std::chrono::seconds kLongest{30};

}  // namespace

std::string in_toml(const std::string& text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
      continue;
    }
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + '"';
}

const char* name(FoundKind kind) { return kind == FoundKind::serial ? "serial" : "bluetooth"; }

const char* name(Heard heard) {
  switch (heard) {
    case Heard::waiting: return "waiting";
    case Heard::in_use: return "in_use";
    case Heard::frames: return "frames";
    case Heard::lines: return "lines";
    case Heard::advertised: return "advertised";
    case Heard::bytes: return "bytes";
    case Heard::nothing: return "nothing";
    case Heard::not_opened: return "not_opened";
    case Heard::not_listened: break;
  }
  return "not_listened";
}

const char* name(SearchState state) {
  switch (state) {
    case SearchState::never: return "never";
    case SearchState::running: return "running";
    case SearchState::done: return "done";
    case SearchState::cancelled: break;
  }
  return "cancelled";
}

DeviceSearch::DeviceSearch(boost::asio::io_context& io,
                           std::vector<std::unique_ptr<Finder>> finders)
    : limit_{io}, finders_{std::move(finders)} {}

DeviceSearch::~DeviceSearch() = default;

bool DeviceSearch::start(const SearchPlan& plan) {
  if (state_ == SearchState::running) return false;
  ++round_;
  running_ = finders_.size();
  state_ = running_ == 0 ? SearchState::done : SearchState::running;
  for (const auto& finder : finders_) {
    finder->start(plan, [this] {
      if (--running_ == 0) end(SearchState::done);
    });
  }
  limit_.expires_after(kLongest);
  limit_.async_wait([this, alive = std::weak_ptr{alive_},
                     round = round_](const boost::system::error_code& error) {
    if (error || alive.expired() || round != round_) return;
    if (state_ == SearchState::running) end(SearchState::done);
  });
  return true;
}

void DeviceSearch::cancel() {
  if (state_ == SearchState::running) end(SearchState::cancelled);
}

void DeviceSearch::end(SearchState state) {
  for (const auto& finder : finders_) finder->stop();
  limit_.cancel();
  state_ = state;
}

std::vector<Found> DeviceSearch::found() const {
  std::vector<Found> all;
  for (const auto& finder : finders_) {
    for (Found& found : finder->found()) all.push_back(std::move(found));
  }
  return all;
}

std::vector<FinderProblem> DeviceSearch::problems() const {
  std::vector<FinderProblem> all;
  for (const auto& finder : finders_) {
    if (auto problem = finder->problem()) all.push_back(std::move(*problem));
  }
  return all;
}

std::string config_lines(const Found& found, const std::string& id) {
  if (found.link.empty()) return {};
  return fmt::format("[[pack]]\nid = {}\nname = {}\n[[pack.link]]\nkind = {}\nat = {}\n",
                     in_toml(id), in_toml("New battery"), in_toml(found.link),
                     in_toml(found.address));
}

}  // namespace cellwarden::gateway
