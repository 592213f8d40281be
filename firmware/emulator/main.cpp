// SPDX-License-Identifier: Apache-2.0
// Runs the boards' images as a chain in the emulator, beside the twin. Exit code 0: they did the
// same to the byte; 1: they did not, and the first difference is printed; 2: it could not be run.
#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "breaks.hpp"
#include "comparison.hpp"
#include "flips.hpp"
#include "reactions.hpp"
#include "stories.hpp"

namespace {

using namespace cellwarden;
using firmware::BoardFigures;

struct Options {
  firmware::ComparisonOptions comparison;
  std::string story{"healthy"};
  std::uint64_t seed{1};
  int flips{0};    // instead of a story
  int cuts{0};     // instead of a story
  int moments{0};  // of each fault whose reaction is measured, instead of a story
  bool one_fault{false};
  bool twin{false};  // without an emulator
  std::int64_t hop_us{0};
  bool alone{false};  // no client on the lines
};

constexpr std::string_view kUsage =
    "usage: emulated_chain --images FOLDER [--cells N] [--story NAME] [--seed N] [--count] "
    "[--disturb CELL] [--alone]\n"
    "       emulated_chain --images FOLDER --flips N [--seed N]\n"
    "       emulated_chain --images FOLDER --cuts N [--seed N]\n"
    "       emulated_chain --images FOLDER --reactions MOMENTS [--cells N] [--hop-us N] "
    "[--one-fault] [--twin | --out-only]\n";

[[noreturn]] void refuse(const std::string& sentence) {
  std::fprintf(stderr, "emulated_chain: %s\n%s", sentence.c_str(), kUsage.data());
  std::exit(2);
}

Options options_of(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--count") {
      options.comparison.count_instructions = true;
      continue;
    }
    if (word == "--alone") {
      options.alone = true;
      continue;
    }
    if (word == "--one-fault") {
      options.one_fault = true;
      continue;
    }
    if (word == "--twin") {
      options.twin = true;
      continue;
    }
    if (word == "--out-only") {
      options.comparison.out_board_only = true;
      continue;
    }
    if (i + 1 == words.size()) refuse("'" + word + "' needs a value, or is no option");
    const std::string& value = words[++i];
    if (word == "--images") {
      options.comparison.images = value;
    } else if (word == "--story") {
      options.story = value;
    } else if (word == "--cells") {
      options.comparison.cells = std::atoi(value.c_str());
    } else if (word == "--disturb") {
      options.comparison.disturbed = std::atoi(value.c_str());
    } else if (word == "--flips") {
      options.flips = std::atoi(value.c_str());
    } else if (word == "--cuts") {
      options.cuts = std::atoi(value.c_str());
    } else if (word == "--reactions") {
      options.moments = std::atoi(value.c_str());
    } else if (word == "--hop-us") {
      options.hop_us = std::atoll(value.c_str());
    } else if (word == "--seed") {
      options.seed = std::strtoull(value.c_str(), nullptr, 10);
    } else {
      refuse("there is no option " + word);
    }
  }
  if (options.comparison.images.empty()) refuse("--images must name the folder of the images");
  const bool few = !options.twin && !options.comparison.out_board_only;
  const int most = few ? 32 : core::kMaxCells;
  if (options.comparison.cells < 4 || options.comparison.cells > most) {
    refuse("--cells must be 4 to " + std::to_string(most));
  }
  return options;
}

firmware::Story find_story(const Options& options) {
  std::string names;
  for (const firmware::Story& story : firmware::stories(options.comparison.cells)) {
    if (story.name == options.story) return story;
    names += " " + std::string{story.name};
  }
  refuse("there is no story " + options.story + "; there are:" + names);
}

void say(twin::Bench& bench, std::string_view line) {
  bench.send_line(1, {reinterpret_cast<const std::uint8_t*>(line.data()), line.size()});
}

// A client signs in, writes a setting, reads all, and listens until the end but for 5 s.
void run(twin::Bench& bench, double seconds) {
  bench.run_until(4.21);
  bench.connect(1);
  say(bench, "PW1234!\r");
  bench.run_until(5.4);
  say(bench, "02-050!\r");
  bench.run_until(5.9);
  say(bench, "C6-051!\r");
  bench.run_until(6.83);
  say(bench, "E!\r");
  bench.run_until(seconds - 5);
  bench.disconnect(1);
  bench.run_until(seconds);
}

void print(const std::vector<BoardFigures>& boards) {
  std::printf("%5s %6s %6s %6s %5s %6s %6s %6s %6s %12s %9s %6s\n", "board", "steps", "chain",
              "pulses", "LEDs", "frames", "line", "memory", "starts", "instructions", "most",
              "stack");
  for (std::size_t i = 0; i < boards.size(); ++i) {
    const BoardFigures& b = boards[i];
    std::printf("%5zu %6" PRIu64 " %6" PRIu64 " %6" PRIu64 " %5" PRIu64 " %6" PRIu64 " %6" PRIu64
                " %6" PRIu64 " %6" PRIu64 " %12" PRIu64 " %9" PRIu64 " %6u\n",
                i + 1, b.steps, b.chain_bytes, b.pulses, b.led_changes, b.frames, b.line_bytes,
                b.operations, b.restarts, b.instructions, b.most_instructions, b.stack_bytes);
  }
}

