// SPDX-License-Identifier: Apache-2.0
// `cellwarden board`: the OUT board of a simulated pack as a client of its Bluetooth lines meets it
// (OUT-4), as fast as life.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

namespace cellwarden::cli {

struct BoardCommand {
  std::string scenario;
  std::uint64_t seed{1};
  std::optional<double> days;  // then it ends; empty: it goes on until a signal comes
  std::string listen;          // ADDRESS:PORT, or
  bool pty{false};             // a pseudo terminal, or
  bool bluetooth{false};       // this computer's Bluetooth
  std::string adapter;         // of Bluetooth: "hci0"; empty: the first one
  int serial{1};               // as it is advertised
  int generation{3};           // of the real product
  int pack{1};
};

// The first line on `out` is where a client finds it. Returns after SIGINT, SIGTERM or `days`.
// Throws Problem for whatever the person at the keyboard can put right.
void run_board(const BoardCommand& command, std::FILE* out);

}  // namespace cellwarden::cli
