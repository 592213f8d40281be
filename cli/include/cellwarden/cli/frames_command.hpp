// SPDX-License-Identifier: Apache-2.0
// `cellwarden frames`: a simulated pack's data output, as fast as life, on a line that readers of
// the real product open (OUT-3).
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

namespace cellwarden::cli {

struct FramesCommand {
  std::string scenario;
  std::uint64_t seed{1};
  std::optional<double> days;  // then it ends; empty: it goes on until a signal comes
  std::string port;            // path of a serial line or a pipe, or
  bool pty{false};             // a pseudo terminal, whose path is the first line on `out`
  int generation{3};           // 1, 2 or 3
  int pack{1};
};

// Returns after SIGINT, SIGTERM or `days`. Throws Problem for whatever the person at the keyboard
// can put right.
void run_frames(const FramesCommand& command, std::FILE* out);

}  // namespace cellwarden::cli
