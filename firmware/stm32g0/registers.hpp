// SPDX-License-Identifier: Apache-2.0
// The registers of an STM32G031 and STM32G071 that a board uses (RM0444), and none that it does
// not. Offsets and bits were held against two sources, see README.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace cellwarden::firmware::stm32g0 {

using Register = volatile std::uint32_t;
template <std::size_t words>
using Gap = std::array<std::uint32_t, words>;

struct Rcc {
  Register cr, icscr, cfgr, pllcfgr;
  Gap<2> gap10;
  Register cier, cifr, cicr, ioprstr, ahbrstr, apbrstr1, apbrstr2, iopenr, ahbenr, apbenr1, apbenr2,
      iopsmenr, ahbsmenr, apbsmenr1, apbsmenr2, ccipr;
  Gap<1> gap58;
  Register bdcr, csr;
};
static_assert(sizeof(Rcc) == 0x64);

namespace rcc {
inline constexpr std::uint32_t kPllOn = 1U << 24U, kPllReady = 1U << 25U;                 // cr
inline constexpr std::uint32_t kRunByPll = 2, kRunsBy = 7U << 3U, kRunsByPll = 2U << 3U;  // cfgr
// pllcfgr: from the internal 16 MHz, times 8, by 4
inline constexpr std::uint32_t kPll32MHz = 2U | 8U << 8U | 1U << 28U | 3U << 29U;
inline constexpr std::uint32_t kGpioA = 1, kGpioB = 2, kGpioC = 4;              // iopenr
inline constexpr std::uint32_t kUsart2 = 1U << 17U, kUsart3 = 1U << 18U;        // apbenr1
inline constexpr std::uint32_t kPower = 1U << 28U, kLptim1 = 1U << 31U;         // apbenr1
inline constexpr std::uint32_t kUsart1 = 1U << 14U, kAdc = 1U << 20U;           // apbenr2
inline constexpr std::uint32_t kUsart1Hsi = 2, kUsart2Hsi = 2U << 2U;           // ccipr
inline constexpr std::uint32_t kLptim1Lsi = 1U << 18U, kLptim1Lse = 3U << 18U;  // ccipr
inline constexpr std::uint32_t kLseOn = 1, kLseReady = 2;                       // bdcr
inline constexpr std::uint32_t kLsiOn = 1, kLsiReady = 2;                       // csr
}  // namespace rcc

struct Power {
  Register cr1, cr2, cr3, cr4, sr1, sr2, scr;
};
namespace power {
inline constexpr std::uint32_t kStopModes = 7;  // cr1: 0 is Stop 0
inline constexpr std::uint32_t kBackupDomain = 1U << 8U;
}  // namespace power

struct Gpio {
  Register moder, otyper, ospeedr, pupdr, idr, odr, bsrr, lckr, afrl, afrh, brr;
};

struct Usart {
  Register cr1, cr2, cr3, brr, gtpr, rtor, rqr, isr, icr, rdr, tdr, presc;
};
namespace usart {
inline constexpr std::uint32_t kEnable = 1, kInStop = 2, kReceive = 4, kSend = 8;  // cr1
inline constexpr std::uint32_t kReceivedInterrupt = 1U << 5U, kRoomInterrupt = 1U << 7U;
inline constexpr std::uint32_t kSendInverted = 1U << 17U;                              // cr2
inline constexpr std::uint32_t kNoOverrun = 1U << 12U;                                 // cr3
inline constexpr std::uint32_t kWakeByByte = 3U << 20U, kWakeInterrupt = 1U << 22U;    // cr3
inline constexpr std::uint32_t kErrors = 0xF, kReceived = 1U << 5U, kSent = 1U << 6U;  // isr
inline constexpr std::uint32_t kRoom = 1U << 7U, kBusy = 1U << 16U, kWoken = 1U << 20U;
}  // namespace usart

struct LowPowerTimer {
  Register isr, icr, ier, cfgr, cr, cmp, arr, cnt;
};
namespace timer {
inline constexpr std::uint32_t kCompared = 1, kWrapped = 2, kCompareTaken = 8, kReloadTaken = 16;
inline constexpr std::uint32_t kBy32 = 5U << 9U;                // cfgr
inline constexpr std::uint32_t kEnable = 1, kContinuously = 4;  // cr
}  // namespace timer

