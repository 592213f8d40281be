// SPDX-License-Identifier: Apache-2.0
// A recording played as if it were live.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "cellwarden/gateway/byte_stream.hpp"

namespace cellwarden::gateway {

namespace {

namespace asio = boost::asio;

class PacedStream final : public ByteStream {
 public:
  PacedStream(asio::io_context& io, std::string name, std::string bytes, std::size_t portion,
              int pause_ms)
      : timer_{io},
        name_{std::move(name)},
        bytes_{std::move(bytes)},
        portion_{portion},
        pause_{pause_ms} {}

  void open(StreamHandlers handlers) override {
    close();
    handlers_ = std::move(handlers);
    at_ = 0;
    asio::post(timer_.get_executor(), [this, alive = std::weak_ptr{alive_}] {
      if (alive.expired() || !handlers_.opened) return;
      handlers_.opened();
      play();
    });
  }
  void write(std::span<const std::uint8_t> /*bytes*/) override {}
  void close() override {
    handlers_ = {};
    alive_ = std::make_shared<int>();
    timer_.cancel();
  }
  [[nodiscard]] std::string place() const override { return name_; }

 private:
  void play() {
    if (!handlers_.bytes) return;
    if (at_ >= bytes_.size()) {
      const StreamHandlers last = std::exchange(handlers_, {});
      last.closed(fmt::format("the recording {} has ended.", name_));
      return;
    }
    const std::size_t size = std::min(portion_, bytes_.size() - at_);
    const auto* first = reinterpret_cast<const std::uint8_t*>(bytes_.data()) + at_;
    at_ += size;
    handlers_.bytes({first, size});
    timer_.expires_after(pause_);
    timer_.async_wait([this, alive = std::weak_ptr{alive_}](const auto& error) {
      if (!error && !alive.expired()) play();
    });
  }

  asio::steady_timer timer_;
  std::string name_;
  std::string bytes_;
  std::size_t portion_;
  std::chrono::milliseconds pause_;
  std::size_t at_{0};
  StreamHandlers handlers_;
  std::shared_ptr<int> alive_{std::make_shared<int>()};  // of this opening
};

}  // namespace

std::unique_ptr<ByteStream> paced_stream(asio::io_context& io, std::string name, std::string bytes,
                                         std::size_t portion, int pause_ms) {
  return std::make_unique<PacedStream>(io, std::move(name), std::move(bytes), portion, pause_ms);
}

}  // namespace cellwarden::gateway
