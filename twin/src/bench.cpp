// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/bench.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "cellwarden/twin/fault_rows.hpp"
#include "fault_book.hpp"
#include "figures.hpp"
#include "invariants.hpp"
#include "pack_bench.hpp"
#include "verdicts.hpp"

namespace cellwarden::twin {

namespace {

// The physics goes on when something is measured or switched, but not in smaller steps than this.
constexpr WorldTime kPhysicsStep = 100 * kMillisecond;
// … and not in longer ones, even when no board lives to measure anything.
constexpr WorldTime kLongestStep = 2 * kSecond;

enum Streams : std::uint64_t { sun_stream = 1, house_stream = 2 };

std::uint64_t seed_of(std::uint64_t seed, Streams stream) {
  return Random::stream(seed, stream).next();
}

}  // namespace

class Bench::Impl {
 public:
  Impl(Scenario scenario, const BenchOptions& options)
      : scenario_{std::move(scenario)},
        options_{options},
        faults_{scenario_},
        sun_{scenario_.site.sun, seed_of(options.seed, sun_stream)},
        house_{scenario_.site.house, seed_of(options.seed, house_stream)},
        charger_{scenario_.site.charger},
        inverter_{scenario_.site.inverter},
        verdicts_{scenario_} {
    for (int number = 1; number <= static_cast<int>(scenario_.packs.size()); ++number) {
      packs_.push_back(std::make_unique<PackBench>(scenario_, number, options_, faults_));
      PackBench& pack = *packs_.back();
      pack.tell = [this](const Occurrence& occurrence) { occurrences_.push_back(occurrence); };
      pack.judged = [this, &pack](WorldTime time) { judged(pack, time); };
    }
    buses_.resize(packs_.size());
    permissions_.resize(packs_.size());
    look_around();
  }

  void run_until(WorldTime end) {
    end_ = end;
    for (WorldTime time = next(); time <= end; time = next()) go_to(time);
    advance_to(end);
    now_ = end;
  }

  [[nodiscard]] WorldTime now() const { return now_; }
  [[nodiscard]] const PackBench& pack(int number) const {
    return *packs_[static_cast<std::size_t>(number - 1)];
  }
  PackBench& pack(int number) { return *packs_[static_cast<std::size_t>(number - 1)]; }
  [[nodiscard]] int packs() const { return static_cast<int>(packs_.size()); }
  [[nodiscard]] SiteNow site() const { return site_; }
  [[nodiscard]] const std::vector<Occurrence>& occurrences() const { return occurrences_; }

  [[nodiscard]] std::vector<Violation> violations() const {
    Invariants checked = invariants_;
    if (options_.check_invariants) {
      for (const auto& pack : packs_) checked.check_balances(*pack, now_);
    }
    return checked.violations();
  }

  [[nodiscard]] std::vector<Figure> figures() const {
    std::vector<Figure> figures = site_figures(charger_, inverter_);
    for (const auto& pack : packs_) add_pack_figures(figures, *pack);
    figures.push_back(
        {.name = "violations", .number = {}, .value = static_cast<double>(violations().size())});
    return figures;
  }

  [[nodiscard]] std::vector<Verdict> verdicts() const {
    return verdicts_.judge(occurrences_, figures(), seconds_of(now_));
  }

  void turn(const Knobs& knobs) {
    if (knobs.cloudiness && knobs.cloudiness != knobs_.cloudiness) {
      sun_.set_cloudiness(*knobs.cloudiness);
    }
    knobs_ = knobs;
    look_around();
  }

  std::size_t make_fault(const Fault& fault) {
    PackBench& where = pack(fault.pack);
    const std::size_t number = faults_.begin(fault);
    where.begin_by_hand(fault);
    tell({.fault = number, .begins = true}, now_);
    where.change({.fault = number, .begins = true}, now_);
    if (row_of(fault.kind).time == FaultTime::once) faults_.end(number);
    follow_site_faults();
    return number;
  }

  void mend_fault(std::size_t number) {
    const Fault fault = faults_.fault(number);
    if (row_of(fault.kind).time == FaultTime::once) return;
    faults_.end(number);
    tell({.fault = number, .begins = false}, now_);
    pack(fault.pack).change({.fault = number, .begins = false}, now_);
    pack(fault.pack).mend_by_hand(fault);
    follow_site_faults();
  }

