// SPDX-License-Identifier: Apache-2.0
// The packs that an owner adds in the app (APP-4): in a file of the gateway's own, which is written
// whole or not at all, in the same words as the config. The administrator's config is never
// written.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/api/pack_book.hpp"
#include "cellwarden/daemon/config.hpp"
#include "cellwarden/gateway/gateway.hpp"

namespace cellwarden::daemon {

class PackList final : public api::PackBook {
 public:
  // What makes it true of the gateway.
  struct Hands {
    std::function<void(const PackConfig& pack)> connect;
    std::function<void(bool there)> first_look;  // the simulated system, while nobody names a pack
  };

  // config_file: for sentences; empty: the gateway runs without one. Throws words::Problem if the
  // file cannot be read or names a pack of the config, scenario::ScenarioError if it is damaged.
  PackList(std::string file, const Config& config, std::string config_file);

  // As it was read; before use().
  [[nodiscard]] const std::vector<PackConfig>& packs() const { return added_.packs; }
  // Nobody has named a pack.
  [[nodiscard]] bool is_empty() const { return added_.packs.empty() && config_.packs.empty(); }

  // From here on packs come and go. The gateway outlives it.
  void use(gateway::Gateway& gateway, Hands hands);

  core::Result<std::string, api::BookRefusal> add(const api::NewPack& wanted) override;
  std::optional<api::BookRefusal> rename(std::string_view id, const std::string& name) override;
  std::optional<api::BookRefusal> remove(std::string_view id) override;

 private:
  [[nodiscard]] std::string id_for(const PackConfig& pack) const;
  [[nodiscard]] std::optional<api::BookRefusal> why_not(const PackConfig& pack) const;
  [[nodiscard]] std::optional<api::BookRefusal> write(AddedPacks next);
  [[nodiscard]] std::optional<api::BookRefusal> find(std::string_view id, std::size_t& index) const;
  void tell(const std::string& id, const char* kind, std::string sentence);

  std::string file_;
  const Config& config_;
  std::string config_file_;
  AddedPacks added_;
  gateway::Gateway* gateway_{nullptr};
  Hands hands_;
};

}  // namespace cellwarden::daemon
