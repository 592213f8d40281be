// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/passwords.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cellwarden/words/problem.hpp"
#include "scratch_folder.hpp"

namespace cellwarden::web {
namespace {

constexpr HashCost kCheap{.passes = 1, .memory_bytes = 8192};

mode_t mode_of(const std::string& file) {
  struct stat about {};
  ::stat(file.c_str(), &about);
  return about.st_mode & 0777U;
}

TEST(Passwords, ThereAreNoneUntilTheyAreSet) {
  const ScratchFolder folder;
  const Passwords passwords{folder.file("passwords"), kCheap};
  EXPECT_FALSE(passwords.has(Role::owner));
  EXPECT_FALSE(passwords.has(Role::viewer));
  EXPECT_FALSE(passwords.is_right(Role::owner, ""));
}

TEST(Passwords, AreKeptAsArgon2idHashesThatOnlyTheirOwnerCanRead) {
  const ScratchFolder folder;
  const std::string file = folder.file("passwords");
  Passwords{file}.set(Role::owner, "correct horse");
  const std::string text = folder.text_of("passwords");
  // 16 MiB in KiB, three passes.
  EXPECT_TRUE(text.starts_with("owner $argon2id$v=19$m=16384,t=3,p=1$")) << text;
  EXPECT_EQ(text.find("horse"), std::string::npos);
  EXPECT_EQ(mode_of(file), 0600U);
  const Passwords again{file};
  EXPECT_TRUE(again.is_right(Role::owner, "correct horse"));
  EXPECT_FALSE(again.is_right(Role::owner, "correct horsf"));
  EXPECT_FALSE(again.is_right(Role::viewer, "correct horse"));
}

TEST(Passwords, HaveAtLeast8AndAtMost256Bytes) {
  const ScratchFolder folder;
  Passwords passwords{folder.file("passwords"), kCheap};
  EXPECT_THROW(passwords.set(Role::owner, "1234567"), words::Problem);
  EXPECT_NO_THROW(passwords.set(Role::owner, "12345678"));
  EXPECT_NO_THROW(passwords.set(Role::owner, std::string(256, 'x')));
  EXPECT_THROW(passwords.set(Role::owner, std::string(257, 'x')), words::Problem);
  EXPECT_TRUE(passwords.is_right(Role::owner, std::string(256, 'x')));
}

TEST(Passwords, AreNoticedWhenAnotherProcessChangesThem) {
  const ScratchFolder folder;
  Passwords here{folder.file("passwords"), kCheap};
  Passwords there{folder.file("passwords"), kCheap};
  EXPECT_EQ(here.refresh(), Passwords::Seen::same);
  there.set(Role::owner, "correct horse");
  EXPECT_EQ(here.refresh(), Passwords::Seen::changed);
  EXPECT_TRUE(here.is_right(Role::owner, "correct horse"));
  EXPECT_EQ(here.refresh(), Passwords::Seen::same);
  there.remove(Role::owner);
  EXPECT_EQ(here.refresh(), Passwords::Seen::changed);
  EXPECT_FALSE(here.has(Role::owner));
}

TEST(Passwords, AreNotLostWithTheirFile) {
  const ScratchFolder folder;
  Passwords passwords{folder.file("passwords"), kCheap};
  passwords.set(Role::owner, "correct horse");
  ::unlink(folder.file("passwords").c_str());
  EXPECT_EQ(passwords.refresh(), Passwords::Seen::unreadable);
  EXPECT_TRUE(passwords.has(Role::owner));
  const auto damaged = folder.with("passwords", "owner ");
  EXPECT_EQ(passwords.refresh(), Passwords::Seen::unreadable);
  EXPECT_TRUE(passwords.is_right(Role::owner, "correct horse"));
}

TEST(Passwords, AFileThatIsDamagedOrOpenToOthersIsAProblemAtTheStart) {
  const ScratchFolder folder;
  for (const char* text : {"owner", "owner x\n", "root $argon2id$x\n", "owner $argon2id$x"}) {
    const auto file = folder.with("passwords", text);
    ::chmod(file.c_str(), 0600);
    EXPECT_THROW((Passwords{file, kCheap}), words::Problem) << text;
  }
  const auto file = folder.file("good");
  Passwords{file, kCheap}.set(Role::owner, "correct horse");
  EXPECT_NO_THROW((Passwords{file, kCheap}));
  ::chmod(file.c_str(), 0640);
  EXPECT_THROW((Passwords{file, kCheap}), words::Problem);
}

TEST(Passwords, ThatCannotBeWrittenStayWhatTheyWere) {
  const ScratchFolder folder;
  Passwords passwords{folder.path() / "missing" / "passwords", kCheap};
  EXPECT_THROW(passwords.set(Role::owner, "correct horse"), words::Problem);
  EXPECT_FALSE(passwords.has(Role::owner));
}

}  // namespace
}  // namespace cellwarden::web
