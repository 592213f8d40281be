// SPDX-License-Identifier: Apache-2.0
// What the gateway is told to do: which packs, over which links, where to listen, what to keep and
// whom to alert. Every key has a default, and an empty config is a simulated system. docs/config.md
// explains each of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cellwarden/gateway/link.hpp"
#include "cellwarden/web/listen_address.hpp"

namespace cellwarden::daemon {

struct LinkConfig {
  gateway::LinkKind kind{gateway::LinkKind::lines};
  // lines: "127.0.0.1:4000" or "/dev/ttyUSB0"; serial: a port; simulated: a scenario, by name or
  // file; replay: a file of data output frames; bluetooth: a serial number "03330" or an address
  // "C0:FF:EE:00:11:22". Simulated and empty: the system of first_look().
  std::string at;
  unsigned baud{115'200};              // lines over a port
  std::optional<std::uint16_t> pin{};  // lines, bluetooth
  bool set_clock{true};                // lines, bluetooth (EN-2)
  std::string adapter{};               // bluetooth: "hci0"; empty: the first one
  int pack{1};                         // simulated
  std::uint64_t seed{1};               // simulated
  double speed{1};                     // simulated
};

struct PackConfig {
  std::string id;
  std::string name;
  bool unproven_writes{false};
  std::vector<LinkConfig> links;
};

struct AlertConfig {
  std::string command;  // run by /bin/sh, the event in its environment
  std::string webhook;  // http://…, a POST with the event as JSON
  int quiet_s{300};     // the same thing is not told again within this time
};

struct Config {
  std::vector<web::ListenAddress> listen{web::ListenAddress{}};
  std::string data;                // folder; empty: the default, see data_folder()
  std::string app;                 // folder with the app's files; empty: the one that is built in
  std::vector<std::string> ports;  // serial ports that a search looks at besides USB ones (APP-4)
  std::vector<std::string> names;  // other names that this computer is called by
  int keep_years{0};
  int backfill_days{30};  // of the simulated system that nobody asked for
  std::vector<PackConfig> packs;
  std::vector<std::string> bank;
  AlertConfig alerts;
};

// Throws scenario::ScenarioError ("cellwarden.toml:12: there is no key …") or words::Problem.
Config read_config(const std::string& path);
// name: for the sentences.
Config parse_config(const std::string& text, const std::string& name);

// Up to 32 letters, digits, - and _: an id of a pack.
bool is_pack_id(const std::string& id);

inline constexpr std::size_t kMostPacks = 64;

// A pack that an owner has removed: what it was called at this place.
struct RemovedPack {
  std::string id;
  gateway::LinkKind kind{};
  std::string at;
};

// The packs that an owner has added while the gateway ran, and those that he has removed again.
struct AddedPacks {
  std::vector<PackConfig> packs;
  std::vector<RemovedPack> removed;
};
// [[pack]] as in the config, and [[removed]] with id, kind and at. Throws as parse_config().
AddedPacks parse_added_packs(const std::string& text, const std::string& name);
// The other way round.
std::string added_packs_text(const AddedPacks& added);

// $XDG_STATE_HOME/cellwarden, ~/.local/state/cellwarden, or /var/lib/cellwarden for root.
std::string data_folder(const Config& config);

}  // namespace cellwarden::daemon
