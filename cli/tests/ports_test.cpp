// SPDX-License-Identifier: Apache-2.0
// Lines and ports with real descriptors: whoever is at the other end comes, goes, or does not read.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "cellwarden/cli/frame_line.hpp"
#include "cellwarden/cli/line_port.hpp"
#include "cellwarden/cli/real_time.hpp"
#include "cellwarden/words/problem.hpp"
#include "scratch_folder.hpp"

namespace cellwarden::cli {
namespace {

using Bytes = std::vector<std::uint8_t>;

protocol::FrameBytes frame(std::uint8_t first) {
  protocol::FrameBytes bytes{};
  std::iota(bytes.begin(), bytes.end(), first);
  return bytes;
}

Bytes read_some(int descriptor, std::size_t most = 1 << 16) {
  Bytes bytes(most);
  const ssize_t length = read(descriptor, bytes.data(), bytes.size());
  bytes.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
  return bytes;
}

Descriptor reader_of(const std::string& path) {
  return Descriptor{open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK)};
}

struct Pipe {
  Descriptor reads;
  Descriptor writes;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe2(ends.data(), O_NONBLOCK), 0);
  return {Descriptor{ends[0]}, Descriptor{ends[1]}};
}

// OUT-3: at least 0.43 s of silence behind the 61 ms of a frame.
TEST(FrameClock, KeepsTheSilenceBehindAFrame) {
  FrameClock clock;
  EXPECT_FALSE(clock.take(10).has_value());
  clock.due(frame(1));
  EXPECT_EQ(clock.take(10), frame(1));
  clock.due(frame(2));
  EXPECT_FALSE(clock.take(10.490).has_value());
  EXPECT_EQ(clock.take(10.492), frame(2));
  EXPECT_FALSE(clock.take(20).has_value());
}

// OUT-3
TEST(FrameClock, AfterAHangOnlyTheNewestFrameIsSent) {
  FrameClock clock;
  for (std::uint8_t i = 1; i <= 60; ++i) clock.due(frame(i));
  EXPECT_EQ(clock.take(60), frame(60));
  EXPECT_FALSE(clock.take(61).has_value());
}

TEST(WholeFrames, WhatAFullBufferDidNotTakeComesBeforeTheNextFrame) {
  const Pipe pipe = make_pipe();
  // More than a page is not written in one piece, so that a part of it stays behind.
  const Bytes large(100'000, 7);
  WholeFrames frames;
  EXPECT_EQ(frames.send(pipe.writes.number(), large), Sent::part);
  EXPECT_EQ(frames.send(pipe.writes.number(), frame(1)), Sent::nothing);
  std::size_t got = read_some(pipe.reads.number()).size();
  EXPECT_EQ(frames.go_on(pipe.writes.number()), Sent::whole);
  EXPECT_EQ(frames.send(pipe.writes.number(), frame(2)), Sent::whole);
  got += read_some(pipe.reads.number(), large.size() - got).size();
  EXPECT_EQ(got, large.size());
  const auto expected = frame(2);
  EXPECT_EQ(read_some(pipe.reads.number()), Bytes(expected.begin(), expected.end()));
}

TEST(WholeFrames, AReaderThatWentAwayIsNoticed) {
  end_on_signals();
  Pipe pipe = make_pipe();
  pipe.reads.close();
  WholeFrames frames;
  EXPECT_EQ(frames.send(pipe.writes.number(), frame(1)), Sent::broken);
  EXPECT_FALSE(frames.waiting());
}

TEST(PseudoTerminal, KnowsWhetherSomebodyHasItOpen) {
  PseudoTerminal terminal;
  EXPECT_FALSE(terminal.has_reader());
  Descriptor reader = reader_of(terminal.path());
  ASSERT_TRUE(reader.is_open());
  EXPECT_TRUE(terminal.has_reader());
  reader.close();
  EXPECT_FALSE(terminal.has_reader());
}

TEST(PseudoTerminal, ChangesNoByteForAReaderThatSetsNothing) {
  PseudoTerminal terminal;
  const Descriptor reader = reader_of(terminal.path());
  Bytes all(256);
  std::iota(all.begin(), all.end(), std::uint8_t{0});
  ASSERT_EQ(write(terminal.descriptor(), all.data(), all.size()), 256);
  EXPECT_EQ(read_some(reader.number()), all);
  EXPECT_TRUE(read_some(terminal.descriptor()).empty()) << "it echoes";
  termios line{};
  ASSERT_EQ(tcgetattr(reader.number(), &line), 0);
  EXPECT_EQ(cfgetospeed(&line), static_cast<speed_t>(B9600));
}

TEST(FrameTerminal, FramesWithoutAReaderAreForgotten) {
  PseudoTerminal terminal;
  const std::string path = terminal.path();
  const auto port = frame_port(std::move(terminal));
  for (std::uint8_t i = 1; i < 100; ++i) port->send(frame(i));
  const Descriptor reader = reader_of(path);
  EXPECT_TRUE(read_some(reader.number()).empty());
  port->send(frame(100));
  const auto expected = frame(100);
  EXPECT_EQ(read_some(reader.number()), Bytes(expected.begin(), expected.end()));
}

TEST(FrameTerminal, WhatOneReaderLeftIsNotForTheNext) {
  PseudoTerminal terminal;
  const std::string path = terminal.path();
  const auto port = frame_port(std::move(terminal));
  Descriptor reader = reader_of(path);
  port->send(frame(1));
  port->send(frame(2));
  EXPECT_EQ(read_some(reader.number(), 30).size(), 30U);
  reader.close();
  port->look();
  reader = reader_of(path);
  port->send(frame(3));
  const auto expected = frame(3);
  EXPECT_EQ(read_some(reader.number()), Bytes(expected.begin(), expected.end()));
}

TEST(FrameTerminal, AReaderThatDoesNotReadGetsOnlyWholeFrames) {
  PseudoTerminal terminal;
  const std::string path = terminal.path();
  const auto port = frame_port(std::move(terminal));
  const Descriptor reader = reader_of(path);
  for (int i = 0; i < 3000; ++i) port->send(frame(static_cast<std::uint8_t>(i)));
  // What was taken in part is finished as soon as there is room.
  Bytes all;
  pollfd more{.fd = reader.number(), .events = POLLIN, .revents = 0};
  while (poll(&more, 1, 200) > 0) {
    const Bytes some = read_some(reader.number());
    all.insert(all.end(), some.begin(), some.end());
    port->look();
  }
  ASSERT_GT(all.size(), 3000U);
  EXPECT_LT(all.size(), 3000 * protocol::kFrameLength);
  ASSERT_EQ(all.size() % protocol::kFrameLength, 0U);
  for (std::size_t i = 0; i < all.size(); i += protocol::kFrameLength) {
    protocol::FrameBytes one{};
    std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(i), one.size(), one.begin());
    ASSERT_EQ(one, frame(one[0])) << "at " << i;
  }
}

