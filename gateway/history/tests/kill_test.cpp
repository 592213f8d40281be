// SPDX-License-Identifier: Apache-2.0
// kill -9 at any instant: nothing that was committed is lost, and nothing must be repaired
// (PLUS-3). HISTORY_KILLS=200 for the long run.
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <random>
#include <sstream>
#include <string>

#include "database.hpp"
#include "story.hpp"

namespace cellwarden::history {
namespace {

using test::Folder;
using test::kNewYear;
using test::kSecond;

struct Promise {
  std::int64_t samples_before_ms{kNewYear};
  std::int64_t events{0};
};

class Victim {
 public:
  explicit Victim(const std::string& file) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::string program = HISTORY_VICTIM;
    std::string argument = file;
    std::array<char*, 3> arguments{program.data(), argument.data(), nullptr};
    EXPECT_EQ(
        ::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(), environ), 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
  }

  // Until it said so much, then for a while, then no longer.
  void kill_after(std::size_t bytes, unsigned microseconds) {
    while (said_.size() < bytes && read_some()) {
    }
    ::usleep(microseconds);
    ::kill(process_, SIGKILL);
    while (read_some()) {
    }
    ::close(output_);
    int status = 0;
    ::waitpid(process_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << said_;
  }

  void learn(Promise& promise) const {
    std::istringstream lines{said_.substr(0, said_.rfind('\n') + 1)};
    std::string what;
    for (std::int64_t number = 0; lines >> what >> number;) {
      if (what == "samples") promise.samples_before_ms = number;
      if (what == "events") promise.events = number;
    }
  }

 private:
  bool read_some() {
    std::array<char, 4096> some{};
    const ssize_t count = ::read(output_, some.data(), some.size());
    if (count > 0) said_.append(some.data(), static_cast<std::size_t>(count));
    return count > 0;
  }

  pid_t process_{0};
  int output_{-1};
  std::string said_;
};

void expect_whole(const std::string& file, const Promise& promise, bool every_value) {
  Database database{file, Access::read};
  Statement check = database.prepare("PRAGMA quick_check(1)");
  ASSERT_TRUE(check.next());
  EXPECT_EQ(check.text(0), "ok");
  const HistoryReader reader{file};
  std::int64_t expected = kNewYear;
  reader.for_each_sample("shed", kTimeMin_ms, kTimeEnd_ms, [&](const Sample& sample) {
    EXPECT_EQ(sample.time_ms, expected);
    if (every_value) {
      EXPECT_TRUE(test::equal(sample, test::told_at(expected).whole()));
    }
    expected += kSecond;
    return !testing::Test::HasFailure();
  });
  EXPECT_GE(expected, promise.samples_before_ms);
  const auto events = static_cast<std::int64_t>(reader.events({.limit = 100'000}).size());
  EXPECT_GE(events, promise.events);
  EXPECT_EQ(reader.health().bad_blocks, 0U);
}

TEST(Kill, NothingCommittedIsLostAndNothingNeedsRepair) {
  const char* const asked = std::getenv("HISTORY_KILLS");
  const int kills = asked != nullptr ? std::atoi(asked) : 20;
  const Folder folder;
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};
  Promise promise;
  for (int round = 0; round < kills && !testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    Victim victim{folder.file()};
    victim.kill_after(random() % 4 == 0 ? 1 : random() % 6000,
                      static_cast<unsigned>(random() % 20000));
    victim.learn(promise);
    expect_whole(folder.file(), promise, round % 10 == 0 || round + 1 == kills);
  }
  EXPECT_GT(promise.samples_before_ms, kNewYear);
  EXPECT_GT(promise.events, 0);
  EXPECT_FALSE(std::filesystem::exists(folder.file() + ".damaged-1"));
  Database database{folder.file(), Access::read};
  EXPECT_GT(database.number("SELECT count(*) FROM block WHERE level=0"), 0);
}

}  // namespace
}  // namespace cellwarden::history
