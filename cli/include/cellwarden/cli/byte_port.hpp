// SPDX-License-Identifier: Apache-2.0
// A place that bytes go to and come from: a serial line, a pipe, a pseudo terminal. Whoever is at
// its other end comes and goes as they like, and nothing here waits for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cellwarden::cli {

// A file descriptor that is closed at the end; −1 is none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_{number} {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_{other.number_} { other.number_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  void close();

 private:
  int number_{-1};
};

// 9600 baud, 8N1, every byte as it is (section 1.1 of the wire formats).
void make_serial(int descriptor);

enum class Sent : std::uint8_t { whole, part, nothing, broken };

// Sends frames whole: what a full buffer did not take is kept until it does, and the frames that
// come meanwhile are dropped as a whole, because half a frame spoils the next one, too.
class WholeFrames {
 public:
  Sent send(int descriptor, std::span<const std::uint8_t> frame);
  // The rest of a frame that was taken in part.
  Sent go_on(int descriptor);
  [[nodiscard]] bool waiting() const { return !rest_.empty(); }
  // The other end went away, and the rest with it.
  void forget() { rest_.clear(); }

 private:
  std::vector<std::uint8_t> rest_;
};

}  // namespace cellwarden::cli
