// SPDX-License-Identifier: Apache-2.0
// Writes a history file of many years that ends now, to open it in a browser (app/e2e/years.mjs):
// `history_years FILE [YEARS]`, ten years if none are named.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "levels.hpp"
#include "twin_years.hpp"

int main(int count, char** words) {
  using namespace cellwarden::history;
  const int years = count == 3 ? std::atoi(words[2]) : 10;
  if (count < 2 || count > 3 || years < 1 || years > 100) {
    fmt::print(stderr, "usage: history_years FILE [YEARS]      YEARS = 10; 1 to 100\n");
    return 2;
  }
  if (std::filesystem::exists(words[1])) {
    fmt::print(stderr, "history_years: {} exists; name a file that does not.\n", words[1]);
    return 1;
  }
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  bench::fill_years(words[1], years, now / kLevels[kRaw].window_ms * kLevels[kRaw].window_ms);
  fmt::print("{}: {} years, {:.1f} MB\n", words[1], years,
             static_cast<double>(std::filesystem::file_size(words[1])) / 1e6);
  return 0;
}
