// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/run_command.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "cellwarden/bluetooth/advertisement.hpp"
#include "cellwarden/cli/scenario_place.hpp"
#include "cellwarden/daemon/config.hpp"
#include "cellwarden/daemon/daemon.hpp"
#include "cellwarden/history/backup.hpp"
#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/web/passwords.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

using daemon::Config;
using daemon::LinkConfig;
using daemon::PackConfig;
using gateway::LinkKind;

namespace {

twin::Scenario scenario_of(const std::string& name) {
  return scenario::read_scenario(scenario_path(name, scenario_folders()));
}

std::optional<std::uint16_t> pin_of(const std::string& text) {
  if (text.empty()) return {};
  if (text.size() != 4 || text.find_first_not_of("0123456789") != std::string::npos) {
    throw words::Problem{
        fmt::format("--pin is {}; it must be four digits.", words::in_quotes(text))};
  }
  return static_cast<std::uint16_t>(std::stoi(text));
}

std::string free_id(const Config& config, const std::string& wanted) {
  const auto taken = [&](const std::string& id) {
    return std::ranges::any_of(config.packs, [&](const PackConfig& it) { return it.id == id; });
  };
  if (!taken(wanted)) return wanted;
  int number = 2;
  while (taken(fmt::format("{}-{}", wanted, number))) ++number;
  return fmt::format("{}-{}", wanted, number);
}

void add(Config& config, const std::string& id, const std::string& name, LinkConfig link) {
  PackConfig pack;
  pack.id = free_id(config, id);
  pack.name = name;
  pack.links.push_back(std::move(link));
  config.packs.push_back(std::move(pack));
}

// "Battery at ttyUSB0", "Battery at pts/0": the last word alone may be a bare number.
std::string name_at(const std::string& port) {
  std::string place = port;
  for (const std::string_view folder : {"/dev/serial/by-id/", "/dev/"}) {
    if (place.starts_with(folder)) place.erase(0, folder.size());
  }
  return "Battery at " + place;
}

// Packs in parallel of one scenario are a bank (RELAY-5).
void add_scenario(Config& config, const std::string& name) {
  const twin::Scenario scenario = scenario_of(name);
  const std::string stem = std::filesystem::path{name}.stem().string();
  const auto count = static_cast<int>(scenario.packs.size());
  for (int pack = 1; pack <= count; ++pack) {
    LinkConfig link;
    link.kind = LinkKind::simulated;
    link.at = name;
    link.pack = pack;
    add(config, count == 1 ? stem : fmt::format("{}-{}", stem, pack),
        count == 1 ? scenario.name : fmt::format("{}, pack {}", scenario.name, pack), link);
    if (count > 1 && config.bank.size() < scenario.packs.size()) {
      config.bank.push_back(config.packs.back().id);
    }
  }
}

Config config_of(const RunCommand& command) {
  Config config = command.config.empty() ? Config{} : daemon::read_config(command.config);
  if (!command.listen.empty()) {
    config.listen.clear();
    for (const std::string& text : command.listen) {
      config.listen.push_back(web::parse_listen_address(text));
    }
  }
  if (!command.data.empty()) config.data = command.data;
  if (!command.app.empty()) config.app = command.app;
  for (const std::string& name : command.simulate) add_scenario(config, name);
  for (const std::string& port : command.serial) {
    LinkConfig link;
    link.kind = LinkKind::serial;
    link.at = port;
    add(config, "serial", name_at(port), link);
  }
  for (const std::string& address : command.lines) {
    LinkConfig link;
    link.kind = LinkKind::lines;
    link.at = address;
    link.pin = pin_of(command.pin);
    add(config, "lines", address, link);
  }
  for (const std::string& which : command.bluetooth) {
    if (!bluetooth::is_name_of_a_pack(which)) {
      throw words::Problem{
          fmt::format("--bluetooth is {}; it must be a serial number, like 03330, or an address, "
                      "like C0:FF:EE:00:11:22. Try: cellwarden bluetooth",
                      words::in_quotes(which))};
    }
    LinkConfig link;
    link.kind = LinkKind::bluetooth;
    link.at = which;
    link.pin = pin_of(command.pin);
    add(config, "bluetooth", "Bluetooth " + which, link);
  }
  return config;
}

std::string history_file(const std::string& data) {
  Config config;
  config.data = data;
  return daemon::data_folder(config) + "/history.db";
}

// As one finds it from anywhere; empty stays empty.
std::string absolute_path(const std::string& file) {
  if (file.empty()) return {};
  std::error_code error;
  const auto whole = std::filesystem::absolute(file, error);
  return error ? file : whole.string();
}

// What is typed is not shown.
class Silence {
 public:
  Silence() : terminal_{isatty(STDIN_FILENO) != 0} {
    if (!terminal_ || tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  }
  ~Silence() {
    if (terminal_) tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  bool terminal_;
  termios before_{};
};

std::string read_secret(const char* question, std::FILE* out) {
  const bool terminal = isatty(STDIN_FILENO) != 0;
  if (terminal) {
    fmt::print(out, "{}: ", question);
    std::fflush(out);
  }
  std::string text;
  {
    const Silence silence;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) {
      text.push_back(static_cast<char>(c));
    }
  }
  if (terminal) fmt::print(out, "\n");
  return text;
}

}  // namespace

void run_gateway(const RunCommand& command, std::FILE* out) {
  daemon::run(config_of(command), {.version = command.version,
                                   .config_file = absolute_path(command.config),
                                   .scenario = scenario_of,
                                   .out = out});
}

void run_password(const PasswordCommand& command, std::FILE* out) {
  if (command.role != "owner" && command.role != "viewer") {
    throw words::Problem{
        fmt::format("--role is {}; it must be owner or viewer.", words::in_quotes(command.role))};
  }
  const web::Role role = command.role == "owner" ? web::Role::owner : web::Role::viewer;
  Config config;
  config.data = command.data;
  const std::string folder = daemon::data_folder(config);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  web::Passwords passwords{folder + "/passwords"};
  if (command.remove) {
    passwords.remove(role);
    fmt::print(out, "the {} password is removed\n", command.role);
    return;
  }
  const std::string first = read_secret("New password", out);
  if (isatty(STDIN_FILENO) != 0 && read_secret("Once more", out) != first) {
    throw words::Problem{"the two were not the same; nothing was changed."};
  }
  passwords.set(role, first);
  fmt::print(out, "the {} password is set; a running gateway knows it at once\n", command.role);
}

void run_check_config(const ConfigCommand& command, std::FILE* out) {
  if (command.config.empty()) throw words::Problem{"name the config file."};
  const Config config = daemon::read_config(command.config);
  for (const PackConfig& pack : config.packs) {
    for (const LinkConfig& link : pack.links) {
      if (link.kind == LinkKind::simulated && !link.at.empty()) {
        static_cast<void>(scenario_of(link.at));
      }
    }
  }
  fmt::print(out, "{} is in order\n", command.config);
  for (const web::ListenAddress& address : config.listen) {
    fmt::print(out, "  listens on {}{}\n", address.text(),
               address.is_loopback() ? ", this computer only"
                                     : ", over TLS, once an owner password is set");
  }
  fmt::print(out, "  keeps its data in {}\n", daemon::data_folder(config));
  for (const PackConfig& pack : config.packs) {
    for (const LinkConfig& link : pack.links) {
      fmt::print(out, "  pack {} ({}): {} {}\n", pack.id, pack.name, name(link.kind), link.at);
    }
  }
  if (config.packs.empty())
    fmt::print(out,
               "  names no pack: shows those that were added in the app, else a simulated one\n");
}

void run_backup(const BackupCommand& command, std::FILE* out) {
  if (command.file.empty()) throw words::Problem{"name the file to write."};
  const std::int64_t bytes = history::backup(history_file(command.data), command.file);
  fmt::print(out, "{}: {} bytes\n", command.file, bytes);
}

void run_restore(const BackupCommand& command, std::FILE* out) {
  if (command.file.empty()) throw words::Problem{"name the file to read."};
  const std::string kept = history::restore(command.file, history_file(command.data));
  fmt::print(out, "{} is the history now\n", command.file);
  if (!kept.empty()) fmt::print(out, "the one before is kept as {}\n", kept);
}

}  // namespace cellwarden::cli