int flip(const Options& options) {
  for (const char* const kind : {"in", "cell", "out"}) {
    const std::string image = options.comparison.images + "/" + kind + "-mps2.bin";
    const firmware::FlipFigures figures = firmware::flip_bits(image, options.flips, options.seed);
    if (!figures.ran.empty()) {
      std::printf("%s: it ran with %s flipped\n", kind, figures.ran.c_str());
      return 1;
    }
    std::printf(
        "%s: of %d images with one bit flipped %d were refused by their own program and %d "
        "came to nothing; none ran\n",
        kind, options.flips, figures.refused, figures.silent);
  }
  return 0;
}

// Faults inside the processor, and power cuts in the middle of a write.
int cut(const Options& options) {
  for (const char* const kind : {"in", "cell", "out"}) {
    const firmware::BreakFigures figures = firmware::break_board(options.comparison.images, kind);
    if (!figures.trouble.empty()) {
      std::printf("%s: %s\n", kind, figures.trouble.c_str());
      return 1;
    }
    std::printf(
        "%s: %d kinds of faults in the processor were found and ended in a reset by the watchdog; "
        "%d of them went unnoticed where their test was taken out\n",
        kind, figures.found, figures.unnoticed);
  }
  const firmware::CutFigures figures =
      firmware::cut_writes(options.comparison.images, options.cuts, options.seed);
  if (!figures.trouble.empty()) {
    std::printf("out: %s\n", figures.trouble.c_str());
    return 1;
  }
  std::printf(
      "out: power cut at %d instructions of a write to the store: %d times the old settings were "
      "found, %d times the new ones, and both relays were pulsed open first each time\n",
      options.cuts, figures.before, figures.after);
  return 0;
}

// The slowest of each, and the instructions that they take: of the IN board until its message has
// left, of a cell board until a byte has, of the OUT board until a relay is pulsed open.
int react(const Options& options) {
  firmware::ReactionOptions asked{.cells = options.comparison.cells,
                                  .moments = options.moments,
                                  .hop_us = options.hop_us,
                                  .only_one_fault = options.one_fault,
                                  .seed = options.seed};
  std::optional<firmware::Comparison> comparison;
  if (!options.twin) {
    firmware::ComparisonOptions comparing = options.comparison;
    comparing.count_instructions = true;
    asked.listener = &comparison.emplace(comparing);
  }
  for (const firmware::Reaction& reaction : firmware::measure_reactions(asked)) {
    if (reaction.slowest_s < 0) {
      std::printf("%s: it never happened\n", reaction.what.c_str());
      return 1;
    }
    std::printf("%.6f %s\n", reaction.slowest_s, reaction.what.c_str());
  }
  if (!comparison) return 0;
  comparison->check_silence();
  std::uint64_t hop = 0;
  const std::vector<BoardFigures>& boards = comparison->figures();
  for (std::size_t i = 1; i + 1 < boards.size(); ++i) hop = std::max(hop, boards[i].most_to_send);
  std::printf("instructions %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", boards.front().most_to_send,
              hop, boards.back().most_to_open);
  return 0;
}

int compare(const Options& options) {
  const firmware::Story story = find_story(options);
  firmware::ComparisonOptions comparing = options.comparison;
  comparing.debugged = story.debugged;
  comparing.seed = options.seed;
  firmware::Comparison comparison{comparing};
  twin::Bench bench{firmware::scenario_of(story, options.comparison.cells),
                    {.seed = options.seed,
                     .fidelity = twin::Fidelity::single_bytes,
                     .check_invariants = true,
                     .listener = &comparison}};
  if (options.alone) {
    bench.run_until(story.seconds);
  } else {
    run(bench, story.seconds);
  }
  comparison.check_silence();
  for (const twin::Violation& violation : bench.violations()) {
    std::printf("%s: %s\n", options.story.c_str(), violation.sentence.c_str());
    return 1;
  }
  std::printf("%s, %d boards, %.0f s, seed %" PRIu64 ": images and twin did the same\n",
              options.story.c_str(), options.comparison.cells, story.seconds, options.seed);
  print(comparison.figures());
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const Options options = options_of({words + 1, words + count});
  try {
    if (options.flips > 0) return flip(options);
    if (options.moments > 0) return react(options);
    return options.cuts > 0 ? cut(options) : compare(options);
  } catch (const firmware::Difference& difference) {
    std::printf("first difference, %s\n", difference.what());
    return 1;
  } catch (const firmware::EmulatorFailed& failed) {
    std::fprintf(stderr, "emulated_chain: %s\n", failed.what());
    return 2;
  } catch (const std::runtime_error& wrong) {
    std::printf("%s\n", wrong.what());
    return 1;
  }
}
