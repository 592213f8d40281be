// SPDX-License-Identifier: Apache-2.0
// Faults inside a board's processor, made by a debugger, and what the board's program does about
// them (OUT-6): each must end in a reset, and must go unnoticed where the test that finds it is
// taken out. And power cuts at any instruction of a write to the store (OUT-5).
#pragma once

#include <cstdint>
#include <string>

namespace cellwarden::firmware {

struct BreakFigures {
  int found{0};
  int unnoticed{0};     // with the test taken out, as must be
  std::string trouble;  // the first thing that was not as it must be, in words
};

// kind: in, cell or out.
BreakFigures break_board(const std::string& images, const std::string& kind);

struct CutFigures {
  int before{0};  // the old settings were found
  int after{0};   // the new ones
  std::string trouble;
};

// The OUT board writes settings; so many times its power goes at another instruction of that.
CutFigures cut_writes(const std::string& images, int cuts, std::uint64_t seed);

}  // namespace cellwarden::firmware
