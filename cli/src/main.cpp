// SPDX-License-Identifier: Apache-2.0
// cellwarden: the one command a person types. This file only knows the options; what they do is in
// the commands' own files.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "cellwarden/cli/decode_command.hpp"
#include "cellwarden/cli/problem.hpp"
#include "cellwarden/cli/replay_command.hpp"

namespace {

constexpr int kWrongInput = 2;

constexpr const char* kReplayDetails = R"(
The settings file is TOML. Only [pack] cells must be given; the rest has the manual's defaults:
  [pack]      cells, capacity_kwh = 4.0, nominal_cell_v = 3.20, initial_soc_percent = 50,
              initial_calibrated = false
  [switches]  cycle = "slow", v_bypass = 3.4, mode = "normal", blind_spot = false, sensor_a = 100
  [limits]    v_min = 2.70, v_max = 3.60, t_min = 10, t_max = 80
  [relays]    profile = "guarded", charge_restart_percent = 95, discharge_restart_percent = 5,
              restart_delay_s = 30, v_min_hysteresis_mv = 100, v_max_hysteresis_mv = 50

The readings file is CSV, one row for each message that was due, with the header
  time_s,current_in_a,current_out_a,comm,cell_1_v,…,cell_N_v,cell_1_c,…,cell_N_c
comm is 1 if the message arrived intact, else 0. current_out_a is empty in every row if there is no
second sensor. An empty voltage or temperature means that there was no reading.

Example:
  cellwarden replay --settings examples/day/settings.toml --readings examples/day/readings.csv --story)";

void add_replay(CLI::App& app, cellwarden::cli::ReplayCommand& replay) {
  CLI::App* command = app.add_subcommand(
      "replay", "Run recorded readings through the boards' own rules, with any settings");
  command->add_option("--settings", replay.settings, "the pack's settings (TOML); needed")
      ->type_name("FILE");
  command
      ->add_option("--readings", replay.readings,
                   "what was read (CSV), or - for standard input; needed")
      ->type_name("FILE");
  command
      ->add_option(
          "--out", replay.out,
          "write SOC, relays, warnings and reasons of every row (CSV); - for standard output")
      ->type_name("FILE");
  command->add_flag("--story", replay.story, "tell what happened and why, on standard output");
  command->footer(kReplayDetails);
  command->callback([&replay] { run_replay(replay); });
}

constexpr const char* kDecodeDetails = R"(
A capture is what came out of the extended data output of an OUT board, as raw bytes or as hex text:
pairs of hex digits, with blanks, line ends, commas, colons and 0x between them as you like, and
comments from # to the end of the line. Bytes that are no frame are dropped; what was dropped, and
why, is told on standard error.

Examples:
  cellwarden decode recorded.bin
  cellwarden decode --csv recorded.hex > frames.csv)";

void add_decode(CLI::App& app, cellwarden::cli::DecodeCommand& decode) {
  CLI::App* command =
      app.add_subcommand("decode", "Show the data output frames in a recording of the line");
  command->add_option("FILE", decode.capture, "the capture, or - for standard input; needed")
      ->type_name("");
  command->add_flag("--csv", decode.csv, "write every field of every frame as CSV");
  command->add_flag("--json", decode.json, "write one JSON object a line");
  command->footer(kDecodeDetails);
  command->callback([&decode] { run_decode(decode, stdout, stderr); });
}

int complain(const std::string& sentence) {
  std::fprintf(stderr, "cellwarden: %s\n", sentence.c_str());
  return kWrongInput;
}

// "cellwarden replay" if that command was begun, for the advice behind a wrong option.
std::string begun(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  return app.get_name() + (commands.empty() ? "" : " " + commands.front()->get_name());
}

int run(int argc, char** argv) {
  CLI::App app{"Cellwarden: a battery management system for off-grid LiFePO4 batteries.",
               "cellwarden"};
  app.set_version_flag("--version", "cellwarden " CELLWARDEN_VERSION);
  cellwarden::cli::ReplayCommand replay;
  add_replay(app, replay);
  cellwarden::cli::DecodeCommand decode;
  add_decode(app, decode);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    const std::vector<std::string> unknown = app.remaining(true);
    const std::string sentence = unknown.empty() ? error.what()
                                                 : "there is no command or option " +
                                                       cellwarden::cli::in_quotes(unknown.front());
    return complain(sentence + ". Try: " + begun(app) + " --help");
  }
  if (app.get_subcommands().empty()) return complain("say what to do. Try: cellwarden --help");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return complain(error.what());
  }
}
