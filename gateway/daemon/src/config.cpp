// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/config.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "cellwarden/bluetooth/advertisement.hpp"
#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/scenario/table_reader.hpp"
#include "cellwarden/scenario/text_file.hpp"

namespace cellwarden::daemon {

using gateway::LinkKind;
using scenario::Source;
using scenario::TableReader;
using scenario::Word;

namespace {

constexpr std::array<Word<LinkKind>, 5> kKinds{{{"lines", LinkKind::lines},
                                                {"bluetooth", LinkKind::bluetooth},
                                                {"serial", LinkKind::serial},
                                                {"simulated", LinkKind::simulated},
                                                {"replay", LinkKind::replay}}};
constexpr std::array<unsigned, 5> kBauds{9'600, 19'200, 38'400, 57'600, 115'200};
constexpr std::size_t kLongestId = 32;
constexpr std::size_t kMostLinks = 2;
constexpr double kSlowest = 0.1;
constexpr double kFastest = 1000;

std::vector<std::string> texts(TableReader& table, const char* key) {
  std::vector<std::string> found;
  const toml::node* value = table.take(key);
  if (value == nullptr) return found;
  if (const auto* one = value->as_string()) return {one->get()};
  const toml::array* list = value->as_array();
  if (list == nullptr) table.refuse(key, *value, "text in quotes, or a list of it");
  for (const toml::node& entry : *list) {
    if (!entry.is_string()) table.refuse(key, *value, "a list of text in quotes");
    found.push_back(entry.as_string()->get());
  }
  return found;
}

void bounded(TableReader& table, const char* key, int& target, int min, int max) {
  if (table.whole(key, target) && (target < min || target > max)) {
    table.refuse(key, *table.take(key), fmt::format("{} … {}", min, max));
  }
}

void read_pin(TableReader& table, LinkConfig& link) {
  std::string text;
  if (!table.text("pin", text)) return;
  const bool digits = text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos;
  if (!digits) table.fail("pin", "pin must be four digits in quotes, like \"1234\".");
  link.pin = static_cast<std::uint16_t>(std::stoi(text));
}

void read_baud(TableReader& table, LinkConfig& link) {
  int baud = static_cast<int>(link.baud);
  if (!table.whole("baud", baud)) return;
  if (std::ranges::find(kBauds, static_cast<unsigned>(baud)) == kBauds.end()) {
    table.refuse("baud", *table.take("baud"), "9600, 19200, 38400, 57600 or 115200");
  }
  link.baud = static_cast<unsigned>(baud);
}

LinkConfig read_link(Source& source, const std::string& place, const toml::table& node) {
  TableReader table{source, place, "[[pack.link]]", node};
  LinkConfig link;
  if (!table.word("kind", std::span<const Word<LinkKind>>{kKinds}, link.kind)) {
    table.fail("kind",
               "say what kind of link it is: kind = \"lines\", \"bluetooth\", \"serial\", "
               "\"simulated\" or \"replay\".");
  }
  table.text("at", link.at);
  if (link.at.empty() && link.kind != LinkKind::simulated) {
    table.fail("at",
               "say where the pack is: at = \"/dev/serial/by-id/…\", an address "
               "\"127.0.0.1:4000\", a serial number, or a file.");
  }
  if (link.kind == LinkKind::lines) read_baud(table, link);
  if (link.kind == LinkKind::bluetooth) {
    if (!bluetooth::is_name_of_a_pack(link.at)) {
      table.fail("at",
                 "at must be the pack's serial number, like \"03330\", or its Bluetooth address, "
                 "like \"C0:FF:EE:00:11:22\"; cellwarden bluetooth lists what is near.");
    }
    table.text("adapter", link.adapter);
  }
  if (link.kind == LinkKind::lines || link.kind == LinkKind::bluetooth) {
    read_pin(table, link);
    table.flag("set_clock", link.set_clock);
  }
  if (link.kind == LinkKind::simulated) {
    bounded(table, "pack", link.pack, 1, static_cast<int>(kMostPacks));
    int seed = 1;
    bounded(table, "seed", seed, 0, 1'000'000'000);
    link.seed = static_cast<std::uint64_t>(seed);
    if (table.number("speed", link.speed) && (link.speed < kSlowest || link.speed > kFastest)) {
      table.refuse("speed", *table.take("speed"), "0.1 … 1000");
    }
  }
  table.finish();
  return link;
}

PackConfig read_pack(Source& source, std::size_t number, const toml::table& node) {
  const std::string place = fmt::format("pack.{}", number);
  TableReader table{source, place, "[[pack]]", node};
  PackConfig pack;
  pack.id = fmt::format("pack-{}", number);
  if (table.text("id", pack.id) && !is_pack_id(pack.id)) {
    table.refuse("id", *table.take("id"), "up to 32 letters (a-z, A-Z), digits, - and _");
  }
  pack.name = pack.id;
  table.text("name", pack.name);
  table.flag("unproven_writes", pack.unproven_writes);
  std::size_t count = 0;
  for (const toml::table* link : table.tables("link")) {
    pack.links.push_back(read_link(source, fmt::format("{}.link.{}", place, ++count), *link));
  }
  if (pack.links.empty()) {
    table.fail("link", fmt::format("pack '{}' has no [[pack.link]]: say where it is.", pack.id));
  }
  if (pack.links.size() > kMostLinks) {
    table.fail("link", "a pack has one link or two: frames and lines.");
  }
  table.finish();
  // What knows most comes first.
  std::ranges::stable_sort(pack.links, {}, [](const LinkConfig& it) {
    return it.kind == LinkKind::serial || it.kind == LinkKind::replay;
  });
  return pack;
}

void read_packs(Source& source, TableReader& top, Config& config) {
  std::set<std::string> ids;
  for (const toml::table* node : top.tables("pack")) {
    PackConfig pack = read_pack(source, config.packs.size() + 1, *node);
    if (!ids.insert(pack.id).second) {
      source.fail(
          scenario::line_of(*node),
          fmt::format("there are two packs with the id '{}'; give one another id.", pack.id));
    }
    config.packs.push_back(std::move(pack));
  }
  if (config.packs.size() > kMostPacks) top.fail("pack", "there may be up to 64 packs.");
}

void read_bank(Source& source, TableReader& top, Config& config) {
  const toml::table* node = top.table("bank");
  if (node == nullptr) return;
  TableReader table{source, "bank", "[bank]", *node};
  config.bank = texts(table, "packs");
  for (const std::string& id : config.bank) {
    const bool known =
        std::ranges::any_of(config.packs, [&](const PackConfig& it) { return it.id == id; });
    if (!known) table.fail("packs", fmt::format("there is no pack with the id '{}'.", id));
  }
  if (config.bank.size() == 1) table.fail("packs", "a bank has at least two packs.");
  table.finish();
}

void read_alerts(Source& source, TableReader& top, Config& config) {
  const toml::table* node = top.table("alerts");
  if (node == nullptr) return;
  TableReader table{source, "alerts", "[alerts]", *node};
  table.text("command", config.alerts.command);
  if (table.text("webhook", config.alerts.webhook) &&
      !config.alerts.webhook.starts_with("http://")) {
    table.refuse("webhook", *table.take("webhook"),
                 "an address that begins with http:// (for https use a command with curl)");
  }
  bounded(table, "quiet_s", config.alerts.quiet_s, 0, 86'400);
  table.finish();
}

void read_listen(TableReader& top, Config& config) {
  const std::vector<std::string> addresses = texts(top, "listen");
  if (!top.has("listen")) return;
  config.listen.clear();
  for (const std::string& text : addresses) {
    config.listen.push_back(web::parse_listen_address(text));
  }
  if (config.listen.empty()) top.fail("listen", "listen is empty: nobody could see anything.");
}

toml::table parse(Source& source, const std::string& text) {
  try {
    return toml::parse(text, source.name);
  } catch (const toml::parse_error& error) {
    source.fail(error.source().begin.line, fmt::format("{}.", error.description()));
  }
}

void read_removed(Source& source, TableReader& top, AddedPacks& added) {
  for (const toml::table* node : top.tables("removed")) {
    TableReader table{source, fmt::format("removed.{}", added.removed.size() + 1), "[[removed]]",
                      *node};
    RemovedPack pack;
    table.text("id", pack.id);
    table.word("kind", std::span<const Word<LinkKind>>{kKinds}, pack.kind);
    table.text("at", pack.at);
    table.finish();
    added.removed.push_back(std::move(pack));
  }
}

}  // namespace

bool is_pack_id(const std::string& id) {
  return !id.empty() && id.size() <= kLongestId && std::ranges::all_of(id, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
}

Config parse_config(const std::string& text, const std::string& name) {
  Source source{.name = name, .folder = {}, .lines = {}};
  const toml::table parsed = parse(source, text);
  Config config;
  TableReader top{source, "", "the config", parsed};
  read_listen(top, config);
  top.text("data", config.data);
  top.text("app", config.app);
  config.names = texts(top, "names");
  config.ports = texts(top, "ports");
  if (const toml::table* node = top.table("history")) {
    TableReader table{source, "history", "[history]", *node};
    bounded(table, "keep_years", config.keep_years, 0, 100);
    bounded(table, "backfill_days", config.backfill_days, 0, 366);
    table.finish();
  }
  read_packs(source, top, config);
  read_bank(source, top, config);
  read_alerts(source, top, config);
  top.finish();
  return config;
}

AddedPacks parse_added_packs(const std::string& text, const std::string& name) {
  Source source{.name = name, .folder = {}, .lines = {}};
  const toml::table parsed = parse(source, text);
  TableReader top{source, "", "the packs", parsed};
  Config config;
  read_packs(source, top, config);
  AddedPacks added{.packs = std::move(config.packs), .removed = {}};
  read_removed(source, top, added);
  top.finish();
  return added;
}

Config read_config(const std::string& path) {
  return parse_config(scenario::read_text_file(path), path);
}

std::string data_folder(const Config& config) {
  if (!config.data.empty()) return config.data;
  if (geteuid() == 0) return "/var/lib/cellwarden";
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state != '\0') {
    return std::string{state} + "/cellwarden";
  }
  const char* home = std::getenv("HOME");
  return std::string{home != nullptr ? home : "."} + "/.local/state/cellwarden";
}

}  // namespace cellwarden::daemon
