// SPDX-License-Identifier: Apache-2.0
// A bench that runs as fast as life: seconds since the beginning, and whether somebody wants to
// end.
#pragma once

namespace cellwarden::cli {

// Counts while the computer sleeps, too, so that the twin's day stays the owner's day.
class RealTime {
 public:
  RealTime();
  [[nodiscard]] double elapsed_s() const;

 private:
  double began_s_;
};

// From now on SIGINT and SIGTERM end the program in good order, and a reader that goes away does
// not end it at all (SIGPIPE).
void end_on_signals();
bool end_wanted();

}  // namespace cellwarden::cli
