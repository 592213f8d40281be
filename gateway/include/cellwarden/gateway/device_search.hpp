// SPDX-License-Identifier: Apache-2.0
// One search for packs at a time, with every finder there is; it ends by itself, or is called off.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <vector>

#include "cellwarden/gateway/finder.hpp"

namespace cellwarden::gateway {

enum class SearchState : std::uint8_t { never, running, done, cancelled };
const char* name(SearchState state);

class DeviceSearch {
 public:
  DeviceSearch(boost::asio::io_context& io, std::vector<std::unique_ptr<Finder>> finders);
  ~DeviceSearch();
  DeviceSearch(const DeviceSearch&) = delete;
  DeviceSearch& operator=(const DeviceSearch&) = delete;

  // False: one is running already.
  bool start(const SearchPlan& plan);
  void cancel();
  [[nodiscard]] SearchState state() const { return state_; }
  // So far, or in the last search.
  [[nodiscard]] std::vector<Found> found() const;
  [[nodiscard]] std::vector<FinderProblem> problems() const;

 private:
  void end(SearchState state);

  boost::asio::steady_timer limit_;
  std::vector<std::unique_ptr<Finder>> finders_;
  std::size_t running_{0};
  std::uint64_t round_{0};
  SearchState state_{SearchState::never};
  std::shared_ptr<bool> alive_{std::make_shared<bool>(true)};
};

// Text as TOML has it, in quotes.
std::string in_toml(const std::string& text);

// The lines that make a pack of it, for the config file; empty: no link reaches it.
// id: of the new pack.
std::string config_lines(const Found& found, const std::string& id);

}  // namespace cellwarden::gateway
