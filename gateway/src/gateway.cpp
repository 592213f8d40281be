// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/gateway.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <limits>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/happenings.hpp"
#include "cellwarden/gateway/samples.hpp"
#include "cellwarden/gateway/status_json.hpp"

namespace cellwarden::gateway {

using core::Milliseconds;
using nlohmann::json;

namespace {

// Readings of a pack are kept at most so often; the fast cycle is every 500 ms.
constexpr Milliseconds kSamplePause{400};
constexpr double kMsPerSecond = 1000;

constexpr Milliseconds kAlways{std::numeric_limits<std::int64_t>::min()};

// All that is remembered of a pack between two judgements.
struct Memory {
  Happenings happenings;
  Gateway::Counts counts;
  json published = json::object();
  std::optional<Milliseconds> sampled_at;
  std::optional<Milliseconds> balanced_at;
  std::optional<bool> charge_allowed;
  std::optional<bool> load_allowed;
  core::Warnings warnings;
  // Readings that are older are not kept; nothing: none is.
  std::optional<Milliseconds> kept_from{kAlways};
};

bool is_all_read_since(Milliseconds begin, const Observation& seen) {
  if (begin == kAlways) return true;
  return seen.currents && seen.currents->at > begin && seen.charge && seen.charge->at > begin;
}

void count(Memory& memory, const Status& status, Milliseconds now) {
  Gateway::Counts& counts = memory.counts;
  ++counts.judgements;
  const auto relay = [&](const Known<RelayView>& view, std::optional<bool>& before,
                         std::uint64_t& transitions) {
    if (!view || !status.has_data()) return;
    if (before && *before != view->value.allowed) ++transitions;
    before = view->value.allowed;
  };
  relay(status.seen.charge_relay, memory.charge_allowed, counts.charge_transitions);
  relay(status.seen.load_relay, memory.load_allowed, counts.load_transitions);
  for (const core::Warning warning : core::kWarnings) {
    if (status.warnings.has(warning) && !memory.warnings.has(warning)) {
      ++counts.warnings[static_cast<std::size_t>(warning)];
    }
  }
  memory.warnings = status.warnings;
  counts.balancing_seconds.resize(
      std::max(counts.balancing_seconds.size(), status.seen.cells.size()));
  const double passed_s =
      memory.balanced_at ? static_cast<double>((now - *memory.balanced_at).count()) / kMsPerSecond
                         : 0;
  memory.balanced_at = now;
  if (status.presence != Presence::live) return;
  for (std::size_t i = 0; i < status.seen.cells.size(); ++i) {
    const auto& cell = status.seen.cells[i];
    if (cell && cell->value.bypass.value_or(false)) counts.balancing_seconds[i] += passed_s;
  }
}

}  // namespace

class Gateway::State {
 public:
  State(boost::asio::io_context& io, HistoryKeeper* history)
      : io_{io}, history_{history}, live_{web::EventChannel::create(io, [this] {
          return web::event_text("snapshot", snapshot_for_reader().dump());
        })} {}

  void judged(Pack& pack, bool fresh) {
    if (stopped_) return;
    Memory& memory = memories_[&pack];
    const Times times = times_now();
    const Status& status = pack.status();
    count(memory, status, times.steady);
    publish(pack, memory, times);
    for (history::Event& event : memory.happenings.compare(status, times.wall)) {
      tell(pack, std::move(event));
    }
    tell_board_events(pack, times);
    tell_pack_log(pack, times);
    if (fresh) keep(pack, memory, times);
    for (const JudgementListener& listener : judgement_listeners_) listener(pack);
  }

  json snapshot() const {
    const Times times = times_now();
    json packs = json::array();
    for (const auto& pack : packs_) packs.push_back(pack_json(*pack, times));
    return snapshot_of(std::move(packs), times);
  }

  // Exactly what the next changes will be the changes of.
  json snapshot_for_reader() {
    const Times times = times_now();
    json packs = json::array();
    for (const auto& pack : packs_) {
      json& published = memories_[pack.get()].published;
      if (published.empty()) published = pack_json(*pack, times);
      packs.push_back(published);
    }
    return snapshot_of(std::move(packs), times);
  }

  [[nodiscard]] std::optional<BankStatus> bank() const {
    if (bank_.empty()) return {};
    std::vector<BankMember> members;
    for (const std::string& id : bank_) {
      if (const Pack* pack = find(id)) members.push_back({.id = id, .status = &pack->status()});
    }
    return bank_status(members);
  }

  [[nodiscard]] Pack* find(std::string_view id) const {
    const auto found =
        std::ranges::find_if(packs_, [id](const auto& pack) { return pack->info().id == id; });
    return found == packs_.end() ? nullptr : found->get();
  }

