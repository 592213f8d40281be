// SPDX-License-Identifier: Apache-2.0
// Packs that advertise themselves over Bluetooth LE. Carries what was heard on Bluetooth's thread
// over to the one of the gateway.
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <string_view>
#include <utility>

#include "cellwarden/gateway/finder.hpp"

namespace cellwarden::gateway {

namespace asio = boost::asio;

namespace {

constexpr std::string_view kPlace = "Bluetooth ";  // as bluetooth_stream() calls it

class BluetoothFinder final : public Finder {
 public:
  BluetoothFinder(asio::io_context& io, std::function<bluetooth::Central&()> central,
                  BluetoothListening listening)
      : io_{io}, central_{std::move(central)}, listening_{listening} {}

  void start(const SearchPlan& plan, std::function<void()> done) override {
    stop();
    plan_ = plan;
    done_ = std::move(done);
    found_.clear();
    sentence_.clear();
    alive_ = std::make_shared<int>();
    end_ = central_().scan(
        std::chrono::milliseconds{listening_.listen_ms}, {},
        [this, &io = io_, alive = std::weak_ptr{alive_}](std::vector<bluetooth::FoundPack> heard,
                                                         std::string sentence) {
          asio::post(io, [this, alive, heard = std::move(heard), sentence = std::move(sentence)] {
            if (!alive.expired()) finish(heard, sentence);
          });
        });
  }

  void stop() override {
    alive_.reset();
    done_ = nullptr;
    if (const auto end = std::exchange(end_, nullptr)) end();
  }

  [[nodiscard]] std::vector<Found> found() const override { return found_; }
  [[nodiscard]] std::optional<FinderProblem> problem() const override {
    if (sentence_.empty()) return {};
    return FinderProblem{.kind = FoundKind::bluetooth, .sentence = sentence_};
  }

 private:
  void finish(const std::vector<bluetooth::FoundPack>& heard, const std::string& sentence) {
    for (const bluetooth::FoundPack& pack : heard) found_.push_back(described(pack));
    sentence_ = sentence;
    end_ = nullptr;
    if (const auto done = std::exchange(done_, nullptr)) done();
  }

  [[nodiscard]] Found described(const bluetooth::FoundPack& pack) const {
    Found found;
    found.kind = FoundKind::bluetooth;
    found.address = pack.id();
    found.name = pack.name.empty() ? std::string{bluetooth::kName} : pack.name;
    if (pack.type) found.model = bluetooth::model(*pack.type);
    found.signal_dbm = pack.rssi_dbm;
    const auto owner = std::ranges::find_if(plan_.taken, [&](const TakenPlace& it) {
      return it.place.starts_with(kPlace) &&
             is_called(pack, std::string_view{it.place}.substr(kPlace.size()));
    });
    if (owner != plan_.taken.end()) {
      found.heard = Heard::in_use;
      found.pack = owner->pack;
    } else {
      found.heard = Heard::advertised;
      found.link = "bluetooth";
    }
    return found;
  }

  asio::io_context& io_;
  std::function<bluetooth::Central&()> central_;
  BluetoothListening listening_;
  SearchPlan plan_;
  std::function<void()> done_;
  std::function<void()> end_;  // of the search that runs
  std::vector<Found> found_;
  std::string sentence_;
  std::shared_ptr<int> alive_;  // of the search that runs
};

}  // namespace

std::unique_ptr<Finder> bluetooth_finder(asio::io_context& io,
                                         std::function<bluetooth::Central&()> central,
                                         BluetoothListening listening) {
  return std::make_unique<BluetoothFinder>(io, std::move(central), listening);
}

}  // namespace cellwarden::gateway
