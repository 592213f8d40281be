// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulate_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "cellwarden/cli/output_file.hpp"
#include "cellwarden/cli/scenario_place.hpp"
#include "cellwarden/cli/seeds_summary.hpp"
#include "cellwarden/cli/simulation_csv.hpp"
#include "cellwarden/cli/simulation_days.hpp"
#include "cellwarden/cli/simulation_json.hpp"
#include "cellwarden/cli/simulation_plot.hpp"
#include "cellwarden/cli/simulation_progress.hpp"
#include "cellwarden/cli/simulation_run.hpp"
#include "cellwarden/cli/simulation_summary.hpp"
#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {

constexpr double kLongestDays = 36'525;  // a hundred years
constexpr int kMostSeeds = 100'000;
constexpr int kMostThreads = 256;
constexpr std::size_t kBlock = std::size_t{1} << 16;

twin::Fidelity fidelity_of(const std::string& chain) {
  if (chain == "messages") return twin::Fidelity::messages;
  if (chain == "bytes") return twin::Fidelity::bytes;
  throw words::Problem{
      fmt::format("--chain is {}; it must be bytes or messages.", words::in_quotes(chain))};
}

void check_output(const std::string& path, const char* option, const std::string& scenario) {
  if (path == "-") {
    throw words::Problem{fmt::format("{} - would mix with the summary; name a file.", option)};
  }
  std::error_code ignored;
  if (!path.empty() && std::filesystem::equivalent(path, scenario, ignored)) {
    throw words::Problem{
        fmt::format("{} {} would overwrite the scenario; name another file.", option, path)};
  }
}

void check(const SimulateCommand& command) {
  if (command.seeds < 1 || command.seeds > kMostSeeds) {
    throw words::Problem{
        fmt::format("--seeds is {}; it must be 1 to {}.", command.seeds, kMostSeeds)};
  }
  if (command.threads && (*command.threads < 1 || *command.threads > kMostThreads)) {
    throw words::Problem{
        fmt::format("--threads is {}; it must be 1 to {}.", *command.threads, kMostThreads)};
  }
  if (command.seeds > 1 && !(command.csv.empty() && command.plot.empty())) {
    throw words::Problem{
        "--csv and --plot show one run: leave --seeds out, and say which with --seed."};
  }
  if (!command.csv.empty() && command.csv == command.plot) {
    throw words::Problem{"--csv and --plot name the same file."};
  }
}

void print(const std::string& text) {
  OutputFile out{"-"};
  out.write(text);
  out.finish();
}

// The CSV grows while the scenario runs; it appears when that is over.
class CsvWriter {
 public:
  CsvWriter(const std::string& path, const twin::Scenario& scenario)
      : file_{path},
        scenario_{scenario},
        text_{simulation_csv_header(static_cast<int>(scenario.packs.size()))} {}

  void take(const Sample& sample) {
    append_simulation_csv(text_, scenario_, sample);
    if (text_.size() < kBlock) return;
    file_.write(text_);
    text_.clear();
  }
  void finish() {
    file_.write(text_);
    file_.finish();
  }

 private:
  OutputFile file_;
  const twin::Scenario& scenario_;
  std::string text_;
};

int run_one(const SimulateCommand& command, const ChosenScenario& chosen,
            const twin::BenchOptions& options) {
  const twin::Scenario& scenario = chosen.scenario;
  std::optional<CsvWriter> csv;
  if (!command.csv.empty()) csv.emplace(command.csv, scenario);
  std::optional<OutputFile> plot;
  if (!command.plot.empty()) plot.emplace(command.plot);
  PlotData data{scenario};
  DayDrawing days{scenario};
  std::optional<Progress> progress{stderr};
  const Simulation run = simulate(scenario, options, chosen.judged, [&](const Sample& sample) {
    if (csv) csv->take(sample);
    if (plot) data.take(sample);
    days.take(sample);
    progress->take(scenario, sample);
  });
  progress.reset();
  if (plot) {
    plot->write(plot_svg(run, data));
    plot->finish();
  }
  if (csv) csv->finish();
  const std::string drawing = days.text();
  print(command.json ? simulation_json(run)
                     : simulation_summary(run) + (drawing.empty() ? "" : "\n" + drawing));
  return run.kept() ? 0 : 1;
}

int run_seeds(const SimulateCommand& command, const ChosenScenario& chosen,
              const twin::BenchOptions& options) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  std::optional<Progress> progress{stderr};
  const auto runs = simulate_seeds(
      chosen.scenario, options, chosen.judged,
      {.seeds = command.seeds, .threads = command.threads.value_or(cores)},
      [&](int done) { progress->draw(fmt::format("{} of {} seeds", done, command.seeds)); });
  progress.reset();
  print(command.json ? seeds_json(runs) : seeds_summary(runs));
  const bool kept =
      std::all_of(runs.begin(), runs.end(), [](const Simulation& run) { return run.kept(); });
  return kept ? 0 : 1;
}

}  // namespace

ChosenScenario choose_scenario(const std::string& name, std::optional<double> days) {
  ChosenScenario chosen;
  chosen.path = scenario_path(name, scenario_folders());
  chosen.scenario = scenario::read_scenario(chosen.path);
  if (!days) return chosen;
  const bool fits = *days > 0 && *days <= kLongestDays;
  if (!fits) {
    throw words::Problem{
        fmt::format("--days is {:g}; it must be above 0, and at most {:g}.", *days, kLongestDays)};
  }
  chosen.judged = *days == chosen.scenario.days;
  chosen.scenario.days = *days;
  // They are for another length: nobody asks the bench about them, …
  if (!chosen.judged) chosen.scenario.expectations.clear();
  // … and what would begin later does not happen.
  std::erase_if(chosen.scenario.faults, [&](const twin::Fault& fault) {
    return fault.start_s >= chosen.scenario.days * kDaySeconds;
  });
  if (const std::string wrong = twin::check_scenario(chosen.scenario); !wrong.empty()) {
    throw words::Problem{fmt::format("with --days {:g}: {}", *days, wrong)};
  }
  return chosen;
}

void check_pack(int pack, const twin::Scenario& scenario) {
  const std::size_t packs = scenario.packs.size();
  if (pack < 1 || static_cast<std::size_t>(pack) > packs) {
    throw words::Problem{fmt::format("there is no pack {}: the scenario has {}.", pack, packs)};
  }
}

int run_simulate(const SimulateCommand& command) {
  check(command);
  const twin::Fidelity fidelity = fidelity_of(command.chain);
  const ChosenScenario chosen = choose_scenario(command.scenario, command.days);
  check_output(command.csv, "--csv", chosen.path);
  check_output(command.plot, "--plot", chosen.path);
  const twin::BenchOptions options{.seed = command.seed, .fidelity = fidelity};
  return command.seeds > 1 ? run_seeds(command, chosen, options)
                           : run_one(command, chosen, options);
}

}  // namespace cellwarden::cli