  Pack& add(PackInfo info, std::vector<std::unique_ptr<Link>> links) {
    note(info);
    packs_.push_back(std::make_unique<Pack>(io_, std::move(info), std::move(links)));
    Pack& pack = *packs_.back();
    if (started_) {
      publish_all();
      start(pack);
    }
    return pack;
  }

  void remove(std::string_view id) {
    Pack* const pack = find(id);
    if (pack == nullptr) return;
    for (const JudgementListener& listener : removal_listeners_) listener(*pack);
    {
      const std::scoped_lock lock{infos_mutex_};
      infos_.erase(pack->info().id);
    }
    SimulatedSite* site = nullptr;
    if (const auto found = site_of_.find(id); found != site_of_.end()) {
      site = found->second;
      site_of_.erase(found);
    }
    memories_.erase(pack);
    std::erase_if(packs_, [pack](const auto& it) { return it.get() == pack; });
    const bool lived_in =
        std::ranges::any_of(site_of_, [site](const auto& entry) { return entry.second == site; });
    if (!lived_in) std::erase_if(sites_, [site](const auto& it) { return it.get() == site; });
    publish_all();
  }

  void rename(std::string_view id, const std::string& name) {
    Pack* const pack = find(id);
    if (pack == nullptr) return;
    pack->rename(name);
    note(pack->info());
    publish_all();
  }

  void start_all() {
    started_ = true;
    for (const auto& site : sites_) site->start();
    for (const auto& pack : packs_) start(*pack);
  }

  std::optional<PackInfo> info_of(std::string_view id) const {
    const std::scoped_lock lock{infos_mutex_};
    const auto found = infos_.find(id);
    return found == infos_.end() ? std::nullopt : std::optional{found->second};
  }

  void tell(const Pack& pack, history::Event event) {
    event.simulated = pack.info().simulated;
    const std::string id = pack.info().id;
    const auto show = [this, alive = std::weak_ptr{alive_}, id, event] {
      if (alive.expired() || stopped_) return;
      live_->publish(web::event_text("event", event_json(id, event).dump()));
      for (const EventListener& listener : listeners_) listener(id, event);
    };
    if (history_ == nullptr) {
      show();
    } else {
      history_->add_event(id, event, show);
    }
  }

  boost::asio::io_context& io_;
  HistoryKeeper* history_;
  std::vector<std::unique_ptr<SimulatedSite>> sites_;
  std::map<std::string, SimulatedSite*, std::less<>> site_of_;
  std::vector<std::unique_ptr<Pack>> packs_;
  std::map<const Pack*, Memory> memories_;
  std::vector<std::string> bank_;
  std::vector<EventListener> listeners_;
  std::vector<JudgementListener> judgement_listeners_;
  std::vector<JudgementListener> removal_listeners_;
  std::shared_ptr<web::EventChannel> live_;
  bool started_{false};
  bool stopped_{false};

 private:
  void start(Pack& pack) {
    pack.start([this](Pack& judged_pack, bool fresh) { judged(judged_pack, fresh); });
  }

  void note(const PackInfo& info) {
    const std::scoped_lock lock{infos_mutex_};
    infos_[info.id] = info;
  }

  void publish_all() {
    if (stopped_ || live_->readers() == 0) return;
    for (auto& [pack, memory] : memories_) memory.published = json::object();
    live_->publish(web::event_text("snapshot", snapshot_for_reader().dump()));
  }

  json snapshot_of(json packs, Times times) const {
    const auto all = bank();
    return {{"at", times.wall.count()},
            {"packs", std::move(packs)},
            {"bank", all ? bank_json(*all) : json(nullptr)}};
  }

  void publish(const Pack& pack, Memory& memory, Times times) {
    if (live_->readers() == 0) {
      memory.published = json::object();
      return;
    }
    json now = pack_json(pack, times);
    json patch = changes(memory.published, now);
    memory.published = std::move(now);
    if (patch.empty()) return;
    const json message{
        {"id", pack.info().id}, {"at", times.wall.count()}, {"changes", std::move(patch)}};
    live_->publish(web::event_text("pack", message.dump()));
    if (const auto all = bank()) {
      live_->publish(web::event_text("bank", bank_json(*all).dump()));
    }
  }

  // The board stamps its events with its own clock, which XT tells with every message.
  void tell_board_events(Pack& pack, Times times) {
    const auto& clock = pack.status().seen.clock;
    if (!clock || !clock->value.running) return;
    for (const protocol::EventLine& line : pack.take_events()) {
      const Milliseconds read_at = times.wall - (times.steady - clock->at);
      tell(pack, board_event(line.event, *clock->value.running, read_at));
    }
  }

