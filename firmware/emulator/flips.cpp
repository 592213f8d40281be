// SPDX-License-Identifier: Apache-2.0
#include "flips.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>

#include "emulated_board.hpp"

namespace cellwarden::firmware {

namespace {

constexpr int kPatienceMs = 2'000;  // a sound image says hello in less than 0.2 s

Bytes read(const std::string& name) {
  std::ifstream file{name, std::ios::binary};
  Bytes bytes{std::istreambuf_iterator<char>{file}, {}};
  if (bytes.empty()) throw EmulatorFailed{"there is no image " + name};
  return bytes;
}

void write(const std::string& name, const Bytes& bytes) {
  std::ofstream file{name, std::ios::binary | std::ios::trunc};
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  if (!file) throw EmulatorFailed{"the file " + name + " could not be written"};
}

}  // namespace

FlipFigures flip_bits(const std::string& image, int flips, std::uint64_t seed) {
  FlipFigures figures;
  Bytes bytes = read(image);
  const std::string flipped = image + ".flipped";
  std::mt19937_64 chance{seed};
  for (int i = 0; i < flips && figures.ran.empty(); ++i) {
    const std::size_t bit = chance() % (bytes.size() * 8);
    const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
    bytes[bit / 8] ^= mask;
    write(flipped, bytes);
    bytes[bit / 8] ^= mask;
    EmulatedBoard board{"the board with a flipped bit", flipped, {}};
    const std::optional<std::uint8_t> first = board.try_restart(kPatienceMs);
    if (first == kDamaged) {
      ++figures.refused;
    } else if (first != kHello) {
      ++figures.silent;
    } else {
      figures.ran = "bit " + std::to_string(bit % 8) + " of byte " + std::to_string(bit / 8);
    }
  }
  std::filesystem::remove(flipped);
  return figures;
}

}  // namespace cellwarden::firmware
