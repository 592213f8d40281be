// SPDX-License-Identifier: Apache-2.0
// cellwarden: the one command a person types. This file only knows the options; what they do is in
// the commands' own files.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "cellwarden/cli/board_command.hpp"
#include "cellwarden/cli/decode_command.hpp"
#include "cellwarden/cli/frames_command.hpp"
#include "cellwarden/cli/replay_command.hpp"
#include "cellwarden/cli/run_command.hpp"
#include "cellwarden/cli/simulate_command.hpp"
#include "cellwarden/words/problem.hpp"

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

constexpr const char* kSimulateDetails = R"(
SCENARIO is a file (TOML), or the name of one that ships, like sunny-week or broken-wire; without a
name the error lists them all. scenarios/README.md and docs/twin/scenarios.md explain what is in them.

The exit code is 0 if all expectations of the scenario were kept, 1 if one of them or an invariant
broke, 2 if something was wrong with the command. With another length (--days) nothing is expected.

--csv has a row for each simulated minute, or second if the run is shorter than two hours:
  time_s,day,clock,solar_w,charger_w,house_w,load_w, and of each pack pack_v,current_a,soc_percent,
  true_soc_percent,cell_v_min,cell_v_max,cell_c_min,cell_c_max,charge_relay,load_relay,warnings,bypassing
With several packs the columns of the second begin with p2_.

A seed is one throw of the dice: clouds, appliances, how cells differ. The same seed gives the same
run on every machine. Several seeds are spread over threads; the result does not depend on how many,
and one run always takes one.

Examples:
  cellwarden simulate sunny-week
  cellwarden simulate sunny-week --days 1 --plot day.svg --csv day.csv
  cellwarden simulate broken-wire --seeds 20)";

void add_simulate(CLI::App& app, cellwarden::cli::SimulateCommand& simulate, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "simulate", "Run a scenario: battery, boards, sun, house and faults, faster than life");
  command
      ->add_option("SCENARIO", simulate.scenario, "a file, or the name of one that ships; needed")
      ->type_name("");
  command->add_option("--seed", simulate.seed, "another throw of the dice (1)")->type_name("N");
  command->add_option("--seeds", simulate.seeds, "run so many seeds, and tell what each kept (1)")
      ->type_name("N");
  command->add_option("--days", simulate.days, "how long, instead of the scenario's own length")
      ->type_name("DAYS");
  command
      ->add_option("--chain", simulate.chain,
                   "messages (default), or bytes: every board forwards every byte")
      ->type_name("HOW");
  command->add_option("--threads", simulate.threads, "for several seeds (one a core)")
      ->type_name("N");
  command->add_option("--csv", simulate.csv, "write what was measured (CSV)")->type_name("FILE");
  command->add_option("--plot", simulate.plot, "write a picture (SVG)")->type_name("FILE");
  command->add_flag("--json", simulate.json, "print one JSON object instead of the summary");
  command->footer(kSimulateDetails);
  command->callback([&simulate, &exit_code] { exit_code = run_simulate(simulate); });
}

constexpr const char* kFramesDetails = R"(
Each frame is one burst of 58 bytes with at least 0.43 s of silence behind it, once a cycle, as a
reader of the real product expects it. Frames that nobody reads are dropped, and readers may come and
go. It goes on until Ctrl+C, or until --days are over.

--port is a serial port (it is set to 9600 baud, 8N1) or a pipe. --pty makes a pseudo terminal and
prints its path; open that like a serial port.

Examples:
  cellwarden frames sunny-week --pty
  cellwarden frames sunny-week --port /dev/ttyUSB0
  cellwarden frames broken-wire --port /dev/stdout | cellwarden decode -)";

void add_frames(CLI::App& app, cellwarden::cli::FramesCommand& frames) {
  CLI::App* command = app.add_subcommand(
      "frames", "Send the data output of a simulated pack to a serial port, as fast as life");
  command->add_option("SCENARIO", frames.scenario, "a file, or the name of one that ships; needed")
      ->type_name("");
  command->add_option("--port", frames.port, "an existing serial port or pipe")->type_name("PATH");
  command->add_flag("--pty", frames.pty, "make a pseudo terminal, and print its path");
  command->add_option("--pack", frames.pack, "which pack of the scenario (1)")->type_name("N");
  command
      ->add_option("--generation", frames.generation,
                   "of the real product: 3 (default) sends keys, 1 and 2 the time")
      ->type_name("1|2|3");
  command->add_option("--seed", frames.seed, "another throw of the dice (1)")->type_name("N");
  command->add_option("--days", frames.days, "end after so many days")->type_name("DAYS");
  command->footer(kFramesDetails);
  command->callback([&frames] { run_frames(frames, stdout); });
}

