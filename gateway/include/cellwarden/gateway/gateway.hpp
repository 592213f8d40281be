// SPDX-License-Identifier: Apache-2.0
// The house of all packs: what they say goes to the history, to the live readers and to the alerts.
// It owns nothing that protects a battery; that is on the boards.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/gateway/bank.hpp"
#include "cellwarden/gateway/history_keeper.hpp"
#include "cellwarden/gateway/pack.hpp"
#include "cellwarden/gateway/simulated_site.hpp"
#include "cellwarden/web/event_channel.hpp"

namespace cellwarden::gateway {

class Gateway {
 public:
  // history: may be null (nothing is kept); it outlives the gateway.
  Gateway(boost::asio::io_context& io, HistoryKeeper* history);
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  // The id must be new. After start() its links open at once, and live readers are told.
  Pack& add_pack(PackInfo info, std::vector<std::unique_ptr<Link>> links);
  // Closes its links and tells live readers; what it has told stays in the history. Not from within
  // a call of the pack, and nobody may go on using it. A simulation that has no other pack ends.
  void remove_pack(std::string_view id);
  void rename_pack(std::string_view id, const std::string& name);
  // Its packs' links must have been made from site.stream(). Runs at once after start().
  SimulatedSite& add_site(std::unique_ptr<SimulatedSite> site,
                          const std::vector<std::string>& packs);
  // One more pack lives in this site.
  void locate(const std::string& pack, SimulatedSite& site);
  // The packs that are wired in parallel (RELAY-5); empty: no bank.
  void set_bank(std::vector<std::string> packs);

  void start();
  // Nothing is appended to the history and nothing published any more.
  void stop();

  [[nodiscard]] const std::vector<std::unique_ptr<Pack>>& packs() const;
  [[nodiscard]] Pack* find(std::string_view id) const;  // nullptr: there is none
  // From any thread; all else only on the one of the io_context.
  [[nodiscard]] std::optional<PackInfo> info_of(std::string_view id) const;
  // Empty: there is no bank.
  [[nodiscard]] std::optional<BankStatus> bank() const;
  // The simulation that a pack lives in; nullptr: it is a real one.
  [[nodiscard]] SimulatedSite* site_of(std::string_view pack) const;
  [[nodiscard]] HistoryKeeper* history() const;

  // Whether readings of this pack go to the history now: not while its past is being simulated, nor
  // while it runs faster or slower than life.
  void keep_history_of(std::string_view pack, bool keep);

  // The live stream: "snapshot" first, and again when a pack has come or gone; "pack" ({id,
  // changes}), "bank" and "event"; the interface adds "settings".
  [[nodiscard]] const std::shared_ptr<web::EventChannel>& live() const;
  [[nodiscard]] nlohmann::json snapshot() const;

  // For alerts: every event, once it is on disk.
  using EventListener = std::function<void(const std::string& pack, const history::Event& event)>;
  void on_event(EventListener listener);
  // For what else is to be published: after each judgement of a pack.
  using JudgementListener = std::function<void(const Pack& pack)>;
  void on_judgement(JudgementListener listener);
  // For what is remembered of a pack elsewhere: before it goes.
  void on_removal(JudgementListener listener);
  // Stores it, then shows it.
  void tell(const std::string& pack, history::Event event);
  // For the history: who changed what.
  void note_settings_change(const std::string& pack, history::SettingsChange change);

  // Since the start, for figures: relay openings and warnings by pack.
  struct Counts {
    std::uint64_t charge_transitions{0};
    std::uint64_t load_transitions{0};
    std::array<std::uint64_t, 5> warnings{};  // in the order of core::Warning
    std::vector<double> balancing_seconds;    // by cell
    std::uint64_t judgements{0};
  };
  [[nodiscard]] const Counts& counts(const Pack& pack) const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace cellwarden::gateway
