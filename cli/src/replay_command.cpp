// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/replay_command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "cellwarden/cli/output_file.hpp"
#include "cellwarden/cli/readings_file.hpp"
#include "cellwarden/cli/replay_row.hpp"
#include "cellwarden/cli/settings_file.hpp"
#include "cellwarden/cli/story.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 16;

void refuse_to_overwrite(const std::string& out, const std::string& input) {
  std::error_code ignored;
  if (std::filesystem::equivalent(out, input, ignored)) {
    throw words::Problem{
        fmt::format("--out {} would overwrite what is read; name another file.", out)};
  }
}

}  // namespace

void run_replay(const ReplayCommand& command) {
  if (command.settings.empty())
    throw words::Problem{"name the pack's settings with --settings FILE."};
  if (command.readings.empty()) throw words::Problem{"name the readings with --readings FILE."};
  if (command.out.empty() && !command.story) {
    throw words::Problem{"nothing to do: say where to write with --out FILE, or ask for --story."};
  }
  if (command.out == "-" && command.story) {
    throw words::Problem{
        "--story and --out - would mix on standard output; write --out to a file."};
  }
  const core::ReplaySettings settings = read_settings_file(command.settings);
  ReadingsFile readings{command.readings, settings.cells};
  std::optional<OutputFile> out;
  if (!command.out.empty()) {
    refuse_to_overwrite(command.out, command.settings);
    refuse_to_overwrite(command.out, command.readings);
    out.emplace(command.out);
  }
  std::optional<Story> story;
  if (command.story) story.emplace(settings, stdout);

  const auto replay = std::make_unique<core::ReplayState>(core::first_replay_state(settings));
  std::string text{replay_header()};
  while (const std::optional<core::RecordedMessage> message = readings.next()) {
    core::replay_step(*replay, settings, *message);
    if (story) story->tell(message->time, *replay);
    if (!out) continue;
    append_replay_row(text, readings.time_text(), settings, *replay);
    if (text.size() < kBlock) continue;
    out->write(text);
    text.clear();
  }
  if (out) {
    out->write(text);
    out->finish();
  }
  if (story) story->summarise(*replay);
}

}  // namespace cellwarden::cli
