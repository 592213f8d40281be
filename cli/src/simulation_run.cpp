// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation_run.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>

#include "cellwarden/core/judgement.hpp"

namespace cellwarden::cli {

namespace {

PackSample pack_sample(const twin::PackNow& pack) {
  PackSample sample{.pack_v = pack.pack_v,
                    .current_a = pack.current_a,
                    .soc_percent = {},
                    .true_soc_percent = pack.soc_percent,
                    .cell_v_min = pack.cell_v_min,
                    .cell_v_max = pack.cell_v_max,
                    .cell_c_min = pack.cell_c_min,
                    .cell_c_max = pack.cell_c_max,
                    .charge_closed = pack.charge_contact_closed,
                    .load_closed = pack.load_contact_closed,
                    .warnings = {},
                    .bypassing = pack.bypassing};
  if (pack.state != nullptr) {
    sample.soc_percent = static_cast<double>(core::milli_percent(pack.state->soc).count()) / 1000;
    sample.warnings = pack.state->status.warnings;
  }
  return sample;
}

void run_through(twin::Bench& bench, const twin::Scenario& scenario,
                 const SampleListener& listener) {
  const double seconds = scenario.days * kDaySeconds;
  const double step = sample_step_s(scenario);
  for (std::int64_t i = 1; listener && static_cast<double>(i) * step < seconds; ++i) {
    bench.run_until(static_cast<double>(i) * step);
    listener(sample_of(bench));
  }
  bench.run_until(seconds);
  if (listener) listener(sample_of(bench));
}

}  // namespace

Sample sample_of(const twin::Bench& bench) {
  const twin::SiteNow site = bench.site();
  Sample sample{.time_s = bench.time_s(),
                .solar_w = site.solar_w,
                .charger_w = site.charger_w,
                .house_w = site.house_w,
                .load_w = site.load_w,
                .packs = {}};
  for (int pack = 1; pack <= bench.packs(); ++pack) {
    sample.packs.push_back(pack_sample(bench.pack(pack)));
  }
  return sample;
}

Simulation simulate(const twin::Scenario& scenario, const twin::BenchOptions& options, bool judged,
                    const SampleListener& listener) {
  const auto began = std::chrono::steady_clock::now();
  twin::Bench bench{scenario, options};
  run_through(bench, scenario, listener);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  return {.scenario = scenario,
          .seed = options.seed,
          .judged = judged,
          .occurrences = {bench.occurrences().begin(), bench.occurrences().end()},
          .violations = bench.violations(),
          .figures = bench.figures(),
          .verdicts = judged ? bench.verdicts() : std::vector<twin::Verdict>{},
          .took_s = took.count()};
}

std::vector<Simulation> simulate_seeds(const twin::Scenario& scenario,
                                       const twin::BenchOptions& options, bool judged,
                                       const SeedPlan& plan, const std::function<void(int)>& done) {
  std::vector<Simulation> runs(static_cast<std::size_t>(plan.seeds));
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  int finished = 0;
  std::exception_ptr failure;
  const auto work = [&] {
    for (std::size_t i = next++; i < runs.size(); i = next++) {
      try {
        twin::BenchOptions mine = options;
        mine.seed += i;
        runs[i] = simulate(scenario, mine, judged, {});
        runs[i].occurrences = {};  // of a thousand runs they would fill the memory
        const std::scoped_lock lock{mutex};
        done(++finished);
      } catch (...) {
        const std::scoped_lock lock{mutex};
        failure = std::current_exception();
        next = runs.size();
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    const auto threads = std::min<std::size_t>(static_cast<std::size_t>(plan.threads), runs.size());
    for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
  return runs;
}

}  // namespace cellwarden::cli
