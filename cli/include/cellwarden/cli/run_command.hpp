// SPDX-License-Identifier: Apache-2.0
// The gateway from the command line: `run`, and the commands around it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace cellwarden::cli {

struct RunCommand {
  std::string config;
  std::vector<std::string> listen;
  std::string data;
  std::string app;
  std::vector<std::string> simulate;   // scenarios, by name or file
  std::vector<std::string> serial;     // ports
  std::vector<std::string> lines;      // addresses or ports
  std::vector<std::string> bluetooth;  // serial numbers or addresses
  std::string pin;                     // of all packs on lines and Bluetooth
  std::string version;
};

// Returns when it is told to end. Throws Problem.
void run_gateway(const RunCommand& command, std::FILE* out);

struct PasswordCommand {
  std::string data;
  std::string role{"owner"};
  bool remove{false};
};

// Asks twice on a terminal; else reads one line from standard input.
void run_password(const PasswordCommand& command, std::FILE* out);

struct ConfigCommand {
  std::string config;
};

// Reads it, and says in a few lines what it means.
void run_check_config(const ConfigCommand& command, std::FILE* out);

struct BackupCommand {
  std::string file;
  std::string data;
};

void run_backup(const BackupCommand& command, std::FILE* out);
void run_restore(const BackupCommand& command, std::FILE* out);

struct PortsCommand {
  bool listen{false};  // open each port for some seconds, and say whether frames come
};

void run_ports(const PortsCommand& command, std::FILE* out);

struct BluetoothCommand {
  double seconds{8};    // looks around for so long
  std::string adapter;  // "hci0"; empty: the first one
  bool json{false};
};

// The packs that are heard, the strongest first.
void run_bluetooth(const BluetoothCommand& command, std::FILE* out);

}  // namespace cellwarden::cli
