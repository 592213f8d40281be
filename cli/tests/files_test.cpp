// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cellwarden/cli/line_reader.hpp"
#include "cellwarden/cli/output_file.hpp"
#include "cellwarden/words/problem.hpp"
#include "scratch_folder.hpp"

namespace cellwarden::cli {
namespace {

using test::ScratchFolder;

TEST(OutputFile, AppearsOnlyWhenItIsFinished) {
  const ScratchFolder folder;
  {
    OutputFile out{folder.file("out.csv")};
    out.write("half");
    EXPECT_FALSE(std::filesystem::exists(folder.file("out.csv")));
  }
  EXPECT_EQ(folder.files(), 0U) << "nothing half-written stays";
  OutputFile out{folder.file("out.csv")};
  out.write("who");
  out.write("le");
  out.finish();
  EXPECT_EQ(folder.text_of("out.csv"), "whole");
}

TEST(OutputFile, LeavesTheOldFileUntilTheNewOneIsWhole) {
  const ScratchFolder folder;
  const std::string path = folder.with("out.csv", "old");
  {
    OutputFile out{path};
    out.write("new");
    EXPECT_EQ(folder.text_of("out.csv"), "old");
  }
  EXPECT_EQ(folder.text_of("out.csv"), "old");
}

TEST(OutputFile, WritesThroughALinkToTheFileBehindIt) {
  const ScratchFolder folder;
  const std::string real = folder.with("real.csv", "old");
  std::filesystem::create_symlink(real, folder.file("link.csv"));
  OutputFile out{folder.file("link.csv")};
  out.write("new");
  out.finish();
  EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link.csv")));
  EXPECT_EQ(folder.text_of("real.csv"), "new");
}

TEST(OutputFile, HasThePermissionsOfAnyNewFile) {
  const ScratchFolder folder;
  const mode_t before = umask(022);
  OutputFile out{folder.file("out.csv")};
  out.finish();
  umask(before);
  struct stat status {};
  ASSERT_EQ(stat(folder.file("out.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0644U);
}

TEST(OutputFile, SaysWhyItCannotBeWritten) {
  const ScratchFolder folder;
  EXPECT_THROW(OutputFile{folder.file("no/such/folder.csv")}, words::Problem);
  EXPECT_THROW(OutputFile{folder.file(".")}, words::Problem);
  OutputFile full{"/dev/full"};
  full.write("text");
  EXPECT_THROW(full.finish(), words::Problem);
}

std::vector<std::string> lines_of(const std::string& text) {
  const ScratchFolder folder;
  LineReader reader{folder.with("in.csv", text)};
  std::vector<std::string> lines;
  while (const auto line = reader.next()) lines.emplace_back(*line);
  EXPECT_EQ(reader.line_number(), static_cast<int>(lines.size()));
  return lines;
}

TEST(LineReader, KnowsAllUsualLineEndsAndAByteOrderMark) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(lines_of(""), Lines{});
  EXPECT_EQ(lines_of("a"), Lines{"a"});
  EXPECT_EQ(lines_of("a\n"), Lines{"a"});
  EXPECT_EQ(lines_of("a\r\n\r\nb"), (Lines{"a", "", "b"}));
  EXPECT_EQ(lines_of("\xEF\xBB\xBFtime\n\xEF\xBB\xBF"), (Lines{"time", "\xEF\xBB\xBF"}));
}

TEST(LineReader, ReadsLinesAcrossItsBuffer) {
  std::string text;
  std::vector<std::string> expected;
  for (int i = 0; i < 5000; ++i) {
    expected.emplace_back(static_cast<std::size_t>(i % 997), static_cast<char>('a' + i % 26));
    text += expected.back() + "\n";
  }
  ASSERT_GT(text.size(), std::size_t{2} << 20);
  EXPECT_EQ(lines_of(text), expected);
}

TEST(LineReader, RefusesWhatIsNoText) {
  EXPECT_THROW(lines_of(std::string{"a\0b", 3}), words::Problem);
  EXPECT_THROW(lines_of(std::string((1 << 20) + 1, 'x')), words::Problem);
  EXPECT_THROW(LineReader{"/no/such/file"}, words::Problem);
}

TEST(InQuotes, IsShortAndHarmlessToATerminal) {
  EXPECT_EQ(words::in_quotes("abc"), "'abc'");
  EXPECT_EQ(words::in_quotes("\x1B[2J\n"), "'?[2J?'");
  EXPECT_EQ(words::in_quotes(std::string(60, 'x')), "'" + std::string(40, 'x') + "…'");
  EXPECT_EQ(words::in_quotes(std::string(39, 'x') + "°°"), "'" + std::string(39, 'x') + "…'");
}

}  // namespace
}  // namespace cellwarden::cli
