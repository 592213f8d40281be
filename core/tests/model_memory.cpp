// SPDX-License-Identifier: Apache-2.0
#include "model_memory.hpp"

#include <algorithm>

namespace cellwarden::core::test {

namespace {

constexpr std::uint8_t kWornByte = 0x55;

// Whether a cut operation reached the byte or unit at `index` of `count`.
bool reached(Cut how, std::uint32_t index, std::uint32_t count) {
  switch (how) {
    case Cut::all: return true;
    case Cut::first_half: return index < count / 2;
    case Cut::second_half: return index >= count / 2;
    case Cut::every_other: return index % 2 == 0;
    default: return false;
  }
}

std::uint32_t eighths_of(Cut how) { return how == Cut::few_bits ? 1 : 7; }

bool in_bits(Cut how) { return how == Cut::few_bits || how == Cut::most_bits; }

}  // namespace

std::uint64_t Random::next() {
  state_ += 0x9E37'79B9'7F4A'7C15;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9;
  z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EB;
  return z ^ (z >> 31);
}

std::uint8_t Random::bits(std::uint32_t eighths) {
  unsigned result = 0;
  for (unsigned bit = 0; bit < 8; ++bit) result |= below(8) < eighths ? 1U << bit : 0U;
  return static_cast<std::uint8_t>(result);
}

ModelMemory::ModelMemory(const StoreGeometry& geometry, std::uint32_t endurance)
    : geometry_{geometry},
      endurance_{endurance},
      bytes_(store_size(geometry), kErasedByte),
      blank_(store_size(geometry) / geometry.program_unit, true),
      erases_(std::size_t{kCopies} * geometry.pages_per_copy, 0),
      worn_(erases_.size(), false) {}

bool ModelMemory::accept(const Operation& operation) {
  const bool erase = operation.kind == Operation::Kind::erase_page;
  const std::uint32_t size = erase ? geometry_.page_size : geometry_.program_unit;
  const bool inside = operation.address % size == 0 && operation.address + size <= bytes_.size();
  const bool good = inside && (erase || blank_[operation.address / geometry_.program_unit]);
  if (!good) ++misuses_;
  if (good && erase) {
    const std::uint32_t page = operation.address / size;
    ++erases_[page];
    if (erases_[page] > endurance_) worn_[page] = true;
  }
  return good;
}

void ModelMemory::execute(const Operation& operation) {
  if (!accept(operation)) return;
  const std::uint32_t unit = geometry_.program_unit;
  if (operation.kind == Operation::Kind::program_unit) {
    blank_[operation.address / unit] = false;
    for (std::uint32_t i = 0; i < unit; ++i) bytes_[operation.address + i] &= operation.bytes[i];
    return;
  }
  const bool worn = worn_[operation.address / geometry_.page_size];
  for (std::uint32_t i = 0; i < geometry_.page_size; ++i) {
    bytes_[operation.address + i] = worn ? kWornByte : kErasedByte;
    blank_[(operation.address + i) / unit] = true;
  }
}

void ModelMemory::cut(const Operation& operation, Cut how, Random& random) {
  if (!accept(operation)) return;
  if (operation.kind == Operation::Kind::erase_page) {
    cut_erase(operation.address, how, random);
  } else {
    cut_program(operation, how, random);
  }
}

void ModelMemory::cut_erase(std::uint32_t address, Cut how, Random& random) {
  const std::uint32_t unit = geometry_.program_unit;
  const std::uint32_t units = geometry_.page_size / unit;
  for (std::uint32_t i = 0; i < geometry_.page_size; ++i) {
    std::uint8_t& byte = bytes_[address + i];
    if (how == Cut::garbage) byte = random.byte();
    if (in_bits(how)) byte |= random.bits(eighths_of(how));
    if (reached(how, i / unit, units)) byte = kErasedByte;
    blank_[(address + i) / unit] = false;
  }
}

void ModelMemory::cut_program(const Operation& operation, Cut how, Random& random) {
  const std::uint32_t unit = geometry_.program_unit;
  blank_[operation.address / unit] = false;
  for (std::uint32_t i = 0; i < unit; ++i) {
    std::uint8_t& byte = bytes_[operation.address + i];
    const std::uint8_t wanted = operation.bytes[i];
    if (how == Cut::garbage) byte = random.byte();
    if (in_bits(how)) byte &= static_cast<std::uint8_t>(wanted | ~random.bits(eighths_of(how)));
    if (reached(how, i, unit)) byte = wanted;
  }
}

void ModelMemory::fill(Random& random) {
  for (std::uint8_t& byte : bytes_) byte = random.byte();
  std::fill(blank_.begin(), blank_.end(), false);
}

}  // namespace cellwarden::core::test