struct Converter {
  Register isr, ier, cr, cfgr1, cfgr2, smpr;
  Gap<2> gap18;
  Register awd1tr, awd2tr, chselr, awd3tr;
  Gap<4> gap30;
  Register dr;
  Gap<177> gap44;
  Register ccr;
};
static_assert(sizeof(Converter) == 0x30C);
namespace converter {
inline constexpr std::uint32_t kReady = 1, kConverted = 4, kChannelTaken = 1U << 13U;  // isr
inline constexpr std::uint32_t kOn = 1, kOff = 2, kStart = 4;                          // cr
inline constexpr std::uint32_t kRegulator = 1U << 28U, kCalibrate = 1U << 31U;
inline constexpr std::uint32_t kBusClockBy2 = 1U << 30U;       // cfgr2
inline constexpr std::uint32_t kOversample16 = 1U | 3U << 2U;  // 16 conversions, their sum
inline constexpr std::uint32_t kLongestSampling = 7;           // smpr: 160.5 clocks
inline constexpr std::uint32_t kReference = 1U << 22U;         // ccr
inline constexpr unsigned kReferenceChannel = 13;
inline constexpr std::int32_t kFull = 4095, kSummed = 16;
// Factory: the reference, converted at 3.0 V and 30 °C.
inline constexpr std::uintptr_t kReferenceAtFactory = 0x1FFF'75AA;
inline constexpr std::int32_t kFactoryMillivolts = 3000;
}  // namespace converter

struct Flash {
  Register acr;
  Gap<1> gap4;
  Register keyr, optkeyr, sr, cr;
};
namespace flash {
inline constexpr std::uint32_t kWaits = 7, kOneWait = 1, kPrefetch = 1U << 8U;  // acr
inline constexpr std::uint32_t kKey1 = 0x4567'0123, kKey2 = 0xCDEF'89AB;
inline constexpr std::uint32_t kDone = 1, kErrors = 0xC3FA, kBusy = 1U << 16U;
inline constexpr std::uint32_t kConfiguring = 1U << 18U;
inline constexpr std::uint32_t kProgram = 1, kErasePage = 2, kStart = 1U << 16U, kLock = 1U << 31U;
inline constexpr unsigned kPageShift = 3;
inline constexpr std::uint32_t kPageSize = 2048;
inline constexpr std::uintptr_t kBegin = 0x0800'0000;
}  // namespace flash

struct Watchdog {
  Register kr, pr, rlr, sr;
};
namespace watchdog {
inline constexpr std::uint32_t kStart = 0xCCCC, kUnlock = 0x5555, kFeed = 0xAAAA;
inline constexpr std::uint32_t kBy64 = 4;
}  // namespace watchdog

struct Edges {  // EXTI
  Register rtsr1, ftsr1, swier1, rpr1, fpr1;
  Gap<19> gap14;
  Register exticr1, exticr2, exticr3, exticr4;
  Gap<4> gap70;
  Register imr1;
};
static_assert(sizeof(Edges) == 0x84);

// Cortex-M0+ (ARM DDI 0419): interrupt enable, and system control with its bit "sleep deep".
inline constexpr std::uintptr_t kInterruptEnable = 0xE000'E100;
inline constexpr std::uintptr_t kSystemControl = 0xE000'ED10;
inline constexpr std::uint32_t kSleepDeep = 4;

template <class Block>
Block& block(std::uintptr_t base) {
  return *reinterpret_cast<Block*>(base);
}
inline Watchdog& watchdog_block() { return block<Watchdog>(0x4000'3000); }
inline Power& power_block() { return block<Power>(0x4000'7000); }
inline LowPowerTimer& timer_block() { return block<LowPowerTimer>(0x4000'7C00); }
inline Converter& converter_block() { return block<Converter>(0x4001'2400); }
inline Rcc& rcc_block() { return block<Rcc>(0x4002'1000); }
inline Edges& edges_block() { return block<Edges>(0x4002'1800); }
inline Flash& flash_block() { return block<Flash>(0x4002'2000); }
inline constexpr std::uintptr_t kUsart1 = 0x4001'3800, kUsart2 = 0x4000'4400, kUsart3 = 0x4000'4800;
inline Gpio& port(unsigned number) { return block<Gpio>(0x5000'0000 + number * 0x400U); }

}  // namespace cellwarden::firmware::stm32g0