constexpr const char* kBoardDetails = R"(
The first line on standard output is where a client connects. There is one client at a time; another
one is told BUSY. docs/protocols/lines.md explains the lines; each ends with a carriage return. It
goes on until Ctrl+C, or until --days are over.

ADDRESS:PORT may be a port alone (then it listens on 127.0.0.1 only); port 0 takes a free one. The
lines are not encrypted: listen on another address only in a network that you trust.

Examples:
  cellwarden board sunny-week --listen 4000
  printf 'PW1234!
V@
' | nc 127.0.0.1 4000)";

void add_board(CLI::App& app, cellwarden::cli::BoardCommand& board) {
  CLI::App* command = app.add_subcommand(
      "board", "Offer the Bluetooth lines of a simulated pack's OUT board, as fast as life");
  command->add_option("SCENARIO", board.scenario, "a file, or the name of one that ships; needed")
      ->type_name("");
  command->add_option("--listen", board.listen, "where TCP clients come in")
      ->type_name("ADDRESS:PORT");
  command->add_flag("--pty", board.pty, "make a pseudo terminal, and print its path");
  command->add_flag("--bluetooth", board.bluetooth, "advertise it over this computer's Bluetooth");
  command->add_option("--adapter", board.adapter, "which Bluetooth adapter, like hci1")
      ->type_name("NAME");
  command->add_option("--serial", board.serial, "the serial number it advertises (1)")
      ->type_name("N");
  command
      ->add_option("--generation", board.generation,
                   "of the real product: 3 (default), 1 or 2, whose records are shorter")
      ->type_name("1|2|3");
  command->add_option("--pack", board.pack, "which pack of the scenario (1)")->type_name("N");
  command->add_option("--seed", board.seed, "another throw of the dice (1)")->type_name("N");
  command->add_option("--days", board.days, "end after so many days")->type_name("DAYS");
  command->footer(kBoardDetails);
  command->callback([&board] { run_board(board, stdout); });
}

constexpr const char* kRunDetails = R"(
Without a pack it shows a simulated 16-cell system whose sun and house follow the time of day; its
past 30 days are filled in behind the first answer. The address to open is printed.

Readings, events and settings stay in the data folder; Ctrl+C or SIGTERM ends it with everything on
disk. Beyond this computer it listens only when an owner password is set, and only over TLS:
  cellwarden password
  cellwarden run --listen 0.0.0.0

Examples:
  cellwarden run
  cellwarden run --simulate broken-wire
  cellwarden run --serial /dev/serial/by-id/usb-123electric_SmartBMSToUSB-if00-port0
  cellwarden run --lines 127.0.0.1:4000 --pin 1234
  cellwarden run --bluetooth 03330 --pin 1234
  cellwarden run --config /etc/cellwarden/cellwarden.toml)";

void add_run(CLI::App& app, cellwarden::cli::RunCommand& run) {
  CLI::App* command = app.add_subcommand(
      "run", "Read packs, keep their history, and show them in the browser: the gateway");
  command->add_option("--config", run.config, "a config file (docs/config.md explains its keys)")
      ->type_name("FILE");
  command
      ->add_option("--listen", run.listen,
                   "where browsers come in (127.0.0.1:8423); may be given more than once")
      ->type_name("ADDRESS:PORT");
  command->add_option("--data", run.data, "the folder for history, passwords and certificates")
      ->type_name("DIR");
  command->add_option("--app", run.app, "a folder with the app's files")->type_name("DIR");
  command->add_option("--simulate", run.simulate, "a scenario, by name or file; repeatable")
      ->type_name("SCENARIO");
  command
      ->add_option("--serial", run.serial, "a port with the data output of a real pack; repeatable")
      ->type_name("PORT");
  command
      ->add_option("--lines", run.lines,
                   "an OUT board's Bluetooth lines: an address or a port; repeatable")
      ->type_name("ADDRESS:PORT");
  command
      ->add_option("--bluetooth", run.bluetooth,
                   "an OUT board over Bluetooth: its serial number or address; repeatable")
      ->type_name("SERIAL");
  command->add_option("--pin", run.pin, "the PIN of the packs on --lines and --bluetooth")
      ->type_name("PIN");
  command->footer(kRunDetails);
  run.version = CELLWARDEN_VERSION;
  command->callback([&run] { run_gateway(run, stdout); });
}

