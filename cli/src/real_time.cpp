// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/real_time.hpp"

#include <csignal>
#include <ctime>

namespace cellwarden::cli {

namespace {

volatile std::sig_atomic_t end_asked = 0;

void ask_for_the_end(int /*signal*/) { end_asked = 1; }

// std::chrono::steady_clock stands still while the computer sleeps; this one does not.
double boot_time_s() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

RealTime::RealTime() : began_s_{boot_time_s()} {}

double RealTime::elapsed_s() const { return boot_time_s() - began_s_; }

void end_on_signals() {
  struct sigaction action {};
  action.sa_handler = ask_for_the_end;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
}

bool end_wanted() { return end_asked != 0; }

}  // namespace cellwarden::cli
