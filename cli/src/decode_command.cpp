// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/decode_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "cellwarden/cli/capture_file.hpp"
#include "cellwarden/cli/capture_search.hpp"
#include "cellwarden/cli/frame_fields.hpp"
#include "cellwarden/cli/frame_table.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 16;

// Text that goes to a stream in large blocks; notices if it does not arrive.
class Output {
 public:
  // what: for the sentence, if it does not.
  Output(std::FILE* file, const char* what) : file_{file}, what_{what} {}

  // Where to append; written when enough has come together, and by finish().
  std::string& text() {
    if (text_.size() >= kBlock) write();
    return text_;
  }
  void finish() {
    write();
    if (std::fflush(file_) != 0) fail();
  }

 private:
  void write() {
    if (std::fwrite(text_.data(), 1, text_.size(), file_) != text_.size()) fail();
    text_.clear();
  }
  [[noreturn]] void fail() const {
    throw words::Problem{fmt::format("cannot write {}: {}.", what_, std::strerror(errno))};
  }

  std::FILE* file_;
  const char* what_;
  std::string text_;
};

void write_table(const CaptureSearch& search, Output& out) {
  FrameTable table;
  protocol::DataFrame newest;
  search.for_each_frame([&](const CapturedFrame& captured) {
    table.measure(captured);
    newest = captured.frame;
  });
  table.append_header(out.text());
  search.for_each_frame(
      [&](const CapturedFrame& captured) { table.append_row(out.text(), captured); });
  append_table_notes(out.text(), newest);
}

void write_frames(const CaptureSearch& search, const DecodeCommand& command, Output& out) {
  if (command.csv) {
    append_frame_csv_header(out.text());
    search.for_each_frame(
        [&](const CapturedFrame& captured) { append_frame_csv(out.text(), captured); });
  } else if (command.json) {
    search.for_each_frame(
        [&](const CapturedFrame& captured) { append_frame_json(out.text(), captured); });
  } else {
    write_table(search, out);
  }
  out.finish();
}

std::string counted(std::size_t count, const char* one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

// A capture without any frame is the wrong file.
[[noreturn]] void refuse(const Capture& capture) {
  const auto bytes = capture.view();
  std::string why = fmt::format("it has {}, a frame has {}", counted(bytes.size(), "byte"),
                                protocol::kFrameLength);
  if (bytes.size() >= protocol::kFrameLength) {
    const auto first = bytes.first(protocol::kFrameLength);
    why = "in its first 58 bytes the " + sentence(*protocol::frame_error(first), first);
  }
  throw words::Problem{fmt::format("{} holds no data output frame: {}{}.", capture.name, why,
                                   doubt_that_it_is_raw(capture))};
}

}  // namespace

void run_decode(const DecodeCommand& command, std::FILE* out, std::FILE* notes) {
  if (command.capture.empty()) {
    throw words::Problem{
        "name the capture: a file, or - for standard input. Try: cellwarden decode --help"};
  }
  if (command.csv && command.json) throw words::Problem{"choose one of --csv and --json."};
  const Capture capture = read_capture(command.capture);
  const CaptureSearch search{capture.view()};
  if (search.frames() == 0) refuse(capture);
  Output frames{out, "the frames"};
  write_frames(search, command, frames);
  Output dropped{notes, "what was dropped"};
  search.for_each_dropped([&](const std::string& why) { dropped.text() += why + "\n"; });
  dropped.text() += fmt::format("{}, {} dropped\n", counted(search.frames(), "frame"),
                                counted(search.dropped_bytes(), "byte"));
  dropped.finish();
}

}  // namespace cellwarden::cli
