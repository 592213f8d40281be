// SPDX-License-Identifier: Apache-2.0
// Carries what happens on Bluetooth's thread over to the one of the gateway.
#include "cellwarden/gateway/bluetooth_stream.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace cellwarden::gateway {

namespace {

namespace asio = boost::asio;

class BluetoothStream final : public ByteStream {
  // Called over there; happens here, unless this opening is over.
  template <class What>
  auto here(What what) {
    return [&io = io_, alive = std::weak_ptr{alive_}, what](auto value) {
      asio::post(io, [alive, what, value = std::move(value)] {
        if (!alive.expired()) what(value);
      });
    };
  }

 public:
  BluetoothStream(asio::io_context& io, bluetooth::Central& central, bluetooth::Wanted wanted)
      : io_{io}, central_{central}, wanted_{std::move(wanted)} {}

  void open(StreamHandlers handlers) override {
    close();
    handlers_ = std::move(handlers);
    channel_ = central_.open(
        wanted_,
        {.opened = here([this](const bluetooth::ChannelFacts& facts) { opened(facts); }),
         .bytes = here([this](const std::vector<std::uint8_t>& bytes) { handlers_.bytes(bytes); }),
         .closed = here([this](const std::string& sentence) { closed(sentence); })});
  }
  void write(std::span<const std::uint8_t> bytes) override {
    if (channel_) channel_->write({bytes.begin(), bytes.end()});
  }
  void close() override {
    alive_ = std::make_shared<int>();
    channel_.reset();
    handlers_ = {};
  }
  [[nodiscard]] std::string place() const override { return "Bluetooth " + wanted_.which; }
  [[nodiscard]] StreamFacts facts() const override { return facts_; }

 private:
  void opened(const bluetooth::ChannelFacts& facts) {
    facts_ = {.rssi_dbm = facts.pack.rssi_dbm, .public_only = !facts.ours};
    handlers_.opened();
  }
  void closed(const std::string& sentence) {
    const StreamHandlers last = std::exchange(handlers_, {});
    close();
    last.closed(sentence);
  }

  asio::io_context& io_;
  bluetooth::Central& central_;
  bluetooth::Wanted wanted_;
  StreamHandlers handlers_;
  StreamFacts facts_;
  std::unique_ptr<bluetooth::Channel> channel_;
  std::shared_ptr<int> alive_{std::make_shared<int>()};  // of this opening
};

}  // namespace

std::unique_ptr<ByteStream> bluetooth_stream(asio::io_context& io, bluetooth::Central& central,
                                             bluetooth::Wanted wanted) {
  return std::make_unique<BluetoothStream>(io, central, std::move(wanted));
}

}  // namespace cellwarden::gateway