// The commands around the gateway.
struct Around {
  cellwarden::cli::PasswordCommand password;
  cellwarden::cli::ConfigCommand config;
  cellwarden::cli::BackupCommand backup;
  cellwarden::cli::BackupCommand restore;
  cellwarden::cli::PortsCommand ports;
  cellwarden::cli::BluetoothCommand bluetooth;
};

void add_around(CLI::App& app, Around& around) {
  CLI::App* password = app.add_subcommand(
      "password", "Set the password that browsers on other computers need for the gateway");
  password->add_option("--role", around.password.role, "owner (default) or viewer")
      ->type_name("ROLE");
  password->add_flag("--remove", around.password.remove, "remove it instead");
  password->add_option("--data", around.password.data, "the gateway's data folder")
      ->type_name("DIR");
  password->callback([&around] { run_password(around.password, stdout); });

  CLI::App* check = app.add_subcommand("check-config", "Check a config file of the gateway");
  check->add_option("FILE", around.config.config, "the file; needed")->type_name("");
  check->callback([&around] { run_check_config(around.config, stdout); });

  CLI::App* backup =
      app.add_subcommand("backup", "Copy the gateway's history into a file, while it runs or not");
  backup->add_option("FILE", around.backup.file, "the file to write; needed")->type_name("");
  backup->add_option("--data", around.backup.data, "the gateway's data folder")->type_name("DIR");
  backup->callback([&around] { run_backup(around.backup, stdout); });

  CLI::App* restore = app.add_subcommand(
      "restore", "Put a backup in the place of the history; end the gateway before");
  restore->add_option("FILE", around.restore.file, "the backup; needed")->type_name("");
  restore->add_option("--data", around.restore.data, "the gateway's data folder")->type_name("DIR");
  restore->callback([&around] { run_restore(around.restore, stdout); });

  CLI::App* ports = app.add_subcommand("ports", "List the serial ports of this computer");
  ports->add_flag("--listen", around.ports.listen,
                  "open each one for some seconds, and say whether frames of a pack come");
  ports->callback([&around] { run_ports(around.ports, stdout); });

  CLI::App* bluetooth =
      app.add_subcommand("bluetooth", "List the packs that are heard over Bluetooth");
  bluetooth->add_option("--seconds", around.bluetooth.seconds, "look around for so long (8)")
      ->type_name("S");
  bluetooth->add_option("--adapter", around.bluetooth.adapter, "which adapter, like hci1")
      ->type_name("NAME");
  bluetooth->add_flag("--json", around.bluetooth.json, "print one JSON array");
  bluetooth->callback([&around] { run_bluetooth(around.bluetooth, stdout); });
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

int run_command_line(int argc, char** argv) {
  CLI::App app{"Cellwarden: a battery management system for off-grid LiFePO4 batteries.",
               "cellwarden"};
  app.set_version_flag("--version", "cellwarden " CELLWARDEN_VERSION);
  cellwarden::cli::RunCommand run;
  add_run(app, run);
  cellwarden::cli::ReplayCommand replay;
  add_replay(app, replay);
  cellwarden::cli::DecodeCommand decode;
  add_decode(app, decode);
  int exit_code = 0;
  cellwarden::cli::SimulateCommand simulate;
  add_simulate(app, simulate, exit_code);
  cellwarden::cli::FramesCommand frames;
  add_frames(app, frames);
  cellwarden::cli::BoardCommand board;
  add_board(app, board);
  Around around;
  add_around(app, around);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    const std::vector<std::string> unknown = app.remaining(true);
    const std::string sentence =
        unknown.empty()
            ? error.what()
            : "there is no command or option " + cellwarden::words::in_quotes(unknown.front());
    return complain(sentence + ". Try: " + begun(app) + " --help");
  }
  if (app.get_subcommands().empty()) return complain("say what to do. Try: cellwarden --help");
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run_command_line(argc, argv);
  } catch (const std::exception& error) {
    return complain(error.what());
  }
}