  void on_frame(const FrameListener& listener) {
    for (const auto& each : packs_) {
      const int number = each->number();
      each->frame = [listener, number](WorldTime time, const protocol::FrameBytes& frame) {
        listener(number, seconds_of(time), frame);
      };
    }
  }

 private:
  [[nodiscard]] WorldTime next() const {
    WorldTime next = std::min(faults_.next(), physics_ + kLongestStep);
    for (const auto& pack : packs_) next = std::min(next, pack->next());
    return next;
  }

  void go_to(WorldTime time) {
    now_ = time;
    if (time - physics_ >= kPhysicsStep || faults_.next() == time) advance_to(time);
    if (faults_.next() == time) change_faults(time);
    bool moved = false;
    const Quiet quiet{.still_until = still_until(time), .next_step = physics_ + kPhysicsStep};
    for (const auto& pack : packs_) {
      if (pack->next() <= time) pack->run(time, quiet);
      moved = pack->take_contacts_moved() || moved;
    }
    if (moved) {
      advance_to(time);
      contacts_moved();
    }
    watch_the_dark(time);
  }

  // From `time` on. No contact can move that is not yet about to: that takes kRelayMoves.
  [[nodiscard]] WorldTime still_until(WorldTime time) const {
    WorldTime until = std::min({end_, faults_.next(), physics_ + kPhysicsStep, time + kRelayMoves});
    for (const auto& pack : packs_) until = std::min(until, pack->next_rare());
    return until;
  }

  // The time from the last step up to now, with the contacts as they stood in it.
  void advance_to(WorldTime time) {
    const double seconds = seconds_of(time - physics_);
    if (seconds <= 0) return;
    look_around();
    solve(seconds);
    for (const auto& pack : packs_) pack->advance(seconds, site_.ambient_c);
    physics_ = time;
  }

  void look_around() {
    const double local_s = scenario_.begin_s + seconds_of(physics_);
    site_.solar_w = sun_.power_w(local_s);
    if (knobs_.sun_share) site_.solar_w = *knobs_.sun_share * scenario_.site.sun.peak_w;
    site_.solar_w *= knobs_.sun_factor;
    site_.house_w = house_.power_w(local_s);
    if (knobs_.house_w) site_.house_w = *knobs_.house_w;
    site_.ambient_c = knobs_.ambient_c.value_or(ambient_c(scenario_.site.ambient, local_s));
    site_.ambient_c += faults_.sum_at_site(FaultKind::ambient);
  }

  void solve(double seconds) {
    SiteStep step{.solar_w = site_.solar_w, .house_w = site_.house_w, .dt_s = seconds};
    if (permission_.load) step.extra_load_a = faults_.sum_at_site(FaultKind::load_inrush);
    step.allowed = permission_;
    for (std::size_t i = 0; i < packs_.size(); ++i) buses_[i] = packs_[i]->bus();
    solve_bus(charger_, inverter_, step, buses_, flows_);
    for (std::size_t i = 0; i < packs_.size(); ++i) {
      PackBench& pack = *packs_[i];
      pack.set_currents(flows_.pack_a[i], cable_currents(flows_, buses_, i, pack.shares_cable()));
    }
    site_.charger_w = flows_.charger_a * flows_.bus_v;
    site_.load_w = flows_.load_a * flows_.bus_v;
  }

  // RELAY-5, RELAY-6.
  [[nodiscard]] Permission permission() {
    for (std::size_t i = 0; i < packs_.size(); ++i) permissions_[i] = packs_[i]->contacts();
    const Permission all = in_series(permissions_);
    return scenario_.site.wiring == Wiring::combined_one ? one_signal(all) : all;
  }

  void contacts_moved() {
    bool open = true;
    for (const auto& pack : packs_) {
      open = open && !pack->contacts().charge && !pack->contacts().load;
    }
    for (const auto& pack : packs_) pack->set_bank_open(packs_.size() == 1 || open);
    permission_ = permission();
  }

  void change_faults(WorldTime time) {
    const auto changes = faults_.changes_at(time);
    for (const FaultBook::Change& change : std::vector(changes.begin(), changes.end())) {
      tell(change, time);
      pack(faults_.fault(change.fault).pack).change(change, time);
    }
    follow_site_faults();
  }

