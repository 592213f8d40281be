// SPDX-License-Identifier: Apache-2.0
#include "wiring.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "cellwarden/daemon/first_look.hpp"
#include "cellwarden/gateway/bluetooth_stream.hpp"
#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/scenario/text_file.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::daemon {

using gateway::Link;
using gateway::LinkKind;

namespace {

constexpr int kReplayPauseMs = 1000;

bool is_port(const std::string& at) { return at.starts_with('/'); }

}  // namespace

void Wiring::add(const PackConfig& pack, gateway::PackOrigin origin) {
  gateway::PackInfo info{.id = pack.id,
                         .name = pack.name,
                         .simulated = pack.links.front().kind == LinkKind::simulated,
                         .origin = origin,
                         .unproven_writes = pack.unproven_writes};
  std::vector<std::unique_ptr<Link>> links;
  links.reserve(pack.links.size());
  for (const LinkConfig& link : pack.links) links.push_back(make(pack, link));
  gateway_.add_pack(std::move(info), std::move(links));
  // A day that runs faster than life does not fit into a history.
  if (pack.links.front().kind == LinkKind::simulated && pack.links.front().speed != 1) {
    gateway_.keep_history_of(pack.id, false);
  }
}

void Wiring::add_first_look(const twin::Scenario& scenario) {
  auto site = std::make_unique<gateway::SimulatedSite>(
      io_, scenario, gateway::SimulationOptions{.seed = kFirstLookSeed});
  std::vector<std::unique_ptr<Link>> links;
  links.push_back(simulated(*site, 1, kFirstLookPack));
  gateway_.add_site(std::move(site), {kFirstLookPack});
  gateway_.add_pack({.id = kFirstLookPack,
                     .name = "Simulated system",
                     .simulated = true,
                     .origin = gateway::PackOrigin::first_look},
                    std::move(links));
}

std::unique_ptr<Link> Wiring::make(const PackConfig& pack, const LinkConfig& link) {
  switch (link.kind) {
    case LinkKind::lines:
    case LinkKind::bluetooth: return lines(pack, link);
    case LinkKind::serial:
      return gateway::frames_link(io_, LinkKind::serial,
                                  gateway::serial_stream(io_, link.at, 9'600));
    case LinkKind::replay:
      return gateway::frames_link(
          io_, LinkKind::replay,
          gateway::paced_stream(io_, link.at, scenario::read_text_file(link.at),
                                protocol::kFrameLength, kReplayPauseMs));
    case LinkKind::simulated: break;
  }
  return simulated(site_for(pack.id, link), link.pack, pack.id);
}

std::unique_ptr<Link> Wiring::lines(const PackConfig& pack, const LinkConfig& link) {
  const auto pin = link.pin ? link.pin : pins_.find(pack.id);
  return gateway::lines_link(io_, link.kind, stream_of(link),
                             {.pin = pin, .set_clock = link.set_clock});
}

std::unique_ptr<gateway::ByteStream> Wiring::stream_of(const LinkConfig& link) {
  if (link.kind == LinkKind::bluetooth) {
    return gateway::bluetooth_stream(io_, bluetooth_(),
                                     {.which = link.at, .adapter = link.adapter});
  }
  return is_port(link.at) ? gateway::serial_stream(io_, link.at, link.baud)
                          : gateway::tcp_stream(io_, link.at);
}

// Its boards have just been made, with the PIN that the scenario gives them, unless an owner has
// changed it since: the simulation starts anew, and so does its PIN.
std::unique_ptr<Link> Wiring::simulated(gateway::SimulatedSite& site, int pack,
                                        const std::string& id) {
  const auto& packs = site.scenario().packs;
  if (pack > static_cast<int>(packs.size())) {
    throw words::Problem{fmt::format("pack '{}' is pack {} of the scenario '{}', which has {}.", id,
                                     pack, site.scenario().name, packs.size())};
  }
  const std::uint16_t pin = packs[static_cast<std::size_t>(pack - 1)].settings.pin;
  return gateway::lines_link(io_, LinkKind::simulated, site.stream(pack),
                             {.pin = pin, .set_clock = site.speed() == 1});
}

// Packs that name the same scenario, seed and speed live in the same one.
gateway::SimulatedSite& Wiring::site_for(const std::string& id, const LinkConfig& link) {
  const auto key = std::tuple{link.at, link.seed, link.speed};
  auto& found = sites_[key];
  if (found == nullptr) {
    auto site = std::make_unique<gateway::SimulatedSite>(
        io_, options_.scenario(link.at),
        gateway::SimulationOptions{.seed = link.seed, .speed = link.speed});
    found = &gateway_.add_site(std::move(site), {});
  }
  gateway_.locate(id, *found);
  return *found;
}

}  // namespace cellwarden::daemon