  // Read again after every start of the gateway, and kept once. It is the past, so no alert.
  void tell_pack_log(Pack& pack, Times times) {
    for (const LogEntry& it : pack.take_log()) {
      history::Event event = log_event(it.entry, times.wall - (times.steady - it.at));
      event.simulated = pack.info().simulated;
      const std::string id = pack.info().id;
      const auto show = [this, alive = std::weak_ptr{alive_}, id, event] {
        if (alive.expired() || stopped_) return;
        live_->publish(web::event_text("event", event_json(id, event).dump()));
      };
      if (history_ == nullptr) {
        show();
      } else {
        history_->add_event_once(id, event, log_may_differ(times.steady - it.at), show);
      }
    }
  }

  // Not before both relays are known: a row of the history has no word for an unknown one.
  void keep(const Pack& pack, Memory& memory, Times times) {
    const Observation& seen = pack.status().seen;
    if (!seen.charge_relay || !seen.load_relay) return;
    if (history_ == nullptr || !memory.kept_from || !pack.status().has_data()) return;
    if (!is_all_read_since(*memory.kept_from, seen)) return;
    if (memory.sampled_at && times.steady - *memory.sampled_at < kSamplePause) return;
    memory.sampled_at = times.steady;
    history_->append(pack.info().id,
                     sample_of(pack.status(), times.steady, times.wall, pack.info().simulated));
  }

  mutable std::mutex infos_mutex_;
  std::map<std::string, PackInfo, std::less<>> infos_;
  std::shared_ptr<int> alive_{std::make_shared<int>()};
};

Gateway::Gateway(boost::asio::io_context& io, HistoryKeeper* history)
    : state_{std::make_unique<State>(io, history)} {}
Gateway::~Gateway() = default;

Pack& Gateway::add_pack(PackInfo info, std::vector<std::unique_ptr<Link>> links) {
  return state_->add(std::move(info), std::move(links));
}
void Gateway::remove_pack(std::string_view id) { state_->remove(id); }
void Gateway::rename_pack(std::string_view id, const std::string& name) {
  state_->rename(id, name);
}

SimulatedSite& Gateway::add_site(std::unique_ptr<SimulatedSite> site,
                                 const std::vector<std::string>& packs) {
  state_->sites_.push_back(std::move(site));
  SimulatedSite& added = *state_->sites_.back();
  for (const std::string& id : packs) locate(id, added);
  if (state_->started_) added.start();
  return added;
}

void Gateway::locate(const std::string& pack, SimulatedSite& site) {
  state_->site_of_[pack] = &site;
}

void Gateway::set_bank(std::vector<std::string> packs) { state_->bank_ = std::move(packs); }

void Gateway::start() { state_->start_all(); }

void Gateway::stop() { state_->stopped_ = true; }

const std::vector<std::unique_ptr<Pack>>& Gateway::packs() const { return state_->packs_; }
Pack* Gateway::find(std::string_view id) const { return state_->find(id); }
std::optional<PackInfo> Gateway::info_of(std::string_view id) const { return state_->info_of(id); }
std::optional<BankStatus> Gateway::bank() const { return state_->bank(); }
SimulatedSite* Gateway::site_of(std::string_view pack) const {
  const auto found = state_->site_of_.find(pack);
  return found == state_->site_of_.end() ? nullptr : found->second;
}
HistoryKeeper* Gateway::history() const { return state_->history_; }

void Gateway::keep_history_of(std::string_view pack, bool keep) {
  const Pack* found = find(pack);
  if (found == nullptr) return;
  auto& from = state_->memories_[found].kept_from;
  if (keep && !from) from = steady_now();
  if (!keep) from.reset();
}

const std::shared_ptr<web::EventChannel>& Gateway::live() const { return state_->live_; }
json Gateway::snapshot() const { return state_->snapshot(); }
void Gateway::on_event(EventListener listener) {
  state_->listeners_.push_back(std::move(listener));
}
void Gateway::on_judgement(JudgementListener listener) {
  state_->judgement_listeners_.push_back(std::move(listener));
}
void Gateway::on_removal(JudgementListener listener) {
  state_->removal_listeners_.push_back(std::move(listener));
}
void Gateway::tell(const std::string& pack, history::Event event) {
  if (const Pack* found = find(pack)) state_->tell(*found, std::move(event));
}
void Gateway::note_settings_change(const std::string& pack, history::SettingsChange change) {
  if (state_->history_ != nullptr) state_->history_->add_settings_change(pack, std::move(change));
}
const Gateway::Counts& Gateway::counts(const Pack& pack) const {
  return state_->memories_[&pack].counts;
}

}  // namespace cellwarden::gateway