  void tell(const FaultBook::Change& change, WorldTime time) {
    occurrences_.push_back(
        {.time_s = seconds_of(time),
         .pack = faults_.fault(change.fault).pack,
         .kind = change.begins ? OccurrenceKind::fault_began : OccurrenceKind::fault_ended,
         .number = static_cast<int>(change.fault),
         .event = {},
         .why = {}});
  }

  void follow_site_faults() {
    const SitePlan& site = scenario_.site;
    charger_.set_obedience(obedience(FaultKind::charger_ignores, site.charger.obedience));
    inverter_.set_obedience(obedience(FaultKind::load_ignores, site.inverter.obedience));
    contacts_moved();
  }

  [[nodiscard]] Obedience obedience(FaultKind ignores, Obedience own) const {
    return faults_.active(ignores, 1) != nullptr ? Obedience::ignores : own;
  }

  // While an OUT board has no power nobody judges, and all the more the contacts are to be looked
  // at (RELAY-8).
  void watch_the_dark(WorldTime time) {
    for (const auto& pack : packs_) {
      if (!pack->out_powered()) verdicts_.watch(*pack, time);
    }
  }

  void judged(const PackBench& pack, WorldTime time) {
    if (options_.check_invariants) invariants_.check(pack, time, faults_);
    verdicts_.watch(pack, time);
  }

  Scenario scenario_;
  BenchOptions options_;
  FaultBook faults_;
  Sun sun_;
  House house_;
  Charger charger_;
  Inverter inverter_;
  std::vector<std::unique_ptr<PackBench>> packs_;
  std::vector<PackBus> buses_;
  std::vector<Permission> permissions_;
  Permission permission_;  // since the last step
  BusFlows flows_;
  SiteNow site_;
  Knobs knobs_;
  WorldTime now_{0};
  WorldTime physics_{0};
  WorldTime end_{0};  // of this run: somebody looks then
  std::vector<Occurrence> occurrences_;
  Invariants invariants_;
  Verdicts verdicts_;
};

Bench::Bench(const Scenario& scenario, const BenchOptions& options)
    : impl_{std::make_unique<Impl>(scenario, options)} {}
Bench::~Bench() = default;
Bench::Bench(Bench&&) noexcept = default;
Bench& Bench::operator=(Bench&&) noexcept = default;

double Bench::time_s() const { return seconds_of(impl_->now()); }
void Bench::run_until(double time_s) { impl_->run_until(world_time(time_s)); }
int Bench::packs() const { return impl_->packs(); }
PackNow Bench::pack(int number) const { return impl_->pack(number).now(impl_->now()); }
SiteNow Bench::site() const { return impl_->site(); }
const Plant& Bench::plant(int pack) const { return impl_->pack(pack).plant(); }
const boards::OutBoard& Bench::out_board(int pack) const { return impl_->pack(pack).out_board(); }
std::span<const Occurrence> Bench::occurrences() const { return impl_->occurrences(); }
std::vector<Violation> Bench::violations() const { return impl_->violations(); }
std::vector<Figure> Bench::figures() const { return impl_->figures(); }
std::vector<Verdict> Bench::verdicts() const { return impl_->verdicts(); }
void Bench::turn(const Knobs& knobs) { impl_->turn(knobs); }
std::size_t Bench::make_fault(const Fault& fault) { return impl_->make_fault(fault); }
void Bench::mend_fault(std::size_t number) { impl_->mend_fault(number); }
BoardNow Bench::board(int pack, int cell) const {
  return std::as_const(*impl_).pack(pack).board(cell, impl_->now());
}
core::SwitchPositions Bench::switches(int pack) const {
  return std::as_const(*impl_).pack(pack).switches();
}
void Bench::on_frame(const FrameListener& listener) { impl_->on_frame(listener); }
void Bench::connect(int pack) { impl_->pack(pack).connect(true, impl_->now()); }
void Bench::disconnect(int pack) { impl_->pack(pack).connect(false, impl_->now()); }
void Bench::send_line(int pack, std::span<const std::uint8_t> bytes) {
  impl_->pack(pack).send_line(bytes, impl_->now());
}
std::vector<std::uint8_t> Bench::take_line(int pack) { return impl_->pack(pack).take_line(); }

}  // namespace cellwarden::twin
