// SPDX-License-Identifier: Apache-2.0
// The history on a thread of its own, because a disk may take its time: readings are handed over
// and forgotten; an event comes back when it is on disk, and only then is it shown (PLUS-3).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cellwarden/core/units.hpp"
#include "cellwarden/history/history.hpp"

namespace boost::asio {
class io_context;
}

namespace cellwarden::gateway {

// A sample with its cells.
struct KeptSample {
  history::Sample sample;
  std::vector<history::CellSample> cells;
};

class HistoryKeeper {
 public:
  // io: where `then` is called. Throws words::Problem as History::open().
  HistoryKeeper(boost::asio::io_context& io, const std::string& path,
                const history::Options& options);
  // Everything that was handed over is written first.
  ~HistoryKeeper();
  HistoryKeeper(const HistoryKeeper&) = delete;
  HistoryKeeper& operator=(const HistoryKeeper&) = delete;

  // All from any thread; none waits for the disk.
  void append(std::string pack, KeptSample sample);
  // then: called in any case, because what cannot be stored must be shown all the same.
  void add_event(std::string pack, history::Event event, std::function<void()> then);
  // The same, unless one of this kind with this number and value is there already, at this time or
  // so much before or after it; then nothing happens, and `then` is not called.
  void add_event_once(std::string pack, history::Event event, core::Milliseconds give_or_take,
                      std::function<void()> then);
  void add_settings_change(std::string pack, history::SettingsChange change);
  // Something else to do with the history on its thread, behind what was handed over before.
  void run(std::function<void(history::History&)> work);

  // How much waits to be written; for figures, and to pace a backfill.
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] history::Health health() const;
  [[nodiscard]] const std::string& path() const;

  // Ends the thread when all is written; nothing may be handed over afterwards.
  void close();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace cellwarden::gateway
