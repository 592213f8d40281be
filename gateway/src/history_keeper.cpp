// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/history_keeper.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "cellwarden/history/reader.hpp"

namespace cellwarden::gateway {

namespace {

using Work = std::function<void(history::History&)>;

// About an hour of one pack. A disk that hangs for longer costs readings, not memory.
constexpr std::size_t kMostWaiting = 4'000;

bool is_there(const std::string& path, const std::string& pack, const history::Event& event,
              core::Milliseconds give_or_take) {
  const history::HistoryReader reader{path};
  const auto found = reader.events({.pack = pack,
                                    .from_ms = event.time_ms - give_or_take.count(),
                                    .to_ms = event.time_ms + give_or_take.count() + 1,
                                    .kinds = {event.kind}});
  return std::ranges::any_of(found, [&](const history::PackEvent& it) {
    return it.event.number == event.number && it.event.value == event.value;
  });
}

}  // namespace

class HistoryKeeper::State {
 public:
  State(boost::asio::io_context& io, const std::string& path, const history::Options& options)
      : io_{io}, history_{history::History::open(path, options)}, thread_{[this] { work_on(); }} {}
  ~State() { close(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // droppable: a reading; everything else is kept.
  void add(Work work, bool droppable) {
    const std::scoped_lock lock{mutex_};
    if (ending_ || (droppable && queue_.size() >= kMostWaiting)) return;
    queue_.push_back(std::move(work));
    wake_.notify_one();
  }

  void close() {
    {
      const std::scoped_lock lock{mutex_};
      ending_ = true;
      wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
  }

  [[nodiscard]] std::size_t waiting() {
    const std::scoped_lock lock{mutex_};
    return queue_.size();
  }

  boost::asio::io_context& io() { return io_; }
  history::History& history() { return history_; }

 private:
  void work_on() {
    std::unique_lock lock{mutex_};
    while (true) {
      wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
      if (queue_.empty()) break;
      const Work work = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      work(history_);
      lock.lock();
    }
    history_.close();
  }

  boost::asio::io_context& io_;
  history::History history_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> queue_;
  bool ending_{false};
  std::thread thread_;
};

HistoryKeeper::HistoryKeeper(boost::asio::io_context& io, const std::string& path,
                             const history::Options& options)
    : state_{std::make_unique<State>(io, path, options)} {}
HistoryKeeper::~HistoryKeeper() = default;

void HistoryKeeper::append(std::string pack, KeptSample sample) {
  state_->add(
      [pack = std::move(pack), sample = std::move(sample)](history::History& history) mutable {
        sample.sample.cells = sample.cells;
        static_cast<void>(history.append(pack, sample.sample));
      },
      true);
}

void HistoryKeeper::add_event(std::string pack, history::Event event, std::function<void()> then) {
  state_->add(
      [pack = std::move(pack), event = std::move(event), then = std::move(then),
       &io = state_->io()](history::History& history) {
        static_cast<void>(history.add_event(pack, event));
        boost::asio::post(io, then);
      },
      false);
}

void HistoryKeeper::add_event_once(std::string pack, history::Event event,
                                   core::Milliseconds give_or_take, std::function<void()> then) {
  state_->add(
      [pack = std::move(pack), event = std::move(event), then = std::move(then), give_or_take,
       &io = state_->io()](history::History& history) {
        if (is_there(history.path(), pack, event, give_or_take)) return;
        static_cast<void>(history.add_event(pack, event));
        boost::asio::post(io, then);
      },
      false);
}

void HistoryKeeper::add_settings_change(std::string pack, history::SettingsChange change) {
  state_->add(
      [pack = std::move(pack), change = std::move(change)](history::History& history) {
        static_cast<void>(history.add_settings_change(pack, change));
      },
      false);
}

void HistoryKeeper::run(Work work) { state_->add(std::move(work), false); }
std::size_t HistoryKeeper::waiting() const { return state_->waiting(); }
history::Health HistoryKeeper::health() const { return state_->history().health(); }
const std::string& HistoryKeeper::path() const { return state_->history().path(); }
void HistoryKeeper::close() { state_->close(); }

}  // namespace cellwarden::gateway
