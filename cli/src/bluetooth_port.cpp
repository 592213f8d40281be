// SPDX-License-Identifier: Apache-2.0
// The port of a board that advertises over this computer's Bluetooth.
#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <utility>

#include "cellwarden/bluetooth/peripheral.hpp"
#include "cellwarden/cli/line_port.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kMostWaiting = 2048;  // a second of them: lines that are older are no use
constexpr std::chrono::seconds kPatience{30};

class BluetoothPort final : public LinePort {
 public:
  explicit BluetoothPort(const BluetoothPlace& where)
      : place_{fmt::format("Bluetooth {}", bluetooth::serial_text(where.serial))},
        peripheral_{{.adapter = where.adapter, .serial = where.serial},
                    {.state = [this](const std::string& it) { note([&] { state_ = it; }); },
                     .joined = [this] { note([&] { join(); }); },
                     .bytes =
                         [this](const Bytes& it) {
                           note([&] { in_.insert(in_.end(), it.begin(), it.end()); });
                         },
                     .left = [this] { note([&] { here_ = false; }); }}} {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, kPatience, [this] { return state_.has_value(); });
    if (!state_) throw words::Problem{"this computer's Bluetooth does not answer."};
    if (!state_->empty()) throw words::Problem{*state_};
  }

  [[nodiscard]] std::string place() const override { return place_; }

  void wait(int milliseconds) override {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, std::chrono::milliseconds{milliseconds},
                      [this] { return !in_.empty(); });
  }
  std::uint64_t client() override {
    const std::lock_guard lock{mutex_};
    return here_ ? session_ : 0;
  }
  Bytes receive() override {
    const std::lock_guard lock{mutex_};
    return std::exchange(in_, {});
  }
  void send(std::span<const std::uint8_t> bytes) override {
    peripheral_.send({bytes.begin(), bytes.end()});
  }
  [[nodiscard]] bool has_room() const override { return peripheral_.waiting() < kMostWaiting; }

 private:
  template <class What>
  void note(What what) {
    const std::lock_guard lock{mutex_};
    what();
    changed_.notify_all();
  }
  void join() {
    here_ = true;
    ++session_;
    in_.clear();
  }

  std::string place_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::string> state_;
  Bytes in_;
  bool here_{false};
  std::uint64_t session_{0};
  bluetooth::Peripheral peripheral_;  // ends first: its handlers use the others
};

}  // namespace

std::unique_ptr<LinePort> bluetooth_port(const BluetoothPlace& where) {
  return std::make_unique<BluetoothPort>(where);
}

}  // namespace cellwarden::cli
