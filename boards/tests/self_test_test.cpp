// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "cellwarden/boards/flow.hpp"
#include "cellwarden/boards/memory_march.hpp"

namespace cellwarden::boards {
namespace {

constexpr std::array kDuties{Duty::woken,  Duty::stepped,       Duty::sent,         Duty::kept,
                             Duty::wanted, Duty::memory_tested, Duty::stack_checked};

// OUT-6
TEST(Flow, IsCompleteOnlyBehindEveryDutyOnceAndInTurn) {
  Flow whole;
  EXPECT_FALSE(whole.complete());
  for (const Duty duty : kDuties) {
    EXPECT_FALSE(whole.complete());
    whole.did(duty);
  }
  EXPECT_TRUE(whole.complete());
  whole.did(Duty::stack_checked);
  EXPECT_FALSE(whole.complete()) << "one too many";
  whole.begin();
  EXPECT_FALSE(whole.complete());
}

// OUT-6: each duty left out, run twice, or exchanged with the next.
TEST(Flow, NoticesEachDutyThatIsNotInItsPlace) {
  for (std::size_t wrong = 0; wrong < kDuties.size(); ++wrong) {
    Flow left_out;
    Flow twice;
    Flow exchanged;
    for (std::size_t i = 0; i < kDuties.size(); ++i) {
      if (i != wrong) left_out.did(kDuties[i]);
      twice.did(kDuties[i]);
      if (i == wrong) twice.did(kDuties[i]);
      const std::size_t other = i == wrong ? i + 1 : i == wrong + 1 ? wrong : i;
      if (other < kDuties.size()) exchanged.did(kDuties[other]);
    }
    EXPECT_FALSE(left_out.complete()) << wrong;
    EXPECT_FALSE(twice.complete()) << wrong;
    EXPECT_FALSE(exchanged.complete()) << wrong;
  }
}

TEST(Flow, ComingUpHasTheDutiesOfAStepBehindIt) {
  Flow flow = Flow::powered_up();
  EXPECT_FALSE(flow.complete());
  flow.did(Duty::memory_tested);
  flow.did(Duty::stack_checked);
  EXPECT_TRUE(flow.complete());
}

// A memory with one fault.
struct Memory {
  std::uint32_t read(std::size_t index) const {
    const std::uint32_t word = words[index];
    return index == at ? (word | stuck_high) & ~stuck_low : word;
  }
  void write(std::size_t index, std::uint32_t value) {
    const std::uint32_t before = words[index];
    std::uint32_t kept = value;
    if (index == at) kept = (kept & ~no_rise) | (kept & before & no_rise);
    if (index == at) kept |= before & no_fall;
    words[index] = kept;
    // A bit of this word that rises drags one of another word, or of its own, with it.
    if (index == at && (value & ~before & drags) != 0) words[victim] ^= dragged;
  }

  std::array<std::uint32_t, kMarchWords> words{};
  std::size_t at{kMarchWords};
  std::uint32_t stuck_high{0};
  std::uint32_t stuck_low{0};
  std::uint32_t no_rise{0};
  std::uint32_t no_fall{0};
  std::uint32_t drags{0};
  std::size_t victim{0};
  std::uint32_t dragged{0};
};

Memory some_words(std::uint32_t seed) {
  std::mt19937 random{seed};
  Memory memory;
  for (std::uint32_t& word : memory.words) word = static_cast<std::uint32_t>(random());
  return memory;
}

// OUT-6
TEST(MemoryMarch, LeavesASoundMemoryAsItWas) {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    Memory memory = some_words(seed);
    const auto before = memory.words;
    EXPECT_TRUE(march(memory));
    EXPECT_EQ(memory.words, before);
  }
}

// OUT-6: every bit of every word that stands still, or does not change in one direction.
TEST(MemoryMarch, FindsEachBitThatDoesNotMove) {
  for (std::size_t at = 0; at < kMarchWords; ++at) {
    for (unsigned bit = 0; bit < 32; ++bit) {
      for (std::uint32_t Memory::*const fault :
           {&Memory::stuck_high, &Memory::stuck_low, &Memory::no_rise, &Memory::no_fall}) {
        Memory memory = some_words(bit);
        memory.at = at;
        memory.*fault = 1U << bit;
        EXPECT_FALSE(march(memory)) << at << ' ' << bit;
      }
    }
  }
}

// OUT-6: a bit that another word's bit drags with it, and the neighbour in the same word.
TEST(MemoryMarch, FindsABitThatFollowsAnother) {
  for (std::size_t at = 0; at < kMarchWords; ++at) {
    for (std::size_t victim = 0; victim < kMarchWords; ++victim) {
      for (unsigned bit = 0; bit < 32; ++bit) {
        Memory memory = some_words(bit);
        memory.at = at;
        memory.victim = victim;
        memory.drags = 1U << bit;
        memory.dragged = 1U << (at == victim ? bit ^ 1U : bit);
        EXPECT_FALSE(march(memory)) << at << ' ' << victim << ' ' << bit;
      }
    }
  }
}

}  // namespace
}  // namespace cellwarden::boards