TEST(FramePipe, WaitsForAReaderAndSurvivesItsGoing) {
  end_on_signals();
  const test::ScratchFolder folder;
  const std::string path = folder.file("line");
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const auto port = frame_port(path);
  port->send(frame(1));
  for (const std::uint8_t first : std::array<std::uint8_t, 2>{2, 3}) {
    const Descriptor reader{open(path.c_str(), O_RDONLY | O_NONBLOCK)};
    port->send(frame(first));
    port->send(frame(first));
    const Bytes got = read_some(reader.number());
    // The frame in which a reader's going is noticed is lost; the next one arrives.
    ASSERT_GE(got.size(), protocol::kFrameLength);
    EXPECT_EQ(got.front(), first);
    EXPECT_EQ(got.size() % protocol::kFrameLength, 0U);
  }
}

std::string said(const std::string& path) {
  try {
    static_cast<void>(frame_port(path));
  } catch (const words::Problem& problem) {
    return problem.what();
  }
  return "";
}

TEST(FramePort, RefusesWhatIsNoLine) {
  const test::ScratchFolder folder;
  const std::string file = folder.with("a", "text");
  EXPECT_EQ(said(file), file + " is neither a serial port nor a pipe.");
  EXPECT_EQ(said(folder.file("b")),
            "cannot open " + folder.file("b") + ": No such file or directory.");
  EXPECT_EQ(folder.text_of("a"), "text");
}

std::string refused(const std::string& address) {
  try {
    static_cast<void>(tcp_port(address));
  } catch (const words::Problem& problem) {
    return problem.what();
  }
  return "";
}

// OUT-4
TEST(TcpPort, ListensOnLoopbackUnlessToldOtherwise) {
  EXPECT_TRUE(tcp_port("0")->place().starts_with("127.0.0.1:"));
  EXPECT_TRUE(tcp_port("127.0.0.1:0")->place().starts_with("127.0.0.1:"));
  for (const char* wrong : {"", "x", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", ":-1"}) {
    EXPECT_EQ(refused(wrong), "--listen is '" + std::string{wrong} +
                                  "'; it must be ADDRESS:PORT, like 127.0.0.1:4000.");
  }
  const auto port = tcp_port("0");
  EXPECT_EQ(refused(port->place()),
            "cannot listen on '" + port->place() + "': Address already in use.");
}

// OUT-4
TEST(LineTerminal, EachOpeningIsAnotherClient) {
  PseudoTerminal terminal;
  const std::string path = terminal.path();
  const auto port = line_port(std::move(terminal));
  EXPECT_EQ(port->client(), 0U);
  {
    const Descriptor client = reader_of(path);
    EXPECT_EQ(port->client(), 1U);
    ASSERT_EQ(write(client.number(), "V@\r", 3), 3);
    EXPECT_EQ(port->receive(), (Bytes{'V', '@', '\r'}));
    port->send(Bytes{'X', '\r'});
    EXPECT_EQ(read_some(client.number()), (Bytes{'X', '\r'}));
  }
  EXPECT_EQ(port->client(), 0U);
  const Descriptor next = reader_of(path);
  EXPECT_EQ(port->client(), 2U);
}

}  // namespace
}  // namespace cellwarden::cli
