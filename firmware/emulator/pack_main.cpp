// SPDX-License-Identifier: Apache-2.0
// emulated_pack: the boards' images as a pack that a gateway can be tied to. Prints the paths of
// its two ports, data output and Bluetooth lines, and obeys commands on standard input. Exit code
// 0: ended by a signal; 1: images and twin did not do the same; 2: it could not be run.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "cellwarden/cli/real_time.hpp"
#include "cellwarden/cli/simulate_command.hpp"
#include "cellwarden/words/problem.hpp"
#include "served_pack.hpp"

namespace {

using namespace cellwarden;

constexpr int kMostBoards = 32;
constexpr int kPauseMs = 10;
// An emulated chain that is slower than life loses time, instead of hurrying after it in bursts.
constexpr double kMostBehindS = 1;

struct Options {
  std::string images;
  std::string scenario;
  std::uint64_t seed{1};
};

Options options_of(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    if (words[i] == "--images") options.images = words[i + 1];
    if (words[i] == "--scenario") options.scenario = words[i + 1];
    if (words[i] == "--seed") options.seed = std::strtoull(words[i + 1].c_str(), nullptr, 10);
  }
  if (options.images.empty() || options.scenario.empty()) {
    throw words::Problem{
        "usage: emulated_pack --images FOLDER --scenario FILE [--seed N]; then, line by line: "
        "truth · fault KIND CELL [MAGNITUDE] · mend NUMBER."};
  }
  return options;
}

// Whole lines of standard input; nothing waits for it.
class Commands {
 public:
  std::vector<std::string> take() {
    read_on();
    std::vector<std::string> lines;
    for (std::size_t end = 0; (end = waiting_.find('\n')) != std::string::npos;) {
      lines.push_back(waiting_.substr(0, end));
      waiting_.erase(0, end + 1);
    }
    return lines;
  }

 private:
  void read_on() {
    pollfd input{.fd = open_ ? STDIN_FILENO : -1, .events = POLLIN, .revents = 0};
    if (poll(&input, 1, 0) <= 0) return;
    std::array<char, 256> room{};
    const ssize_t came = read(STDIN_FILENO, room.data(), room.size());
    open_ = came > 0;
    if (open_) waiting_.append(room.data(), static_cast<std::size_t>(came));
  }

  std::string waiting_;
  bool open_{true};
};

// How much of the time went into boards and twin.
class Pace {
 public:
  template <class Work>
  void during(Work work) {
    const double begin = time_.elapsed_s();
    work();
    busy_s_ += time_.elapsed_s() - begin;
  }
  void say(double ran_s, double lost_s) const {
    fmt::print(stderr,
               "emulated_pack: {:.1f} s of the pack's life took {:.1f} s of work, so it could run "
               "{:.1f} times as fast as life; {:.1f} s were lost to life\n",
               ran_s, busy_s_, busy_s_ > 0 ? ran_s / busy_s_ : 0, lost_s);
  }

 private:
  cli::RealTime time_;
  double busy_s_{0};
};

void serve(firmware::ServedPack& pack) {
  Commands commands;
  Pace pace;
  double lost_s = 0;
  const cli::RealTime time;
  while (!cli::end_wanted()) {
    lost_s = std::max(lost_s, time.elapsed_s() - pack.time_s() - kMostBehindS);
    const double now = time.elapsed_s() - lost_s;
    pace.during([&] { pack.run_until(now); });
    for (const std::string& command : commands.take()) {
      fmt::print("{}\n", pack.obey(command));
      std::fflush(stdout);
    }
    pack.wait(kPauseMs);
  }
  pace.say(pack.time_s(), lost_s);
}

void run(const Options& options) {
  const cli::ChosenScenario chosen = cli::choose_scenario(options.scenario, {});
  const int cells = chosen.scenario.packs.front().cells;
  if (cells > kMostBoards) {
    throw words::Problem{
        fmt::format("the pack has {} cells; one emulator each is too much for "
                    "more than {}.",
                    cells, kMostBoards)};
  }
  firmware::ServedPack pack{options.images, chosen.scenario, options.seed};
  cli::end_on_signals();
  fmt::print("{}\n{}\n", pack.frames_path(), pack.lines_path());
  std::fflush(stdout);
  serve(pack);
}

}  // namespace

int main(int count, char** words) {
  try {
    run(options_of({words + 1, words + count}));
    return 0;
  } catch (const firmware::Difference& difference) {
    fmt::print(stderr, "emulated_pack: first difference, {}\n", difference.what());
    return 1;
  } catch (const std::exception& problem) {
    fmt::print(stderr, "emulated_pack: {}\n", problem.what());
    return 2;
  }
}
