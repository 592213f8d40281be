// SPDX-License-Identifier: Apache-2.0
#include "store_pages.hpp"

#include "cellwarden/core/little_endian.hpp"
#include "registers.hpp"

extern "C" {
extern std::uint8_t store_begin[], store_end[];
}

namespace cellwarden::firmware::stm32g0 {

namespace {

void wait() {
  while ((flash_block().sr & (flash::kBusy | flash::kConfiguring)) != 0) {
  }
}

void unlock() {
  wait();
  if ((flash_block().cr & flash::kLock) != 0) {
    flash_block().keyr = flash::kKey1;
    flash_block().keyr = flash::kKey2;
  }
  flash_block().sr = flash::kErrors | flash::kDone;
}

void erase(std::uintptr_t address) {
  const auto page = static_cast<std::uint32_t>((address - flash::kBegin) / flash::kPageSize);
  flash_block().cr = flash::kErasePage | page << flash::kPageShift;
  flash_block().cr = flash::kErasePage | page << flash::kPageShift | flash::kStart;
  wait();
}

// Eight bytes at once, as two words, the lower one first.
void program(std::uintptr_t address, std::span<const std::uint8_t> bytes) {
  flash_block().cr = flash::kProgram;
  auto* const words = reinterpret_cast<volatile std::uint32_t*>(address);
  words[0] = static_cast<std::uint32_t>(core::get_little_endian(bytes.first(4)));
  asm volatile("isb" ::: "memory");
  words[1] = static_cast<std::uint32_t>(core::get_little_endian(bytes.subspan(4, 4)));
  wait();
}

}  // namespace

std::span<const std::uint8_t> store_pages() { return {store_begin, store_end}; }

void carry_out(const core::Operation& operation) {
  const std::uintptr_t address = reinterpret_cast<std::uintptr_t>(store_begin) + operation.address;
  asm volatile("cpsid i" ::: "memory");
  unlock();
  if (operation.kind == core::Operation::Kind::erase_page) {
    erase(address);
  } else {
    program(address, operation.bytes);
  }
  flash_block().cr = flash::kLock;
  asm volatile("cpsie i" ::: "memory");
}

}  // namespace cellwarden::firmware::stm32g0
