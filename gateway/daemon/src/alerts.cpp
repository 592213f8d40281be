// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/alerts.hpp"

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string_view>
#include <thread>

#include "hooks.hpp"

namespace cellwarden::daemon {

namespace {

struct TopicRow {
  std::string_view kind;
  const char* topic;
  bool begins;
};

constexpr std::array kTopics{
    TopicRow{"warning_E_began", "E", true},
    TopicRow{"warning_E_ended", "E", false},
    TopicRow{"warning_Vh_began", "Vh", true},
    TopicRow{"warning_Vh_ended", "Vh", false},
    TopicRow{"warning_Vl_began", "Vl", true},
    TopicRow{"warning_Vl_ended", "Vl", false},
    TopicRow{"warning_Th_began", "Th", true},
    TopicRow{"warning_Th_ended", "Th", false},
    TopicRow{"warning_Tl_began", "Tl", true},
    TopicRow{"warning_Tl_ended", "Tl", false},
    TopicRow{"relay_did_not_open", "relay_did_not_open", true},
    TopicRow{"no_data", "no_data", true},
    TopicRow{"data_back", "no_data", false},
    TopicRow{"disk_not_writable", "disk", true},
    TopicRow{"disk_writable", "disk", false},
};

// A relay that opens because the pack is full, or closes again in the evening, is everyday life;
// one that opens at a limit is not. The limits are the warnings, so they tell it.
constexpr std::size_t kMostWaiting = 64;

}  // namespace

std::optional<AlertTopic> topic_of(const history::Event& event) {
  for (const TopicRow& row : kTopics) {
    if (row.kind == event.kind) return AlertTopic{.topic = row.topic, .begins = row.begins};
  }
  return {};
}

bool AlertFilter::tell(const std::string& pack, const AlertTopic& topic, core::Milliseconds now) {
  State& state = states_[{pack, topic.topic}];
  if (!topic.begins) return std::exchange(state.active, false);
  if (state.told && now - *state.told < quiet_) return false;
  state.told = now;
  state.active = true;
  return true;
}

class AlertHooks::State {
 public:
  State(AlertConfig config, std::function<void(const std::string&)> failed)
      : config_{std::move(config)}, failed_{std::move(failed)}, thread_{[this] { work_on(); }} {}
  ~State() {
    {
      const std::scoped_lock lock{mutex_};
      ending_ = true;
      wake_.notify_one();
    }
    thread_.join();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void run(Alert alert) {
    const std::scoped_lock lock{mutex_};
    if (queue_.size() >= kMostWaiting) queue_.pop_front();
    queue_.push_back(std::move(alert));
    wake_.notify_one();
  }

 private:
  void work_on() {
    std::unique_lock lock{mutex_};
    while (true) {
      wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
      if (ending_) return;
      const Alert alert = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      tell(alert);
      lock.lock();
    }
  }

  void tell(const Alert& alert) {
    if (!config_.command.empty()) {
      if (const auto problem = run_command(config_.command, alert)) failed_(*problem);
    }
    if (!config_.webhook.empty()) {
      if (const auto problem = call_webhook(config_.webhook, alert)) failed_(*problem);
    }
  }

  AlertConfig config_;
  std::function<void(const std::string&)> failed_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Alert> queue_;
  bool ending_{false};
  std::thread thread_;
};

AlertHooks::AlertHooks(AlertConfig config, std::function<void(const std::string&)> failed)
    : state_{std::make_unique<State>(std::move(config), std::move(failed))} {}
AlertHooks::~AlertHooks() = default;
void AlertHooks::run(Alert alert) { state_->run(std::move(alert)); }

}  // namespace cellwarden::daemon
