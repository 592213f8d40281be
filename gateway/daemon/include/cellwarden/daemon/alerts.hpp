// SPDX-License-Identifier: Apache-2.0
// Tells somebody who is not looking: a command or a webhook when it becomes serious, and again when
// it is over. The same thing is not told twice within a quiet time. What a hook does, or how long
// it takes, holds nothing up.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cellwarden/daemon/config.hpp"
#include "cellwarden/history/sample.hpp"

namespace cellwarden::daemon {

// What an alert is about. An event that begins or ends none is not told.
struct AlertTopic {
  std::string topic;  // "E", "charge_limit", "load_limit", "relay_did_not_open", "no_data", "disk"
  bool begins{true};
};
std::optional<AlertTopic> topic_of(const history::Event& event);

struct Alert {
  std::string pack;
  AlertTopic topic;
  history::Event event;
};

// Which of them are told, and when: a value without a clock.
class AlertFilter {
 public:
  explicit AlertFilter(core::Milliseconds quiet) : quiet_{quiet} {}
  // now: never falls.
  bool tell(const std::string& pack, const AlertTopic& topic, core::Milliseconds now);

 private:
  struct State {
    bool active{false};  // its beginning was told, its end not yet
    std::optional<core::Milliseconds> told;
  };
  core::Milliseconds quiet_;
  std::map<std::pair<std::string, std::string>, State> states_;
};

// Runs the hooks, one after the other, on a thread of its own.
class AlertHooks {
 public:
  // failed: a sentence for the log, from that thread.
  AlertHooks(AlertConfig config, std::function<void(const std::string&)> failed);
  ~AlertHooks();  // waits for the hook that runs, at most its time limit
  AlertHooks(const AlertHooks&) = delete;
  AlertHooks& operator=(const AlertHooks&) = delete;

  void run(Alert alert);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace cellwarden::daemon
