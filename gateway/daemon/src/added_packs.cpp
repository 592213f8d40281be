// SPDX-License-Identifier: Apache-2.0
// The file of the packs that were added in the app, as text.
#include <fmt/format.h>

#include "cellwarden/daemon/config.hpp"
#include "cellwarden/gateway/device_search.hpp"

namespace cellwarden::daemon {

using gateway::in_toml;
using gateway::LinkKind;

namespace {

constexpr const char* kHead =
    "# The packs that were added in the app. The gateway writes this file: change it only while "
    "the "
    "gateway is stopped.\n";

// What is as usual is left out.
std::string text_of(const LinkConfig& link) {
  const LinkConfig usual;
  std::string text = fmt::format("[[pack.link]]\nkind = {}\nat = {}\n", in_toml(name(link.kind)),
                                 in_toml(link.at));
  if (link.kind == LinkKind::lines && link.baud != usual.baud) {
    text += fmt::format("baud = {}\n", link.baud);
  }
  if (!link.adapter.empty()) text += fmt::format("adapter = {}\n", in_toml(link.adapter));
  if (link.pin) text += fmt::format("pin = \"{:04}\"\n", *link.pin);
  if (!link.set_clock) text += "set_clock = false\n";
  return text;
}

std::string text_of(const PackConfig& pack) {
  std::string text =
      fmt::format("\n[[pack]]\nid = {}\nname = {}\n", in_toml(pack.id), in_toml(pack.name));
  if (pack.unproven_writes) text += "unproven_writes = true\n";
  for (const LinkConfig& link : pack.links) text += text_of(link);
  return text;
}

}  // namespace

std::string added_packs_text(const AddedPacks& added) {
  std::string text = kHead;
  for (const PackConfig& pack : added.packs) text += text_of(pack);
  for (const RemovedPack& pack : added.removed) {
    text += fmt::format("\n[[removed]]\nid = {}\nkind = {}\nat = {}\n", in_toml(pack.id),
                        in_toml(name(pack.kind)), in_toml(pack.at));
  }
  return text;
}

}  // namespace cellwarden::daemon
